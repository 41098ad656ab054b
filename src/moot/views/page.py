"""The page of a proposal: all that is public about it, from submission to outcome, in one place.

Laws: the page has every key from the start, so that its reader never asks whether a key is there;
what is not known yet is None, empty, or absent from a mapping, never a guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from moot.core.act import (
    ActId,
    AgentId,
    Choice,
    Condition,
    Duration,
    Hash,
    Instant,
    MandateId,
    OwnerId,
    Ppm,
    ProposalId,
    Stance,
    TermId,
    Terms,
    ValueId,
    VersionId,
)
from moot.core.charter import Charter, Lane
from moot.core.commands import Answer, Block, Finding, Result
from moot.core.events import Followed, Given, Outcome, Pooled, Seat, Spoken, Uncounted
from moot.core.value import value


@value
class VersionShown:
    """Terms that may run; only an amendment has a base, and the status quo is nobody's."""

    terms: Terms
    base: VersionId | None = None
    owner: OwnerId | None = None
    agent: AgentId | None = None
    answers: tuple[Answer, ...] = ()
    merges: tuple[VersionId, ...] = ()
    reason: Hash | None = None
    charter: Charter | None = None  # of an amendment of the charter, whose numbers are the terms


@dataclass(slots=True)
class SeatShown:
    """Who sits for a mandate, and whether its sealed review is in."""

    owner: OwnerId
    agent: AgentId
    family: str | None
    degraded: bool
    filed: bool = False

    @classmethod
    def of(cls, seat: Seat) -> "SeatShown":
        """Return a seat in which nothing was filed yet."""
        return cls(seat.owner, seat.agent, seat.family, seat.degraded)


@value
class ReviewShown:
    """A review once its envelope is open."""

    agent: AgentId
    owner: OwnerId
    mandate: MandateId
    stance: Stance
    findings: tuple[Finding, ...]
    conditions: tuple[Condition, ...]


@value
class CommentShown:
    """What a member said of it: where its text is held, in which entry it stands, when it came and in which stage."""

    agent: AgentId
    owner: OwnerId
    text: Hash
    entry: int
    received: Instant
    stage: str


@value
class CandidateShown:
    """A version on the slate with its terms: whose it is, and the owners whose reviewers support it."""

    version: VersionId
    terms: Terms
    owner: OwnerId | None  # nobody's: the status quo
    supporters: tuple[OwnerId, ...]


@value
class VoteShown:
    """A vote once its envelope is open, after it was moved."""

    choice: Choice
    block: Block | None
    reason: Hash | None


@dataclass(slots=True)
class Page:
    """The whole of a proposal in public. Shares and scores in ppm, money in micro-credits, instants in ms."""

    proposal: ProposalId
    author: AgentId
    owner: OwnerId
    kind: str
    target: str
    submitted: Instant
    original: VersionId
    status_quo: VersionId
    reason: Hash | None
    weights: Mapping[ValueId, Ppm]
    versions: dict[VersionId, VersionShown]
    lane: Lane = "panel"
    rule: str | None = None
    harm: Ppm = 0
    turned: list[Mapping[str, object]] = field(default_factory=list)  # to another lane, and why
    stage: str = "drawing"
    since: Instant = 0
    until: Instant | None = None
    horizon: Duration = 0  # how long what runs is measured
    seats: dict[MandateId, list[SeatShown]] = field(default_factory=dict)
    reviews: list[ReviewShown] = field(default_factory=list)
    replaced: list[Mapping[str, object]] = field(default_factory=list)
    unheard: list[MandateId] = field(default_factory=list)
    slate: Hash | None = None
    candidates: tuple[CandidateShown, ...] = ()
    left_out: tuple[VersionId, ...] = ()
    pooled_by: list[AgentId] = field(default_factory=list)
    scored_only: list[AgentId] = field(default_factory=list)
    forecasted: list[AgentId] = field(default_factory=list)
    stakes: dict[AgentId, int] = field(default_factory=dict)
    forecasts: dict[AgentId, Mapping[VersionId, Mapping[ValueId, Ppm]]] = field(default_factory=dict)
    pools: Mapping[VersionId, Mapping[ValueId, Pooled]] = field(default_factory=dict)
    scores: Mapping[VersionId, int] = field(default_factory=dict)
    recommended: VersionId | None = None
    eligible: tuple[VersionId, ...] = ()
    excluded: Mapping[VersionId, str] = field(default_factory=dict)
    lottery: Mapping[VersionId, Ppm] = field(default_factory=dict)
    least: Ppm | None = None
    paper: Hash | None = None
    given: Mapping[OwnerId, Given] = field(default_factory=dict)
    circles: tuple[OwnerId, ...] = ()  # of those who hand their votes on
    voted: dict[OwnerId, int] = field(default_factory=dict)  # in which entry, of several the last
    votes: dict[OwnerId, VoteShown] = field(default_factory=dict)
    followed: Mapping[OwnerId, Followed] = field(default_factory=dict)
    uncounted: Mapping[OwnerId, Uncounted] = field(default_factory=dict)
    spoken: Mapping[OwnerId, Spoken] = field(default_factory=dict)
    votes_of: Mapping[OwnerId, int] = field(default_factory=dict)  # how many owners a delegate voted for, with itself
    tally: Mapping[str, object] | None = None
    consent: Mapping[str, object] | None = None
    drawn: VersionId | None = None
    probability: Ppm | None = None
    blocks: dict[OwnerId, Mapping[str, object]] = field(default_factory=dict)
    disputes: list[ActId] = field(default_factory=list)
    guarded: list[Mapping[str, object]] = field(default_factory=list)  # what guardians did
    grant: Mapping[str, object] | None = None
    result: Result | None = None
    in_force: Mapping[TermId, int] | None = None
    reported: dict[AgentId, Mapping[ValueId, Ppm]] = field(default_factory=dict)  # by each meter
    measured: Mapping[ValueId, Ppm] = field(default_factory=dict)
    disputed: tuple[ValueId, ...] = ()
    score: int | None = None
    settled: dict[ValueId, Mapping[AgentId, int]] = field(default_factory=dict)
    gain: Mapping[str, object] | None = None
    outcome: Outcome | None = None
    why: str | None = None
    faults: list[Mapping[str, object]] = field(default_factory=list)
    comments: list[CommentShown] = field(default_factory=list)  # the thread, as they came; nobody's rule reads it

    def begin_anew(self) -> None:
        """Forget what was said for another lane, from the panels on; the record keeps it."""
        self.seats, self.reviews, self.unheard = {}, [], []
        self.slate, self.candidates, self.left_out = None, (), ()
        self.pooled_by, self.scored_only, self.forecasted = [], [], []
        self.stakes, self.forecasts, self.pools, self.scores = {}, {}, {}, {}
        self.recommended, self.eligible, self.excluded = None, (), {}
        self.lottery, self.least, self.paper, self.votes = {}, None, None, {}

    @property
    def leading(self) -> VersionId:
        """The version in question: what is drawn, or recommended, or else was asked for, as what a round buys."""
        if self.drawn or self.grant or self.recommended == self.status_quo:
            return self.drawn or self.original
        return self.recommended or self.original

    @property
    def forecasters(self) -> list[AgentId]:
        """Who forecasts: those whose forecasts are pooled, then those who are scored only."""
        return self.pooled_by + self.scored_only
