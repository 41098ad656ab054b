"""Everything that can happen in a moot, on one page, in the past tense.

Laws: events are the permanent contract (added, never renamed); with the state before them they are
all that `evolve` needs; nothing sealed stands in an event before its envelope is opened.

>>> EVENTS["VoteCast"].__name__
'VoteCast'
"""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias, get_args

from moot.core.act import ActId, AgentId, Choice, Hash, Instant, KeyId, Mass, Nature, OwnerId, Terms, VersionId
from moot.core.charter import Charter
from moot.core.commands import Answer, Block, FoundingClerk, Parent, Result, Review
from moot.core.value import value

Outcome: TypeAlias = Literal["settled", "rejected", "void", "withdrawn", "failed"]
Side: TypeAlias = Literal["drawing", "lottery"]


# Founding, membership, keys, chance.


@value
class MootFounded:
    moot: ActId
    founded: Instant
    charter: Charter
    clerk: FoundingClerk
    parent: Parent | None


@value
class NonceSpent:
    key: KeyId
    agent: AgentId
    level: int
    nonce: int


@value
class OwnerFounded:
    owner: OwnerId
    voice: bool


@value
class AgentRegistered:
    agent: AgentId
    owner: OwnerId
    nature: Nature
    family: str | None
    key: KeyId
    recovery: tuple[Hash, ...]
    may: tuple[str, ...]


@value
class TargetSet:
    target: str
    kind: str
    terms: Terms


@value
class KeyAdded:
    agent: AgentId
    key: KeyId
    level: int


@value
class KeyRevoked:
    agent: AgentId
    key: KeyId
    level: int


@value
class ChanceCommitted:
    member: str  # an owner, or the clerk's agent id
    tip: Hash


@value
class ChanceAssigned:
    proposal: str
    side: Side
    member: str
    number: int
    deposit: int


@value
class ChanceRevealed:
    proposal: str
    side: Side
    member: str
    number: int
    link: Hash


@value
class MandateTaken:
    agent: AgentId
    mandate: str
    epoch: int  # acts from this epoch


@value
class MandateLeft:
    agent: AgentId
    mandate: str
    epoch: int


# Values, money, influence, epochs.


@value
class ValuesWeighed:
    act: ActId
    owner: OwnerId
    weights: Mapping[str, int]
    epoch: int


@value
class EpochClosed:
    epoch: int


@value
class ValuesRepriced:
    epoch: int
    old: Mapping[str, int]
    new: Mapping[str, int]
    vectors: int  # how many owners' vectors were live
    moved_by: tuple[ActId, ...]  # the acts that changed a vector since the last pricing


@value
class CreditsMoved:
    source: str
    target: str
    amount: int
    clause: str
    proposal: str | None


@value
class InfluenceUpdated:
    value: str
    masses: Mapping[OwnerId, Mass]  # of those whose influence changed
    clause: str


# The life of a proposal.


@value
class ProposalSubmitted:
    proposal: str
    author: AgentId
    owner: OwnerId
    kind: str
    target: str
    version: VersionId
    terms: Terms
    status_quo: VersionId
    reason: Hash | None
    weights: Mapping[str, int]
    bond: int
    fees: int
    reserve: int


@value
class StageEntered:
    proposal: str
    stage: str
    since: Instant
    until: Instant


@value
class FaultPublished:
    proposal: str
    member: str
    fault: str


@value
class Seat:
    """A place on a panel; degraded when its holder does not hold the mandate."""

    owner: OwnerId
    agent: AgentId
    family: str | None
    degraded: bool = False


@value
class PanelDrawn:
    proposal: str
    mandate: str
    seats: tuple[Seat, ...]
    standins: tuple[Seat, ...]


@value
class LotSeeded:
    proposal: str
    side: Side
    seed: Hash
    changed: tuple[str, ...]  # the terms for which a drawing seed is kept for the epoch


@value
class DepositChanged:
    proposal: str
    mandate: str
    agent: AgentId
    held: int


@value
class ReviewFiled:
    proposal: str
    act: ActId
    agent: AgentId
    mandate: str
    seal: Hash


@value
class ReviewerReplaced:
    proposal: str
    mandate: str
    stage: Literal["review", "forecast"]
    silent: Seat
    standin: Seat | None  # nobody is left to stand in


@value
class MandateUnheard:
    proposal: str
    mandate: str
    filed: int
    needed: int


@value
class ReviewOpened:
    proposal: str
    act: ActId
    agent: AgentId
    mandate: str
    review: Review
    fee: int


@value
class VersionOffered:
    proposal: str
    version: VersionId
    agent: AgentId
    owner: OwnerId
    base: VersionId
    terms: Terms
    answers: tuple[Answer, ...]
    merges: tuple[VersionId, ...]
    reason: Hash | None


@value
class Candidate:
    """A version on the slate: whose it is, and the owners whose reviewers support it."""

    version: VersionId
    owner: OwnerId | None  # nobody's: the status quo
    supporters: tuple[OwnerId, ...]


