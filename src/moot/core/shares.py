"""Equal shares: every owner holds the same part of the budget, and supporters buy projects together.

Laws: nobody pays more than its share, nor for what its paper gave no points; supporters of one project pay in
proportion to their points, but who has less pays all it has; each payment is rounded up to a micro-credit, so that
a project is always paid in full; the cheapest per point is bought first; the order of papers never matters.

>>> pump, path, shed = Project("pump", 60), Project("path", 50), Project("shed", 30)
>>> papers = {"ana": {"pump": 1, "path": 1}, "bo": {"pump": 1, "path": 1}, "cy": {"shed": 1}}
>>> found = equal_shares(Round((pump, path, shed), papers, 90, ("pump", "path", "shed")), 30, "points")
>>> [bought.project for bought in found.bought], found.missed
(['path', 'shed'], (Missed(project='pump', cost=60, supporters=2, money=10),))
"""

from bisect import insort
from collections.abc import Callable, Mapping
from fractions import Fraction
from heapq import heappop, heappush
from typing import Literal, Protocol, TypeAlias

from moot.core.act import Credits, OwnerId
from moot.core.papers import OptionId, Papers, Project, Round, ranks
from moot.core.value import value

Utility: TypeAlias = Literal["points", "cost"]  # a supporter has its points of a project, or its points times the cost
Offer: TypeAlias = tuple[Fraction, int, Project]  # the price, the place in the order of ties, which is unique


@value
class Bought:
    """A project that its supporters bought, and at which price: micro-credits for each unit of utility.

    `paid` is its cost and what rounding up added; `spent_out` of its supporters paid all they had left. The rival is
    the next cheapest that could be bought then; if its price is the same, the order of ties decided.
    """

    project: OptionId
    cost: Credits
    price: Fraction
    supporters: int
    spent_out: int
    paid: Credits
    rival: OptionId | None
    rival_price: Fraction | None


@value
class Missed:
    """A project that was not bought: what its supporters have left together, which is less than its cost.

    Or it costs more than the whole budget: then nobody can buy it, whatever they have.
    """

    project: OptionId
    cost: Credits
    supporters: int
    money: Credits


@value
class Shares:
    """Who bought what, in order, with `endowment` micro-credits each, and what is left of it to each."""

    endowment: Credits
    bought: tuple[Bought, ...]
    missed: tuple[Missed, ...]
    purses: Mapping[OwnerId, Credits]

    @property
    def chosen(self) -> tuple[OptionId, ...]:
        return tuple(each.project for each in self.bought)

    @property
    def cost(self) -> Credits:
        return sum(each.cost for each in self.bought)


@value
class Payment:
    """What a purchase took: how many paid, how many of them all they had, and how much in all."""

    supporters: int
    spent_out: int
    paid: Credits


class Purses(Protocol):
    """What supporters have, and can be asked to pay; changes with each purchase."""

    def price(self, project: Project) -> Fraction | None:
        """Return what a point of it costs each supporter, or None where together they have too little."""
        ...

    def pay(self, project: Project, price: Fraction) -> Payment:
        """Take `price` for each point from each supporter, rounded up, or all it has."""
        ...

    def money(self, project: Project) -> tuple[int, Credits]:
        """Return how many supporters it has, and what they have left together."""
        ...

    def left(self) -> Mapping[OwnerId, Credits]:
        """Return what everybody has left."""
        ...


def endowment(asked: Round) -> Credits:
    """Return each owner's part of the budget, rounded down."""
    return asked.budget // len(asked.papers) if asked.papers else 0


def equal_shares(asked: Round, each: Credits, utility: Utility) -> Shares:
    """Return what supporters buy who have `each` micro-credits.

    D. Peters, G. Pierczynski, P. Skowron, Proportional Participatory Budgeting with Additive Utilities (2021).
    """
    return bought_by(SlowPurses(asked, each), asked, each, utility)


