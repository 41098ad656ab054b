"""Papers as three columns of numbers: who, what, how many points.

Laws: one line for each points that a paper gives to one of the options; who is counted by the order of papers, what by
the order of options.

>>> marks(("bench", "tree"), {"ana": {"bench": 3, "tree": 1}, "bo": {"tree": 2}})
Marks(owners=array([0, 0, 1]), options=array([0, 1, 1]), points=array([3, 1, 2]))
"""

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from moot.core.papers import OptionId, Papers
from moot.core.value import value

Whole: TypeAlias = NDArray[np.int64]

SAFE: Final = 2**62  # sums of two of these still fit


@value
class Marks:
    """Arrays of one length; refused with `OverflowError` are points that do not fit 64 bits."""

    owners: Whole
    options: Whole
    points: Whole


def marks(options: Sequence[OptionId], papers: Papers) -> Marks:
    """Return the marks on `papers` for `options`; other options are passed over."""
    place = {option: number for number, option in enumerate(options)}
    what = np.array([place.get(option, -1) for paper in papers.values() for option in paper], dtype=np.int64)
    points = np.array([given for paper in papers.values() for given in paper.values()], dtype=np.int64)
    sizes = np.fromiter(map(len, papers.values()), dtype=np.int64, count=len(papers))
    who = np.repeat(np.arange(len(papers)), sizes)
    asked = what >= 0
    return Marks(who[asked], what[asked], points[asked])
