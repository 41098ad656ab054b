"""What a record says, seen by whoever only reads it: every view, and the texts beside it.

Laws: reading needs no key and changes nothing; what is due and not filed yet is not seen.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from moot.cli.failure import NotThere
from moot.cli.folder import reading, told
from moot.cli.line import Line
from moot.cli.story import Story
from moot.views import Shown
from moot.views.precedents import Texts
from moot.views.views import Views
from moot.wire.entry import Told


class Seen:
    """The entries of a record, its views, and the texts beside it."""

    def __init__(self, entries: list[Told], text: Texts) -> None:
        """Take in all `entries`; `text` returns a text that is held, by its hash."""
        self.entries, self.text, self._views = entries, text, Views(text)
        for entry in entries:
            self._views.tell(entry)

    def view(self, name: str, **arguments: str) -> Shown:
        """Return a view that is one object."""
        return cast(Shown, self._views.view(name, **arguments))

    def rows(self, name: str) -> list[Shown]:
        """Return a view that is a list of objects."""
        return cast("list[Shown]", self._views.view(name))

    def names(self, name: str) -> list[str]:
        """Return a view that is a list of names."""
        return cast("list[str]", self._views.view(name))

    def story(self, field: str, named: str) -> Iterator[Line]:
        """Yield what the story tells at the entries whose events name this in `field`: a proposal or a trial."""
        story = Story()
        for entry in self.entries:
            lines = story.tell(entry)
            if any(getattr(event, field, None) == named for event in entry.events):
                yield from lines


@contextmanager
def seeing(folder: Path) -> Iterator[Seen]:
    """Read the founded moot in `folder`; ends with a `Failure` if there is none."""
    with reading(folder) as store:
        entries = list(told(store.read(0, store.size())))
        if not entries:
            raise NotThere(
                "the moot is not founded yet",
                code="NotFound",
                instead="Its record is empty, so there is nothing to show.",
                mend="moot init another folder",
            )
        yield Seen(entries, store.text)
