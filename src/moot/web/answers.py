"""Answers of the clerk, brought to the loop on which people wait: many at once, with one waking.

Laws: everybody gets the answer to what it handed in, once; the act of somebody who does not wait any more is not filed,
if the clerk has not begun with it.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeAlias

from moot.clerk.desk import Promise
from moot.wire.entry import Receipt

Waiter: TypeAlias = "asyncio.Future[Receipt]"


class Answers:
    """Those who wait on one event loop, all equally long, for what another thread does."""

    def __init__(self, seconds: float) -> None:
        """Begin with nobody; everybody waits for `seconds` at most, and not at all if there are none."""
        self._seconds = seconds
        self._given: Final[deque[_Awaited]] = deque()
        self._rung = False  # since the last answers were brought
        self._waiting: Final[deque[tuple[float, Waiter]]] = deque()  # with the time at which each gives up, in order
        self._patience: asyncio.TimerHandle | None = None  # of the first of them

    async def to(self, hand_over: Callable[[Promise], None]) -> Receipt:
        """Return the receipt of what `hand_over` hands in, or raise what came instead of it.

        TimeoutError if nothing came; whether it is recorded is then not known.
        """
        loop = asyncio.get_running_loop()
        waiter: Waiter = loop.create_future()
        hand_over(_Awaited(waiter, loop, self._give))
        if self._seconds <= 0:
            waiter.cancel()
            raise TimeoutError
        self._wait(loop, waiter)
        return await waiter

    def _wait(self, loop: asyncio.AbstractEventLoop, waiter: Waiter) -> None:
        """Have somebody give up in time: one timer for all, since who came first gives up first."""
        while self._waiting and self._waiting[0][1].done():
            self._waiting.popleft()
        self._waiting.append((loop.time() + self._seconds, waiter))
        if self._patience is None:
            self._patience = loop.call_at(self._waiting[0][0], self._give_up, loop)

    def _give_up(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        while self._waiting and (self._waiting[0][1].done() or self._waiting[0][0] <= now):
            _, waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_exception(TimeoutError())
        self._patience = loop.call_at(self._waiting[0][0], self._give_up, loop) if self._waiting else None

    def _give(self, loop: asyncio.AbstractEventLoop, awaited: "_Awaited") -> None:
        """Have an answer brought; on the clerk's thread."""
        self._given.append(awaited)
        if not self._rung:
            self._rung = True
            with suppress(RuntimeError):  # the loop has ended, and with it who waited
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
