"""Who is listened to on which value, and how that came about.

Laws: the masses on one value sum to 10^12 as soon as influence was given; a change is one row, which
names the clause that moved it and, where a measurement did, the proposal.
"""

from collections.abc import Mapping

from moot.core.act import MILLION, Instant, Mass, OwnerId, Ppm, ProposalId, ValueId
from moot.core.canonical import Plain, plain
from moot.core.events import InfluenceUpdated, OutcomeMeasured, OwnerLeft
from moot.core.value import value
from moot.views.paging import FIRST, MOST, paged
from moot.views.unknown import Unknown
from moot.wire.entry import Told

LEARNING = "agency.learning"


@value
class Moved:
    """What one event made of some owners' influence on a value, in 10^-12."""

    index: int
    received: Instant
    value: ValueId
    clause: str
    proposal: ProposalId | None
    masses: Mapping[OwnerId, Mass]


@value
class Concentration:
    """The owner with the largest share, that share, and the sum of all squared shares (Herfindahl), in ppm."""

    owner: OwnerId | None
    largest: Ppm
    herfindahl: Ppm


def concentration(masses: Mapping[OwnerId, Mass]) -> Concentration:
    """Return how concentrated influence is; of equal owners the first in id order is named.

    >>> concentration({"ana": 1, "bo": 3})
    Concentration(owner='bo', largest=750000, herfindahl=625000)
    """
    total = sum(masses.values())
    if not total:
        return Concentration(None, 0, 0)
    owner = min(masses, key=lambda name: (-masses[name], name))
    squares = sum(mass**2 for mass in masses.values())
    return Concentration(owner, masses[owner] * MILLION // total, squares * MILLION // total**2)


class InfluenceView:
    """The masses now, and every change, oldest first; `now` is shared with the views that need it."""

    def __init__(self) -> None:
        self.now: dict[ValueId, dict[OwnerId, Mass]] = {}
        self._history: list[Moved] = []

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        settled = None
        for event in told.events:
            if isinstance(event, OutcomeMeasured):
                settled = event.proposal
            elif isinstance(event, OwnerLeft):
                for masses in self.now.values():
                    masses.pop(event.owner, None)
            elif isinstance(event, InfluenceUpdated):
                self.now.setdefault(event.value, {}).update(event.masses)
                proposal = settled if event.clause == LEARNING else None
                self._history.append(
                    Moved(told.index, told.received, event.value, event.clause, proposal, event.masses)
                )

    def show(
        self, owner: OwnerId | None = None, value: ValueId | None = None, start: str = FIRST, limit: str = MOST
    ) -> Plain:
        """Return the masses `now` (10^-12 of all), their `concentration` (ppm), and a page of changes, oldest first.

        With `owner` or `value`, only what concerns it; concentration is always that of all owners.
        """
        self._check(owner, value)
        values = [name for name in self.now if value in {None, name}]
        moves = [each for each in self._history if each.value in values and (owner is None or owner in each.masses)]
        page = paged(moves, start, limit, lambda each: _of(each, owner))
        return {
            **page,
            "now": {name: dict(_only(self.now[name], owner)) for name in values},
            "concentration": plain({name: concentration(self.now[name]) for name in values}),
        }

    def _check(self, owner: OwnerId | None, value: ValueId | None) -> None:
        owners = {name for masses in self.now.values() for name in masses}
        if owner is not None and owner not in owners:
            raise Unknown("owner with influence", owner, sorted(owners))
        if value is not None and value not in self.now:
            raise Unknown("value with influence", value, self.now)


def _only(masses: Mapping[OwnerId, Mass], owner: OwnerId | None) -> Mapping[OwnerId, Mass]:
    return {name: mass for name, mass in masses.items() if owner in {None, name}}


def _of(moved: Moved, owner: OwnerId | None) -> Moved:
    masses = _only(moved.masses, owner)
    return Moved(moved.index, moved.received, moved.value, moved.clause, moved.proposal, masses)
