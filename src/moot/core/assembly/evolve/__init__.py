"""What each event makes of the assembly: one table from events to a few assignments each.

Laws: nothing is refused here, for what happened, happened; a fold of `evolve` over a moot's events
is its state; the table has a row for every event.
"""

from collections.abc import Callable, Mapping
from typing import Final

from moot.core import events as e
from moot.core.assembly.evolve import admission, dispute, house, proposal, rounds
from moot.core.assembly.state import Assembly


def evolve(assembly: Assembly, event: e.Event) -> Assembly:
    """Return the assembly after `event`."""
    return TABLE[type(event)](assembly, event)


def _told(a: Assembly, _: e.Event) -> Assembly:
    return a  # told for readers; what follows from it stands in other events


TABLE: Final[Mapping[type[e.Event], Callable[..., Assembly]]] = {
    e.MootFounded: house.founded,
    e.NonceSpent: house.nonce,
    e.OwnerFounded: house.owner,
    e.OwnerInvited: admission.invited,
    e.SponsorAdded: admission.sponsored,
    e.InvitationLapsed: admission.lapsed,
    e.OwnerAdmitted: admission.admitted,
    e.OwnerJoined: admission.joined,
    e.VoiceGained: admission.voice_gained,
    e.SponsorCharged: _told,
    e.LeaveAnnounced: admission.announced,
    e.OwnerLeft: admission.left,
    e.SuspensionDemanded: admission.demanded,
    e.OwnerSuspended: admission.suspended,
    e.SuspensionEnded: _told,
    e.CoverageChanged: admission.coverage,
    e.StandingDropped: _told,
    e.AgentRegistered: house.agent,
    e.TargetSet: house.target,
    e.KeyAdded: house.key_added,
    e.KeyRevoked: house.key_revoked,
    e.ChanceCommitted: house.committed,
    e.ChanceAssigned: proposal.assigned,
    e.ChanceRevealed: proposal.revealed,
    e.MandateTaken: house.mandate,
    e.MandateLeft: house.mandate,
    e.ValuesWeighed: house.weighed,
    e.VoteDelegated: house.delegated,
    e.DelegationRevoked: house.undelegated,
    e.DelegationExpired: house.undelegated,
    e.EpochClosed: house.epoch,
    e.ValuesRepriced: house.repriced,
    e.CreditsMoved: house.paid,
    e.InfluenceUpdated: house.influence,
    e.ProposalSubmitted: proposal.submitted,
    e.StageEntered: proposal.entered,
    e.LaneChanged: proposal.lane_changed,
    e.FaultPublished: _told,
    e.PanelDrawn: proposal.panel,
    e.LotSeeded: proposal.seeded,
    e.DepositChanged: proposal.deposit_changed,
    e.ReviewFiled: proposal.sealed,
    e.ReviewerReplaced: proposal.reviewer_replaced,
    e.MandateUnheard: proposal.unheard,
    e.ReviewOpened: proposal.review_opened,
    e.VersionOffered: proposal.offered,
    e.CandidatesFrozen: proposal.frozen,
    e.ForecasterCalled: proposal.called,
    e.ForecastFiled: proposal.sealed,
    e.ForecastOpened: proposal.forecast_opened,
    e.StakeLost: proposal.stake_lost,
    e.ForecastsPooled: proposal.pooled,
    e.NothingBetter: proposal.nothing_better,
    e.CandidateRecommended: proposal.recommended,
    e.DelegationsFrozen: proposal.delegations_frozen,
    e.VoteCast: proposal.voted,
    e.BallotExtended: proposal.extended,
    e.VoteOpened: proposal.vote_opened,
    e.VotesCarried: proposal.carried,
    e.VoteMoved: proposal.vote_moved,
    e.DelegatesVoted: _told,
    e.BallotClosed: proposal.ballot_closed,
    e.ConsentGiven: proposal.consented,
    e.LotteryDrawn: proposal.drawn,
    e.GrantIssued: proposal.granted,
    e.CharterAmended: house.amended,
    e.ActionExecuted: proposal.executed,
    e.MeasureFiled: proposal.sealed,
    e.MeasureOpened: proposal.measure_opened,
    e.OutcomeMeasured: proposal.measured,
    e.StakesSettled: _told,
    e.CreditShared: _told,
    e.ProposalClosed: proposal.closed,
    e.DisputeOpened: dispute.opened,
    e.DisputeEntered: dispute.entered,
    e.JuryLinkAssigned: dispute.assigned,
    e.JuryLinkRevealed: dispute.revealed,
    e.DisputeFaulted: _told,
    e.JuryDrawn: dispute.drawn,
    e.JurorDepositChanged: dispute.deposit_changed,
    e.VerdictFiled: dispute.filed,
    e.JurorReplaced: dispute.replaced,
    e.VerdictOpened: dispute.verdict_opened,
    e.VerdictReached: dispute.reached,
    e.AppealLodged: dispute.appealed,
    e.DisputeClosed: dispute.closed,
    e.SuspensionRecommended: _told,
    e.BlockPosted: dispute.block_posted,
    e.BlockLapsed: dispute.block_lapsed,
    e.BlockUpheld: proposal.block_upheld,
    e.ProposalPaused: dispute.power_used,
    e.ProposalCancelled: dispute.power_used,
    e.RoundOpened: rounds.opened,
    e.RoundEntered: rounds.entered,
    e.ProjectEntered: rounds.project,
    e.BallotFiled: rounds.filed,
    e.BallotOpened: rounds.ballot_opened,
    e.RoundLinkAssigned: rounds.assigned,
    e.RoundLinkRevealed: rounds.revealed,
    e.RoundFaulted: _told,
    e.RoundClosed: rounds.closed,
}
