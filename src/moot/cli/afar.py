"""A moot at an address, as a command of a member sees one: what it needs of a hall, through the public door.

Laws: no folder of the moot is needed, only a key; what was recorded is told by the door, and followed here; where
nobody answers, it is said whether something may have been recorded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from typing import TYPE_CHECKING, Any, Final, cast

import click

from moot.cli.failure import NotThere, Unreachable
from moot.core.assembly import EMPTY, Assembly, evolve
from moot.core.canonical import Plain
from moot.kit.outer import OuterDoor

if TYPE_CHECKING:
    from moot.core.act import Hash
    from moot.hall import Hall

_URL: Final = "moot.url"


class Afar:
    """Stands for the hall, its clerk and its store, as far as a member may look into them."""

    def __init__(self, door: OuterDoor) -> None:
        """Follow the record to its end."""
        self._door, self._assembly, self.size = door, EMPTY, 0
        self.tend()

    @property
    def clerk(self) -> "Afar":
        """Return what knows the assembly."""
        return self

    @property
    def store(self) -> "Afar":
        """Return what knows texts."""
        return self

    @property
    def assembly(self) -> Assembly:
        """Return the state after the last entry that was followed."""
        return self._assembly

    def tend(self) -> None:
        """Follow what was recorded meanwhile: over there, the calendar keeps itself."""
        for told in self._door.entries(self.size):
            self._assembly, self.size = reduce(evolve, told.events, self._assembly), told.index + 1

    def text(self, named: "Hash") -> str | None:
        """Return a text that is kept there, or nothing."""
        return self._door.text(named)

    def view(self, name: str, **arguments: str) -> Plain:
        """Return a view."""
        return self._door.view(name, **arguments)

    def door(self) -> OuterDoor:
        """Return the door."""
        return self._door


def url_asked() -> str | None:
    """Return the address that the running command was given, or nothing."""
    context = click.get_current_context(silent=True)
    return context.meta.get(_URL) if context else None


def remember(context: click.Context, _parameter: click.Parameter, given: str | None) -> None:
    """Keep the address that a command was given; it needs no argument of its own."""
    context.meta[_URL] = given


@contextmanager
def at(url: str) -> Iterator["Hall"]:
    """Open the moot at `url` for a member; ends with a `Failure` if nobody answers there, or it is not founded."""
    with OuterDoor(url) as door:
        afar: Any = None
        try:
            afar = Afar(door)
            if not afar.assembly.moot:
                raise _not_founded(url)
            yield cast("Hall", afar)  # commands look at nothing that it hasn't
        except (ConnectionError, ValueError) as error:
            if not isinstance(error, ConnectionError) and afar is not None:
                raise
            raise _unreachable(url, error) from error


def _not_founded(url: str) -> NotThere:
    return NotThere(
        f"the moot at {url} is not founded yet",
        code="NotFounded",
        instead="Nothing was recorded.",
        mend="ask whoever serves it",
    )


def _unreachable(url: str, error: Exception) -> Unreachable:
    return Unreachable(
        f"the moot at {url} did not answer: {error}",
        code="Unanswered",
        instead="What was about to be signed may have been recorded, if it was sent at all.",
        mend="try again: moot inbox shows what still waits for you",
    )
