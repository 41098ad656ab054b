"""Members: owners, the agents that act for them, and the keys that prove it.

Laws: one owner, one voice; an agent acts for one owner and files only the acts that its registration
lists; a key counts as it stood before the entry it signs; of an agent's own keys only one of equal or
higher level revokes; nobody sees to the keys of an agent that neither it nor its charges registered,
but for a person who was there from its owner's beginning.

>>> level_of(Agent("ana.human", "ana", "human"), "00" * 32) is None
True
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import field

from moot.core.act import ActId, AgentId, Hash, KeyId, MandateId, Nature, OwnerId, ValueId
from moot.core.refusal import BadShape
from moot.core.value import value

ALWAYS = frozenset({"Advance", "OpenEnvelope", "CloseEpoch", "CloseRound"})  # any member may, once it is due
CLERK = ALWAYS | {"RevealChance", "CommitChance"}
RECOVERY = frozenset({"AddKey", "RevokeKey"})  # all that a recovery key is for
# What speaks for an owner: handed on only by who has it (protocol 1).
PERSONAL = RECOVERY | {
    *("CastVote", "Object", "Delegate", "RevokeDelegation", "WeighValues", "RegisterAgent"),
    *("InviteOwner", "AdmitOwner", "LeaveMoot", "SuspendMember", "FileBallot"),
}
VOICE = frozenset({"CastVote", "WeighValues"})  # the acts in which an owner's voice is heard
# What protects others: a suspended owner may do this and nothing else.
PROTECTIVE = (
    ALWAYS
    | RECOVERY
    | {*("RevealChance", "ReportExecution", "ReportMeasure"), *("ReportGuard", "HaltTrial", "ReportTrial")}
)
# What an owner that has left still owes to decisions in which it had a voice.
OWED = PROTECTIVE | {"FileReview", "FileForecast", "CastVote", "FileBallot", "Object", "Withdraw", "Judge"}
# Whoever may do the one may do the other too, so that a charter can bring rounds in.
IMPLIED = {"CastVote": "FileBallot", "Propose": "OpenRound"}
OTHER = "other"  # the one family of every model that the charter does not list


@value
class Agent:
    """A member that acts for an owner; people have no family."""

    id: AgentId
    owner: OwnerId
    nature: Nature
    family: str | None = None
    recovery: tuple[Hash, ...] = ()
    may: frozenset[str] = frozenset()
    mandates: frozenset[MandateId] = frozenset()
    registrar: AgentId | None = None  # who registered it; nobody did at its owner's beginning
    revoked: frozenset[Hash] = frozenset()  # of its recovery keys


@value
class Key:
    """A signing key: whose it is, whether it still counts, and the last nonce it used."""

    agent: AgentId
    level: int = 0
    revoked: bool = False
    nonce: int = -1


@value
class Chain:
    """A committed hash chain: its last known link and that one's number, and how many were assigned."""

    known: Hash
    number: int = 0
    assigned: int = 0
    ever: int = 0  # links assigned, of the chains before too


@value
class Owner:
    """The unit of voice: whether it votes, and how it weighs the values."""

    id: OwnerId
    voice: bool = True
    weights: Mapping[ValueId, int] = field(default_factory=dict)  # empty: never stated
    weighed: int = 0  # the epoch in which the weights were stated
    active: int = 0  # the epoch of its last act
    sponsors: tuple[OwnerId, ...] = ()  # who vouched for it, the one who invited it first; none for a founder
    admitted: int | None = None  # in which epoch
    vests: int | None = None  # with which epoch its voice begins, once its own key has signed
    liable: int | None = None  # with which epoch its sponsors' liability is over, once it has voice
    share: int = 0  # ppm of what it loses by its own fault, that each sponsor pays as well
    leaves: int | None = None  # at the end of which epoch
    left: bool = False
    suspended: int = 0  # until this epoch begins


