"""A disturbance: what the building takes from the site's limits, unforeseen.

Laws (charging world 2):
- The same seed, site and date give the same disturbance, always.
- The factor is common to all constraints, at least 0.3 and at most 1.
- In calm it is 0.92 all day: what a forecaster assumes who ignores the building.
"""

from datetime import date
from functools import lru_cache
from typing import Final, Literal

import numpy as np

from moot.worlds.charging.network import Floats

Seed = int | Literal["calm"]
CALM: Final = "calm"
CALM_FACTOR: Final = 0.92
STEPS_PER_DAY: Final = 288

_DIPS_FROM, _DIPS_UNTIL = 72, 264
_BUSY_FROM, _BUSY_UNTIL = 132, 204  # 11:00 to 17:00, when dips are frequent


@lru_cache(maxsize=4096)
def limit_factor(site_number: int, day: date, seed: Seed) -> Floats:
    """Return the share of every limit that is left to the cars, [288] from local midnight."""
    factor = np.full(STEPS_PER_DAY, CALM_FACTOR) if seed == CALM else _disturbed(site_number, day, seed)
    factor.setflags(write=False)
    return factor


def _disturbed(site_number: int, day: date, seed: Seed) -> Floats:
    if isinstance(seed, str) or seed < 0:
        raise ValueError(f"the seed is {seed!r}, but a disturbance needs a whole number from 0, or '{CALM}'")
    entropy = np.random.SeedSequence([seed, site_number, day.toordinal()])
    draw = np.random.Generator(np.random.PCG64(entropy))
    load = np.maximum(0.0, 0.08 + _wander(draw))
    return np.clip(1 - load - _dips(draw), 0.3, 1.0)


def _wander(draw: np.random.Generator) -> Floats:
    shocks = draw.standard_normal(STEPS_PER_DAY)
    wander = np.empty(STEPS_PER_DAY)
    now = 0.0
    for step, shock in enumerate(shocks):
        now = 0.9 * now + 0.02 * shock
        wander[step] = now
    return wander


def _dips(draw: np.random.Generator) -> Floats:
    dips = np.zeros(STEPS_PER_DAY)
    step = _DIPS_FROM
    while True:
        pause = 8 if _BUSY_FROM <= step < _BUSY_UNTIL else 20
        step += max(1, round(draw.exponential(pause)))
        if step >= _DIPS_UNTIL:
            return dips
        length = int(draw.integers(3, 13))
        depth = draw.uniform(0.05, 0.40)
        dips[step : step + length] = np.maximum(dips[step : step + length], depth)
        step += length
