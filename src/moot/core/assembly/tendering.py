"""Tendering: a round is opened, projects are put in it, and owners file ballots on them.

Laws: a budget has one open round; it takes its money from the fund when it opens, so that what is bought can be
paid; what a project costs follows from its terms; every owner may put in as many, so that it never matters who
comes first.
"""

from moot.core.assembly.members import actor, need_voice
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import voiced
from moot.core.budgeting import cost_of
from moot.core.charter import Budget, budget_called
from moot.core.commands import FileBallot, OpenRound, Propose
from moot.core.events import BallotFiled, ProjectEntered, RoundOpened, StageEntered
from moot.core.funding import Tender
from moot.core.ledger import FUND, balance, held_account
from moot.core.refusal import AlreadyDone, FundCannotPay, NoRight, NotAllowed, NotDue, NotFound, OutOfBounds


def open_round(sitting: Sitting, command: OpenRound) -> None:
    """Open a round; refuses with `NotFound`, `AlreadyDone` while one of the budget is open, or `FundCannotPay`."""
    assembly, owner = sitting.assembly, need_voice(sitting)
    budget = budget_called(assembly.charter, command.budget)
    if budget is None:
        names = ", ".join(each.id for each in assembly.charter.structure.rounds) or "none: the charter has no budget"
        raise NotFound(f"'{command.budget}' is no budget", clause="structure.rounds", mend=f"Choose {names}.")
    clause = f"structure.rounds.{budget.id}"
    if any(each.budget.id == budget.id for each in assembly.rounds.values()):
        raise AlreadyDone(f"a round of {budget.id} is open", clause=clause, mend="Put projects in that one.")
    fund = balance(assembly.ledger, FUND)
    if fund < budget.amount:
        raise FundCannotPay(
            f"the fund has {fund} micro-credits, and the round needs {budget.amount}",
            clause=f"{clause}.amount",
            mend="Wait for the next epoch's income, or for a settlement that fills the fund.",
        )
    sitting.tell(RoundOpened(sitting.filed.id, budget.id, owner.id, budget.amount, voiced(assembly)))
    sitting.pay(FUND, held_account(sitting.filed.id), budget.amount, f"{clause}.amount")
    sitting.enter_round(sitting.tender(sitting.filed.id), "submission", budget.window)


def taking(sitting: Sitting, budget: Budget, owner: str, command: Propose) -> tuple[Tender, int]:
    """Return the round that takes a project of `owner`, and what it costs; refuses what fits no round."""
    clause, now = f"structure.rounds.{budget.id}", sitting.filed.received
    tenders = [each for each in sitting.assembly.rounds.values() if each.budget.id == budget.id]
    priced = [(each, paid) for each in tenders for paid in each.budget.kinds if paid.kind == command.kind]
    if not priced or priced[0][0].stage != "submission" or priced[0][0].until <= now:
        raise NotDue(
            f"no round of {budget.id} takes projects now",
            clause=f"{clause}.window",
            mend="Open one with `OpenRound`, as soon as the one before is closed.",
        )
    [(tender, paid)] = priced
    cost = cost_of(paid, command.terms)
    if not 1 <= cost <= tender.budget.amount:
        raise OutOfBounds(
            f"it costs {cost} micro-credits",
            clause=f"{clause}.amount",
            mend=f"Propose what costs between 1 and {tender.budget.amount}.",
        )
    if sum(sitting.proposal(each).owner == owner for each in tender.costs) >= tender.budget.each:
        raise NotAllowed(
            f"{owner} has {tender.budget.each} projects in this round",
            clause=f"{clause}.each",
            mend="Wait for the next round, or let another owner propose it.",
        )
    return tender, cost


def enter_project(sitting: Sitting, tender: Tender, proposal: str, cost: int) -> None:
    """Put a submitted proposal in the round."""
    sitting.tell(ProjectEntered(tender.id, proposal, sitting.proposal(proposal).owner, cost))
    sitting.tell(StageEntered(proposal, "round", sitting.filed.received, tender.until))


def file_ballot(sitting: Sitting, command: FileBallot) -> None:
    """File an owner's sealed ballot; a later one replaces it."""
    tender, by = sitting.tender(command.round), actor(sitting)
    sitting.need_round_stage(tender, "voting", clause=f"structure.rounds.{tender.budget.id}.ballot")
    if by.owner not in tender.voters:
        raise NoRight(
            f"{by.owner} had no voice when the round was opened",
            clause="protocol.rights",
            mend="Vote in the next round.",
        )
    sitting.tell(BallotFiled(tender.id, sitting.filed.id, by.owner, by.id, command.seal))
