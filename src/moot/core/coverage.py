"""Coverage: whether enough owners answer for a mandate, so that losing some of them loses nothing.

Laws: an owner counts once, however many of its agents hold the mandate; who was silent lately is
listed and does not count; people have no family; in which order owners come never matters.

>>> found = cover("ethics", 5, {"ana": ["elm", None], "bo": ["elm"]}, silent={"bo"})
>>> found.families, answering(found), is_hole(found)
(('elm',), ('ana',), True)
"""

from collections.abc import Collection, Mapping

from moot.core.act import MandateId, OwnerId
from moot.core.events import Cover


def cover(
    mandate: MandateId, needed: int, holders: Mapping[OwnerId, Collection[str | None]], silent: Collection[OwnerId]
) -> Cover:
    """Return who watches `mandate`: `holders` gives each owner the families of its agents that do; in id order."""
    families = {family for those in holders.values() for family in those if family}
    quiet = tuple(sorted(owner for owner in holders if owner in silent))
    return Cover(mandate, tuple(sorted(holders)), tuple(sorted(families)), quiet, needed)


def answering(cover: Cover) -> tuple[OwnerId, ...]:
    """Return the owners that watch the mandate and were not silent lately."""
    return tuple(owner for owner in cover.owners if owner not in cover.silent)


def is_hole(cover: Cover) -> bool:
    """Whether fewer owners answer than are needed (protocol 13: as many as it has seats, and two to spare)."""
    return len(answering(cover)) < cover.needed
