"""Proposing: an action's terms are submitted, paid for, and given to the lot.

Laws: a target has one open proposal; submitting costs the review fee in any case; what the reviewers
and the author may come to be paid is set aside at submission, so that no settlement can fail for
want of money; proposing the same kind of change again in an epoch does not draw again.
"""

from dataclasses import replace

from moot.core.assembly.amending import asked
from moot.core.assembly.chance import begin_drawing, changed_terms
from moot.core.assembly.consenting import seat_panels
from moot.core.assembly.members import actor, need_stranger, need_voice
from moot.core.assembly.reviewing import short_mandates
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import present_base
from moot.core.assembly.tendering import enter_project, taking
from moot.core.charter import Budget, Kind, Lane, budget_of, kind_called, kind_clause, numbers, seats
from moot.core.commands import Propose
from moot.core.events import LotSeeded, ProposalSubmitted
from moot.core.lane import Venture, choose, worst_case
from moot.core.ledger import FUND, balance, held_account, owner_account
from moot.core.proposal import Proposal, version_of
from moot.core.refusal import AlreadyDone, FundCannotPay, NotFound, TargetIsBusy, VersionIsStale
from moot.core.value import value


def propose(sitting: Sitting, command: Propose) -> None:
    """Submit a proposal; refuses with `TargetIsBusy`, `VersionIsStale`, `OutOfBounds` or when credits are short."""
    assembly = sitting.assembly
    kind = kind_called(assembly.charter, command.kind)
    if kind is None:
        names = ", ".join(each.id for each in assembly.charter.structure.actions)
        raise NotFound(f"'{command.kind}' is no kind of action", clause="structure.actions", mend=f"Choose {names}.")
    need_stranger(sitting, assembly.charter, kind)
    owner = need_voice(sitting)
    terms = asked(assembly, kind, command.terms, command.charter)
    budget = budget_of(assembly.charter, kind.id)
    _check_target(sitting, kind, command, alone=budget is None)
    if terms == assembly.targets[kind.target].terms and command.charter in (None, assembly.charter):
        raise AlreadyDone(
            "these terms are in force already",
            clause=kind_clause(kind),
            mend="Change at least one term.",
        )
    venture = Venture(owner.id, kind.target, worst_case(kind, terms), sitting.filed.received, None)
    if budget:
        _put_in_round(sitting, command, budget, venture)
        return
    choice = choose(assembly.charter, kind, venture, assembly.ventures)
    held = _charge(sitting, owner.id, choice.lane)
    sitting.tell(_submission(sitting, command, replace(venture, rule=choice.rule), held))
    _pay(sitting, owner.id, held)
    _draw(sitting, sitting.proposal(sitting.filed.id))


def _put_in_round(sitting: Sitting, command: Propose, budget: Budget, venture: Venture) -> None:
    """Submit a proposal to the round of its budget, which takes the place of panels and ballot."""
    tender, cost = taking(sitting, budget, venture.owner, command)
    bond = _bond(sitting, venture.owner)
    sitting.charge(venture.owner, bond, "agency.bond")
    held = Held("panel", bond, review_fee=0, spare=0, fees=0, reserve=0)
    sitting.tell(_submission(sitting, command, venture, held))
    _pay(sitting, venture.owner, held)
    enter_project(sitting, tender, sitting.filed.id, cost)


@value
class Held:
    """What a submission by `lane` costs and sets aside, in micro-credits."""

    lane: Lane
    bond: int  # the author's
    review_fee: int  # the author's, for the lane's seats
    spare: int  # the author's, for a panel's seats, should it come to one
    fees: int  # the reviewers', out of the fund
    reserve: int  # the author's largest gain, out of the fund


