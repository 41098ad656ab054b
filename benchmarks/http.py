"""How many signed acts and pages a second come through the public door on loopback, and how late 1,000 readers hear.

The acts are those of `filing`: sealed votes, signed beforehand, verified, decided and durable before they are answered;
each client has a connection and a key of its own (a founding act holds about 160 owners, so that beyond 128 clients an
owner has two keys), and posts the next act as soon as an answer comes. Clients run in another process. Beside it, in
the same rounds, on the same moot: the same acts handed in within the process; and beside pages, for which nobody is
signed in and under which the record does not move, an address that says only that the program runs.
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count, islice
from pathlib import Path
from threading import Event, Thread
from time import perf_counter, sleep
from typing import IO, Any, cast

import httpx2
import orjson

from benchmarks._measure import VERIFIED, Found, aim, interleaved, options, rate_by_the_wall, show, verification
from benchmarks._members import ballot_of, submit, to_ballot
from benchmarks._town import CLERK, SEATED, Town, owner
from benchmarks.filing import Flight
from moot.core.commands import Vote, Withdraw
from moot.hall import Hall, open_hall
from moot.web.door import open_door
from moot.web.porch import Limits
from moot.web.rates import Rate
from moot.web.serving import Server, listening
from moot.wire.entry import Submission

AIM, AT, AIM_P99 = 3_000, 64, 50  # acts a second, with so many clients, and milliseconds
AIM_FEED = 200  # milliseconds, p99
AIM_PAGES, ROWS = 2_000, 50  # requests a second of a page with so many rows
FIRST_KEYS = 128  # owners; clients beyond them use a second key of one
FREE = Limits(key=Rate(10_000_000, 1))
EVERY = 0.2  # seconds between two events of the feed


def main(arguments: list[str]) -> None:
    parser = options(__doc__, "http", repeats=3)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 16, 64, 256])
    parser.add_argument("--acts", type=int, default=4_000, help="acts a round with many clients")
    parser.add_argument("--pages", type=int, default=2_000, help="requests a round")
    parser.add_argument("--readers", type=int, default=1_000, help="of the feed")
    parser.add_argument("--events", type=int, default=25, help="that each of them hears")
    parser.add_argument("--folder", type=Path, help="where the disk is that is to be measured")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=asked.folder) as name, town_at_the_ballot(Path(name), asked.clients) as street:
        outside = [Callers(street, each, asked.acts) for each in asked.clients]
        inside = [Flight(street.hall.hand_in, street.votes(), each, asked.acts) for each in asked.clients]
        sides = {VERIFIED: verification(500, rate_by_the_wall)}
        sides |= {each.name.replace("the clerk", "the desk in process"): each for each in inside}
        found = interleaved(asked.repeats, {**sides, **{each.name: each for each in outside}})
        show(found, "acts/s")
        waiting: list[Flight | Callers] = [*inside, *outside]
        for each in waiting:
            print(f"  {each.name:44}{each.waited(0.5):8.1f} ms p50{each.waited(0.99):8.1f} ms p99")
        conclude(found, outside)
        pages(street, asked.repeats, asked.pages)
        follow(street, asked.readers, asked.events)


def conclude(found: list[Found], outside: "list[Callers]") -> None:
    for each in outside:
        rate = next(side.median for side in found if side.name == each.name)
        if each.many == AT:
            aim(f"{AIM:,}/s or more over HTTP (median {rate:,.0f})", holds=rate >= AIM)
            late = each.waited(0.99)
            aim(f"p99 under {AIM_P99} ms at {AT} clients (now {late:.1f})", holds=late < AIM_P99)


class Street:
    """A moot in its ballot, served, and a process of callers before its door."""

    def __init__(self, town: Town, hall: Hall, proposal: str, keys: list[str], port: int) -> None:
        self.town, self.hall, self.port = town, hall, port
        self.ballot = ballot_of(town, proposal)
        self._keys = keys
        self._turn = count()
        self._callers = subprocess.Popen(
            [sys.executable, "-m", "benchmarks._callers"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._say, self._hear = cast("IO[str]", self._callers.stdin), cast("IO[str]", self._callers.stdout)

    def vote(self, number: int) -> Submission:
        """Return the next vote of an owner, with its second key beyond so many."""
        return self.town.sign(self._keys[number], self.ballot, Vote("for"))

    def votes(self) -> Iterator[Submission]:
        """Yield votes of every owner in turn, without end."""
        return (self.vote(n % self.town.owners) for n in self._turn)

    def ask(self, **asked: Any) -> None:  # noqa: ANN401 - JSON
        print(json.dumps({"port": self.port, **asked}), file=self._say, flush=True)

    def heard(self) -> str:
        return self._hear.readline()

    def close(self) -> None:
        self._callers.communicate(timeout=10)


class Callers:
    """So many clients, each with a connection and a key of its own."""

    def __init__(self, street: Street, many: int, size: int) -> None:
        """Post `size` acts a round, fewer where each waits alone."""
        self.name, self.many = f"over HTTP, {many} clients", many
        self._street, self._each = street, max(min(size, max(many * 20, 200)) // many, 1)
        self._waits: list[list[float]] = []

    def __call__(self) -> float:
        """Return the acts acknowledged a second in one round."""
        bodies = [[posted(self._street.vote(n)) for _ in range(self._each)] for n in range(self.many)]
        self._street.ask(bodies=bodies)
        said = json.loads(self._street.heard())
        if said["bad"]:
            message = f"{said['bad']} acts were not filed"
            raise RuntimeError(message)
        self._waits.append(said["waits"])
        return float(self.many * self._each / said["seconds"])

    def waited(self, share: float) -> float:
        """Return the milliseconds after which that share of all answers was there; the first round is not counted."""
        waits = sorted(chain.from_iterable(self._waits[1:] or self._waits))
        return waits[min(int(share * len(waits)), len(waits) - 1)] * 1_000


def posted(act: Submission) -> str:
    """Return an act as it is posted."""
    salt, payload = act.payload or ("", b"{}")
    parts = {"act": orjson.Fragment(act.act), "signature": act.signature.hex()}
    return orjson.dumps({**parts, "payload": {"salt": salt, "body": orjson.Fragment(payload)}}).decode()


def pages(street: Street, repeats: int, size: int) -> None:
    """Print how many pages a second many readers get: the list with its rows, whole and known already, and Home."""
    first = httpx2.get(f"http://127.0.0.1:{street.port}/proposals", headers={"accept": "text/html"}, timeout=60)
    known = first.headers["etag"]
    asked = {
        "an address that says that the program runs": ["/healthz"],
        f"the list of proposals, {ROWS} rows": ["/proposals"],
        "the same, known already (304)": ["/proposals", f"If-None-Match: {known}"],
        "Home": ["/"],
    }
    found = interleaved(repeats, {name: Pages(street, each, size) for name, each in asked.items()})
    show(found, "requests/s")
    aim(f"{AIM_PAGES:,} pages a second or more (median {found[1].median:,.0f})", holds=found[1].median >= AIM_PAGES)


class Pages:
    """Sixteen readers, who ask again as soon as an answer comes."""

    def __init__(self, street: Street, asked: list[str], size: int) -> None:
        """Ask `size` times a round."""
        self._street, self._asked, self._times = street, asked, max(size // 16, 1)

    def __call__(self) -> float:
        """Return the answers a second in one round."""
        self._street.ask(get=self._asked, clients=16, times=self._times)
        return float(16 * self._times / json.loads(self._street.heard())["seconds"])


def follow(street: Street, readers: int, events: int) -> None:
    """Let readers follow the feed while acts are filed, and print how late they hear."""
    street.ask(readers=readers, events=events)
    street.heard()
    filed = []
    for act in islice(street.votes(), events):
        filed.append(perf_counter())
        street.hall.hand_in(act).result()
        sleep(EVERY)
    heard = json.loads(street.heard())["heard"]
    late = sorted(1_000 * (there - start) for start, all_there in zip(filed, heard, strict=True) for there in all_there)
    p50, p99 = late[len(late) // 2], late[int(0.99 * len(late))]
    print(f"  {readers} readers, {events} events, from filing to reading{p50:8.1f} ms p50{p99:8.1f} ms p99")
    aim(f"p99 under {AIM_FEED} ms (now {p99:.1f})", holds=p99 < AIM_FEED)


@contextmanager
def town_at_the_ballot(folder: Path, clients: list[int]) -> Iterator[Street]:
    """Yield a moot on disk, with an owner for each client, that is served while its ballot is open."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    most = max(clients)
    town = Town(max(SEATED, min(most, FIRST_KEYS)), folder / "moot")
    keys = [f"{owner(n)}.me" for n in range(town.owners)]
    keys += [town.another_key(keys[n]) for n in range(most - town.owners)]
    for n in range(ROWS - 1):
        town.file(f"{owner(n)}.ai", Withdraw(submit(town, n)))
    proposal = to_ballot(town)
    town.hall.close()
    with open_hall(folder / "moot", clock=town.clock, keys=CLERK, served=True) as hall, serving(hall) as port:
        street = Street(town, hall, proposal, keys, port)
        try:
            yield street
        finally:
            street.close()


@contextmanager
def serving(hall: Hall) -> Iterator[int]:
    """Serve a hall in a thread, and yield the port."""
    ready = Event()
    taken = listening("127.0.0.1", 0)
    port: int = taken.getsockname()[1]
    server = Server(open_door(hall, FREE), ready.set)
    thread = Thread(target=lambda: server.run(sockets=[taken]), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield port
    finally:
        server.leave()
        thread.join()
