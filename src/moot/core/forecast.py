"""Forecasts: what reviewers believe together, which candidate follows from it, and the printed lottery.

Laws: the order of bets never matters; more agents give an owner no more influence; the pool is a
number that somebody said; no owner weighs more in it than the cap; the chances of a lottery sum to
a million; a tie with the status quo is no reason to leave it.

>>> bets = [Bet("ana", "gpt", 300_000), Bet("bo", "gpt", 310_000), Bet("cy", None, 700_000)]
>>> pool(bets, {"ana": 1, "bo": 1, "cy": 1}, fallback=500_000)
Pooled(value=310000, lower=300000, upper=700000, forecasts=3)
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate
from math import lcm
from typing import TypeAlias

from moot.core.act import MILLION, OwnerId, Ppm, ValueId, VersionId
from moot.core.events import Pooled
from moot.core.value import value

Points: TypeAlias = Iterable[tuple[Ppm, int]]  # forecasts, each with the influence behind it


@value
class Bet:
    """One reviewer's forecast of one value for one candidate; people have no family."""

    owner: OwnerId
    family: str | None
    p: Ppm


@value
class Lottery:
    """What is printed on the ballot paper: each version that may run, its chance, and the chance settlement uses."""

    odds: tuple[tuple[VersionId, Ppm], ...]
    p_min: Ppm


def capped(influence: Mapping[OwnerId, int], cap: Ppm) -> dict[OwnerId, int]:
    """Return weights in which no owner has more than max(cap, 2 of all owners) of the total (protocol 7).

    Water-filling: whoever has more has exactly that much, and the others keep their proportions,
    or share alike if all are at 0. Only the ratios of the weights mean anything.
    """
    owners = len(influence)
    limit, whole = (cap, MILLION) if cap * owners > 2 * MILLION else (2, owners)
    light, heavy = sorted(influence.values()), list[int]()
    left = sum(light)
    # The heaviest of the rest would get more than limit/whole: it gets that, and the rest share what is left.
    while light and light[-1] * (whole - limit * len(heavy)) > limit * left:
        heavy.append(light.pop())
        left -= heavy[-1]
    even = 0 if left else 1
    return {
        owner: limit * (left or len(light)) if mass in heavy else (whole - limit * len(heavy)) * (mass + even)
        for owner, mass in influence.items()
    }


def pool(bets: Sequence[Bet], weights: Mapping[OwnerId, int], fallback: Ppm) -> Pooled:
    """Return the weighted median of all bets with its quartiles, or three times `fallback` without a bet.

    Bets of one owner and family merge by lower median; the owner's weight is split evenly over its
    families present, its people being one. It is one median of all: a median of families' medians gives
    way to liars with a quarter of the weight (decision 0006). The weights must not all be 0; `capped`
    sees to it.
    """
    if not bets:
        return Pooled(fallback, fallback, fallback, 0)
    voices = _voices(bets, weights)
    return Pooled(_quantile(voices, 1, 2), _quantile(voices, 1, 4), _quantile(voices, 3, 4), len(bets))


def _voices(bets: Sequence[Bet], weights: Mapping[OwnerId, int]) -> list[tuple[Ppm, int]]:
    """Return a forecast for each owner and family, with its part of the owner's weight."""
    said = defaultdict(list)
    for bet in bets:
        said[bet.owner, bet.family].append(bet.p)
    parts = Counter(owner for owner, _ in said)
    scale = lcm(*parts.values())  # so that every part is whole
    return [(lower_median(forecasts), weights[owner] * scale // parts[owner]) for (owner, _), forecasts in said.items()]


def lower_median(forecasts: Collection[Ppm]) -> Ppm:
    """Return the middle forecast, of two the lower."""
    return sorted(forecasts)[(len(forecasts) - 1) // 2]


def _quantile(points: Points, numerator: int, denominator: int) -> Ppm:
    """Return the smallest forecast at which the cumulated weight reaches that part of the total."""
    rising = sorted(points)
    reached = list(accumulate(weight for _, weight in rising))
    return rising[bisect_left(reached, reached[-1] * numerator, key=lambda mass: mass * denominator)][0]


def score(weights: Mapping[ValueId, Ppm], pooled: Mapping[ValueId, Ppm]) -> int:
    """Return the sum of weight times forecast over all weighted values, in units of 10^-12."""
    return sum(weight * pooled[which] for which, weight in weights.items())


def eligible(pooled: Mapping[ValueId, Ppm], status_quo: Mapping[ValueId, Ppm], floors: Mapping[ValueId, Ppm]) -> bool:
    """Whether no pooled value is below its floor, unless the status quo is below too and the candidate raises it."""
    return all(
        pooled[which] >= floor or status_quo[which] < min(floor, pooled[which]) for which, floor in floors.items()
    )


def recommend(
    scores: Mapping[VersionId, int],
    allowed: Collection[VersionId],
    status_quo: VersionId,
    ties: Sequence[VersionId],
    *,
    must_beat: bool = True,
) -> VersionId:
    """Return the candidate with the highest score among `allowed`, of equals the first in `ties`.

    The status quo is always allowed, and wins its ties: nothing is better. Unless the others `must_beat` it, it
    stands back for any that is allowed.
    """
    rivals = [version for version in ties if version in allowed and version != status_quo]
    line = rivals if rivals and not must_beat else [status_quo, *rivals]
    return max(line, key=scores.__getitem__)  # max() takes the first of equals


def lottery(recommended: VersionId, others: Collection[VersionId], eps: Ppm) -> Lottery:
    """Return the lottery that gives each of `others` floor(eps / n) and the recommended the rest (protocol 7).

    With nothing to explore (no others, or eps 0) the recommended is certain, and settlement unscaled.
    `eps` is at most half a million: above that the recommended could be the least likely.
    """
    p_min = eps // len(others) if others else 0
    if not p_min:
        return Lottery(((recommended, MILLION),), MILLION)
    rest = MILLION - p_min * len(others)
    return Lottery(((recommended, rest), *((version, p_min) for version in sorted(others))), p_min)


def drawn(lottery: Lottery, number: int) -> VersionId:
    """Return the version on which `number`, in [0, 1,000,000), falls."""
    reached = list(accumulate(chance for _, chance in lottery.odds))
    return lottery.odds[bisect_right(reached, number)][0]
