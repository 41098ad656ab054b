"""Schulze's rule in numpy: all papers compared at once, two options at a time.

Laws: the ranking is that of `moot.core.schulze`, with its reasons.

>>> papers = {"ana": {"tea": 3, "mate": 2, "cocoa": 1}, "bo": {"mate": 2, "tea": 1}, "cy": {"cocoa": 2, "mate": 1}}
>>> schulze(("cocoa", "mate", "tea"), papers, ties=("cocoa", "mate", "tea")).order
('mate', 'tea', 'cocoa')
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moot.core import schulze as slow
from moot.core.papers import OptionId, Papers
from moot.core.schulze import Pairwise, Ranking
from moot.fast.marks import Whole, marks

_BLOCK: Final = 1 << 16  # papers at a time, so that what is compared stays in the processor's cache


def schulze(options: Sequence[OptionId], papers: Papers, ties: Sequence[OptionId]) -> Ranking:
    """Return the ranking of `options`; of equals the earlier in `ties`."""
    try:
        return ranked(options, sheet(options, papers), ties)
    except OverflowError:
        return slow.schulze(options, papers, ties)


def sheet(options: Sequence[OptionId], papers: Papers) -> NDArray[np.int64 | np.int16]:
    """Return the points of (options, papers), 0 where a paper says nothing."""
    given = marks(options, papers)
    small = not given.points.size or given.points.max() <= np.iinfo(np.int16).max
    points = np.zeros((len(options), len(papers)), dtype=np.int16 if small else np.int64)
    points[given.options, given.owners] = given.points
    return points


def ranked(options: Sequence[OptionId], points: NDArray[np.int64 | np.int16], ties: Sequence[OptionId]) -> Ranking:
    """Return the ranking that a sheet of points gives."""
    preferred = _preferred(points)
    strengths = _named(options, _strengths(preferred))
    return Ranking(slow.ordered(strengths, ties), _named(options, preferred), strengths)


def _preferred(points: NDArray[np.int64 | np.int16]) -> Whole:
    """Return (options, options): how many papers give the first more points than the second."""
    counts = np.zeros((len(points), len(points)), dtype=np.int64)
    for start in range(0, points.shape[1], _BLOCK):
        block = points[:, start : start + _BLOCK]
        for one, row in enumerate(block):
            counts[one] += np.count_nonzero(row > block, axis=1)
    return counts


def _strengths(preferred: Whole) -> Whole:
    """Return the widest paths, by Floyd and Warshall."""
    best = np.where(preferred > preferred.T, preferred, 0)
    for through in range(len(best)):
        np.maximum(best, np.minimum(best[:, through, None], best[through]), out=best)
    return best


def _named(options: Sequence[OptionId], counts: Whole) -> Pairwise:
    rows = zip(options, counts.tolist(), strict=True)
    return {one: {other: n for other, n in zip(options, row, strict=True) if other != one} for one, row in rows}
