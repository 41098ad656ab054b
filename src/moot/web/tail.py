"""The tail: one follower of the record for everybody who reads the feed.

Laws: it shows an entry once, after it is durable; a reader costs the writer nothing, and other readers nothing;
who is further behind than the tail remembers reads on from the store; whoever has the answer to an act finds its
entry here already; when the door closes, everybody hears of it.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from moot.hall import Hall
from moot.web.showing import ShownEntry
from moot.wire.entry import Entry

KEPT: Final = 4_096  # entries that stay ready to be sent
PAGE: Final = 256  # entries read at once


class Tail:
    """The newest entries as they are sent, and a bell for those who wait for more. Lives on one event loop."""

    def __init__(self, hall: Hall) -> None:
        """Follow `hall` from where it is now."""
        self._hall = hall
        self.size = hall.clerk.feed.size  # entries that were taken in, or are older
        self._recent: dict[int, ShownEntry] = {}  # by index
        self._grown = asyncio.Event()
        self.closed = False
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Begin to follow, on the running loop."""
        self._loop = asyncio.get_running_loop()
        self.size = self._hall.clerk.feed.listen(self._hear)

    def close(self) -> None:
        """Follow no more, and wake all who wait."""
        if self._loop is not None and not self.closed:
            self._hall.clerk.feed.ignore(self._hear)
        self.closed = True
        self._ring()

    async def since(self, index: int) -> Sequence[ShownEntry]:
        """Return the next entries from `index` on, some of them if there are many, none if there is none yet."""
        first = self.size - len(self._recent)
        if index >= first:
            return [self._recent[each] for each in range(index, min(index + PAGE, self.size))]
        return await asyncio.to_thread(self.read, index, min(index + PAGE, first))

    async def entry(self, index: int) -> ShownEntry:
        """Return an entry that is acknowledged; IndexError if there is none."""
        found = self._recent.get(index)
        return found or (await asyncio.to_thread(self.read, index, index + 1))[0]

    async def grown(self, size: int, seconds: float | None = None) -> bool:
        """Wait until there are more than `size` entries, and return whether there are; False when time is over."""
        bell = self._grown
        if self.size <= size and not self.closed:
            try:
                await asyncio.wait_for(bell.wait(), seconds)
            except TimeoutError:
                return False
        return self.size > size

    def read(self, start: int, stop: int) -> list[ShownEntry]:
        """Return entries from the store, or raise what is wrong with them; blocks."""
        source = self._hall.clerk.checkpoint.origin
        found = [ShownEntry(entry, source) for entry in self._hall.store.read(start, stop)]
        for each in found:
            each.require_whole()
        return found

    def _hear(self, news: Sequence[Entry]) -> None:
        """Pass on what the clerk's thread tells."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended, and with it who read
                self._loop.call_soon_threadsafe(self._take, news)

    def _take(self, news: Sequence[Entry]) -> None:
        source = self._hall.clerk.checkpoint.origin
        self._recent.update((each.index, ShownEntry(each, source)) for each in news)
        self.size += len(news)
        for index in range(self.size - len(self._recent), self.size - KEPT):
            del self._recent[index]
        self._ring()

    def _ring(self) -> None:
        bell, self._grown = self._grown, asyncio.Event()
        bell.set()
