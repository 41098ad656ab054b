"""A moot at an address, as a command sees one: what it needs of a hall or of a record, through the public door.

Laws: no folder of the moot is needed, only a key; nothing that the door says is believed: the record comes into a
copy of one's own, of which every entry was checked, and all that is shown is worked out from there; what was shown
before is held against what is shown now; where nobody answers, it is said whether something may have been recorded.
"""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click

from moot.cli.copies import require_the_same
from moot.cli.failure import NotThere, Unverified
from moot.cli.strangers import telling
from moot.core.act import Hash
from moot.core.canonical import Plain
from moot.views import Shown

if TYPE_CHECKING:
    from moot.clerk.mirror import Mirror, Source
    from moot.clerk.ports import Store
    from moot.core.assembly import Assembly
    from moot.hall import Hall
    from moot.kit.outer import OuterDoor
    from moot.views.views import Views
    from moot.wire.entry import Entry, Receipt, Told

_URL: Final = "moot.url"
_MOOT: Final = re.compile("[0-9a-f]{64}")


class Afar:
    """Stands for the hall, its clerk, its store and its door, as far as a member may look into them."""

    def __init__(self, door: "OuterDoor", mirror: "Mirror", folder: Path) -> None:
        """Look into the copy in `folder`."""
        self._door, self._mirror, self._folder = door, mirror, folder
        self._views: Views | None = None
        self._seen = 0

    @property
    def clerk(self) -> "Afar":
        """Return what knows the assembly."""
        return self

    @property
    def store(self) -> "Afar":
        """Return what knows texts."""
        return self

    @property
    def assembly(self) -> "Assembly":
        """Return the state after the last entry that was taken in."""
        return self._mirror.head.assembly

    def tend(self, source: "Source | None" = None) -> None:
        """Take in what was recorded meanwhile: over there, the calendar keeps itself."""
        from moot.cli.lock import locked

        with locked(self._folder):
            self._mirror.follow(source or self._door)

    def text(self, named: Hash) -> str | None:
        """Return a text that is kept there, or nothing."""
        return self._door.text(named)

    def view(self, name: str, **arguments: str) -> Plain:
        """Return a view, worked out here."""
        from moot.views.views import Views

        views = self._views = self._views or Views(self.text)
        for told in self.entries(self._seen):
            views.tell(told)
            self._seen = told.index + 1
        return views.view(name, **arguments)

    def entries(self, start: int) -> "Iterator[Told]":
        """Yield the entries that were taken in, from `start` on."""
        yield from self._mirror.told[start:]

    def hold(self, text: str) -> str:
        """Return the hash by which an act may name the text; it goes along with that act."""
        return self._door.hold(text)

    def submit(self, act: bytes, signature: bytes, payload: tuple[str, bytes] | None = None) -> "Receipt":
        """File a signed act, and see that the record holds it where the receipt says."""
        receipt = self._door.submit(act, signature, payload)
        self.tend()
        found = self._mirror.told[receipt.index : receipt.index + 1]
        if [(each.id, each.received) for each in found] != [(receipt.id, receipt.received)]:
            raise Unverified(
                f"act {receipt.id[:12]} was acknowledged as entry {receipt.index}, and the record that was signed "
                "since does not hold it there",
                code="NotRecorded",
                instead="The clerk said that it was recorded. It may be withholding it, or have lost it.",
                mend="keep this message; ask the clerk, and tell the other members",
                more={"act": receipt.id, "index": receipt.index, "received": receipt.received},
            )
        return receipt

    def door(self) -> "Afar":
        """Return the door."""
        return self


class Shelf:
    """A record at an address as whoever reads it needs it: the copy, and the texts that lie beside the original."""

    def __init__(self, afar: Afar, copy: "Store") -> None:
        """Read the `copy` that `afar` keeps."""
        self._afar, self._copy = afar, copy

    def look(self) -> None:
        """Take in what is new."""
        self._afar.tend()

    def size(self) -> int:
        return self._copy.size()

    def read(self, start: int, stop: int) -> "Iterator[Entry]":
        return self._copy.read(start, stop)

    def text(self, named: Hash) -> str | None:
        return self._afar.text(named)


def url_asked() -> str | None:
    """Return the address that the running command was given, or nothing."""
    context = click.get_current_context(silent=True)
    return context.meta.get(_URL) if context else None


def url_again() -> str:
    """Return what has to be added to another command, so that it goes to the same address."""
    context = click.get_current_context(silent=True)
    source = context.get_parameter_source("url") if context else None
    given = source is click.core.ParameterSource.COMMANDLINE
    return f" --url {url_asked()}" if given and url_asked() else ""


def remember(context: click.Context, given: str) -> None:
    """Keep the address that a command was given; it needs no argument of its own."""
    context.meta[_URL] = given.rstrip("/")


@contextmanager
def at(url: str) -> Iterator["Hall"]:
    """Open the moot at `url` for a member; ends with a `Failure` if nobody answers there, or it is not founded."""
    with _met(url, acting=True) as (afar, _):
        yield cast("Hall", afar)  # commands look at nothing that it hasn't


@contextmanager
def copied(url: str) -> Iterator["Store"]:
    """Open the record of the moot at `url` to read it; ends with a `Failure` as `at` does."""
    with _met(url, acting=False) as (afar, copy):
        yield cast("Store", Shelf(afar, copy))  # likewise


@contextmanager
def asking(url: str, *, acting: bool) -> Iterator[tuple["OuterDoor", Shown]]:
    """Stand before the door at `url`, and yield it with what it says that it is: see `RemoteDoor.identity`.

    Ends with a `Failure` if nobody answers, or it is another moot than the one that was met there before.
    """
    from moot.kit.answers import NoMoot
    from moot.kit.outer import OuterDoor

    with OuterDoor(url) as door, telling(url, acting=acting):
        shown = door.identity()
        moot = shown["moot"]
        if moot and not _MOOT.fullmatch(moot):
            raise NoMoot("what it says that it is called is no moot's name")
        if moot:
            require_the_same(url, moot)
        yield door, shown


@contextmanager
def _met(url: str, *, acting: bool) -> Iterator[tuple[Afar, "Store"]]:
    """Open the copy of the moot at `url`, with what is new there."""
    from moot.clerk.mirror import Mirror
    from moot.cli.copies import copy_of, remember
    from moot.cli.progress import watched
    from moot.hall import open_copy

    with asking(url, acting=acting) as (door, shown):
        moot: str = shown["moot"]
        if not moot:
            raise _not_founded(url)
        folder = copy_of(moot)
        with closing(open_copy(folder)) as copy:
            mirror = Mirror(copy, moot)
            with watched(door, shown["size"] - mirror.head.size, "reading the record") as source:
                afar = Afar(door, mirror, folder)
                afar.tend(source)
            remember(url, moot)
            yield afar, copy


def _not_founded(url: str) -> NotThere:
    return NotThere(
        f"the moot at {url} is not founded yet",
        code="NotFounded",
        instead="Nothing was recorded.",
        mend="ask whoever serves it",
    )
