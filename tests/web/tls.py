"""A proxy that speaks TLS, as stands before a server: it opens what comes, and says on whose behalf it asks."""

import asyncio
from threading import Event

from tests.web.between import standing

AT = "127.0.0.9"  # from where the proxy calls, unlike whoever else is on this machine
ENDS = b"\r\n\r\n"


class TlsProxy:
    """What listens as localhost with a certificate, and asks the server at a `port` of this machine."""

    def __init__(self, shows):
        self.shows, self.port, self.url = shows, None, ""
        self.ready, self.lines = Event(), set()

    async def run(self):
        self.loop, self.over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._come, "127.0.0.1", 0, ssl=self.shows)
        self.url = f"https://localhost:{server.sockets[0].getsockname()[1]}"
        self.ready.set()
        async with server:
            await self.over.wait()
            for each in self.lines:
                each.cancel()
            await asyncio.gather(*self.lines, return_exceptions=True)

    async def _come(self, reader, writer):
        self.lines.add(asyncio.current_task())
        try:
            await self._ask(reader, writer)
            writer.close()
            await writer.wait_closed()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # it is over
        finally:
            self.lines.discard(asyncio.current_task())
            writer.transport.abort()  # whatever is left of it, also where the other side says no goodbye

    async def _ask(self, reader, writer):
        """Pass one request on, and its answer back."""
        head = (await reader.readuntil(ENDS)).removesuffix(ENDS).split(b"\r\n")
        caller = writer.get_extra_info("peername")[0]
        above, below = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(AT, 0))
        below.write(
            b"\r\n".join([*_for(head, caller.encode()), b"X-Forwarded-Proto: https", b"Connection: close"]) + ENDS
        )
        passing = asyncio.ensure_future(_pass(reader, below))
        try:
            await _pass(above, writer)
        finally:
            passing.cancel()
            below.close()


def _for(head, caller):
    """Return the lines of a request without what is between two, and with the caller after whoever it speaks for."""
    named = b"x-forwarded-for:"
    told = [line.partition(b":")[2].strip() for line in head if line.lower().startswith(named)]
    left = [line for line in head if not line.lower().startswith((named, b"x-forwarded-proto:", b"connection:"))]
    return [*left, b"X-Forwarded-For: " + b", ".join([*told, caller])]


async def _pass(source, sink):
    while data := await source.read(65_536):
        sink.write(data)
        await sink.drain()


def before(shows):
    """Stand before a server, which may come to its `port` later."""
    return standing(TlsProxy(shows))
