"""The page of a demonstration: served beside the story, with a seat for whoever opens it.

Laws: it is served on this machine alone, and ends with the story; who sits down by the link speaks for the guest's
owner, with a key of its own; while the guest is asked for something, the season's time stands still for a while.
"""

import sys
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, cast

from moot.cli.failure import BadUsage
from moot.views import Shown

if TYPE_CHECKING:
    import socket

    from moot.lab.season import Season
    from moot.web.pages.sign_in import Reception

PORT: Final = 7420
HOST: Final = "127.0.0.1"
PATIENCE: Final = 60.0  # seconds in which a guest may answer what it is asked
IDEAS: Final = 20.0  # seconds in which a guest may amend
_LOOK: Final = 250  # milliseconds
_START: Final = 20.0


class Page:
    """A page that is served, and the guest that may have come by it."""

    def __init__(self, url: str, link: str, reception: "Reception", season: "Season") -> None:
        """Know where it is."""
        self.url, self.link = url, link
        self._reception, self._season = reception, season
        self._asked: dict[str, float] = {}  # until when time stands still, by what is asked

    def stay(self) -> bool:
        """Whether time is to stand still, for the guest is asked for something; waits a little if so."""
        if not self._reception.arrived:
            return False
        now = time.monotonic()
        waits = [key for key, patience in self._wants() if now < self._asked.setdefault(key, now + patience)]
        if waits:
            feed = self._season.hall.clerk.feed
            feed.wait(feed.size, _LOOK)
        return bool(waits)

    def forget(self) -> None:
        """Have no patience any more with whatever is asked now."""
        self._asked = dict.fromkeys(self._asked, 0.0)

    def _wants(self) -> Iterator[tuple[str, float]]:
        """Yield what the guest is asked, and what it may start."""
        hall, guest = self._season.hall, self._season.host().agent
        for row in cast("list[Shown]", hall.view("docket", agent=guest)):
            yield f"{row['proposal']} {row['stage']}", PATIENCE
        for row in cast("list[Shown]", hall.view("docket")):
            if row["stage"] in ("negotiation", "consent", "objection"):
                yield f"{row['proposal']} {row['stage']}", IDEAS


@contextmanager
def page_of(season: "Season", port: int | None) -> Iterator[Page]:
    """Serve the page of a season while it runs; on `port`, or if none is asked for on a free one near the usual."""
    from moot.web.door import open_door
    from moot.web.serving import Server, address

    taken = _listening(port)
    door, up = open_door(season.hall), Event()
    server = Server(door, up.set)
    thread = Thread(target=server.run, kwargs={"sockets": [taken]}, name="page", daemon=True)
    thread.start()
    up.wait(_START)
    url, reception = address(taken), door.state.reception
    try:
        yield Page(url, f"{url}{reception.invite(season.host())}", reception, season)
    finally:
        server.leave()
        thread.join(_START)


def _listening(port: int | None) -> "socket.socket":
    from moot.web.serving import listening

    for tried in (PORT, 0) if port is None else (port,):
        try:
            return listening(HOST, tried)
        except OSError as error:
            trouble = error
    raise BadUsage(
        f"port {port} cannot be listened on: {trouble.strerror or trouble}",
        code="AddressNotFree",
        instead="Nothing was started.",
        mend="give another --port, or --no-web to watch in the terminal alone",
    )


def opened(page: Page, *, wanted: bool) -> None:
    """Open the guest's link in a browser, if somebody is there to look."""
    if wanted and sys.stdout.isatty():
        webbrowser.open(page.link)


def lingering() -> None:
    """Wait until Ctrl-C, if somebody is there to press it."""
    if not sys.stdout.isatty():
        return
    try:
        Event().wait()
    except KeyboardInterrupt:
        return
