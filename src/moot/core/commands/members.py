"""What members ask for themselves: agents, keys, chance, mandates, weights, and the end of an epoch."""

from collections.abc import Mapping
from typing import Annotated

from moot.core.act import (
    AgentId,
    Between,
    Hash,
    Holder,
    KeyId,
    Length,
    MandateId,
    Name,
    Nature,
    Ppm,
    ProposalId,
    ValueId,
)
from moot.core.commands.founding import Rights
from moot.core.value import value


@value
class RegisterAgent:
    """Register another agent of one's own owner; `may` lists the acts it may file."""

    agent: AgentId
    nature: Nature
    key: KeyId
    family: Name | None = None
    recovery: Annotated[tuple[Hash, ...], Length(0, 4)] = ()
    may: Rights = ()


@value
class AddKey:
    """Add a signing key (level 0: `key` is the key) or commit to a recovery key (its SHA-256).

    `held` tells everybody who has the key: the member itself, or the server by whose pages it takes part.
    """

    agent: AgentId
    key: KeyId
    level: Annotated[int, Between(0, 4)] = 0
    held: Holder = "member"


@value
class RevokeKey:
    """Revoke a key of one's own owner's agent, of one's key's level or lower."""

    agent: AgentId
    key: KeyId


@value
class CommitChance:
    """Commit the tip of one's owner's hash chain, or of the clerk's."""

    tip: Hash


@value
class RevealChance:
    """Disclose the link that was assigned for a proposal."""

    proposal: ProposalId
    number: Annotated[int, Between(1, 10_000)]
    link: Hash


@value
class TakeMandate:
    """Take a mandate; acts from the next epoch."""

    mandate: MandateId


@value
class LeaveMandate:
    """Leave a mandate; acts from the next epoch. A seat already drawn stays."""

    mandate: MandateId


@value
class WeighValues:
    """State one's owner's weights (ppm, summing to 1,000,000)."""

    weights: Mapping[ValueId, Ppm]


@value
class CloseEpoch:
    """Close an epoch that is over: re-price values, spread influence, pay the fund."""

    epoch: Annotated[int, Between(0, 2**53 - 1)]
