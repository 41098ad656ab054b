"""Where floats stop."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.kit.exact import ppm, shares


@pytest.mark.parametrize(
    ("number", "millionths"),
    [
        (0.0, 0),
        (1.0, 1_000_000),
        (0.1, 100_000),
        (2**-7, 7_812),  # 7812.5: half to even
        (3 * 2**-7, 23_438),  # 23437.5
        (0.9999999, 1_000_000),
    ],
)
def test_a_number_is_rounded_half_to_even(number, millionths):
    assert ppm(number) == millionths


@pytest.mark.parametrize("number", [-0.0000001, 1.0000001, float("nan"), float("inf"), float("-inf")])
def test_what_is_no_share_is_refused(number):
    with pytest.raises(ValueError, match="no share"):
        ppm(number)


@given(st.floats(0, 1))
def test_a_number_is_rounded_from_exactly_the_value_that_it_has(number):
    assert abs(Fraction(ppm(number), 1_000_000) - Fraction(number)) <= Fraction(1, 2_000_000)


weights = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 1e9), min_size=1)


@given(weights)
def test_shares_sum_to_a_million_and_follow_the_weights(weights):
    if not any(weights.values()):
        weights["a"] = 1.0
    given_out = shares(weights)
    assert list(given_out) == list(weights)
    assert sum(given_out.values()) == 1_000_000
    total = sum(map(Fraction, weights.values()))
    for name, weight in weights.items():
        assert abs(given_out[name] - Fraction(weight) * 1_000_000 / total) < 1


@given(weights, st.randoms())
def test_the_order_of_weights_never_matters(weights, chance):
    weights["a"] = 1.0
    names = list(weights)
    chance.shuffle(names)
    assert shares({name: weights[name] for name in names}) == shares(weights)


@pytest.mark.parametrize("weights", [{}, {"a": 0.0}, {"a": -1.0, "b": 2.0}, {"a": float("inf")}, {"a": float("nan")}])
def test_weights_without_shares_are_refused(weights):
    with pytest.raises(ValueError, match="finite, not negative and not all 0"):
        shares(weights)
