"""A store in a PostgreSQL database: where one machine is outgrown, and durable as that database is.

Laws: those of the port; an append is one transaction, on a server that does not leave out `fsync`, with
`synchronous_commit` on, so that a standby which the server waits for has it too; writers come one after
another (an advisory lock), and who does not follow the last entry gets `Conflict`; who asked to be `alone`
is the only one who ever writes, and when its connection breaks, whatever became of the append on its way,
it writes nothing more; no address, and so no password, stands in what a failure says. An erased text is
gone from the database's files, though not from the server's log and its backups before those are.

It speaks by asyncpg: permissively licensed (psycopg is copyleft), bytes as bytes, many hosts in one
address, a deadline for every question. Its loop has a thread of its own, and whoever asks waits for it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from threading import Lock, Thread
from typing import Any, Final, TypeAlias, TypeVar

import asyncpg

from moot.clerk.ports import Conflict, Held, HeldText, StoreFailed
from moot.core.act import ActId, Hash
from moot.wire.acts import act_id
from moot.wire.entry import Entry

_FORMAT: Final = 1
PATIENCE: Final = 10.0  # seconds to wait for another writer, or for a connection
_LIMIT: Final = 60.0  # seconds after which a server that says nothing has failed
_READERS: Final = 8  # connections at most
_PAGE: Final = 1_000  # entries read at once, so that a slow reader keeps no snapshot open
# The server notices within a minute that a clerk's machine is gone, and what stands between keeps a quiet line.
_ALIVE: Final = {"tcp_keepalives_idle": "30", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"}
# Texts are bytes too: the database's encoding need not be ours, and a text may hold a zero.
_TABLES: Final = """
CREATE TABLE moot_entry (place bigint PRIMARY KEY, act_id bytea NOT NULL UNIQUE, received bigint NOT NULL,
                         act bytea NOT NULL, signature bytea NOT NULL, events bytea NOT NULL);
CREATE TABLE moot_checkpoint (size bigint PRIMARY KEY, note bytea NOT NULL);
CREATE TABLE moot_held (place bigint PRIMARY KEY, salt bytea NOT NULL, payload bytea NOT NULL);
CREATE TABLE moot_text (hash bytea PRIMARY KEY, salt bytea NOT NULL, text bytea NOT NULL);
CREATE TABLE moot_format (format bigint NOT NULL);
"""
_SIZE: Final = "SELECT coalesce(max(place) + 1, 0) FROM moot_entry"
# One statement, because each is a way to the server and back.
_APPEND: Final = """
WITH entries AS (INSERT INTO moot_entry SELECT * FROM
                 unnest($1::bigint[], $2::bytea[], $3::bigint[], $4::bytea[], $5::bytea[], $6::bytea[])),
     checkpoints AS (INSERT INTO moot_checkpoint VALUES ($7, $8))
