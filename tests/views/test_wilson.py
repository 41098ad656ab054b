"""How sure a count is, against published intervals and against the test that they turn around."""

from fractions import Fraction
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.views.wilson import wilson

COUNTS = st.integers(1, 5_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
SQUARE = Fraction(NormalDist().inv_cdf(0.975)) ** 2


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
    ],
)
def test_published_intervals_are_met(hits, of, low, high):
    # Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I.
    found = wilson(hits, of)
    assert (f"{found.low / 10**6:.4f}", f"{found.high / 10**6:.4f}") == (low, high)


def is_rejected(share, hits, of):
    """Whether a two-sided score test at 5 % rejects that `hits` of `of` came about with this share (ppm)."""
    p = Fraction(share, 10**6)
    return (Fraction(hits, of) - p) ** 2 * of > SQUARE * p * (1 - p)


@given(COUNTS)
def test_an_interval_holds_what_the_score_test_does_not_reject(counts):
    found = wilson(*counts)
    if found.low > 0:
        assert is_rejected(found.low - 1, *counts)
    if found.high < 10**6:
        assert is_rejected(found.high + 1, *counts)
    for inside in (found.low + 1, found.high - 1):
        if found.low < inside < found.high:
            assert not is_rejected(inside, *counts)


@given(COUNTS)
def test_the_share_lies_inside_and_misses_mirror_hits(counts):
    hits, of = counts
    found, mirrored = wilson(hits, of), wilson(of - hits, of)
    assert found.low <= found.share <= found.high
    assert (found.low, found.high) == (10**6 - mirrored.high, 10**6 - mirrored.low)


@given(COUNTS)
def test_ten_times_as_many_counts_are_surer(counts):
    once, often = wilson(*counts), wilson(*(10 * each for each in counts))
    assert once.low <= often.low <= often.high <= once.high


def test_before_anything_is_counted_everything_is_possible():
    nothing = wilson(0, 0)
    assert (nothing.share, nothing.low, nothing.high) == (None, 0, 10**6)
