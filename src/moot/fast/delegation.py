"""Who votes for whom, for millions of owners at once: twins of `roots` and `beyond` in moot.core.delegation.

Laws: what they return is what the core returns, place by place (`tests/fast/test_delegation.py`).

>>> roots(np.array([1, 2, SILENT, 4, 3]), np.array([False, False, True, False, False]))
(array([ 2,  2,  2, -2, -2]), array([2, 1, 0, 0, 0]))
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from moot.core.delegation import CIRCLE, SILENT

Places = NDArray[np.int64]


def roots(to: Places, voted: NDArray[np.bool_]) -> tuple[Places, Places]:
    """Return of each of n owners its root and over how many hands; (n,) and (n,) in, (n,) and (n,) out.

    Pointer doubling (JaJa, An Introduction to Parallel Algorithms, 1992, 2.2): each round doubles how far an owner
    sees down its line. A round in which nobody sees an end for the first time is the last, for whoever is twice
    as far away follows somebody who is not.
    """
    size = len(to)
    ends = np.append(voted, True)  # the last place stands for silence
    ahead = np.append(np.where(voted, np.arange(size), np.where(to < 0, size, to)), size)
    far = np.append((~voted).astype(np.int64), 0)
    walking = np.flatnonzero(~voted)
    behind = walking[~ends[ahead[walking]]]
    while 0 < len(behind) < len(walking):
        walking, at = behind, ahead[behind]
        far[walking], ahead[walking] = far[walking] + far[at], ahead[at]
        behind = walking[~ends[ahead[walking]]]
    return _told(ahead[:size], far[:size], behind, size)


def _told(ahead: Places, far: Places, behind: Places, silence: int) -> tuple[Places, Places]:
    root = np.where(ahead == silence, SILENT, ahead)
    root[behind] = CIRCLE
    return root, np.where(root >= 0, far, 0)


def beyond(root: Places, hops: Places, cap: int, lot: Callable[[int], bytes]) -> Places:
    """Return the places for which their root's cap leaves no room, rising; `lot` is asked only where it decides."""
    behind = np.flatnonzero(hops)
    crowd = np.bincount(root[behind], minlength=len(root))
    behind = behind[crowd[root[behind]] >= cap]
    ordered = behind[np.lexsort((hops[behind], root[behind]))]
    starts = np.flatnonzero(np.append(True, np.diff(root[ordered]) != 0)[: len(ordered)])
    lines = np.split(ordered, starts[1:]) if len(ordered) else []
    return np.sort(np.concatenate([np.empty(0, np.int64), *(_farthest(line, hops, cap - 1, lot) for line in lines)]))


def _farthest(line: Places, hops: Places, room: int, lot: Callable[[int], bytes]) -> Places:
    far = hops[line]
    first, stop = np.searchsorted(far, far[room], "left"), np.searchsorted(far, far[room], "right")
    tied = sorted(line[first:stop].tolist(), key=lot)[room - first :]
    return np.concatenate([np.array(tied, np.int64), line[stop:]])
