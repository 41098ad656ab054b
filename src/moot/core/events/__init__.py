"""Everything that can happen in a moot, in the past tense: one file per topic, and this index.

Laws: events are the permanent contract (added, never renamed); with the state before them they are
all that `evolve` needs; nothing sealed stands in an event before its envelope is opened.

>>> EVENTS["VoteCast"].__name__
'VoteCast'
"""

from collections.abc import Mapping
from typing import Final, TypeAlias, get_args

from moot.core.events.admission import (
    Cover,
    CoverageChanged,
    InvitationLapsed,
    LeaveAnnounced,
    OwnerAdmitted,
    OwnerInvited,
    OwnerJoined,
    OwnerLeft,
    OwnerSuspended,
    SponsorAdded,
    SponsorCharged,
    StandingDropped,
    SuspensionDemanded,
    SuspensionEnded,
    VoiceGained,
)
from moot.core.events.amending import CharterAmended
from moot.core.events.ballot import BallotClosed, BallotExtended, ConsentGiven, VoteCast, VoteMoved, VoteOpened
from moot.core.events.chance import ChanceAssigned, ChanceCommitted, ChanceRevealed, LotSeeded, LotteryDrawn, Side
from moot.core.events.delegation import (
    DelegatesVoted,
    DelegationExpired,
    DelegationRevoked,
    DelegationsFrozen,
    Followed,
    Given,
    Spoken,
    Uncounted,
    VoteDelegated,
    VotesCarried,
)
from moot.core.events.dispute import (
    AppealLodged,
    BlockLapsed,
    BlockPosted,
    BlockUpheld,
    DisputeClosed,
    DisputeEntered,
    DisputeEvent,
    DisputeFaulted,
    DisputeOpened,
    JurorDepositChanged,
    JurorReplaced,
    JuryDrawn,
    JuryLinkAssigned,
    JuryLinkRevealed,
    ProposalCancelled,
    ProposalPaused,
    SuspensionRecommended,
    VerdictFiled,
    VerdictOpened,
    VerdictReached,
)
from moot.core.events.economy import CreditsMoved, EpochClosed, InfluenceUpdated, ValuesRepriced, ValuesWeighed
from moot.core.events.execution import (
    ActionExecuted,
    CreditShared,
    GrantIssued,
    MeasureFiled,
    MeasureOpened,
    Outcome,
    OutcomeMeasured,
    ProposalClosed,
    StakesSettled,
)
from moot.core.events.forecast import (
    Candidate,
    CandidateRecommended,
    CandidatesFrozen,
    ForecasterCalled,
    ForecastFiled,
    ForecastOpened,
    ForecastsPooled,
    NothingBetter,
    Pooled,
    StakeLost,
)
from moot.core.events.membership import (
    AgentRegistered,
    KeyAdded,
    KeyRevoked,
    MandateLeft,
    MandateTaken,
    MootFounded,
    NonceSpent,
    OwnerFounded,
    TargetSet,
)
from moot.core.events.review import (
    CommentMade,
    DepositChanged,
    FaultPublished,
    LaneChanged,
    MandateUnheard,
    PanelDrawn,
    ProposalSubmitted,
    ReviewerReplaced,
    ReviewFiled,
    ReviewOpened,
    Seat,
    StageEntered,
    VersionOffered,
)
from moot.core.events.rounds import (
    BallotFiled,
    BallotOpened,
    Funding,
    ProjectEntered,
    ProjectFate,
    RoundClosed,
    RoundEntered,
    RoundEvent,
    RoundFaulted,
    RoundLinkAssigned,
    RoundLinkRevealed,
    RoundOpened,
)
from moot.core.events.trial import (
    BatchMeasured,
    BatchReleased,
    Ending,
    Fate,
    FindingBonded,
    FindingDecided,
    FindingStands,
    GuardDrawn,
    GuardReplaced,
    ReadingFiled,
    ReadingOpened,
    TrialClosed,
    TrialEnding,
    TrialEvent,
    TrialHalted,
    TrialMoved,
    TrialReported,
    TrialStarted,
    TrialStopped,
    UnitsExecuted,
    UnitsGranted,
)

