"""The calendar: what the clerk owes now, and when it will owe something next.

Laws: what is due follows from the state and the clock alone; every errand is an ordinary act, which
the assembly may refuse; an envelope whose content is not held, or is not what was sealed, is left to
its author and holds nothing else up.
"""

from collections.abc import Callable

from moot.clerk.envelopes import opening_of
from moot.clerk.ports import Held
from moot.core.act import ActId, Instant
from moot.core.assembly import Assembly, dues
from moot.core.commands import Advance, CloseEpoch, Command, RevealChance
from moot.core.lot import link


def errands(
    assembly: Assembly, now: Instant, *, secret: bytes, held: Callable[[ActId], Held | None]
) -> tuple[Command, ...]:
    """Return the acts that the clerk owes at `now`: those of one sort, for they may settle the others."""
    due = dues(assembly, now)
    links = assembly.charter.agency.links
    revealed = tuple(RevealChance(each, number, link(secret, number, links).hex()) for each, number in due.links)
    if revealed:
        return revealed
    kept = (found for each in due.envelopes if (found := held(each)))
    if opened := tuple(filter(None, (opening_of(assembly, each) for each in kept))):
        return opened
    if due.advances:
        return tuple(Advance(*each) for each in due.advances)
    return () if due.epoch is None else (CloseEpoch(due.epoch),)


def next_due(assembly: Assembly, now: Instant) -> Instant | None:
    """Return the next instant at which something falls due: `now` if something is, nothing if nothing ever will."""
    due = dues(assembly, now)
    if due.links or due.envelopes or due.advances or due.epoch is not None:
        return now
    return due.next
