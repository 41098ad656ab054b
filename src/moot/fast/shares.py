"""Equal shares in numpy: everybody's purse in one array, supporters as places in it.

Laws: what is bought, at which price, and what is left is that of `moot.core.shares`, to the micro-credit; where 64
bits could not hold a number exactly, the core's own purses are taken.

>>> from moot.core.papers import Project, Round
>>> pump, shed = Project("pump", 60), Project("shed", 30)
>>> papers = {"ana": {"pump": 1}, "bo": {"pump": 1}, "cy": {"shed": 1}}
>>> buy = Market(Round((pump, shed), papers, 90, ("pump", "shed")), "points")
>>> buy(30).chosen, buy(29).chosen
(('pump', 'shed'), ())
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from moot.core.act import Credits, OwnerId
from moot.core.papers import OptionId, Project, Round
from moot.core.shares import Payment, Shares, SlowPurses, Utility, bought_by
from moot.core.value import value
from moot.fast.marks import SAFE, Whole, marks


@value
class Stall:
    """Who supports a project, with how many points each: one number where all give the same."""

    owners: Whole
    points: Whole | int
    total: int

    def of(self, those: Whole, number: int) -> int:
        """Return the points of `those` supporters, `number` of them, by their places in `owners`."""
        return number * self.points if isinstance(self.points, int) else int(self.points[those].sum())


class Market:
    """The stalls of a round, set up once; each call buys with so many micro-credits for everybody."""

    def __init__(self, asked: Round, utility: Utility) -> None:
        self._asked, self._utility = asked, utility
        self._owners = tuple(asked.papers)
        self._largest, self._stalls = _stalls(asked)

    def __call__(self, each: Credits) -> Shares:
        purses = self._purses(each) if self._fits(each) else SlowPurses(self._asked, each)
        return bought_by(purses, self._asked, each, self._utility)

    def _purses(self, each: Credits) -> "FastPurses":
        return FastPurses(self._stalls, self._owners, each)

    def _fits(self, each: Credits) -> bool:
        """Whether no number on the way reaches 2^62: what everybody has, and a cost times one owner's points."""
        return max(each * len(self._owners), self._largest) < SAFE


def _stalls(asked: Round) -> tuple[int, dict[OptionId, Stall]]:
    """Return the largest cost times points of one owner, and the stalls; none where that is too large."""
    most = max((given for paper in asked.papers.values() for given in paper.values()), default=0)
    total = max(sum(paper.values()) for paper in asked.papers.values()) if asked.papers else 0
    largest = max((project.cost for project in asked.projects), default=0) * max(most, 1)
    if max(largest, total * len(asked.papers)) >= SAFE:
        return SAFE, {}
    options = [project.id for project in asked.projects]
    given = marks(options, asked.papers)
    order = np.argsort(given.options, kind="stable")
    owners, points = given.owners[order], given.points[order]
    ends = np.searchsorted(given.options[order], np.arange(len(options) + 1)).tolist()
    parts = zip(options, pairwise(ends), strict=True)
    return largest, {option: _stall(owners[start:end], points[start:end]) for option, (start, end) in parts}


def _stall(owners: Whole, points: Whole) -> Stall:
    alike = bool(points.size) and bool((points == points[0]).all())
    return Stall(owners, int(points[0]) if alike else points, int(points.sum()))


class FastPurses:
    """Purses in one array."""

    def __init__(self, stalls: Mapping[OptionId, Stall], owners: Sequence[OwnerId], each: Credits) -> None:
        self._stalls, self._owners = stalls, owners
        self._left = np.full(len(owners), each, dtype=np.int64)

    def price(self, project: Project) -> Fraction | None:
        stall = self._stalls[project.id]
        have = self._left[stall.owners]
        if int(have.sum()) < project.cost:
            return None
        needed, points, number = project.cost, stall.total, 0
        while True:
            # Who has less than its part, which is whole only when rounded up, pays all it has.
            (poor,) = np.nonzero(have < -(-needed * stall.points // points))
            if len(poor) == number:
                return Fraction(needed, points)
            number = len(poor)
            needed, points = project.cost - int(have[poor].sum()), stall.total - stall.of(poor, number)

    def pay(self, project: Project, price: Fraction) -> Payment:
        stall = self._stalls[project.id]
        have = self._left[stall.owners]
        due = np.minimum(have, -(-price.numerator * stall.points // price.denominator))
        self._left[stall.owners] = have - due
        return Payment(len(have), int(np.count_nonzero(have == due)), int(due.sum()))

    def money(self, project: Project) -> tuple[int, Credits]:
        owners = self._stalls[project.id].owners
        return len(owners), int(self._left[owners].sum())

    def left(self) -> Mapping[OwnerId, Credits]:
        return dict(zip(self._owners, self._left.tolist(), strict=True))
