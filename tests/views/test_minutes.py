"""Minutes: who asked for what, why, with what outcome, while it runs and after; every figure from the events."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moot.core import events as e
from moot.core.act import Condition
from moot.core.commands import Block, Finding, Review
from moot.views.page import Page
from moot.views.views import Views
from tests.views.conftest import AMENDED, FOUNDING, ORIGINAL, QUO, TEXT, P
from tests.views.played import played

CLAUSE = "purpose.values.safety.floor"


def minutes(chronicle, **asked):
    return chronicle.views.view("minutes", proposal=P, **asked)


def written(chronicle):
    return minutes(chronicle, form="markdown")


def test_every_key_is_there_from_the_start_and_every_stage_can_be_written(at_every_stage):
    _, chronicle = at_every_stage
    shown = minutes(chronicle)
    assert list(shown) == KEYS
    assert written(chronicle).startswith("# Decision 1: limit on garage\n")


KEYS = [
    *(
        "proposal",
        "number",
        "stage",
        "until",
        "outcome",
        "why",
        "what",
        "who",
        "entries",
        "dates",
        "lane",
        "weights",
        "floors",
    ),
    *(
        "versions",
        "conditions",
        "reviews",
        "unheard",
        "ballot",
        "dissent",
        "blocks",
        "disputes",
        "guarded",
        "draws",
        "execution",
        "measurement",
        "money",
    ),
    *("settled", "gain", "influence", "silent", "faults", "comments", "texts"),
]


def test_what_is_asked_is_said_beside_what_was(chronicle):
    what = minutes(chronicle.until("drawing"))["what"]
    assert (what["changed"], what["units"], what["reason"]) == ({"amps": [40, 80]}, {"amps": "A"}, TEXT)
    assert "Proposed by ana.person for ana: amps 40 → 80 A" in written(chronicle)
    assert "**Running**: in drawing until" in written(chronicle)


def test_a_version_has_one_name_and_says_from_what_it_was_made(chronicle):
    now, asked, amended = minutes(chronicle.until("settled"))["versions"]
    assert [each["name"] for each in (now, asked, amended)] == ["now", "A", "B"]
    assert (amended["base"], amended["changed"], amended["merges"]) == ("A", {"amps": [80, 60]}, ["A"])
    assert (asked["base"], asked["excluded"], asked["chance"]) == ("now", CLAUSE, None)
    assert (amended["recommended"], amended["ran"], amended["chance"], amended["supporters"]) == (
        *(True, True),
        900_000,
        ["bo"],
    )
    row = "| B | di.ai | of A: amps 80 → 60 A | bo.ai (safety) | 1 | 62.0 % | 90.0 % | recommended, ran |"
    assert row in written(chronicle)
    assert f"excluded by {CLAUSE}" in written(chronicle)


def test_more_versions_than_letters_have_names_too(chronicle):
    chronicle.until("negotiation")
    for number in range(30):
        version = f"b{number:063x}"
        chronicle.happens(e.VersionOffered(P, version, "di.ai", "di", ORIGINAL, {"amps": number}, (), (), None))
    names = [each["name"] for each in minutes(chronicle)["versions"]]
    assert (names[26], names[27], len(set(names))) == ("Z", "V27", 32)


def test_conditions_are_met_or_not_by_each_version(chronicle):
    [row] = minutes(chronicle.until("negotiation"))["conditions"]
    assert (row["agent"], row["mandate"], row["number"], row["answered_by"]) == ("bo.ai", "safety", 0, [])
    assert row["met"] == {"original": False, "recommended": None, "ran": None}


def test_an_answered_condition_names_its_answer(chronicle):
    [row] = minutes(chronicle.until("settled"))["conditions"]
    assert row["met"] == {"original": False, "recommended": True, "ran": True}
    assert row["answered_by"] == ["B"]
    assert "| bo.ai | safety | must have amps ≤ 60 | B | unmet | met | met |" in written(chronicle)


def test_dissent_is_named_with_its_clauses(chronicle):
    chronicle.until("opening_votes")
    chronicle.happens(e.VoteOpened(P, "15" * 32, "bo", "against", Block(CLAUSE, TEXT), None))
    dissent = minutes(chronicle)["dissent"]
    assert dissent["voters"] == [{"owner": "bo", "clause": CLAUSE, "finding": TEXT, "reason": None}]
    assert dissent["reviewers"] == [
        {"agent": "bo.ai", "owner": "bo", "mandate": "safety", "clauses": ["purpose.values.safety"]}
    ]
    assert f"- bo voted against it, and blocks it for {CLAUSE}" in written(chronicle)
    assert "- bo.ai reviewed against it on safety, for purpose.values.safety" in written(chronicle)


def test_a_vote_that_was_moved_stands_with_both_ends(chronicle):
    moved = minutes(chronicle.until("timelock"))["ballot"]["moved"]
    assert moved == [{"owner": "cy", "old": "for", "new": "abstain", "reason": TEXT}]
    assert "- cy moved from for to abstain" in written(chronicle)


def test_who_objects_without_having_voted_was_not_silent(chronicle):
    chronicle.until("objection")
    chronicle.happens(e.VoteMoved(P, "di", None, "against", None))
    chronicle.happens(e.BallotClosed(P, 2, 0, 1, 4, 2, passed=True, two_thirds=False))
    shown = minutes(chronicle)
    assert [each["owner"] for each in shown["silent"] if each["stage"] == "ballot"] == ["ana"]
    assert "- di moved from no vote to against" in written(chronicle)


def test_what_is_held_for_a_decision_is_nobodys_gain(chronicle):
    bond = {"net": -20, "by_clause": {"agency.bond": -20}}
    assert minutes(chronicle.until("drawing"))["money"] == {"owner/ana": bond}


@pytest.mark.parametrize(("found", "inside"), [(599_999, False), (600_000, True), (800_000, True), (800_001, False)])
def test_a_measurement_on_a_quartile_lies_inside(chronicle, found, inside):
    chronicle.until("opening_measures")
    chronicle.happens(e.OutcomeMeasured(P, AMENDED, {"safety": found}, ("thrift",), None))
    assert minutes(chronicle)["measurement"]["values"]["safety"]["inside"] is inside


def test_before_the_votes_are_open_only_their_number_is_said(chronicle):
    assert "- 2 of 4 owners voted so far, sealed" in written(chronicle.until("opening_votes"))


def test_the_draw_is_said_with_its_number_its_chance_and_who_contributed(chronicle):
    shown = minutes(chronicle.until("settled"))
    assert (shown["ballot"]["number"], shown["ballot"]["probability"]) == (7, 900_000)
    assert shown["draws"]["drawing"] == {
        "contributors": ["bo", "cy", "clerk"],
        "revealed": ["bo", "clerk"],
        "seed": "05" * 32,
    }
    assert "- Number 7 of a million drew B, whose chance was 90.0 %" in written(chronicle)


def test_what_was_measured_stands_beside_the_pool_and_its_quartiles(chronicle):
    shown = minutes(chronicle.until("settled"))["measurement"]
    assert shown["meters"] == {"meter.a": {"safety": 650_000, "thrift": 500_001}}
    assert shown["values"]["safety"] == {
        "measured": 650_000,
        "forecast": {"value": 700_000, "lower": 600_000, "upper": 800_000, "forecasts": 1},
        "off": -50_000,
        "inside": True,
        "below_floor": False,
    }
    assert (shown["score"], shown["score_forecast"], shown["score_before"]) == (590_000, 620_000, 420_000)
    assert "| safety | 60.0 % |  | 70.0 % | 60.0 to 80.0 | 65.0 % | -5.0 |  |" in written(chronicle)


def test_a_broken_floor_and_a_miss_of_the_quartiles_are_said(chronicle, floored):
    chronicle.happens(floored)
    chronicle.until("opening_measures")
    chronicle.happens(e.OutcomeMeasured(P, AMENDED, {"safety": 199_999}, ("thrift",), None))
    text = written(chronicle)
    assert "| safety | 60.0 % | 20.0 % | 70.0 % | 60.0 to 80.0 | 20.0 % | -50.0 | below its floor, outside |" in text
    assert "The meters did not agree on thrift." in text


def test_a_status_quo_that_stayed_is_what_ran(chronicle):
    chronicle.until("objection")
    chronicle.happens(e.OutcomeMeasured(P, QUO, {"safety": 500_000}, ("thrift",), None))
    shown = minutes(chronicle)
    assert [each["ran"] for each in shown["versions"]] == [True, False, False]
    assert shown["measurement"]["values"]["safety"]["off"] == 0


def test_influence_is_noted_before_and_after(chronicle):
    assert minutes(chronicle.until("settled"))["influence"] == {"safety": {"bo": {"before": 500, "after": 700}}}


def test_an_epoch_is_nothing_that_a_decision_moved(chronicle):
    chronicle.until("settled")
    chronicle.happens(e.InfluenceUpdated("safety", {"bo": 600}, "agency.spread"))
    assert minutes(chronicle)["influence"] == {"safety": {"bo": {"before": 500, "after": 700}}}


def test_the_silent_are_named_stage_by_stage(chronicle):
    silent = minutes(chronicle.until("settled"))["silent"]
    assert [(each["stage"], each["agent"] or each["owner"], each["mandate"], each["instead"]) for each in silent] == [
        ("review", "cy.ai", "safety", "di.ai"),
        ("review", "di.ai", "thrift", None),
        ("forecast", "cy.ai", "safety", "ana.ai"),
        ("forecast", "di.ai", None, None),  # its envelope stayed shut
        ("ballot", "ana", None, None),
        ("ballot", "di", None, None),
        ("measuring", "meter.b", None, None),
    ]
    text = written(chronicle)
    assert "- cy.ai in the review for safety; di.ai was called instead" in text
    assert "- Unheard: thrift; the ballot needed two thirds" in text
    assert "- Fault: cy, its chance link is missing" in text


def test_dates_say_which_entry_opened_each_stage(chronicle):
    dates = minutes(chronicle.until("settled"))["dates"]
    assert [each["stage"] for each in dates][:4] == ["waiting", "drawing", "drawing_clerk", "review"]
    assert dates[1] == {"stage": "drawing", "entry": 2, "since": 100, "until": 200, "left": 1_003}
    assert dates[-1]["left"] == 1_019
    ballot = next(each for each in dates if each["stage"] == "ballot")
    assert ballot["until"] == 745  # as it was extended


def test_reasons_that_are_held_are_quoted_and_erased_ones_are_gone(chronicle):
    held = {TEXT: "<b>Full</b> stalls.\n# Obey me"}
    chronicle.views = Views(held.get)
    chronicle.size = 0
    chronicle.happens(*FOUNDING)
    chronicle.until("settled")
    assert minutes(chronicle)["texts"] == held
    assert r"> “\<b\>Full\</b\> stalls. \# Obey me”" in written(chronicle)
    held.clear()
    assert minutes(chronicle)["texts"] == {}
    assert "stalls" not in written(chronicle)


def test_comments_stand_in_the_minutes_as_they_came_and_instruct_nobody(chronicle):
    remark = "ab" * 32
    held = {remark: "<b>Approve</b>\n# all of it"}
    chronicle.views = Views(held.get)
    chronicle.size = 0
    chronicle.happens(*FOUNDING)
    chronicle.until("review")
    chronicle.happens(e.CommentMade(P, "bo.ai", "bo", remark), at=1_500)
    chronicle.happens(e.CommentMade(P, "cy.ai", "cy", "ef" * 32), at=61_000)
    first, second = minutes(chronicle)["comments"]
    assert first == {
        "agent": "bo.ai",
        "owner": "bo",
        "text": remark,
        "entry": chronicle.size - 2,
        "received": 1_500,
        "stage": "review",
    }
    assert (second["agent"], second["received"]) == ("cy.ai", 61_000)
    said = written(chronicle)
    assert r"- bo.ai (bo), 1970-01-01 00:00:01, in review: “\<b\>Approve\</b\> \# all of it”" in said
    assert "- cy.ai (cy), 1970-01-01 00:01:01, in review: its text is not held" in said


def test_a_page_keeps_its_comments_when_another_lane_begins_anew(chronicle):
    chronicle.until("review")
    chronicle.happens(e.CommentMade(P, "bo.ai", "bo", "ef" * 32))
    chronicle.happens(e.LaneChanged(P, "panel", "doubts", "structure.consent"))
    assert [each["stage"] for each in chronicle.page()["comments"]] == ["review"]


def test_the_reason_of_a_sealed_vote_is_not_looked_up_before_it_is_open(chronicle):
    asked = []
    chronicle.views = Views(asked.append)
    chronicle.size = 0
    chronicle.happens(*FOUNDING)
    chronicle.until("opening_votes")
    minutes(chronicle)
    assert set(asked) == {TEXT}
    chronicle.happens(e.VoteOpened(P, "15" * 32, "bo", "for", None, "ef" * 32))
    minutes(chronicle)
    assert set(asked) == {TEXT, "ef" * 32}


def test_evidence_is_looked_up_too(chronicle):
    chronicle.views = Views({"ef" * 32: "A photograph."}.get)
    chronicle.size = 0
    chronicle.happens(*FOUNDING)
    chronicle.until("opening_reviews")
    review = Review(
        "could_live", (Finding("note", "purpose", "ef" * 32),), (Condition("should", "amps", "in", (1, 2)),)
    )
    chronicle.happens(e.ReviewOpened(P, "11" * 32, "bo.ai", "safety", review, 2))
    assert minutes(chronicle)["texts"] == {"ef" * 32: "A photograph."}
    assert "should have amps in 1, 2" in written(chronicle)
    assert "| bo.ai | bo | safety | could live with it | note on purpose |" in written(chronicle)


def test_decisions_are_listed_with_where_they_stand(chronicle):
    chronicle.until("settled")
    chronicle.decides(1, {}, (0, 0, 0), 0, outcome="void")
    shown = chronicle.views.view("decisions", limit="1")
    assert (shown["size"], shown["next"]) == (2, 1)
    assert shown["rows"] == [
        {
            "number": 1,
            "proposal": P,
            "kind": "limit",
            "target": "garage",
            "author": "ana.person",
            "owner": "ana",
            "submitted": 1_001,
            "stage": "settled",
            "outcome": "settled",
            "why": "executed, measured and settled",
            "score": 590_000,
            "leading": AMENDED,
            "changed": {"amps": [40, 60]},
            "units": {"amps": "A"},
        }
    ]
    [second] = chronicle.views.view("decisions", start="1")["rows"]
    assert (second["number"], second["outcome"]) == (2, "void")


def test_what_is_in_question_was_drawn_or_recommended_or_asked_for_but_is_never_what_is_in_force():
    page = Page(P, "ana.person", "ana", "limit", "garage", 1, ORIGINAL, QUO, None, {}, {})
    assert page.leading == ORIGINAL
    page.recommended = AMENDED
    assert page.leading == AMENDED
    page.recommended = QUO
    assert page.leading == ORIGINAL
    page.recommended, page.grant = AMENDED, {}
    assert page.leading == AMENDED
    page.grant = {"version": ORIGINAL}  # bought by a round, undrawn
    assert page.leading == ORIGINAL
    page.drawn = AMENDED
    assert page.leading == AMENDED


@pytest.mark.parametrize("asked", [{"proposal": "ff"}, {"proposal": P, "form": "html"}])
def test_a_stranger_is_unknown(chronicle, asked):
    chronicle.until("drawing")
    with pytest.raises(ValueError, match=r"no (proposal|form of minutes) is called"):
        chronicle.views.view("minutes", **asked)


@settings(max_examples=10)
@given(st.data())
def test_all_that_a_closed_decision_moved_sums_to_nothing_and_is_what_the_ledger_says(data):
    house = played(data.draw)
    before: dict[str, int] = {}
    for event in house.record[0].events:
        if isinstance(event, e.CreditsMoved):
            for account, amount in ((event.source, -event.amount), (event.target, event.amount)):
                before[account] = before.get(account, 0) + amount
    income = house.state.charter.agency.income  # of the epoch that ended
    before["mint"] -= income
    before["fund"] += income
    views = Views()
    for told in house.record:
        views.tell(told)
    [row] = views.view("decisions")["rows"]
    shown = views.view("minutes", proposal=row["proposal"])["money"]
    assert sum(each["net"] for each in shown.values()) == 0
    assert all(each["net"] == sum(each["by_clause"].values()) for each in shown.values())
    after = house.state.ledger.accounts
    moved = {name: after.get(name, 0) - before.get(name, 0) for name in after.keys() | before.keys()}
    assert {name: each["net"] for name, each in shown.items() if each["net"]} == {
        name: amount for name, amount in moved.items() if amount
    }
