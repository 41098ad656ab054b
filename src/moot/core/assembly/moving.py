"""Moving on: what completes a stage, what leaving it brings about, and what is due when.

Laws: a stage that is complete moves in the act that completes it; otherwise it moves by an `Advance`
once its deadline is over, which anybody may file; every stage of the table has a row here.
"""

from collections.abc import Callable, Mapping
from typing import Final

from moot.core.act import ProposalId
from moot.core.assembly.blocking import contest_blocks, lapse_blocks
from moot.core.assembly.chance import begin_drawing, fault_missing, missing, mix
from moot.core.assembly.closing import close, conclude, forfeit, settle_as_measured
from moot.core.assembly.consenting import (
    doubt_after_forecasts,
    doubt_after_reviews,
    end_consent,
    limit,
    objections,
    seat_panels,
    turn,
)
from moot.core.assembly.delegating import carry_votes, freeze_delegations
from moot.core.assembly.executing import draw_lottery, expire, open_timelock
from moot.core.assembly.forecasting import awaited_forecasts, end_forecasts, replace_silent_forecasters
from moot.core.assembly.guarding import resume
from moot.core.assembly.hearing import advance_hearing, end_hearing
from moot.core.assembly.measuring import awaited_measures
from moot.core.assembly.members import actor
from moot.core.assembly.negotiating import freeze
from moot.core.assembly.reviewing import (
    awaited_reviews,
    end_reviews,
    give_up_silent,
    replace_silent,
    short_mandates,
)
from moot.core.assembly.rounds import advance_round, move_round
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.voting import count, end_opening
from moot.core.charter import Windows
from moot.core.commands import Advance, Withdraw
from moot.core.events import FaultPublished
from moot.core.proposal import STAGES, WITHDRAWABLE, Proposal
from moot.core.refusal import NotDue, NotYours, StageIsOver
from moot.core.value import value

Leave = Callable[[Sitting, Proposal], None]


@value
class Move:
    """How a stage ends: when it is complete, and what leaving it does."""

    complete: Callable[[Sitting, Proposal], bool]
    leave: Leave


def settle_moves(sitting: Sitting, proposal: ProposalId) -> None:
    """Move the proposal on for as long as its stage is complete."""
    while proposal in sitting.assembly.proposals:
        present = sitting.proposal(proposal)
        move = MOVES[present.stage]
        if not move.complete(sitting, present):
            return
        move.leave(sitting, present)


def advance(sitting: Sitting, command: Advance) -> None:
    """Move on from a stage whose deadline is over; refuses with `NotDue` before, `StageIsOver` after."""
    if command.proposal in sitting.assembly.cases:
        advance_hearing(sitting, command)
        return
    if command.proposal in sitting.assembly.rounds:
        advance_round(sitting, command)
        return
    proposal = sitting.proposal(command.proposal)
    if command.stage != proposal.stage:
        raise StageIsOver(f"the proposal is in {proposal.stage}", mend="Nothing is left to advance there.")
    if sitting.filed.received < proposal.until:
        raise NotDue(
            f"{proposal.stage} lasts until {proposal.until}",
            clause="structure.windows",
            mend=f"Wait: {STAGES[proposal.stage].who}.",
        )
    MOVES[proposal.stage].leave(sitting, proposal)


def withdraw(sitting: Sitting, command: Withdraw) -> None:
    """Withdraw one's proposal; once panels are drawn the bond goes to the forecasters, or to the fund."""
    proposal = sitting.proposal(command.proposal)
    if proposal.owner != actor(sitting).owner:
        raise NotYours("only its author's owner may withdraw it", mend="Review it, amend it, or vote against.")
    if proposal.stage == "round":
        clause = "structure.rounds"
        raise StageIsOver("what is in a round stays in it", clause=clause, mend="Give it no points.")
    if proposal.stage not in WITHDRAWABLE:
        raise StageIsOver("forecasts are closed", clause="structure.windows.forecast", mend="Vote against it.")
    if proposal.panels:
        forfeit(sitting, proposal, "withdrawn", "withdrawn by its author after the draw")
    else:
        close(sitting, proposal, "withdrawn", "withdrawn by its author")


