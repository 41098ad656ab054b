"""Rounds: what completes a stage of a round, what leaving it brings about, and its count.

Laws: as with proposals, a stage that is complete ends in the act that completes it, otherwise by an `Advance`
once its deadline is over; whoever has it counted gets the same count; what is bought has its money at once and
its grant in the same act, and the rest goes back to the fund.
"""

from collections.abc import Callable, Mapping
from typing import Final

from moot.core.act import ActId
from moot.core.assembly.closing import close
from moot.core.assembly.executing import grant
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.sortition import begin_sortition, drawn_seed, fault_withheld
from moot.core.assembly.summoning import unrevealed
from moot.core.budgeting import Spent, funded, spend
from moot.core.canonical import digest
from moot.core.commands import Advance, CloseRound
from moot.core.events import ProjectFate, RoundClosed, RoundFaulted
from moot.core.funding import ROUND_STAGES, Tender
from moot.core.ledger import FUND, balance, held_account
from moot.core.lot import order
from moot.core.papers import Project, Round
from moot.core.refusal import NotDue, StageIsOver
from moot.core.value import value


@value
class Turn:
    """How a stage ends: when it is complete, and what leaving it does."""

    complete: Callable[[Sitting, Tender], bool]
    leave: Callable[[Sitting, Tender], None]


def settle_round(sitting: Sitting, tender: ActId) -> None:
    """Move the round on for as long as its stage is complete."""
    while TURNS[sitting.tender(tender).stage].complete(sitting, sitting.tender(tender)):
        move_round(sitting, sitting.tender(tender))


def advance_round(sitting: Sitting, command: Advance) -> None:
    """Move on from a stage whose deadline is over; refuses with `NotDue` before, `StageIsOver` after."""
    tender = sitting.tender(command.proposal)
    if command.stage != tender.stage:
        raise StageIsOver(f"the round is in {tender.stage}", mend="Nothing is left to advance there.")
    if sitting.filed.received < tender.until:
        raise NotDue(
            f"{tender.stage} lasts until {tender.until}",
            clause=f"structure.rounds.{tender.budget.id}",
            mend=f"Wait: {ROUND_STAGES[tender.stage].who}.",
        )
    move_round(sitting, tender)


def move_round(sitting: Sitting, tender: Tender) -> None:
    """Leave the present stage."""
    TURNS[tender.stage].leave(sitting, tender)


def close_round(sitting: Sitting, command: CloseRound) -> None:
    """Count a round that is ready for it; refuses with `NotDue` one that is not."""
    tender = sitting.tender(command.round)
    if tender.stage != "counting":
        raise NotDue(
            f"the round is in {tender.stage} until {tender.until}",
            clause=f"structure.rounds.{tender.budget.id}",
            mend=f"Wait: {ROUND_STAGES[tender.stage].who}.",
        )
    _count(sitting, tender)


def asked_of(tender: Tender, ties: tuple[str, ...]) -> Round:
    """Return the round as it is counted: over all its owners, those without a ballot too."""
    projects = tuple(Project(each, tender.costs[each]) for each in sorted(tender.costs))
    papers = {owner: tender.ballots.get(owner, {}) for owner in tender.voters}
    return Round(projects, papers, tender.budget.amount, ties)


def _count(sitting: Sitting, tender: Tender) -> None:
    drawn = drawn_seed(tender)
    ties = order(drawn, "ties", sorted(tender.costs))
    spent = spend(asked_of(tender, ties), tender.budget)
    clause, account = f"structure.rounds.{tender.budget.id}", held_account(tender.id)
    # By way of the fund, so that the books of each project say who paid for it.
    sitting.pay(account, FUND, balance(sitting.assembly.ledger, account), f"{clause}.amount")
    for fate in spent.fates:
        if funded(fate):
            sitting.pay(FUND, held_account(fate.proposal), fate.cost, clause, fate.proposal)
    sitting.tell(_closed(tender, drawn, ties, spent))
    for fate in spent.fates:
        _decide(sitting, tender, fate)


def _closed(tender: Tender, drawn: bytes, ties: tuple[str, ...], spent: Spent) -> RoundClosed:
    return RoundClosed(
        round=tender.id,
        budget=tender.budget.id,
        seed=drawn.hex(),
        ties=ties,
        ballots=len(tender.ballots),
        endowment=spent.endowment,
        fates=spent.fates,
        spent=spent.cost,
        left=tender.budget.amount - spent.cost,
    )


def _decide(sitting: Sitting, tender: Tender, fate: ProjectFate) -> None:
    """Let a project that was bought be executed, and close any other."""
    proposal = sitting.proposal(fate.proposal)
    if funded(fate):
        grant(sitting, proposal, proposal.original, digest({"proposal": proposal.id, "round": tender.id}))
    elif fate.verdict == "too_dear":
        why = f"costs {fate.cost} micro-credits, and there were {fate.money} for it"
        close(sitting, proposal, "rejected", why)
    else:
        close(sitting, proposal, "rejected", "nobody gave it a point")


def _never(_: Sitting, __: Tender) -> bool:
    return False


def _opened(_: Sitting, tender: Tender) -> bool:
    return not tender.sealed


def _owners_revealed(sitting: Sitting, tender: Tender) -> bool:
    return not unrevealed(sitting, tender, clerk=False)


def _clerk_revealed(sitting: Sitting, tender: Tender) -> bool:
    return not unrevealed(sitting, tender, clerk=True)


def _leave_submission(sitting: Sitting, tender: Tender) -> None:
    sitting.enter_round(tender, "voting", tender.budget.ballot)


def _leave_voting(sitting: Sitting, tender: Tender) -> None:
    sitting.enter_round(tender, "opening_ballots", tender.charter.structure.windows.opening)


def _leave_sortition(sitting: Sitting, tender: Tender) -> None:
    fault_withheld(sitting, tender)
    sitting.enter_round(tender, "sortition_clerk", tender.charter.structure.windows.drawing_clerk)


def _leave_sortition_clerk(sitting: Sitting, tender: Tender) -> None:
    windows = tender.charter.structure.windows
    if not _clerk_revealed(sitting, tender):
        sitting.tell(RoundFaulted(tender.id, sitting.assembly.clerk.agent, "the clerk's chance link is missing"))
        if not tender.extended:
            sitting.enter_round(tender, tender.stage, windows.drawing_clerk)
            return
    sitting.enter_round(tender, "counting", windows.opening)


TURNS: Final[Mapping[str, Turn]] = {
    "submission": Turn(_never, _leave_submission),
    "voting": Turn(_never, _leave_voting),
    "opening_ballots": Turn(_opened, begin_sortition),
    "sortition": Turn(_owners_revealed, _leave_sortition),
    "sortition_clerk": Turn(_clerk_revealed, _leave_sortition_clerk),
    "counting": Turn(_never, _count),
}
