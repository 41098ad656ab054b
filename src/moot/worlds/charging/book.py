"""The book of a day: from what every car drew to the sums of the day.

Laws:
- Every car's energy is rounded by itself, so that no order of adding can matter.
- The reach of timing is policy-free: each car's own need at full power in its own steps, no limits.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import numpy as np

from moot.worlds.charging.control import Case, Outcome
from moot.worlds.charging.measures import FINE, PPB, Sums
from moot.worlds.charging.network import Floats
from moot.worlds.charging.sessions import KILOVOLTS

LEAST_COUNTED_NEED: Final = 1.0  # kWh: a car that needs less has no part in ethics
_WORST_OFF: Final = 5  # one car in five, rounded up


def summed(cases: Sequence[Case], outcome: Outcome) -> list[Sums]:
    """Return the sums of every case."""
    ends = np.cumsum([case.day.cars for case in cases])
    return [
        sums_of_day(
            (useful, case.day.need),
            violated_steps=int(outcome.violated[number]),
            peak_and_co2=(float(outcome.peak[number]) * KILOVOLTS, float(outcome.co2[number])),
            reach=case.day.reach,
        )
        for number, (case, useful) in enumerate(zip(cases, np.split(outcome.useful, ends[:-1]), strict=True))
    ]


def sums_of_day(
    energy: tuple[Floats, Floats],
    *,
    violated_steps: int,
    peak_and_co2: tuple[float, float],
    reach: tuple[float, float],
) -> Sums:
    """Return the sums of one day from useful and needed `energy` kWh [car], peak kW and kg of CO2."""
    useful, need = energy
    served, needed = fine(useful), fine(need)
    peak, co2 = peak_and_co2
    return Sums(
        days=1,
        violated_steps=violated_steps,
        useful=served,
        need=needed,
        peak=round(peak * FINE),
        worst_off=worst_off(useful, need),
        co2=round(co2 * FINE),
        # The reach is that of the energy served, day by day: serving little saves nothing.
        dirtiest=round(Fraction(round(reach[0] * FINE) * served, needed)),
        cleanest=round(Fraction(round(reach[1] * FINE) * served, needed)),
    )


def fine(amounts: Floats) -> int:
    """Return the sum of `amounts` in millionths, each rounded half to even."""
    return int(np.rint(amounts * FINE).astype(np.int64).sum())


def worst_off(useful: Floats, need: Floats) -> int:
    """Return the mean satisfaction, in ppb, of the worst-off fifth of the cars [car] that count."""
    counted = need >= LEAST_COUNTED_NEED
    if not counted.any():
        return PPB
    satisfied = np.rint(np.minimum(useful[counted] / need[counted], 1.0) * PPB).astype(np.int64)
    worst = -(-len(satisfied) // _WORST_OFF)
    return round(int(np.sort(satisfied)[:worst].sum()) / worst)
