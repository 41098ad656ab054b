"""Members, their keys and mandates, and the terms in force on targets."""

from moot.core.act import ActId, AgentId, Hash, Holder, Instant, KeyId, Nature, OwnerId, Terms
from moot.core.charter import Charter
from moot.core.commands import FoundingClerk, Parent
from moot.core.value import value


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
    registrar: AgentId | None  # none at its owner's founding or admission


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
    held: Holder = "member"


@value
class KeyRevoked:
    agent: AgentId
    key: KeyId
    level: int


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
