"""How good a compromise of 8 owners over 6 terms is, and how long it takes to find: beside every set of owners tried.

An owner's review sets three musts, each a bound on one term, and is against whatever breaks one. The best
is the largest set of owners whose musts some version meets. What the mediator seeks is support, which the
rules count; the utilities that a Nash product needs, nobody states in a moot.
"""

import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from functools import partial, reduce
from itertools import combinations
from operator import and_
from typing import Final

from benchmarks._measure import aim, interleaved, options, seconds, show
from benchmarks._town import TERMS
from moot.core.act import Condition, Relation, TermId, Terms
from moot.core.negotiation import Opinion, holds, supporters
from moot.kit.compromise import Question, best_version, compromise

QUICK = True
AIM, SHARE = 5, 0.98  # milliseconds, and the part of the best support
RANGE = range(101)
MUSTS = 3
BOUNDS: Final[tuple[Relation, ...]] = ("<=", ">=")


def main(arguments: list[str]) -> None:
    parser = options(__doc__, "mediation", repeats=5)
    parser.add_argument("--owners", type=int, default=8)
    parser.add_argument("--questions", type=int, default=40)
    asked = parser.parse_args(arguments)
    chance = random.Random(7)
    questions = [question(chance, asked.owners) for _ in range(asked.questions)]
    found = interleaved(
        asked.repeats,
        {
            "every set of owners tried": lambda: statistics.mean(each_takes(questions, most_supporters)),
            f"the compromise of {asked.owners} owners": lambda: statistics.mean(each_takes(questions, compromise)),
        },
    )
    show(found, "milliseconds of the process, a question")
    conclude(questions)
    slowest = max(each_takes(questions, compromise))
    aim(f"in under {AIM} ms (the slowest question took {slowest:.1f})", holds=found[1].median < AIM)


def conclude(questions: Sequence[Question]) -> None:
    before = sum(support(one, best_version(one)) for one in questions)
    ours, best = sum(map(reached, questions)), sum(map(most_supporters, questions))
    print(f"  supporters in {len(questions)} questions: {before} before, {ours} found, {best} at best")
    aim(f"{SHARE:.0%} of the best support or more (found {ours / best:.1%})", holds=ours >= SHARE * best)


def each_takes(questions: Sequence[Question], answer: Callable[[Question], object]) -> list[float]:
    """Return the milliseconds that each answer takes."""
    return [1_000 * seconds(partial(answer, one)) for one in questions]


def question(chance: random.Random, owners: int) -> Question:
    """Return what is negotiated, with `owners` who each are against the original unless their musts are met."""
    now, original = ({term: chance.choice(RANGE) for term in TERMS} for _ in range(2))
    opinions = {f"o{n}": [Opinion("against", tuple(musts(chance)))] for n in range(owners)}
    return Question(dict.fromkeys(TERMS, (RANGE[0], RANGE[-1])), now, original, (), opinions)


def musts(chance: random.Random) -> Iterator[Condition]:
    for term in chance.sample(TERMS, MUSTS):
        yield Condition("must", term, chance.choice(BOUNDS), (chance.choice(RANGE),))


def support(question: Question, terms: Terms) -> int:
    return len(supporters(question.opinions, terms, original=terms == question.original))


def reached(question: Question) -> int:
    """Return how many support the compromise, or the best version so far if there is no better."""
    return support(question, compromise(question) or best_version(question))


def most_supporters(question: Question) -> int:
    """Return the size of the largest set of owners whose musts can all be met."""
    # A bit for each number of a term that an owner accepts.
    accepted = [[_accepted(opinion, term) for term in TERMS] for [opinion] in question.opinions.values()]
    for size in range(len(accepted), 0, -1):
        for those in combinations(accepted, size):
            if all(reduce(and_, numbers) for numbers in zip(*those, strict=True)):
                return size
    return 0


def _accepted(opinion: Opinion | None, term: TermId) -> int:
    said = [each for each in opinion.conditions if each.term == term] if opinion else []
    return sum(all(holds(each, {term: number}) for each in said) << number for number in RANGE)
