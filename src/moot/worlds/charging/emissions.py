"""Emissions: how much CO2 a further kWh causes, every five minutes of the year.

Laws:
- Values are whole units of 0.1 g/kWh, as published, so that comparisons are exact.
- A step is dirty by comparison with the 24 hours before it, never with what is still to come.
"""

import gzip
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from moot.worlds.charging.disturbance import STEPS_PER_DAY
from moot.worlds.charging.network import Floats, Integers
from moot.worlds.charging.policy import GREEN_STEP
from moot.worlds.charging.sessions import CLOSES, FULL_DRAW_KWH, FULL_STEP_KWH, OPENS, STEP_SECONDS

UNITS_PER_KG: Final = 10_000


def read_emissions(path: Path) -> tuple[datetime, Integers]:
    """Return the instant of the first row and the emissions [row] in 0.1 g/kWh."""
    with gzip.open(path, "rt", encoding="utf-8") as text:
        lines = text.read().splitlines()[1:]
    values = np.array([line.split(",", 2)[1] for line in lines], dtype=np.float64)
    start = datetime.fromisoformat(lines[0].split(",", 1)[0]).astimezone(UTC)
    return start, np.rint(values * UNITS_PER_KG).astype(np.int64)


def two_days(start: datetime, emissions: Integers, midnight: datetime) -> Integers:
    """Return the emissions [576] of the day before and of the day that begins at `midnight`."""
    elapsed = midnight - start
    row = (elapsed.days * 86_400 + elapsed.seconds) // STEP_SECONDS
    return emissions[row - STEPS_PER_DAY : row + STEPS_PER_DAY]


def dirty_steps(emissions: Integers) -> npt.NDArray[np.bool_]:
    """Return [green / 5, step] whether the last value known at a step is above green's threshold.

    `emissions` [576] are of two days. The threshold is the quantile 1 - 0.8 green of the last 288
    values, in the usual linear reading; green 0 has none (charging world 4.3).
    """
    windows = np.lib.stride_tricks.sliding_window_view(emissions, STEPS_PER_DAY)[OPENS:CLOSES]
    ascending = np.sort(windows, axis=1)
    dirty = np.zeros((100 // GREEN_STEP + 1, STEPS_PER_DAY), dtype=np.bool_)
    for choice in range(1, len(dirty)):
        # 1 - 0.8 green/100 = (125 - green)/125: the whole comparison stays in integers.
        below, part = divmod((STEPS_PER_DAY - 1) * (125 - GREEN_STEP * choice), 125)
        threshold = 125 * ascending[:, below] + part * (ascending[:, below + 1] - ascending[:, below])
        dirty[choice, OPENS:CLOSES] = 125 * windows[:, -1] > threshold
    return dirty


def reach_of_timing(emissions: Floats, stays: tuple[Integers, Integers], need: Floats) -> tuple[float, float]:
    """Return the kg of CO2 if all cars filled their `need` kWh [car] in their dirtiest steps, and in their cleanest.

    At full power and without limits (charging world 5); `emissions` [288] in kg/kWh, `stays` [car] from and until.
    """
    dirtiest = cleanest = 0.0
    for arrives, leaves, energy in zip(*stays, need, strict=True):
        ascending = np.sort(emissions[arrives:leaves])
        # All of the first steps, a part of the next and none of the others.
        filled = np.minimum(np.maximum(energy / FULL_STEP_KWH - np.arange(len(ascending)), 0.0), 1.0)
        cleanest += float((filled * ascending).sum())
        dirtiest += float((filled * ascending[::-1]).sum())
    return dirtiest * FULL_DRAW_KWH, cleanest * FULL_DRAW_KWH
