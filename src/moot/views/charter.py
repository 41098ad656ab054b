"""The charter in force, as plain data, with the moot's id, its clerk, and what amended it.

Laws: a charter holds from the entry that put it in force until the next; which proposal changed it, and when,
stays for good.
"""

from collections.abc import Mapping
from typing import Final

from moot.core.act import Instant, ProposalId
from moot.core.canonical import Plain, plain
from moot.core.charter import Awareness, Charter, Purpose, Structure
from moot.core.events import CharterAmended, MootFounded
from moot.core.value import value
from moot.wire.charter import clauses
from moot.wire.entry import Told

_NOTHING: Final = Charter(Purpose("", ()), Structure((), (), ()), Awareness(()))


@value
class InForce:
    """A charter, since when it holds, and the proposal that put it in force; none for the founding one."""

    charter: Charter
    since: Instant
    proposal: ProposalId | None


class CharterView:
    """Which rules hold, and who keeps the record; other views read them here."""

    def __init__(self) -> None:
        self._founded: MootFounded | None = None
        self._history: list[InForce] = []

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        for event in told.events:
            match event:
                case MootFounded():
                    self._founded = event
                    self._history.append(InForce(event.charter, told.received, None))
                case CharterAmended():
                    self._history.append(InForce(event.charter, told.received, event.proposal))
                case _:
                    pass

    @property
    def in_force(self) -> Charter:
        """The charter in force; before the founding, one without any value, mandate or kind."""
        return self._history[-1].charter if self._history else _NOTHING

    def show(self) -> Plain:
        """Return `{moot, charter, clerk, since, history}`, None and empty before the moot is founded.

        `since` is an instant; the history tells when which proposal amended the charter, newest last, and how: each
        clause that it `changed`, with what it said before and what it said then, as people write it, or None.
        """
        founded = self._founded
        if founded is None:
            return {"moot": None, "charter": None, "clerk": None, "since": None, "history": []}
        present = self._history[-1]
        return {
            "moot": founded.moot,
            "charter": plain(present.charter),
            "clerk": founded.clerk.agent,
            "since": present.since,
            "history": plain([self._row(place) for place in range(len(self._history))]),
        }

    def _row(self, place: int) -> Mapping[str, object]:
        present = self._history[place]
        before = present if place == 0 else self._history[place - 1]
        return {
            "since": present.since,
            "proposal": present.proposal,
            "changed": changed(before.charter, present.charter),
        }


def changed(before: Charter, after: Charter) -> Mapping[str, tuple[str | None, str | None]]:
    """Return each clause in which two charters differ, with what either says, as people write it; None: nothing."""
    was, then = ({each.id: each.text for each in clauses(charter)} for charter in (before, after))
    return {name: (was.get(name), then.get(name)) for name in {**was, **then} if was.get(name) != then.get(name)}
