"""A proxy on loopback, as one that speaks TLS stands before a server: it passes on all, or says 502 if it is away."""

import asyncio
from contextlib import contextmanager, suppress
from threading import Event, Thread

from tests.web.conftest import WAIT

PAGE = b"<h1>Bad gateway</h1>"
AWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: 20\r\n\r\n" + PAGE


class Proxy:
    """What stands between a browser and the server at a port of this machine."""

    def __init__(self, port):
        self.port, self.turned = port, 0
        self.url, self.ready, self.loop, self.lines = "", Event(), None, set()

    async def run(self):
        self.loop, self.over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._come, "127.0.0.1", 0)
        self.url = "http://{}:{}".format(*server.sockets[0].getsockname())
        self.ready.set()
        async with server:
            await self.over.wait()
            for each in self.lines:
                each.cancel()
            await asyncio.gather(*self.lines, return_exceptions=True)

    async def _come(self, reader, writer):
        self.lines.add(asyncio.current_task())
        try:
            await self._serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.lines.discard(asyncio.current_task())
            writer.close()

    async def _serve(self, reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        try:
            above, below = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            self.turned += 1
            writer.write(AWAY)
            await writer.drain()
            return
        below.write(head)
        ways = [asyncio.ensure_future(_pass(reader, below)), asyncio.ensure_future(_pass(above, writer))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in ways:
                each.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            below.close()


async def _pass(source, sink):
    """Pass on what comes, until it ends or nobody takes it."""
    with suppress(ConnectionError):
        while data := await source.read(65_536):
            sink.write(data)
            await sink.drain()


@contextmanager
def before(port):
    """Stand before the server at `port`, whether there is one or not."""
    made = Proxy(port)
    thread = Thread(target=lambda: asyncio.run(made.run()), daemon=True)
    thread.start()
    assert made.ready.wait(WAIT)
    try:
        yield made
    finally:
        made.loop.call_soon_threadsafe(made.over.set)
        thread.join(WAIT)
        assert not thread.is_alive()
