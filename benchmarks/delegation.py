"""How long it takes to find who votes for whom: 1,000,000 owners, of whom a third vote themselves.

Of the others one in ten leaves its line open; the rest hand their votes on, half of them to anybody and half to
one in a thousand who are well known, and the cap is one in a thousand too. Beside the core and its twin in numpy runs
the least that can be done with numpy: doubling pointers twenty times, which finds the roots without hands,
circles or a cap.
"""

import random
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks._measure import aim, interleaved, options, seconds, show
from moot.core import delegation as core
from moot.core.lot import lot
from moot.fast import delegation as fast

QUICK = True
AIM = 500  # milliseconds: well under a second
SEED = bytes(32)
VOTING, SILENT = 1 / 3, 0.1

Places: TypeAlias = NDArray[np.int64]


def main(arguments: list[str]) -> None:
    parser = options(__doc__, "delegation", repeats=5)
    parser.add_argument("--owners", type=int, default=1_000_000)
    asked = parser.parse_args(arguments)
    to, voted = handed_on(asked.owners)
    cap = max(core.LEAST_CAP, asked.owners // 1_000)
    places, votes = np.array(to), np.array(voted)
    sides: dict[str, Callable[[], object]] = {
        "roots alone with numpy": lambda: doubled(places, votes),
        "in pure Python (core)": lambda: core.beyond(*core.roots(to, voted), cap, drawn),
        "its twin in numpy (fast)": lambda: fast.beyond(*fast.roots(places, votes), cap, drawn),
    }
    found = interleaved(asked.repeats, {name: timed(work) for name, work in sides.items()})
    show(found, "milliseconds of the process")
    print(f"  {asked.owners:,} owners: {counts(to, voted, cap)}")
    aim(f"1,000,000 in under {AIM} ms with the twin", holds=found[2].median < AIM)


def timed(work: Callable[[], object]) -> Callable[[], float]:
    return lambda: 1_000 * seconds(work)


def drawn(place: int) -> bytes:
    return lot(SEED, "delegation", str(place))


def handed_on(owners: int) -> tuple[list[int], list[bool]]:
    """Return to whom each owner hands its vote (its place, or SILENT), and who votes itself."""
    chance = random.Random(7)
    voted = [chance.random() < VOTING for _ in range(owners)]
    known = -(-owners // 1_000)
    to = [
        core.SILENT if own or chance.random() < SILENT else chance.randrange(chance.choice((owners, known)))
        for own in voted
    ]
    return to, voted


def doubled(to: Places, voted: NDArray[np.bool_]) -> Places:
    """Return the place that each owner sees at the end of its line: its root if that one voted."""
    ahead = np.where(voted | (to < 0), np.arange(len(to)), to)
    for _ in range(max(1, len(to).bit_length())):
        ahead = ahead[ahead]
    return ahead


def counts(to: list[int], voted: list[bool], cap: int) -> str:
    root, hops = core.roots(to, voted)
    over = len(core.beyond(root, hops, cap, drawn))
    heard, circle, silent = sum(map(bool, hops)), root.count(core.CIRCLE), root.count(core.SILENT)
    return f"{heard:,} behind somebody who votes ({over:,} beyond the cap), {silent:,} silent, {circle:,} in circles"
