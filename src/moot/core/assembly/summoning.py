"""Summoning a jury: links are named once it is known what is disputed, revealed, and mixed into its seed.

Laws: no link of a jury is a link of a proposal or of another round: each round takes the next one of every
chain, named when that round begins, so that nobody could know a jury before there was something to judge;
whoever is involved neither contributes nor sits; who has no stake in the proposal is drawn first, others
only where those are too few, marked degraded; every owner has at most one seat.
"""

from typing import TypeAlias

from moot.core.act import AgentId, OwnerId
from moot.core.assembly.chance import LOT, able_to_reveal, check_link
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import Assembly, voiced
from moot.core.commands import RevealChance
from moot.core.dispute import Case
from moot.core.events import DisputeFaulted, JurorDepositChanged, JuryDrawn, JuryLinkAssigned, JuryLinkRevealed
from moot.core.funding import Tender
from moot.core.jury import jury_size
from moot.core.ledger import FUND, balance, held_account, owner_account
from moot.core.lot import contributors, draw, seed

Able: TypeAlias = dict[OwnerId, list[tuple[AgentId, str | None]]]


def summon(sitting: Sitting, case: Case) -> None:
    """Open a round: name whose links make its seed, if a jury could be seated at all."""
    sitting.enter_case(case.id, "summoning", case.charter.structure.windows.drawing)
    if not seats_for(sitting, case):
        return
    agency = case.charter.agency
    able = able_to_reveal(sitting, agency, [owner for owner in voiced(sitting.assembly) if owner not in case.barred])
    named = contributors(able, agency.contributors)
    for member in (*named, sitting.assembly.clerk.agent):
        _assign(sitting, case, member)
    if len(named) < agency.contributors:
        sitting.tell(DisputeFaulted(case.id, LOT, "fewer owners than the charter asks for contribute chance"))


def _assign(sitting: Sitting, case: Case, member: str) -> None:
    deposit = 0 if member == sitting.assembly.clerk.agent else case.charter.agency.chance_deposit
    sitting.pay(owner_account(member), held_account(case.id), deposit, "agency.chance_deposit", case.proposal)
    number = sitting.assembly.chains[member].assigned + 1
    sitting.tell(JuryLinkAssigned(case.id, member, number, deposit))


def reveal_for_jury(sitting: Sitting, command: RevealChance) -> None:
    """Disclose the link that is due for a jury; refuses a stranger's, a wrong or a late one."""
    assembly, case = sitting.assembly, sitting.case(command.proposal)
    by = sitting.filed.act.by
    clerk = by == assembly.clerk.agent
    member = by if clerk else assembly.agents[by].owner
    sitting.need_case_stage(case, "summoning_clerk" if clerk else "summoning", clause="structure.windows.drawing")
    link = case.links.get(member)
    check_link(sitting, command, member, link)
    if link and link.deposit:
        account = owner_account(member)
        sitting.pay(held_account(case.id), account, link.deposit, "agency.chance_deposit", case.proposal)
    sitting.tell(JuryLinkRevealed(case.id, member, command.number, command.link))


def unrevealed(sitting: Sitting, matter: Case | Tender, *, clerk: bool) -> tuple[str, ...]:
    """Return whose link a jury's or a round's lot still misses: the clerk's, or owners'."""
    name = sitting.assembly.clerk.agent
    return tuple(member for member, link in matter.links.items() if link.revealed is None and (member == name) == clerk)


def fault_unrevealed(sitting: Sitting, case: Case) -> None:
    """Charge and publish the owners who stayed silent."""
    for member in unrevealed(sitting, case, clerk=False):
        amount = case.links[member].deposit
        sitting.pay(held_account(case.id), FUND, amount, "agency.chance_deposit", case.proposal)
        sitting.tell(DisputeFaulted(case.id, member, "its chance link is missing"))


def seats_for(sitting: Sitting, case: Case, round_: int | None = None) -> int:
    """Return how many seats a jury would have now, 0 if it were none; of this round, unless another is given."""
    return jury_size(round_ or case.round, len(able_to_judge(sitting.assembly, case)))


def draw_jury(sitting: Sitting, case: Case) -> bool:
    """Draw the jury, take its deposits and set its fees aside; return whether it could be seated."""
    uninvolved = able_to_judge(sitting.assembly, case)
    size = jury_size(case.round, len(uninvolved))
    if not size:
        return False
    stakers = _stakers(sitting, case)
    disinterested = {owner: agents for owner, agents in uninvolved.items() if owner not in stakers}
    preimages = {member: bytes.fromhex(link.revealed) if link.revealed else None for member, link in case.links.items()}
    mixed = seed(preimages, case.id, f"jury {case.round}")
    jury = draw(mixed, "jury", size, disinterested, uninvolved)
    fee = min(case.charter.agency.juror_fee, balance(sitting.assembly.ledger, FUND) // size)
    sitting.pay(FUND, held_account(case.id), fee * size, "agency.juror_fee", case.proposal)
    sitting.tell(JuryDrawn(case.id, case.round, mixed.hex(), jury.seats, jury.standins, fee))
    for seat in jury.seats:
        take_deposit(sitting, case, seat.agent)
    return True


def able_to_judge(assembly: Assembly, case: Case) -> Able:
    """Return, by owner, the agents who may sit: of uninvolved owners with voice who cover the deposit."""
    deposit = case.charter.agency.juror_deposit
    owners = {
        owner
        for owner in voiced(assembly)
        if owner not in case.barred and balance(assembly.ledger, owner_account(owner)) >= deposit
    }
    able: Able = {}
    for agent in assembly.agents.values():
        if agent.owner in owners and "Judge" in agent.may:
            able.setdefault(agent.owner, []).append((agent.id, agent.family))
    return able


def _stakers(sitting: Sitting, case: Case) -> frozenset[OwnerId]:
    if case.proposal is None:
        return frozenset()
    return frozenset(sitting.assembly.agents[agent].owner for agent in sitting.proposal(case.proposal).purse.stakes)


def take_deposit(sitting: Sitting, case: Case, agent: AgentId) -> None:
    """Take a juror's deposit for its seat."""
    amount, owner = case.charter.agency.juror_deposit, sitting.assembly.agents[agent].owner
    sitting.pay(owner_account(owner), held_account(case.id), amount, "agency.juror_deposit", case.proposal)
    sitting.tell(JurorDepositChanged(case.id, agent, amount))


def end_deposit(sitting: Sitting, case: Case, agent: AgentId, *, back: bool) -> None:
    """Give a juror's deposit back, or let the fund have it."""
    held = sitting.case(case.id).deposits.get(agent, 0)
    target = owner_account(sitting.assembly.agents[agent].owner) if back else FUND
    sitting.pay(held_account(case.id), target, held, "agency.juror_deposit", case.proposal)
    if held:
        sitting.tell(JurorDepositChanged(case.id, agent, 0))
