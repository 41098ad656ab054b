"""The life of a proposal, from its submission over the panels and reviews to the versions offered."""

from collections.abc import Mapping
from typing import Literal

from moot.core.act import ActId, AgentId, Hash, Instant, OwnerId, Terms, VersionId
from moot.core.charter import Charter, Lane
from moot.core.commands import Answer, Review
from moot.core.value import value


@value
class ProposalSubmitted:
    proposal: str
    author: AgentId
    owner: OwnerId
    kind: str
    target: str
    version: VersionId
    terms: Terms
    status_quo: VersionId
    reason: Hash | None
    weights: Mapping[str, int]
    bond: int
    fees: int
    reserve: int
    spare: int = 0  # what a panel would cost the author more, should it come to one
    lane: Lane = "panel"
    rule: str | None = None  # the charter's rule that chose the lane
    harm: int = 0  # the worst case of the terms, ppm
    at: Instant = 0
    charter: Charter | None = None  # what an amendment of the charter proposes


@value
class StageEntered:
    proposal: str
    stage: str
    since: Instant
    until: Instant


@value
class LaneChanged:
    """A proposal goes on by a stricter lane, from its panels on."""

    proposal: str
    lane: Lane
    clause: str
    why: str


@value
class FaultPublished:
    proposal: str
    member: str
    fault: str


@value
class Seat:
    """A place on a panel; degraded when its holder does not hold the mandate."""

    owner: OwnerId
    agent: AgentId
    family: str | None
    degraded: bool = False


@value
class PanelDrawn:
    proposal: str
    mandate: str
    seats: tuple[Seat, ...]
    standins: tuple[Seat, ...]


@value
class DepositChanged:
    proposal: str
    mandate: str
    agent: AgentId
    held: int


@value
class ReviewFiled:
    proposal: str
    act: ActId
    agent: AgentId
    mandate: str
    seal: Hash


@value
class ReviewerReplaced:
    proposal: str
    mandate: str
    stage: Literal["review", "forecast"]
    silent: Seat
    standin: Seat | None  # nobody is left to stand in


@value
class MandateUnheard:
    proposal: str
    mandate: str
    filed: int
    needed: int


@value
class ReviewOpened:
    proposal: str
    act: ActId
    agent: AgentId
    mandate: str
    review: Review
    fee: int


@value
class CommentMade:
    proposal: str
    agent: AgentId
    owner: OwnerId
    text: Hash


@value
class VersionOffered:
    proposal: str
    version: VersionId
    agent: AgentId
    owner: OwnerId
    base: VersionId
    terms: Terms
    answers: tuple[Answer, ...]
    merges: tuple[VersionId, ...]
    reason: Hash | None
    charter: Charter | None = None
