"""How long Schulze's rule takes: 20 options x 10,000 papers, the core's and its twin in numpy.

Beside them pref_voting, where `./dev oracles` has installed it: the same papers, the same winner.
"""

import random
from argparse import Namespace
from contextlib import nullcontext

from benchmarks._measure import Side, aim, interleaved, options, seconds, show
from moot.core.papers import Papers
from moot.core.schulze import schulze
from moot.fast import schulze as fast
from tests.oracles.asking import MISSING, Oracle, oracle

QUICK = True
AIM = 20  # milliseconds
SPREAD = 4  # how far an owner's wishes lie from what everybody's have in common: no option wins all comparisons


def main(arguments: list[str]) -> None:
    parser = options(__doc__, "schulze", repeats=5)
    parser.add_argument("--options", type=int, default=20)
    parser.add_argument("--papers", type=int, default=10_000)
    parser.add_argument("--alone", action="store_true", help="without pref_voting")
    asked = parser.parse_args(arguments)
    with nullcontext() if asked.alone else oracle() as other:
        measured(asked, other)


def measured(asked: Namespace, other: Oracle | None) -> None:
    """Print what each side takes, pref_voting first if it is there."""
    names = [str(number) for number in range(asked.options)]
    papers = votes(asked.options, asked.papers)
    sheet = fast.sheet(names, papers)
    sides: dict[str, Side] = {}
    if other is not None:
        orders = [[int(option) for option in paper] for paper in papers.values()]
        winners = other.ask("strict_schulze", papers=orders)
        sides["pref_voting, its profile included"] = lambda: 1_000 * other.again()
    sides |= {
        "the core, in pure Python": lambda: 1_000 * seconds(lambda: schulze(names, papers, names)),
        "its twin, from papers": lambda: 1_000 * seconds(lambda: fast.schulze(names, papers, names)),
        "its twin, from a sheet of points": lambda: 1_000 * seconds(lambda: fast.ranked(names, sheet, names)),
    }
    found = interleaved(asked.repeats, sides)
    show(found, "milliseconds of the process")
    first = schulze(names, papers, names).order[0]
    print(f"  {MISSING}" if other is None else f"  pref_voting has the same winner: {winners == [int(first)]}")
    aim(f"20 x 10,000 in under {AIM} ms, the points being there", holds=found[-1].median < AIM)


def votes(number: int, owners: int) -> Papers:
    """Return papers that rank all options."""
    chance = random.Random(7)
    papers = {}
    for owner in range(owners):
        order = sorted(range(number), key=lambda option: option / number + chance.gauss(0, SPREAD))
        papers[f"o{owner}"] = {str(option): number - place for place, option in enumerate(order)}
    return papers
