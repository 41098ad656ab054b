"""`moot watch`: to follow a record as it grows, told as a story.

Laws: whoever watches changes nothing, but with --tend keeps the calendar; it goes on exactly where it
was; it ends when it was told to, or with Ctrl-C.
"""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict, Unpack

import click

from moot.cli.entries import entry_json
from moot.cli.failure import BadUsage, NotInTime, json_option
from moot.cli.floor import folder_argument, url_option
from moot.cli.surroundings import surroundings
from moot.cli.tend import duration

if TYPE_CHECKING:
    from moot.cli.folder import Look
    from moot.wire.entry import Told

PAUSE: Final = 0.5  # seconds between two looks


class WatchAsked(TypedDict):
    """What is to be told, and for how long."""

    folder: Path
    start: int | None
    limit: str | None
    until_idle: bool
    tend: bool
    as_json: bool


@click.command(short_help="Follow what happens, as it happens.")
@folder_argument
@url_option
@click.option("--start", type=click.IntRange(min=0), help="The first entry to tell of; the next to come, if left out.")
@click.option("--for", "limit", metavar="DURATION", help="End after so long, such as '10 min'.")
@click.option("--until-idle", is_flag=True, help="End as soon as no proposal is open.")
@click.option("--tend", is_flag=True, help="File what the calendar owes, too.")
@json_option("Print one JSON object a line, with every event.")
def watch(**asked: Unpack[WatchAsked]) -> None:
    """Follow the record of the moot in FOLDER: who proposes what, what reviews say, what ran, what was measured.

    It goes on until Ctrl-C. With --tend it also keeps the calendar: leave it running where the moot is
    kept, and stages end on time although nobody is there. A moot at an address (--url) keeps its own.
    """
    from moot.cli.folder import looking

    limit, folder = asked["limit"], asked["folder"]
    ends = None if limit is None else time.monotonic() + duration(limit) / 1_000
    _require_own_calendar(tend=asked["tend"])
    teller = _Teller(folder, asked["start"], as_json=asked["as_json"])
    try:
        with looking(folder) as look:
            while True:
                idle = teller.look(look, tend=asked["tend"])
                if asked["until_idle"] and idle:
                    return
                if ends is not None and time.monotonic() >= ends:
                    break
                surroundings().wait(PAUSE)
    except KeyboardInterrupt:
        return
    if asked["until_idle"]:
        raise NotInTime(
            f"a proposal is still open after {limit}",
            code="NotIdle",
            instead="The record goes on without being watched; nothing was changed.",
            mend=f"moot inbox {folder} shows what it waits for",
        )


def _require_own_calendar(*, tend: bool) -> None:
    from moot.cli.afar import url_asked

    if tend and url_asked():
        raise BadUsage(
            "a moot at an address keeps its calendar itself",
            code="NotHere",
            instead="Nothing was told, and nothing was filed.",
            mend="leave --tend out",
        )


class _Teller:
    """What was told already, and how to tell the rest."""

    def __init__(self, folder: Path, start: int | None, *, as_json: bool) -> None:
        from moot.cli.screen import Screen
        from moot.cli.story import Story

        self.folder, self.start, self.as_json = folder, start, as_json
        self.next = self.tended = 0  # entries told, and entries after which nothing was owed
        self.due: int | None = None  # when something will be, then
        self.open: set[str] = set()
        self.story, self.screen = Story(), Screen()

    def look(self, look: "Look", *, tend: bool) -> bool:
        """Tell what has come, and return whether no proposal is open."""
        from moot.cli.folder import told

        if tend:
            self._tend()
        with look() as store:
            size = store.size()
            if self.start is None:
                self.start = size
            for entry in told(store.read(self.next, size)):
                self._tell(entry)
            self.next = size
        return not self.open

    def _tend(self) -> None:
        """File what is owed, if something came or fell due since the last time: a record is long to open."""
        from moot.cli.folder import reading
        from moot.cli.house import clock_of, writing

        with reading(self.folder) as store:
            size = store.size()
        if size == self.tended and (self.due is None or clock_of(self.folder).now() < self.due):
            return
        with writing(self.folder) as hall:
            self.tended, self.due = hall.clerk.size, hall.clerk.due()

    def _tell(self, entry: "Told") -> None:
        self._note(entry)
        lines = self.story.tell(entry)
        if entry.index < (self.start or 0):
            return
        if self.as_json:
            click.echo(entry_json(entry))
        else:
            self.screen.show(*lines)

    def _note(self, entry: "Told") -> None:
        from moot.core.events import ProposalClosed, ProposalSubmitted

        for event in entry.events:
            if isinstance(event, ProposalSubmitted):
                self.open.add(event.proposal)
            elif isinstance(event, ProposalClosed):
                self.open.discard(event.proposal)
