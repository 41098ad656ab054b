"""The life of a round, from its opening to what was bought, and why."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from moot.core.act import ActId, AgentId, Hash, Instant, OwnerId
from moot.core.value import value

# By which part of the rule a project was bought; or its supporters, or the rest of the budget, have too little.
Funding: TypeAlias = Literal["equal_shares", "greedy", "too_dear", "unwanted"]


@value
class ProjectFate:
    """What became of a project, and why; all money in micro-credits."""

    proposal: str
    verdict: Funding
    cost: int
    supporters: int
    points: int
    money: int  # what its supporters paid, each rounded up, or have left together; by greed, what the budget had left
    price: int = 0  # of each point to a supporter, rounded up; who had less paid all it had
    spent_out: int = 0  # supporters who had nothing left afterwards
    by_lot: bool = False  # the next one was as good, and the lot was between them


@value
class RoundOpened:
    round: ActId
    budget: str
    owner: OwnerId
    amount: int  # micro-credits
    voters: tuple[OwnerId, ...]


@value
class RoundEntered:
    round: ActId
    stage: str
    since: Instant
    until: Instant


@value
class ProjectEntered:
    round: ActId
    proposal: str
    owner: OwnerId
    cost: int  # micro-credits


@value
class BallotFiled:
    round: ActId
    act: ActId
    owner: OwnerId
    agent: AgentId
    seal: Hash


@value
class BallotOpened:
    round: ActId
    act: ActId
    owner: OwnerId
    points: Mapping[str, int]


@value
class RoundLinkAssigned:
    round: ActId
    member: str
    number: int
    deposit: int


@value
class RoundLinkRevealed:
    round: ActId
    member: str
    number: int
    link: Hash


@value
class RoundFaulted:
    round: ActId
    member: str
    fault: str


@value
class RoundClosed:
    round: ActId
    budget: str
    seed: Hash
    ties: tuple[str, ...]  # of equals the earlier comes first
    ballots: int
    endowment: int  # micro-credits that each owner could spend: its part of the budget, or what that was raised to
    fates: tuple[ProjectFate, ...]  # in the order of ties
    spent: int  # micro-credits
    left: int  # micro-credits, which go back to the fund


RoundEvent: TypeAlias = (
    RoundOpened
    | RoundEntered
    | ProjectEntered
    | BallotFiled
    | BallotOpened
    | RoundLinkAssigned
    | RoundLinkRevealed
    | RoundFaulted
    | RoundClosed
)
