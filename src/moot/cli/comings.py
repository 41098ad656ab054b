"""The house as a story: who comes, who goes, who is sent out for a while, and which alarm goes off.

Laws: every word comes from the event that is told; what is only on its way (an invitation, a demand) is passed over.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from moot.cli.line import Part
from moot.cli.words import listed, share
from moot.core.coverage import answering, is_hole
from moot.core.events import (
    CoverageChanged,
    Event,
    OwnerAdmitted,
    OwnerLeft,
    OwnerSuspended,
    SponsorCharged,
    StandingDropped,
    SuspensionEnded,
    VoiceGained,
)
from moot.views.sentences import filled

Told = tuple[str, tuple[Part, ...]]  # the line's label, and its text


def _plainly(label: str, words: str) -> Callable[[Event], Told]:
    return lambda event: (label, (Part(filled(words, event)),))


def _admitted(event: OwnerAdmitted) -> Told:
    return "admitted", (Part(f"{event.owner}, vouched for by {listed(event.sponsors)}"),)


def _suspended(event: OwnerSuspended) -> Told:
    return "suspended", (Part(f"{event.owner}, until epoch {event.until} begins, by {listed(event.by)}"),)


def _coverage(event: CoverageChanged) -> Told:
    cover, count = event.cover, len(answering(event.cover))
    silent = f"; {listed(cover.silent)} stayed silent" if cover.silent else ""
    state = f" is short of owners: {count} of {cover.needed} answer" if is_hole(cover) else " has owners enough again"
    return "coverage", (Part(cover.mandate, f"value:{cover.mandate}"), Part(state + silent))


def _dropped(event: StandingDropped) -> Told:
    fall = f"{event.owner} fell from {share(event.before)} to {share(event.now)} % on "
    return "alarm", (Part(fall), Part(event.value, f"value:{event.value}"))


HOUSE: Final[Mapping[type[Event], Callable[[Any], Told]]] = {
    OwnerAdmitted: _admitted,
    VoiceGained: _plainly("voice", "{owner} has one from epoch {epoch} on"),
    SponsorCharged: _plainly("vouched", "{sponsor} pays {paid!c} credits along with {owner}"),
    OwnerLeft: _plainly("left", "{owner}"),
    OwnerSuspended: _suspended,
    SuspensionEnded: _plainly("suspended", "{owner} no longer"),
    CoverageChanged: _coverage,
    StandingDropped: _dropped,
}
