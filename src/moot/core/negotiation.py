"""Negotiation: which owners a version satisfies, and the order in which versions deserve a place.

Laws: a condition is met or not by the terms alone; a should never costs support; an owner supports
a version only if all of its reviewers do; the order of versions is proof against clones, and the
order of owners never matters.

>>> floor = Condition("must", "headroom", ">=", (8,))
>>> supports(Opinion("against", (floor,)), {"headroom": 5}, original=False)
False
>>> supports(Opinion("against", (floor,)), amended({"headroom": 5}, {"headroom": 9}), original=False)
True
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import assert_never

from moot.core.act import Condition, OwnerId, Stance, TermId, Terms, VersionId
from moot.core.value import value


@value
class Opinion:
    """What a review says about versions: its stance on the original, and its conditions."""

    stance: Stance
    conditions: tuple[Condition, ...] = ()


def holds(condition: Condition, terms: Terms) -> bool:
    """Whether `terms` meet the condition; over a term that they do not have, none holds."""
    if condition.term not in terms:
        return False
    term, (first, *_) = terms[condition.term], condition.value
    match condition.relation:
        case "<=":
            return term <= first
        case ">=":
            return term >= first
        case "=":
            return term == first
        case "in":
            return term in condition.value
        case _:
            assert_never(condition.relation)


def supports(opinion: Opinion, terms: Terms, *, original: bool) -> bool:
    """Whether a reviewer supports the version with these terms (protocol 5).

    A must that an amendment meets wins over the stance `against`, which was about the original;
    `against` without any must is against all versions.
    """
    musts = [condition for condition in opinion.conditions if condition.strength == "must"]
    open_to_it = opinion.stance != "against" or (bool(musts) and not original)
    return open_to_it and all(holds(must, terms) for must in musts)


def supporters(
    opinions: Mapping[OwnerId, Sequence[Opinion | None]], terms: Terms, *, original: bool
) -> frozenset[OwnerId]:
    """Return the owners all of whose drawn reviewers support the version; a silent one (None) supports nothing."""
    return frozenset(
        owner
        for owner, reviews in opinions.items()
        if reviews and all(review is not None and supports(review, terms, original=original) for review in reviews)
    )


def harmonic_order(support: Mapping[VersionId, frozenset[OwnerId]], ties: Sequence[VersionId]) -> tuple[VersionId, ...]:
    """Return the versions, best first: each owner's voice is split evenly over what it supports and is not yet placed.

    The least supported is placed last, then the others without it (governance 3.4). Of equals the
    one that comes later in `ties`, which holds every version once, is placed last.
    """
    left = [version for version in ties if version in support]
    worst_first: list[VersionId] = []
    while left:
        spread = Counter(owner for version in left for owner in support[version])
        # reversed: min() takes the first of equals.
        worst = min(reversed(left), key=lambda version: sum(Fraction(1, spread[owner]) for owner in support[version]))
        left.remove(worst)
        worst_first.append(worst)
    return tuple(reversed(worst_first))


def amended(base: Terms, changes: Terms) -> dict[TermId, int]:
    """Return the terms of an amendment: its base's, with its changes."""
    return {**base, **changes}
