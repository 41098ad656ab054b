"""The life of a proposal, from the first vote cast to the result."""

from moot.core.act import ActId, AgentId, Choice, Hash, Instant, OwnerId, VersionId
from moot.core.commands import Block
from moot.core.value import value


@value
class VoteCast:
    proposal: str
    act: ActId
    owner: OwnerId
    agent: AgentId
    seal: Hash


@value
class BallotExtended:
    proposal: str
    until: Instant


@value
class VoteOpened:
    proposal: str
    act: ActId
    owner: OwnerId
    choice: Choice
    block: Block | None
    reason: Hash | None


@value
class VoteMoved:
    proposal: str
    owner: OwnerId
    old: Choice | None
    new: Choice
    reason: Hash | None


@value
class BallotClosed:
    proposal: str
    in_favour: int
    abstained: int
    against: int
    owners: int
    quorum: int
    passed: bool
    two_thirds: bool  # asked for, because a mandate was unheard or the lane is `charter`
    people: int = 0  # owners whose vote a person cast
    people_needed: int = 0


@value
class ConsentGiven:
    proposal: str
    version: VersionId
    objections: int
    limit: int  # as many would have made it a matter for a panel
