"""Where floats stop: numbers that models and meters guess become the exact ones that acts hold.

Laws: a number is rounded once, half to even, from exactly the value that the float has; shares sum
to a million whatever the weights.

>>> ppm(0.25), ppm(1), ppm(0.0000005)
(250000, 1000000, 0)
>>> shares({"safety": 1.0, "climate": 1.0, "thrift": 1.0})
{'safety': 333333, 'climate': 333334, 'thrift': 333333}
"""

from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import TypeVar

from moot.core.act import MILLION, Ppm
from moot.core.apportion import largest_remainder

K = TypeVar("K", bound=str)


def ppm(number: float) -> Ppm:
    """Return `number`, from 0 to 1, in millionths; refuses others, and what is no number, with ValueError."""
    if not 0 <= number <= 1:
        message = f"{number} is no share: it must lie between 0 and 1"
        raise ValueError(message)
    return round(Fraction(number) * MILLION)


def shares(weights: Mapping[K, float | Fraction]) -> dict[K, Ppm]:
    """Return each weight's share of all, in millionths that sum to a million; of equal remainders the first name's.

    Refuses negative and infinite weights, and weights that are all 0, with ValueError.
    """
    names = sorted(weights)
    if not all(0 <= weight < float("inf") for weight in weights.values()) or not any(weights.values()):
        message = "weights must be finite, not negative and not all 0"
        raise ValueError(message)
    exact = [Fraction(weights[name]) for name in names]
    scale = lcm(*(each.denominator for each in exact))
    given = dict(zip(names, largest_remainder([int(each * scale) for each in exact], MILLION), strict=True))
    return {name: given[name] for name in weights}
