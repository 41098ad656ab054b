"""The threshold: a connection before the door, where not everything is a request yet.

Laws: what is no HTTP, takes too long to say or says too much is turned away as a request that the door turns away,
so that it is told like all else; nobody holds a connection by sending nothing, or by taking nothing.
"""

import asyncio
from asyncio.events import TimerHandle
from typing import Any, Final, cast

from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from moot.web.bounds import TURNED
from moot.web.porch import Limits, Porch
from moot.web.problems import Turned

_GO_ON: Final = b"HTTP/1.1 100 "  # is no head of an answer: one follows it


class Threshold(HttpToolsProtocol):
    """One connection: uvicorn's, with an end to patience."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - uvicorn's
        """Await a first request."""
        super().__init__(*arguments, **options)
        porch: Porch = cast("FastAPI", self.config.app).state.porch
        self._limits: Limits = porch.limits
        self._said = 0  # bytes of a request line and headers that are not complete
        self._begun = self._over = False
        self._arriving: TimerHandle | None = None
        self._taking: TimerHandle | None = None
        self._untaken = 0  # bytes that were not taken when they were last counted

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's
        """Begin to wait."""
        super().connection_made(transport)
        self._await()
        self._taking = self.loop.call_later(self._limits.stall, self._count)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._relax()
        if self._taking is not None:
            self._taking.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in some bytes, unless this connection was turned away."""
        if self._over:
            return
        self._await()
        before, self._said = self._begun, self._said + len(data)
        super().data_received(data)
        if self._begun:
            self._await()
            self._said = self._said if before else self._size()
            self._require_few(self._said)

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self._begun = True

    def on_headers_complete(self) -> None:
        """Begin to answer, while the body still comes."""
        if not self._over:
            self._require_few(self._size())
        if not self._over:
            self._begun = False
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Await the next request, which may take its time until it begins."""
        self._relax()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Turn away what is no HTTP."""
        del msg
        self._turn(Turned("BadRequest", "this is no HTTP/1.1", "Send a request as RFC 9112 has it."))

    def resume_writing(self) -> None:
        """Go on: most of what was written has been taken."""
        self._untaken = 0
        super().resume_writing()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:  # noqa: ANN401 - uvicorn's
        """Begin to answer a request."""
        if cycle.scope["method"] != "HEAD":
            cycle.transport = cast("asyncio.Transport", _Joining(cycle.transport))
        super()._start_asgi_task(cycle, app)

    def part(self) -> None:
        """Say no more, and wait for the other side's end for as long as for a request."""
        if self.transport.can_write_eof():
            self.transport.write_eof()
            self._await()
        else:
            self.transport.close()

    def _size(self) -> int:
        return len(self.url) + sum(len(name) + len(said) for name, said in self.headers)

    def _require_few(self, size: int) -> None:
        if size > self._limits.headers:
            why = f"the request line and the headers have more than {self._limits.headers} bytes"
            self._turn(Turned("HeadersTooLarge", why, "Send less of them."))

    @property
    def _rests(self) -> bool:
        """Whether every request so far was answered."""
        current: RequestResponseCycle | None = self.cycle
        return current is None or current.response_complete

    def _await(self) -> None:
        if self._arriving is None:
            self._arriving = self.loop.call_later(self._limits.arrival, self._late)

    def _relax(self) -> None:
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None

    def _late(self) -> None:
        self._arriving = None
        current: RequestResponseCycle | None = self.cycle
        if not self._begun and self._rests:
            self.transport.close()  # it said nothing, or sends on what nobody asked for
        elif self._begun or (current is not None and current.more_body):
            part = "the request line and the headers were" if self._begun else "the body was"
            why = f"{part} not here after {self._limits.arrival:g} s"
            self._turn(Turned("TooSlow", why, "Send it again, faster."))

    def _count(self) -> None:
        """Cut who has taken nothing of an answer since the last count; the feed looks after its own."""
        untaken, before = self.transport.get_write_buffer_size(), self._untaken
        if (self._rests or self.flow.write_paused) and 0 < before <= untaken:
            self.transport.abort()
            return
        self._untaken = untaken
        self._taking = self.loop.call_later(self._limits.stall, self._count)

    def _turn(self, turned: Turned) -> None:
        """Have the door say no to what came, and take nothing more."""
        begun, self._over, self._begun = self._begun, True, False
        self._relax()
        current: RequestResponseCycle | None = self.cycle
        if current is not None and current.more_body:  # it went wrong in the middle of its body
            current.scope["state"][TURNED], current.keep_alive = turned, False
            current.transport = self._parting
            current.message_event.set()
            if current.response_complete:
                self.part()
            return
        if not begun:
            super().on_message_begin()
        rests, self.cycle = self._rests, self._cycle(turned)
        if rests:
            self._start_asgi_task(self.cycle, self.app)
        else:  # after what came before it
            self.pipeline.appendleft((self.cycle, self.app))

    def _cycle(self, turned: Turned) -> RequestResponseCycle:
        """Return how a request is answered that the door is to turn away."""
        self.scope |= {"method": "GET", "path": "/", "raw_path": b"/", "query_string": b""}
        self.scope["state"][TURNED] = turned
        cycle = RequestResponseCycle(
            scope=self.scope,
            transport=self._parting,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=False,
            on_response=self.on_response_complete,
        )
        cycle.more_body = False
        return cycle

    @property
    def _parting(self) -> asyncio.Transport:
        return cast("asyncio.Transport", _Parting(self))


class _Joining:
    """What an answer is written to whose head leaves together with the beginning of its body."""

    def __init__(self, line: asyncio.Transport) -> None:
        self._line = line
        self._head: bytes | None = None
        self.is_closing, self.close = line.is_closing, line.close

    def write(self, data: bytes) -> None:
        """Write what comes; the head with what comes next, which is not waited for in vain: every answer has a body."""
        if self._head is None and not data.startswith(_GO_ON):
            self._head = data
        else:
            self._line.write((self._head or b"") + data)
            self._head = self._head and b""


class _Parting:
    """What an answer is written to after which no more is said: the end is told, and the other side is heard out.

    Closed on bytes that nobody has read, a connection is reset, and the answer lost (RFC 9112 9.6).
    """

    def __init__(self, line: Threshold) -> None:
        self._line = line
        self.write, self.is_closing = line.transport.write, line.transport.is_closing

    def close(self) -> None:
        """Say no more; what still comes is let by until the other side has ended too, or time is over."""
        self._line.part()
