"""Delegating: owners hand their votes on, for ballots alone, and take them back.

Laws: only to an owner with a voice, never for longer than the charter allows; of several topics the
most specific in force applies; what holds for a ballot is frozen when it opens; who is counted behind
whom is settled when the votes are open, so that afterwards nobody enters the count but by its own act.
"""

from collections import Counter

from moot.core.act import OwnerId, Topic, ValueId
from moot.core.assembly.members import need_voice, owner_of
from moot.core.assembly.sitting import Sitting
from moot.core.charter import Charter, value_ids
from moot.core.commands import Delegate, RevokeDelegation
from moot.core.delegation import (
    ALL,
    KIND,
    VALUE,
    Delegation,
    Lines,
    at_stake,
    chosen,
    circles,
    follow,
    most,
    spoken,
    topics,
)
from moot.core.dossier import Paper
from moot.core.events import DelegatesVoted, DelegationRevoked, DelegationsFrozen, Spoken, VoteDelegated, VotesCarried
from moot.core.lot import lot
from moot.core.proposal import Proposal, has_voice
from moot.core.refusal import AlreadyDone, NotAllowed, NotFound, OutOfBounds, UnknownMember


def delegate(sitting: Sitting, command: Delegate) -> None:
    """Hand the owner's vote on a topic to another owner; it counts in ballots that open from now on."""
    assembly, owner = sitting.assembly, need_voice(sitting)
    _check_topic(assembly.charter, command.topic)
    _check_delegate(sitting, owner.id, command.to)
    _check_until(sitting, command.until)
    present = assembly.delegations.get(owner.id, {}).get(command.topic)
    if present == Delegation(command.to, command.until):
        raise AlreadyDone(
            f"{owner.id} hands its vote on {command.topic} to {command.to} until then already",
            clause="protocol.delegation",
            mend="Nothing is left to do.",
        )
    sitting.tell(VoteDelegated(sitting.filed.id, owner.id, command.topic, command.to, command.until))


def _check_topic(charter: Charter, topic: Topic) -> None:
    if topic == ALL:
        return
    if topic.startswith(KIND):
        known, clause = tuple(f"{KIND}{each.id}" for each in charter.structure.actions), "structure.actions"
    else:
        known, clause = tuple(f"{VALUE}{each}" for each in value_ids(charter)), "purpose.values"
    if topic not in known:
        raise NotFound(f"no topic is called '{topic}'", clause=clause, mend=f"Choose all, {' or '.join(known)}.")


def _check_delegate(sitting: Sitting, owner: OwnerId, to: OwnerId) -> None:
    if to == owner:
        raise NotAllowed(
            f"{owner} hands its vote to itself",
            clause="protocol.delegation",
            mend="Name another owner; a vote that is not handed on is one's own.",
        )
    known = sitting.assembly.owners.get(to)
    if known is None:
        raise UnknownMember(f"no owner is called '{to}'", mend="Look it up among the members.")
    if not known.voice:
        raise NotAllowed(f"{to} has no voice", clause="protocol.delegation", mend="Name an owner with a voice.")


def _check_until(sitting: Sitting, until: int) -> None:
    now, longest = sitting.filed.received, sitting.assembly.charter.agency.delegation_expiry
    if not now < until <= now + longest:
        raise OutOfBounds(
            f"the delegation would last {until - now} ms",
            clause="agency.delegation_expiry",
            mend=f"Hand the vote on for {longest} ms at most, and again later.",
        )


def revoke_delegation(sitting: Sitting, command: RevokeDelegation) -> None:
    """Take back what was handed on under a topic; a ballot that is open keeps what was frozen."""
    owner = owner_of(sitting)
    present = sitting.assembly.delegations.get(owner.id, {}).get(command.topic)
    if present is None or present.until <= sitting.filed.received:
        raise NotFound(
            f"{owner.id} hands nothing on under '{command.topic}'",
            clause="protocol.delegation",
            mend="Look up in its standing what it hands on.",
        )
    sitting.tell(DelegationRevoked(owner.id, command.topic, present.to))


def freeze_delegations(sitting: Sitting, proposal: Proposal, paper: Paper) -> None:
    """Freeze, as a ballot opens, to whom each voter hands its vote on it; nothing is told if nobody does."""
    asked = topics(proposal.kind.id, _at_stake(proposal, paper))
    given = {
        owner: found
        for owner, handed_on in sorted(sitting.assembly.delegations.items())
        if has_voice(proposal, owner)
        and (found := chosen(handed_on, asked, sitting.filed.received, lambda to: has_voice(proposal, to)))
    }
    if given:
        ring = circles({owner: each.to for owner, each in given.items()})
        sitting.tell(DelegationsFrozen(proposal.id, given, ring))


def _at_stake(proposal: Proposal, paper: Paper) -> tuple[ValueId, ...]:
    """Return the values that the recommended is forecast to move, by how much of the score, the most first."""
    now, then = (
        {value: proposal.pools[version][value].value for value in value_ids(proposal.frozen.charter)}
        for version in (proposal.status_quo, paper.recommended)
    )
    weights = {value: proposal.frozen.weights[value] for value in now}
    return at_stake(weights, now, then)


def _lines(proposal: Proposal) -> Lines:
    """Return who is counted behind whom, if those vote who have voted by now."""
    cap = most(len(proposal.frozen.voters), proposal.frozen.charter.agency.delegation_cap)
    seed = bytes.fromhex(proposal.seeds["drawing"])
    voted = proposal.cast if proposal.stage == "ballot" else proposal.votes
    return follow(proposal.given, voted, cap, lambda owner: lot(seed, "delegation", owner))


def heard(proposal: Proposal) -> int:
    """Return how many owners the votes filed so far would count for."""
    return len(proposal.cast) + len(_lines(proposal).followed)


def carry_votes(sitting: Sitting, proposal: Proposal) -> None:
    """Settle, once the votes are open, who is counted behind whom, and tell the others why they are not."""
    if proposal.given:
        lines = _lines(proposal)
        sitting.tell(VotesCarried(proposal.id, lines.followed, lines.uncounted))


def tell_delegates_votes(sitting: Sitting, proposal: Proposal) -> dict[OwnerId, Spoken]:
    """Tell and return who votes for each owner that is counted without a vote of its own."""
    found = spoken(proposal.given, proposal.carried, proposal.votes)
    if found:
        behind = Counter(each.root for each in found.values())
        weights = {root: 1 + number for root, number in sorted(behind.items())}
        sitting.tell(DelegatesVoted(proposal.id, found, weights))
    return found
