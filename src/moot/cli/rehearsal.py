"""A rehearsal: a moot whose time stands still until somebody moves it, to try a whole decision in a minute.

Laws: a moot is a rehearsal from its founding or never; its clock lies in its folder, in plain sight, and
never goes back; the record says the time of the rehearsal.

>>> parsed("2027-01-15")
1799971200000
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from moot.clerk.clock import HandSetClock
from moot.cli.failure import BadUsage
from moot.core.act import SAFE, Instant

CLOCK: Final = "rehearsal"
_LATEST: Final = SAFE // 100  # a few thousand years from now


def parsed(text: str) -> Instant:
    """Return the instant that an ISO date or time says, UTC unless it says otherwise; ValueError if it says none."""
    said = datetime.fromisoformat(text)
    return int((said if said.tzinfo else said.replace(tzinfo=UTC)).timestamp()) * 1_000


def clock_in(folder: Path) -> HandSetClock | None:
    """Return the clock of the rehearsal in `folder`, or nothing if the moot there lives in real time."""
    path = folder / CLOCK
    if not path.is_file():
        return None
    try:
        now = int(path.read_text())
    except ValueError:
        now = -1
    if not 0 <= now <= _LATEST:
        raise BadUsage(
            f"{path} does not hold the milliseconds of a rehearsal's clock",
            code="BadClock",
            instead="Nothing was recorded.",
            mend=f"write the time of the last entry into it; moot log {folder} --json shows that as 'received'",
        )
    return HandSetClock(now)


def set_clock(folder: Path, now: Instant) -> None:
    """Let the rehearsal in `folder` be at `now`."""
    (folder / CLOCK).write_text(f"{now}\n")
