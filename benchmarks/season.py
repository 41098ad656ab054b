"""Collective welfare over whole seasons: what the moot executed, the founding terms, the best fixed terms.

Welfare is in ppm: safety, efficiency, ethics and climate under the weights in force that day, on the
same days. `best_fixed` are those of the 322 stated candidates that would have done best over the
season, known in hindsight only; `any_fixed` is the mean over the 60 policies that proposers search.
Intervals: 95 %, bootstrap over seeds.
"""

import argparse
import statistics
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from moot.lab.season import Plan, Season, Summary
from moot.worlds.charging.policy import CANDIDATES, QUICK_GRID

RESAMPLES = 10_000


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="./dev bench season", description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--decisions", type=int, default=28, help="28 are the whole of 2019")
    parser.add_argument("--site", default="caltech")
    parser.add_argument("--capacity", type=float, default=0.5)
    parser.add_argument("--grid", choices=["36", "322"], default="322", help="candidates for the best fixed terms")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args(arguments)
    plans = [Plan(asked.site, asked.capacity, seed, 5 * asked.decisions) for seed in range(1, asked.seeds + 1)]
    with ProcessPoolExecutor(asked.workers) as workers:
        summaries = list(workers.map(played, plans, [asked.grid] * len(plans)))
    show(summaries)


def played(plan: Plan, grid: str) -> Summary:
    with Season(plan) as season:
        season.run()
        return season.summary(CANDIDATES if grid == "322" else QUICK_GRID)


def show(summaries: Sequence[Summary]) -> None:
    print(f"{len(summaries)} seeds, {sum(each.decisions for each in summaries)} decisions")
    print(f"{'':24}{'mean':>9}{'95 % interval':>22}{'floors broken':>16}")
    horizons = sum(each.horizons for each in summaries)
    for name in ("executed", "status_quo", "any_fixed", "best_fixed"):
        arms = [getattr(each, name) for each in summaries]
        found = [arm.welfare for arm in arms]
        low, high = interval(found)
        broken = sum(arm.floors_broken for arm in arms)
        print(f"{name:24}{statistics.mean(found):9.0f}{low:11.0f} .. {high:8.0f}{broken:8} of {horizons}")
    gains = [each.executed.welfare - each.status_quo.welfare for each in summaries]
    low, high = interval(gains)
    print(f"{'executed - status_quo':24}{statistics.mean(gains):9.0f}{low:11.0f} .. {high:8.0f}")
    print(f"better than the status quo in {sum(gain > 0 for gain in gains)} of {len(gains)} seeds")
    tell("outcomes", sum((Counter(each.outcomes) for each in summaries), Counter()))
    happened = sum((Counter(each.happened) for each in summaries), Counter())
    tell("also", Counter({name: happened[name] for name in ALSO}))
    print(f"explored versions drawn: {sum(each.explored for each in summaries)}")
    print(f"balances sum to 0 in every seed: {all(each.ledger_sum == 0 for each in summaries)}")


ALSO = ("VersionOffered", "ReviewerReplaced", "MandateUnheard", "FaultPublished", "NothingBetter", "BallotExtended")


def tell(what: str, counts: Counter[str]) -> None:
    print(f"{what}: " + ", ".join(f"{name} {count}" for name, count in sorted(counts.items())))


def interval(found: Sequence[float]) -> tuple[float, float]:
    """Return the 95 % percentile bootstrap interval of the mean."""
    draw = np.random.Generator(np.random.PCG64(7))
    means = draw.choice(np.array(found), (RESAMPLES, len(found))).mean(axis=1)
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))
