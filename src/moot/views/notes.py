"""Notes on a proposal, for its minutes: dates, money, draws, meters and influence, which its page does not show.

Laws: an event is noted on its own proposal alone; what moves money or influence is noted as it moved, so
that once a proposal is closed, all that was moved for it sums to nothing.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from moot.core.act import AgentId, Hash, Instant, Mass, OwnerId, Ppm, ProposalId, ValueId
from moot.core.charter import Charter
from moot.core.events import (
    BallotExtended,
    ChanceAssigned,
    ChanceRevealed,
    CreditsMoved,
    Event,
    InfluenceUpdated,
    LotSeeded,
    LotteryDrawn,
    MeasureFiled,
    MeasureOpened,
    ProposalClosed,
    ProposalSubmitted,
    StageEntered,
    StakeLost,
    StakesSettled,
    VoteMoved,
)
from moot.core.ledger import held_account
from moot.core.value import value
from moot.views.charter import CharterView
from moot.views.roll import Roll
from moot.wire.entry import Told


@dataclass(slots=True)
class Dated:
    """A stage: the entry that opened it, since when, until when at the latest, and when it was left."""

    stage: str
    entry: int
    since: Instant
    until: Instant
    left: Instant | None = None


@dataclass(slots=True)
class Draw:
    """One side of the lot: who was to contribute, whose link is disclosed, and the seed that follows."""

    contributors: list[str] = field(default_factory=list)
    revealed: list[str] = field(default_factory=list)
    seed: Hash | None = None


@value
class Weighed:
    """An owner's influence on a value before and after a measurement, in 10^-12."""

    before: Mass
    after: Mass


@dataclass(slots=True)
class Notes:
    """What the minutes say beside the page."""

    number: int  # of the decision, from 1 in the order of submission
    charter: Charter  # in force at submission
    voters: tuple[OwnerId, ...]
    first: int  # entry
    last: int
    dates: list[Dated] = field(default_factory=list)
    draws: dict[str, Draw] = field(default_factory=dict)
    lottery_number: int | None = None
    moved: list[Mapping[str, object]] = field(default_factory=list)  # votes, once they were open
    shut: list[AgentId] = field(default_factory=list)  # whose forecast was not opened
    meters: list[AgentId] = field(default_factory=list)  # that filed
    measures: dict[AgentId, Mapping[ValueId, Ppm]] = field(default_factory=dict)
    money: Counter[tuple[str, str]] = field(default_factory=Counter)  # by account and clause, micro-credits
    influence: dict[ValueId, dict[OwnerId, Weighed]] = field(default_factory=dict)


class Notebook:
    """Notes on every proposal."""

    def __init__(self, rules: CharterView, roll: Roll) -> None:
        """Read the charter in force, and who has a voice."""
        self.notes: dict[ProposalId, Notes] = {}
        self._rules, self._roll = rules, roll
        self._influence: dict[ValueId, dict[OwnerId, Mass]] = {}

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        settled: Notes | None = None
        for event in told.events:
            match event:
                case ProposalSubmitted():
                    self._begin(event, told.index)
                case InfluenceUpdated():
                    self._weigh(event, settled)
                case _:
                    notes = self.notes.get(getattr(event, "proposal", None) or "")
                    if notes:
                        settled = notes if isinstance(event, StakesSettled) else settled
                        notes.last = told.index
                        _note(event, notes, told)

    def _begin(self, event: ProposalSubmitted, index: int) -> None:
        number, voters = len(self.notes) + 1, self._roll.voiced()
        self.notes[event.proposal] = Notes(number, self._rules.in_force, voters, index, index)

    def _weigh(self, event: InfluenceUpdated, settled: Notes | None) -> None:
        """Note what a measurement made of influence: the event follows the settlement of that value."""
        masses = self._influence.setdefault(event.value, {})
        if settled:
            settled.influence[event.value] = {
                owner: Weighed(masses.get(owner, 0), mass) for owner, mass in event.masses.items()
            }
        masses.update(event.masses)


def _note(event: Event, notes: Notes, told: Told) -> None:
    match event:
        case StageEntered() | BallotExtended() | ProposalClosed():
            _date(event, notes, told)
        case ChanceAssigned() | ChanceRevealed() | LotSeeded() | LotteryDrawn():
            _draw(event, notes)
        case CreditsMoved():
            _pay(event, notes)
        case VoteMoved():
            notes.moved.append({"owner": event.owner, "old": event.old, "new": event.new, "reason": event.reason})
        case StakeLost():
            notes.shut.append(event.agent)
        case MeasureFiled():
            notes.meters.append(event.agent)
        case MeasureOpened():
            notes.measures[event.agent] = event.values
        case _:
            pass


def _date(event: StageEntered | BallotExtended | ProposalClosed, notes: Notes, told: Told) -> None:
    if isinstance(event, BallotExtended):
        notes.dates[-1].until = event.until
        return
    if notes.dates:
        notes.dates[-1].left = told.received
    if isinstance(event, StageEntered):
        notes.dates.append(Dated(event.stage, told.index, event.since, event.until))


def _draw(event: ChanceAssigned | ChanceRevealed | LotSeeded | LotteryDrawn, notes: Notes) -> None:
    match event:
        case ChanceAssigned():
            notes.draws.setdefault(event.side, Draw()).contributors.append(event.member)
        case ChanceRevealed():
            notes.draws.setdefault(event.side, Draw()).revealed.append(event.member)
        case LotSeeded():
            notes.draws.setdefault(event.side, Draw()).seed = event.seed
        case LotteryDrawn():
            notes.lottery_number = event.number


def _pay(event: CreditsMoved, notes: Notes) -> None:
    held = held_account("")  # for the proposal, or for a dispute about it: nobody's gain
    for account, amount in ((event.source, -event.amount), (event.target, event.amount)):
        if not account.startswith(held):
            notes.money[account, event.clause] += amount
