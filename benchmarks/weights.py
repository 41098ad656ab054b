"""How long collective weights take: 10,000 owners x 8 values, exact, in pure Python.

Beside it the same moving-phantom median in floats with numpy, which differs by 2 ppm at most.
"""

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks._measure import aim, interleaved, options, seconds, show
from moot.core.act import MILLION
from moot.core.apportion import largest_remainder
from moot.core.values import ladder

QUICK = True
AIM = 50  # milliseconds
HALVINGS = 60  # of the interval in which the time lies, until a float cannot tell


def main(arguments: list[str]) -> None:
    parser = options(__doc__, "weights", repeats=9)
    parser.add_argument("--owners", type=int, default=10_000)
    parser.add_argument("--values", type=int, default=8)
    asked = parser.parse_args(arguments)
    vectors = wishes(asked.owners, asked.values)
    shares = np.array(vectors, dtype=np.float64) / MILLION
    apart = max(
        abs(ours - round(each * MILLION)) for ours, each in zip(ladder(vectors)[1], floats(shares), strict=True)
    )
    found = interleaved(
        asked.repeats,
        {
            "in floats with numpy": lambda: 1_000 * seconds(lambda: floats(shares)),
            f"exact, {asked.owners:,} x {asked.values}": lambda: 1_000 * seconds(lambda: ladder(vectors)),
        },
    )
    show(found, "milliseconds of the process")
    print(f"  the two differ by {apart} ppm at most")
    aim(f"10,000 x 8 in under {AIM} ms", holds=found[1].median < AIM)


def wishes(owners: int, values: int) -> Sequence[Sequence[int]]:
    """Return a vector (ppm, summing to a million) for each owner."""
    chance = random.Random(7)
    return [largest_remainder([chance.randint(1, 1_000) for _ in range(values)], MILLION) for _ in range(owners)]


def floats(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of (owners, values) shares by halving the time of the phantoms."""
    owners = len(shares)
    # Reports in rising order and the whole above them; the phantoms fall from t, a step of 1/n each.
    rising = np.vstack([np.sort(shares, axis=0), np.ones(shares.shape[1])])
    steps = np.arange(owners + 1) / owners
    low, high = 0.0, 2.0
    for _ in range(HALVINGS):
        time = (low + high) / 2
        medians = np.minimum(np.maximum(time - steps, 0)[:, None], rising).max(axis=0)
        low, high = (time, high) if medians.sum() < 1 else (low, time)
    return np.asarray(medians / medians.sum())
