from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.apportion import largest_remainder

numbers = st.lists(st.integers(0, 10**13), min_size=1, max_size=12)
totals = st.integers(0, 10**12)


def exact(numerators, total):
    """The rule said slowly: floors of the fractions, then one each by largest remainder."""
    shares = [Fraction(numerator * total, sum(numerators)) for numerator in numerators]
    whole = [int(share) for share in shares]
    for _ in range(total - sum(whole)):
        index = max(range(len(shares)), key=lambda i: (shares[i] - whole[i], -i))
        whole[index] += 1
    return tuple(whole)


@pytest.mark.parametrize(
    ("numerators", "total", "shares"),
    [
        ([1, 1, 1], 100, (34, 33, 33)),
        ([1, 2, 1], 10, (3, 5, 2)),
        ([3, 3, 6], 10, (3, 2, 5)),
        ([0, 5], 7, (0, 7)),
        ([7], 3, (3,)),
        ([1, 1], 0, (0, 0)),
        ([], 5, ()),
    ],
)
def test_shares_are_proportional_and_ties_go_to_the_lowest_index(numerators, total, shares):
    assert largest_remainder(numerators, total) == shares


def test_where_nobody_has_anything_all_have_alike():
    assert largest_remainder([0, 0, 0], 8) == (3, 3, 2)


def test_shares_over_a_common_denominator_are_rounded_where_they_stand():
    # 10/4, 5/4 and 1/4 sum to 4 exactly.
    assert largest_remainder([10, 5, 1], 4) == (3, 1, 0)


@given(numbers, totals)
def test_nothing_is_lost(numerators, total):
    assert sum(largest_remainder(numerators, total)) == total


@given(numbers.filter(any), st.integers(0, 50))
def test_it_is_the_rule_said_slowly(numerators, total):
    assert largest_remainder(numerators, total) == exact(numerators, total)


@given(numbers.filter(any), totals)
def test_a_share_is_its_proportion_rounded_down_or_up(numerators, total):
    for numerator, share in zip(numerators, largest_remainder(numerators, total), strict=True):
        assert abs(share - Fraction(numerator * total, sum(numerators))) < 1


@given(numbers, totals)
def test_a_larger_number_never_gets_the_smaller_share(numerators, total):
    pairs = sorted(zip(numerators, largest_remainder(numerators, total), strict=True))
    for (less, small), (more, large) in pairwise(pairs):
        assert less == more or small <= large
