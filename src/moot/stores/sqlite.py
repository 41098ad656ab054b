"""A store in one SQLite file: embedded, and durable to the last acknowledged act.

Laws: those of the port; one connection writes and also folds the write-ahead log back, others only
read (SQLite 3.7 to 3.51.2 could lose commits when two did); `synchronous=FULL`, because in a
simulated power cut anything less lost acknowledged entries (research/log 3.1); no failure of the disk
is passed over, also while the log is folded back or the store closes. A store that is opened
only to be read makes and changes no file while nobody writes, and follows whoever does.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, local
from typing import Any, Final, TypeAlias
from weakref import WeakSet

import apsw

from moot.clerk.ports import Conflict, Held, HeldText, StoreFailed
from moot.core.act import ActId, Hash
from moot.wire.acts import act_id
from moot.wire.entry import Entry

_FORMAT: Final = 2
_NAME: Final = 0x4D4F4F54  # "MOOT", so that `file` and people can tell
_PATIENCE: Final = 10_000  # ms to wait for another writer
LONGEST_LOG: Final = 1_000  # pages after which the log is folded back into the file
_PAGE: Final = 1_000  # entries read at once, so that a slow reader keeps no snapshot open
# Only the ids of acts come in no order: what lies under the place of its entry is written beside its
# neighbours, and a group of acts touches few pages.
_TABLES: Final = """
CREATE TABLE entry (place INTEGER PRIMARY KEY, act_id BLOB NOT NULL UNIQUE, received INTEGER NOT NULL,
                    act BLOB NOT NULL, signature BLOB NOT NULL, events BLOB NOT NULL) STRICT;
CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note BLOB NOT NULL) STRICT;
CREATE TABLE held (place INTEGER PRIMARY KEY, salt BLOB NOT NULL, payload BLOB NOT NULL) STRICT;
CREATE TABLE text (hash BLOB PRIMARY KEY, salt BLOB NOT NULL, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""


_Stillness: TypeAlias = tuple[int, int]  # size and time of change of a file without a log


def _stillness(path: Path) -> _Stillness | None:
    """Return what stays the same as long as nobody writes, or nothing if the log holds entries."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        return None
    file = path.stat()
    return file.st_size, file.st_mtime_ns


@contextmanager
def _reporting(what: str) -> Iterator[None]:
    try:
        yield
    except (apsw.Error, OSError) as error:
        raise StoreFailed(what, error) from error


class SqliteStore:
    """One file, one writing connection, and one reading connection for each thread that reads."""

    def __init__(self, path: Path, *, only_read: bool = False) -> None:
        """Open the file, or make it unless `only_read`; refuses with `StoreFailed` what is no store of this format."""
        self._path, self._only_read = path, only_read
        self._writing = Lock()
        self._mine = local()
        self._connecting = Lock()
        self._readers: WeakSet[apsw.Connection] = WeakSet()  # a thread that ends takes its own with it
        self._log = 0  # pages, after the last commit
        self._closed = False
        with _reporting(f"opening {path.name}"):
            self._still = _stillness(path) if only_read else None
            self._writer = self._connected(self._still) if only_read else apsw.Connection(str(path))
            self._writer.set_busy_timeout(_PATIENCE)
            if only_read:
                self._look()
            else:
                self._prepare()

    def _prepare(self) -> None:
        pragma = self._writer.pragma
        pragma("journal_mode", "wal")
        pragma("synchronous", "FULL")
        pragma("secure_delete", 1)  # an erased text leaves no bytes behind
        # Without a hook SQLite folds the log back by itself, and keeps to itself what fails then.
        self._writer.set_wal_hook(self._measure_log)
        with self._transaction():
            if (pragma("application_id"), pragma("user_version")) == (0, 0):
                self._writer.execute(_TABLES)
                pragma("application_id", _NAME)
                pragma("user_version", _FORMAT)
            self._require_format()

    def _look(self) -> None:
        try:
            self._require_format()
        except apsw.CantOpenError:
            why = "its log holds entries, and its folder may not be written to"
            raise StoreFailed(f"reading {self._path.name}", why, "copy the folder, and open the copy") from None

    def _require_format(self) -> None:
        pragma = self._writer.pragma
        if (pragma("application_id"), pragma("user_version")) != (_NAME, _FORMAT):
            message = f"{self._path.name} is no moot of format {_FORMAT}"
            raise StoreFailed("opening the store", message)

    def _connected(self, still: _Stillness | None) -> apsw.Connection:
        """Return a connection that only reads."""
        if still is None:
            return apsw.Connection(str(self._path), flags=apsw.SQLITE_OPEN_READONLY)
        # Nobody writes: without locks SQLite leaves no file behind, and needs no right to make one.
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        return apsw.Connection(f"{self._path.absolute().as_uri()}?immutable=1", flags=flags)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Run a block as one transaction that excludes other writers from its start."""
        self._writer.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._writer.execute("COMMIT")
        finally:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")

    @contextmanager
    def _written(self, what: str) -> Iterator[None]:
        """Run a block as the one that writes: in a transaction, after which the log is not too long."""
        with self._writing, _reporting(what):
            with self._transaction():
                yield
            if self._log >= LONGEST_LOG:
                self._fold()

    def _measure_log(self, _: apsw.Connection, _name: str, pages: int) -> int:
        self._log = pages
        return apsw.SQLITE_OK

    def _fold(self) -> None:
        """Copy the log into the file, as far as nobody reads from it."""
        with suppress(apsw.BusyError):  # another clerk is at it
            self._writer.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)

    def _reader(self) -> tuple[apsw.Connection, _Stillness | None]:
        """Return this thread's connection, and whether it takes no locks because nobody wrote."""
        found: tuple[apsw.Connection, _Stillness | None] | None = getattr(self._mine, "reader", None)
        if self._closed or found is None:
            self._mine.reader = found = self._one_more_reader()
        return found

    def _one_more_reader(self) -> tuple[apsw.Connection, _Stillness | None]:
        with self._connecting:
            if self._closed:
                message = "the store is closed"
                raise apsw.ConnectionClosedError(message)
            still = self._still
            connection = self._connected(still)
            connection.set_busy_timeout(_PATIENCE)
            self._readers.add(connection)
        return connection, still

    def _rows(self, what: str, query: str, *bindings: object) -> list[tuple[Any, ...]]:
        return self._rows_of_all(what, query, [bindings])

    def _rows_of_all(self, what: str, query: str, all_bindings: Sequence[Sequence[object]]) -> list[tuple[Any, ...]]:
        """Return the rows that `query` gives for one after another of the bindings."""
        with _reporting(what):
            while True:
                connection, still = self._reader()
                try:
                    rows = connection.executemany(query, all_bindings).fetchall()
                except apsw.Error:
                    if not self._was_disturbed(still):
                        raise
                else:
                    if not self._was_disturbed(still):
                        return rows

    def _was_disturbed(self, still: _Stillness | None) -> bool:
        """Return whether somebody wrote to what was read without locks; from then on locks are taken."""
        if still is None or still == _stillness(self._path):
            return False
        self._still = self._mine.reader = None
        return True

    def size(self) -> int:
        [(size,)] = self._rows("counting the entries", "SELECT coalesce(max(place) + 1, 0) FROM entry")
        return int(size)

    def read(self, start: int, stop: int) -> Iterator[Entry]:
        query = (
            "SELECT place, received, act, signature, events FROM entry WHERE place >= ? AND place < ? ORDER BY place"
        )
        for first in range(start, min(stop, self.size()), _PAGE):
            page = self._rows("reading entries", query, first, min(first + _PAGE, stop))
            yield from (Entry(*row) for row in page)

    def append(self, entries: Sequence[Entry], *, at: int, checkpoint: bytes, held: Sequence[Held]) -> None:
        with self._written(f"appending {len(entries)} entries at {at}"):
            write = self._writer.execute
            [(size,)] = write("SELECT coalesce(max(place) + 1, 0) FROM entry")
            if size != at:
                raise Conflict(at, size)
            ids = [act_id(each.act) for each in entries]
            places = {named: each.index for named, each in zip(ids, entries, strict=True)}
            self._writer.executemany(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (each.index, bytes.fromhex(named), each.received, each.act, each.signature, each.events)
                    for named, each in zip(ids, entries, strict=True)
                ),
            )
            write("INSERT INTO checkpoint VALUES (?, ?)", (at + len(entries), checkpoint))
            self._writer.executemany(
                "INSERT INTO held VALUES (?, ?, ?)",
                ((places[each.act], bytes.fromhex(each.salt), each.payload) for each in held),
            )

    def find(self, acts: Sequence[ActId]) -> dict[ActId, int]:
        query = "SELECT act_id, place FROM entry WHERE act_id = ?"
        found = self._rows_of_all("looking for acts", query, [(bytes.fromhex(each),) for each in acts])
        return {named.hex(): place for named, place in found}

    def checkpoints(self, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        query = "SELECT size, note FROM checkpoint WHERE size >= ? AND size < ? ORDER BY size LIMIT ?"
        while page := self._rows("reading checkpoints", query, start, stop, _PAGE):
            yield from page
            start = page[-1][0] + 1

    def held(self, acts: Sequence[ActId]) -> dict[ActId, Held]:
        query = "SELECT act_id, salt, payload FROM held JOIN entry USING (place) WHERE act_id = ?"
        found = self._rows_of_all("looking for envelopes", query, [(bytes.fromhex(each),) for each in acts])
        return {named.hex(): Held(named.hex(), salt.hex(), payload) for named, salt, payload in found}

    def holdings(self) -> int:
        [(count,)] = self._rows("counting the envelopes", "SELECT count(*) FROM held")
        return int(count)

    def hold(self, text: HeldText) -> None:
        with self._written("keeping a text"):
            row = (bytes.fromhex(text.hash), bytes.fromhex(text.salt), text.text)
            self._writer.execute("INSERT OR IGNORE INTO text VALUES (?, ?, ?)", row)

    def text(self, named: Hash) -> str | None:
        found = self.held_text(named)
        return found.text if found else None

    def held_text(self, named: Hash) -> HeldText | None:
        found = self._rows("looking for a text", "SELECT salt, text FROM text WHERE hash = ?", bytes.fromhex(named))
        return next((HeldText(named, salt.hex(), text) for salt, text in found), None)

    def texts(self) -> Iterator[HeldText]:
        rows = self._rows("reading texts", "SELECT hash, salt, text FROM text ORDER BY hash")
        yield from (HeldText(named.hex(), salt.hex(), text) for named, salt, text in rows)

    def erase(self, named: Hash) -> None:
        with self._writing, _reporting("erasing a text"):
            with self._transaction():
                self._writer.execute("DELETE FROM text WHERE hash = ?", (bytes.fromhex(named),))
            # The log would keep the text until it is folded back by itself.
            [(busy, _, _)] = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if busy:
                why = "somebody reads the log, which still holds it"
                raise StoreFailed("erasing a text", why, "erase it again when nobody reads")

    def close(self) -> None:
        with self._writing, _reporting(f"closing {self._path.name}"):
            try:
                if not (self._closed or self._only_read):
                    self._fold()  # else SQLite does it when it closes, and keeps to itself what fails
            finally:
                self._disconnect()

    def _disconnect(self) -> None:
        with self._connecting:
            self._closed = True
            for connection in list(self._readers):
                # Who is reading now lets go when its thread ends, and gets no other.
                with suppress(apsw.ThreadingViolationError):
                    connection.close()
        self._writer.close()  # last, because only who writes can take the log away
