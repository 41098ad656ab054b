"""The life of a dispute, from its opening over the jury to what was paid; blocks; what guardians did."""

from collections.abc import Mapping
from typing import TypeAlias

from moot.core.act import ActId, AgentId, Hash, Instant, OwnerId
from moot.core.commands import Matter, Ruling, Verdict
from moot.core.events.review import Seat
from moot.core.value import value


@value
class DisputeOpened:
    dispute: ActId
    about: Matter
    proposal: str | None  # nothing where it is about conduct
    agent: AgentId | None  # whose conduct it is about
    clause: str
    evidence: Hash | None
    bonds: Mapping[OwnerId, int]  # micro-credits of each who opened it; nobody's if it opened by itself
    stands: Ruling  # what holds without a verdict
    values: Mapping[str, int]  # ppm: what meters agreed on, if that is disputed
    reported: Mapping[str, tuple[int, ...]]  # ppm, by value: the reports among which a jury chooses
    barred: tuple[OwnerId, ...]  # who is involved, and so does not judge


@value
class DisputeEntered:
    dispute: ActId
    stage: str
    since: Instant
    until: Instant


@value
class JuryLinkAssigned:
    dispute: ActId
    member: str
    number: int
    deposit: int


@value
class JuryLinkRevealed:
    dispute: ActId
    member: str
    number: int
    link: Hash


@value
class DisputeFaulted:
    dispute: ActId
    member: str
    fault: str


@value
class JuryDrawn:
    dispute: ActId
    round: int
    seed: Hash
    seats: tuple[Seat, ...]  # degraded: whose owner has a stake in it
    standins: tuple[Seat, ...]
    fee: int  # micro-credits for each verdict, which the fund has set aside


@value
class JurorDepositChanged:
    dispute: ActId
    agent: AgentId
    held: int


@value
class VerdictFiled:
    dispute: ActId
    act: ActId
    agent: AgentId
    seal: Hash


@value
class JurorReplaced:
    dispute: ActId
    silent: Seat
    standin: Seat | None  # nobody is left to stand in


@value
class VerdictOpened:
    dispute: ActId
    act: ActId
    agent: AgentId
    verdict: Verdict
    fee: int


@value
class VerdictReached:
    dispute: ActId
    round: int
    ruling: Ruling | None  # nothing, if no majority of the seats found the same
    values: Mapping[str, int]
    found: Mapping[str, int]  # how many jurors found what
    seats: int


@value
class AppealLodged:
    dispute: ActId
    round: int  # whose verdict it is against
    owner: OwnerId
    bond: int
    evidence: Hash | None


@value
class DisputeClosed:
    dispute: ActId
    proposal: str | None
    agent: AgentId | None
    clause: str
    ruling: Ruling
    values: Mapping[str, int]
    upheld: bool  # whether something else holds than before
    nets: Mapping[OwnerId, int]  # micro-credits that each party has won or lost by its bonds
    why: str


@value
class SuspensionRecommended:
    dispute: ActId
    agent: AgentId
    clause: str


@value
class BlockPosted:
    proposal: str
    owner: OwnerId
    clause: str
    finding: Hash | None
    bond: int


@value
class BlockLapsed:
    proposal: str
    owner: OwnerId
    clause: str
    why: str


@value
class BlockUpheld:
    proposal: str
    dispute: ActId
    clause: str


@value
class ProposalPaused:
    proposal: str
    guardian: str
    agent: AgentId
    clause: str
    reason: Hash
    stage: str  # in which it goes on
    left: int  # powers


@value
class ProposalCancelled:
    proposal: str
    guardian: str
    agent: AgentId
    clause: str
    reason: Hash
    left: int  # powers


DisputeEvent: TypeAlias = (
    DisputeOpened
    | DisputeEntered
    | JuryLinkAssigned
    | JuryLinkRevealed
    | DisputeFaulted
    | JuryDrawn
    | JurorDepositChanged
    | VerdictFiled
    | JurorReplaced
    | VerdictOpened
    | VerdictReached
    | AppealLodged
    | DisputeClosed
    | SuspensionRecommended
    | BlockPosted
    | BlockLapsed
    | BlockUpheld
    | ProposalPaused
    | ProposalCancelled
)
