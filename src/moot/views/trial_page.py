"""The page of a trial: all that is public about it, from its start to what came of it, in one place.

Laws: the page has every key from the start; what is not known yet is None or empty; what is sealed leaves
only that it was filed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import singledispatch

from moot.core.act import ActId, AgentId, Hash, Instant, Ppm, Terms, ValueId, VersionId
from moot.core.commands import Interval, Result
from moot.core.events import (
    BatchMeasured,
    BatchReleased,
    Ending,
    FaultPublished,
    GuardDrawn,
    GuardReplaced,
    LotSeeded,
    ReadingFiled,
    ReadingOpened,
    Seat,
    TrialClosed,
    TrialEnding,
    TrialHalted,
    TrialMoved,
    TrialReported,
    TrialStarted,
    TrialStopped,
    UnitsExecuted,
    UnitsGranted,
)
from moot.core.value import value


@value
class BatchShown:
    """A batch that was measured: its units, since when they were treated, both arms (ppm), and its harm."""

    batch: int
    units: int
    since: Instant | None
    treated: Mapping[ValueId, Ppm]
    control: Mapping[ValueId, Ppm]
    disputed: tuple[ValueId, ...]
    harm: int


@dataclass(slots=True)
class TrialPage:
    """The whole of a trial in public. Shares and harm in ppm, instants and durations in ms."""

    trial: ActId
    agent: AgentId
    owner: str
    kind: str
    target: str
    started: Instant
    version: VersionId
    status_quo: VersionId
    terms: Terms
    before: Terms
    sizes: tuple[int, ...]
    duration: int
    metric: ValueId
    tolerance: Ppm
    alpha: Ppm
    reserve: int
    reason: Hash | None
    bond: int = 0  # micro-credits, like the fees of the guard
    fees: int = 0
    stage: str = "drawing"
    since: Instant | None = None
    until: Instant | None = None
    seed: Hash | None = None
    guard: Seat | None = None
    releases: list[Mapping[str, object]] = field(default_factory=list)
    halted: Mapping[str, object] | None = None
    batch: int = 0
    grant: Mapping[str, object] | None = None
    result: Result | None = None
    treated_since: Instant | None = None  # the units of the present batch
    treated_until: Instant | None = None
    filed: list[tuple[AgentId, VersionId]] = field(default_factory=list)
    readings: dict[AgentId, dict[VersionId, Mapping[ValueId, Ppm]]] = field(default_factory=dict)
    batches: list[BatchShown] = field(default_factory=list)
    harm: int = 0
    ending: Ending | None = None
    why: str | None = None
    reports: dict[AgentId, Mapping[str, Mapping[ValueId, Interval]]] = field(default_factory=dict)
    points: Mapping[ValueId, int] = field(default_factory=dict)
    effects: Mapping[ValueId, Interval] = field(default_factory=dict)
    levels: Mapping[ValueId, Interval] = field(default_factory=dict)
    closed: Instant | None = None
    faults: list[Mapping[str, object]] = field(default_factory=list)


def begun(event: TrialStarted, before: Terms, received: Instant) -> TrialPage:
    """Return the page of a trial that has just started beside the terms `before`."""
    return TrialPage(
        trial=event.trial,
        agent=event.agent,
        owner=event.owner,
        kind=event.kind,
        target=event.target,
        started=received,
        version=event.version,
        status_quo=event.status_quo,
        terms=event.terms,
        before=before,
        sizes=event.sizes,
        duration=event.duration,
        metric=event.metric,
        tolerance=event.tolerance,
        alpha=event.alpha,
        reserve=event.reserve,
        reason=event.reason,
        bond=event.bond,
        fees=event.fees,
    )


@singledispatch
def write(_event: object, _page: TrialPage, _received: Instant) -> None:
    """Write what `event` says on the page; some events say nothing about a page."""


@write.register
def _(event: TrialMoved, page: TrialPage, _received: Instant) -> None:
    page.stage, page.since, page.until = event.stage, event.since, event.until


@write.register
def _(event: LotSeeded, page: TrialPage, _received: Instant) -> None:
    page.seed = event.seed


@write.register
def _(event: GuardDrawn | GuardReplaced, page: TrialPage, _received: Instant) -> None:
    page.guard = event.guard


@write.register
def _(event: BatchReleased, page: TrialPage, _received: Instant) -> None:
    page.batch = event.batch
    page.treated_since = page.treated_until = None
    page.releases.append(_said(event, "release"))


@write.register
def _(event: TrialStopped, page: TrialPage, _received: Instant) -> None:
    page.releases.append(_said(event, "stop"))


def _said(event: BatchReleased | TrialStopped, verdict: str) -> Mapping[str, object]:
    named = {"batch": event.batch, "guard": event.guard, "verdict": verdict}
    return {**named, "wealth": event.wealth, "evidence": event.evidence}


@write.register
def _(event: TrialHalted, page: TrialPage, _received: Instant) -> None:
    page.halted = {"agent": event.agent, "owner": event.owner, "clause": event.clause, "reason": event.reason}


@write.register
def _(event: UnitsGranted, page: TrialPage, _received: Instant) -> None:
    names = ("grant", "batch", "units", "version", "kind", "target", "terms", "base", "executor", "until")
    page.grant = {name: getattr(event, name) for name in names}


@write.register
def _(event: UnitsExecuted, page: TrialPage, received: Instant) -> None:
    page.grant, page.result, page.batch = None, event.result, event.batch
    if event.units:
        page.treated_since = received
    else:
        page.treated_until = received


@write.register
def _(event: ReadingFiled, page: TrialPage, _received: Instant) -> None:
    page.filed.append((event.agent, event.version))


@write.register
def _(event: ReadingOpened, page: TrialPage, _received: Instant) -> None:
    page.readings.setdefault(event.agent, {})[event.version] = event.values


@write.register
def _(event: BatchMeasured, page: TrialPage, _received: Instant) -> None:
    units, arms = page.sizes[event.batch - 1], (event.treated, event.control)
    page.batches.append(BatchShown(event.batch, units, page.treated_since, *arms, event.disputed, event.harm))
    page.harm += event.harm
    page.filed, page.readings = [], {}


@write.register
def _(event: TrialEnding, page: TrialPage, _received: Instant) -> None:
    page.ending, page.why = event.ending, event.why


@write.register
def _(event: TrialReported, page: TrialPage, _received: Instant) -> None:
    page.reports[event.agent] = {"effects": event.effects, "levels": event.levels}


@write.register
def _(event: FaultPublished, page: TrialPage, _received: Instant) -> None:
    page.faults.append({"member": event.member, "fault": event.fault})


@write.register
def _(event: TrialClosed, page: TrialPage, _received: Instant) -> None:
    page.stage, page.until, page.closed = event.ending, None, event.at
    page.points, page.effects, page.levels = event.points, event.effects, event.levels
