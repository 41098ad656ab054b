"""The server: a door on an address, until somebody ends it.

Laws: an address that is taken is said before anything is served; whoever follows the feed hears the end of it at
once, so that stopping never waits for readers; whoever asked before is still answered, if only with what is not known;
who calls, and whether over TLS, is what the connection says, and never what a header says that no trusted proxy set.
"""

import asyncio
import gc
import socket
from collections.abc import Callable
from typing import Final

import uvicorn
from fastapi import FastAPI

from moot.web.reach import Reach
from moot.web.threshold import Threshold

UNTAKEN: Final = 131_072  # bytes of an answer that the system holds for a reader
GRACE: Final = 5  # seconds for answers that are under way
LAST_WORDS: Final = 1  # seconds of them, to tell who waits even then that there is no answer


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens there (port 0: anywhere), or raise `OSError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Of this protocol by name, or asyncio leaves Nagle's algorithm on: the second part of an answer waits for a reader.
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Inherited by each connection: so little lies between two sides that a slow reader is seen to take something.
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNTAKEN)
        taken.bind((host, port))
        taken.listen(2_048)
    except OSError:
        taken.close()
        raise
    return taken


def address(taken: socket.socket) -> str:
    """Return the address of a listening socket as people write it."""
    host, port = taken.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Server(uvicorn.Server):
    """A server of one door. `serve(sockets=[...])` runs it; `leave()` ends it, from any thread."""

    def __init__(self, door: FastAPI, ready: Callable[[], None] = lambda: None) -> None:
        """Serve `door`; calls `ready` once it does."""
        reach: Reach = door.state.reach
        super().__init__(
            uvicorn.Config(
                door,
                proxy_headers=bool(reach.proxies),
                forwarded_allow_ips=list(reach.proxies),  # if not given, all of this machine would be believed
                http=Threshold,
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=GRACE,
                timeout_keep_alive=30,
                backlog=2_048,
            )
        )
        self.door, self._ready = door, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, and say so."""
        await super().startup(sockets)
        # What is there by now stays: a search for garbage in it would hold up every answer for a sixth of a second.
        gc.collect()
        gc.freeze()
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Send readers of the feed away, then wait for the others."""
        self.door.state.porch.tail.close()
        end = asyncio.get_running_loop().call_later(GRACE - LAST_WORDS, self._cut)
        await super().shutdown(sockets)
        end.cancel()
        gc.unfreeze()

    def _cut(self) -> None:
        """Wait for no answer any longer: the envelope tells who was asking."""
        for each in list(self.server_state.tasks):
            each.cancel()

    def leave(self) -> None:
        """End soon."""
        self.should_exit = True
