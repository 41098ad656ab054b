"""Everything that may be asked of a moot, on one page.

Laws: names are the contract (added, never renamed); each command says what it wants, never what
follows; sealed acts carry a hash of their content, which an envelope opens later.

>>> COMMANDS["Withdraw"].__name__
'Withdraw'
"""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, TypeAlias, get_args

from moot.core.act import (
    ActId,
    AgentId,
    Between,
    Choice,
    Condition,
    Credits,
    Hash,
    KeyId,
    Length,
    MandateId,
    Name,
    Nature,
    OwnerId,
    Ppm,
    ProposalId,
    Stance,
    Terms,
    ValueId,
    VersionId,
)
from moot.core.charter import Charter
from moot.core.value import value

Clause: TypeAlias = Annotated[str, Length(1, 120)]
Severity: TypeAlias = Literal["note", "minor", "major", "critical"]
Result: TypeAlias = Literal["executed", "partly_executed", "failed", "unknown"]
Rights: TypeAlias = Annotated[tuple[str, ...], Length(0, 64)]


# What sealed acts hold. The field `what` tells them apart.


@value
class Finding:
    """What a reviewer found: how grave, under which clause, and the hash of the evidence."""

    severity: Severity
    clause: Clause
    evidence: Hash | None = None


@value
class Review:
    """A stance on one version, with what would win the reviewer."""

    stance: Stance
    findings: Annotated[tuple[Finding, ...], Length(0, 64)] = ()
    conditions: Annotated[tuple[Condition, ...], Length(0, 16)] = ()
    what: Literal["review"] = "review"


@value
class Forecast:
    """The expected measurement (ppm) of every value for every candidate, should it run."""

    cells: Mapping[VersionId, Mapping[ValueId, Ppm]]
    what: Literal["forecast"] = "forecast"


@value
class Block:
    """The clause that a vote against says is broken, and the finding's hash."""

    clause: Clause
    finding: Hash | None = None


@value
class Vote:
    """A choice on the printed lottery; a block is a vote against that names a clause."""

    choice: Choice
    block: Block | None = None
    reason: Hash | None = None
    what: Literal["vote"] = "vote"


@value
class Measure:
    """What a meter measured over the horizon (ppm), and the hash of its evidence."""

    values: Mapping[ValueId, Ppm]
    evidence: Hash | None = None
    what: Literal["measure"] = "measure"


Payload: TypeAlias = Review | Forecast | Vote | Measure


# Founding and membership.


@value
class FoundingAgent:
    """An agent that is there from the start; `family` is empty for people."""

    id: AgentId
    nature: Nature
    key: KeyId
    family: Name | None = None
    recovery: Annotated[tuple[Hash, ...], Length(0, 4)] = ()
    may: Rights = ()
    mandates: Annotated[tuple[MandateId, ...], Length(0, 16)] = ()


@value
class FoundingOwner:
    """An owner that is there from the start; without voice it neither votes nor sits."""

    id: OwnerId
    agents: Annotated[tuple[FoundingAgent, ...], Length(1, 64)]
    tip: Hash | None = None
    voice: bool = True


@value
class FoundingTarget:
    """The terms in force on the target of one kind of action when the moot begins."""

    kind: Name
    terms: Terms


@value
class FoundingClerk:
    """The only writer: a member of no owner, with its key and the tip of its chance chain."""

    agent: AgentId
    key: KeyId
    tip: Hash


@value
class Parent:
    """The moot that this one was forked from, and how much of its record it took over."""

    moot: ActId
    size: Annotated[int, Between(1, 2**53 - 1)]
    root: Hash


@value
class FoundMoot:
    """Found a moot: entry 0, whose act id is the moot's id."""

    charter: Charter
    clerk: FoundingClerk
    owners: Annotated[tuple[FoundingOwner, ...], Length(1, 256)]
    targets: Annotated[tuple[FoundingTarget, ...], Length(1, 64)]
    parent: Parent | None = None


@value
class RegisterAgent:
    """Register another agent of one's own owner; `may` lists the acts it may file."""

    agent: AgentId
    nature: Nature
    key: KeyId
    family: Name | None = None
    recovery: Annotated[tuple[Hash, ...], Length(0, 4)] = ()
    may: Rights = ()


@value
class AddKey:
    """Add a signing key (level 0: `key` is the key) or commit to a recovery key (its SHA-256)."""

    agent: AgentId
    key: KeyId
    level: Annotated[int, Between(0, 4)] = 0


@value
class RevokeKey:
    """Revoke a key of one's own owner's agent, of one's key's level or lower."""

    agent: AgentId
    key: KeyId


