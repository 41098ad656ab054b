"""Schulze's rule: who beats whom directly, along the strongest chain, and the order that follows.

Laws: an option that wins every single comparison comes first; clones do not help or hurt; the order of papers never
matters; where neither beats the other the order of ties decides; comparing takes time in proportion to papers, and
never enumerates orders.

>>> papers = {"ana": {"tea": 3, "mate": 2, "cocoa": 1}, "bo": {"mate": 2, "tea": 1}, "cy": {"cocoa": 2, "mate": 1}}
>>> found = schulze(("cocoa", "mate", "tea"), papers, ties=("cocoa", "mate", "tea"))
>>> found.order, found.preferred["mate"]["tea"], found.strengths["mate"]["tea"]
(('mate', 'tea', 'cocoa'), 2, 2)
"""

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import TypeAlias

from moot.core.papers import OptionId, Papers, ranks
from moot.core.value import value

Pairwise: TypeAlias = Mapping[OptionId, Mapping[OptionId, int]]  # of one option, over each other one


@value
class Ranking:
    """The order, best first, and why: papers that prefer one to another, and the strongest chain between the two.

    One stands before another if its strength over it is the greater; if both are equal, by ties.
    """

    order: tuple[OptionId, ...]
    preferred: Pairwise
    strengths: Pairwise

    def by_lot(self, one: OptionId, other: OptionId) -> bool:
        """Whether neither of the two beats the other."""
        return self.strengths[one][other] == self.strengths[other][one]


def schulze(options: Sequence[OptionId], papers: Papers, ties: Sequence[OptionId]) -> Ranking:
    """Return the ranking of `options`; a paper prefers what it gives more points, and left-out options have none.

    M. Schulze, A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election
    method, Social Choice and Welfare 36 (2011), with winning votes as the strength of a defeat.
    """
    return ranking(preferences(options, papers), ties)


def ranking(preferred: Pairwise, ties: Sequence[OptionId]) -> Ranking:
    """Return the ranking that direct comparisons give."""
    strengths = _strengths(preferred)
    return Ranking(ordered(strengths, ties), preferred, strengths)


def preferences(options: Sequence[OptionId], papers: Papers) -> Pairwise:
    """Return how many papers give one option more points than another."""
    counts = {one: {other: 0 for other in options if other != one} for one in options}
    for paper in papers.values():
        for one in paper.keys() & counts.keys():
            row, points = counts[one], paper[one]
            for other in row:
                row[other] += points > paper.get(other, 0)
    return counts


def _strengths(preferred: Pairwise) -> Pairwise:
    """Return the strength of the strongest chain of defeats between each two: as strong as its weakest one."""
    options = tuple(preferred)
    best = {
        one: {other: votes if votes > preferred[other][one] else 0 for other, votes in row.items()}
        for one, row in preferred.items()
    }
    # The widest paths, by Floyd and Warshall: `through` is the outermost loop.
    for through in options:
        for one, other in permutations((option for option in options if option != through), 2):
            best[one][other] = max(best[one][other], min(best[one][through], best[through][other]))
    return best


def ordered(strengths: Pairwise, ties: Sequence[OptionId]) -> tuple[OptionId, ...]:
    """Return the options, each time the first in `ties` of those that no other one left beats."""
    rank = ranks(ties)
    left = sorted(strengths, key=lambda option: rank[option])
    order = []
    while left:
        # Beating is transitive (Schulze 2011, 2.4), so somebody is always unbeaten.
        first = next(
            one for one in left if all(strengths[one][other] >= strengths[other][one] for other in left if other != one)
        )
        left.remove(first)
        order.append(first)
    return tuple(order)
