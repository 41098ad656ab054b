"""The live feed: every entry as it is recorded, as server-sent events keyed by its index.

Laws: who was away goes on exactly behind the last event it has, also after a restart of the server; a sign of life
comes within ten seconds, and says how far the record was looked through; who takes nothing for too long is cut;
who has more than there is, is told to begin again.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from moot.web.porch import Porch, porch_of
from moot.web.problems import Turned
from moot.web.showing import ShownEntry

router = APIRouter()

_LAST: Final = "last-event-id"
_HELLO: Final = b"retry: 1000\n\n"
_DIGITS: Final = 16  # of an index, at most


class Wanted:
    """What a reader wants to hear of: kinds of acts or events, and what they are about; everything if left out."""

    def __init__(self, types: str, subject: str) -> None:
        """Read what was asked for; kinds may be written as in an event's type (moot.CastVote.v1)."""
        names = (each.strip().removeprefix("moot.").removesuffix(".v1") for each in types.split(","))
        self._kinds = frozenset(name for name in names if name)
        self._subject = subject

    def __call__(self, shown: ShownEntry) -> bool:
        """Return whether an entry is wanted."""
        if self._kinds and not self._kinds & shown.kinds:
            return False
        return not self._subject or self._subject in shown.subjects


@router.get("/events", operation_id="follow_events")
async def events(
    request: Request,
    after: Annotated[int | None, Query(ge=-1)] = None,
    types: Annotated[str, Query(max_length=1_000)] = "",
    subject: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Follow the record from behind the entry `after` (-1: from the beginning; left out: from now on)."""
    porch = porch_of(request)
    last = request.headers.get(_LAST, "").strip()
    if last:
        if not (last.isascii() and last.isdecimal()) or len(last) > _DIGITS:
            raise Turned("BadArgument", "Last-Event-ID is no index", "Leave it out, or give the last event's id.")
        after = int(last)
    if porch.readers >= porch.limits.readers:
        retry = {"retry-after": "5"}
        raise Turned("TooManyReaders", "every place is taken", "Come again after 5 s.", headers=retry)
    start = porch.tail.size if after is None else after + 1
    return Following(porch, start, Wanted(types, subject))


class Following(Response):
    """An answer that goes on until its reader leaves, takes nothing any more, or the door closes."""

    media_type = "text/event-stream"

    def __init__(self, porch: Porch, start: int, wanted: Wanted) -> None:
        """Tell what is `wanted` from index `start` on."""
        super().__init__(headers={"cache-control": "no-store", "x-accel-buffering": "no"})
        del self.headers["content-length"]
        self._porch, self._next, self._wanted = porch, start, wanted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the end."""
        del scope
        self._porch.readers += 1
        leaving = asyncio.ensure_future(_left(receive))
        telling = asyncio.ensure_future(self._tell(send))
        try:
            await asyncio.wait((leaving, telling), return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._porch.readers -= 1
            for each in (leaving, telling):
                each.cancel()
            await asyncio.gather(leaving, telling, return_exceptions=True)

    async def _tell(self, send: Send) -> None:
        stall = self._porch.limits.stall
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        with suppress(TimeoutError):  # who takes nothing is not waited for: it comes again, and goes on where it was
            async for chunk in self._chunks():
                async with asyncio.timeout(stall):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _chunks(self) -> AsyncIterator[bytes]:
        tail, ping, loop = self._porch.tail, self._porch.limits.ping, asyncio.get_running_loop()
        yield _HELLO
        if self._next > tail.size:
            yield _reset(tail.size)
            self._next = tail.size
        told = loop.time()
        while not tail.closed:
            news = await tail.since(self._next)
            if chunk := self._chosen(news):
                yield chunk
                told = loop.time()
            elif not news and not await tail.grown(self._next, max(told + ping - loop.time(), 0.0)):
                if tail.closed:
                    return
                yield self._ping()
                told = loop.time()

    def _chosen(self, news: Sequence[ShownEntry]) -> bytes:
        if news:
            self._next = news[-1].index + 1
        return b"".join(each.event for each in news if self._wanted(each))

    def _ping(self) -> bytes:
        # Its id moves a reader on past what it did not want to hear of.
        named = f"id: {self._next - 1}\n" if self._next else ""
        return f'{named}event: ping\ndata: {{"size":{self._porch.tail.size}}}\n\n'.encode()


def _reset(size: int) -> bytes:
    named = f"id: {size - 1}\n" if size else ""
    return f'{named}event: reset\ndata: {{"first":0,"size":{size}}}\n\n'.encode()


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
