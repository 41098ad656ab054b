"""The life of a proposal, from its frozen candidates to the recommended one."""

from collections.abc import Mapping

from moot.core.act import ActId, AgentId, Hash, OwnerId, VersionId
from moot.core.events.review import Seat
from moot.core.value import value


@value
class Candidate:
    """A version on the slate: whose it is, and the owners whose reviewers support it."""

    version: VersionId
    owner: OwnerId | None  # nobody's: the status quo
    supporters: tuple[OwnerId, ...]


@value
class CandidatesFrozen:
    proposal: str
    slate: Hash
    candidates: tuple[Candidate, ...]  # the status quo, the original, then in order of support
    left_out: tuple[VersionId, ...]
    pooled: tuple[Seat, ...]  # the forecasters whose forecasts count in the pool
    scored: tuple[Seat, ...]  # those who forecast and are scored, but authored a candidate


@value
class ForecasterCalled:
    proposal: str
    mandate: str
    seat: Seat


@value
class ForecastFiled:
    proposal: str
    act: ActId
    agent: AgentId
    owner: OwnerId
    stake: int
    seal: Hash


@value
class ForecastOpened:
    proposal: str
    act: ActId
    agent: AgentId
    cells: Mapping[VersionId, Mapping[str, int]]


@value
class StakeLost:
    proposal: str
    act: ActId
    agent: AgentId
    stake: int


@value
class Pooled:
    """A pooled forecast (ppm) with its weighted quartiles, and how many forecasts made it."""

    value: int
    lower: int
    upper: int
    forecasts: int


@value
class ForecastsPooled:
    proposal: str
    pools: Mapping[VersionId, Mapping[str, Pooled]]
    scores: Mapping[VersionId, int]  # ppm, floored


@value
class NothingBetter:
    proposal: str


@value
class CandidateRecommended:
    proposal: str
    version: VersionId
    eligible: tuple[VersionId, ...]
    excluded: Mapping[VersionId, str]  # why a candidate is not eligible: the floor's clause
    lottery: Mapping[VersionId, int]  # ppm
    least: int  # p_min, ppm
    paper: Hash
