"""The pulse: figures of the present and of the last decisions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core import events as e
from moot.views.pulse import LATELY
from tests.views.conftest import FOUNDING, Chronicle, P, seat

HOUR = 3_600_000


def pulse(chronicle):
    return chronicle.views.view("pulse")


def test_before_anything_was_decided_nothing_is_claimed(chronicle):
    assert pulse(chronicle)["lately"] == {
        "decisions": 0,
        "outcomes": {},
        "time_to_decide": {"median": None, "p90": None},
        "participation": None,
        "silent": None,
        "floors_broken": {},
    }
    assert (pulse(chronicle)["open"], pulse(chronicle)["size"]) == ({}, 1)


def test_open_proposals_are_counted_by_their_stage(chronicle):
    assert pulse(chronicle.until("ballot"))["open"] == {"ballot": 1}
    assert pulse(chronicle)["outcomes"] == {}


def test_a_settled_decision_shows_in_the_figures(chronicle):
    shown = pulse(chronicle.until("settled"))
    assert (shown["open"], shown["outcomes"]) == ({}, {"settled": 1})
    lately = shown["lately"]
    # Two of four owners voted.
    assert lately["participation"] == 500_000
    assert lately["outcomes"] == {"settled": 1}
    # Opened: a review and a forecast. Silent: two seats of the review, and two forecasters, one with a shut envelope.
    assert lately["silent"] == 4 * 10**6 // 6
    # From the first entry of the proposal (1,001) to the count of the votes.
    assert lately["time_to_decide"] == {"median": 13, "p90": 13}


def test_who_sits_for_two_mandates_is_silent_once_as_a_forecaster(chronicle):
    chronicle.until("forecast")
    for mandate in ("safety", "thrift"):
        chronicle.happens(e.ReviewerReplaced(P, mandate, "forecast", seat("bo"), None))
    chronicle.happens(e.ProposalClosed(P, "void", ""))
    assert pulse(chronicle)["lately"]["silent"] == 3 * 10**6 // 4  # two seats of the review, one forecaster; one review


@given(st.lists(st.integers(0, 99), min_size=1, max_size=40))
def test_times_are_the_median_and_the_90th_percentile_of_the_last_decisions(hours):
    chronicle = Chronicle()
    chronicle.happens(*FOUNDING)
    for number, each in enumerate(hours):
        proposal = f"{number:064x}"
        asked = e.ProposalSubmitted(
            proposal, "ana.person", "ana", "limit", "garage", "a1" * 32, {"amps": 1}, "a2" * 32, None, {}, 0, 0, 0
        )
        chronicle.happens(asked, at=1_000 * HOUR * number)
        chronicle.happens(e.NothingBetter(proposal), at=1_000 * HOUR * number + each * HOUR)
        chronicle.happens(e.ProposalClosed(proposal, "rejected", ""), at=1_000 * HOUR * number + 500 * HOUR)
    lately = sorted(hours[-LATELY:])
    shown = pulse(chronicle)["lately"]["time_to_decide"]
    for name, percent in (("median", 50), ("p90", 90)):
        # The least hour that so many percent of all do not exceed.
        found = min(each for each in lately if sum(other <= each for other in lately) * 100 >= percent * len(lately))
        assert shown[name] == found * HOUR


def test_only_the_last_thirty_decisions_are_lately(chronicle):
    chronicle.decides(0, {}, (0, 0, 0), 0, outcome="void")
    for number in range(1, LATELY + 1):
        chronicle.decides(number, {}, (0, 0, 0), 0)
    shown = pulse(chronicle)
    assert shown["outcomes"] == {"settled": LATELY, "void": 1}
    assert shown["lately"]["outcomes"] == {"settled": LATELY}


def test_broken_floors_are_counted_and_shown(chronicle, floored):
    chronicle.happens(floored)
    chronicle.decides(1, {}, (0, 0, 0), 199_999)
    shown = pulse(chronicle)
    assert shown["lately"]["floors_broken"] == {"safety": 1}
    assert (shown["values"]["safety"]["floor"], shown["values"]["safety"]["below"]) == (200_000, True)
    chronicle.decides(2, {}, (0, 0, 0), 200_000)
    assert pulse(chronicle)["values"]["safety"]["below"] is False
    assert pulse(chronicle)["lately"]["floors_broken"] == {"safety": 1}


def test_values_have_their_weight_and_their_last_measurement(chronicle):
    assert pulse(chronicle)["values"]["thrift"] == {
        "weight": 400_000,
        "floor": None,
        "below": False,
        "measured": 0,  # the founding one
        "proposal": None,
        "received": 0,
    }
    proposal = chronicle.decides(1, {}, (0, 0, 0), 650_000, at=9)
    chronicle.happens(e.ValuesRepriced(0, {}, {"safety": 1, "thrift": 999_999}, 1, ()), e.EpochClosed(0))
    shown = pulse(chronicle)
    assert shown["epoch"] == 1
    assert shown["values"]["safety"] == {
        "weight": 1,
        "floor": None,
        "below": False,
        "measured": 650_000,
        "proposal": proposal,
        "received": 9,
    }


def test_a_value_of_which_nothing_was_measured_has_no_measurement(chronicle):
    chronicle.happens(e.ValuesRepriced(0, {}, {"beauty": 1_000_000}, 1, ()))
    assert pulse(chronicle)["values"] == {
        "beauty": {
            "weight": 1_000_000,
            "floor": None,
            "below": False,
            "measured": None,
            "proposal": None,
            "received": None,
        }
    }


def test_the_fund_is_what_flows_in_and_out(chronicle):
    chronicle.happens(
        e.CreditsMoved("mint", "fund", 100, "agency.fund", None), e.CreditsMoved("fund", "owner/bo", 30, "x", None)
    )
    assert pulse(chronicle)["fund"] == 70 == chronicle.views.view("standing")["accounts"]["fund"]


@pytest.mark.parametrize("masses", [{"ana": 1}, {"bo": 1, "ana": 1}, {"ana": 5, "bo": 3, "cy": 2}])
def test_concentration_is_the_largest_share_and_the_sum_of_squares(chronicle, masses):
    chronicle.happens(e.InfluenceUpdated("thrift", masses, "x"))
    total = sum(masses.values())
    assert pulse(chronicle)["influence"]["thrift"] == {
        "owner": "ana",
        "largest": masses["ana"] * 10**6 // total,
        "herfindahl": sum(each**2 for each in masses.values()) * 10**6 // total**2,
    }
