"""Sessions: what the record of a site says about each stay of a car.

Laws (charging world 1 and 10):
- Times are steps of five minutes from local midnight of the day of arrival.
- A car stays from its first full step to its last, within 05:00 and 22:00; nothing carries over.
- A stay of fewer than three steps, a doubtful record and a station in use are left out.
"""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

OPENS: Final = 60  # 05:00
CLOSES: Final = 264  # 22:00
SHORTEST_STAY: Final = 3
STEP_SECONDS: Final = 300

KILOVOLTS: Final = 0.208
STEPS_PER_HOUR: Final = 12
GREATEST_CURRENT: Final = 32.0
WASTED_CURRENT: Final = 1.5  # the car's own electronics (charging world 4)
KWH_PER_AMPERE_STEP: Final = KILOVOLTS / STEPS_PER_HOUR
FULL_DRAW_KWH: Final = GREATEST_CURRENT * KWH_PER_AMPERE_STEP
FULL_STEP_KWH: Final = (GREATEST_CURRENT - WASTED_CURRENT) * KWH_PER_AMPERE_STEP


@dataclass(frozen=True, slots=True)
class Session:
    """One stay: steps `arrives` to `leaves` - 1; energies in kWh; what was stated only if `claimed`."""

    day: date
    midnight: datetime
    station: str
    arrives: int
    leaves: int
    cut: bool
    need: float
    requested: float
    stated_departure: int
    claimed: bool

    @property
    def stay(self) -> int:
        """Return how many steps the car stays."""
        return self.leaves - self.arrives


def read_sessions(paths: tuple[Path, ...]) -> tuple[Session, ...]:
    """Return every stay on record, the short ones too, by order of arrival."""
    rows = [row for path in paths for row in _rows(path)]
    sessions = [_session(row) for row in _sound(rows)]
    return tuple(sorted(sessions, key=lambda session: (session.day, session.arrives, session.station)))


def usable(sessions: tuple[Session, ...]) -> Iterator[Session]:
    """Yield the stays that are long enough, one at a time at each station."""
    free_from: dict[tuple[date, str], int] = {}
    for session in sessions:
        place = session.day, session.station
        if session.stay >= SHORTEST_STAY and session.arrives >= free_from.get(place, 0):
            free_from[place] = session.leaves
            yield session


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


def _sound(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    # These files hold no such row (charging world 10); another edition might.
    seen: set[str] = set()
    for row in rows:
        known = row["session_id"] in seen
        seen.add(row["session_id"])
        if not known and row["departure"] and float(row["delivered_energy (kWh)"]) > 0:
            yield row


def _session(row: dict[str, str]) -> Session:
    arrival = datetime.fromisoformat(row["arrival"])
    midnight = datetime.combine(arrival.date(), time(), arrival.tzinfo)
    arrives = max(-(_seconds(midnight, arrival) // -STEP_SECONDS), OPENS)
    departs = _seconds(midnight, datetime.fromisoformat(row["departure"])) // STEP_SECONDS
    stated = _seconds(midnight, datetime.fromisoformat(row["estimated_departure"])) // STEP_SECONDS
    leaves = min(departs, CLOSES)
    delivered = float(row["delivered_energy (kWh)"])
    useful = delivered * (1 - WASTED_CURRENT / GREATEST_CURRENT)
    return Session(
        day=arrival.date(),
        midnight=midnight,
        station=row["station_id"],
        arrives=arrives,
        leaves=leaves,
        cut=departs >= CLOSES,
        need=min(useful, FULL_STEP_KWH * max(leaves - arrives, 0)),
        requested=float(row["requested_energy (kWh)"]),
        stated_departure=stated,
        claimed=row["claimed"] == "True",
    )


def _seconds(midnight: datetime, instant: datetime) -> int:
    elapsed = instant - midnight
    return elapsed.days * 86_400 + elapsed.seconds
