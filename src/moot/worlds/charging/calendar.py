"""The site's calendar: which instants open and close a usable day, and which days a decision runs for.

Laws: a day runs from 05:00 to 22:00 local time and is over at its end; a horizon is the next five
usable days whose opening lies ahead; the record's instants are milliseconds UTC.

>>> from datetime import date
>>> Calendar((date(2019, 5, 1), date(2019, 5, 2))).ends(date(2019, 5, 1))
1556773200000
"""

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from moot.core.act import Instant

ZONE: Final = ZoneInfo("America/Los_Angeles")
OPENS, CLOSES = time(5), time(22)
HORIZON: Final = 5  # usable days


class Calendar:
    """The usable days of a site, in order."""

    def __init__(self, days: tuple[date, ...]) -> None:
        """Count these days as usable."""
        self.days = days

    def begins(self, day: date) -> Instant:
        """Return when the day's first step begins."""
        return _instant(day, OPENS)

    def ends(self, day: date) -> Instant:
        """Return when the day is over."""
        return _instant(day, CLOSES)

    def over(self, now: Instant) -> tuple[date, ...]:
        """Return the usable days that are over at `now`."""
        return tuple(day for day in self.days if self.ends(day) <= now)

    def horizon(self, since: Instant) -> tuple[date, ...]:
        """Return the days for which something that takes effect at `since` runs; fewer at the end of the data."""
        return tuple(day for day in self.days if self.begins(day) >= since)[:HORIZON]

    def evenings(self) -> tuple[Instant, ...]:
        """Return the ends of all usable days."""
        return tuple(self.ends(day) for day in self.days)


def _instant(day: date, moment: time) -> Instant:
    return int(datetime.combine(day, moment, ZONE).timestamp()) * 1000