def _windows(proposal: Proposal) -> Windows:
    return proposal.frozen.charter.structure.windows


def _opening(stage: str, before: Leave | None = None) -> Leave:
    def leave(sitting: Sitting, proposal: Proposal) -> None:
        if before:
            before(sitting, proposal)
        sitting.enter(proposal.id, stage, _windows(proposal).opening)

    return leave


def _never(_: Sitting, __: Proposal) -> bool:
    return False


def _opened(_: Sitting, proposal: Proposal) -> bool:
    return not proposal.sealed


def _owners_revealed(sitting: Sitting, proposal: Proposal) -> bool:
    return not missing(sitting, proposal, clerk=False)


def _clerk_revealed(sitting: Sitting, proposal: Proposal) -> bool:
    return not missing(sitting, proposal, clerk=True)


def _mandates_held(sitting: Sitting, proposal: Proposal) -> bool:
    return not short_mandates(sitting, proposal)


def _leave_drawing(sitting: Sitting, proposal: Proposal) -> None:
    fault_missing(sitting, proposal)
    sitting.enter(proposal.id, "drawing_clerk", _windows(proposal).drawing_clerk)


def _leave_timelock(sitting: Sitting, proposal: Proposal) -> None:
    fault_missing(sitting, proposal)
    sitting.enter(proposal.id, "timelock_clerk", _windows(proposal).drawing_clerk)


def _clerk_silent(sitting: Sitting, proposal: Proposal) -> bool:
    """Extend the clerk's window once and publish the fault; return whether that was done."""
    if _clerk_revealed(sitting, proposal):
        return False
    sitting.tell(FaultPublished(proposal.id, sitting.assembly.clerk.agent, "the clerk's chance link is missing"))
    if not proposal.extended:
        sitting.enter(proposal.id, proposal.stage, _windows(proposal).drawing_clerk)
    return not proposal.extended


def _leave_drawing_clerk(sitting: Sitting, proposal: Proposal) -> None:
    if not _clerk_silent(sitting, proposal):
        mix(sitting, proposal, "drawing")
        seat_panels(sitting, proposal)


def _leave_timelock_clerk(sitting: Sitting, proposal: Proposal) -> None:
    if not _clerk_silent(sitting, proposal):
        draw_lottery(sitting, proposal)


