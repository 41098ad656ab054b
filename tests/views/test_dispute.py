"""The file of a dispute: what is claimed, how its jury was drawn, what it found; and who is awaited on it."""

import pytest

from moot.core.canonical import canonical
from moot.core.commands import CancelProposal, Dispute, Pause
from moot.views.unknown import Unknown
from moot.views.views import Views
from tests.core.court import (
    CREDIT,
    FLOOR,
    WHY,
    appeal,
    blocked,
    case_of,
    court,
    disputed,
    file_verdict,
    found,
    guarded,
    judge,
    move_on,
    summon,
    unlike,
)
from tests.core.house import charter, founding
from tests.core.many import many

HIGH = found("measured", safety=700_000)


def views_of(house):
    views = Views()
    for told in house.record:
        views.tell(told)
    return views


def file_of(house):
    views = views_of(house)
    return views.view("dispute", dispute=views.view("disputes")[-1]["dispute"])


def awaited(house):
    """Who is awaited in the row of the dispute, and for what."""
    row = next((row for row in views_of(house).view("docket") if "dispute" in row), {"awaits": []})
    return [(each["agent"], each["owner"], each["act"]) for each in row["awaits"]]


@pytest.fixture
def house():
    return unlike(court(first=many(16)))


def test_a_file_says_what_is_claimed_and_among_what_a_jury_chooses(house):
    file = file_of(house)
    assert (file["about"], file["clause"], file["stands"]) == ("measurement", "awareness.metering", "void")
    assert (file["proposal"], file["reported"]) == (house.open.id, {"safety": [300_000, 700_000]})
    assert file["barred"] == ["ana", "ed", "m1", "m2"]
    assert (file["jury"], file["verdicts"], file["outcome"]) == ([], [], None)
    assert views_of(house).view("proposal", proposal=house.open.id)["disputes"] == [file["dispute"]]


def test_the_docket_awaits_links_then_verdicts_then_the_clerk_then_nobody(house):
    named = sorted(case_of(house).links)
    assert awaited(house) == [(None, member, "RevealChance") for member in named if member != "clerk"]
    move_on(house)
    assert awaited(house) == [("clerk", None, "RevealChance")]
    house.tend()
    seats = case_of(house).seats
    assert awaited(house) == [(seat.agent, seat.owner, "Judge") for seat in seats]
    assert [row["dispute"] for row in views_of(house).view("docket", agent=seats[0].agent)] == [case_of(house).id]
    for seat in seats:
        file_verdict(house, seat.agent, HIGH)
    assert awaited(house) == [("clerk", None, "OpenEnvelope")]
    house.tend()
    assert (case_of(house).stage, awaited(house)) == ("appealing", [])


def test_every_row_of_the_docket_has_the_same_names_and_a_dispute_its_own(house):
    hearing, proposal = views_of(house).view("docket")  # a dispute is the more urgent: its window ends sooner
    assert proposal.keys() | {"about", "dispute"} == hearing.keys()


def test_a_sealed_verdict_leaves_only_that_it_was_filed(house):
    summon(house)
    twin = house.copy()
    juror = case_of(house).seats[0].agent
    file_verdict(house, juror, HIGH)
    file_verdict(twin, juror, found("void"))
    one, other = file_of(house), file_of(twin)
    assert canonical(one) == canonical(other)
    assert [each["filed"] for each in one["jury"]] == [True, False, False, False, False]


def test_a_file_keeps_who_was_silent_what_each_round_found_and_who_paid(house):
    summon(house, but=(min(set(case_of(house).links) - {"clerk"}),))
    for seat in case_of(house).seats[:4]:
        file_verdict(house, seat.agent, HIGH)
    move_on(house)
    move_on(house)
    house.tend()
    appeal(house, "ana.human", 44 * CREDIT)
    summon(house)
    judge(house, lambda _: HIGH)
    move_on(house)
    file = file_of(house)
    assert (file["stage"], file["until"], file["round"]) == ("closed", None, 2)
    assert [each["ruling"] for each in file["reached"]] == ["measured", "measured"]
    assert [each["round"] for each in file["verdicts"]] == [1] * 4 + [2] * 11
    assert [each["standin"] is None for each in file["replaced"]] == [False, True]
    assert [each["owner"] for each in file["appeals"]] == ["ana"]
    assert len(file["faults"]) == 1
    assert (file["outcome"]["ruling"], file["outcome"]["nets"]) == ("measured", {"ana": -44 * CREDIT})
    assert views_of(house).view("docket") == []


def test_a_bonded_dispute_says_whose_bond_and_evidence_it_is():
    house = court()
    house.file("gus.human", Dispute("conduct", "bo.ai", "protocol.rights", 20 * CREDIT, WHY))
    file = file_of(house)
    assert (file["agent"], file["proposal"], file["evidence"]) == ("bo.ai", None, [WHY])
    assert file["bonds"] == {"gus": 20 * CREDIT}


