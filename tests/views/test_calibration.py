"""Calibration: how well members foresee, beside the crowd of that moment and nothing later."""

from fractions import Fraction
from math import floor, isqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core import events as e
from moot.views.wilson import wilson
from tests.views.conftest import FOUNDING, Chronicle

PPM = st.integers(0, 10**6)
POOL = st.tuples(PPM, PPM, PPM).map(sorted)
PAST = st.lists(st.tuples(PPM, POOL, PPM), min_size=1, max_size=12)
TOLERANCE = 40_000  # of the meters of safety


def founded():
    told = Chronicle()
    told.happens(*FOUNDING)
    return told


def rows(chronicle, **asked):
    return chronicle.views.view("calibration", **asked)["rows"]


def counted(hits, of):
    found = wilson(hits, of)
    return {"hits": found.hits, "of": found.of, "share": found.share, "low": found.low, "high": found.high}


@given(PAST)
def test_figures_are_those_of_a_second_hand_over_the_whole_past(past):
    chronicle = founded()
    for number, (said, pool, measured) in enumerate(past):
        chronicle.decides(number, {"bo.ai": said}, pool, measured)
    [row] = rows(chronicle, agent="bo.ai")
    errors = [Fraction(said - measured, 10**6) for said, _, measured in past]
    crowd = [Fraction(pool[1] - measured, 10**6) for _, pool, measured in past]
    mine, theirs = (sum(each**2 for each in some) for some in (errors, crowd))
    shown, times = row["values"]["safety"], len(past)
    assert shown["squared_error"] == floor(mine * 10**12 / times)
    assert shown["typical_error"] == isqrt(shown["squared_error"])
    assert shown["bias"] == floor(sum(errors) * 10**6 / times)
    assert shown["pool_squared_error"] == floor(theirs * 10**12 / times)
    assert shown["skill"] == (floor((1 - mine / theirs) * 10**6) if theirs else None)
    assert shown["near"] == counted(sum(abs(each) * 10**6 <= TOLERANCE for each in errors), times)
    above, below = sum(each < 0 for each in errors), sum(each > 0 for each in errors)
    assert shown["above"] == counted(above, above + below)
    pairs = [(abs(me), abs(they)) for me, they in zip(errors, crowd, strict=True)]
    nearer, farther = sum(me < they for me, they in pairs), sum(me > they for me, they in pairs)
    assert shown["nearer"] == counted(nearer, nearer + farther)
    assert row["all"] == shown
    assert (row["owner"], row["agent"], row["forecasts"], shown["compared"]) == ("bo", "bo.ai", times, times)


@given(PAST)
def test_the_crowd_has_figures_of_its_own(past):
    chronicle = founded()
    for number, (said, pool, measured) in enumerate(past):
        chronicle.decides(number, {"bo.ai": said}, pool, measured)
    crowd = chronicle.views.view("calibration")["pool"]["safety"]
    inside = sum(lower <= measured <= upper for _, (lower, _, upper), measured in past)
    assert crowd["inside"] == counted(inside, len(past))
    assert crowd["squared_error"] == rows(chronicle)[0]["values"]["safety"]["pool_squared_error"]


@given(PAST, PAST)
def test_what_comes_later_changes_nothing_that_was_compared(past, later):
    short, long = founded(), founded()
    for number, (said, pool, measured) in enumerate([*past, *later]):
        if number < len(past):
            short.decides(number, {"bo.ai": said}, pool, measured)
            long.decides(number, {"bo.ai": said}, pool, measured)
        else:
            long.decides(number, {"cy.ai": said}, pool, measured)  # another's
    assert rows(short, agent="bo.ai") == rows(long, agent="bo.ai")


@pytest.mark.parametrize(("off", "near"), [(TOLERANCE, 1), (-TOLERANCE, 1), (TOLERANCE + 1, 0), (-TOLERANCE - 1, 0)])
def test_near_is_within_the_meters_tolerance(chronicle, off, near):
    chronicle.decides(1, {"bo.ai": 500_000 + off}, (0, 0, 0), 500_000)
    assert rows(chronicle)[0]["values"]["safety"]["near"]["hits"] == near


