"""How sure a count is: Wilson's score interval of a share, in whole numbers.

Laws: the share itself always lies inside; more counts of the same share never widen it; it holds
exactly the shares that a two-sided score test at 5 % does not reject, rounded outwards to ppm;
before anything is counted, it is everything.

>>> wilson(15, 148)
Sureness(hits=15, of=148, share=101351, low=62386, high=160488)
"""

from math import isqrt
from typing import Final

from moot.core.act import MILLION, Ppm
from moot.core.value import value

# The 95 % quantile of chi-square with one degree of freedom: the square of 1.959964.
_SCALE: Final = 10**9
_SQUARE: Final = 3_841_458_821


@value
class Sureness:
    """How often something was so, of how many times; its share in ppm, between the bounds of 95 %."""

    hits: int
    of: int
    share: Ppm | None
    low: Ppm
    high: Ppm


def wilson(hits: int, of: int) -> Sureness:
    """Return the share of `hits` in `of` with its score interval at 95 %, both in ppm.

    (2k + z^2 -+ z sqrt(z^2 + 4k(n-k)/n)) / (2(n + z^2)): Wilson, Probable inference, the law of succession,
    and statistical inference, Journal of the American Statistical Association 22 (1927), 209-212.
    """
    if not of:
        return Sureness(0, 0, None, 0, MILLION)
    middle = MILLION * (2 * hits * _SCALE + _SQUARE)
    spread = _root_above(MILLION**2 * _SQUARE * (_SQUARE * of + 4 * _SCALE * hits * (of - hits)), of)
    whole = 2 * (of * _SCALE + _SQUARE)
    return Sureness(hits, of, hits * MILLION // of, (middle - spread) // whole, -((-middle - spread) // whole))


def _root_above(numerator: int, denominator: int) -> int:
    """Return the least whole number whose square is no less than a positive fraction."""
    return isqrt(-(-numerator // denominator) - 1) + 1
