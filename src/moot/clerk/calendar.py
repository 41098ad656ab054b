"""The calendar: what the clerk owes now, and when it will owe something next.

Laws: what is due follows from the state and the clock alone; every errand is an ordinary act, which
the assembly may refuse; an envelope whose content is not held, or is not what was sealed, is left to
its author and holds nothing else up; once half of the clerk's chance chain is assigned, the next one
is committed at the first instant at which nothing open draws on it; of one secret come all chains,
and no link ever shows that secret.
"""

import hmac
from collections.abc import Callable, Iterator

from moot.clerk.envelopes import opening_of
from moot.clerk.ports import Held
from moot.core.act import ActId, Instant, ProposalId
from moot.core.assembly import Assembly, Dues, dues
from moot.core.assembly.state import drawing_on
from moot.core.canonical import framed
from moot.core.commands import Advance, CloseEpoch, CloseRound, Command, CommitChance, OpenEnvelope, RevealChance
from moot.core.lot import chain_tip, link


def errands(
    assembly: Assembly, now: Instant, *, secret: bytes, held: Callable[[ActId], Held | None]
) -> tuple[Command, ...]:
    """Return the acts that the clerk owes at `now`: those of one sort, for they may settle the others.

    `secret` has 32 bytes, and is the end of the chain that the founding names.
    """
    due = dues(assembly, now)
    return (
        tuple(_reveal(assembly, each, number, secret) for each, number in _links(assembly, due))
        or tuple(_openings(assembly, due, held))
        or tuple(Advance(*each) for each in due.advances)
        or tuple(CloseRound(each) for each in due.rounds)
        or (() if due.epoch is None else (CloseEpoch(due.epoch),))
        or ((_next_chain(assembly, secret),) if _wants_chain(assembly) else ())
    )


def next_due(assembly: Assembly, now: Instant) -> Instant | None:
    """Return the next instant at which something falls due: `now` if something is, nothing if nothing ever will."""
    due = dues(assembly, now)
    at_once = (*_links(assembly, due), *due.envelopes, *due.advances, *due.rounds)
    if at_once or due.epoch is not None or _wants_chain(assembly):
        return now
    return due.next


def _openings(assembly: Assembly, due: Dues, held: Callable[[ActId], Held | None]) -> Iterator[OpenEnvelope]:
    kept = (found for each in due.envelopes if (found := held(each)))
    return filter(None, (opening_of(assembly, each) for each in kept))


# The clerk's chance.


def chain_secret(secret: bytes, before: int) -> bytes:
    """Return the 32 bytes at the end of the chain that was committed after `before` links; 0: the first, `secret`."""
    return hmac.digest(secret, framed(b"chance", str(before).encode()), "sha256") if before else secret


def _before(assembly: Assembly) -> int:
    """Return how many links the clerk's earlier chains gave: that tells the present chain apart from them."""
    chain = assembly.chains[assembly.clerk.agent]
    return chain.ever - chain.assigned


def _links(assembly: Assembly, due: Dues) -> Iterator[tuple[ProposalId, int]]:
    """Yield the links to reveal, but not the last of the first chain, which is the secret of all that follow."""
    last = assembly.charter.agency.links
    yield from ((each, number) for each, number in due.links if number < last or _before(assembly))


def _reveal(assembly: Assembly, proposal: ProposalId, number: int, secret: bytes) -> RevealChance:
    end = chain_secret(secret, _before(assembly))
    return RevealChance(proposal, number, link(end, number, assembly.charter.agency.links).hex())


def _wants_chain(assembly: Assembly) -> bool:
    """Return whether half of the clerk's chain is assigned, and nothing open holds on to it."""
    if not assembly.moot:
        return False
    clerk = assembly.clerk.agent
    if 2 * assembly.chains[clerk].assigned < assembly.charter.agency.links:
        return False
    return drawing_on(assembly, clerk) is None


def _next_chain(assembly: Assembly, secret: bytes) -> CommitChance:
    ever = assembly.chains[assembly.clerk.agent].ever
    return CommitChance(chain_tip(chain_secret(secret, ever), assembly.charter.agency.links).hex())