def test_what_a_jury_finds_of_a_grant_stands_on_the_page():
    house = court()
    house.propose()
    house.to("measuring")
    proposal = house.open.id
    disputed(house)
    summon(house)
    judge(house, lambda _: found("failed"))
    page = views_of(house).view("proposal", proposal=proposal)
    assert (page["result"], page["outcome"]) == ("failed", "failed")


def test_blocks_and_what_guardians_did_stand_on_the_page():
    house = blocked(court(guarded()), "bo", "cy")
    page = views_of(house).view("proposal", proposal=house.open.id)
    assert {owner: each["state"] for owner, each in page["blocks"].items()} == {"bo": "posted", "cy": "posted"}
    proposal = house.open.id
    house.advance()
    summon(house)
    judge(house, lambda _: found("dismissed"))
    house.file("gus.human", CancelProposal(proposal, FLOOR, WHY))
    page = views_of(house).view("proposal", proposal=proposal)
    assert [(each["did"], each["guardian"], each["left"]) for each in page["guarded"]] == [
        ("ProposalCancelled", "gus", 1)
    ]
    lapsed = blocked(court(), "bo", "cy", "dee", "eli")
    lapsed.advance()
    page = views_of(lapsed).view("proposal", proposal=lapsed.open.id)
    assert page["blocks"]["bo"]["state"] == "the ballot rejected it anyway"
    assert page["blocks"]["bo"]["bond"] == 20 * CREDIT


def test_what_each_meter_reported_stands_on_the_page_once_it_is_open(house):
    page = views_of(house).view("proposal", proposal=house.open.id)
    assert page["reported"]["m1.ai"]["safety"] == 700_000
    assert page["measured"] == {}


def test_a_dispute_that_is_not_there_is_said_so(house):
    with pytest.raises(Unknown, match="no dispute is called 'ff'"):
        views_of(house).view("dispute", dispute="ff")


def minutes_of(house, form="json"):
    views = views_of(house)
    return views.view("minutes", proposal=views.view("decisions")["rows"][-1]["proposal"], form=form)


def test_minutes_tell_what_was_disputed_what_each_jury_found_and_who_was_silent(house):
    summon(house)
    jurors, silent = [seat.owner for seat in case_of(house).seats], case_of(house).seats[0].agent
    judge(house, lambda place: HIGH if place else None)
    move_on(house)
    judge(house, lambda place: HIGH if place == 4 else None)
    appealed = next(owner for owner in house.open.frozen.voters if owner not in {*jurors, *case_of(house).barred})
    appeal(house, f"{appealed}.human", 44 * CREDIT)
    lines = minutes_of(house, "markdown").splitlines()
    at = lines.index("## Disputes")
    assert lines[at + 2 : at + 6] == [
        "- The measurement, under awareness.metering, by nobody: it came by itself; reported: safety 30.0 % or 70.0 %",
        "  - Round 1, 5 seats: measured (safety 70.0 %) (5 measured)",
        f"  - {appealed} appealed against round 1, with 44.00 credits",
        "  - Still in summoning",
    ]
    assert f"- {silent} in the judging; " in "\n".join(lines)
    move_on(house)
    while house.state.cases:
        move_on(house)
    written = minutes_of(house)
    assert written["disputes"][0]["outcome"]["nets"] == {appealed: -44 * CREDIT}
    assert sum(each["net"] for each in written["money"].values()) == 0
    assert not [account for account in written["money"] if account.startswith("held/")]
    assert f"; {appealed} lost 44.00 credits" in minutes_of(house, "markdown")


def test_minutes_tell_of_pauses_and_of_a_cancellation_as_the_outcome():
    house = court(guarded())
    house.propose()
    house.file("gus.human", Pause(house.open.id, FLOOR, WHY))
    house.advance()
    house.to("timelock")
    house.file("gus.human", CancelProposal(house.open.id, FLOOR, WHY))
    assert [each["did"] for each in minutes_of(house)["guarded"]] == ["ProposalPaused", "ProposalCancelled"]
    said = minutes_of(house, "markdown")
    assert f"**Cancelled**: cancelled by gus under {FLOOR}." in said
    assert f"- gus paused it in the drawing under {FLOOR}\n- gus cancelled it under {FLOOR}" in said
    assert views_of(house).view("pulse")["outcomes"] == {"cancelled": 1}


def test_minutes_tell_of_a_block_and_why_it_came_to_nothing():
    house = blocked(court(), "bo")
    assert f"- bo blocked it under {FLOOR}, with 20.00 credits\n" in minutes_of(house, "markdown")
    house = blocked(court(first=founding(charter(block_bond=2_000 * CREDIT))), "bo")
    said = minutes_of(house, "markdown")
    assert f"- bo blocked it under {FLOOR}; bo cannot pay its bond: it is a vote against and no more\n" in said
