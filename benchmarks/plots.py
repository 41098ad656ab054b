"""Draws what `./dev bench faults --out FILE` wrote: welfare gained under each fault, and captives' influence.

Each dot is a seed, each bar the mean with its 95 % interval (bootstrap over seeds).
"""

import argparse
import json
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.season import interval

WAYS: Final = {"executed": ("Moot", "#2f5d50"), "plain": ("plain averaging", "#b5542f")}
DOCS: Final = Path(__file__).parent.parent / "docs" / "plots"
Arms = dict[str, dict[str, Any]]  # as JSON has them


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="./dev bench plots", description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="the file that ./dev bench faults --out wrote")
    parser.add_argument("--to", type=Path, default=DOCS, help="the folder for the drawings")
    asked = parser.parse_args(arguments)
    import matplotlib as mpl  # noqa: PLC0415 - of the extra `bench`; whoever asks for help does without it

    # The same figures give the same file.
    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "moot", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10})
    seeds: list[Arms] = json.loads(asked.file.read_text())["seeds"]
    asked.to.mkdir(parents=True, exist_ok=True)
    for name, draw in (("gain", gains), ("influence", influence)):
        figure = draw(seeds)
        figure.savefig(asked.to / f"{name}.svg", metadata={"Date": None}, transparent=False, facecolor="white")
        print(asked.to / f"{name}.svg")


def gained(run: dict[str, Any], way: str) -> float:
    """Return a way's mean welfare over the founding terms', in thousands of ppm."""
    gain: float = (statistics.mean(run["welfare"][way]) - statistics.mean(run["welfare"]["status_quo"])) / 1_000
    return gain


def gains(seeds: Sequence[Arms]) -> Any:  # noqa: ANN401 - the library is imported late
    """Draw the gain over the founding terms, arm by arm, beside plain averaging."""
    from matplotlib.figure import Figure  # noqa: PLC0415

    names = list(seeds[0])
    figure = Figure(figsize=(8, 0.7 * len(names) + 1.2), layout="constrained")
    axes = figure.add_subplot()
    for shift, (way, (said, colour)) in zip((-0.17, 0.17), WAYS.items(), strict=True):
        for row, name in enumerate(names):
            found = [gained(arms[name], way) for arms in seeds]
            low, high = interval(found)
            axes.plot(found, [row + shift] * len(found), "o", ms=3, alpha=0.35, color=colour, mew=0)
            axes.plot([low, high], [row + shift] * 2, "-", lw=2, color=colour, label=said if row == 0 else None)
            axes.plot(statistics.mean(found), row + shift, "D", ms=6, color=colour)
    axes.axvline(0, color="#888", lw=0.8)
    axes.set(yticks=range(len(names)), yticklabels=names, xlabel="welfare gained over the founding terms, in 1,000 ppm")
    axes.invert_yaxis()
    axes.legend(frameon=False, ncols=2, loc="lower center", bbox_to_anchor=(0.5, 1.0))
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def influence(seeds: Sequence[Arms]) -> Any:  # noqa: ANN401
    """Draw the captured owners' joint share of influence, decision after decision."""
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(8, 3.6), layout="constrained")
    axes = figure.add_subplot()
    for name in (name for name, run in seeds[0].items() if run["captured"]):
        rows = [held(arms[name]) for arms in seeds]
        axes.plot([statistics.mean(at) for at in zip(*rows, strict=True)], label=name)
    axes.axvline(seeds[0]["honest"]["decisions"] // 3, color="#888", lw=0.8, ls=":")
    axes.set(xlabel="decisions closed (dotted: they begin to lie)", ylabel="share of influence, %", ylim=(0, None))
    axes.legend(frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def held(run: dict[str, Any]) -> list[float]:
    """Return the share of influence, in percent, of those who are captured at some time."""
    return [sum(shares[owner] for owner in run["captured"]) / 10_000 for shares in run["influence"]]
