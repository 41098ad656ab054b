"""The book of webhooks: who is told, how far each was told, and every delivery that was tried, lately.

Laws: it lies beside the record, in a file that its owner alone may read, for it holds secrets; it is no part of the
record. A subscriber that was told of an entry goes on behind it, also after a crash: it may be told twice, never not.

>>> with TemporaryDirectory() as folder:
...     book = Book(Path(folder) / "webhooks.sqlite")
...     made = book.add("https://ana.example/moot", kinds=("VoteCast",), private=False, start=7)
...     made.name, made.next, len(made.secret), book.all() == [made]
('ana.example', 7, 32, True)
"""

import json
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory  # noqa: F401 - for the example
from threading import RLock
from typing import Any, Final
from urllib.parse import urlsplit

import apsw
from nacl.signing import SigningKey

from moot.core.value import value

FILE: Final = "webhooks.sqlite"
KEPT: Final = 10_000  # deliveries that are remembered
SECRET: Final = 32  # bytes
_PATIENCE: Final = 10_000  # ms to wait for another writer
# Its journal is the plain one: a server and a command may both write, which the other kind does not forgive.
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS signer (seed BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS subscriber (name TEXT PRIMARY KEY, url TEXT NOT NULL, kinds TEXT NOT NULL,
    private INTEGER NOT NULL, secret BLOB NOT NULL, next INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
    due INTEGER NOT NULL DEFAULT 0, off TEXT) STRICT;
CREATE TABLE IF NOT EXISTS delivery (number INTEGER PRIMARY KEY, name TEXT NOT NULL, entry INTEGER NOT NULL,
    at INTEGER NOT NULL, try INTEGER NOT NULL, status INTEGER, why TEXT NOT NULL, took INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS given_up (name TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS again (name TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (name, entry)) STRICT;
"""
_SUBSCRIBER: Final = "SELECT name, url, kinds, private, secret, next, tries, due, off FROM subscriber"


@value
class Subscriber:
    """Somebody who is told of entries: from `next` on, again when `due` (ms) after so many `tries` that failed."""

    name: str
    url: str
    kinds: tuple[str, ...]  # of acts and events; everything if there is none
    private: bool  # whether its address may be a private one
    secret: bytes
    next: int
    tries: int
    due: int
    off: str | None  # why it is not told any more


@value
class Delivery:
    """One attempt: which entry, when (ms), the how many-th try, what was answered, why it failed, and for how long."""

    name: str
    entry: int
    at: int
    tried: int
    status: int | None
    why: str  # nothing if it was taken
    took: int  # ms


class Book:
    """The book in a file; for many threads and processes."""

    def __init__(self, path: Path, chance: Callable[[int], bytes] = secrets.token_bytes) -> None:
        """Open the book, or begin it."""
        self._chance, self._using = chance, RLock()
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self._file = apsw.Connection(str(path))
        self._file.set_busy_timeout(_PATIENCE)
        with self._changing():
            self._file.execute(_TABLES)
            if not self._rows("SELECT seed FROM signer"):
                self._file.execute("INSERT INTO signer VALUES (?)", (chance(SECRET),))

    def close(self) -> None:
        """Close the file."""
        with self._using:
            self._file.close()

    @property
    def key(self) -> SigningKey:
        """The key that signs every delivery; its public half is anybody's to know."""
        return SigningKey(self._rows("SELECT seed FROM signer")[0][0])

    def all(self) -> list[Subscriber]:
        """Return every subscriber, by name."""
        return [_subscriber(row) for row in self._rows(f"{_SUBSCRIBER} ORDER BY name")]

    def one(self, name: str) -> Subscriber | None:
        """Return a subscriber."""
        return next((_subscriber(row) for row in self._rows(f"{_SUBSCRIBER} WHERE name = ?", name)), None)

    def add(self, url: str, *, kinds: Sequence[str], private: bool, start: int) -> Subscriber:
        """Have somebody told from the entry `start` on, under the name of its host."""
        with self._changing():
            host = str(urlsplit(url).hostname)
            taken = {name for (name,) in self._rows("SELECT name FROM subscriber")}
            name = next(each for each in _names(host) if each not in taken)
            values = (name, url, json.dumps(list(kinds)), private, self._chance(SECRET), start)
            self._file.execute(
                "INSERT INTO subscriber (name, url, kinds, private, secret, next) VALUES (?, ?, ?, ?, ?, ?)", values
            )
        return _subscriber(self._rows(f"{_SUBSCRIBER} WHERE name = ?", name)[0])

    def remove(self, name: str) -> None:
        """Forget a subscriber, its secret and what it was told."""
        with self._changing():
            for table in ("subscriber", "delivery", "again", "given_up"):
                self._file.execute(f"DELETE FROM {table} WHERE name = ?", (name,))  # noqa: S608 - of these four

    def switch(self, name: str, off: str | None) -> None:
        """Tell a subscriber no more, and why; or, with nothing, go on where it was, at once."""
        with self._changing():
            self._switch(name, off)

    def give_up(self, name: str, why: str, at: int) -> None:
        """Tell a subscriber no more because it takes nothing; `at` (ms) is remembered until somebody switches it."""
        with self._changing():
            self._switch(name, why)
            self._file.execute("INSERT INTO given_up VALUES (?, ?)", (name, at))

    def given_up(self) -> list[tuple[Subscriber, int]]:
        """Return the subscribers that were given up, by name, and when (ms); not those that somebody switched off."""
        since: dict[str, int] = dict(self._rows("SELECT name, at FROM given_up"))
        return [(each, since[each.name]) for each in self.all() if each.name in since]

    def _switch(self, name: str, off: str | None) -> None:
        self._file.execute("UPDATE subscriber SET off = ?, tries = 0, due = 0 WHERE name = ?", (off, name))
        self._file.execute("DELETE FROM given_up WHERE name = ?", (name,))

    def pass_over(self, name: str, upto: int) -> None:
        """Move a subscriber on past entries of which it does not want to hear."""
        with self._changing():
            self._file.execute("UPDATE subscriber SET next = ? WHERE name = ? AND next < ?", (upto, name, upto))

    def settle(self, done: Delivery, due: int | None) -> None:
        """Remember an attempt: it was taken if nothing is `due`, and is else tried again then."""
        with self._changing():
            self._remember(done)
            if due is None:
                change, values = "next = ?, tries = 0, due = 0", (done.entry + 1, done.name)
            else:
                change, values = "tries = tries + 1, due = ?", (due, done.name)
            self._file.execute(f"UPDATE subscriber SET {change} WHERE name = ?", values)  # noqa: S608 - of these two

    def ask_again(self, name: str, entries: Sequence[int]) -> None:
        """Have entries sent to a subscriber once more, beside what it is told."""
        with self._changing():
            self._file.executemany("INSERT OR IGNORE INTO again VALUES (?, ?)", [(name, each) for each in entries])

    def asked_again(self, name: str) -> int | None:
        """Return the first entry that is to be sent once more."""
        return next((entry for (entry,) in self._rows("SELECT min(entry) FROM again WHERE name = ?", name)), None)

    def settle_again(self, done: Delivery) -> None:
        """Remember that an entry was sent once more, and what came of it."""
        with self._changing():
            self._remember(done)
            self._file.execute("DELETE FROM again WHERE name = ? AND entry = ?", (done.name, done.entry))

    def log(self, name: str, most: int = 50) -> list[Delivery]:
        """Return the last attempts to tell a subscriber, the newest first."""
        asked = (
            "SELECT name, entry, at, try, status, why, took FROM delivery WHERE name = ? ORDER BY number DESC LIMIT ?"
        )
        return [Delivery(*row) for row in self._rows(asked, name, most)]

    def failed(self, name: str) -> list[int]:
        """Return the entries whose last attempt, of those that are remembered, was not taken."""
        last = "SELECT max(number) FROM delivery WHERE name = ? GROUP BY entry"
        asked = f"SELECT entry FROM delivery WHERE number IN ({last}) AND why != '' ORDER BY entry"  # noqa: S608
        return [entry for (entry,) in self._rows(asked, name)]

    def _remember(self, done: Delivery) -> None:
        self._file.execute(
            "INSERT INTO delivery (name, entry, at, try, status, why, took) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (done.name, done.entry, done.at, done.tried, done.status, done.why, done.took),
        )
        self._file.execute("DELETE FROM delivery WHERE number <= (SELECT max(number) FROM delivery) - ?", (KEPT,))

    def _rows(self, asked: str, *values: object) -> list[tuple[Any, ...]]:
        with self._using:
            return list(self._file.execute(asked, values))

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with self._using, self._file:
            yield


def _subscriber(row: tuple[Any, ...]) -> Subscriber:
    name, url, kinds, private, *rest = row
    return Subscriber(name, url, tuple(json.loads(kinds)), bool(private), *rest)


def _names(host: str) -> Iterator[str]:
    yield host
    number = 2
    while True:
        yield f"{host}-{number}"
        number += 1
