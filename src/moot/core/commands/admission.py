"""Coming in, leaving, and being sent out for a while."""

from typing import Annotated

from moot.core.act import ActId, AgentId, Between, Hash, KeyId, Length, OwnerId
from moot.core.commands.founding import Rights
from moot.core.value import value


@value
class InviteOwner:
    """Vouch for a newcomer: its name, and its first person with key and rights. A later one replaces one's earlier.

    The newcomer joins once that key signs a `CommitChance`.
    """

    owner: OwnerId
    person: AgentId
    key: KeyId
    recovery: Annotated[tuple[Hash, ...], Length(0, 4)] = ()
    may: Rights = ()


@value
class AdmitOwner:
    """Vouch for somebody whom another owner has invited, by exactly that invitation."""

    owner: OwnerId
    invitation: ActId


@value
class LeaveMoot:
    """Leave with one's owner, when the epoch ends. What is drawn, staked or open is seen through."""


@value
class SuspendMember:
    """Demand that an owner be suspended, the present epoch being the first; `reason` is a text's hash."""

    owner: OwnerId
    epochs: Annotated[int, Between(1, 1_000)]
    reason: Hash | None = None
