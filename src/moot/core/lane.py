"""The choice of a lane: by which path a proposal is decided, from the charter's rules.

Laws: the first rule that fits decides; no fitting rule, what cannot be undone and the charter itself mean
the strictest lane; what a rule with a scope let in counts against its owner and its target until the
window has passed over it, so that two small steps never weigh less than one large one.

>>> from moot.core.charter import WorstCase
>>> heat = Kind("heat", "hall", (), "ed", "", WorstCase(-50, {"degrees": 10}), 1)
>>> worst_case(heat, {"degrees": 20}), worst_case(heat, {"degrees": 3})
(150, 0)
"""

from collections.abc import Iterable
from typing import Final

from moot.core.act import Instant, Name, OwnerId, Terms
from moot.core.charter import CHARTER, Charter, Kind, Lane, LaneRule, Scope
from moot.core.value import value

_RISING: Final[tuple[Lane, ...]] = ("consent", "panel", "charter")


@value
class Venture:
    """What a proposal risks: whose, on which target, how much harm at worst (ppm), by which rule, and since when."""

    owner: OwnerId
    target: str
    harm: int
    at: Instant
    rule: Name | None


@value
class Choice:
    """A lane, and the rule that chose it; none means the strictest."""

    lane: Lane
    rule: Name | None


def worst_case(kind: Kind, terms: Terms) -> int:
    """Return the largest harm of `kind` under `terms`, in ppm, by the register's formula; never below 0."""
    slopes = kind.worst_case.slopes
    return max(0, kind.worst_case.constant + sum(slope * terms[term] for term, slope in slopes.items()))


def choose(charter: Charter, kind: Kind, venture: Venture, before: Iterable[Venture]) -> Choice:
    """Return by which lane `venture` goes, after the ventures `before` it."""
    strictest = Choice("charter", None)
    if kind.id == CHARTER or not kind.reversible:
        return strictest
    earlier = tuple(before)
    fitting = (rule for rule in charter.structure.lanes if _fits(rule, kind, venture, earlier))
    return next((Choice(rule.lane, rule.id) for rule in fitting), strictest)


def _fits(rule: LaneRule, kind: Kind, venture: Venture, before: tuple[Venture, ...]) -> bool:
    return (
        (not rule.kinds or kind.id in rule.kinds)
        and rule.reversible in {None, kind.reversible}
        and (rule.worst_case is None or venture.harm <= rule.worst_case)
        and (rule.scope is None or _within(rule.scope, venture, [each for each in before if each.rule == rule.id]))
    )


def _within(scope: Scope, venture: Venture, before: list[Venture]) -> bool:
    recent = [each for each in before if each.at > venture.at - scope.window]
    owners = sum(each.harm for each in recent if each.owner == venture.owner)
    targets = sum(each.harm for each in recent if each.target == venture.target)
    return owners + venture.harm <= scope.owner and targets + venture.harm <= scope.target


def stricter(one: Lane, other: Lane) -> bool:
    """Whether lane `one` asks for more than `other`."""
    return _RISING.index(one) > _RISING.index(other)


def kept(charter: Charter, ventures: Iterable[Venture], now: Instant) -> tuple[Venture, ...]:
    """Return the ventures that a rule may still have to count at `now`."""
    windows = {rule.id: rule.scope.window for rule in charter.structure.lanes if rule.scope}
    return tuple(each for each in ventures if each.rule in windows and each.at > now - windows[each.rule])
