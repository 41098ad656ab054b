"""The sixty policies among which proposers search: a fixed pool, the same for everybody.

Laws: it is the product of three choices (how much stays free, who comes first, how cars wait), fixed
before the season; nobody is bound to it, and scouts leave it.

The levels are those of the site's stated grid whose ways to wait did well for some weights on the
training days (May to August); a policy taken from it blindly does no better than the founding terms,
which `benchmarks/season.py` prints beside the rest.

>>> len(POOL), len(set(POOL))
(60, 60)
"""

from itertools import product
from typing import Final

from moot.worlds.charging.policy import Policy

HEADROOMS: Final = (8, 12, 16, 24, 34)
PRIORITIES: Final = (-80, 0)
WAITS: Final = (
    (0, 100, 60),
    (20, 100, 60),
    (20, 100, 180),
    (20, 0, 0),
    (60, 100, 60),
    (60, 0, 0),
)  # green, trust, guard
POOL: Final = tuple(
    Policy(headroom, priority, 0, *wait) for headroom, priority, wait in product(HEADROOMS, PRIORITIES, WAITS)
)
DOZEN: Final = POOL[::5]  # for those who cannot look at all of them
