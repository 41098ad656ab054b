"""A proxy on loopback, as one that speaks TLS stands before a server: it passes on all, or says 502 if it is away."""

import asyncio
from threading import Event

from tests.web.between import standing

PAGE = b"<h1>Bad gateway</h1>"
AWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: 20\r\n\r\n" + PAGE


ACT = b"POST /api/v1/acts "


class Proxy:
    """What stands between a browser and the server at a port of this machine; it may cut off the next act.

    `cut` is called when the act has come, and it is not passed on; or, `late`, when its answer has come, and is not.
    """

    def __init__(self, port):
        self.port, self.turned = port, 0
        self.cut, self.late = None, False
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
        except (ConnectionError, asyncio.CancelledError):
            pass  # it is over
        finally:
            self.lines.discard(asyncio.current_task())
            writer.close()

    async def _serve(self, reader, writer):
        first = await reader.read(65_536)
        try:
            above, below = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            self.turned += bool(first)
            writer.write(AWAY)
            await writer.drain()
            return
        asked = asyncio.Event()  # an act of which nothing is to be heard
        ways = [
            asyncio.ensure_future(self._up(first, reader, below, asked)),
            asyncio.ensure_future(self._down(above, writer, asked)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in ways:
                each.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            below.close()

    async def _up(self, data, reader, below, asked):
        """Pass on what the browser says, until it ends or is cut off."""
        while data:
            if self.cut and data.startswith(ACT):
                if not self.late:
                    await self._cut()
                    return
                asked.set()
            below.write(data)
            await below.drain()
            data = await reader.read(65_536)

    async def _down(self, above, writer, asked):
        """Pass on what the server says, until it ends or is cut off."""
        while data := await above.read(65_536):
            if asked.is_set():
                await self._cut()
                return
            writer.write(data)
            await writer.drain()

    async def _cut(self):
        cut, self.cut = self.cut, None
        await asyncio.to_thread(cut)


def before(port):
    """Stand before the server at `port`, whether there is one or not."""
    return standing(Proxy(port))
