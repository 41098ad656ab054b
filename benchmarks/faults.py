"""Seasons with captured, crashed and drifting members, beside the honest season of the same seed and plain averaging.

All arms of a seed see the same days, disturbance and draws, and share one replay. From a third of the
decisions on the captured act as one for `GOAL` (`moot.lab.cast.captives`); drawn, or those of most
influence. `plain` is plain averaging of everything on the same questions (`moot.lab.plain`). Welfare in
ppm as in `benchmarks/season.py`; `kept` is the part of the honest run's gain over the founding terms that
is left, and `kept since` the same over the horizons since the onset. Intervals: 95 %, bootstrap over seeds,
pairs kept together.
"""

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks import season as whole_season
from benchmarks.season import RESAMPLES, interval
from moot.lab.cast.captives import Pact
from moot.lab.faults import ONSET, Faults
from moot.lab.season import Plan, Season, Standing, Summary, follow
from moot.lab.watch import Attempt
from moot.lab.welfare import executed
from moot.worlds.charging.calendar import HORIZON
from moot.worlds.charging.policy import STATUS_QUO
from moot.worlds.charging.replay import Replay
from moot.worlds.charging.site import load_site

ALWAYS: Final = ("executed", "plain", "status_quo")
TRIED: Final = ("proposed", "amended", "on_slate", "recommended", "ran")
MODEST: Final = Pact(lie=150_000)
SITE, CAPACITY = "caltech", 0.5


def arms(decisions: int) -> dict[str, Faults]:
    """Return the arms; the weights drift when a third of the decisions are closed, as the other faults begin."""
    return {
        "honest": Faults(),
        "capture 3": Faults(capture=3),
        "capture-best 3": Faults(capture_best=3),
        "capture 4": Faults(capture=4),
        "capture-best 4": Faults(capture_best=4),
        "capture 3, modest lie": Faults(capture=3, pact=MODEST),
        "crash 2": Faults(crash=2),
        "crash 6": Faults(crash=6),
        "drift": Faults(drift=decisions // ONSET + 1),
    }


@dataclass
class Run:
    """One arm of one seed. Welfare and influence in ppm: by horizon, and after so many decisions (0: at founding)."""

    welfare: dict[str, list[int]] = field(default_factory=dict)
    floors_broken: dict[str, int] = field(default_factory=dict)
    decisions: int = 0  # that ended
    asked: int = 0  # of which the days need not hold as many
    standing: Standing = field(default_factory=Standing)
    outcomes: dict[str, int] = field(default_factory=dict)
    captured: tuple[str, ...] = ()
    since: int | None = None  # the first decision under the fault
    influence: list[dict[str, int]] = field(default_factory=list)
    attempts: tuple[Attempt, ...] = ()
    ledger_sum: int = 0
    root: str = ""
    seconds: float = 0.0
    summary: Summary | None = None  # of the honest season, beside fixed policies of the grid of 36

    def gain(self, since: int = 1) -> float:
        """Return the mean gain over the founding terms from decision `since` on."""
        pairs = zip(self.welfare["executed"], self.welfare["status_quo"], strict=True)
        return statistics.mean([ran - stayed for ran, stayed in pairs][since - 1 :])

    def of_captured(self) -> list[int]:
        """Return the influence of those who are captured at some time, decision after decision."""
        return [sum(shares[owner] for owner in self.captured) for shares in self.influence]


Seeds = list[dict[str, Run]]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="./dev bench faults", description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--decisions", type=int, default=28, help="28 are the whole of 2019")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", action="append", help="this arm beside the honest one; may be repeated")
    parser.add_argument("--out", type=Path, help="write every seed's series to this file, as JSON")
    asked = parser.parse_args(arguments)
    found: Seeds = []
    with ProcessPoolExecutor(asked.workers) as workers:
        seeds = range(1, asked.seeds + 1)
        for arms in workers.map(played, seeds, [asked.decisions] * asked.seeds, [asked.only] * asked.seeds):
            found.append(arms)
            if asked.out:  # seed by seed, so that an end before the last loses nothing
                rows = [{name: asdict(run) for name, run in each.items()} for each in found]
                asked.out.write_text(json.dumps({"decisions": asked.decisions, "seeds": rows}) + "\n")
    show(found)


def played(seed: int, decisions: int, only: Sequence[str] | None) -> dict[str, Run]:
    """Return what became of every arm of a seed."""
    replay = Replay(load_site(SITE, CAPACITY))
    follow(replay)
    wanted = {name: faults for name, faults in arms(decisions).items() if not only or name in {"honest", *only}}
    found = {}
    for name, faults in wanted.items():
        found[name] = season(Plan(SITE, CAPACITY, seed, HORIZON * decisions, faults), replay)
        print(f"seed {seed}: {name}, {found[name].seconds:.0f} s", file=sys.stderr, flush=True)
    return found


