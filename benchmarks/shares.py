"""How long equal shares take: 100 projects x 10,000 papers, exact, the core's and its twin in numpy.

Beside them pabutools in exact fractions, where `./dev oracles` has installed it: the same papers, the same projects.
"""

import random
from argparse import Namespace
from contextlib import nullcontext
from functools import partial

from benchmarks._measure import Side, aim, interleaved, options, seconds, show
from moot.core.papers import Project, Round
from moot.core.shares import endowment, equal_shares, raised
from moot.fast.shares import Market
from tests.oracles.asking import MISSING, Oracle, oracle

AIM = 20  # milliseconds
UNIT = 1_000_000
NAMED = 13  # projects on a paper, about


def main(arguments: list[str]) -> None:
    parser = options(__doc__, "shares", repeats=3)
    parser.add_argument("--projects", type=int, default=100)
    parser.add_argument("--papers", type=int, default=10_000)
    parser.add_argument("--alone", action="store_true", help="without pabutools")
    asked = parser.parse_args(arguments)
    with nullcontext() if asked.alone else oracle() as other:
        measured(asked, other)


def measured(asked: Namespace, other: Oracle | None) -> None:
    """Print what each side takes, pabutools first if it is there."""
    vote = votes(asked.projects, asked.papers)
    share, market = endowment(vote), Market(vote, "cost")
    sides: dict[str, Side] = {}
    if other is not None:
        theirs = asked_of(other, vote)
        sides["pabutools, in exact fractions"] = lambda: 1_000 * other.again()
    raise_all = partial(raised, vote, share // 100, market)
    sides |= {
        "the core, in pure Python": lambda: 1_000 * seconds(lambda: equal_shares(vote, share, "cost")),
        "its twin, from papers": lambda: 1_000 * seconds(lambda: Market(vote, "cost")(share)),
        "its twin, shares raised by 1 % at a time": lambda: 1_000 * seconds(raise_all),
        "its twin, the market being there": lambda: 1_000 * seconds(lambda: market(share)),
    }
    found = interleaved(asked.repeats, sides)
    show(found, "milliseconds of the process")
    chosen, most = market(share).chosen, raise_all()
    named = sum(map(len, vote.papers.values())) / len(vote.papers)
    print(f"  {named:.1f} projects on a paper; {len(chosen)} bought")
    print(f"  {len(most.bought)} bought with shares raised to {most.endowment / share:.0%}")
    print(f"  {MISSING}" if other is None else f"  pabutools buys the same in the same order: {list(chosen) == theirs}")
    aim(f"100 x 10,000 in under {AIM} ms, the market being there", holds=found[-1].median < AIM)


def asked_of(other: Oracle, vote: Round) -> list[str]:
    """Return what pabutools buys."""
    bought: list[str] = other.ask(
        "shares",
        projects={project.id: project.cost // UNIT for project in vote.projects},
        papers=[list(paper) for paper in vote.papers.values()],
        budget=vote.budget // UNIT,
        utility="cost",
        ties_and_step=[vote.ties, None],
    )
    return bought


def votes(number: int, owners: int) -> Round:
    """Return projects of which some are far more popular than others, and a budget for a third of them."""
    chance = random.Random(7)
    names = [f"p{place}" for place in range(number)]
    projects = tuple(Project(name, chance.randint(10_000, 400_000) * UNIT) for name in names)
    fame = [chance.paretovariate(2) for _ in names]
    papers = {f"o{owner}": dict.fromkeys(chance.choices(names, fame, k=NAMED + 2), 1) for owner in range(owners)}
    budget = 3 * sum(project.cost for project in projects) // 10
    return Round(projects, papers, budget // UNIT * UNIT, tuple(names))
