"""Blocking: a vote against that says which clause is broken, with a bond, holds what passed until a jury has judged.

Laws: a block counts as a vote against whatever becomes of it; who cannot pay its bond has voted against and
no more, and that is said; all blocks of one ballot are one dispute; where the ballot fails anyway, there is
nothing to judge and bonds go back.
"""

from moot.core.act import OwnerId
from moot.core.assembly.disputing import Claim, contest
from moot.core.assembly.sitting import Sitting
from moot.core.commands import Block
from moot.core.events import BlockLapsed, BlockPosted
from moot.core.ledger import held_account, owner_account
from moot.core.proposal import Proposal

BOND = "agency.block_bond"


def post_block(sitting: Sitting, proposal: Proposal, owner: OwnerId, block: Block) -> None:
    """Take an owner's bond for its block, if it can pay it."""
    bond = proposal.frozen.charter.agency.block_bond
    if sitting.free(owner) < bond:
        why = f"{owner} cannot pay its bond: it is a vote against and no more"
        sitting.tell(BlockLapsed(proposal.id, owner, block.clause, why))
        return
    sitting.pay(owner_account(owner), held_account(proposal.id), bond, BOND, proposal.id)
    sitting.tell(BlockPosted(proposal.id, owner, block.clause, block.finding, bond))


def lapse_blocks(sitting: Sitting, proposal: Proposal) -> None:
    """Give the bonds back where the ballot rejected what was blocked."""
    for owner, block in proposal.blocks.items():
        sitting.pay(held_account(proposal.id), owner_account(owner), block.bond, BOND, proposal.id)
        sitting.tell(BlockLapsed(proposal.id, owner, block.clause, "the ballot rejected it anyway"))


def contest_blocks(sitting: Sitting, proposal: Proposal) -> None:
    """Open one dispute about all blocks of a ballot that passed, under the clause of the first owner by id."""
    if not proposal.blocks:
        return
    first = min(proposal.blocks)
    bonds = {owner: proposal.blocks[owner].bond for owner in sorted(proposal.blocks)}
    clause, finding = proposal.blocks[first].clause, proposal.blocks[first].finding
    named = contest(sitting, proposal, Claim("block", clause, "dismissed", bonds=bonds, evidence=finding))
    sitting.pay(held_account(proposal.id), held_account(named), sum(bonds.values()), BOND, proposal.id)