@value
class CommitChance:
    """Commit the tip of one's owner's hash chain."""

    tip: Hash


@value
class RevealChance:
    """Disclose the link that was assigned for a proposal."""

    proposal: ProposalId
    number: Annotated[int, Between(1, 10_000)]
    link: Hash


@value
class TakeMandate:
    """Take a mandate; acts from the next epoch."""

    mandate: MandateId


@value
class LeaveMandate:
    """Leave a mandate; acts from the next epoch. A seat already drawn stays."""

    mandate: MandateId


@value
class WeighValues:
    """State one's owner's weights (ppm, summing to 1,000,000)."""

    weights: Mapping[ValueId, Ppm]


@value
class CloseEpoch:
    """Close an epoch that is over: re-price values, spread influence, pay the fund."""

    epoch: Annotated[int, Between(0, 2**53 - 1)]


# The life of a proposal.


@value
class Propose:
    """Propose terms for an action; `base` is the digest of the terms now in force."""

    kind: Name
    terms: Terms
    base: Hash
    reason: Hash | None = None


@value
class Withdraw:
    """Withdraw one's proposal, before forecasts close."""

    proposal: ProposalId
    reason: Hash | None = None


@value
class FileReview:
    """File a sealed review of a version for the seat of a mandate."""

    proposal: ProposalId
    version: VersionId
    mandate: MandateId
    seal: Hash


@value
class Answer:
    """The condition that an amendment answers: whose, for which seat, and which of them."""

    agent: AgentId
    mandate: MandateId
    condition: Annotated[int, Between(0, 15)]


@value
class OfferAmendment:
    """Offer a version: `base` with some terms set anew."""

    proposal: ProposalId
    base: VersionId
    set: Terms
    answers: Annotated[tuple[Answer, ...], Length(0, 64)] = ()
    merges: Annotated[tuple[VersionId, ...], Length(0, 16)] = ()
    reason: Hash | None = None


@value
class FileForecast:
    """File one sealed forecast of every candidate, with a stake (micro-credits)."""

    proposal: ProposalId
    slate: Hash
    stake: Credits
    seal: Hash


@value
class CastVote:
    """Cast one's owner's sealed vote on the printed paper; a later vote replaces it."""

    proposal: ProposalId
    paper: Hash
    seal: Hash


@value
class Object:
    """Move or add one's owner's open vote towards against."""

    proposal: ProposalId
    paper: Hash
    choice: Literal["abstain", "against"] = "against"
    reason: Hash | None = None


@value
class OpenEnvelope:
    """Disclose what a sealed act holds."""

    act: ActId
    salt: Hash
    payload: Payload


@value
class Advance:
    """Move a proposal on from a stage whose deadline is over."""

    proposal: ProposalId
    stage: Annotated[str, Length(1, 40)]


@value
class ReportExecution:
    """Say what became of a grant, and which terms are in force now."""

    grant: ActId
    version: VersionId
    result: Result
    in_force: Terms
    undone: bool = False
    evidence: Hash | None = None


@value
class ReportMeasure:
    """File a sealed measurement of what ran."""

    proposal: ProposalId
    version: VersionId
    seal: Hash


Command: TypeAlias = (
    FoundMoot
    | RegisterAgent
    | AddKey
    | RevokeKey
    | CommitChance
    | RevealChance
    | TakeMandate
    | LeaveMandate
    | WeighValues
    | CloseEpoch
    | Propose
    | Withdraw
    | FileReview
    | OfferAmendment
    | FileForecast
    | CastVote
    | Object
    | OpenEnvelope
    | Advance
    | ReportExecution
    | ReportMeasure
)
Sealed: TypeAlias = FileReview | FileForecast | CastVote | ReportMeasure

COMMANDS: Final[Mapping[str, type[Command]]] = {each.__name__: each for each in get_args(Command)}
SEALS: Final[Mapping[type[Sealed], type[Payload]]] = {
    FileReview: Review,
    FileForecast: Forecast,
    CastVote: Vote,
    ReportMeasure: Measure,
}


@value
class Act:
    """What a member signs: who, with which key, in which order, until when, and what."""

    moot: Annotated[str, Length(0, 64)]
    by: AgentId
    key: KeyId
    nonce: Annotated[int, Between(0, 2**53 - 1)]
    until: Annotated[int, Between(0, 2**53 - 1)]
    at: Annotated[int, Between(0, 2**53 - 1)]
    command: Command


@value
class Filed:
    """An act as the clerk received it: its id, its place in the record, and the clerk's time."""

    act: Act
    id: ActId
    index: int
    received: int
