"""Clocks: the machine's, and one that is set by hand for tests, replays and simulated years.

Laws: milliseconds UTC since 1970; what the record says never goes back, whatever a clock says.

>>> clock = HandSetClock(1_000)
>>> clock.advance(500)
>>> clock.now()
1500
"""

import time

from moot.core.act import Instant


class SystemClock:
    """The machine's clock."""

    def now(self) -> Instant:
        """Return the machine's time."""
        return time.time_ns() // 1_000_000


class HandSetClock:
    """A clock that moves only when it is told to."""

    def __init__(self, now: Instant) -> None:
        """Stand at `now`."""
        self._now = now

    def now(self) -> Instant:
        """Return the time that was set."""
        return self._now

    def set(self, now: Instant) -> None:
        """Stand at `now`, which may lie in the past."""
        self._now = now

    def advance(self, milliseconds: int) -> None:
        """Move on."""
        self._now += milliseconds
