"""Measuring on a machine that is never quiet: sides take turns, and medians and ratios are told.

Laws: the yardstick runs in the same rounds as what it measures, so that both meet the same noise; a
ratio is taken round by round and then its median; least and most are always shown beside the median.
"""

import argparse
import gc
import os
import platform
import sqlite3
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Final, TypeAlias

import apsw
import nacl
from nacl.signing import SigningKey

SIGNED: Final = 420  # bytes of a vote, about
VERIFIED: Final = "Ed25519 verification alone (PyNaCl)"

QUIET: Final = 24_000  # verifications a second of one core, where the aims were set

Side: TypeAlias = Callable[[], float]  # runs once, and returns its figure


@dataclass(frozen=True)
class Found:
    """The figures of one side, a round each."""

    name: str
    figures: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.figures)

    def ratio(self, yardstick: "Found") -> float:
        """Return the median over rounds of this side's figure in units of the yardstick's."""
        return statistics.median(ours / other for ours, other in zip(self.figures, yardstick.figures, strict=True))


def options(module_doc: str | None, name: str, *, repeats: int) -> argparse.ArgumentParser:
    """Return a parser that knows `--repeats`."""
    parser = argparse.ArgumentParser(prog=f"./dev bench {name}", description=(module_doc or "").partition("\n")[0])
    parser.add_argument("--repeats", type=int, default=repeats, help=f"rounds; {repeats} unless told")
    return parser


def interleaved(repeats: int, sides: Mapping[str, Side]) -> list[Found]:
    """Run all sides in turn, `repeats` rounds of them after one that is not counted (none if there is one only)."""
    rounds: list[list[float]] = []
    for _ in range(repeats + (repeats > 1)):
        figures = []
        for side in sides.values():
            gc.collect()  # nobody pays for what another left behind
            figures.append(side())
        rounds.append(figures)
    counted = rounds[-repeats:]
    return [Found(name, tuple(line[n] for line in counted)) for n, name in enumerate(sides)]


def rate(count: int, work: Callable[[], object]) -> float:
    """Return how many a second of this process, when `work`, which never waits, does `count` of them."""
    return count / seconds(work, process_time)


def rate_by_the_wall(count: int, work: Callable[[], object]) -> float:
    """Return how many a second, when `work` does `count` of them and waits for a disk or for others."""
    return count / seconds(work, perf_counter)


def seconds(work: Callable[[], object], clock: Callable[[], float] = process_time) -> float:
    """Return how long `work` takes by `clock`; this process's own seconds leave out what others take from it."""
    start = clock()
    work()
    return clock() - start


def verification(count: int, measure: Callable[[int, Callable[[], object]], float] = rate) -> Side:
    """Return the yardstick of all that is signed: Ed25519 verifications of a vote's size, as `measure` counts."""
    key, message = SigningKey(bytes(32)), bytes(SIGNED)
    public, signature = key.verify_key, key.sign(message).signature

    def side() -> float:
        return measure(count, lambda: [public.verify(message, signature) for _ in range(count)])

    return side


def show(found: Sequence[Found], unit: str) -> None:
    """Print a table; the first row is the yardstick."""
    yardstick = found[0]
    print(f"{unit:46}{'median':>11}{'least':>11}{'most':>11}{'x first':>9}")
    for each in found:
        low, high = min(each.figures), max(each.figures)
        print(f"  {each.name:44}{told(each.median)}{told(low)}{told(high)}{each.ratio(yardstick):9.3f}")
    spread = (max(yardstick.figures) - min(yardstick.figures)) / yardstick.median
    print(f"  {len(yardstick.figures)} rounds; noise: the first row's own runs spread by {spread:.0%} of their median")


def told(figure: float) -> str:
    """Return a figure with about four digits that say something."""
    digits = 0 if figure >= 1_000 else 1 if figure >= 100 else 2 if figure >= 1 else 4  # noqa: PLR2004 - plain sizes
    return f"{figure:11,.{digits}f}"


def aim(what: str, *, holds: bool) -> None:
    """Print whether what was aimed at was reached in this run."""
    print(f"  aim: {what}: {'holds' if holds else 'MISSED'}")


def aim_beside(found: Found, yardstick: Found, least: float, aimed: float) -> None:
    """Print whether a rate reaches `aimed`, and whether it does beside the yardstick of verification.

    `least` is what was aimed at in verifications, where one core did `QUIET` of them a second.
    """
    share = found.ratio(yardstick)
    aim(f"{aimed:,.0f}/s or more (median {found.median:,.0f})", holds=found.median >= aimed)
    aim(f"{least:.2f} of the first row, as on the machine of the aim (now {share:.2f})", holds=share >= least)


def machine() -> str:
    """Return what a reader needs to compare figures with their own."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{os.cpu_count()} cpus ({platform.machine()}, {platform.system()}), load {load}; Python "
        f"{platform.python_version()}; SQLite {apsw.sqlite_lib_version()} (apsw), {sqlite3.sqlite_version} (sqlite3); "
        f"PyNaCl {nacl.__version__}"
    )