INSERT INTO moot_held SELECT * FROM unnest($9::bigint[], $10::bytea[], $11::bytea[])
"""
# What is deleted stays in its page until that is used again; a table that is emptied gets a new file.
_ERASE: Final = """
LOCK TABLE moot_text IN ACCESS EXCLUSIVE MODE;
CREATE TEMPORARY TABLE moot_left ON COMMIT DROP AS SELECT * FROM moot_text;
TRUNCATE moot_text;
"""
# Two locks for each schema, which is where a moot lives: several may share a database. They begin with "MOOT".
_PLACE: Final = "(SELECT oid::int FROM pg_namespace WHERE nspname = current_schema())"
_WRITE: Final = f"SELECT pg_advisory_xact_lock(1297043284, {_PLACE})"
_BE_ALONE: Final = f"SELECT pg_advisory_lock(1297043285, {_PLACE})"

Row: TypeAlias = Sequence[Any]
Found = TypeVar("Found")


@contextmanager
def _reporting(what: str) -> Iterator[None]:
    try:
        yield
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError) as error:
        why = "no answer came in time" if isinstance(error, TimeoutError) else str(error).partition("\n")[0]
        raise StoreFailed(what, why) from error


class PostgresStore:
    """One connection that writes and never comes back when it breaks, and a few that only read."""

    def __init__(self, url: str, *, only_read: bool = False, alone: bool = False) -> None:
        """Open the moot in the database at `url`, or make one there unless `only_read`; refuses with `StoreFailed`.

        The moot lies in the schema that comes first in the address's `search_path`. `alone` waits ten
        seconds for whoever is alone there already.
        """
        self._writing, self._asking = Lock(), Lock()
        self._open = True
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="postgres", daemon=True)
        self._thread.start()
        self._connections = AsyncExitStack()
        try:
            with _reporting("opening the database"):
                self._ask(self._connect(url, only_read=only_read, alone=alone))
        except BaseException:
            self.close()
            raise

    async def _connect(self, url: str, *, only_read: bool, alone: bool) -> None:
        # Of several hosts only the one that takes writes is asked, so that nothing older is read.
        kind = None if only_read else "primary"
        patience = {"lock_timeout": f"{PATIENCE:.0f}s", **_ALIVE}
        asked = {"dsn": url, "timeout": PATIENCE, "command_timeout": _LIMIT, "target_session_attrs": kind}
        reading = {**patience, "default_transaction_read_only": "on"}
        try:
            self._writer = await asyncpg.connect(**asked, server_settings=reading if only_read else patience)
        except asyncpg.TargetServerAttributeNotMatched as error:
            why = "the server is a standby, which only reads"
            raise StoreFailed("opening the database", why, "name the one that it follows") from error
        except ValueError:  # what it says would quote the address
            why = "its address cannot be read (what is not a letter or a digit in a password is written as %40 is)"
            raise StoreFailed("opening the database", why) from None
        self._connections.push_async_callback(self._writer.close, timeout=PATIENCE)
        if not only_read:
            await self._prepare(alone=alone)
        await self._require_format()
        self._readers = await asyncpg.create_pool(**asked, server_settings=reading, min_size=0, max_size=_READERS)
        self._connections.push_async_callback(lambda: asyncio.wait_for(self._readers.close(), PATIENCE))

    async def _prepare(self, *, alone: bool) -> None:
        if await self._writer.fetchval("SHOW fsync") == "off":
            why = "its server runs with fsync=off, and would lose what it has acknowledged"
            raise StoreFailed("opening the database", why, "set fsync=on, and restart the server")
        if await self._writer.fetchval("SHOW synchronous_commit") != "remote_apply":  # which promises more
            await self._writer.execute("SET synchronous_commit = on")
        if alone:
            try:
                await self._writer.execute(_BE_ALONE)
            except asyncpg.LockNotAvailableError:
                why = "another clerk writes there, perhaps on another machine"
                raise StoreFailed("opening the database", why, "end that one first, or act at its door") from None
        async with self._writer.transaction():
            await self._writer.execute(_WRITE)
            if not await self._has_moot():
                await self._writer.execute(_TABLES)
                await self._writer.execute("INSERT INTO moot_format VALUES ($1)", _FORMAT)

    async def _has_moot(self) -> bool:
        query = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'moot_format'"
        return bool(await self._writer.fetchval(query))

    async def _require_format(self) -> None:
        if not await self._has_moot():
            raise StoreFailed("opening the database", "there is no moot in it")
        if await self._writer.fetchval("SELECT array_agg(format) FROM moot_format") != [_FORMAT]:
            raise StoreFailed("opening the database", f"what is in it is no moot of format {_FORMAT}")

    def _ask(self, question: Coroutine[Any, Any, Found]) -> Found:
        """Return what comes of `question`, which runs on the loop of the connections."""
        with self._asking:  # so that whatever was asked is asked before the loop ends
            if not self._open:
                question.close()
                raise asyncpg.InterfaceError("the store is closed")
            asked = asyncio.run_coroutine_threadsafe(question, self._loop)
        return asked.result()

    def _written(self, what: str, write: Callable[[], Awaitable[object]]) -> None:
        """Run `write` as the one that writes: in a transaction that excludes others."""
        with self._writing, _reporting(what):
            self._ask(self._transact(write))

    async def _transact(self, write: Callable[[], Awaitable[object]]) -> None:
        async with self._writer.transaction():
            await self._writer.execute(_WRITE)
            await write()

    def _rows(self, what: str, query: str, *bindings: object) -> list[Row]:
        with _reporting(what):
            return self._ask(self._fetched(query, bindings))

    async def _fetched(self, query: str, bindings: Sequence[object]) -> list[Row]:
        async with self._readers.acquire(timeout=_LIMIT) as reader:
            return list(await reader.fetch(query, *bindings))

    def size(self) -> int:
        [(size,)] = self._rows("counting the entries", _SIZE)
        return int(size)

    def read(self, start: int, stop: int) -> Iterator[Entry]:
        query = (
            "SELECT place, received, act, signature, events FROM moot_entry "
            "WHERE place >= $1 AND place < $2 ORDER BY place"
        )
        for first in range(start, min(stop, self.size()), _PAGE):
            page = self._rows("reading entries", query, first, min(first + _PAGE, stop))
            yield from (Entry(*row) for row in page)

    def append(self, entries: Sequence[Entry], *, at: int, checkpoint: bytes, held: Sequence[Held]) -> None:
        ids = [act_id(each.act) for each in entries]
        places = {named: each.index for named, each in zip(ids, entries, strict=True)}
        columns = (
            [each.index for each in entries],
            [bytes.fromhex(named) for named in ids],
            [each.received for each in entries],
            [each.act for each in entries],
            [each.signature for each in entries],
            [each.events for each in entries],
        )
        drawer = (
            [places[each.act] for each in held],
            [bytes.fromhex(each.salt) for each in held],
            [each.payload for each in held],
        )

        async def write() -> None:
            size = await self._writer.fetchval(_SIZE)
            if size != at:
                raise Conflict(at, size)
            await self._writer.execute(_APPEND, *columns, at + len(entries), checkpoint, *drawer)

        self._written(f"appending {len(entries)} entries at {at}", write)

    def find(self, acts: Sequence[ActId]) -> dict[ActId, int]:
        query = "SELECT act_id, place FROM moot_entry WHERE act_id = ANY($1::bytea[])"
        found = self._rows("looking for acts", query, [bytes.fromhex(each) for each in acts])
        return {named.hex(): place for named, place in found}

    def checkpoints(self, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        query = "SELECT size, note FROM moot_checkpoint WHERE size >= $1 AND size < $2 ORDER BY size LIMIT $3"
        while page := self._rows("reading checkpoints", query, start, stop, _PAGE):
            yield from ((size, note) for size, note in page)
            start = page[-1][0] + 1

    def held(self, acts: Sequence[ActId]) -> dict[ActId, Held]:
        query = (
            "SELECT act_id, salt, payload FROM moot_held JOIN moot_entry USING (place) WHERE act_id = ANY($1::bytea[])"
        )
        found = self._rows("looking for envelopes", query, [bytes.fromhex(each) for each in acts])
        return {named.hex(): Held(named.hex(), salt.hex(), payload) for named, salt, payload in found}

    def holdings(self) -> int:
        [(count,)] = self._rows("counting the envelopes", "SELECT count(*) FROM moot_held")
        return int(count)

    def hold(self, text: HeldText) -> None:
        row = (bytes.fromhex(text.hash), bytes.fromhex(text.salt), text.text.encode())
        query = "INSERT INTO moot_text VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
        self._written("keeping a text", lambda: self._writer.execute(query, *row))

    def text(self, named: Hash) -> str | None:
        found = self.held_text(named)
        return found.text if found else None

    def held_text(self, named: Hash) -> HeldText | None:
        query = "SELECT salt, text FROM moot_text WHERE hash = $1"
        found = self._rows("looking for a text", query, bytes.fromhex(named))
        return next((HeldText(named, salt.hex(), text.decode()) for salt, text in found), None)

    def texts(self) -> Iterator[HeldText]:
        rows = self._rows("reading texts", "SELECT hash, salt, text FROM moot_text ORDER BY hash")
        yield from (HeldText(named.hex(), salt.hex(), text.decode()) for named, salt, text in rows)

    def erase(self, named: Hash) -> None:
        async def rewrite() -> None:
            await self._writer.execute(_ERASE)
            query = "INSERT INTO moot_text SELECT * FROM moot_left WHERE hash <> $1"
            await self._writer.execute(query, bytes.fromhex(named))

        self._written("erasing a text", rewrite)

    def close(self) -> None:
        with self._writing, _reporting("closing the database"):
            with self._asking:
                if not self._open:
                    return
                self._open = False
            closing = asyncio.run_coroutine_threadsafe(self._connections.aclose(), self._loop)
            try:
                closing.result()
            finally:
                self._loop.call_soon_threadsafe(self._loop.stop)
                self._thread.join()
                self._loop.close()
