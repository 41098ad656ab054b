"""What became of each proposal: one page, written by the events that name it.

Laws: an event changes only the page of its proposal; a page once closed stays; a sealed review,
forecast, vote or measurement leaves only that it was filed, until its envelope is opened.
"""

from collections.abc import Mapping
from dataclasses import fields
from functools import singledispatch
from typing import cast, get_args

from moot.core.act import MILLION, Duration, Instant, ProposalId
from moot.core.canonical import Plain, plain
from moot.core.charter import CHARTER, kind_called, numbers
from moot.core.commands import Result
from moot.core.events import (
    ActionExecuted,
    BallotClosed,
    BallotExtended,
    BlockLapsed,
    BlockPosted,
    CandidateRecommended,
    CandidatesFrozen,
    CharterAmended,
    CommentMade,
    ConsentGiven,
    CreditShared,
    DelegatesVoted,
    DelegationsFrozen,
    DisputeClosed,
    DisputeOpened,
    Event,
    FaultPublished,
    ForecastFiled,
    ForecastOpened,
    ForecastsPooled,
    GrantIssued,
    LaneChanged,
    LotteryDrawn,
    MandateUnheard,
    MeasureOpened,
    MootFounded,
    NothingBetter,
    OutcomeMeasured,
    PanelDrawn,
    ProposalCancelled,
    ProposalClosed,
    ProposalPaused,
    ProposalSubmitted,
    ReviewerReplaced,
    ReviewFiled,
    ReviewOpened,
    StageEntered,
    StakesSettled,
    TargetSet,
    VersionOffered,
    VoteCast,
    VoteMoved,
    VoteOpened,
    VotesCarried,
)
from moot.views.page import CandidateShown, CommentShown, Page, ReviewShown, SeatShown, VersionShown, VoteShown
from moot.views.unknown import Unknown
from moot.wire.entry import Told


class ProposalView:
    """Every proposal ever submitted; `pages` is shared with the views that need the same facts."""

    def __init__(self) -> None:
        self.pages: dict[ProposalId, Page] = {}
        self._in_force: dict[str, VersionShown] = {}

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        for event in told.events:
            match event:
                case TargetSet():
                    self._in_force[event.target] = VersionShown(event.terms)
                case MootFounded() | CharterAmended():
                    self._in_force[CHARTER] = VersionShown(numbers(event.charter), charter=event.charter)
                case ProposalSubmitted():
                    self.pages[event.proposal] = _opened(event, self._in_force[event.target], told.received)
                    self.pages[event.proposal].horizon = self._horizon(event.kind)
                case CommentMade():
                    self.pages[event.proposal].comments.append(_comment(event, self.pages[event.proposal], told))
                case VoteCast():
                    self.pages[event.proposal].voted[event.owner] = told.index  # a later vote replaces an earlier one
                case _:
                    pass
            if page := self.pages.get(getattr(event, "proposal", None) or ""):
                write(event, page)

    def _horizon(self, kind: str) -> Duration:
        law = self._in_force[CHARTER].charter
        found = kind_called(law, kind) if law else None
        return found.horizon if found else 0

    def show(self, proposal: ProposalId) -> Plain:
        """Return the page of `proposal`."""
        if proposal not in self.pages:
            raise Unknown("proposal", proposal, self.pages)
        return plain(self.pages[proposal])


def _opened(event: ProposalSubmitted, in_force: VersionShown, received: Instant) -> Page:
    original = VersionShown(
        event.terms, owner=event.owner, agent=event.author, reason=event.reason, charter=event.charter
    )
    return Page(
        proposal=event.proposal,
        author=event.author,
        owner=event.owner,
        kind=event.kind,
        target=event.target,
        submitted=received,
        original=event.version,
        status_quo=event.status_quo,
        reason=event.reason,
        weights=event.weights,
        versions={event.status_quo: in_force, event.version: original},
        lane=event.lane,
        rule=event.rule,
        harm=event.harm,
    )


def _comment(event: CommentMade, page: Page, told: Told) -> CommentShown:
    return CommentShown(event.agent, event.owner, event.text, told.index, told.received, page.stage)


def _rest(event: Event) -> Mapping[str, object]:
    """Return the fields of `event` but the proposal, which the page names already."""
    return {each.name: getattr(event, each.name) for each in fields(event) if each.name != "proposal"}


@singledispatch
def write(_event: object, _page: Page) -> None:
    """Write what `event` says on the page; most events say nothing about a page."""


@write.register
def _(event: StageEntered, page: Page) -> None:
    page.stage, page.since, page.until = event.stage, event.since, event.until


@write.register
def _(event: LaneChanged, page: Page) -> None:
    page.lane = event.lane
    page.turned.append(_rest(event))
    page.begin_anew()


@write.register
def _(event: FaultPublished, page: Page) -> None:
    page.faults.append(_rest(event))


@write.register
def _(event: PanelDrawn, page: Page) -> None:
    page.seats[event.mandate] = [SeatShown.of(seat) for seat in event.seats]


@write.register
def _(event: ReviewFiled, page: Page) -> None:
    for seat in page.seats[event.mandate]:
        seat.filed = seat.filed or seat.agent == event.agent


