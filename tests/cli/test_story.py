"""The story says what happened, in the order in which it happened, with the record's own numbers."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from moot.cli.scene import Scene
from moot.core.act import Condition
from moot.core.commands import (
    Advance,
    Answer,
    CastVote,
    FileReview,
    LeaveMandate,
    Object,
    OfferAmendment,
    Review,
    Vote,
    WeighValues,
)
from moot.core.proposal import filed_by
from tests.clerk.town import Town
from tests.cli.telling import lines_of, ordinary, row, told_by
from tests.core.house import OWNERS, charter
from tests.stories.attackers import evening


@pytest.fixture
def town():
    return Town(law=ordinary())


def settled(town) -> Town:
    town.propose(degrees=30)
    town.to("settled")
    return town


def test_the_opening_says_who_takes_part_and_what_is_in_force(town):
    said = told_by(town)
    assert row(town, "members") == (
        "7 owners with a voice: 7 people and 7 agents of 3 families; ed.ai executes, m1.ai and m2.ai measure"
    )
    assert "safety 60 % (never below 50 %) · thrift 40 %" in said
    assert "hall: degrees 20 C, hours 8 h" in said


def test_a_proposal_is_told_with_its_author_its_mandates_and_its_changes(town):
    town.propose(degrees=30, hours=10)
    assert row(town, "proposes") == "ana.ai for safety and thrift: degrees 20 → 30 C, hours 8 → 10 h"
    heading = next(line for line in lines_of(town) if line.form == "heading")
    assert heading.parts[0].text == "Decision 1 · Fri 15 Jan 2027 · hall"
    assert heading.parts[1].text.split() == ["proposal", town.open.id[:8], "·", "A", town.open.original[:8]]


def test_the_drawn_are_told_by_mandate(town):
    town.propose()
    panels = town.to("review").panels
    expected = " · ".join(f"{name} {', '.join(seat.owner for seat in each.seats)}" for name, each in panels.items())
    assert row(town, "drawn") == expected


def test_nothing_sealed_is_told_before_it_is_opened(town):
    town.propose()
    proposal = town.to("review")
    mandate, panel = next(iter(proposal.panels.items()))
    before = told_by(town)
    agent = panel.seats[0].agent
    review = Review("against", (), (Condition("must", "degrees", "<=", (19,)),))
    town.file(
        agent, FileReview(proposal.id, proposal.original, mandate, town.sealed(agent, "FileReview", review, mandate))
    )
    assert told_by(town) == before


def start(town) -> None:
    town.propose(degrees=30)
    town.to("review")


def drawn(proposal) -> set[str]:
    return {seat.owner for panel in proposal.panels.values() for seat in panel.seats}


def reviewed() -> Town:
    """Bring a proposal into negotiation; bo demands at most 24 degrees, cy stays silent."""
    town = evening(lambda proposal: {"bo", "cy"} <= drawn(proposal), start)

    def write(agent, _):
        if agent == "cy.ai":
            return None
        return (
            Review("against", (), (Condition("must", "degrees", "<=", (24,)),)) if agent == "bo.ai" else Review("for")
        )

    town.review(write)
    if town.open.stage == "review":
        town.advance()
        filed = {(mandate, agent) for mandate in town.open.panels for agent in filed_by(town.open, mandate)}
        town.review(lambda agent, mandate: None if (mandate, agent) in filed else Review("could_live"))
    return town


def test_reviews_are_told_once_they_are_open_with_what_they_ask():
    town = reviewed()
    reviews = town.open.reviews
    against = "bo on " + " and ".join(
        each.mandate for each in reviews if each.owner == "bo" and each.review.stance == "against"
    )
    counts = [sum(each.review.stance == stance for each in reviews) for stance in ("for", "could_live", "against")]
    said = row(town, "reviews")
    assert said.startswith(f"{len(reviews)} opened: {counts[0]} for, {counts[1]} could live with it, ")
    assert said.endswith(f"{counts[2]} against ({against})")
    assert row(town, "held to") == "degrees ≤ 24 C (bo)"


def test_the_silent_are_told_with_their_standins():
    said = row(reviewed(), "silent")
    assert said.startswith("cy.ai filed no review for ")
    assert said.endswith(" in")
    assert said.count("cy.ai") == 1


def test_an_amendment_is_told_with_what_it_answers_and_who_supports_it():
    town = reviewed()
    proposal = town.open
    answers = tuple(Answer(each.agent, each.mandate, 0) for each in proposal.reviews if each.review.conditions)
    town.file("dee.ai", OfferAmendment(proposal.id, proposal.original, {"degrees": 24}, answers))
    slate = town.to("forecast").slate
    offered = list(town.open.versions)[-1]
    assert row(town, "amended") == f"B {offered[:8]} by dee.ai, from A: degrees 30 → 24 C, answers bo"
    town.to("ballot")
    table = [str(line) for line in lines_of(town) if line.form == "row"]
    assert table[0].split() == ["forecast,", "in", "%", "safety", "thrift", "score", "support"]
    for line, candidate in zip(table[1:], slate.candidates, strict=True):
        assert line.split()[-1] == str(len(candidate.supporters))
    assert [line.replace(">", "").split()[0] for line in table[1:]] == ["now", "A", "B"]
    assert sum(">" in line for line in table) == 1


def test_a_version_that_found_no_place_is_told():
    town = reviewed()
    proposal = town.open
    for number, owner in enumerate(OWNERS[1:]):
        town.file(f"{owner}.ai", OfferAmendment(proposal.id, proposal.original, {"degrees": 5 + number}))
    assert len(town.to("forecast").slate.candidates) == 6
    assert row(town, "left out").endswith(": candidates are chosen by support, then by lot, one for each owner")


def test_a_candidate_below_a_floor_is_marked_and_its_clause_is_told(town):
    town.propose(degrees=30)
    proposal = town.to("negotiation")
    town.file("dee.ai", OfferAmendment(proposal.id, proposal.original, {"degrees": 24}))
    amended = next(name for name, each in town.open.versions.items() if each.owner == "dee")
    town.to("forecast")
    quo = town.open.status_quo
    worth = {quo: 600_000, town.open.original: 700_000, amended: 800_000}
    town.forecast(lambda _, version, value: 400_000 if (version, value) == (amended, "safety") else worth[version])
    if town.open.stage == "forecast":
        town.advance()
    clause = "purpose.values.safety.floor"
    assert row(town, "excluded") == f"B: safety would fall below its floor, more than it does now ({clause})"
    table = [str(line).split() for line in lines_of(town) if line.form == "row"]
    assert [line[0] for line in table[1:]] == ["now", ">", "x"]
    assert "40.0!" in table[3]


def test_a_forecast_that_stays_sealed_is_told_with_its_stake(town):
    town.propose(degrees=30)
    town.to("forecast")
    town.clerk.tend = list  # a clerk that opens nothing, and moves nothing on
    town.forecast(town.hopeful)
    for _ in ("forecast", "opening"):
        town.now = max(town.now, town.open.until)
        town.file("ana.human", Advance(town.open.id, town.open.stage))
    assert "loses its stake of 10.00 credits: its forecast stayed sealed" in row(town, "unopened")


def test_nothing_better_is_told_without_a_ballot(town):
    town.propose()
    town.to("forecast")
    town.forecast(lambda *_: 600_000)
    assert "nothing is forecast to do better" in row(town, "no ballot")
    town.to("settled")
    assert row(town, "rejected").startswith("nothing better than the status quo; ")
    assert row(town, "ballot") == ""


def test_what_is_better_but_breaks_a_floor_is_told_without_a_ballot(town):
    town.propose()
    town.to("forecast")
    quo = town.open.status_quo
    town.forecast(lambda _, version, value: 600_000 if version == quo else 400_000 if value == "safety" else 999_000)
    assert row(town, "no ballot") == (
        "what is forecast to do better would break a floor: A safety 40.0 < 50 %; now stays and is measured"
    )


def test_a_ballot_is_told_with_its_odds_quorum_and_objections(town):
    town.propose()
    town.to("ballot")
    town.vote(lambda owner: {"bo": "against", "cy": "abstain", "dee": None}.get(owner, "for"))
    town.file("dee.human", Object(town.open.id, town.open.paper.id, "against"))
    town.to("timelock")
    assert row(town, "objects") == "dee, once votes were open: no vote → against"
    assert row(town, "ballot") == "4 for, 1 abstain, 2 against; on A 90 %, now 10 %; quorum 4: passed"
    assert row(town, "against") == "bo, dee"


def run(exploration: int, degrees: int) -> Town:
    """Bring a proposal to be executed; `exploration` is the chance (ppm) of what is not recommended."""
    town = Town(law=charter(exploration=exploration))
    town.propose(degrees=degrees)
    town.to("measuring")
    return town


def test_what_runs_is_told_with_how_it_was_drawn():
    assert row(run(0, 30), "runs") == "A by ed.ai, drawn as recommended (100 %): degrees 20 → 30 C"
    towns = (run(500_000, degrees) for degrees in range(21, 40))
    explored = next(town for town in towns if town.open.run.version == town.open.status_quo)
    assert row(explored, "runs") == "now by ed.ai, drawn to explore (50 %): nothing changes"


def test_what_happens_days_later_is_dated(town):
    settled(town)
    for owner in OWNERS:
        town.file(f"{owner}.human", WeighValues({"safety": 300_000, "thrift": 700_000}))
    town.end_epoch()
    times = {line.label: line.when for line in lines_of(town)}
    assert (times["proposes"], times["ballot"]) == ("08:00", "10:05")
    assert times["values"] == "22 Jan"


def test_a_late_quorum_extends_the_ballot(town):
    town.propose()
    proposal = town.to("ballot")
    town.now = proposal.until - 1
    for owner in proposal.frozen.voters:
        sealing = town.sealed(f"{owner}.human", "CastVote", Vote("for"))
        town.file(f"{owner}.human", CastVote(proposal.id, proposal.paper.id, sealing))
    until = datetime.fromtimestamp(town.open.until / 1000, UTC)
    assert row(town, "extended") == f"to {until:%H:%M}: the quorum was reached in its last tenth"


def test_a_missing_link_is_a_public_fault(town):
    town.propose()
    member = next(name for name in town.open.links["drawing"] if name != "clerk")
    town.reveal(but=(member,))
    assert row(town, "fault") == f"{member}: its chance link is missing"


def test_an_unheard_mandate_is_told_with_what_it_means(town):
    town.propose()
    town.to("review")
    town.advance()  # nobody files,
    town.advance()  # and no stand-in does
    assert "safety has 0 of 2 reviews: the ballot needs two thirds" in row(town, "unheard")


def test_a_mandate_that_was_left_is_no_reason_any_more(town):
    town.file("ana.ai", LeaveMandate("thrift"))
    town.propose()
    assert row(town, "proposes").startswith("ana.ai for safety: ")


def test_the_story_is_a_fold():
    town = settled(Town())
    assert told_by(town) == told_by(town)
    assert all(line.when == "" or line.label or line.form != "text" for line in lines_of(town))


def test_a_decision_takes_no_more_than_a_screen():
    said = told_by(settled(Town()))
    assert len(said.split("Decision 1")[1].splitlines()) <= 25
    assert max(map(len, said.splitlines())) <= 100


def test_more_versions_than_letters_are_told_apart():
    page = SimpleNamespace(versions=dict.fromkeys(range(40)))
    scene = Scene(page, None, 1, None)
    names = [scene.letter(version) for version in page.versions]
    assert names[:3] == ["now", "A", "B"]
    assert len(set(names)) == 40
    assert all(name.isalnum() for name in names)
