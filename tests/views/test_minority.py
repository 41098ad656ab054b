"""The minority that was right: against the crowd or the ballot, and confirmed by what was measured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core import events as e
from moot.core.commands import Block, Finding, Review
from tests.views.conftest import FOUNDING, Chronicle, P, seat

PPM = st.integers(0, 10**6)
CLAUSE = "purpose.values.safety.floor"


def rows(chronicle, **asked):
    return chronicle.views.view("minority", **asked)["rows"]


@given(PPM, st.tuples(PPM, PPM, PPM).map(sorted), PPM)
def test_a_forecaster_was_right_outside_the_quartiles_and_nearer_than_the_pool(said, pool, measured):
    chronicle = Chronicle()
    chronicle.happens(*FOUNDING)
    proposal = chronicle.decides(1, {"bo.ai": said}, pool, measured, ran=False, outcome="rejected")
    lower, middle, upper = pool
    right = not lower <= said <= upper and abs(said - measured) < abs(middle - measured)
    found = rows(chronicle)
    assert bool(found) == right
    if right:
        assert found == [
            {
                "how": "forecast",
                "proposal": proposal,
                "owner": "bo",
                "agent": "bo.ai",
                "value": "safety",
                "said": said,
                "pool": middle,
                "lower": lower,
                "upper": upper,
                "measured": measured,
                "nearer_by": abs(middle - measured) - abs(said - measured),
            }
        ]


def ballot(proposal, version):
    yield e.PanelDrawn(proposal, "safety", (seat("di"),), ())
    finding = Finding("critical", CLAUSE)
    yield e.ReviewOpened(proposal, "a1" * 32, "di.ai", "safety", Review("against", (finding,)), 2)
    yield e.VoteOpened(proposal, "a2" * 32, "cy", "against", Block(CLAUSE), "ee" * 32)
    yield e.VoteOpened(proposal, "a3" * 32, "bo", "for", None, None)
    yield e.VoteOpened(proposal, "a4" * 32, "ana", "against", None, None)
    yield e.BallotClosed(proposal, 1, 0, 2, 4, 2, passed=True, two_thirds=False)
    del version


POOL = (500_000, 600_000, 700_000)


def test_who_voted_or_reviewed_against_what_then_did_worse_was_right(chronicle):
    proposal = chronicle.decides(1, {}, POOL, 590_000, before=ballot, score=599_999)
    found = rows(chronicle)
    assert [(each["how"], each["owner"], each["agent"], each["clauses"], each["reason"]) for each in found] == [
        ("vote", "ana", None, [], None),
        ("vote", "cy", None, [CLAUSE], "ee" * 32),
        ("review", "di", "di.ai", [CLAUSE], None),
    ]
    assert {(each["proposal"], each["score"], each["status_quo"]) for each in found} == {(proposal, 599_999, 600_000)}
    assert rows(chronicle, owner="cy") == [found[1]]
    assert rows(chronicle, how="review") == [found[2]]


def test_who_voted_against_what_did_as_well_was_not(chronicle):
    chronicle.decides(1, {}, POOL, 600_000, before=ballot, score=600_000)
    assert rows(chronicle) == []


def test_a_broken_floor_confirms_whoever_was_against(chronicle, floored):
    chronicle.happens(floored)
    chronicle.decides(1, {}, POOL, 199_999, before=ballot)
    assert [(each["score"], each["broken"]) for each in rows(chronicle)] == [(None, {"safety": 199_999})] * 3
    chronicle.decides(2, {}, POOL, 200_000, before=ballot)
    assert len(rows(chronicle)) == 3


def test_a_review_of_the_original_says_nothing_of_another_version_that_ran(chronicle):
    chronicle.until("opening_measures")  # an amendment runs
    chronicle.happens(e.OutcomeMeasured(P, chronicle.page()["drawn"], {"safety": 1, "thrift": 1}, (), 1))
    chronicle.happens(e.ProposalClosed(P, "settled", ""))
    assert [each["how"] for each in rows(chronicle)] == []  # nobody voted against it


@pytest.mark.parametrize("result", ["partly_executed", "failed"])
def test_what_did_not_run_whole_confirms_nobody(chronicle, result):
    chronicle.decides(1, {"bo.ai": 0}, POOL, 0, before=ballot, score=0, result=result)
    assert [each["how"] for each in rows(chronicle)] == ([] if result == "partly_executed" else ["forecast"])


def test_nothing_is_said_before_the_proposal_is_closed(chronicle):
    chronicle.until("opening_measures")
    chronicle.happens(e.OutcomeMeasured(P, chronicle.page()["drawn"], {"safety": 1, "thrift": 1}, (), 1))
    assert rows(chronicle) == []


@pytest.mark.parametrize("asked", [{"owner": "eve"}, {"how": "luck"}])
def test_a_stranger_is_unknown(chronicle, asked):
    with pytest.raises(ValueError, match=r"no .* is called"):
        rows(chronicle, **asked)
