"""The version of a proposal that most owners would support, found by exact search over typed terms.

Laws: the answer never leaves the bounds of the terms and is never a version that exists; it has more
supporters than any that was offered, or there is no answer; the same question gives the same answer,
whatever the order of owners.

A must is a bound on one term, so a best answer lies on numbers that somebody named, the bounds of
the musts and the terms of the versions, or just beside a version that is taken. One term after the
other is fixed, and of all choices with the same supporters only the nearest to the original are
carried on. Up to `WIDTH` different sets of supporters this is exact, beyond that the smallest sets
are dropped.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from heapq import nsmallest
from typing import Final, TypeAlias

from moot.core.act import MILLION, Condition, OwnerId, Ppm, TermId, Terms
from moot.core.negotiation import Opinion, holds, supporters
from moot.core.value import value

WIDTH: Final = 4_096
# More supporters than any offered version has only what is new, the status quo, or the original's terms:
# of three nearest choices one is left if the other two are those.
KEPT: Final = 3

Estimate: TypeAlias = Callable[[Terms], Ppm]
Distance: TypeAlias = tuple[int, int]  # to the original, then to the best version so far, in ppm of the ranges
Path: TypeAlias = tuple[Distance, tuple[int, ...]]  # the numbers of the terms fixed so far
Step: TypeAlias = tuple[int, int, Distance]  # a number, whom it keeps (a bit per owner), how far it leads away


@value
class Question:
    """What is negotiated: bounds per term, the versions so far, and what the owners' reviewers said."""

    bounds: Mapping[TermId, tuple[int, int]]
    status_quo: Terms
    original: Terms
    offered: tuple[Terms, ...]
    opinions: Mapping[OwnerId, Sequence[Opinion | None]]  # None: a drawn reviewer without a review


def best_version(question: Question) -> Terms:
    """Return the version with the most supporters so far, of equals the earliest; the status quo is none."""
    return max((question.original, *question.offered), key=lambda terms: _support(question, terms))


def compromise(question: Question, estimate: Estimate | None = None) -> Terms | None:
    """Return new terms with more supporters than any version so far, or None if there are none.

    Of equals the one with the higher estimate, if there is one; then the nearest to the original,
    then to the best version so far.
    """
    found = _most_supported(question)
    if not found:
        return None
    most = _support(question, found[0])
    if most <= _support(question, best_version(question)):
        return None
    return _improved(question, found, most, estimate) if estimate else found[0]


def _support(question: Question, terms: Terms) -> int:
    return len(supporters(question.opinions, terms, original=terms == question.original))


def _most_supported(question: Question) -> list[Terms]:
    """Return new versions for the largest sets of supporters, best first."""
    order = sorted(question.bounds)
    known = [question.status_quo, question.original, *question.offered]
    found = [
        (-mask.bit_count(), distance, terms)
        for mask, nearest in _paths(question, order).items()
        for distance, numbers in nearest
        if (terms := dict(zip(order, numbers, strict=True))) not in known
    ]
    found.sort(key=lambda each: (each[0], each[1], [each[2][term] for term in order]))
    return [terms for lost, _, terms in found if lost == found[0][0]]


def _paths(question: Question, order: Sequence[TermId]) -> dict[int, list[Path]]:
    """Return the nearest choices of all terms for each set of supporters (a bit per owner)."""
    musts = _musts(question)
    paths: dict[int, list[Path]] = {(1 << len(musts)) - 1: [((0, 0), ())]}
    for term in order:
        steps = _steps(question, musts, term)
        wider: dict[int, list[Path]] = defaultdict(list)
        for mask, nearest in paths.items():
            for number, pleased, (further, away) in steps:
                wider[mask & pleased] += [
                    ((to_original + further, to_best + away), (*numbers, number))
                    for (to_original, to_best), numbers in nearest
                ]
        kept = nsmallest(WIDTH, wider.items(), key=lambda item: (-item[0].bit_count(), min(item[1])))
        paths = {mask: nsmallest(KEPT, line) for mask, line in kept}
    return paths


def _musts(question: Question) -> list[list[Condition]]:
    """Return the musts of each owner that some amendment can win, by owner id."""
    reviews = [question.opinions[owner] for owner in sorted(question.opinions)]
    return [
        [each for opinion in line if opinion for each in _strict(opinion)]
        for line in reviews
        if line and all(opinion and (opinion.stance != "against" or _strict(opinion)) for opinion in line)
    ]


def _strict(opinion: Opinion) -> list[Condition]:
    return [each for each in opinion.conditions if each.strength == "must"]


def _steps(question: Question, musts: list[list[Condition]], term: TermId) -> list[Step]:
    """Return each number that `term` may take, with whom it keeps and how far it leads away.

    Of those that keep the same owners the nearest are enough: whatever comes before, no other is kept.
    """
    low, high = question.bounds[term]
    here = [[must for must in line if must.term == term] for line in musts]
    near = (question.original[term], best_version(question)[term])
    steps: dict[int, list[Step]] = defaultdict(list)
    for number in _numbers(question, term):
        pleased = sum(all(holds(must, {term: number}) for must in line) << bit for bit, line in enumerate(here))
        to_original, to_best = (abs(number - other) * MILLION // max(high - low, 1) for other in near)
        steps[pleased].append((number, pleased, (to_original, to_best)))
    return [step for alike in steps.values() for step in nsmallest(KEPT, alike, key=lambda step: (step[2], step[0]))]


def _numbers(question: Question, term: TermId) -> list[int]:
    """Return every number within bounds that a version or a condition names for `term`, or that lies beside."""
    low, high = question.bounds[term]
    named = {terms[term] for terms in question.offered}
    taken = (question.status_quo[term], question.original[term])
    named.update(number + step for number in taken for step in (-1, 0, 1))
    said = (opinion for line in question.opinions.values() for opinion in line if opinion)
    named.update(
        number for opinion in said for each in opinion.conditions if each.term == term for number in each.value
    )
    return sorted(number for number in named if low <= number <= high)


def _improved(question: Question, found: Sequence[Terms], most: int, estimate: Estimate) -> Terms:
    """Return the best estimated of `found`, with single terms changed as long as that is better and loses nobody."""
    best = max(found, key=estimate)  # the first of equals
    known = [question.status_quo, question.original, *question.offered]
    steps = [(term, number) for term in sorted(best) for number in _numbers(question, term)]
    better = True
    while better:
        tries = [{**best, term: number} for term, number in steps]
        kept = [terms for terms in tries if terms not in known and _support(question, terms) == most]
        rival = max(kept, key=estimate)
        better = estimate(rival) > estimate(best)
        best = rival if better else best
    return best
