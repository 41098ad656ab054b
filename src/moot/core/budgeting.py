"""A budget spent by its charter's rule: which projects are bought, at which price, and why not the others.

Laws: never more is spent than there is; nobody pays more than its share; the order of papers and of projects
never matters; every project has one fate, and a share is raised in a bounded number of steps.

>>> from moot.core.charter import Priced
>>> from moot.core.papers import Project
>>> street = Budget("street", 90, (Priced("fix", 1),), completion="none")
>>> pump, shed = Project("pump", 60), Project("shed", 50)
>>> asked = Round((pump, shed), {"ana": {"pump": 1}, "bo": {"pump": 1}, "cy": {"shed": 1}}, 90, ("pump", "shed"))
>>> [(fate.proposal, fate.verdict, fate.money) for fate in spend(asked, street).fates]
[('pump', 'equal_shares', 60), ('shed', 'too_dear', 30)]
"""

from collections.abc import Iterator, Mapping

from moot.core.act import Credits, Terms
from moot.core.charter import Budget, Priced
from moot.core.counting import Considered, greedy
from moot.core.events import Funding, ProjectFate
from moot.core.papers import OptionId, Round, after, approvals, scores
from moot.core.shares import Bought, Missed, Shares, endowment, equal_shares, raised
from moot.core.value import value

MOST: int = 10**12  # micro-credits that a project may cost


@value
class Spent:
    """What each owner could spend in the end, and the fate of each project, in the order of ties."""

    endowment: Credits
    fates: tuple[ProjectFate, ...]

    @property
    def cost(self) -> Credits:
        """What was bought costs together."""
        return sum(fate.cost for fate in self.fates if funded(fate))


def funded(fate: ProjectFate) -> bool:
    """Whether a project was bought."""
    return fate.verdict in {"equal_shares", "greedy"}


def cost_of(paid: Priced, terms: Terms) -> int:
    """Return what a project costs, in micro-credits; 0 or less is no price."""
    return paid.constant + sum(slope * terms.get(term, 0) for term, slope in paid.slopes.items())


def spend(asked: Round, budget: Budget) -> Spent:
    """Spend the budget of `asked` by the rule of `budget`; papers hold points as that says."""
    count, points = approvals(asked.ties, asked.papers), scores(asked.ties, asked.papers)
    each = 0
    found: dict[OptionId, ProjectFate] = {}
    if budget.rule == "equal_shares":
        shares = _shares(asked, budget)
        each = shares.endowment
        found = {fate.proposal: fate for fate in _told(shares, points)}
    if budget.rule == "greedy" or budget.completion == "greedy":
        left = after(asked, [name for name, fate in found.items() if funded(fate)])
        found |= {one.project: _considered(one, count) for one in greedy(left, points)}
    return Spent(each, tuple(found[name] for name in asked.ties))


def _shares(asked: Round, budget: Budget) -> Shares:
    share = endowment(asked)
    if budget.completion != "raise":
        return equal_shares(asked, share, "cost")
    # From its share to the whole budget, at which one supporter can buy whatever fits: at most so many steps.
    step = max(1, -(-(asked.budget - share) // budget.raises))
    return raised(asked, step, lambda each: equal_shares(asked, each, "cost"))


def _told(shares: Shares, points: Mapping[OptionId, int]) -> Iterator[ProjectFate]:
    yield from (_bought(each, points[each.project]) for each in shares.bought)
    yield from (_missed(each, points[each.project]) for each in shares.missed)


def _bought(each: Bought, points: int) -> ProjectFate:
    price = each.price * each.cost  # of a unit of utility, which a point has as many of as the project costs
    return ProjectFate(
        proposal=each.project,
        verdict="equal_shares",
        cost=each.cost,
        supporters=each.supporters,
        points=points,
        money=each.paid,
        price=-(-price.numerator // price.denominator),
        spent_out=each.spent_out,
        by_lot=each.rival_price == each.price,
    )


def _missed(each: Missed, points: int) -> ProjectFate:
    verdict: Funding = "too_dear" if each.supporters else "unwanted"
    return ProjectFate(each.project, verdict, each.cost, each.supporters, points, each.money)


def _considered(each: Considered, supporters: Mapping[OptionId, int]) -> ProjectFate:
    verdict: Funding = {"chosen": "greedy", "too_dear": "too_dear"}.get(each.verdict, "unwanted")  # type: ignore[assignment]
    return ProjectFate(
        proposal=each.project,
        verdict=verdict,
        cost=each.cost,
        supporters=supporters[each.project],
        points=each.points,
        money=each.left,
        by_lot=each.by_lot,
    )
