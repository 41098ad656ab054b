"""The charter in force, as plain data, with the moot's id and its clerk."""

from typing import Final

from moot.core.canonical import Plain, plain
from moot.core.charter import Awareness, Charter, Purpose, Structure
from moot.core.events import MootFounded
from moot.wire.entry import Told

_NOTHING: Final = Charter(Purpose("", ()), Structure((), (), ()), Awareness(()))


class CharterView:
    """Which rules hold, and who keeps the record; other views read them here."""

    def __init__(self) -> None:
        self._founded: MootFounded | None = None

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        for event in told.events:
            if isinstance(event, MootFounded):
                self._founded = event

    @property
    def in_force(self) -> Charter:
        """The charter in force; before the founding, one without any value, mandate or kind."""
        return self._founded.charter if self._founded else _NOTHING

    def show(self) -> Plain:
        """Return `{moot, charter, clerk}`, each None before the moot is founded."""
        founded = self._founded
        if founded is None:
            return {"moot": None, "charter": None, "clerk": None}
        return {"moot": founded.moot, "charter": plain(founded.charter), "clerk": founded.clerk.agent}
