"""Measures: what a policy did for safety, efficiency, ethics and climate, in whole ppm.

Laws (charging world 5):
- Sums are whole numbers, added over the days first; ratios come last, rounded half to even.
- The order of the days never matters, and what is lost on one day stays in the sum.
- Creativity follows from terms and measures alone.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from moot.worlds.charging.policy import BOUNDS, Policy

PPM: Final = 1_000_000
PPB: Final = 1_000_000_000
FINE: Final = 1_000_000  # mWh in a kWh, mW in a kW, mg in a kg
MEASURED_FROM, MEASURED_UNTIL = 84, 228  # 07:00 to 19:00: where violations count
RECENT: Final = 10  # decisions that novelty looks back

_MEASURED_STEPS: Final = MEASURED_UNTIL - MEASURED_FROM
_HOURS_OF_PEAK: Final = 11
_LEAST_EFFICIENCY: Final = {"caltech": Fraction(30, 100), "jpl": Fraction(50, 100)}


class Measures(NamedTuple):
    """The four measures in ppm."""

    safety: int
    efficiency: int
    ethics: int
    climate: int


class Sums(NamedTuple):
    """What adds up over days, in whole numbers: steps, mWh, mW, ppb, and mg of CO2."""

    days: int
    violated_steps: int
    useful: int
    need: int
    peak: int
    worst_off: int
    co2: int
    dirtiest: int
    cleanest: int


def measured(site_name: str, days: Sequence[Sums]) -> Measures:
    """Return the measures over a horizon of at least one day."""
    if not days:
        raise ValueError("no day was given, but measures are taken over a horizon: give at least one usable day")
    total = Sums(*(sum(amounts) for amounts in zip(*days, strict=True)))
    violated = Fraction(total.violated_steps, _MEASURED_STEPS * total.days)
    return Measures(
        safety=_ppm(1 - 2 * violated),
        efficiency=_ppm(_efficiency(site_name, total)),
        ethics=_ppm(Fraction(total.worst_off, total.days * PPB)),
        climate=_ppm(_climate(total)),
    )


def novelty(policy: Policy, recent: Sequence[Policy]) -> Fraction:
    """Return how far `policy` is from the nearest of the last ten in force; `recent` ends with the last."""
    if not recent:
        raise ValueError("no recent policy was given, but one is always in force: give at least the one in force")
    return min(Fraction(1), 4 * min(_distance(policy, other) for other in recent[-RECENT:]))


def usefulness(measures: Measures, incumbent: Measures) -> Fraction:
    """Return one half for a policy as good as the incumbent on the same days, one for .03 better on average."""
    gain = Fraction(sum(measures) - sum(incumbent), len(measures) * PPM)
    return _clip(Fraction(1, 2) + gain / Fraction(6, 100))


def creativity(policy: Policy, recent: Sequence[Policy], measures: Measures, incumbent: Measures) -> int:
    """Return novelty times usefulness in ppm: what is new and of use."""
    return _ppm(novelty(policy, recent) * usefulness(measures, incumbent))


def _efficiency(site_name: str, total: Sums) -> Fraction:
    """Return the use of the peak that the site pays for, with some service."""
    service = _ratio(total.useful, total.need)
    load_factor = _ratio(total.useful, _HOURS_OF_PEAK * total.peak)
    mixed = Fraction(15, 100) * service + Fraction(85, 100) * load_factor
    return (mixed - _LEAST_EFFICIENCY[site_name]) / Fraction(30, 100)


def _climate(total: Sums) -> Fraction:
    """Return how much was saved of the CO2 that timing could save: a quarter counts 0, nine tenths 1."""
    saved = _ratio(total.dirtiest - total.co2, total.dirtiest - total.cleanest)
    return (saved - Fraction(25, 100)) / Fraction(65, 100)


def _distance(policy: Policy, other: Policy) -> Fraction:
    apart = (
        Fraction(abs(mine - theirs), greatest - least)
        for mine, theirs, (least, greatest) in zip(
            policy.acting.terms,
            other.acting.terms,
            BOUNDS.values(),
            strict=True,
        )
    )
    return sum(apart, start=Fraction(0)) / len(BOUNDS)


def _ratio(part: Fraction | int, whole: Fraction | int) -> Fraction:
    return Fraction(part) / Fraction(whole) if whole else Fraction(0)


def _clip(share: Fraction) -> Fraction:
    return max(Fraction(0), min(Fraction(1), share))


def _ppm(share: Fraction) -> int:
    return round(_clip(share) * PPM)
