"""A proposal's dossier: what it took along, who sits for it, what is sealed, opened, printed, and runs.

Laws: what stands in it is a fact and nothing decides here; of what is sealed it holds the seal alone.

>>> running = Run("aa" * 32, 1_000_000)
>>> running.grant is None
True
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from moot.core.act import (
    ActId,
    AgentId,
    Hash,
    Instant,
    MandateId,
    OwnerId,
    Ppm,
    Terms,
    ValueId,
    VersionId,
)
from moot.core.charter import Charter
from moot.core.commands import Result, Review
from moot.core.events import Candidate, Seat
from moot.core.value import value


@value
class Version:
    """Terms that may run: who offered them, built on which version, merged from which.

    An amendment of the charter has a whole `charter`; its terms are that charter's numbers.
    """

    terms: Terms
    base: VersionId | None
    agent: AgentId | None
    owner: OwnerId | None
    merges: tuple[VersionId, ...] = ()
    charter: Charter | None = None


@value
class Frozen:
    """What a proposal took along at submission, so that nobody can change it under way."""

    charter: Charter
    voters: tuple[OwnerId, ...]  # in id order
    weights: Mapping[ValueId, Ppm]
    influence: Mapping[ValueId, Mapping[OwnerId, int]]
    active: frozenset[OwnerId] = frozenset()  # the voters who acted lately


@value
class Link:
    """A member's assigned chance link for one side, and what it disclosed."""

    number: int
    revealed: Hash | None = None
    deposit: int = 0


@value
class Panel:
    """Who sits for a mandate now, and who stands in next, in the drawn order."""

    seats: tuple[Seat, ...]
    standins: tuple[Seat, ...]


@value
class Purse:
    """What the proposal's account holds, and for whom (micro-credits)."""

    bond: int = 0
    fees: int = 0  # reviewers' fees not yet paid
    reserve: int = 0  # the author's largest gain
    spare: int = 0  # what a panel would cost the author more
    price: int = 0  # what a round gave for it, and its executor is to have
    deposits: Mapping[MandateId, Mapping[AgentId, int]] = field(default_factory=dict)
    stakes: Mapping[AgentId, int] = field(default_factory=dict)


@value
class Envelope:
    """A sealed act that waits to be opened."""

    by: AgentId
    owner: OwnerId
    mandate: MandateId  # empty but for reviews
    seal: Hash


@value
class Opened:
    """A review once its envelope is open."""

    agent: AgentId
    owner: OwnerId
    mandate: MandateId
    review: Review


@value
class Slate:
    """The frozen candidates, and who forecasts them: pooled, or scored only."""

    id: Hash
    candidates: tuple[Candidate, ...]
    pooled: Mapping[AgentId, Seat]
    scored: Mapping[AgentId, Seat]


@value
class Paper:
    """What owners vote on: the recommended version and the printed lottery (ppm)."""

    id: Hash
    recommended: VersionId
    lottery: Mapping[VersionId, Ppm]
    least: Ppm


@value
class Run:
    """What runs, with which probability it was drawn, and what became of it."""

    version: VersionId
    probability: Ppm
    grant: ActId | None = None
    result: Result | None = None


@value
class Blocked:
    """What an owner's block says is broken, and the bond that it posted (micro-credits)."""

    clause: str
    finding: Hash | None
    bond: int


@value
class Left:
    """The stage that was left to wait, and its window."""

    stage: str
    since: Instant
    until: Instant


NOWHERE: Final = Left("", 0, 0)
