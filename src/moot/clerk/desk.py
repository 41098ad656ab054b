"""The desk: many threads hand in acts, one thread files them in groups and keeps the calendar.

Laws: acts are filed in the order in which they were handed in; whoever waits gets a receipt, a
refusal or the failure, also at closing time, afterwards, and when the program itself is at fault;
whoever turned away before the clerk had its act holds up nobody, and that act is not filed; a lone
act does not wait for company, and a group does not wait for more than were under way last time.
"""

import logging
from collections import deque
from collections.abc import Iterable, Sequence
from threading import Condition, Lock, Thread
from typing import Final, Protocol, TypeAlias

from moot.clerk.clerk import Clerk
from moot.clerk.ports import ClerkFailure, ClerkIsStopped, Clock, StoreFailed
from moot.core.act import Instant
from moot.wire.entry import Receipt, Submission

MOST_TOGETHER: Final = 256
LINGER: Final = 0.003  # seconds, at most, in which a group may grow: about one durable write
_IDLE: Final = 1.0  # seconds between two looks at a clock that may be set
_LOG: Final = logging.getLogger(__name__)


class Promise(Protocol):
    """What whoever hands in an act waits for: what the desk needs of a `concurrent.futures.Future`.

    All of it is called on the clerk's thread; a result or an exception is set once.
    """

    def set_running_or_notify_cancel(self) -> bool:
        """Return whether anybody waits still; from then on there will be an answer."""
        ...

    def done(self) -> bool:
        """Return whether it has its answer."""
        ...

    def set_result(self, result: Receipt) -> None:
        """Give the receipt."""
        ...

    def set_exception(self, exception: Exception) -> None:
        """Give the refusal, or the clerk's failure."""
        ...


_Waiting: TypeAlias = tuple[Submission, Promise]


class Desk:
    """A queue before the clerk."""

    def __init__(self, clerk: Clerk, clock: Clock) -> None:
        """Open the desk; from now on nobody else may call the clerk."""
        self._clerk, self._clock = clerk, clock
        self._queue: deque[_Waiting] = deque()
        self._bell = Condition(Lock())  # whoever touches the queue holds it
        self._wanted = 1  # acts in the queue at which the bell rings
        self._shut: ClerkIsStopped | None = None  # why nothing is taken any more
        self._in_hand: list[_Waiting] = []
        self._company = 1  # acts that were under way when the last answers were given
        self._due: Instant | None = None
        self._news = True  # since the calendar was looked at
        self._thread = Thread(target=self._work, name="clerk", daemon=True)
        self._thread.start()

    def take(self, submission: Submission, waiting: Promise) -> None:
        """File an act soon, and tell `waiting` what became of it."""
        with self._bell:
            if self._shut is None:
                self._queue.append((submission, waiting))
                if len(self._queue) >= self._wanted:
                    self._bell.notify()
            else:
                waiting.set_exception(self._shut)

    def close(self) -> None:
        """File what was handed in before, and take nothing more; closing twice is no failure."""
        self._shut_for(ClerkIsStopped("the moot was closed"))
        self._thread.join()

    def _shut_for(self, why: ClerkIsStopped) -> None:
        """Take nothing more: whatever is in the queue now is all that ever will be."""
        with self._bell:
            self._shut = self._shut or why
            self._bell.notify()

    def _work(self) -> None:
        try:
            self._serve()
        except BaseException as fault:  # noqa: BLE001 - else everybody who waits, and comes later, would wait for ever
            _LOG.critical("the clerk has stopped: open the moot again", exc_info=fault)
            why = f"a fault of the program: {fault!r}"
            failure = ClerkIsStopped(why)
            self._clerk.stop(why)
            self._shut_for(failure)
            in_hand = [each for each in self._in_hand if not each[1].done()]
            _answer(in_hand, [StoreFailed("filing", why)] * len(in_hand))  # some of it may be recorded
            left = _still_waiting(self._queue)
            _answer(left, [failure] * len(left))

    def _serve(self) -> None:
        closing = False
        while not closing:
            found, closing = self._gathered()
            self._in_hand = _still_waiting(found)
            if self._in_hand:
                self._file(self._in_hand)
            self._tend()

    def _gathered(self) -> tuple[list[_Waiting], bool]:
        """Return the next group, which is empty when it is time to tend, and whether the desk closes."""
        with self._bell:
            self._await(1, self._patience())
            if self._queue:
                # Whoever got an answer likely hands in the next act now; for more one would wait in vain.
                self._await(min(self._company, MOST_TOGETHER), LINGER)
            group = [self._queue.popleft() for _ in range(min(len(self._queue), MOST_TOGETHER))]
            return group, self._shut is not None and not self._queue

    def _await(self, many: int, seconds: float) -> None:
        """Sleep until so many acts are there, nothing more can come, or the time is over: one waking a group."""
        self._wanted = many
        self._bell.wait_for(lambda: len(self._queue) >= many or self._shut is not None, seconds)

    def _patience(self) -> float:
        """Return for how many seconds nothing falls due."""
        if self._due is None:
            return _IDLE
        return min(max(self._due - self._clock.now(), 0) / 1000, _IDLE)

    def _tend(self) -> None:
        if self._due is not None and self._due > self._clock.now() and not self._news:
            return
        self._news = False
        try:
            self._clerk.tend()
            due = self._clerk.due()
            # What is still due was not the clerk's to do, so it looks again later, and not at once.
            self._due = due if due is not None and due > self._clock.now() else None
        except ClerkFailure:
            self._due = None  # the clerk has stopped, and says so to whoever files next

    def _file(self, group: list[_Waiting]) -> None:
        self._news = True
        try:
            answers: Sequence[Receipt | Exception] = self._clerk.file([submission for submission, _ in group])
        except ClerkFailure as failure:
            answers = [failure] * len(group)
        except Exception as fault:  # noqa: BLE001 - a fault of the program, and whoever waits must hear of it
            if len(group) > 1:  # only the act that brings it about is to suffer
                for each in group:
                    self._file([each])
                return
            answers = [fault]
        self._company = len(group) + len(self._queue)
        _answer(group, answers)


def _still_waiting(found: Iterable[_Waiting]) -> list[_Waiting]:
    """Return those who have not turned away by now: they are answered, and nobody else's act is filed."""
    return [each for each in found if each[1].set_running_or_notify_cancel()]


def _answer(group: Iterable[_Waiting], answers: Sequence[Receipt | Exception]) -> None:
    for (_, waiting), answer in zip(group, answers, strict=True):
        if isinstance(answer, Receipt):
            waiting.set_result(answer)
        else:
            waiting.set_exception(answer)
