"""How many signed acts a second go through the clerk to disk, with 1, 16, 64 and 256 in flight, and how long one waits.

The acts are sealed votes of 60 owners, signed beforehand; the clerk verifies, decides, appends, signs
a checkpoint and makes it durable in both places before it answers. A client hands in the next act as
soon as an answer comes, so that always as many are under way. Beside it, in the same rounds and
folder: Ed25519 verification, a bare commit of one row, and the recorder of `eventsourcing` (which
neither verifies nor decides), an event or 64 at a time.
"""

import importlib
import tempfile
import uuid
from argparse import Namespace
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, closing
from functools import partial
from itertools import chain, count, islice
from pathlib import Path
from threading import Semaphore
from time import perf_counter
from types import ModuleType
from typing import TypeAlias

import apsw

from benchmarks._measure import (
    QUIET,
    SIGNED,
    VERIFIED,
    Found,
    Side,
    aim_beside,
    interleaved,
    options,
    rate_by_the_wall,
    show,
    verification,
)
from benchmarks._members import ballot_of, to_ballot
from benchmarks._town import SEATED, Town, owner
from moot.clerk.desk import Desk
from moot.core.commands import Vote
from moot.settings import SETTINGS, Settings
from moot.wire.entry import Receipt, Submission

QUICK = True
AIM, AT = 10_000, 64  # acts a second, with as many in flight
TOGETHER = 64  # events that the recorder is given at once

HandIn: TypeAlias = "Callable[[Submission], Future[Receipt]]"


def main(arguments: list[str]) -> None:
    parser = options(__doc__, "filing", repeats=5)
    parser.add_argument("--flights", type=int, nargs="+", default=[1, 16, 64, 256], help="acts in flight")
    parser.add_argument("--acts", type=int, default=1_000, help="acts a round with many in flight")
    parser.add_argument("--folder", type=Path, help="where the disk is that is to be measured")
    parser.add_argument("--store", metavar="URL", help="an empty PostgreSQL database, measured beside SQLite")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=asked.folder) as name, ExitStack() as opened:
        flights = flights_over(Path(name) / "moot", opened, asked)
        if asked.store:
            flights += flights_over(settled(Path(name) / "settled", asked.store), opened, asked, "PostgreSQL, ")
        found = interleaved(asked.repeats, {**yardsticks(Path(name), asked.acts), **{f.name: f for f in flights}})
    show(found, "acts/s")
    for flight in flights:
        print(f"  {flight.name:44}{flight.waited(0.5):8.1f} ms p50{flight.waited(0.99):8.1f} ms p99")
    conclude(found, {flight.name: flight.many for flight in flights[: len(asked.flights)]})


def flights_over(folder: Path, opened: ExitStack, asked: Namespace, where: str = "") -> list["Flight"]:
    """Return the clients of a moot in `folder`, which stays open as long as `opened`."""
    town = Town(SEATED, folder)
    acts = votes(town, to_ballot(town))
    opened.enter_context(town.hall)
    desk = opened.enter_context(closing(Desk(town.hall.clerk, town.clock)))
    flights = [Flight(partial(handed, desk), acts, each, asked.acts) for each in asked.flights]
    for each in flights:
        each.name = where + each.name
    return flights


def handed(desk: Desk, act: Submission) -> "Future[Receipt]":
    """Hand in an act, and return the future of its receipt."""
    filed: Future[Receipt] = Future()
    desk.take(act, filed)
    return filed


def settled(folder: Path, store: str) -> Path:
    """Return a folder whose moot is to lie in a database."""
    folder.mkdir()
    (folder / SETTINGS).write_text(Settings(store).written())
    return folder


def conclude(found: list[Found], flights: dict[str, int]) -> None:
    for each in found:
        if flights.get(each.name) == AT:
            aim_beside(each, found[0], AIM / QUIET, AIM)


