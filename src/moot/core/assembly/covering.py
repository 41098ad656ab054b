"""Covering: each mandate's owners are counted, and a hole is told when it opens, changes or closes.

Laws: it is told once for each change, and to everybody; what is told is what holds after the act.
"""

from moot.core.act import MandateId, OwnerId
from moot.core.assembly.reviewing import NEEDED
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import Assembly, voiced
from moot.core.charter import Mandate
from moot.core.coverage import cover, is_hole
from moot.core.events import (
    CharterAmended,
    Cover,
    CoverageChanged,
    EpochClosed,
    MootFounded,
    OwnerSuspended,
    ReviewerReplaced,
)


def covers(assembly: Assembly) -> tuple[Cover, ...]:
    """Return who watches each mandate now, in the charter's order."""
    return tuple(_cover(assembly, mandate) for mandate in assembly.charter.structure.mandates)


def holes(assembly: Assembly) -> tuple[MandateId, ...]:
    """Return the mandates for which fewer owners answer than `structure.spare` asks for, in the charter's order."""
    return tuple(each.mandate for each in covers(assembly) if is_hole(each))


def _cover(assembly: Assembly, mandate: Mandate) -> Cover:
    entitled = frozenset(voiced(assembly))
    holders: dict[OwnerId, list[str | None]] = {}
    for agent in assembly.agents.values():
        if agent.owner in entitled and mandate.id in agent.mandates and agent.may.issuperset(NEEDED):
            holders.setdefault(agent.owner, []).append(agent.family)
    recent = assembly.epoch - assembly.charter.awareness.alarms.silence
    silent = {owner for owner, epoch in assembly.missed.get(mandate.id, {}).items() if epoch > recent}
    return cover(mandate.id, mandate.seats + assembly.charter.structure.spare, holders, silent)


def tell_coverage(sitting: Sitting, before: Assembly) -> None:
    """Tell what this act has changed about the holes in the house."""
    moving = (MootFounded, CharterAmended, EpochClosed, OwnerSuspended, ReviewerReplaced)
    if sitting.assembly.missed is before.missed and not any(isinstance(event, moving) for event in sitting.events):
        return
    for found in covers(sitting.assembly):
        if found != sitting.assembly.holes.get(found.mandate) and (
            is_hole(found) or found.mandate in sitting.assembly.holes
        ):
            sitting.tell(CoverageChanged(found))
