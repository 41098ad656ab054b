"""The feed: entries by index, so that whoever was away resumes exactly where it stopped.

Laws: an entry is handed out only after it is durable, once per reader, in order; a reader that is
slow or gone costs the writer nothing; the newest entries come decoded from memory; who listens hears of
entries before whoever filed them has an answer.
"""

from collections.abc import Callable, Iterator, Sequence
from threading import Condition
from typing import Final, TypeAlias

from moot.clerk.head import Entered
from moot.clerk.ports import Store
from moot.wire.entry import Entry, Told, tell

_KEPT: Final = 4_096  # entries that stay decoded


Listener: TypeAlias = Callable[[Sequence[Entry]], None]


class Feed:
    """What the clerk tells, and a bell for those who wait."""

    def __init__(self, store: Store, size: int) -> None:
        """Begin where the store ends: at `size`."""
        self._store = store
        self._first, self._recent = size, list[Told]()
        self._grown = Condition()
        self._listeners: list[Listener] = []

    @property
    def size(self) -> int:
        """Return how many entries were told."""
        with self._grown:  # the older of them may just be given away
            return self._first + len(self._recent)

    def listen(self, listener: Listener) -> int:
        """Have `listener` called with all further entries, on the clerk's thread, which must not be held up.

        Return how many entries there are before them.
        """
        with self._grown:
            self._listeners.append(listener)
            return self.size

    def ignore(self, listener: Listener) -> None:
        """Call `listener` no more."""
        with self._grown:
            self._listeners.remove(listener)

    def tell(self, news: Sequence[Entered]) -> None:
        """Hand out the next entries, and wake everybody who waits."""
        with self._grown:
            self._recent.extend(each.told for each in news)
            for listener in self._listeners:
                listener([each.entry for each in news])
            if len(self._recent) > 2 * _KEPT:
                self._first += len(self._recent) - _KEPT
                del self._recent[:-_KEPT]
            self._grown.notify_all()

    def entries(self, start: int) -> Iterator[Told]:
        """Yield the entries from `start` on, up to those that are there now."""
        with self._grown:
            first = self._first
            recent = self._recent[max(start - first, 0) :]
        yield from map(tell, self._store.read(start, first))
        yield from recent

    def wait(self, size: int, milliseconds: int) -> int:
        """Return the size of the record once it is above `size`, or as it is when the time is over."""
        with self._grown:
            self._grown.wait_for(lambda: self.size > size, timeout=milliseconds / 1000)
            return self.size