__all__ = [
    "EVENTS",
    "ActionExecuted",
    "AgentRegistered",
    "AppealLodged",
    "BallotClosed",
    "BallotExtended",
    "BallotFiled",
    "BallotOpened",
    "BatchMeasured",
    "BatchReleased",
    "BlockLapsed",
    "BlockPosted",
    "BlockUpheld",
    "Candidate",
    "CandidateRecommended",
    "CandidatesFrozen",
    "ChanceAssigned",
    "ChanceCommitted",
    "ChanceRevealed",
    "CharterAmended",
    "CommentMade",
    "ConsentGiven",
    "Cover",
    "CoverageChanged",
    "CreditShared",
    "CreditsMoved",
    "DelegatesVoted",
    "DelegationExpired",
    "DelegationRevoked",
    "DelegationsFrozen",
    "DepositChanged",
    "DisputeClosed",
    "DisputeEntered",
    "DisputeFaulted",
    "DisputeOpened",
    "Ending",
    "EpochClosed",
    "Event",
    "Fate",
    "FaultPublished",
    "FindingBonded",
    "FindingDecided",
    "FindingStands",
    "Followed",
    "ForecastFiled",
    "ForecastOpened",
    "ForecasterCalled",
    "ForecastsPooled",
    "Funding",
    "Given",
    "GrantIssued",
    "GuardDrawn",
    "GuardReplaced",
    "InfluenceUpdated",
    "InvitationLapsed",
    "JurorDepositChanged",
    "JurorReplaced",
    "JuryDrawn",
    "JuryLinkAssigned",
    "JuryLinkRevealed",
    "KeyAdded",
    "KeyRevoked",
    "LaneChanged",
    "LeaveAnnounced",
    "LotSeeded",
    "LotteryDrawn",
    "MandateLeft",
    "MandateTaken",
    "MandateUnheard",
    "MeasureFiled",
    "MeasureOpened",
    "MootFounded",
    "NonceSpent",
    "NothingBetter",
    "Outcome",
    "OutcomeMeasured",
    "OwnerAdmitted",
    "OwnerFounded",
    "OwnerInvited",
    "OwnerJoined",
    "OwnerLeft",
    "OwnerSuspended",
    "PanelDrawn",
    "Pooled",
    "ProjectEntered",
    "ProjectFate",
    "ProposalCancelled",
    "ProposalClosed",
    "ProposalPaused",
    "ProposalSubmitted",
    "ReadingFiled",
    "ReadingOpened",
    "ReviewFiled",
    "ReviewOpened",
    "ReviewerReplaced",
    "RoundClosed",
    "RoundEntered",
    "RoundFaulted",
    "RoundLinkAssigned",
    "RoundLinkRevealed",
    "RoundOpened",
    "Seat",
    "Side",
    "Spoken",
    "SponsorAdded",
    "SponsorCharged",
    "StageEntered",
    "StakeLost",
    "StakesSettled",
    "StandingDropped",
    "SuspensionDemanded",
    "SuspensionEnded",
    "SuspensionRecommended",
    "TargetSet",
    "TrialClosed",
    "TrialEnding",
    "TrialHalted",
    "TrialMoved",
    "TrialReported",
    "TrialStarted",
    "TrialStopped",
    "Uncounted",
    "UnitsExecuted",
    "UnitsGranted",
    "ValuesRepriced",
    "ValuesWeighed",
    "VerdictFiled",
    "VerdictOpened",
    "VerdictReached",
    "VersionOffered",
    "VoiceGained",
    "VoteCast",
    "VoteDelegated",
    "VoteMoved",
    "VoteOpened",
    "VotesCarried",
]

Event: TypeAlias = (
    MootFounded
    | NonceSpent
    | OwnerFounded
    | OwnerInvited
    | SponsorAdded
    | InvitationLapsed
    | OwnerAdmitted
    | OwnerJoined
    | VoiceGained
    | SponsorCharged
    | LeaveAnnounced
    | OwnerLeft
    | SuspensionDemanded
    | OwnerSuspended
    | SuspensionEnded
    | CoverageChanged
    | StandingDropped
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
    | VoteDelegated
    | DelegationRevoked
    | DelegationExpired
    | EpochClosed
    | ValuesRepriced
    | CreditsMoved
    | InfluenceUpdated
    | ProposalSubmitted
    | StageEntered
    | LaneChanged
    | FaultPublished
    | PanelDrawn
    | LotSeeded
    | DepositChanged
    | ReviewFiled
    | ReviewerReplaced
    | MandateUnheard
    | ReviewOpened
    | VersionOffered
    | CommentMade
    | CandidatesFrozen
    | ForecasterCalled
    | ForecastFiled
    | ForecastOpened
    | StakeLost
    | ForecastsPooled
    | NothingBetter
    | CandidateRecommended
    | DelegationsFrozen
    | VoteCast
    | BallotExtended
    | VoteOpened
    | VotesCarried
    | VoteMoved
    | DelegatesVoted
    | BallotClosed
    | ConsentGiven
    | LotteryDrawn
    | GrantIssued
    | CharterAmended
    | ActionExecuted
    | MeasureFiled
    | MeasureOpened
    | OutcomeMeasured
    | StakesSettled
    | CreditShared
    | ProposalClosed
    | TrialEvent
    | DisputeEvent
    | RoundEvent
)

EVENTS: Final[Mapping[str, type[Event]]] = {each.__name__: each for each in get_args(Event)}