@write.register
def _(event: ReviewerReplaced, page: Page) -> None:
    page.replaced.append(_rest(event))
    if event.stage == "forecast":
        _replace_forecaster(event, page)
        return
    seats = [seat for seat in page.seats[event.mandate] if seat.agent != event.silent.agent]
    page.seats[event.mandate] = seats + ([SeatShown.of(event.standin)] if event.standin else [])


def _replace_forecaster(event: ReviewerReplaced, page: Page) -> None:
    page.pooled_by = [agent for agent in page.pooled_by if agent != event.silent.agent]
    if event.standin and event.standin.agent not in page.forecasters:
        page.pooled_by.append(event.standin.agent)


@write.register
def _(event: MandateUnheard, page: Page) -> None:
    page.unheard.append(event.mandate)


@write.register
def _(event: ReviewOpened, page: Page) -> None:
    owner = next(seat.owner for seat in page.seats[event.mandate] if seat.agent == event.agent)
    review = event.review
    shown = ReviewShown(event.agent, owner, event.mandate, review.stance, review.findings, review.conditions)
    page.reviews.append(shown)


@write.register
def _(event: VersionOffered, page: Page) -> None:
    shown = VersionShown(
        event.terms,
        event.base,
        event.owner,
        event.agent,
        event.answers,
        event.merges,
        reason=event.reason,
        charter=event.charter,
    )
    # Equal results are one version, credited to the earliest (protocol 5).
    page.versions.setdefault(event.version, shown)


@write.register
def _(event: CandidatesFrozen, page: Page) -> None:
    page.slate, page.left_out = event.slate, event.left_out
    page.candidates = tuple(
        CandidateShown(each.version, page.versions[each.version].terms, each.owner, each.supporters)
        for each in event.candidates
    )
    page.pooled_by = [seat.agent for seat in event.pooled]
    page.scored_only = [seat.agent for seat in event.scored]


@write.register
def _(event: ForecastFiled, page: Page) -> None:
    page.forecasted.append(event.agent)
    page.stakes[event.agent] = event.stake


@write.register
def _(event: ForecastOpened, page: Page) -> None:
    page.forecasts[event.agent] = event.cells


@write.register
def _(event: ForecastsPooled, page: Page) -> None:
    page.pools, page.scores = event.pools, event.scores


@write.register
def _(_event: NothingBetter, page: Page) -> None:
    page.recommended = page.status_quo


@write.register
def _(event: CandidateRecommended, page: Page) -> None:
    page.recommended, page.eligible, page.excluded = event.version, event.eligible, event.excluded
    page.lottery, page.least, page.paper = event.lottery, event.least, event.paper


@write.register
def _(event: DelegationsFrozen, page: Page) -> None:
    page.given, page.circles = event.given, event.circles


@write.register
def _(event: BallotExtended, page: Page) -> None:
    page.until = event.until


@write.register
def _(event: VoteOpened, page: Page) -> None:
    page.votes[event.owner] = VoteShown(event.choice, event.block, event.reason)


@write.register
def _(event: VotesCarried, page: Page) -> None:
    page.followed, page.uncounted = event.followed, event.uncounted


@write.register
def _(event: VoteMoved, page: Page) -> None:
    page.votes[event.owner] = VoteShown(event.new, None, event.reason)


@write.register
def _(event: DelegatesVoted, page: Page) -> None:
    page.spoken, page.votes_of = event.spoken, event.weights


@write.register
def _(event: BallotClosed, page: Page) -> None:
    page.tally = _rest(event)


@write.register
def _(event: ConsentGiven, page: Page) -> None:
    page.consent = _rest(event)
    page.drawn, page.probability = event.version, MILLION


@write.register
def _(event: CharterAmended, page: Page) -> None:
    page.in_force = numbers(event.charter)


@write.register
def _(event: LotteryDrawn, page: Page) -> None:
    page.drawn, page.probability = event.version, event.probability


@write.register
def _(event: GrantIssued, page: Page) -> None:
    page.grant = _rest(event)


@write.register
def _(event: ActionExecuted, page: Page) -> None:
    page.result, page.in_force = event.result, event.in_force


@write.register
def _(event: BlockPosted, page: Page) -> None:
    page.blocks[event.owner] = {**_rest(event), "state": "posted"}


@write.register
def _(event: BlockLapsed, page: Page) -> None:
    page.blocks[event.owner] = {**page.blocks.get(event.owner, _rest(event)), "state": event.why}


@write.register
def _(event: DisputeOpened, page: Page) -> None:
    page.disputes.append(event.dispute)


@write.register
def _(event: DisputeClosed, page: Page) -> None:
    if event.ruling in get_args(Result):  # a jury has found what became of the grant
        page.result = cast("Result", event.ruling)


@write.register
def _(event: ProposalPaused | ProposalCancelled, page: Page) -> None:
    page.guarded.append({"did": type(event).__name__, **_rest(event)})


@write.register
def _(event: MeasureOpened, page: Page) -> None:
    page.reported[event.agent] = event.values


@write.register
def _(event: OutcomeMeasured, page: Page) -> None:
    page.measured, page.disputed, page.score = event.measured, event.disputed, event.score


@write.register
def _(event: StakesSettled, page: Page) -> None:
    page.settled[event.value] = event.nets


@write.register
def _(event: CreditShared, page: Page) -> None:
    page.gain = _rest(event)


@write.register
def _(event: ProposalClosed, page: Page) -> None:
    page.stage, page.until, page.outcome, page.why = event.outcome, None, event.outcome, event.why