@value
class Invitation:
    """A newcomer for whom somebody vouches, before it is admitted."""

    act: ActId
    owner: OwnerId
    sponsors: tuple[OwnerId, ...]
    person: AgentId
    key: KeyId
    recovery: tuple[Hash, ...]
    may: tuple[str, ...]
    epoch: int


@value
class Change:
    """A mandate that an agent takes or leaves when an epoch begins."""

    agent: AgentId
    mandate: MandateId
    takes: bool
    epoch: int


def commitment(key: KeyId) -> Hash:
    """Return the hash by which a recovery key is known until it is first used."""
    return hashlib.sha256(bytes.fromhex(key)).hexdigest()


def level_of(agent: Agent, key: KeyId) -> int | None:
    """Return the level of a recovery key that signs, by its hash's place in `agent`'s list, or nothing."""
    return _level(agent, commitment(key))


def _level(agent: Agent, committed: Hash) -> int | None:
    return agent.recovery.index(committed) + 1 if committed in agent.recovery else None


def key_of(agent: Agent, key: KeyId, known: Mapping[KeyId, Key]) -> Key | None:
    """Return how `agent`'s key counts, nothing if it has no such key; a recovery key may be named by its hash."""
    if level := _level(agent, key) or level_of(agent, key):
        return Key(agent.id, level, agent.recovery[level - 1] in agent.revoked)
    found = known.get(key)
    return found if found and found.agent == agent.id else None


def rights_of(agent: Agent) -> frozenset[str]:
    """Return the acts that an agent may file: those that its registration lists, and what they imply."""
    return with_implied(agent.may)


def with_implied(may: Iterable[str]) -> frozenset[str]:
    """Return rights as they are listed, with what they imply."""
    listed = frozenset(may)
    return listed | {more for right, more in IMPLIED.items() if right in listed}


def answers_for(agents: Mapping[AgentId, Agent], by: AgentId, agent: AgentId) -> bool:
    """Return whether `by` registered `agent`, or who registered it, and so on."""
    above = agents[agent].registrar
    while above is not None and above != by:  # a loop, because strangers choose how deep it is
        above = agents[above].registrar
    return above is not None


def tree_of(owners: Mapping[OwnerId, Owner], owner: OwnerId) -> OwnerId:
    """Return the founder from whom `owner` descends: who invited it, who invited that one, and so on."""
    while owners[owner].sponsors:
        owner = owners[owner].sponsors[0]
    return owner


def apart(owners: Mapping[OwnerId, Owner], sponsors: Collection[OwnerId], sponsor: OwnerId) -> bool:
    """Whether `sponsor` is of another invitation tree than `sponsors`, or nobody with voice is (mechanisms 8)."""
    taken = {tree_of(owners, each) for each in sponsors}
    others = (owner.id for owner in owners.values() if owner.voice)
    return tree_of(owners, sponsor) not in taken or all(tree_of(owners, other) in taken for other in others)


def vouches_for(owners: Mapping[OwnerId, Owner], sponsor: OwnerId, epoch: int) -> tuple[OwnerId, ...]:
    """Return the newcomers for whom `sponsor` is liable in `epoch`, or will be, in id order."""
    return tuple(sorted(each.id for each in owners.values() if sponsor in each.sponsors and vouched_for(each, epoch)))


def vouched_for(owner: Owner, epoch: int) -> bool:
    """Whether others still answer for `owner`: from its admission until its liable epochs of voice are over."""
    return bool(owner.sponsors) and not owner.left and (owner.liable is None or epoch < owner.liable)


def family_of(nature: Nature, family: str | None, listed: Collection[str]) -> str | None:
    """Return the family under which an agent is drawn and pooled; people have none."""
    if nature == "human":
        return None
    return family if family in listed else OTHER


def check_rights(may: Iterable[str], known: Iterable[str]) -> None:
    """Refuse a registration that lists an act which does not exist."""
    known = set(known)
    if strange := sorted(set(may) - known):
        raise BadShape(
            f"'{strange[0]}' is no kind of act",
            clause="protocol.acts",
            mend=f"Choose among {', '.join(sorted(known))}.",
        )
