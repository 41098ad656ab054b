"""Weights: how much a car counts when power is shared.

Laws (charging world 4.2):
- Without priority all count the same; above zero the urgent count more, below zero the least served.
- A car past its claim counts a tenth.
"""

from typing import Final

import numpy as np

from moot.worlds.charging.network import Flags, Floats, Integers

_STEEPNESS: Final = 6
_PAST_CLAIM: Final = 0.1
_HOURS_OF_URGENCY: Final = 2.0
_KWH_OF_NEGLECT: Final = 3.0

_LOG2_E: Final = 1.4426950408889634
_LN_2: Final = 0.6931471805599453
_TAYLOR: Final = 13


def weights(priority: Integers, slack: Floats, useful: Floats, past: Flags) -> Floats:
    """Return the weight [car] from priority %, slack in hours, useful kWh so far, and who is past the claim."""
    want = np.where(
        priority > 0,
        np.maximum(slack, 0.0) / _HOURS_OF_URGENCY,
        useful / _KWH_OF_NEGLECT,
    )
    weight = np.ones(len(priority))
    ranked = priority != 0
    strength = _STEEPNESS / 100 * np.abs(priority[ranked])
    weight[ranked] = exponential(strength * exponential(-want[ranked]))
    weight[past] *= _PAST_CLAIM
    return weight


def exponential(power: Floats) -> Floats:
    """Return e to the `power`, by additions and multiplications alone.

    Those give the same bits on every machine, which the exponentials of processors and libraries do not.
    """
    halvings = np.rint(power * _LOG2_E)
    rest = power - halvings * _LN_2
    series = np.ones_like(rest)
    for term in range(_TAYLOR, 0, -1):
        series *= rest / term
        series += 1.0
    return np.ldexp(series, halvings.astype(np.int32))
