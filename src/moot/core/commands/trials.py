"""What is asked of a trial: to start it, to release or stop its units, to halt it, to say what came of it."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from moot.core.act import MILLION, SAFE, ActId, Between, Duration, Hash, Name, Ppm, Terms, ValueId
from moot.core.commands.sealed import Clause
from moot.core.value import value

Decided: TypeAlias = Literal["release", "stop"]
Difference: TypeAlias = Annotated[int, Between(-MILLION, MILLION)]
Batch: TypeAlias = Annotated[int, Between(1, 100)]


@value
class StartTrial:
    """Try terms on some units of a kind's target; `base` is the digest of the terms now in force.

    units: how many units are treated in all, spread evenly over the batches.
    batches: after each of them the meters report and the guard decides.
    duration: how long a batch runs before it can be measured, in milliseconds.
    metric: the value that the trial is about.
    tolerance: the mean loss (ppm) that the stop rule bears.
    alpha: with which chance (ppm) it may stop a trial that does not lose more than that.
    """

    kind: Name
    terms: Terms
    base: Hash
    units: Annotated[int, Between(1, 10_000)]
    batches: Batch
    duration: Duration
    metric: ValueId
    tolerance: Ppm
    alpha: Annotated[int, Between(1, MILLION // 2)]
    reason: Hash | None = None


@value
class ReportGuard:
    """Release the next batch of units, or stop the trial.

    wealth: what the guard's bets against the trial have become of 1,000,000; stop at a million million over alpha.
    """

    trial: ActId
    batch: Batch
    verdict: Decided
    wealth: Annotated[int, Between(0, SAFE)] = MILLION
    evidence: Hash | None = None


@value
class HaltTrial:
    """Halt a trial: one's own, or anybody's as a holder of a mandate that guards."""

    trial: ActId
    clause: Clause
    reason: Hash | None = None


@value
class Interval:
    """Between which two numbers (ppm) something lies, both included."""

    low: Difference
    high: Difference


@value
class ReportTrial:
    """Say what came of a trial, by the meters' reports, each value with its confidence sequence at the end.

    effects: treated minus control.
    levels: treated.
    """

    trial: ActId
    effects: Mapping[ValueId, Interval]
    levels: Mapping[ValueId, Interval]
    evidence: Hash | None = None
