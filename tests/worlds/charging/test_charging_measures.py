"""From sums to ppm, and what is new and of use (charging world 5)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.worlds.charging import STATUS_QUO, Measures, Policy, Sums, creativity, measured, novelty, usefulness

DAY = Sums(1, 14, 60_000_000, 90_000_000, 20_000_000, 700_000_000, 12_000_000, 20_000_000, 9_000_000)


def test_the_formulas_of_the_four_measures():
    load_factor = Fraction(60, 11 * 20)
    efficiency = (Fraction(15, 100) * Fraction(60, 90) + Fraction(85, 100) * load_factor - Fraction(3, 10)) / Fraction(
        3, 10
    )
    climate = (Fraction(20 - 12, 20 - 9) - Fraction(1, 4)) / Fraction(65, 100)
    assert measured("caltech", [DAY]) == (
        round((1 - Fraction(28, 144)) * 10**6),
        round(efficiency * 10**6),
        700_000,
        round(climate * 10**6),
    )


def test_the_sites_differ_in_what_counts_as_no_efficiency():
    day = DAY._replace(peak=10_000_000)
    assert measured("caltech", [day]).efficiency - measured("jpl", [day]).efficiency == 666_667


def test_a_bad_day_stays_in_the_sum():
    lost = DAY._replace(useful=0, co2=0, dirtiest=0, cleanest=0, worst_off=0)
    assert measured("caltech", [DAY, lost]).ethics == 350_000
    assert measured("caltech", [DAY, lost]).efficiency < measured("caltech", [DAY]).efficiency
    assert measured("caltech", [lost]).climate == 0


def test_measures_never_leave_their_range():
    worst = DAY._replace(violated_steps=144, peak=10**12, co2=10**12)
    best = DAY._replace(violated_steps=0, peak=1, co2=0, worst_off=10**9)
    assert measured("caltech", [worst])[:2] == (0, 0)
    assert measured("caltech", [best]) == (1_000_000,) * 4


def test_a_horizon_has_at_least_one_day():
    with pytest.raises(ValueError, match="at least one usable day"):
        measured("caltech", [])


@given(st.permutations([DAY._replace(violated_steps=n, useful=n * 7_000_001) for n in range(5)]))
def test_the_order_of_the_days_never_matters(days):
    assert measured("caltech", days) == measured("caltech", sorted(days))


def test_what_is_in_force_is_not_new_and_a_quarter_away_is_all_new():
    far = Policy(40, 100, 16, 100, 0, 240)
    assert novelty(STATUS_QUO, [STATUS_QUO]) == 0
    assert novelty(far, [STATUS_QUO]) == 1
    assert novelty(Policy(19, 0, 6, 0, 100, 60), [STATUS_QUO]) == Fraction(4, 40) / 6 * 4
    assert novelty(far, [far, STATUS_QUO]) == 0


def test_novelty_looks_back_ten_decisions():
    far = Policy(40, 100, 16, 100, 0, 240)
    assert novelty(far, [far] + [STATUS_QUO] * 9) == 0
    assert novelty(far, [far] + [STATUS_QUO] * 10) == 1
    with pytest.raises(ValueError, match="the one in force"):
        novelty(far, [])


def test_the_incumbents_equal_is_half_useful_and_three_hundredths_more_is_all():
    even = Measures(500_000, 500_000, 500_000, 500_000)
    assert usefulness(even, even) == Fraction(1, 2)
    assert usefulness(Measures(620_000, 500_000, 500_000, 500_000), even) == 1
    assert usefulness(Measures(380_000, 500_000, 500_000, 500_000), even) == 0


def test_creativity_is_novelty_times_usefulness():
    even = Measures(500_000, 500_000, 500_000, 500_000)
    far = Policy(40, 100, 16, 100, 0, 240)
    assert creativity(far, [STATUS_QUO], even, even) == 500_000
    assert creativity(STATUS_QUO, [STATUS_QUO], even, even) == 0