def _submission(sitting: Sitting, command: Propose, venture: Venture, held: Held) -> ProposalSubmitted:
    assembly, author, kind = sitting.assembly, actor(sitting), command.kind
    base = present_base(assembly, venture.target)
    in_force = assembly.charter if command.charter else assembly.targets[venture.target].terms
    return ProposalSubmitted(
        proposal=sitting.filed.id,
        author=author.id,
        owner=author.owner,
        kind=kind,
        target=venture.target,
        version=version_of(kind, command.charter or command.terms, base),
        terms=numbers(command.charter) if command.charter else command.terms,
        status_quo=version_of(kind, in_force, base),
        reason=command.reason,
        weights=assembly.weights,
        bond=held.bond,
        fees=held.fees,
        reserve=held.reserve,
        spare=held.spare,
        lane=held.lane,
        rule=venture.rule,
        harm=venture.harm,
        at=venture.at,
        charter=command.charter,
    )


def _check_target(sitting: Sitting, kind: Kind, command: Propose, *, alone: bool) -> None:
    assembly = sitting.assembly
    clause = kind_clause(kind)
    for proposal in assembly.proposals.values():
        if alone and proposal.kind.target == kind.target:
            raise TargetIsBusy(
                f"{kind.target} has an open proposal, in {proposal.stage} until {proposal.until}",
                clause=clause,
                mend="Offer an amendment to it while it is in negotiation, or wait until it is closed.",
            )
    if command.base != present_base(assembly, kind.target):
        raise VersionIsStale(
            "the base is not the terms now in force", clause=clause, mend="Read the target again and propose anew."
        )


def _bond(sitting: Sitting, owner: str) -> int:
    """Return what an author posts: one more time than its owner has open proposals."""
    still_open = sum(proposal.owner == owner for proposal in sitting.assembly.proposals.values())
    return sitting.assembly.charter.agency.bond * (1 + still_open)


def _charge(sitting: Sitting, owner: str, lane: Lane) -> Held:
    """Return what is to be held; refuses when the owner or the fund cannot cover it.

    A fund that is short never stops the charter lane: it pays what it has.
    """
    assembly, agency = sitting.assembly, sitting.assembly.charter.agency
    places = seats(assembly.charter, lane)
    more = seats(assembly.charter, "panel") if lane == "consent" else 0
    bond, review_fee, spare = _bond(sitting, owner), agency.review_fee * places, agency.review_fee * more
    sitting.charge(owner, bond + review_fee + spare, "agency.bond")
    fees, reserve = agency.reviewer_fee * (places + more), agency.gain_cap
    fund = balance(assembly.ledger, FUND) + review_fee
    if lane == "charter":
        fees = min(fees, fund)
        reserve = min(reserve, fund - fees)
    elif fund < fees + reserve:
        raise FundCannotPay(
            f"the fund has {fund} micro-credits and must set aside {fees + reserve}",
            clause="agency.fund",
            mend="Wait for the next epoch's income, or for a settlement that fills the fund.",
        )
    return Held(lane, bond, review_fee, spare, fees, reserve)


def _pay(sitting: Sitting, owner: str, held: Held) -> None:
    proposal = sitting.filed.id
    account, source = held_account(proposal), owner_account(owner)
    sitting.pay(source, account, held.bond, "agency.bond", proposal)
    sitting.pay(source, FUND, held.review_fee, "agency.review_fee", proposal)
    sitting.pay(source, account, held.spare, "agency.review_fee", proposal)
    sitting.pay(FUND, account, held.fees, "agency.reviewer_fee", proposal)
    sitting.pay(FUND, account, held.reserve, "agency.gain_cap", proposal)


def _draw(sitting: Sitting, proposal: Proposal) -> None:
    changed = changed_terms(proposal)
    for kept in sitting.assembly.drawn:
        if (kept.owner, kept.kind, kept.changed) == (proposal.owner, proposal.kind.id, changed):
            sitting.tell(LotSeeded(proposal.id, "drawing", kept.seed, ()))
            seat_panels(sitting, proposal)
            return
    if short_mandates(sitting, proposal):
        sitting.enter(proposal.id, "waiting", proposal.frozen.charter.structure.windows.waiting)
    else:
        begin_drawing(sitting, proposal)