def bought_by(purses: Purses, asked: Round, each: Credits, utility: Utility) -> Shares:
    """Return what is bought out of `purses`, of which each holds `each` now: the cheapest project per utility first."""
    rank = ranks(asked.ties)
    # A price never falls, because purses never fill: what was found last bounds it from below.
    # All begin at the same bound, so that each is priced once before the order of the line matters.
    line = [(Fraction(0), rank[each.id], each) for each in asked.projects if each.cost <= asked.budget]
    bought: list[Bought] = []
    while offers := _offers(line, purses, utility):
        (price, _, project), *others = offers
        for offer in others:
            heappush(line, offer)
        payment = purses.pay(project, price * _worth(project, utility))
        bought.append(_purchase(project, price, payment, others))
    done = {purchase.project for purchase in bought}
    missed = (Missed(left.id, left.cost, *purses.money(left)) for left in asked.projects if left.id not in done)
    return Shares(each, tuple(bought), tuple(missed), purses.left())


def _purchase(project: Project, price: Fraction, payment: Payment, others: list[Offer]) -> Bought:
    rival_price, rival = (others[0][0], others[0][2].id) if others else (None, None)
    supporters, spent_out, paid = payment.supporters, payment.spent_out, payment.paid
    return Bought(project.id, project.cost, price, supporters, spent_out, paid, rival, rival_price)


def _offers(line: list[Offer], purses: Purses, utility: Utility) -> list[Offer]:
    """Take from `line` what may be among the two cheapest, and return it at its present price, cheapest first.

    What its supporters cannot pay any more is taken and not returned.
    """
    offers: list[Offer] = []
    while line and (len(offers) < 2 or line[0][0] <= offers[1][0]):  # noqa: PLR2004 - the cheapest and its rival
        _, rank, project = heappop(line)
        if (price := purses.price(project)) is not None:
            insort(offers, (Fraction(price, _worth(project, utility)), rank, project))
    return offers


def _worth(project: Project, utility: Utility) -> int:
    """Return the utility of a point."""
    return project.cost if utility == "cost" else 1


class SlowPurses:
    """Purses in exact integers of any size."""

    def __init__(self, asked: Round, each: Credits) -> None:
        self._left = dict.fromkeys(asked.papers, each)
        self._points = supporters(asked.papers)

    def price(self, project: Project) -> Fraction | None:
        needed, rich = project.cost, self._points.get(project.id, {})
        if self.money(project)[1] < needed:
            return None
        while True:
            points = sum(rich.values())
            poor = {owner for owner, given in rich.items() if self._left[owner] * points < needed * given}
            if not poor:
                return Fraction(needed, points)
            # Who cannot pay its part pays all it has, and the others the more.
            needed -= sum(self._left[owner] for owner in poor)
            rich = {owner: given for owner, given in rich.items() if owner not in poor}

    def pay(self, project: Project, price: Fraction) -> Payment:
        paid = spent_out = 0
        for owner, given in self._points[project.id].items():
            due = min(self._left[owner], -(-price.numerator * given // price.denominator))
            self._left[owner] -= due
            paid += due
            spent_out += self._left[owner] == 0
        return Payment(len(self._points[project.id]), spent_out, paid)

    def money(self, project: Project) -> tuple[int, Credits]:
        owners = self._points.get(project.id, {})
        return len(owners), sum(self._left[owner] for owner in owners)

    def left(self) -> Mapping[OwnerId, Credits]:
        return self._left


def supporters(papers: Papers) -> dict[OptionId, dict[OwnerId, int]]:
    """Return who gave an option how many points."""
    found: dict[OptionId, dict[OwnerId, int]] = {}
    for owner, paper in papers.items():
        for option, given in paper.items():
            found.setdefault(option, {})[owner] = given
    return found


def raised(asked: Round, step: Credits, buy: Callable[[Credits], Shares]) -> Shares:
    """Return what is bought with the largest endowment before the budget would be overspent.

    Everybody's share is raised by `step` (1 or more) at a time, until nothing that anybody wants fits what is left of
    the budget, or until the next raise would overspend it. Money beyond the true share is not there: it only says how
    much more each project counts than the next.
    """
    found = buy(endowment(asked))
    while any(each.supporters and each.cost <= asked.budget - found.cost for each in found.missed):
        further = buy(found.endowment + step)
        if further.cost > asked.budget:
            break
        found = further
    return found
