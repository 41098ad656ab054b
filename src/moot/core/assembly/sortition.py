"""Sortition: the order of ties of a round, by links that are named once its ballots are open.

Laws: nobody knows the order while ballots can be filed or opened; the order hangs on every link, also on a
missing one, and neither on when projects were put in nor on when ballots came.
"""

from moot.core.assembly.chance import LOT, able_to_reveal, check_link
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.summoning import unrevealed
from moot.core.commands import RevealChance
from moot.core.events import RoundFaulted, RoundLinkAssigned, RoundLinkRevealed
from moot.core.funding import Tender
from moot.core.ledger import FUND, held_account, owner_account
from moot.core.lot import contributors, seed


def begin_sortition(sitting: Sitting, tender: Tender) -> None:
    """Name whose links make the seed: of the frozen owners those with the fewest, and the clerk's."""
    agency, clerk = tender.charter.agency, sitting.assembly.clerk.agent
    sitting.enter_round(tender, "sortition", tender.charter.structure.windows.drawing)
    named = contributors(able_to_reveal(sitting, agency, tender.voters), agency.contributors)
    for member in (*named, clerk):
        deposit = 0 if member == clerk else agency.chance_deposit
        sitting.pay(owner_account(member), held_account(tender.id), deposit, "agency.chance_deposit")
        number = sitting.assembly.chains[member].assigned + 1
        sitting.tell(RoundLinkAssigned(tender.id, member, number, deposit))
    if len(named) < agency.contributors:
        sitting.tell(RoundFaulted(tender.id, LOT, "fewer owners than the charter asks for contribute chance"))


def reveal_for_round(sitting: Sitting, command: RevealChance) -> None:
    """Disclose the link that is due for a round; refuses a stranger's, a wrong or a late one."""
    assembly, tender = sitting.assembly, sitting.tender(command.proposal)
    by = sitting.filed.act.by
    clerk = by == assembly.clerk.agent
    member = by if clerk else assembly.agents[by].owner
    sitting.need_round_stage(tender, "sortition_clerk" if clerk else "sortition", clause="structure.windows.drawing")
    link = tender.links.get(member)
    check_link(sitting, command, member, link)
    if link and link.deposit:
        sitting.pay(held_account(tender.id), owner_account(member), link.deposit, "agency.chance_deposit")
    sitting.tell(RoundLinkRevealed(tender.id, member, command.number, command.link))


def fault_withheld(sitting: Sitting, tender: Tender) -> None:
    """Charge and publish the owners who stayed silent."""
    for member in unrevealed(sitting, tender, clerk=False):
        amount = tender.links[member].deposit
        sitting.pay(held_account(tender.id), FUND, amount, "agency.chance_deposit")
        sitting.tell(RoundFaulted(tender.id, member, "its chance link is missing"))
        sitting.blame(member, amount)


def drawn_seed(tender: Tender) -> bytes:
    """Return the seed of the order of ties."""
    links = {member: bytes.fromhex(link.revealed) if link.revealed else None for member, link in tender.links.items()}
    return seed(links, tender.id, "round")
