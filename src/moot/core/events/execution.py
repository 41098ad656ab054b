"""The life of a proposal, from its grant over the measurement to its end."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from moot.core.act import ActId, AgentId, Hash, Instant, OwnerId, Terms, VersionId
from moot.core.commands import Result
from moot.core.value import value

Outcome: TypeAlias = Literal["settled", "rejected", "void", "withdrawn", "failed", "cancelled"]


@value
class GrantIssued:
    proposal: str
    grant: ActId
    version: VersionId
    kind: str
    target: str
    terms: Terms
    base: Hash
    executor: AgentId
    until: Instant


@value
class ActionExecuted:
    proposal: str
    version: VersionId
    result: Result
    in_force: Terms
    undone: bool


@value
class MeasureFiled:
    proposal: str
    act: ActId
    agent: AgentId
    seal: Hash


@value
class MeasureOpened:
    proposal: str
    act: ActId
    agent: AgentId
    values: Mapping[str, int]


@value
class OutcomeMeasured:
    proposal: str
    version: VersionId
    measured: Mapping[str, int]  # ppm, the values on which the meters agree
    disputed: tuple[str, ...]  # the values on which they do not
    score: int | None  # ppm under the frozen weights, when all agree


@value
class StakesSettled:
    proposal: str
    value: str
    measured: int
    nets: Mapping[AgentId, int]  # micro-credits; negative for a loss


@value
class CreditShared:
    proposal: str
    gain: int  # ppm of score above the pooled status quo
    pay: int  # micro-credits, negative for a loss taken from the bond
    shares: Mapping[OwnerId, int]


@value
class ProposalClosed:
    proposal: str
    outcome: Outcome
    why: str
