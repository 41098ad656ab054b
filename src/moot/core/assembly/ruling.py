"""Ruling: a dispute is closed, its bonds are paid out, and what it was about goes on accordingly.

Laws: what holds in the end is the last verdict, and without any what held before; a dispute that is
closed holds nothing; fees go to jurors, lost bonds to the fund for those fees and then to whoever was
right, and executors and meters gain and lose nothing by it.
"""

from typing import assert_never

from moot.core.assembly.closing import close, settle_by
from moot.core.assembly.executing import open_timelock
from moot.core.assembly.guarding import resume
from moot.core.assembly.measuring import agreement
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.summoning import end_deposit, unrevealed
from moot.core.dispute import Case, stands
from moot.core.events import BlockUpheld, DisputeClosed, SuspensionRecommended, TargetSet
from moot.core.jury import Found, shared
from moot.core.ledger import FUND, held_account, owner_account
from moot.core.proposal import Proposal, running


def close_case(sitting: Sitting, case: Case, why: str) -> None:
    """Close a dispute by the last verdict, pay everybody, and let what it was about go on."""
    final = stands(case)
    _release(sitting, case)
    nets = _share(sitting, case, final)
    sitting.tell(
        DisputeClosed(
            dispute=case.id,
            proposal=case.proposal,
            agent=case.agent,
            clause=case.clause,
            ruling=final.ruling,
            values=final.values,
            upheld=final != case.stands,
            nets=nets,
            why=why,
        )
    )
    _follow(sitting, case, final)


def _release(sitting: Sitting, case: Case) -> None:
    """Give back what was posted for links and seats that nobody waits for any more."""
    account = held_account(case.id)
    for member in unrevealed(sitting, case, clerk=False) if case.stage == "summoning" else ():
        amount = case.links[member].deposit
        sitting.pay(account, owner_account(member), amount, "agency.chance_deposit", case.proposal)
    for agent in case.deposits:
        end_deposit(sitting, case, agent, back=True)
    sitting.pay(account, FUND, case.fees, "agency.juror_fee", case.proposal)


def _share(sitting: Sitting, case: Case, final: Found) -> dict[str, int]:
    """Pay the bonds out; return what each party has won or lost."""
    shares = shared(case.bonds, final if case.found else None, case.spent)
    account, clause = held_account(case.id), "agency.block_bond" if case.about == "block" else "agency.dispute_bond"
    for owner, amount in shares.owners.items():
        sitting.pay(account, owner_account(owner), amount, clause, case.proposal)
    sitting.pay(account, _others(sitting, case), shares.others, clause, case.proposal)
    sitting.pay(account, FUND, shares.fund, clause, case.proposal)
    nets = dict.fromkeys((bond.owner for bond in case.bonds), 0)
    for bond in case.bonds:
        nets[bond.owner] -= bond.amount
    return {owner: net + shares.owners.get(owner, 0) for owner, net in nets.items()}


def _others(sitting: Sitting, case: Case) -> str:
    """Return whose account is the other side's: the author's of what was blocked, the accused's, or else the fund."""
    if case.about == "block":
        return owner_account(_proposal(sitting, case).owner)
    return owner_account(sitting.assembly.agents[case.agent].owner) if case.agent else FUND


def _follow(sitting: Sitting, case: Case, final: Found) -> None:
    match case.about:
        case "block":
            _follow_block(sitting, _proposal(sitting, case), case, final)
        case "execution":
            _follow_execution(sitting, _proposal(sitting, case), final)
        case "measurement":
            # If it is void, nothing is known of what was disputed.
            judged = {name: final.values.get(name) for name in case.reported}
            proposal = _proposal(sitting, case)
            settle_by(sitting, proposal, {**agreement(sitting, proposal), **judged})
        case "conduct":
            if final.ruling == "upheld":
                sitting.tell(SuspensionRecommended(case.id, case.agent or "", case.clause))
        case _:
            assert_never(case.about)


def _proposal(sitting: Sitting, case: Case) -> Proposal:
    return sitting.proposal(case.proposal or "")


def _follow_block(sitting: Sitting, proposal: Proposal, case: Case, final: Found) -> None:
    if final.ruling == "upheld":
        sitting.tell(BlockUpheld(proposal.id, case.id, case.clause))
        sitting.enter(proposal.id, "measuring", proposal.frozen.charter.structure.windows.measuring)
    else:
        open_timelock(sitting, proposal)


def _follow_execution(sitting: Sitting, proposal: Proposal, final: Found) -> None:
    if final.ruling == "void":
        close(sitting, proposal, "void", "nobody knows what became of the grant")
    elif final.ruling == "failed":
        _set_terms(sitting, proposal, proposal.status_quo)
        close(sitting, proposal, "failed", "a jury found that it was not executed")
    elif proposal.left.stage == "measuring":
        resume(sitting, proposal)
    else:
        if final.ruling == "executed":
            _set_terms(sitting, proposal, running(proposal).version)
        sitting.enter(proposal.id, "measuring", proposal.frozen.charter.structure.windows.measuring)


def _set_terms(sitting: Sitting, proposal: Proposal, version: str) -> None:
    """Record what a jury found to be in force, if the record says otherwise."""
    kind, terms = proposal.kind, proposal.versions[version].terms
    if sitting.assembly.targets[kind.target].terms != terms:
        sitting.tell(TargetSet(kind.target, kind.id, terms))
