"""The door from outside: a moot at an address, behind the same `Door` as one in process.

Laws: the same agent runs over it; what happens inside is `moot.kit.remote`, on a thread of its own; a text is kept when
the act that names it is filed, and not before.

    Cautious(Member(OuterDoor("http://127.0.0.1:7420"), keyring, "ana.person", "ana")).act()
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from threading import Thread
from types import TracebackType
from typing import Any, Self, TypeVar

from moot.core.act import Hash
from moot.core.canonical import Plain
from moot.kit.door import Shown
from moot.kit.remote import RemoteDoor
from moot.wire.entry import Entry, Receipt, Told

T = TypeVar("T")


class OuterDoor:
    """`moot.kit.door.Door`, over HTTP. Close it, or use it in `with`; for many threads."""

    def __init__(self, url: str) -> None:
        """Stand before the door at `url`; nothing is asked yet."""
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name=f"door of {url}", daemon=True)
        self._thread.start()
        self._remote = RemoteDoor(url)

    def submit(self, act: bytes, signature: bytes, payload: tuple[str, bytes] | None = None) -> Receipt:
        """File a signed act: see `Door.submit`."""
        return self._run(self._remote.submit(act, signature, payload))

    def entries(self, start: int) -> Iterator[Told]:
        """Yield the entries from `start` on, up to the present one."""
        while page := self._run(self._remote.page(start)):
            yield from page
            start = page[-1].index + 1

    def identity(self) -> Shown:
        """Return which moot this is: see `RemoteDoor.identity`."""
        return self._run(self._remote.identity())

    def checkpoint(self) -> bytes | None:
        """Return the newest signed checkpoint as a note, or nothing if the moot is not founded. It is not checked."""
        return self._run(self._remote.checkpoint())

    def read(self, start: int, stop: int) -> Iterator[Entry]:
        """Yield the entries from `start` up to but not including `stop` as they are shown; they are not checked."""
        while start < stop and (page := self._run(self._remote.shown(start))):
            yield from page[: stop - start]
            start += len(page)

    def view(self, name: str, **arguments: str) -> Plain:
        """Return a view: see `Door.view`."""
        return self._run(self._remote.view(name, **arguments))

    def text(self, named: Hash) -> str | None:
        """Return the text that is kept under a salted hash, or nothing if there is none, or it was erased."""
        return self._run(self._remote.text(named))

    def hold(self, text: str) -> Hash:
        """Return the hash by which an act may name the text; it goes along with that act."""
        return self._remote.hold(text)

    def events(self, after: int, *, types: str = "", subject: str = "") -> Iterator[Told]:
        """Yield every entry behind index `after` as it is recorded, for ever, through every break."""
        stream = self._remote.events(after, types=types, subject=subject)
        try:
            while True:
                yield self._run(_next(stream))
        finally:
            if not self._loop.is_closed():
                self._run(_closed(stream))

    def close(self) -> None:
        """Let go of the connections, and of the thread; closing twice is no failure."""
        if self._loop.is_closed():
            return
        self._run(self._remote.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self, asked: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(asked, self._loop).result()


async def _next(stream: AsyncIterator[T]) -> T:
    return await anext(stream)


async def _closed(stream: AsyncIterator[Any]) -> None:
    await stream.aclose()  # type: ignore[attr-defined] # it is a generator
