"""Proposing: an action's terms are submitted, paid for, and given to the lot.

Laws: a target has one open proposal; submitting costs the review fee in any case; what the reviewers
and the author may come to be paid is set aside at submission, so that no settlement can fail for
want of money; proposing the same kind of change again in an epoch does not draw again.
"""

from moot.core.assembly.bounds import check_terms
from moot.core.assembly.chance import begin_drawing, changed_terms
from moot.core.assembly.members import actor, need_stranger, need_voice
from moot.core.assembly.reviewing import draw_panels, short_mandates
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import present_base
from moot.core.charter import Kind, kind_called, seats
from moot.core.commands import Propose
from moot.core.events import LotSeeded, ProposalSubmitted
from moot.core.ledger import FUND, balance, held_account, owner_account
from moot.core.proposal import Proposal, version_of
from moot.core.refusal import AlreadyDone, FundCannotPay, NotFound, TargetIsBusy, VersionIsStale


def propose(sitting: Sitting, command: Propose) -> None:
    """Submit a proposal; refuses with `TargetIsBusy`, `VersionIsStale`, `OutOfBounds` or when credits are short."""
    assembly = sitting.assembly
    kind = kind_called(assembly.charter, command.kind)
    if kind is None:
        names = ", ".join(each.id for each in assembly.charter.structure.actions)
        raise NotFound(f"'{command.kind}' is no kind of action", clause="structure.actions", mend=f"Choose {names}.")
    need_stranger(sitting, assembly.charter, kind)
    owner = need_voice(sitting)
    check_terms(kind, command.terms)
    _check_target(sitting, kind, command)
    held = _charge(sitting, owner.id)
    _submit(sitting, kind, command, held)
    _pay(sitting, owner.id, held)
    _draw(sitting, sitting.proposal(sitting.filed.id))


def _submit(sitting: Sitting, kind: Kind, command: Propose, held: tuple[int, int, int]) -> None:
    """Tell that the proposal is submitted, and what is held for it."""
    assembly, author = sitting.assembly, actor(sitting)
    bond, fees, reserve = held
    base = present_base(assembly, kind.target)
    sitting.tell(
        ProposalSubmitted(
            proposal=sitting.filed.id,
            author=author.id,
            owner=author.owner,
            kind=kind.id,
            target=kind.target,
            version=version_of(kind.id, command.terms, base),
            terms=command.terms,
            status_quo=version_of(kind.id, assembly.targets[kind.target].terms, base),
            reason=command.reason,
            weights=assembly.weights,
            bond=bond,
            fees=fees,
            reserve=reserve,
        )
    )


def _check_target(sitting: Sitting, kind: Kind, command: Propose) -> None:
    assembly = sitting.assembly
    clause = f"structure.actions.{kind.id}"
    for proposal in assembly.proposals.values():
        if proposal.kind.target == kind.target:
            raise TargetIsBusy(
                f"{kind.target} has an open proposal, in {proposal.stage} until {proposal.until}",
                clause=clause,
                mend="Offer an amendment to it while it is in negotiation, or wait until it is closed.",
            )
    if command.base != present_base(assembly, kind.target):
        raise VersionIsStale(
            "the base is not the terms now in force", clause=clause, mend="Read the target again and propose anew."
        )
    if command.terms == assembly.targets[kind.target].terms:
        raise AlreadyDone("these terms are in force already", clause=clause, mend="Change at least one term.")


def _charge(sitting: Sitting, owner: str) -> tuple[int, int, int]:
    """Return bond, reviewers' fees and reserved gain; refuses when the owner or the fund cannot cover them."""
    assembly, agency = sitting.assembly, sitting.assembly.charter.agency
    places = seats(assembly.charter)
    still_open = sum(proposal.owner == owner for proposal in assembly.proposals.values())
    bond, review_fee = agency.bond * (1 + still_open), agency.review_fee * places
    sitting.charge(owner, bond + review_fee, "agency.bond")
    fees, reserve = agency.reviewer_fee * places, agency.gain_cap
    fund = balance(assembly.ledger, FUND) + review_fee
    if fund < fees + reserve:
        raise FundCannotPay(
            f"the fund has {fund} micro-credits and must set aside {fees + reserve}",
            clause="agency.fund",
            mend="Wait for the next epoch's income, or for a settlement that fills the fund.",
        )
    return bond, fees, reserve


def _pay(sitting: Sitting, owner: str, held: tuple[int, int, int]) -> None:
    charter, proposal = sitting.assembly.charter, sitting.filed.id
    bond, fees, reserve = held
    account, source = held_account(proposal), owner_account(owner)
    sitting.pay(source, account, bond, "agency.bond", proposal)
    sitting.pay(source, FUND, charter.agency.review_fee * seats(charter), "agency.review_fee", proposal)
    sitting.pay(FUND, account, fees, "agency.reviewer_fee", proposal)
    sitting.pay(FUND, account, reserve, "agency.gain_cap", proposal)


def _draw(sitting: Sitting, proposal: Proposal) -> None:
    changed = changed_terms(proposal)
    for kept in sitting.assembly.drawn:
        if (kept.owner, kept.kind, kept.changed) == (proposal.owner, proposal.kind.id, changed):
            sitting.tell(LotSeeded(proposal.id, "drawing", kept.seed, ()))
            draw_panels(sitting, proposal)
            return
    if short_mandates(sitting, proposal):
        sitting.enter(proposal.id, "waiting", proposal.frozen.charter.structure.windows.waiting)
    else:
        begin_drawing(sitting, proposal)