@value
class CandidatesFrozen:
    proposal: str
    slate: Hash
    candidates: tuple[Candidate, ...]  # the status quo, the original, then in order of support
    left_out: tuple[VersionId, ...]
    pooled: tuple[Seat, ...]  # the forecasters whose forecasts count in the pool
    scored: tuple[Seat, ...]  # those who forecast and are scored, but authored a candidate


@value
class ForecasterCalled:
    proposal: str
    mandate: str
    seat: Seat


@value
class ForecastFiled:
    proposal: str
    act: ActId
    agent: AgentId
    owner: OwnerId
    stake: int
    seal: Hash


@value
class ForecastOpened:
    proposal: str
    act: ActId
    agent: AgentId
    cells: Mapping[VersionId, Mapping[str, int]]


@value
class StakeLost:
    proposal: str
    act: ActId
    agent: AgentId
    stake: int


@value
class Pooled:
    """A pooled forecast (ppm) with its weighted quartiles, and how many forecasts made it."""

    value: int
    lower: int
    upper: int
    forecasts: int


@value
class ForecastsPooled:
    proposal: str
    pools: Mapping[VersionId, Mapping[str, Pooled]]
    scores: Mapping[VersionId, int]  # ppm, floored


@value
class NothingBetter:
    proposal: str


@value
class CandidateRecommended:
    proposal: str
    version: VersionId
    eligible: tuple[VersionId, ...]
    excluded: Mapping[VersionId, str]  # why a candidate is not eligible: the floor's clause
    lottery: Mapping[VersionId, int]  # ppm
    least: int  # p_min, ppm
    paper: Hash


@value
class VoteCast:
    proposal: str
    act: ActId
    owner: OwnerId
    agent: AgentId
    seal: Hash


@value
class BallotExtended:
    proposal: str
    until: Instant


@value
class VoteOpened:
    proposal: str
    act: ActId
    owner: OwnerId
    choice: Choice
    block: Block | None
    reason: Hash | None


@value
class VoteMoved:
    proposal: str
    owner: OwnerId
    old: Choice | None
    new: Choice
    reason: Hash | None


@value
class BallotClosed:
    proposal: str
    in_favour: int
    abstained: int
    against: int
    owners: int
    quorum: int
    passed: bool
    two_thirds: bool  # asked for, because a mandate was unheard


@value
class LotteryDrawn:
    proposal: str
    version: VersionId
    number: int  # 0..999,999
    probability: int  # ppm with which this version was to be drawn


@value
class GrantIssued:
    proposal: str
    grant: ActId
    version: VersionId
    kind: str
    target: str
    terms: Terms
    base: Hash
    executor: AgentId
    until: Instant


@value
class ActionExecuted:
    proposal: str
    version: VersionId
    result: Result
    in_force: Terms
    undone: bool


@value
class MeasureFiled:
    proposal: str
    act: ActId
    agent: AgentId
    seal: Hash


@value
class MeasureOpened:
    proposal: str
    act: ActId
    agent: AgentId
    values: Mapping[str, int]


@value
class OutcomeMeasured:
    proposal: str
    version: VersionId
    measured: Mapping[str, int]  # ppm, the values on which the meters agree
    disputed: tuple[str, ...]  # the values on which they do not
    score: int | None  # ppm under the frozen weights, when all agree


@value
class StakesSettled:
    proposal: str
    value: str
    measured: int
    nets: Mapping[AgentId, int]  # micro-credits; negative for a loss


@value
class CreditShared:
    proposal: str
    gain: int  # ppm of score above the pooled status quo
    pay: int  # micro-credits, negative for a loss taken from the bond
    shares: Mapping[OwnerId, int]


@value
class ProposalClosed:
    proposal: str
    outcome: Outcome
    why: str


Event: TypeAlias = (
    MootFounded
    | NonceSpent
    | OwnerFounded
    | AgentRegistered
    | TargetSet
    | KeyAdded
    | KeyRevoked
    | ChanceCommitted
    | ChanceAssigned
    | ChanceRevealed
    | MandateTaken
    | MandateLeft
    | ValuesWeighed
    | EpochClosed
    | ValuesRepriced
    | CreditsMoved
    | InfluenceUpdated
    | ProposalSubmitted
    | StageEntered
    | FaultPublished
    | PanelDrawn
    | LotSeeded
    | DepositChanged
    | ReviewFiled
    | ReviewerReplaced
    | MandateUnheard
    | ReviewOpened
    | VersionOffered
    | CandidatesFrozen
    | ForecasterCalled
    | ForecastFiled
    | ForecastOpened
    | StakeLost
    | ForecastsPooled
    | NothingBetter
    | CandidateRecommended
    | VoteCast
    | BallotExtended
    | VoteOpened
    | VoteMoved
    | BallotClosed
    | LotteryDrawn
    | GrantIssued
    | ActionExecuted
    | MeasureFiled
    | MeasureOpened
    | OutcomeMeasured
    | StakesSettled
    | CreditShared
    | ProposalClosed
)

EVENTS: Final[Mapping[str, type[Event]]] = {each.__name__: each for each in get_args(Event)}