def test_an_owners_figures_are_those_of_its_agents_together(chronicle):
    chronicle.decides(1, {"bo.ai": 400_000, "bo.person": 600_000, "cy.ai": 0}, (0, 500_000, 10**6), 500_000)
    owner, *agents = rows(chronicle, owner="bo")
    assert [each["agent"] for each in agents] == ["bo.ai", "bo.person"]
    assert (owner["agent"], owner["forecasts"], owner["all"]["compared"], owner["all"]["bias"]) == (None, 2, 2, 0)
    assert owner["all"]["typical_error"] == 100_000
    assert [each["owner"] for each in rows(chronicle)] == ["bo", "cy"]


def test_what_ran_in_parts_is_compared_with_nothing(chronicle):
    chronicle.decides(1, {"bo.ai": 1}, (0, 0, 0), 9, result="partly_executed")
    [row] = rows(chronicle)
    assert (row["forecasts"], row["all"]["compared"], row["all"]["squared_error"]) == (1, 0, None)
    assert chronicle.views.view("calibration")["pool"] == {}


def test_a_rejected_proposal_tries_what_was_said_of_the_status_quo(chronicle):
    chronicle.decides(1, {"bo.ai": 510_000}, (0, 400_000, 10**6), 500_000, ran=False, outcome="rejected")
    assert rows(chronicle)[0]["values"]["safety"]["skill"] == 990_000


def test_a_sealed_forecast_is_counted_and_not_judged(chronicle):
    assert rows(chronicle.until("opening_forecasts")) == [
        {"owner": owner, "agent": None, "forecasts": 1, "values": {}, "all": rows(chronicle)[0]["all"]}
        for owner in ("bo", "di")
    ]
    assert rows(chronicle)[0]["all"]["compared"] == 0


def test_a_pool_of_nobodys_forecasts_is_no_crowd(chronicle):
    chronicle.decides(1, {}, (5, 5, 5), 5)
    assert chronicle.views.view("calibration")["pool"] == {}


@pytest.mark.parametrize(("asked", "says"), [({"agent": "eve"}, "no agent is called"), ({"owner": "eve"}, "no owner")])
def test_a_stranger_is_unknown(chronicle, asked, says):
    with pytest.raises(ValueError, match=says):
        rows(chronicle, **asked)


def test_influence_has_its_history_with_what_moved_it(chronicle):
    shown = chronicle.until("settled").views.view("influence")
    assert shown["now"] == {"safety": {"ana": 500, "bo": 700}}
    assert [(each["clause"], each["proposal"], each["masses"]) for each in shown["rows"]] == [
        ("agency.learning", None, {"ana": 500, "bo": 500}),
        ("agency.learning", "01" * 32, {"bo": 700}),
    ]
    assert shown["concentration"]["safety"] == {"owner": "bo", "largest": 583_333, "herfindahl": 513_888}


def test_the_history_of_one_owner_and_one_value(chronicle):
    chronicle.happens(e.InfluenceUpdated("thrift", {"cy": 9}, "agency.spread"))
    shown = chronicle.views.view("influence", owner="ana", value="safety")
    assert (shown["now"], [each["masses"] for each in shown["rows"]]) == ({"safety": {"ana": 500}}, [{"ana": 500}])
    assert chronicle.views.view("influence", value="thrift")["now"] == {"thrift": {"cy": 9}}
    for asked in ({"owner": "eve"}, {"value": "beauty"}):
        with pytest.raises(ValueError, match=r"no .* with influence is called"):
            chronicle.views.view("influence", **asked)


def test_no_influence_is_no_concentration(chronicle):
    chronicle.happens(e.InfluenceUpdated("thrift", {"cy": 0}, "agency.spread"))
    concentration = chronicle.views.view("influence")["concentration"]
    assert concentration["thrift"] == {"owner": None, "largest": 0, "herfindahl": 0}
