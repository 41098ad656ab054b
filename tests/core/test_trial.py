"""The arithmetic of a trial: what it reserves, its batches, its harm, what is left of the budgets, its points."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from moot.core.act import MILLION
from moot.core.charter import Agency, Trials
from moot.core.trial import Comparison, Left, Toll, guarded, left, loss, points, reserve, sizes
from tests.core.house import charter, two_targets

PPM = st.integers(0, MILLION)
UNITS = st.integers(1, 10_000)
ARMS = st.fixed_dictionaries({"safety": PPM, "thrift": PPM})


@given(PPM, UNITS, UNITS)
def test_what_is_reserved_covers_the_units_part_of_the_harm_and_less_than_a_millionth_more(harm, units, whole):
    found = reserve(harm, units, whole)
    assert 0 <= found * whole - harm * units < whole


@given(st.integers(1, 10_000), st.integers(1, 100))
def test_batches_are_even_and_hold_all_units(units, batches):
    batches = min(units, batches)
    found = sizes(units, batches)
    assert (sum(found), len(found)) == (units, batches)
    assert found[0] - found[-1] in (0, 1)
    assert list(found) == sorted(found, reverse=True)


@given(PPM, st.integers(1, 10_000), st.integers(1, 100), UNITS)
def test_the_batches_together_reserve_hardly_more_than_the_trial(harm, units, batches, whole):
    batches = min(units, batches)
    parts = sum(reserve(harm, each, whole) for each in sizes(units, batches))
    assert reserve(harm, units, whole) <= parts < reserve(harm, units, whole) + batches


def test_a_loss_is_that_of_the_value_that_lost_most_of_those_that_count():
    treated, control = {"safety": 700_000, "thrift": 100_000}, {"safety": 710_000, "thrift": 600_000}
    assert loss(treated, control, ("safety", "thrift")) == 500_000
    assert loss(treated, control, ("safety",)) == 10_000
    assert loss(control, treated, ("safety", "thrift")) == 0
    assert loss(treated, control, ()) == 0


def test_harm_is_a_loss_in_what_the_guarding_mandates_watch():
    law = charter()
    assert guarded(law) == ("safety",)
    both = replace(law, agency=replace(law.agency, trials=Trials(guards=("thrift", "safety"))))
    assert guarded(both) == ("safety", "thrift")
    assert guarded(replace(law, agency=replace(law.agency, trials=Trials(guards=("nobody",))))) == ()


def test_what_is_left_is_counted_by_owner_by_target_and_in_all():
    law = two_targets(risk_budget=100, risk_target=150, risk_total=170)
    harms = [Toll("ana", "hall", 60, 0), Toll("bo", "hall", 80, 0), Toll("ana", "lamp", 20, 0)]
    assert left(law, harms, "ana", "hall") == Left(20, 10, 10)
    assert left(law, harms, "bo", "lamp") == Left(20, 130, 10)
    assert left(law, harms, "cy", "roof") == Left(100, 150, 10)
    assert left(law, (each for each in (*harms, Toll("ana", "hall", 90, 0))), "ana", "hall") == Left(0, 0, 0)
    assert left(law, [], "ana", "hall") == Left(100, 150, 170)


@given(st.lists(st.tuples(UNITS, ARMS, ARMS), max_size=8))
def test_a_point_is_the_mean_over_the_units_of_treated_minus_control(rows):
    compared = [Comparison(units, treated, control) for units, treated, control in rows]
    found = points(compared, ("safety", "thrift"))
    assert bool(found) == bool(rows)
    for value, point in found.items():
        units = sum(each.units for each in compared)
        total = sum(each.units * (each.treated[value] - each.control[value]) for each in compared)
        assert point * units <= total < (point + 1) * units
    assert points(compared, ("safety", "thrift")) == points(compared[::-1], ("safety", "thrift"))


def test_a_value_counts_where_both_arms_were_measured():
    rows = [
        Comparison(1, {"safety": 5}, {}),
        Comparison(1, {}, {"safety": 9}),
        Comparison(3, {"safety": 5}, {"safety": 2}),
    ]
    assert points(rows, ("safety", "thrift")) == {"safety": 3}


def test_the_standard_allows_no_trials():
    assert Agency().risk_budget == 0
