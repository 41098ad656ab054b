"""The porch: what stands between the open door and the hall, and is shared by everybody who comes.

Laws: nothing here blocks the loop but a look at memory; an act is handed to the clerk's desk, which files the
acts of many together; a view is shown once for everybody who asks at the same size of the record.
"""

import asyncio
import hashlib
import time
from functools import partial
from typing import Final

import orjson
from fastapi import Request

from moot.core.value import value
from moot.hall import Hall
from moot.web.answers import Answers
from moot.web.once import Once
from moot.web.proofs import Proofs
from moot.web.rates import Rate, Rates
from moot.web.tail import Tail
from moot.web.vigil import Vigil

_VIEWS: Final = 512  # that are kept, until the record grows
_PAGES: Final = 256


@value
class Limits:
    """What the door takes, and from whom how much."""

    headers: int = 65_536  # bytes, with the request line
    body: int = 1_048_576  # bytes
    depth: int = 24  # of lists and objects in a body
    together: int = 256  # acts in one post
    arrival: float = 20.0  # seconds in which a request must have come
    answer: float = 30.0  # seconds after which somebody who waits is told that it is not known
    readers: int = 2_048  # of the feed, at once
    stall: float = 30.0  # seconds for which a reader may take nothing of an answer
    ping: float = 10.0  # seconds between two signs of life on the feed
    address: Rate = Rate(1_200, 10)  # requests of one address of IPv4, or of one /64 of IPv6
    key: Rate = Rate(600, 60)  # acts of one key
    trusted: tuple[str, ...] = ("127.0.0.1", "::1")  # addresses that are not counted: this machine's own


@value
class ShownView:
    """A view as it is sent, and the name of exactly that content."""

    body: bytes
    etag: str
    size: int  # of the record that it shows


class Porch:
    """What the door's rooms share."""

    def __init__(self, hall: Hall, limits: Limits) -> None:
        """Stand before `hall`."""
        self.hall, self.limits = hall, limits
        self.tail, self.answers = Tail(hall), Answers(limits.answer)
        self.proofs = Proofs(hall.store)
        self.addresses, self.keys = Rates(limits.address), Rates(limits.key)
        self.readers = 0
        self.pages: Once[tuple[bytes, str]] = Once(_PAGES)  # of people, as they are set, with the name of exactly that
        self.vigil = Vigil(hall)
        self._views: Once[ShownView] = Once(_VIEWS)

    async def view(self, name: str, arguments: dict[str, str]) -> ShownView:
        """Return a view; ValueError if there is none such."""
        key, size = (name, tuple(sorted(arguments.items()))), self.hall.clerk.feed.size
        return await self._views.made(key, size, partial(asyncio.to_thread, self._shown, name, arguments, size))

    def _shown(self, name: str, arguments: dict[str, str], size: int) -> ShownView:
        # What is newer than `size` may be in it already: then it is shown again, and not kept.
        body = orjson.dumps(self.hall.view(name, **arguments))
        return ShownView(body, hashlib.sha256(body).hexdigest()[:32], size)

    def now(self) -> float:
        """Return seconds that only rise."""
        return time.monotonic()


def porch_of(request: Request) -> Porch:
    """Return the porch of the door through which a request came."""
    porch: Porch = request.app.state.porch
    return porch
