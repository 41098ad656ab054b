"""Answers of the clerk, brought to the loop on which people wait: many at once, with one waking.

Laws: everybody gets the answer to what it handed in, once; the act of somebody who does not wait any more is not filed,
if the clerk has not begun with it.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final, TypeAlias

from moot.clerk.desk import Promise
from moot.wire.entry import Receipt

Waiter: TypeAlias = "asyncio.Future[Receipt]"


class Answers:
    """Those who wait on one event loop for what another thread does."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._given: Final[deque[_Awaited]] = deque()
        self._rung = False  # since the last answers were brought

    async def to(self, hand_over: Callable[[Promise], None], seconds: float) -> Receipt:
        """Return the receipt of what `hand_over` hands in, or raise what came instead of it; TimeoutError: nothing did.

        Who has no `seconds` to wait is told at once.
        """
        loop = asyncio.get_running_loop()
        waiter: Waiter = loop.create_future()
        hand_over(_Awaited(waiter, loop, self._give))
        if seconds <= 0:
            waiter.cancel()
            raise TimeoutError
        patience = loop.call_later(seconds, _give_up, waiter)
        try:
            return await waiter
        finally:
            patience.cancel()

    def _give(self, loop: asyncio.AbstractEventLoop, awaited: "_Awaited") -> None:
        """Have an answer brought; on the clerk's thread."""
        self._given.append(awaited)
        if not self._rung and not loop.is_closed():
            self._rung = True
            loop.call_soon_threadsafe(self._bring)

    def _bring(self) -> None:
        self._rung = False  # first: what is given from now on rings again
        while self._given:
            self._given.popleft().bring()


class _Awaited:
    """The promise of an answer to somebody who waits on a loop."""

    __slots__ = ("_answer", "_give", "_loop", "_waiter")

    def __init__(
        self,
        waiter: Waiter,
        loop: asyncio.AbstractEventLoop,
        give: Callable[[asyncio.AbstractEventLoop, "_Awaited"], None],
    ) -> None:
        self._waiter, self._loop, self._give = waiter, loop, give
        self._answer: Receipt | Exception | None = None

    def set_running_or_notify_cancel(self) -> bool:
        return not self._waiter.done()

    def done(self) -> bool:
        return self._answer is not None

    def set_result(self, result: Receipt) -> None:
        self._answer = result
        self._give(self._loop, self)

    def set_exception(self, exception: Exception) -> None:
        self._answer = exception
        self._give(self._loop, self)

    def bring(self) -> None:
        """Give the answer to whoever waits, on its loop."""
        if self._waiter.done():  # nobody waits any more
            return
        if isinstance(self._answer, Receipt):
            self._waiter.set_result(self._answer)
        elif self._answer is not None:
            self._waiter.set_exception(self._answer)


def _give_up(waiter: Waiter) -> None:
    if not waiter.done():
        waiter.set_exception(TimeoutError())
