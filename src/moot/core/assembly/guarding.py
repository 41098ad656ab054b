"""Guarding: a guardian that the charter names may pause a proposal, or cancel it in its timelock, and never approve.

Laws: a power ends with its term, is counted, and is used for a reason that stands in the record; nothing is
cancelled once the draw may be known to anybody, or by whoever made a version of it; what is paused goes on
where it was, with the time that it had left, by itself.
"""

from moot.core.act import ProposalId
from moot.core.assembly.closing import close
from moot.core.assembly.members import actor
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import term
from moot.core.charter import Guardian
from moot.core.commands import CancelProposal, Pause
from moot.core.events import ProposalCancelled, ProposalPaused, StageEntered
from moot.core.proposal import PAUSABLE, Proposal
from moot.core.refusal import ConflictOfInterest, NoRight, NotAllowed, NotFound


def cancel(sitting: Sitting, command: CancelProposal) -> None:
    """Cancel a proposal in its timelock: stakes and bond go back."""
    proposal = sitting.proposal(command.proposal)
    guardian = _guardian(sitting, proposal)
    sitting.need_stage(proposal, "timelock", clause="structure.windows.timelock")
    left = _power_left(sitting, guardian)
    sitting.tell(ProposalCancelled(proposal.id, guardian.id, actor(sitting).id, command.clause, command.reason, left))
    close(sitting, proposal, "cancelled", f"cancelled by {guardian.id} under {command.clause}")


def pause(sitting: Sitting, command: Pause) -> None:
    """Pause an open proposal, or the one that is open on a target."""
    proposal = sitting.proposal(_meant(sitting, command.subject))
    guardian = _guardian(sitting, proposal)
    sitting.need_stage(proposal, *sorted(PAUSABLE), clause="structure.windows.pause")
    left = _power_left(sitting, guardian)
    agent, reason = actor(sitting).id, command.reason
    sitting.tell(ProposalPaused(proposal.id, guardian.id, agent, command.clause, reason, proposal.stage, left))
    sitting.enter(proposal.id, "paused", proposal.frozen.charter.structure.windows.pause)


def resume(sitting: Sitting, proposal: Proposal) -> None:
    """Let a proposal that waited go on where it was, with the time that it had left."""
    left = proposal.left
    waited = sitting.filed.received - proposal.since
    # What was measured from its beginning is: a horizon runs on, while a ballot waits as a whole.
    since = left.since if left.stage == "measuring" else left.since + waited
    sitting.tell(StageEntered(proposal.id, left.stage, since, left.until + waited))


def _meant(sitting: Sitting, subject: str) -> ProposalId:
    for proposal in sitting.assembly.proposals.values():
        if subject in {proposal.id, proposal.kind.target}:
            return proposal.id
    raise NotFound(f"nothing is open under '{subject}'", mend="Name an open proposal, or the target of one.")


def _guardian(sitting: Sitting, proposal: Proposal) -> Guardian:
    """Return as which guardian the actor may act now; refuses a stranger, an interested or a former one."""
    agent, guardians = actor(sitting), proposal.frozen.charter.agency.guardians
    named = [each for each in guardians if each.id in {agent.id, agent.owner}]
    if not named:
        raise NoRight(f"{agent.id} is no guardian", clause="agency.guardians", mend="Vote, object, or dispute it.")
    if agent.owner in {version.owner for version in proposal.versions.values()}:
        raise ConflictOfInterest(
            f"{agent.owner} made a version of it", clause="agency.guardians", mend="Let another guardian act."
        )
    live = [each for each in named if sitting.assembly.epoch < each.until]
    if not live:
        raise NoRight(
            f"the term of {named[0].id} ended with epoch {named[0].until}",
            clause="agency.guardians",
            mend="Let the charter name a guardian anew.",
        )
    # Whoever is named twice, itself and as its owner's agent, has the powers of both.
    return next((each for each in live if _used(sitting, each) < each.powers), live[0])


def _used(sitting: Sitting, guardian: Guardian) -> int:
    return sitting.assembly.powers.get(term(guardian), 0)


def _power_left(sitting: Sitting, guardian: Guardian) -> int:
    """Return how many powers are left after this one; refuses with `NotAllowed` when none is."""
    used = _used(sitting, guardian)
    if used >= guardian.powers:
        raise NotAllowed(
            f"{guardian.id} has used all its {guardian.powers} powers",
            clause="agency.guardians",
            mend="Wait for a charter that names it for another term.",
        )
    return guardian.powers - used - 1
