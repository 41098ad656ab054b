"""A guard: an agent that watches what a trial's batches measured, and bets against it.

Laws: it releases nothing once its bets say, at the chance of a false alarm that the trial stated, that
units lose more than the trial said it bears; it counts the loss of the guarded value that lost most; what
it reports, and what whoever tried reports, follows from the public page alone, so that anybody can repeat it.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from moot.core.act import MILLION, SAFE, ValueId
from moot.core.commands import Interval, ReportGuard, ReportTrial
from moot.kit.agent import Agent
from moot.kit.betting import Process, bounds
from moot.kit.door import Shown


class Guard(Agent):
    """Releases batch after batch while its bets do not speak against it, and reports what came of it."""

    def guard(self, page: Shown) -> ReportGuard | None:
        """Release the next batch, or stop the trial."""
        found = wealth(page, guarded(self.member.see("charter")["charter"]))
        stops = found * page["alpha"] >= MILLION
        bets = min(round(Fraction(found) * MILLION), SAFE)
        return ReportGuard(page["trial"], page["batch"] + 1, "stop" if stops else "release", bets)

    def conclude(self, page: Shown) -> ReportTrial | None:
        """Report the trial's effects and levels with their bounds."""
        return report(page)


def guarded(charter: Shown) -> tuple[ValueId, ...]:
    """Return the values that the guarding mandates of a charter, as the view shows it, watch."""
    guards = charter["agency"]["trials"]["guards"]
    watched = {value for each in charter["structure"]["mandates"] if each["id"] in guards for value in each["values"]}
    return tuple(sorted(watched))


def wealth(page: Shown, values: Sequence[ValueId]) -> float:
    """Return what bets against a trial have become of 1: that a unit loses no more than it bears, on average."""
    process = Process(page["tolerance"] / MILLION)
    for batch in page["batches"]:
        both = [value for value in values if value in batch["treated"]]
        lost = max((batch["control"][value] - batch["treated"][value] for value in both), default=0)
        process.see(max(lost, 0) / MILLION)
    return process.wealth


def report(page: Shown) -> ReportTrial:
    """Return what came of a trial: per value the bounds on treated minus control, and on treated, at its alpha."""
    values = dict.fromkeys(value for batch in page["batches"] for value in batch["treated"])
    effects, levels = {}, {}
    for value in values:
        rows = [batch for batch in page["batches"] if value in batch["treated"]]
        differences = [each["treated"][value] - each["control"][value] for each in rows]
        treated = [each["treated"][value] for each in rows]
        units = [each["units"] for each in rows]
        effects[value] = _around(differences, units, page["alpha"], lambda each: (each / MILLION + 1) / 2, -1)
        levels[value] = _around(treated, units, page["alpha"], lambda each: each / MILLION, 0)
    return ReportTrial(page["trial"], effects, levels)


def _around(
    found: Sequence[int], units: Sequence[int], alpha: int, scale: Callable[[int], float], least: int
) -> Interval:
    """Return the bounds on the mean of `found` (ppm), which lie from `least` to 1, with its point between them."""
    low, high = bounds([scale(each) for each in found], alpha / MILLION)
    span = 1 - least
    point = sum(count * each for count, each in zip(units, found, strict=True)) // sum(units)
    lower, upper = (round((Fraction(bound) * span + least) * MILLION) for bound in (low, high))
    return Interval(min(lower, point), max(upper, point))
