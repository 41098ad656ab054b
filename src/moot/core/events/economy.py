"""Values, money, influence and epochs."""

from collections.abc import Mapping

from moot.core.act import ActId, Mass, OwnerId
from moot.core.value import value


@value
class ValuesWeighed:
    act: ActId
    owner: OwnerId
    weights: Mapping[str, int]
    epoch: int


@value
class EpochClosed:
    epoch: int


@value
class ValuesRepriced:
    epoch: int
    old: Mapping[str, int]
    new: Mapping[str, int]
    vectors: int  # how many owners' vectors were live
    moved_by: tuple[ActId, ...]  # each owner's last act that changed its vector since the last pricing


@value
class CreditsMoved:
    source: str
    target: str
    amount: int
    clause: str
    proposal: str | None


@value
class InfluenceUpdated:
    value: str
    masses: Mapping[OwnerId, Mass]  # of those whose influence changed
    clause: str
