"""Water-filling: raise all currents together until something is full, then the rest.

Laws (charging world 4):
- If all caps fit, every car gets its cap.
- A limit is never passed, but by what is there before the filling begins.
- A row depends on its own cars alone: it comes out the same in every batch.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from moot.worlds.charging.network import Flags, Floats, Integers, Network

ROUNDS: Final = 3
BISECTIONS: Final = 13
LEAST_LEVEL: Final = 0.001
# A constraint is full at 99.5 % of its limit; loads are compared squared.
FULL: Final = 0.995**2


@dataclass(frozen=True, eq=False)
class Crowd:
    """The cars of some rows, in order of row and then group; each row has at least one car.

    `row` and `group` [car]; `cars` and `first` [row]: how many and where they begin. Runs are cars
    of one row and group: `begins` [run], and `slot` [run], their place in sums [group x row].
    """

    network: Network
    row: Integers
    group: Integers
    first: Integers
    cars: Integers
    begins: Integers
    slot: Integers

    @classmethod
    def of(cls, network: Network, row: Integers, group: Integers) -> Self:
        """Return the crowd of cars with any ascending numbers of rows."""
        key = row * network.groups + group
        begins, first = _changes(key), _changes(row)
        cars = np.append(first[1:], len(row)) - first
        place = np.repeat(np.arange(len(first)), cars)
        slot = group[begins] * len(first) + place[begins]
        return cls(network, place, group, first, cars, begins, slot)

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return len(self.first)

    def sums(self, current: Floats) -> Floats:
        """Return the sums [group, row] of `current` [car], exact enough to be added in any order."""
        sums = np.zeros(self.network.groups * self.rows)
        sums[self.slot] = np.add.reduceat(current, self.begins)
        return self.network.snapped(sums).reshape(self.network.groups, self.rows)

    def squared_loads(self, current: Floats) -> Floats:
        """Return the squared loads [constraint, row] under `current` [car]."""
        return self.network.squared_loads(self.sums(current))

    def some(self, rows: Flags) -> tuple[Self, Flags]:
        """Return the crowd of the chosen `rows` [row], and which cars [car] are in it."""
        cars = rows.take(self.row)
        return type(self).of(self.network, self.row[cars], self.group[cars]), cars


@dataclass(frozen=True, eq=False)
class Filling:
    """What is asked of a filling: `base`, `cap`, `weight` [car]; `ceiling` [constraint, row] squared."""

    base: Floats
    cap: Floats
    weight: Floats
    ceiling: Floats


def fill(crowd: Crowd, asked: Filling) -> Floats:
    """Return the current [car] of every car."""
    short: Flags = np.logical_or.reduce(crowd.squared_loads(asked.cap) > asked.ceiling, axis=0)
    if not short.any():
        return asked.cap
    current = asked.cap.copy()
    some, cars = crowd.some(short)
    part = Filling(asked.base[cars], asked.cap[cars], asked.weight[cars], asked.ceiling[:, short])
    current[cars] = _share(some, part)
    return current


def _share(crowd: Crowd, asked: Filling) -> Floats:
    current = asked.base.copy()
    free = asked.cap > asked.base
    for _ in range(ROUNDS):
        rows = np.logical_or.reduceat(free, crowd.first)
        if not rows.any():
            break
        some, cars = crowd.some(rows)
        moves = free[cars]
        part = Filling(
            # The frozen keep what they have; the free start again from their base, to rise higher.
            base=np.where(moves, asked.base[cars], current[cars]),
            cap=asked.cap[cars],
            weight=np.where(moves, asked.weight[cars], 0.0),
            ceiling=asked.ceiling[:, rows],
        )
        raised, full = _raise(some, part)
        current[cars] = raised
        free[cars] = moves & (raised < part.cap) & ~_touched(some, full)
    return current


def _raise(crowd: Crowd, asked: Filling) -> tuple[Floats, Flags]:
    """Return the currents [car] at the highest level found within all limits, and what is full then."""
    room = np.divide(asked.cap - asked.base, asked.weight, out=np.zeros_like(asked.base), where=asked.weight > 0)
    high = np.maximum.reduceat(room, crowd.first)
    low = np.full(crowd.rows, LEAST_LEVEL)
    for _ in range(BISECTIONS):
        # Geometric, because weights are spread over a factor of exp(6).
        middle = np.sqrt(low * high)
        fits = (crowd.squared_loads(_at(middle, crowd, asked)) <= asked.ceiling).all(axis=0)
        np.copyto(low, middle, where=fits)
        np.copyto(high, middle, where=~fits)
    # The base is within the limits even where no level is found that is.
    current = _at(np.where(low == LEAST_LEVEL, 0.0, low), crowd, asked)
    return current, crowd.squared_loads(current) >= FULL * asked.ceiling


def _at(level: Floats, crowd: Crowd, asked: Filling) -> Floats:
    current = level.take(crowd.row)
    current *= asked.weight
    current += asked.base
    return np.minimum(current, asked.cap, out=current)


def _touched(crowd: Crowd, full: Flags) -> Flags:
    """Return which cars [car] act on a constraint that is full; `full` is [constraint, row]."""
    counts = crowd.network.touches @ full.astype(np.float64)  # [group, row]
    return counts[crowd.group, crowd.row] > 0


def _changes(keys: Integers) -> Integers:
    changes = np.empty(len(keys), dtype=np.bool_)
    changes[0] = True
    np.not_equal(keys[1:], keys[:-1], out=changes[1:])
    return np.flatnonzero(changes)
