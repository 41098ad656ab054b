"""Voting: owners vote sealed on the printed lottery, may object once votes are open, and are counted.

Laws: one owner, one vote; a later vote replaces an earlier one until the ballot closes; an objection
only moves towards against, and moves those along who are counted behind it; the count stands on the
owners frozen at submission, as does the quorum: whoever a vote is counted for, counts in both.
"""

from moot.core.act import OwnerId
from moot.core.assembly.delegating import heard, tell_delegates_votes
from moot.core.assembly.members import actor
from moot.core.assembly.sitting import Sitting
from moot.core.ballot import (
    Window,
    extended,
    extends,
    late,
    moves_towards_against,
    passes,
    passes_charter,
    quorum_count,
    tally,
)
from moot.core.commands import CastVote, Object
from moot.core.dossier import Paper
from moot.core.events import BallotClosed, BallotExtended, VoteCast, VoteMoved, VoteOpened
from moot.core.proposal import Proposal, has_voice
from moot.core.refusal import NoRight, NotAllowed, VersionIsStale


def paper_of(proposal: Proposal) -> Paper:
    """Return the printed paper; refuses with `VersionIsStale` before there is one."""
    if proposal.paper is None:
        raise VersionIsStale("no paper is printed yet", mend="Wait for the ballot.")
    return proposal.paper


def _check_voter(sitting: Sitting, proposal: Proposal, paper: str) -> OwnerId:
    owner = actor(sitting).owner
    if not has_voice(proposal, owner):
        raise NoRight(
            f"{owner} had no voice when the proposal was submitted",
            clause="protocol.rights",
            mend="Vote next time.",
        )
    if paper != paper_of(proposal).id:
        raise VersionIsStale("the vote names another paper", mend="Vote on the printed lottery.")
    return owner


def cast_vote(sitting: Sitting, command: CastVote) -> None:
    """Cast a sealed vote; the ballot is extended once if it reaches the quorum in its last tenth."""
    proposal = sitting.proposal(command.proposal)
    sitting.need_stage(proposal, "ballot", clause="structure.windows.ballot")
    owner = _check_voter(sitting, proposal, command.paper)
    sitting.tell(VoteCast(proposal.id, sitting.filed.id, owner, actor(sitting).id, command.seal))
    window, received = Window(proposal.since, proposal.until), sitting.filed.received
    if not proposal.extended and late(received, window):  # who is heard is asked only where it decides
        before, after = heard(proposal), heard(sitting.proposal(proposal.id))
        quorum = quorum_count(len(proposal.frozen.voters), proposal.frozen.charter.structure.quorum)
        if extends(before, after, quorum, received, window):
            sitting.tell(BallotExtended(proposal.id, extended(window).closes))


def object_to(sitting: Sitting, command: Object) -> None:
    """Move or add an open vote towards against; where consent is asked for, object to it."""
    proposal = sitting.proposal(command.proposal)
    sitting.need_stage(proposal, "objection", "consent", clause="structure.windows.objection")
    owner = _check_voter(sitting, proposal, command.paper)
    if proposal.stage == "consent" and command.choice != "against":
        raise NotAllowed("an objection is against", clause="structure.consent", mend="Object, or let it be.")
    # What counted for it when the votes were opened: what its delegate does meanwhile makes no difference.
    old = proposal.votes.get(owner) or proposal.carried.get(owner)
    if not moves_towards_against(old, command.choice):
        raise NotAllowed(
            f"a vote cannot move from {old or 'nothing'} to {command.choice} now",
            clause="structure.windows.objection",
            mend="In the objection stage votes only move towards against.",
        )
    sitting.tell(VoteMoved(proposal.id, owner, old, command.choice, command.reason))


def end_opening(sitting: Sitting, proposal: Proposal) -> None:
    """Count each vote whose envelope stayed shut as an abstention."""
    for act, envelope in proposal.sealed.items():
        sitting.tell(VoteOpened(proposal.id, act, envelope.owner, "abstain", None, None))


def count(sitting: Sitting, proposal: Proposal) -> bool:
    """Count the votes, publish the result, and return whether the paper passed."""
    structure = proposal.frozen.charter.structure
    behind = {owner: each.choice for owner, each in tell_delegates_votes(sitting, proposal).items()}
    choices = {**behind, **proposal.votes}
    voted = tally(choices)
    strict = bool(proposal.unheard)
    people, needed = len(proposal.in_person), 0
    owners = len(proposal.frozen.voters)
    quorum = quorum_count(owners, structure.quorum)
    if proposal.lane == "charter":
        owners = len(proposal.frozen.active | choices.keys())
        needed = quorum_count(owners, structure.charter.people)
        passed = passes_charter(voted, owners, people, needed)
    else:
        passed = passes(voted, owners, structure.quorum, two_thirds=strict)
    sitting.tell(
        BallotClosed(
            proposal=proposal.id,
            in_favour=voted.for_,
            abstained=voted.abstain,
            against=voted.against,
            owners=owners,
            quorum=quorum,
            passed=passed,
            two_thirds=strict or proposal.lane == "charter",
            people=people,
            people_needed=needed,
        )
    )
    return passed