def votes(town: Town, proposal: str) -> Iterator[Submission]:
    """Yield signed votes of every owner in turn, without end; a later one replaces the owner's earlier one."""
    ballot = ballot_of(town, proposal)
    return (town.sign(f"{owner(n % town.owners)}.me", ballot, Vote("for")) for n in count())


class Flight:
    """A client that keeps `many` acts under way, and remembers how long each answer took."""

    def __init__(self, hand_in: HandIn, acts: Iterator[Submission], many: int, size: int) -> None:
        """File `size` of `acts` a round, fewer where each waits alone."""
        self.name, self.many = f"through the clerk, {many} in flight", many
        self._hand_in, self._acts, self._size = hand_in, acts, min(size, max(many * 20, 100))
        self._waits: list[list[float]] = []  # seconds, by round

    def __call__(self) -> float:
        """Return the acts acknowledged a second in one round."""
        signed = list(islice(self._acts, self._size))
        self._waits.append([])
        return rate_by_the_wall(len(signed), lambda: self._file(signed))

    def waited(self, share: float) -> float:
        """Return the milliseconds after which that share of all answers was there; the first round is not counted."""
        waits = sorted(chain.from_iterable(self._waits[1:] or self._waits))
        return waits[min(int(share * len(waits)), len(waits) - 1)] * 1_000

    def _file(self, signed: list[Submission]) -> None:
        free = Semaphore(self.many)
        answers = []
        for each in signed:
            free.acquire()
            answers.append(self._handed_in(each, free))
        for answer in answers:
            answer.result()  # a refusal would be raised here

    def _handed_in(self, submission: Submission, free: Semaphore) -> "Future[Receipt]":
        start = perf_counter()

        def answered(_: "Future[Receipt]") -> None:
            self._waits[-1].append(perf_counter() - start)
            free.release()

        answer = self._hand_in(submission)
        answer.add_done_callback(answered)
        return answer


def yardsticks(folder: Path, size: int) -> dict[str, Side]:
    """Return verification, the bare commit, and the recorder where it is installed."""
    sides = {
        VERIFIED: verification(500, rate_by_the_wall),
        "a bare commit of one row (WAL, synchronous=FULL)": commits(folder, 100),
    }
    try:
        module = importlib.import_module("eventsourcing.sqlite")
    except ImportError:
        print("  (the recorder of eventsourcing is not installed: it comes with the extra `bench`)")
        return sides
    for together in (1, TOGETHER):
        name = f"eventsourcing's SQLite recorder, {together} at once"
        sides[name] = recorder(module, folder / f"recorder{together}", together, min(size, 100 * together))
    return sides


def commits(folder: Path, size: int) -> Side:
    """Return `size` transactions of one row with as many bytes as an act."""
    writer = apsw.Connection(str(folder / "bare"))
    writer.pragma("journal_mode", "wal")
    writer.pragma("synchronous", "FULL")
    writer.execute("CREATE TABLE row (place INTEGER PRIMARY KEY, act BLOB NOT NULL) STRICT")

    def write() -> None:
        for _ in range(size):
            writer.execute("INSERT INTO row (act) VALUES (?)", (bytes(SIGNED),))

    return lambda: rate_by_the_wall(size, write)


def recorder(module: ModuleType, path: Path, together: int, size: int) -> Side:
    """Return `size` events that the recorder inserts, `together` in a transaction."""
    stored = importlib.import_module("eventsourcing.persistence").StoredEvent
    kept = module.SQLiteApplicationRecorder(module.SQLiteDatastore(db_name=str(path)))
    kept.create_table()
    versions = count(1)
    origin = uuid.uuid5(uuid.NAMESPACE_URL, "moot")

    def insert() -> None:
        for _ in range(0, size, together):
            kept.insert_events([stored(origin, next(versions), "vote", bytes(SIGNED)) for _ in range(together)])

    return lambda: rate_by_the_wall(-(-size // together) * together, insert)
