"""The door: everything that a member can ask of a moot, in process or over the network.

Laws: whoever stands behind the door keeps these promises, and members know nothing else of it.
"""

from collections.abc import Iterator
from typing import Protocol

from moot.core.canonical import Plain
from moot.views import Shown
from moot.wire.entry import Receipt, Told

__all__ = ["Door", "Shown"]


class Door(Protocol):
    """What a member acts and reads through."""

    def submit(self, act: bytes, signature: bytes, payload: tuple[str, bytes] | None = None) -> Receipt:
        """File a signed act; a sealed one with its salt (hex) and canonical payload, for the clerk alone.

        When it returns, the act is in the record for good. Raises `Refused` if nothing was recorded, and
        `ConnectionError` if that is not known: the same bytes may then be sent again, any number of
        times, and give the first entry's receipt.
        """
        ...

    def entries(self, start: int) -> Iterator[Told]:
        """Yield the entries from index `start` on, in order, without a gap, up to the present one."""
        ...

    def view(self, name: str, **arguments: str) -> Plain:
        """Return a view as plain JSON, up to every entry acknowledged so far; ValueError if there is none such."""
        ...

    def hold(self, text: str) -> str:
        """Keep `text` beside the record and return its salted hash, by which acts name it."""
        ...
