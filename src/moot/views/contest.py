"""A contest of candidates under weights: who is recommended, and how far one value's weight moves before another is.

Laws: who wins is what `moot.core.forecast` says, here as in the record; while one weight moves the others keep their
proportions, exactly: nothing is rounded; whoever wins at two weights of a value wins at all between them, so that the
first weight at which it does not is found by halving; whoever is level with the one that was recommended has not won.

>>> pools = {"now": {"a": 5, "b": 5}, "A": {"a": 9, "b": 1}}
>>> contest = Contest(pools, {"a": 600_000, "b": 400_000}, "now", ("A",))
>>> winner(contest, contest.weights), crossing(contest, "a", rising=False)
('A', Crossing(weight=500000, version='now'))
"""

from bisect import bisect_left
from collections.abc import Mapping

from moot.core.act import Ppm, ValueId, VersionId
from moot.core.forecast import recommend, score
from moot.core.value import value

Weights = Mapping[ValueId, int]  # of which only the proportions mean anything


@value
class Contest:
    """What was forecast of each candidate (ppm), the weights (ppm), and who may win; `must_beat` as in the core."""

    pools: Mapping[VersionId, Mapping[ValueId, Ppm]]
    weights: Mapping[ValueId, Ppm]
    status_quo: VersionId
    rivals: tuple[VersionId, ...]  # those that may win beside the status quo, the one that did first
    must_beat: bool = True


@value
class Crossing:
    """The nearest weight of a value, in ppm, at which another candidate is recommended, and which."""

    weight: Ppm
    version: VersionId


def winner(contest: Contest, weights: Weights) -> VersionId:
    """Return the candidate that would be recommended at `weights`."""
    scores = {version: score(weights, cells) for version, cells in contest.pools.items()}
    return recommend(scores, contest.rivals, contest.status_quo, contest.rivals, must_beat=contest.must_beat)


def moved(weights: Weights, name: ValueId, to: int) -> dict[ValueId, int]:
    """Return weights of which `name` has `to` of the whole, and the others what is left, in their proportions.

    They are scaled up by what the others had together, so that all are whole. If the others had nothing, they share
    what is left alike.
    """
    whole = sum(weights.values())
    others = {each: weight for each, weight in weights.items() if each != name}
    if not any(others.values()):
        others = dict.fromkeys(others, 1)
    return {each: to * (sum(others.values()) or 1) if each == name else others[each] * (whole - to) for each in weights}


def crossing(contest: Contest, name: ValueId, *, rising: bool) -> Crossing | None:
    """Return where the recommendation changes as the weight of `name` rises or falls; nothing: it never does."""
    now, present = contest.weights[name], winner(contest, contest.weights)
    if len(contest.weights) == 1:
        return None
    step = 1 if rising else -1
    room = range(sum(contest.weights.values()) - now if rising else now)

    def lost(further: int) -> bool:
        return winner(contest, moved(contest.weights, name, now + step * (further + 1))) != present

    first = bisect_left(room, True, key=lost)  # noqa: FBT003 - what is looked for
    if first == len(room):
        return None
    weight = now + step * (first + 1)
    return Crossing(weight, winner(contest, moved(contest.weights, name, weight)))
