"""A policy: six whole numbers that say how a charging site shares too little power.

Laws:
- A policy out of bounds does not exist.
- Green acts in steps of five: 81 and 80 are the same policy at work.
- The candidate sets are fixed lists, in a fixed order, without repetition.

>>> policy_of(terms_of(STATUS_QUO)) == STATUS_QUO
True
>>> STATUS_QUO
Policy(headroom=15, priority=0, floor=6, green=0, trust=100, guard=60)
>>> Policy(35, 38, 6, 81, 97, 191).acting.green
80
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Final, Self

import numpy as np

# Charging world 3: the least and the greatest value of each term.
BOUNDS: Final[dict[str, tuple[int, int]]] = {
    "headroom": (0, 40),
    "priority": (-100, 100),
    "floor": (0, 16),
    "green": (0, 100),
    "trust": (0, 100),
    "guard": (0, 240),
}
GREEN_STEP: Final = 5


@dataclass(frozen=True, slots=True, order=True)
class Policy:
    """The six terms: headroom %, priority %, floor A, green %, trust %, guard minutes."""

    headroom: int
    priority: int
    floor: int
    green: int
    trust: int
    guard: int

    def __post_init__(self) -> None:
        """Refuse a term that is no whole number or lies out of bounds."""
        for term, (least, greatest) in BOUNDS.items():
            value = getattr(self, term)
            if isinstance(value, bool) or not isinstance(value, int):
                raise ValueError(  # noqa: TRY004 one kind of refusal for all bad terms
                    f"{term} is {value!r}, but terms are whole numbers: give one from {least} to {greatest}"
                )
            if not least <= value <= greatest:
                raise ValueError(f"{term} is {value}, out of bounds: give a whole number from {least} to {greatest}")

    @property
    def terms(self) -> tuple[int, ...]:
        """Return the six terms in the order of BOUNDS."""
        return self.headroom, self.priority, self.floor, self.green, self.trust, self.guard

    @property
    def acting(self) -> Self:
        """Return the policy as it acts: green at the nearest step of five, half to even."""
        return replace(self, green=GREEN_STEP * round(Fraction(self.green, GREEN_STEP)))


def policy_of(terms: Mapping[str, int]) -> Policy:
    """Return the policy that these terms by name are."""
    return Policy(**{name: terms[name] for name in BOUNDS})


def terms_of(policy: Policy) -> dict[str, int]:
    """Return the terms of a policy by name."""
    return dict(zip(BOUNDS, policy.terms, strict=True))


STATUS_QUO: Final = Policy(15, 0, 6, 0, 100, 60)


def _grid() -> tuple[Policy, ...]:
    # Without green no car is made to wait, so guard has no effect and stays at 60.
    waits = [(0, trust, 60) for trust in (0, 100)]
    waits += list(product((20, 60), (0, 100), (0, 60, 180)))
    return tuple(
        Policy(headroom, priority, 0, *wait)
        for headroom, priority, wait in product((0, 8, 16, 24, 34), (-80, 0, 80), waits)
    )


# Charging world 6: the 210 of the grid.
GRID: Final = _grid()

# Charging world 5 to 7: the twelve policies that it names and that are not in the grid.
NAMED: Final = (
    STATUS_QUO,
    Policy(40, 0, 0, 0, 100, 60),
    Policy(0, -100, 0, 0, 100, 60),
    Policy(0, 0, 0, 70, 0, 0),
    Policy(16, -100, 0, 0, 100, 60),
    Policy(16, 100, 0, 0, 100, 60),
    Policy(16, 0, 6, 0, 100, 60),
    Policy(16, 0, 10, 0, 100, 60),
    Policy(16, 0, 0, 40, 100, 60),
    Policy(16, 0, 0, 40, 0, 60),
    Policy(16, 0, 0, 40, 0, 0),
    Policy(16, 0, 0, 40, 0, 180),
)

# Charging world 7: the two of its random policies that are stated there.
_STATED_SAMPLES: Final = (Policy(35, 38, 6, 81, 97, 191), Policy(39, 21, 8, 90, 81, 147))


def _sampled(size: int) -> tuple[Policy, ...]:
    # Stratified: every term takes one value from each of `size` equal slices of its range.
    draw = np.random.Generator(np.random.PCG64(np.random.SeedSequence(7)))
    columns = [
        [least + int((greatest - least + 1) * (slice_ + draw.random()) / size) for slice_ in draw.permutation(size)]
        for least, greatest in BOUNDS.values()
    ]
    return tuple(Policy(*terms) for terms in zip(*columns, strict=True))


# One hundred that follow no pattern. The other 98 are drawn anew here, in the same manner (seed 7).
SAMPLED: Final = _STATED_SAMPLES + _sampled(98)

# All 322, for benchmarks.
CANDIDATES: Final = NAMED + GRID + SAMPLED

# The 36 of a quick yardstick: of GRID, little, more and much headroom, least-served first or equal
# shares, no waiting and five ways to wait; but one of these, never best, gives its place to the first
# stated sample. So the best safe policy for each weighting of charging world 7, or its equal, is there.
QUICK_GRID: Final = (
    _STATED_SAMPLES[0],
    *(
        Policy(headroom, priority, 0, *wait)
        for headroom, priority, wait in product(
            (8, 24, 34),
            (-80, 0),
            ((0, 100, 60), (20, 100, 60), (20, 100, 180), (20, 0, 0), (60, 100, 60), (60, 0, 0)),
        )
        if (headroom, priority, wait) != (34, 0, (60, 0, 0))
    ),
)
