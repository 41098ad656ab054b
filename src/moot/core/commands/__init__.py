"""Everything that may be asked of a moot: one file per topic, and this index.

Laws: names are the contract (added, never renamed); each command says what it wants, never what
follows; sealed acts carry a hash of their content, which an envelope opens later.

>>> COMMANDS["Withdraw"].__name__
'Withdraw'
"""

from collections.abc import Mapping
from typing import Annotated, Final, TypeAlias, get_args

from moot.core.act import ActId, AgentId, Between, KeyId, Length
from moot.core.commands.admission import AdmitOwner, InviteOwner, LeaveMoot, SuspendMember
from moot.core.commands.delegation import Delegate, RevokeDelegation
from moot.core.commands.deliberation import (
    Advance,
    Answer,
    CastVote,
    Comment,
    FileForecast,
    FileReview,
    Object,
    OfferAmendment,
    OpenEnvelope,
    Propose,
    Withdraw,
)
from moot.core.commands.dispute import Appeal, CancelProposal, Dispute, Judge, Matter, Pause
from moot.core.commands.execution import ReportExecution, ReportMeasure, Result
from moot.core.commands.founding import (
    FoundingAgent,
    FoundingClerk,
    FoundingOwner,
    FoundingTarget,
    FoundMoot,
    Parent,
    Rights,
)
from moot.core.commands.members import (
    AddKey,
    CloseEpoch,
    CommitChance,
    LeaveMandate,
    RegisterAgent,
    RevealChance,
    RevokeKey,
    TakeMandate,
    WeighValues,
)
from moot.core.commands.rounds import CloseRound, FileBallot, OpenRound
from moot.core.commands.sealed import (
    Ballot,
    Block,
    Clause,
    Finding,
    Forecast,
    Measure,
    Payload,
    Review,
    Ruling,
    Severity,
    Verdict,
    Vote,
)
from moot.core.commands.trials import HaltTrial, Interval, ReportGuard, ReportTrial, StartTrial
from moot.core.value import value

__all__ = [
    "COMMANDS",
    "SEALS",
    "Act",
    "AddKey",
    "AdmitOwner",
    "Advance",
    "Answer",
    "Appeal",
    "Ballot",
    "Block",
    "CancelProposal",
    "CastVote",
    "Clause",
    "CloseEpoch",
    "CloseRound",
    "Command",
    "Comment",
    "CommitChance",
    "Delegate",
    "Dispute",
    "FileBallot",
    "FileForecast",
    "FileReview",
    "Filed",
    "Finding",
    "Forecast",
    "FoundMoot",
    "FoundingAgent",
    "FoundingClerk",
    "FoundingOwner",
    "FoundingTarget",
    "HaltTrial",
    "Interval",
    "InviteOwner",
    "Judge",
    "LeaveMandate",
    "LeaveMoot",
    "Matter",
    "Measure",
    "Object",
    "OfferAmendment",
    "OpenEnvelope",
    "OpenRound",
    "Parent",
    "Pause",
    "Payload",
    "Propose",
    "RegisterAgent",
    "ReportExecution",
    "ReportGuard",
    "ReportMeasure",
    "ReportTrial",
    "Result",
    "RevealChance",
    "Review",
    "RevokeDelegation",
    "RevokeKey",
    "Rights",
    "Ruling",
    "Sealed",
    "Severity",
    "StartTrial",
    "SuspendMember",
    "TakeMandate",
    "Verdict",
    "Vote",
    "WeighValues",
    "Withdraw",
]

Command: TypeAlias = (
    FoundMoot
    | InviteOwner
    | AdmitOwner
    | RegisterAgent
    | AddKey
    | RevokeKey
    | CommitChance
    | RevealChance
    | TakeMandate
    | LeaveMandate
    | SuspendMember
    | LeaveMoot
    | WeighValues
    | Delegate
    | RevokeDelegation
    | CloseEpoch
    | Propose
    | Withdraw
    | FileReview
    | OfferAmendment
    | FileForecast
    | CastVote
    | Object
    | Comment
    | OpenEnvelope
    | Advance
    | ReportExecution
    | ReportMeasure
    | StartTrial
    | ReportGuard
    | HaltTrial
    | ReportTrial
    | Dispute
    | Judge
    | Appeal
    | CancelProposal
    | Pause
    | OpenRound
    | FileBallot
    | CloseRound
)
Sealed: TypeAlias = FileReview | FileForecast | CastVote | ReportMeasure | Judge | FileBallot

COMMANDS: Final[Mapping[str, type[Command]]] = {each.__name__: each for each in get_args(Command)}
SEALS: Final[Mapping[type[Sealed], type[Payload]]] = {
    FileReview: Review,
    FileForecast: Forecast,
    CastVote: Vote,
    ReportMeasure: Measure,
    Judge: Verdict,
    FileBallot: Ballot,
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
