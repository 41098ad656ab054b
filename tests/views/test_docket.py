"""The docket says who must act next, by when, and lets go of who has done it."""

import pytest

from moot.core.events import (
    BallotExtended,
    ChanceRevealed,
    DelegationsFrozen,
    ForecastFiled,
    Given,
    MeasureFiled,
    ProposalClosed,
    ReviewFiled,
    VoteCast,
)
from moot.core.proposal import OPENING, STAGES
from moot.views.docket import WAITS_FOR

P = "01" * 32
OPENS = (("clerk", None, "OpenEnvelope", None, None),)
AWAITED = {
    "waiting": (),
    "drawing": ((None, "bo", "RevealChance", None, 1), (None, "cy", "RevealChance", None, 4)),
    "drawing_clerk": (("clerk", None, "RevealChance", None, 9),),
    "review": (
        ("bo.ai", "bo", "FileReview", "safety", None),
        ("cy.ai", "cy", "FileReview", "safety", None),
        ("di.ai", "di", "FileReview", "thrift", None),
    ),
    "review_standins": (("di.ai", "di", "FileReview", "safety", None),),
    "opening_reviews": OPENS,
    "negotiation": (),
    "forecast": (
        ("bo.ai", "bo", "FileForecast", None, None),
        ("cy.ai", "cy", "FileForecast", None, None),
        ("di.ai", "di", "FileForecast", None, None),
    ),
    "forecast_standins": (
        ("ana.ai", "ana", "FileForecast", None, None),
        ("di.ai", "di", "FileForecast", None, None),
    ),
    "opening_forecasts": OPENS,
    "ballot": tuple((None, owner, "CastVote", None, None) for owner in ("ana", "bo", "cy", "di")),
    "opening_votes": OPENS,
    "objection": (),
    "timelock": ((None, "bo", "RevealChance", None, 2),),
    "timelock_clerk": (("clerk", None, "RevealChance", None, 10),),
    "executing": (("switch", "works", "ReportExecution", None, None),),
    "measuring": (
        ("meter.a", "works", "ReportMeasure", None, None),
        ("meter.b", "lab", "ReportMeasure", None, None),
    ),
    "opening_measures": OPENS,
}


def test_every_stage_of_the_core_is_known_here():
    waiting = {"measured", "disputed", "paused", "round"}  # their tests are in test_disputes and test_rounds
    # `consent` is reached by another lane: tests/views/test_lanes.py
    assert AWAITED.keys() | waiting | {"consent"} == STAGES.keys()
    assert {STAGES[name].acts[0] for name in OPENING} == {"OpenEnvelope"}
    nobody = {
        "OfferAmendment",
        "Object",
        "TakeMandate",
        "Dispute",
        "Advance",
        "Judge",
        "CloseRound",
    }  # a jury has a row of its own
    assert {stage.acts[0] for stage in STAGES.values()} == WAITS_FOR.keys() | nobody


@pytest.mark.parametrize("stage", AWAITED)
def test_a_stage_awaits_those_who_have_not_done_their_part(chronicle, stage):
    assert tuple(chronicle.until(stage).awaits()) == AWAITED[stage]


def test_a_row_says_what_it_is_about_and_until_when(chronicle):
    [row] = chronicle.until("review").views.view("docket")
    del row["awaits"]
    assert row == {
        "proposal": "01" * 32,
        "target": "garage",
        "kind": "limit",
        "stage": "review",
        "until": 400,
        "author": "ana.person",
        "owner": "ana",
        "rank": 10_000_000,
        "stakes": 20,
        "disagreement": 500_000,
        "minutes": 1,
    }


@pytest.mark.parametrize(
    ("stage", "agent", "acts"),
    [
        ("drawing", "bo.person", ["RevealChance"]),
        ("drawing", "bo.ai", []),  # its registration does not list RevealChance
        ("drawing", "ana.person", []),
        ("drawing_clerk", "clerk", ["RevealChance"]),
        ("review", "bo.ai", ["FileReview"]),
        ("review", "bo.person", []),
        ("review", "clerk", []),
        ("ballot", "di.person", ["CastVote"]),
        ("ballot", "di.ai", []),
        ("measuring", "meter.b", ["ReportMeasure"]),
    ],
)
def test_an_agent_sees_only_what_waits_for_it(chronicle, stage, agent, acts):
    rows = chronicle.until(stage).views.view("docket", agent=agent)
    assert [each["act"] for row in rows for each in row["awaits"]] == acts


@pytest.mark.parametrize(
    ("stage", "event", "left"),
    [
        ("drawing", ChanceRevealed(P, "drawing", "bo", 1, "03" * 32), ["cy"]),
        ("review", ReviewFiled(P, "11" * 32, "cy.ai", "safety", "dd" * 32), ["bo", "di"]),
        ("forecast", ForecastFiled(P, "13" * 32, "bo.ai", "bo", 8, "dd" * 32), ["cy", "di"]),
        ("ballot", VoteCast(P, "15" * 32, "bo", "bo.person", "dd" * 32), ["ana", "cy", "di"]),
        ("ballot", DelegationsFrozen(P, {"ana": Given("all", "bo")}, ()), ["bo", "cy", "di"]),
        ("measuring", MeasureFiled(P, "18" * 32, "meter.a", "dd" * 32), ["lab"]),
    ],
)
def test_who_has_done_its_part_is_awaited_no_longer(chronicle, stage, event, left):
    chronicle.until(stage).happens(event)
    assert [owner for _, owner, *_ in chronicle.awaits()] == left


def test_whoever_is_in_a_circle_is_waited_for_all_the_same(chronicle):
    given = {owner: Given("all", to) for owner, to in {"ana": "bo", "bo": "ana", "cy": "di"}.items()}
    chronicle.until("ballot").happens(DelegationsFrozen(P, given, ("ana", "bo")))
    assert [owner for _, owner, *_ in chronicle.awaits()] == ["ana", "bo", "di"]


def test_an_extended_ballot_shows_its_new_end(chronicle):
    chronicle.until("ballot").happens(BallotExtended(P, 745))
    [row] = chronicle.views.view("docket")
    assert row["until"] == 745


def test_a_clerk_without_a_link_is_not_awaited(chronicle):
    chronicle.until("drawing_clerk").happens(ChanceRevealed(P, "drawing", "clerk", 9, "04" * 32))
    assert chronicle.awaits() == []


def test_owners_without_voice_are_not_asked_to_vote(chronicle):
    assert "works" not in [owner for _, owner, *_ in chronicle.until("ballot").awaits()]


def test_a_closed_proposal_leaves_the_docket(chronicle):
    assert chronicle.until("settled").views.view("docket") == []


def test_a_withdrawn_proposal_leaves_the_docket(chronicle):
    chronicle.until("review").happens(ProposalClosed("01" * 32, "withdrawn", "withdrawn by its author"))
    assert chronicle.views.view("docket") == []