def season(plan: Plan, replay: Replay) -> Run:
    began = time.perf_counter()
    with Season(plan, replay=replay) as played:
        played.run()
        stayed = [replace(block, policies=(STATUS_QUO,) * len(block.days)) for block in played.blocks]
        ways = dict(zip(ALWAYS, (played.blocks, played.plain_blocks, stayed), strict=True))
        return Run(
            {name: [executed(replay, plan.seed, [block]).welfare for block in blocks] for name, blocks in ways.items()},
            {name: executed(replay, plan.seed, blocks).floors_broken for name, blocks in ways.items()},
            played.closed,
            plan.decisions,
            played.standing(),
            dict(played.outcomes),
            played.captives.owners if played.captives else (),
            next((each.decision for each in played.onsets), None),
            played.influence,
            tuple(played.attempts),
            sum(played.hall.clerk.assembly.ledger.accounts.values()),
            played.hall.clerk.checkpoint.root.hex(),
            round(time.perf_counter() - began, 1),
            None if plan.faults != Faults() else played.summary(),
        )


def show(found: Seeds) -> None:
    print(f"{len(found)} seeds; seconds by arm: ", end="")
    print(", ".join(f"{name} {sum(arms[name].seconds for arms in found):.0f}" for name in found[0]))
    whole_season.show([run.summary for run in (arms["honest"] for arms in found) if run.summary])
    for name in found[0]:
        runs, honest = [arms[name] for arms in found], [arms["honest"] for arms in found]
        print(f"\n{name}")
        worth(runs)
        if name != "honest":
            since = runs[0].since or 1
            kept("kept", [run.gain() for run in runs], [run.gain() for run in honest])
            kept(f"kept since {since}", [run.gain(since) for run in runs], [run.gain(since) for run in honest])
        ended(runs)
        if runs[0].captured:
            tried(runs)


def ended(runs: Sequence[Run]) -> None:
    """Print how many decisions were asked for, begun and ended, and how; a trial takes days that a decision lacks."""
    outcomes = sum((Counter(run.outcomes) for run in runs), Counter[str]())
    said = ", ".join(f"{outcome} {count}" for outcome, count in sorted(outcomes.items()))
    stood = [run.standing for run in runs]
    print(f"  decisions {sum(run.decisions for run in runs)}: {said}; sums 0: {not any(r.ledger_sum for r in runs)}")
    print(
        f"  of {sum(each.begun for each in stood)} begun ({sum(run.asked for run in runs)} asked): "
        f"cut short by the end of the days {sum(each.running for each in stood)}, "
        f"hanging {sum(each.hanging for each in stood)}"
    )


def worth(runs: Sequence[Run]) -> None:
    """Print each way's mean welfare, the gain over the founding terms, and broken floors."""
    for way in ALWAYS:
        means = [statistics.mean(run.welfare[way]) for run in runs]
        low, high = interval(means)
        horizons = sum(len(run.welfare[way]) for run in runs)
        broken = f"{sum(run.floors_broken[way] for run in runs)} of {horizons} floors broken"
        print(f"  {way:22}{statistics.mean(means):9.0f}{low:11.0f} .. {high:8.0f}   {broken}")
    for way in ALWAYS[:2]:
        gains = [statistics.mean(run.welfare[way]) - statistics.mean(run.welfare["status_quo"]) for run in runs]
        low, high = interval(gains)
        print(f"  {way + ' - status_quo':22}{statistics.mean(gains):9.0f}{low:11.0f} .. {high:8.0f}")


def kept(what: str, gains: Sequence[float], honest: Sequence[float]) -> None:
    """Print which part of the honest gain is left: the ratio of the means."""
    pairs = np.array([gains, honest])
    draws = np.random.Generator(np.random.PCG64(7)).integers(len(gains), size=(RESAMPLES, len(gains)))
    ratios = pairs[0][draws].mean(axis=1) / pairs[1][draws].mean(axis=1)
    low, high = np.quantile(ratios, [0.025, 0.975])
    print(f"  {what:22}{pairs[0].mean() / pairs[1].mean():9.2f}{low:11.2f} .. {high:8.2f}")


def tried(runs: Sequence[Run]) -> None:
    """Print how far the captives came, and what influence it left them."""
    attempts = [attempt for run in runs for attempt in run.attempts]
    counts = ", ".join(f"{name} {sum(getattr(each, name) for each in attempts)}" for name in TRIED)
    print(f"  goal in {len(attempts)} decisions: {counts}")
    reached = sorted(Counter(each.reach for each in attempts).items())
    print(f"  how far: {', '.join(f'{where} {count}' for where, count in reached)}")
    print(f"  plain averaging would run it in {sum((each.plain_margin or 0) > 0 for each in attempts)}")
    begin, end = ([run.of_captured()[at] for run in runs] for at in ((runs[0].since or 1) - 1, -1))
    print(f"  influence of the captured: {statistics.mean(begin):.0f} at onset, {statistics.mean(end):.0f} at the end")
