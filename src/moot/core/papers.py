"""Ballot papers that give points to options, and the round that such papers decide.

Laws: an option that a paper leaves out has no points from it; an approval is one point; the order of papers
never matters; what is bought leaves the round with its cost, and everybody's paper stays.

>>> papers = {"ana": {"bench": 3, "tree": 1}, "bo": {"tree": 2}}
>>> scores(("bench", "tree"), papers), approvals(("bench", "tree"), papers)
({'bench': 3, 'tree': 3}, {'bench': 1, 'tree': 2})
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

from moot.core.act import Credits, OwnerId
from moot.core.value import value

OptionId: TypeAlias = str  # a proposal, or whatever a vote is about
Papers: TypeAlias = Mapping[OwnerId, Mapping[OptionId, int]]  # one of each owner; points are 1 or more


@value
class Project:
    """What a budget can buy, at 1 micro-credit or more."""

    id: OptionId
    cost: Credits


@value
class Round:
    """Projects that draw on one budget (micro-credits) and are decided together (protocol 14).

    `ties` holds the id of every project once; of equals the earlier comes first.
    """

    projects: tuple[Project, ...]
    papers: Papers
    budget: Credits
    ties: tuple[OptionId, ...]


def approvals(options: Iterable[OptionId], papers: Papers) -> dict[OptionId, int]:
    """Return how many papers give each option any points."""
    given = Counter(option for paper in papers.values() for option in paper)
    return {option: given[option] for option in options}


def scores(options: Iterable[OptionId], papers: Papers) -> dict[OptionId, int]:
    """Return the sum of each option's points."""
    given: Counter[OptionId] = Counter()
    for paper in papers.values():
        given.update(paper)
    return {option: given[option] for option in options}


def ranks(ties: Sequence[OptionId]) -> dict[OptionId, int]:
    """Return the place of each option in the order of ties."""
    return {option: place for place, option in enumerate(ties)}


def after(asked: Round, bought: Collection[OptionId]) -> Round:
    """Return the round that is left when the projects in `bought` are paid."""
    left = tuple(project for project in asked.projects if project.id not in bought)
    spent = sum(project.cost for project in asked.projects if project.id in bought)
    return Round(left, asked.papers, asked.budget - spent, asked.ties)
