"""A trial as the assembly keeps it, while it is open; and what is kept of those that are over.

Laws: what a trial is judged by (charter, values, worst case) is frozen when it starts; it has the parts
that the lot knows of a proposal, so that both draw on one kind of chance.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from moot.core.act import ActId, AgentId, Hash, Instant, OwnerId, Ppm, Terms, ValueId, VersionId
from moot.core.charter import Kind
from moot.core.commands import Interval
from moot.core.dossier import Envelope, Frozen, Link
from moot.core.events import Ending, Seat
from moot.core.trial import Comparison
from moot.core.value import value, wide

# Under which an owner's draw of the epoch is kept: no kind of action can be called so.
GUARD: Final = "guard/trial"


@value
class Wanted:
    """What whoever tries asked for: the terms, how many units a batch has, how long each runs, what it is about."""

    terms: Terms
    sizes: tuple[int, ...]
    duration: int
    metric: ValueId
    tolerance: Ppm
    alpha: Ppm


@value
class Deposits:
    """What the trial's account holds, and for whom (micro-credits)."""

    bond: int = 0
    fees: int = 0  # of the guard, not yet paid
    guard: int = 0  # the guard's deposit


@value
class Told:
    """A report on a trial, by the owner who computed it."""

    effects: Mapping[ValueId, Interval]
    levels: Mapping[ValueId, Interval]


@wide
class Trial:
    """The whole of one trial, between its start and its report."""

    id: ActId
    agent: AgentId
    owner: OwnerId
    kind: Kind
    version: VersionId
    status_quo: VersionId
    before: Terms  # in force when it started
    wanted: Wanted
    reserve: int
    frozen: Frozen
    purse: Deposits
    stage: str = "drawing"
    since: Instant = 0
    until: Instant = 0
    extended: bool = False
    links: Mapping[str, Mapping[str, Link]] = field(default_factory=dict)
    seeds: Mapping[str, Hash] = field(default_factory=dict)
    guard: Seat | None = None
    standins: tuple[Seat, ...] = ()
    replaced: bool = False
    batch: int = 0  # the last that was released, from 1
    grant: ActId | None = None
    treating: bool = False  # whether units are, or may be, treated
    sealed: Mapping[ActId, Envelope] = field(default_factory=dict)
    arms: Mapping[ActId, VersionId] = field(default_factory=dict)  # what each sealed measurement is of
    readings: Mapping[AgentId, Mapping[VersionId, Mapping[ValueId, Ppm]]] = field(default_factory=dict)
    compared: tuple[Comparison, ...] = ()
    harm: int = 0
    ending: Ending | None = None
    why: str = ""
    reports: Mapping[OwnerId, Told] = field(default_factory=dict)


def units_of(trial: Trial) -> int:
    """Return how many units the batch that was released last treats."""
    return trial.wanted.sizes[trial.batch - 1]


def measured(trial: Trial) -> bool:
    """Return whether every batch that was released is measured."""
    return len(trial.compared) == trial.batch
