"""What is due: the acts that the clerk owes now, and the next instant at which something falls due.

Laws: it is a pure reading of the assembly; every open proposal, dispute, round and trial has a next instant, so that
none can be forgotten; what is listed can be filed at once and is not refused.
"""

from collections.abc import Iterator

from moot.core.act import ActId, Instant, ProposalId
from moot.core.assembly.chance import SIDES
from moot.core.assembly.opening import KINDS
from moot.core.assembly.state import Assembly, Matter, epoch_ends, matters
from moot.core.dispute import Case
from moot.core.funding import Tender
from moot.core.value import value


@value
class Dues:
    """What the clerk is to file now; `next` is an instant in milliseconds, or nothing before founding."""

    envelopes: tuple[ActId, ...] = ()
    links: tuple[tuple[ProposalId, int], ...] = ()
    advances: tuple[tuple[ProposalId, str], ...] = ()
    rounds: tuple[ActId, ...] = ()  # to be counted
    epoch: int | None = None
    next: Instant | None = None


def dues(assembly: Assembly, now: Instant) -> Dues:
    """Return what is due at `now`."""
    if not assembly.moot:
        return Dues()
    # What is in a round waits for it.
    opened = [each for each in matters(assembly) if each.stage != "round"]
    ends = epoch_ends(assembly)
    return Dues(
        envelopes=tuple(act for each in opened if each.stage in KINDS and now < each.until for act in each.sealed),
        # In the order of the chain: a deeper link gives the earlier ones away.
        links=tuple(sorted(_links(assembly, opened), key=lambda link: link[1])),
        advances=tuple((each.id, each.stage) for each in opened if each.until <= now and each.stage != "counting"),
        rounds=tuple(each.id for each in opened if each.stage == "counting"),
        epoch=assembly.epoch if ends <= now else None,
        next=min([ends, *(each.until for each in opened)]),
    )


def _links(assembly: Assembly, opened: list[Matter]) -> Iterator[tuple[str, int]]:
    clerk = assembly.clerk.agent
    for matter in opened:
        # The clerk's stages end with its link, so that it has not revealed it yet.
        if matter.stage.endswith("_clerk"):
            if isinstance(matter, Case | Tender):
                links, charter = matter.links, matter.charter
            else:
                links, charter = matter.links[SIDES[matter.stage]], matter.frozen.charter
            if links[clerk].number <= charter.agency.links:  # it cannot reveal more than its chain has
                yield matter.id, links[clerk].number
