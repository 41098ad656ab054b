"""The first members of a moot, as its founding names them: each with its key and its rights.

Laws: people hold the rights to vote, to price the values and over keys, agents those to work, and either may
comment; only a person who has no agent holds all of them; an owner commits to chance if one of its
agents may reveal it; who carries out or measures may do nothing else, for an owner without voice.

>>> ring = Keyring(bytes(32))
>>> ana = owner(ring, "ana", person(ring, "ana"), agent(ring, "ana.ai", mandates=("safety",)))
>>> [each.nature for each in ana.agents], ana.tip == ring.tip("ana")
(['human', 'ai'], True)
>>> worker(ring, "works", "switch", "ReportExecution").voice
False
"""

from typing import Final

from moot.core.act import AgentId, Hash, MandateId, OwnerId
from moot.core.commands import FoundingAgent, FoundingOwner, InviteOwner
from moot.kit.keys import Keyring

PERSON: Final = (
    *("CastVote", "Object", "Delegate", "RevokeDelegation", "WeighValues"),
    *("RegisterAgent", "AddKey", "RevokeKey", "CommitChance"),
    *("InviteOwner", "AdmitOwner", "LeaveMoot", "SuspendMember"),
    "Comment",
    *("Dispute", "Appeal", "CancelProposal", "Pause"),  # the last two only where the charter names a guardian
)
GUARD: Final = ("ReportGuard", "ReportTrial", "HaltTrial")
REVIEWER: Final = ("FileReview", "FileForecast", "TakeMandate", "LeaveMandate", "Judge", *GUARD)
AGENT: Final = (*REVIEWER, "Propose", "OfferAmendment", "Withdraw", "RevealChance", "StartTrial", "Comment")


def person(ring: Keyring, name: AgentId) -> FoundingAgent:
    """Return a person, with every right of one and one recovery key."""
    return FoundingAgent(name, "human", ring.signer(name).public.hex(), None, ring.commitments(name, 1), PERSON)


def citizen(ring: Keyring, name: AgentId, recovery: Hash, mandates: tuple[MandateId, ...] = ()) -> FoundingAgent:
    """Return a person who does without agents: every right of both, and `mandates` to watch.

    `recovery` is the SHA-256 of a recovery key that is kept elsewhere than the seed of `ring`, so that no
    thief of the one has the other.
    """
    every = tuple(dict.fromkeys((*PERSON, *AGENT)))
    return FoundingAgent(name, "human", ring.signer(name).public.hex(), None, (recovery,), every, mandates)


def agent(
    ring: Keyring,
    name: AgentId,
    mandates: tuple[MandateId, ...] = (),
    family: str | None = None,
    may: tuple[str, ...] = AGENT,
) -> FoundingAgent:
    """Return an AI agent that watches `mandates`; `family` is one of the charter's, if it lists any."""
    return FoundingAgent(name, "ai", ring.signer(name).public.hex(), family, (), may, mandates)


def owner(ring: Keyring, name: OwnerId, *agents: FoundingAgent) -> FoundingOwner:
    """Return an owner with one voice, however many agents act for it."""
    reveals = any("RevealChance" in each.may for each in agents)
    return FoundingOwner(name, agents, ring.tip(name) if reveals else None)


def newcomer(ring: Keyring, owner: OwnerId, name: AgentId) -> InviteOwner:
    """Return what a newcomer gives to whoever is to invite it: its first person, with every right, and no secret."""
    first = person(ring, name)
    return InviteOwner(owner, first.id, first.key, first.recovery, first.may)


def worker(ring: Keyring, owner: OwnerId, name: AgentId, *rights: str) -> FoundingOwner:
    """Return an owner without voice whose agent has one of the rights ReportExecution and ReportMeasure, or both."""
    return FoundingOwner(owner, (agent(ring, name, may=rights),), voice=False)
