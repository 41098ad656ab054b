"""How far a long reading of a record has come, shown to whoever sits at a terminal.

Laws: what is read is what is read without it; where nobody looks, nothing is shown; a short reading is not told.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar, cast

from moot.wire.entry import Entry

SHORT = 500  # entries that nobody waits for


class Read(Protocol):
    """Whatever entries are read from."""

    def read(self, start: int, stop: int) -> Iterator[Entry]:
        """Yield the entries from `start` up to but not including `stop`."""
        ...


R = TypeVar("R", bound=Read)


@contextmanager
def watched(source: R, entries: int, doing: str) -> Iterator[R]:
    """Show on a terminal how many of so many `entries` were read from `source`, and what is being done with them."""
    if entries < SHORT or not sys.stderr.isatty():
        yield source
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(doing, total=entries)
        yield cast("R", _Watched(source, lambda: progress.advance(task)))


class _Watched:
    """A source that tells when an entry was read."""

    def __init__(self, source: Read, step: Callable[[], None]) -> None:
        self._source, self._step = source, step

    def __getattr__(self, name: str) -> object:
        return getattr(self._source, name)

    def read(self, start: int, stop: int) -> Iterator[Entry]:
        for entry in self._source.read(start, stop):
            yield entry
            self._step()