def _leave_review(sitting: Sitting, proposal: Proposal) -> None:
    if not awaited_reviews(proposal):
        sitting.enter(proposal.id, "opening_reviews", _windows(proposal).opening)
        return
    replace_silent(sitting, proposal)
    whole = _windows(proposal).review
    sitting.enter(proposal.id, "review_standins", whole - whole // 2)


def _leave_opening_reviews(sitting: Sitting, proposal: Proposal) -> None:
    end_reviews(sitting, proposal)
    heard = sitting.proposal(proposal.id)
    if heard.lane != "consent":
        sitting.enter(proposal.id, "negotiation", _windows(proposal).negotiation)
    elif doubt := doubt_after_reviews(heard):
        turn(sitting, heard, doubt)
    else:
        freeze(sitting, heard)  # consent is asked for one version: nothing is negotiated


def _leave_forecast(sitting: Sitting, proposal: Proposal) -> None:
    if not awaited_forecasts(proposal):
        sitting.enter(proposal.id, "opening_forecasts", _windows(proposal).opening)
        return
    replace_silent_forecasters(sitting, proposal, again=True)
    whole = _windows(proposal).forecast
    sitting.enter(proposal.id, "forecast_standins", whole - whole // 2)


def _leave_forecast_standins(sitting: Sitting, proposal: Proposal) -> None:
    replace_silent_forecasters(sitting, proposal, again=False)
    sitting.enter(proposal.id, "opening_forecasts", _windows(proposal).opening)


def _leave_opening_forecasts(sitting: Sitting, proposal: Proposal) -> None:
    end_forecasts(sitting, proposal)
    pooled = sitting.proposal(proposal.id)
    if not pooled.paper:
        sitting.enter(proposal.id, "measuring", _windows(proposal).measuring)
    elif pooled.lane != "consent":
        freeze_delegations(sitting, pooled, pooled.paper)
        sitting.enter(proposal.id, "ballot", _windows(proposal).ballot)
    elif doubt := doubt_after_forecasts(pooled):
        turn(sitting, pooled, doubt)
    else:
        sitting.enter(proposal.id, "consent", _windows(proposal).objection)


def _leave_opening_votes(sitting: Sitting, proposal: Proposal) -> None:
    end_opening(sitting, proposal)
    carry_votes(sitting, sitting.proposal(proposal.id))
    sitting.enter(proposal.id, "objection", _windows(proposal).objection)


def _leave_objection(sitting: Sitting, proposal: Proposal) -> None:
    if count(sitting, proposal):
        contest_blocks(sitting, proposal)
        if not proposal.blocks:
            open_timelock(sitting, proposal)
    else:
        lapse_blocks(sitting, proposal)
        sitting.enter(proposal.id, "measuring", _windows(proposal).measuring)


def _leave_disputed(sitting: Sitting, proposal: Proposal) -> None:
    end_hearing(sitting, next(case for case in sitting.assembly.cases.values() if case.proposal == proposal.id))


def _leave_round(sitting: Sitting, proposal: Proposal) -> None:
    move_round(sitting, next(each for each in sitting.assembly.rounds.values() if proposal.id in each.costs))


def _reviews_in(_: Sitting, proposal: Proposal) -> bool:
    return not awaited_reviews(proposal)


def _forecasts_in(_: Sitting, proposal: Proposal) -> bool:
    return not awaited_forecasts(proposal) and len(proposal.sealed) == _able_to_forecast(proposal)


def _able_to_forecast(proposal: Proposal) -> int:
    slate = proposal.slate
    return len(slate.pooled) + len(slate.scored) if slate else 0


def _refused_consent(_: Sitting, proposal: Proposal) -> bool:
    return objections(proposal) >= limit(proposal)


def _measures_in(_: Sitting, proposal: Proposal) -> bool:
    return not awaited_measures(proposal)


MOVES: Final[Mapping[str, Move]] = {
    "waiting": Move(_mandates_held, begin_drawing),
    "drawing": Move(_owners_revealed, _leave_drawing),
    "drawing_clerk": Move(_clerk_revealed, _leave_drawing_clerk),
    "review": Move(_reviews_in, _leave_review),
    "review_standins": Move(_reviews_in, _opening("opening_reviews", give_up_silent)),
    "opening_reviews": Move(_opened, _leave_opening_reviews),
    "negotiation": Move(_never, freeze),
    "forecast": Move(_forecasts_in, _leave_forecast),
    "forecast_standins": Move(_forecasts_in, _leave_forecast_standins),
    "opening_forecasts": Move(_opened, _leave_opening_forecasts),
    "ballot": Move(_never, _opening("opening_votes")),
    "consent": Move(_refused_consent, end_consent),
    "opening_votes": Move(_opened, _leave_opening_votes),
    "objection": Move(_never, _leave_objection),
    "timelock": Move(_never, _leave_timelock),
    "timelock_clerk": Move(_clerk_revealed, _leave_timelock_clerk),
    "round": Move(_never, _leave_round),
    "executing": Move(_never, expire),
    "measuring": Move(_measures_in, _opening("opening_measures")),
    "opening_measures": Move(_opened, conclude),
    "measured": Move(_never, settle_as_measured),
    "disputed": Move(_never, _leave_disputed),
    "paused": Move(_never, resume),
}
