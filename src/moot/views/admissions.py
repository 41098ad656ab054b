"""Admissions: who is invited, admitted or waits for its voice, and what is to be done about it by whom.

Laws: only newcomers without voice stand on it; nobody is awaited who would be refused for what the roll tells.
"""

from collections.abc import Iterator
from typing import TypeAlias

from moot.core.act import Instant, OwnerId
from moot.core.canonical import Plain, plain
from moot.core.events import EpochClosed, MootFounded
from moot.core.membership import apart, vouched_for, vouches_for
from moot.views.awaiting import Awaited, Matter
from moot.views.charter import CharterView
from moot.views.roll import Roll
from moot.wire.entry import Told

Row: TypeAlias = tuple[dict[str, Plain], tuple[OwnerId, ...]]  # what is shown, and whom it awaits


class AdmissionsView:
    """Newcomers in the order in which they came."""

    def __init__(self, rules: CharterView, roll: Roll) -> None:
        """Read the charter in force, and the roll of owners; both must be told an entry before this view is."""
        self._rules, self._roll = rules, roll
        self._began: Instant = 0  # the present epoch
        self._kept: tuple[Matter, ...] | None = None  # until the next entry, because every agent asks

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        self._kept = None
        for event in told.events:
            match event:
                case MootFounded():
                    self._began = event.founded
                case EpochClosed():
                    self._began += self._rules.in_force.structure.epoch
                case _:
                    pass

    def show(self, owner: OwnerId | None = None) -> Plain:
        """Return a row for each newcomer; with `owner`, only what waits for that owner.

        `until` is the last epoch in which it can be done, or with `vesting` the one before the voice begins.
        """
        rows = (*self._invited(), *self._admitted())
        return [{**row, "awaits": plain(awaits)} for row, awaits in rows if owner is None or owner in awaits]

    def matters(self) -> Iterator[Matter]:
        """Yield those who wait for somebody to vouch, or for themselves to join, as the docket shows them.

        At stake is a bond: the first thing that a newcomer can lose, and of which its sponsors pay a part.
        """
        if self._kept is None:
            self._kept = tuple(self._open())
        yield from self._kept

    def _open(self) -> Iterator[Matter]:
        charter = self._rules.in_force
        for row, awaits in (*self._invited(), *self._admitted()):
            if row["stage"] != "vesting":
                left = int(str(row["until"])) - self._roll.epoch + 1  # epochs, with the present one
                until = self._began + left * charter.structure.epoch
                facts = {"newcomer": row["owner"], "stage": row["stage"], "sponsors": row["sponsors"]}
                whom = tuple(Awaited(None, owner, str(row["act"])) for owner in awaits)
                yield Matter(str(row["owner"]), facts, until, charter.agency.bond, whom)

    def _invited(self) -> Iterator[Row]:
        for name, event in self._roll.invited.items():
            sponsors = self._roll.sponsors[name]
            row = {
                "owner": name,
                "stage": "invited",
                "invitation": event.act,
                "person": event.person,
                "sponsors": plain(sponsors),
                "act": "AdmitOwner",
                "until": event.epoch + 1,
            }
            yield row, self._may_vouch(sponsors)

    def _may_vouch(self, sponsors: tuple[OwnerId, ...]) -> tuple[OwnerId, ...]:
        roll, able = self._roll, []
        for name in roll.voiced():
            owner = roll.owners[name]
            free = (
                len(vouches_for(roll.owners, name, roll.epoch)) < self._rules.in_force.structure.admission.wards
                and owner.leaves is None
            )
            if free and name not in sponsors and not vouched_for(owner, roll.epoch):
                able.append(name)
        return tuple(name for name in able if apart(roll.owners, sponsors, name))

    def _admitted(self) -> Iterator[Row]:
        for owner in self._roll.owners.values():
            if not owner.sponsors or owner.voice or owner.left:
                continue
            joined = owner.vests is not None
            row = {
                "owner": owner.id,
                "stage": "vesting" if joined else "admitted",
                "sponsors": plain(owner.sponsors),
                "act": None if joined else "CommitChance",
                "until": owner.vests - 1 if owner.vests is not None else owner.leaves,
            }
            yield row, () if joined else (owner.id,)
