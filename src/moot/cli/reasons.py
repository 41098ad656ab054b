"""Why each option of a vote won or did not, in a sentence and in figures.

Laws: every option has its reason, in the order in which the rule came to it; every figure in a sentence is one of the
result's; amounts in figures are whole millionths of the currency, as credits are.

>>> from moot.core.counting import placed
>>> [each.why for each in of_places(placed({"tea": 2, "mate": 3}, ("tea", "mate")), 1, "point")]
['place 1 with 3 points', 'place 2 with 2 points; the last place that wins is 1']
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import assert_never

from moot.core.counting import Considered, Place
from moot.core.papers import OptionId, Round
from moot.core.schulze import Pairwise, Ranking
from moot.core.shares import Bought, Missed, Shares, Utility
from moot.core.value import value
from moot.views.wording import counted

_MILLION = 1_000_000


@value
class Reason:
    """Why an option was selected or not; `by_lot`: the order of ties had a part in it."""

    option: OptionId
    why: str
    figures: Mapping[str, object]
    selected: bool
    by_lot: bool = False


def amount(micro: int) -> str:
    """Return millionths of a currency in whole units, and the decimals that are there.

    >>> amount(1_250_000_000), amount(2_500_000), amount(166_666)
    ('1,250', '2.5', '0.166666')
    """
    whole, part = divmod(micro, _MILLION)
    return f"{whole:,}" + f".{part:06}".rstrip("0").rstrip(".")


def of_places(places: Sequence[Place], seats: int, unit: str) -> Iterator[Reason]:
    """Yield a reason for each option of a rule that counts: approval or score."""
    for number, (place, before) in enumerate(zip(places, [None, *places], strict=False), start=1):
        lot = " (equal to the next: the order of ties decides)" if place.by_lot else ""
        lost = "" if number <= seats else f"; the last place that wins is {seats}"
        why = f"place {number} with {counted(place.count, unit)}{lot}{lost}"
        tied = place.by_lot or (before is not None and before.by_lot)
        yield Reason(place.option, why, {"place": number, "count": place.count}, number <= seats, tied)


def of_ranking(found: Ranking, seats: int) -> Iterator[Reason]:
    """Yield a reason for each option of Schulze's order: by which chains it stands before the next."""
    for number, (one, other) in enumerate(pairwise(found.order), start=1):
        tied = found.by_lot(one, other)
        chains, direct = _both(found.strengths, one, other), _both(found.preferred, one, other)
        figures = {"place": number, "before": other, "strengths": chains, "preferred": direct}
        decides = "no chain decides, the order of ties does" if tied else "the stronger chain"
        why = f"place {number}, before {other}: {decides}, {_to(chains)}; directly {_to(direct)} papers"
        yield Reason(one, why, figures, number <= seats, tied)
    for number, last in list(enumerate(found.order, start=1))[-1:]:
        yield Reason(last, f"place {number}, the last", {"place": number}, number <= seats)


def _both(counts: Pairwise, one: OptionId, other: OptionId) -> tuple[int, int]:
    return counts[one][other], counts[other][one]


def _to(counts: tuple[int, int]) -> str:
    return f"{counts[0]:,} to {counts[1]:,}"


def of_greedy(told: Iterable[Considered], least: int) -> Iterator[Reason]:
    """Yield a reason for each project that was considered, most points first."""
    for each in told:
        figures = {"cost": each.cost, "points": each.points, "left": each.left, "verdict": each.verdict}
        why = f"{counted(each.points, 'point')}{' (as many as the next)' if each.by_lot else ''}; {_said(each, least)}"
        yield Reason(each.project, why, figures, each.verdict == "chosen", each.by_lot)


def _said(each: Considered, least: int) -> str:
    match each.verdict:
        case "chosen":
            return f"fits the {amount(each.left)} that were left"
        case "too_dear":
            return f"{amount(each.left)} were left, {amount(each.cost - each.left)} too little"
        case "too_few":
            return f"{least:,} are needed"
        case "ended":
            return "one before it was too dear, and the rule ends there"
        case _:
            assert_never(each.verdict)


def of_shares(found: Shares, utility: Utility, asked: Round) -> Iterator[Reason]:
    """Yield a reason for each project: what its supporters paid, or what they have left."""
    for bought in found.bought:
        yield _of_purchase(bought, utility)
    for missed in found.missed:
        figures = {"cost": missed.cost, "supporters": missed.supporters, "money": missed.money}
        yield Reason(missed.project, _lacking(missed, asked.budget), figures, selected=False)


def _of_purchase(each: Bought, utility: Utility) -> Reason:
    tied = each.price == each.rival_price
    point = each.price * (each.cost if utility == "cost" else 1)
    figures = {
        "cost": each.cost,
        "supporters": each.supporters,
        "spent_out": each.spent_out,
        "paid": each.paid,
        "price": str(each.price),
        "rival": each.rival,
        "rival_price": None if each.rival_price is None else str(each.rival_price),
    }
    why = f"{counted(each.supporters, 'supporter')} paid {_near(point)} a point"
    why += f", {each.spent_out:,} of them all they had left" if each.spent_out else ""
    why += f"; that counts as {_support(each.price)}" if utility == "cost" else ""
    if each.rival is not None and each.rival_price is not None:
        rival = _support(each.rival_price) if utility == "cost" else f"{_near(each.rival_price)} a point"
        why += f"; next {each.rival} with {'as much: the order of ties decides' if tied else rival}"
    return Reason(each.project, why, figures, selected=True, by_lot=tied)


def _near(micro: Fraction) -> str:
    return f"{float(micro / _MILLION):,.2f}"


def _support(price: Fraction) -> str:
    """Return how many points that all pay alike would give the cost at that price: what projects compete by."""
    return f"{float(1 / price):,.2f} points"


def _lacking(missed: Missed, budget: int) -> str:
    if not missed.supporters:
        return "no paper names it"
    if missed.cost > budget:
        return f"it costs {amount(missed.cost)}, more than the whole budget"
    return f"its {counted(missed.supporters, 'supporter')} have {_near(Fraction(missed.money))} left together"
