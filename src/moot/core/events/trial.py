"""The life of a trial, from its start over the guard's releases to what came of it."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from moot.core.act import ActId, AgentId, Hash, Instant, OwnerId, Terms, VersionId
from moot.core.commands import Interval, Result
from moot.core.events.review import Seat
from moot.core.value import value

# Why a trial gives no more units: all were measured, or what kept it from that.
Ending: TypeAlias = Literal[
    "completed", "stopped", "halted", "exhausted", "unguarded", "superseded", "failed", "unmeasured"
]

# What became of a bond behind a finding on a floor.
Fate: TypeAlias = Literal["unused", "answered", "upheld", "expired"]


@value
class TrialStarted:
    trial: ActId
    agent: AgentId
    owner: OwnerId
    kind: str
    target: str
    version: VersionId
    terms: Terms
    status_quo: VersionId
    sizes: tuple[int, ...]  # the units of each batch
    duration: int  # of a batch, in milliseconds
    metric: str
    tolerance: int
    alpha: int
    reserve: int  # ppm of harm: the worst case of all units
    bond: int
    fees: int  # of the guard, for all batches
    reason: Hash | None


@value
class TrialMoved:
    trial: ActId
    stage: str
    since: Instant
    until: Instant


@value
class GuardDrawn:
    trial: ActId
    guard: Seat
    standins: tuple[Seat, ...]
    deposit: int


@value
class GuardReplaced:
    trial: ActId
    silent: Seat
    guard: Seat | None  # nobody: the trial ends
    deposit: int


@value
class BatchReleased:
    trial: ActId
    batch: int
    guard: AgentId
    wealth: int
    evidence: Hash | None
    fee: int


@value
class TrialStopped:
    trial: ActId
    batch: int
    guard: AgentId
    wealth: int
    evidence: Hash | None
    fee: int


@value
class TrialHalted:
    trial: ActId
    agent: AgentId
    owner: OwnerId
    clause: str
    reason: Hash | None
    counts: bool  # against the owner's halts of the epoch


@value
class UnitsGranted:
    """A grant to treat a batch of units, or, with none, to treat no unit any more."""

    trial: ActId
    grant: ActId
    batch: int
    units: int
    version: VersionId
    kind: str
    target: str
    terms: Terms
    base: Hash
    executor: AgentId
    until: Instant


@value
class UnitsExecuted:
    trial: ActId
    batch: int
    units: int
    result: Result
    in_force: Terms
    undone: bool


@value
class ReadingFiled:
    trial: ActId
    act: ActId
    agent: AgentId
    version: VersionId  # of the treated units, or the status quo: of the others
    seal: Hash


@value
class ReadingOpened:
    trial: ActId
    act: ActId
    agent: AgentId
    version: VersionId
    values: Mapping[str, int]


@value
class BatchMeasured:
    trial: ActId
    batch: int
    treated: Mapping[str, int]  # ppm, of the values on which the meters agree
    control: Mapping[str, int]
    disputed: tuple[str, ...]
    harm: int  # ppm of the whole target; the worst case if a guarded value is disputed


@value
class TrialEnding:
    trial: ActId
    ending: Ending
    why: str


@value
class TrialReported:
    trial: ActId
    agent: AgentId
    effects: Mapping[str, Interval]
    levels: Mapping[str, Interval]
    evidence: Hash | None


@value
class TrialClosed:
    trial: ActId
    at: Instant
    ending: Ending
    why: str
    points: Mapping[str, int]  # treated minus control, the mean over the units, ppm
    effects: Mapping[str, Interval]  # the widest of what was reported
    levels: Mapping[str, Interval]
    reporters: tuple[OwnerId, ...]
    above: tuple[str, ...]  # the values whose floor the terms were shown to be above
    harm: int  # ppm, consumed
    reserve: int  # ppm, of which the rest returns


@value
class FindingBonded:
    proposal: str
    owner: OwnerId
    clause: str  # of the floor that would be broken
    amount: int
    epoch: int


@value
class FindingStands:
    """It excluded candidates, whose terms a trial may try."""

    proposal: str
    owner: OwnerId
    clause: str
    kind: str
    terms: tuple[Terms, ...]


@value
class FindingDecided:
    proposal: str
    owner: OwnerId
    clause: str
    fate: Fate
    to: OwnerId  # whose the bond is now


TrialEvent: TypeAlias = (
    TrialStarted
    | TrialMoved
    | GuardDrawn
    | GuardReplaced
    | BatchReleased
    | TrialStopped
    | TrialHalted
    | UnitsGranted
    | UnitsExecuted
    | ReadingFiled
    | ReadingOpened
    | BatchMeasured
    | TrialEnding
    | TrialReported
    | TrialClosed
    | FindingBonded
    | FindingStands
    | FindingDecided
)
