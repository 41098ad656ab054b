"""Answers of the clerk, brought to the loop on which people wait: many at once, with one waking.

Laws: everybody gets the answer to what it handed in, once; who does not wait any more has its act taken back, if the
clerk has not begun with it.
"""

import asyncio
from collections import deque
from concurrent.futures import Future
from functools import partial
from typing import Final, TypeAlias

from moot.wire.entry import Receipt

Waiter: TypeAlias = "asyncio.Future[Receipt]"


class Answers:
    """Those who wait on one event loop for what another thread does."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._given: Final[deque[tuple[Waiter, Future[Receipt]]]] = deque()
        self._rung = False  # since the last answers were brought

    async def to(self, handed: "Future[Receipt]") -> Receipt:
        """Return the receipt of what was handed in, or raise what came instead of it."""
        loop = asyncio.get_running_loop()
        waiter: Waiter = loop.create_future()
        handed.add_done_callback(partial(self._give, loop, waiter))
        try:
            return await waiter
        except asyncio.CancelledError:
            handed.cancel()
            raise

    def _give(self, loop: asyncio.AbstractEventLoop, waiter: Waiter, handed: "Future[Receipt]") -> None:
        self._given.append((waiter, handed))
        if not self._rung and not loop.is_closed():
            self._rung = True
            loop.call_soon_threadsafe(self._bring)

    def _bring(self) -> None:
        self._rung = False  # first: what is given from now on rings again
        while self._given:
            waiter, handed = self._given.popleft()
            if waiter.done():  # it was cancelled
                continue
            if trouble := handed.exception():
                waiter.set_exception(trouble)
            else:
                waiter.set_result(handed.result())
