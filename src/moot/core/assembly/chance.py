"""Chance in a proposal's life: links are assigned, revealed in turn, and mixed into a seed.

Laws: who contributes is fixed when the proposal is; a link is named before anybody can know it and
never used twice; the second link's number is assigned only when the timelock opens, because a
deeper link of the same chain would give it away; a missing link is marked, charged and published;
a new chain does not change how often a member was ever chosen.
"""

from collections.abc import Iterable

from moot.core.act import OwnerId
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import matter
from moot.core.assembly.trial import Trial
from moot.core.charter import CHARTER, Agency
from moot.core.commands import RevealChance
from moot.core.dossier import Link
from moot.core.events import ChanceAssigned, ChanceRevealed, FaultPublished, LotSeeded, Side
from moot.core.ledger import FUND, held_account, owner_account
from moot.core.lot import contributors, fits, seed
from moot.core.proposal import Proposal
from moot.core.refusal import LinkDoesNotFit, NotYours

LOT = "the lot"  # at fault when nobody is
SIDES: dict[str, Side] = {
    "drawing": "drawing",
    "drawing_clerk": "drawing",
    "timelock": "lottery",
    "timelock_clerk": "lottery",
}


def name_contributors(sitting: Sitting, proposal: Proposal | Trial, side: Side) -> None:
    """Assign links: the clerk's, and those of the same owners as for the first side.

    For the first side they are the owners, not the author's, with the fewest links ever assigned.
    Where they are fewer than the charter asks for, that is published.
    """
    chains, links = sitting.assembly.chains, proposal.frozen.charter.agency.links
    clerk, owners = sitting.assembly.clerk.agent, 0
    for member in tuple(proposal.links.get("drawing", {})) or _chosen(sitting, proposal):
        if chains[member].assigned < links or member == clerk:
            _assign(sitting, proposal, side, member)
            owners += member != clerk
    if owners < proposal.frozen.charter.agency.contributors:
        sitting.tell(FaultPublished(proposal.id, LOT, "fewer owners than the charter asks for contribute chance"))


def begin_drawing(sitting: Sitting, proposal: Proposal) -> None:
    """Name who contributes chance, and open the drawing."""
    name_contributors(sitting, proposal, "drawing")
    sitting.enter(proposal.id, "drawing", proposal.frozen.charter.structure.windows.drawing)


def _chosen(sitting: Sitting, proposal: Proposal | Trial) -> tuple[str, ...]:
    agency = proposal.frozen.charter.agency
    owners = [owner for owner in proposal.frozen.voters if owner != proposal.owner]
    able = able_to_reveal(sitting, agency, owners, links=2)
    return (*contributors(able, agency.contributors), sitting.assembly.clerk.agent)


def able_to_reveal(
    sitting: Sitting, agency: Agency, owners: Iterable[OwnerId], *, links: int = 1
) -> dict[OwnerId, int]:
    """Return which of `owners` have so many links left and cover a deposit, with how many were ever assigned."""
    # Who has committed anew since an amendment has a chain of the present length, which is never the longer one.
    chains, length = sitting.assembly.chains, sitting.assembly.charter.agency.links
    return {
        owner: chains[owner].ever
        for owner in owners
        if owner in chains and chains[owner].assigned + links <= length and sitting.free(owner) >= agency.chance_deposit
    }


def _assign(sitting: Sitting, proposal: Proposal | Trial, side: Side, member: str) -> None:
    deposit = 0
    if member != sitting.assembly.clerk.agent:
        deposit = min(proposal.frozen.charter.agency.chance_deposit, sitting.free(member))
        sitting.pay(owner_account(member), held_account(proposal.id), deposit, "agency.chance_deposit", proposal.id)
    number = sitting.assembly.chains[member].assigned + 1
    sitting.tell(ChanceAssigned(proposal.id, side, member, number, deposit))


def reveal(sitting: Sitting, command: RevealChance) -> None:
    """Disclose the link that is due; refuses a stranger's, a wrong or a late one."""
    assembly, proposal = sitting.assembly, matter(sitting.assembly, command.proposal)
    by = sitting.filed.act.by
    clerk = by == assembly.clerk.agent
    member = by if clerk else assembly.agents[by].owner
    stages = [stage for stage in SIDES if clerk == stage.endswith("_clerk")]  # owners first, the clerk after them
    if isinstance(proposal, Trial):
        sitting.need_phase(proposal, *stages, clause="structure.windows.drawing")
    else:
        sitting.need_stage(proposal, *stages, clause="structure.windows.drawing")
    side = SIDES[proposal.stage]
    links = proposal.links[side]
    link = links.get(member)
    check_link(sitting, command, member, link)
    if link and link.deposit:
        sitting.pay(
            held_account(proposal.id), owner_account(member), link.deposit, "agency.chance_deposit", proposal.id
        )
    sitting.tell(ChanceRevealed(proposal.id, side, member, command.number, command.link))


def check_link(sitting: Sitting, command: RevealChance, member: str, due: Link | None) -> None:
    """Refuse a link that is not `due` from the member, or is not on its chain."""
    if due is None or due.number != command.number or due.revealed:
        raise NotYours(f"no link {command.number} of {member} is due", clause="agency.contributors", mend="Wait.")
    chain = sitting.assembly.chains[member]
    # Of two links that are due for two proposals, the deeper may have come first.
    if not fits(bytes.fromhex(command.link), command.number, bytes.fromhex(chain.known), chain.number):
        raise LinkDoesNotFit("the link does not hash to the committed chain", mend="Reveal the link of this number.")


def missing(sitting: Sitting, proposal: Proposal | Trial, *, clerk: bool) -> tuple[str, ...]:
    """Return who has not revealed on the side that is open: the clerk, or owners."""
    name = sitting.assembly.clerk.agent
    links = proposal.links.get(SIDES[proposal.stage], {})
    return tuple(member for member, link in links.items() if link.revealed is None and (member == name) == clerk)


def fault_missing(sitting: Sitting, proposal: Proposal | Trial) -> None:
    """Charge and publish the owners who stayed silent."""
    links = proposal.links[SIDES[proposal.stage]]
    for member in missing(sitting, proposal, clerk=False):
        amount = links[member].deposit
        sitting.pay(held_account(proposal.id), FUND, amount, "agency.chance_deposit", proposal.id)
        sitting.tell(FaultPublished(proposal.id, member, "its chance link is missing"))
        sitting.blame(member, amount)


def mix(sitting: Sitting, proposal: Proposal | Trial, side: Side) -> str:
    """Tell and return the seed of one side, from every link that was revealed and a mark for each missing one."""
    links = matter(sitting.assembly, proposal.id).links.get(side, {})
    preimages = {member: bytes.fromhex(link.revealed) if link.revealed else None for member, link in links.items()}
    mixed = seed(preimages, proposal.id, side).hex()
    kept = () if side == "lottery" or isinstance(proposal, Trial) else changed_terms(proposal)
    sitting.tell(LotSeeded(proposal.id, side, mixed, kept))
    return mixed


def changed_terms(proposal: Proposal) -> tuple[str, ...]:
    """Return the terms in which the original differs from the status quo, in name order; of a charter, its texts."""
    now, asked = proposal.versions[proposal.status_quo].terms, proposal.versions[proposal.original].terms
    return tuple(sorted(term for term in now.keys() | asked.keys() if now.get(term) != asked.get(term))) or (CHARTER,)
