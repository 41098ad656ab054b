"""The file of each dispute: what is claimed, who was drawn to judge it and how, what they found, who paid.

Laws: an event writes in the file of its dispute alone; a sealed verdict leaves only that it was filed, until
its envelope is opened; a file that is closed stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import singledispatch

from moot.core.act import ActId, AgentId, Hash, Instant, OwnerId, Ppm, ProposalId, ValueId
from moot.core.canonical import Plain, plain
from moot.core.commands import Matter, Ruling
from moot.core.events import (
    AppealLodged,
    DisputeClosed,
    DisputeEntered,
    DisputeFaulted,
    DisputeOpened,
    Event,
    JurorReplaced,
    JuryDrawn,
    JuryLinkAssigned,
    JuryLinkRevealed,
    Seat,
    VerdictFiled,
    VerdictOpened,
    VerdictReached,
)
from moot.views.unknown import Unknown
from moot.wire.entry import Told


@dataclass(slots=True)
class JurorShown:
    """Who sits on the jury, whether its owner has a stake in the proposal, and whether its verdict is in."""

    owner: OwnerId
    agent: AgentId
    family: str | None
    interested: bool
    filed: bool = False

    @classmethod
    def of(cls, seat: Seat) -> "JurorShown":
        """Return a juror that has not spoken yet."""
        return cls(seat.owner, seat.agent, seat.family, seat.degraded)


@dataclass(slots=True)
class CaseFile:
    """The whole of a dispute in public. Reports in ppm, money in micro-credits, instants in ms."""

    dispute: ActId
    about: Matter
    proposal: ProposalId | None
    agent: AgentId | None
    clause: str
    evidence: list[Hash]
    bonds: Mapping[OwnerId, int]
    stands: Ruling
    reported: Mapping[ValueId, tuple[Ppm, ...]]
    barred: tuple[OwnerId, ...]
    opened: Instant
    stage: str = "summoning"
    until: Instant | None = None
    round: int = 1
    seed: Hash | None = None
    links: dict[str, int] = field(default_factory=dict)  # still to be revealed
    jury: list[JurorShown] = field(default_factory=list)
    replaced: list[Mapping[str, object]] = field(default_factory=list)
    verdicts: list[Mapping[str, object]] = field(default_factory=list)  # of all rounds
    reached: list[Mapping[str, object]] = field(default_factory=list)  # round by round
    appeals: list[Mapping[str, object]] = field(default_factory=list)
    faults: list[Mapping[str, object]] = field(default_factory=list)
    outcome: Mapping[str, object] | None = None


class DisputeView:
    """Every dispute there ever was; `files` is shared with the docket."""

    def __init__(self) -> None:
        self.files: dict[ActId, CaseFile] = {}

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        for event in told.events:
            if isinstance(event, DisputeOpened):
                self.files[event.dispute] = _file(event, told.received)
            elif file := self.files.get(getattr(event, "dispute", "")):
                write(event, file)

    def show(self, dispute: ActId) -> Plain:
        """Return the file of `dispute`."""
        if dispute not in self.files:
            raise Unknown("dispute", dispute, self.files)
        return plain(self.files[dispute])

    def list(self) -> Plain:
        """Return a row for each dispute, in the order in which they opened."""
        shown = ("dispute", "about", "proposal", "agent", "clause", "stage", "until", "round")
        return [{name: getattr(file, name) for name in shown} for file in self.files.values()]


def _file(event: DisputeOpened, received: Instant) -> CaseFile:
    return CaseFile(
        dispute=event.dispute,
        about=event.about,
        proposal=event.proposal,
        agent=event.agent,
        clause=event.clause,
        evidence=[event.evidence] if event.evidence else [],
        bonds=event.bonds,
        stands=event.stands,
        reported=event.reported,
        barred=event.barred,
        opened=received,
    )


def _rest(event: Event) -> Mapping[str, object]:
    return {each.name: getattr(event, each.name) for each in fields(event) if each.name != "dispute"}


@singledispatch
def write(_event: object, _file: CaseFile) -> None:
    """Write what `event` says in the file; some events say nothing about it."""


@write.register
def _(event: DisputeEntered, file: CaseFile) -> None:
    file.stage, file.until = event.stage, event.until


@write.register
def _(event: JuryLinkAssigned, file: CaseFile) -> None:
    file.links[event.member] = event.number


@write.register
def _(event: JuryLinkRevealed, file: CaseFile) -> None:
    del file.links[event.member]


@write.register
def _(event: DisputeFaulted, file: CaseFile) -> None:
    file.faults.append(_rest(event))


@write.register
def _(event: JuryDrawn, file: CaseFile) -> None:
    file.round, file.seed = event.round, event.seed
    file.links.clear()
    file.jury = [JurorShown.of(seat) for seat in event.seats]


@write.register
def _(event: VerdictFiled, file: CaseFile) -> None:
    for juror in file.jury:
        juror.filed = juror.filed or juror.agent == event.agent


@write.register
def _(event: JurorReplaced, file: CaseFile) -> None:
    file.replaced.append({"round": file.round, **_rest(event)})
    file.jury = [juror for juror in file.jury if juror.agent != event.silent.agent]
    file.jury += [JurorShown.of(event.standin)] if event.standin else []


@write.register
def _(event: VerdictOpened, file: CaseFile) -> None:
    file.verdicts.append({"round": file.round, **_rest(event)})


@write.register
def _(event: VerdictReached, file: CaseFile) -> None:
    file.reached.append(_rest(event))


@write.register
def _(event: AppealLodged, file: CaseFile) -> None:
    file.appeals.append(_rest(event))
    file.evidence += [event.evidence] if event.evidence else []


@write.register
def _(event: DisputeClosed, file: CaseFile) -> None:
    file.stage, file.until = "closed", None
    file.outcome = {name: each for name, each in _rest(event).items() if name not in {"proposal", "agent", "clause"}}
