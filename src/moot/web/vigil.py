"""The vigil: while a moot is served, its own store is read again and again, and held against what was signed.

Laws: an entry that is not what it was when it was first read is named by its index, and so is the record whose root
is not the signed one; what was found wrong once stays said until somebody opens the moot anew.

>>> from moot.hall import open_hall
>>> with open_hall() as hall:
...     Vigil(hall).look()
"""

import time
from threading import Event, Thread
from typing import Final

from moot.clerk.ports import ClerkFailure
from moot.hall import Hall
from moot.record.tree import HASH_LENGTH, Frontier, leaf_hash
from moot.wire.entry import leaf

REST: Final = 5.0  # seconds between two looks, at least
_SHARE: Final = 20  # a look may take one part in so many of the time


class Vigil:
    """Looks at the store of a hall, by itself once it is started; `look` is one look."""

    def __init__(self, hall: Hall) -> None:
        """Watch over `hall`."""
        self._hall, self._hashes = hall, bytearray()  # of every leaf, as it was first read
        self.broken: str | None = None
        self._over = Event()
        self._thread = Thread(target=self._run, name="vigil", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._over.set()

    def look(self) -> str | None:
        """Read the whole store once; return what does not hold, or None. Blocks."""
        head = self._hall.clerk.checkpoint
        frontier = Frontier()
        try:
            for entry in self._hall.store.read(0, head.size):
                found, at = leaf_hash(leaf(entry)), entry.index * HASH_LENGTH
                if self._hashes[at : at + HASH_LENGTH] not in (b"", found):
                    return self._say(f"entry {entry.index} is not what it was")
                self._hashes[at : at + HASH_LENGTH] = found
                frontier = frontier.extend([found])
                if self._over.is_set():
                    return self.broken
        except ClerkFailure as failure:
            return self._say(str(failure))
        if head.size and frontier.root() != head.root:
            return self._say(f"the first {head.size} entries do not have the root that was signed")
        return self.broken

    def _say(self, why: str) -> str:
        self.broken = self.broken or why
        return self.broken

    def _run(self) -> None:
        while not self._over.is_set():
            began = time.monotonic()
            self.look()
            self._over.wait(max(REST, _SHARE * (time.monotonic() - began)))
