"""A proposal: what is asked, on which terms, and where it stands between submission and outcome.

Laws: the stages and their moves are one table, `STAGES`, from which the docs' diagram is generated;
every stage has a deadline, says who must act next, and what happens otherwise; all that could be
changed to bend a running proposal (charter, voters, weights, influence) is frozen at submission.

>>> STAGES["ballot"].leads
('ballot', 'opening_votes', 'paused')
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Final

from moot.core.act import (
    MILLION,
    ActId,
    AgentId,
    Choice,
    Hash,
    Instant,
    MandateId,
    OwnerId,
    Ppm,
    Terms,
    ValueId,
    VersionId,
)
from moot.core.canonical import digest
from moot.core.charter import Charter, Kind, Lane, Mandate, places
from moot.core.dossier import (
    NOWHERE,
    Blocked,
    Envelope,
    Frozen,
    Left,
    Link,
    Opened,
    Panel,
    Paper,
    Purse,
    Run,
    Slate,
    Version,
)
from moot.core.events import Pooled, Seat
from moot.core.stage import Stage
from moot.core.value import wide

FINAL: Final = ("settled", "rejected", "void", "withdrawn", "failed", "cancelled")  # no stage follows


STAGES: Final[Mapping[str, Stage]] = {
    "waiting": Stage(
        "owners come back to a mandate that is short of them",
        ("TakeMandate", "Withdraw", "Pause"),
        "its seats are drawn from all uninvolved owners, marked degraded",
        ("drawing", "withdrawn", "paused"),
    ),
    "drawing": Stage(
        "the named owners reveal their links",
        ("RevealChance", "Withdraw", "Pause"),
        "a silent owner loses its deposit, and its link counts as missing",
        ("drawing_clerk", "withdrawn", "paused"),
    ),
    "drawing_clerk": Stage(
        "the clerk reveals its link",
        ("RevealChance", "Withdraw"),
        "extended once and published as a fault, then the link counts as missing",
        ("drawing_clerk", "review", "withdrawn"),
    ),
    "review": Stage(
        "each drawn reviewer files a sealed review",
        ("FileReview", "Withdraw", "Pause"),
        "a silent reviewer loses its deposit and is replaced once",
        ("review_standins", "opening_reviews", "withdrawn", "paused"),
    ),
    "review_standins": Stage(
        "each stand-in files a sealed review",
        ("FileReview", "Withdraw", "Pause"),
        "the seat stays empty; a mandate short of reviews is unheard",
        ("opening_reviews", "withdrawn", "paused"),
    ),
    "opening_reviews": Stage(
        "the clerk opens the reviews; a reviewer may open its own",
        ("OpenEnvelope", "Withdraw", "Pause"),
        "an unopened review is silence",
        ("negotiation", "forecast", "review", "withdrawn", "paused"),
    ),
    "negotiation": Stage(
        "any member offers amendments",
        ("OfferAmendment", "Withdraw", "Pause"),
        "no more versions are taken, and those that are there are forecast",
        ("forecast", "withdrawn", "paused"),
    ),
    "forecast": Stage(
        "each drawn reviewer files one sealed forecast of every candidate",
        ("FileForecast", "Withdraw", "Pause"),
        "a silent forecaster loses its deposit and is replaced once",
        ("forecast_standins", "opening_forecasts", "withdrawn", "paused"),
    ),
    "forecast_standins": Stage(
        "each stand-in files a sealed forecast",
        ("FileForecast", "Withdraw", "Pause"),
        "the pool does without",
        ("opening_forecasts", "withdrawn", "paused"),
    ),
    "opening_forecasts": Stage(
        "the clerk opens the forecasts; a forecaster may open its own",
        ("OpenEnvelope", "Pause"),
        "an unopened forecast loses its stake",
        ("ballot", "consent", "review", "measuring", "paused"),
    ),
    "consent": Stage(
        "an owner that minds objects",
        ("Object", "Pause"),
        "it is adopted, unless so many object that it goes to a panel",
        ("executing", "review", "paused"),
    ),
    "ballot": Stage(
        "each owner casts a sealed vote on what is recommended",
        ("CastVote", "Pause"),
        "an owner that did not vote is counted with whom it handed its vote to, or not at all",
        ("ballot", "opening_votes", "paused"),
    ),
    "opening_votes": Stage(
        "the clerk opens the votes; an owner may open its own",
        ("OpenEnvelope", "Pause"),
        "an unopened vote is an abstention",
        ("objection", "paused"),
    ),
    "objection": Stage(
        "an owner that sees a reason may still turn its vote against it",
        ("Object", "Pause"),
        "the votes are counted",
        ("timelock", "measuring", "paused", "disputed"),
    ),
    "timelock": Stage(
        "the named owners reveal their second link",
        ("RevealChance", "Pause", "CancelProposal"),
        "a silent owner loses its deposit, and its link counts as missing",
        ("timelock_clerk", "paused", "cancelled"),
    ),
    "timelock_clerk": Stage(
        "the clerk reveals its second link, which makes the draw and issues the grant",
        ("RevealChance",),
        "extended once and published as a fault, then the link counts as missing",
        ("timelock_clerk", "executing", "measuring", "failed"),
    ),
    "round": Stage(
        "the round of its budget is decided",
        ("CloseRound",),
        "the round goes on, and takes it along",
        ("round", "executing", "rejected"),
    ),
    "executing": Stage(
        "the executor uses the grant and reports",
        ("ReportExecution",),
        "the result is unknown: a jury judges it",
        ("measuring", "failed", "disputed"),
    ),
    "measuring": Stage(
        "each meter files a sealed measurement, once what ran has run for its time",
        ("ReportMeasure", "Dispute"),
        "the meters that reported must agree without the others",
        ("opening_measures", "disputed"),
    ),
    "opening_measures": Stage(
        "the clerk opens the measurements; a meter may open its own",
        ("OpenEnvelope",),
        "an unopened measurement does not count",
        ("settled", "rejected", "void", "measured", "disputed"),
    ),
    "measured": Stage(
        "any owner with voice may dispute what the meters agree on",
        ("Dispute",),
        "it is settled by what they agree on",
        ("settled", "rejected", "void", "disputed"),
    ),
    "disputed": Stage(
        "a jury judges",
        ("Judge", "Appeal"),
        "what a jury found last holds, or else what held before; void, stakes back, if that is nothing",
        ("timelock", "measuring", "settled", "rejected", "void", "failed"),
    ),
    "paused": Stage(
        "everybody waits",
        ("Advance",),
        "it goes on where it was",
        (
            "waiting",
            "drawing",
            "review",
            "review_standins",
            "opening_reviews",
            "negotiation",
            "forecast",
            "forecast_standins",
            "opening_forecasts",
            "consent",
            "ballot",
            "opening_votes",
            "objection",
            "timelock",
        ),
    ),
}
SUSPENDED: Final = frozenset({"disputed", "paused"})  # what waits in them goes on with all that it had
PAUSABLE: Final = frozenset(STAGES["paused"].leads)
WITHDRAWABLE: Final = frozenset(name for name, stage in STAGES.items() if "Withdraw" in stage.acts)
OPENING: Final = frozenset(name for name, stage in STAGES.items() if stage.acts[0] == "OpenEnvelope")


@wide
class Proposal:
    """The whole of one proposal, between submission and outcome."""

    id: ActId
    author: AgentId
    owner: OwnerId
    kind: Kind
    original: VersionId
    status_quo: VersionId
    frozen: Frozen
    versions: Mapping[VersionId, Version]
    lane: Lane = "panel"
    stage: str = "drawing"
    since: Instant = 0
    until: Instant = 0
    extended: bool = False
    links: Mapping[str, Mapping[str, Link]] = field(default_factory=dict)  # side -> member -> link
    seeds: Mapping[str, Hash] = field(default_factory=dict)  # side -> seed
    panels: Mapping[MandateId, Panel] = field(default_factory=dict)
    purse: Purse = Purse()
    sealed: Mapping[ActId, Envelope] = field(default_factory=dict)
    cast: Mapping[OwnerId, ActId] = field(default_factory=dict)  # by which act each owner has voted, until votes open
    reviews: tuple[Opened, ...] = ()
    silent: tuple[tuple[MandateId, OwnerId], ...] = ()  # whose drawn reviewer gave no review
    unheard: tuple[MandateId, ...] = ()
    slate: Slate | None = None
    forecasts: Mapping[AgentId, Mapping[VersionId, Mapping[ValueId, Ppm]]] = field(default_factory=dict)
    pools: Mapping[VersionId, Mapping[ValueId, Pooled]] = field(default_factory=dict)
    scores: Mapping[VersionId, int] = field(default_factory=dict)
    paper: Paper | None = None
    given: Mapping[OwnerId, OwnerId] = field(default_factory=dict)  # to whom owners hand this vote, since the ballot
    votes: Mapping[OwnerId, Choice] = field(default_factory=dict)
    in_person: frozenset[OwnerId] = frozenset()  # whose vote a person cast
    carried: Mapping[OwnerId, Choice] = field(
        default_factory=dict
    )  # what others voted for owners, as votes were opened
    run: Run | None = None
    measures: Mapping[AgentId, Mapping[ValueId, Ppm]] = field(default_factory=dict)
    blocks: Mapping[OwnerId, Blocked] = field(default_factory=dict)  # with their bonds
    left: Left = NOWHERE  # while it is disputed or paused
    judged: tuple[str, ...] = ()  # what was disputed already
    comments: Mapping[OwnerId, int] = field(default_factory=dict)  # how many each owner has made


def base_of(target: str, terms: Terms | Charter) -> Hash:
    """Return the digest of what is in force on `target`: the base of every version proposed on it."""
    return digest({"target": target, "terms": terms})


def version_of(kind: str, terms: Terms | Charter, base: Hash) -> VersionId:
    """Return the id of a version: the hash of its kind, its terms (or its whole charter) and its base."""
    return digest({"kind": kind, "terms": terms, "base": base})


def running(proposal: Proposal) -> Run:
    """Return what runs: the version that was drawn, and the status quo for as long as nothing was."""
    return proposal.run or Run(proposal.status_quo, MILLION)


def base(proposal: Proposal) -> Hash:
    """Return the digest on which every version of `proposal` is built: of the terms in force at submission."""
    in_force = proposal.versions[proposal.status_quo]
    return base_of(proposal.kind.target, in_force.charter or in_force.terms)


def panel_size(proposal: Proposal, mandate: Mandate) -> int:
    """Return how many reviewers the proposal's lane has drawn for `mandate`."""
    return places(proposal.frozen.charter, proposal.lane, mandate)


def chain(proposal: Proposal, version: VersionId) -> Iterator[VersionId]:
    """Yield `version` and each version it was built on, down to the original."""
    at: VersionId | None = version
    while at is not None:
        yield at
        at = proposal.versions[at].base


def has_voice(proposal: Proposal, owner: OwnerId) -> bool:
    """Return whether `owner` was among the owners with voice at submission."""
    voters = proposal.frozen.voters
    place = bisect_left(voters, owner)
    return voters[place : place + 1] == (owner,)


def seat_of(proposal: Proposal, mandate: MandateId, agent: AgentId) -> Seat | None:
    """Return the seat that `agent` holds for `mandate` now, or nothing."""
    panel = proposal.panels.get(mandate)
    return next((seat for seat in panel.seats if seat.agent == agent), None) if panel else None


def filed_by(proposal: Proposal, mandate: MandateId = "") -> frozenset[AgentId]:
    """Return the agents with a sealed act for `mandate` that still waits to be opened."""
    return frozenset(each.by for each in proposal.sealed.values() if each.mandate == mandate)
