"""A measurement: what meters of different owners agree on, or nothing.

Laws: one owner alone measures nothing; what is agreed is a number that a meter reported; a third of
the owners who lie can prevent agreement, but never move it outside what the others reported.

>>> agreed({"ana": 700_000, "bo": 710_000, "cy": 50_000}, tolerance=40_000)
700000
"""

from collections.abc import Mapping
from typing import Final

from moot.core.act import OwnerId, Ppm

_FEWEST: Final = 2


def agreed(reports: Mapping[OwnerId, Ppm], tolerance: Ppm) -> Ppm | None:
    """Return the lower median if two thirds of two or more owners lie within `tolerance` of it, else None."""
    if len(reports) < _FEWEST:
        return None
    median = sorted(reports.values())[(len(reports) - 1) // 2]
    near = sum(abs(report - median) <= tolerance for report in reports.values())
    return median if 3 * near >= 2 * len(reports) else None
