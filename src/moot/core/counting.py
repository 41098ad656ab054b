"""Counting: options by how much papers give them, and a budget spent on the most wanted first.

Laws: the order of papers never matters; one more point for an option never costs it a place; where counts are
equal the order of ties decides, and the result says so; never more is spent than there is; every project is
told with what there was left when its turn came.

>>> placed({"bench": 2, "tree": 3, "bin": 3}, ties=("bin", "bench", "tree"))
(Place(option='bin', count=3, by_lot=True), Place(option='tree', count=3, by_lot=False), \
Place(option='bench', count=2, by_lot=False))
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

from moot.core.act import Credits
from moot.core.papers import OptionId, Round, ranks
from moot.core.value import value

Verdict: TypeAlias = Literal["chosen", "too_dear", "too_few", "ended"]


@value
class Place:
    """An option's place, best first; `by_lot`: the next one has the same count, only the order of ties is between."""

    option: OptionId
    count: int
    by_lot: bool


@value
class Considered:
    """A project when its turn came: its points, what was left of the budget (micro-credits), and what followed.

    `too_dear`: it costs more than was left; `too_few`: it has too few points; `ended`: an earlier one was too dear,
    and the rule stops there. `by_lot` as of its place.
    """

    project: OptionId
    cost: Credits
    points: int
    left: Credits
    verdict: Verdict
    by_lot: bool


def placed(counts: Mapping[OptionId, int], ties: Sequence[OptionId]) -> tuple[Place, ...]:
    """Return the options of `counts`, most first; of equals the earlier in `ties`, which holds each of them."""
    rank = ranks(ties)
    order = sorted(counts, key=lambda option: (-counts[option], rank[option]))
    alike = [counts[one] == counts[other] for one, other in pairwise(order)]
    return tuple(Place(option, counts[option], tied) for option, tied in zip(order, [*alike, False], strict=False))


def greedy(
    asked: Round, points: Mapping[OptionId, int], *, skip: bool = True, least: int = 1
) -> tuple[Considered, ...]:
    """Return every project in the order of its points, with what became of it: the rule of most cities.

    Each that fits what is left is bought. One that does not is passed over, or with `skip` off ends the buying. A
    project with fewer than `least` points is not bought.
    """
    costs = {project.id: project.cost for project in asked.projects}
    left, ended = asked.budget, False
    told = []
    for place in placed({option: points[option] for option in costs}, asked.ties):
        cost = costs[place.option]
        verdict = _verdict(place.count >= least, cost <= left, ended)
        told.append(Considered(place.option, cost, place.count, left, verdict, place.by_lot))
        left -= cost if verdict == "chosen" else 0
        ended |= verdict == "too_dear" and not skip
    return tuple(told)


def _verdict(wanted: bool, fits: bool, ended: bool) -> Verdict:  # noqa: FBT001 - three plain facts
    if not wanted:
        return "too_few"
    if ended:
        return "ended"
    return "chosen" if fits else "too_dear"
