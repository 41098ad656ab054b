"""The charter in force, as plain data, with the moot's id, its clerk, and what amended it.

Laws: a charter holds from the entry that put it in force until the next; which proposal changed it, and when,
stays for good.
"""

from typing import Final

from moot.core.act import Instant, ProposalId
from moot.core.canonical import Plain, plain
from moot.core.charter import Awareness, Charter, Purpose, Structure
from moot.core.events import CharterAmended, MootFounded
from moot.core.value import value
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

        `since` is an instant; the history tells when which proposal amended the charter, newest last.
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
            "history": [{"since": each.since, "proposal": each.proposal} for each in self._history],
        }
