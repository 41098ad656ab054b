"""The store in a PostgreSQL database keeps the port's promises, and some more."""

import asyncio
import logging
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import count
from threading import Event

import asyncpg
import pytest

from moot.clerk.ports import HeldText, StoreFailed
from moot.stores import postgres
from moot.stores.postgres import PostgresStore
from tests.stores.contract import SALT, entry, grown
from tests.stores.shared import *  # noqa: F403 - the promises are inherited

LOG = logging.getLogger(__name__)


@pytest.fixture
def path(cluster):
    return cluster.place()


@pytest.fixture
def store(path):
    store = PostgresStore(path)
    yield store
    store.close()


@pytest.fixture
def lies_anywhere(cluster):
    return cluster.lies_anywhere


def refused(url, why, **options):
    """See that the database at `url` is not opened, for that reason."""
    with pytest.raises(StoreFailed, match=f"opening the database failed: {why}") as failure:
        PostgresStore(url, **options)
    return str(failure.value)


# Who writes.


def test_two_that_find_nothing_there_begin_one_record(cluster):
    path = cluster.place()
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: PostgresStore(path), range(4)))
    grown(stores[0], 1)
    assert [each.size() for each in stores] == [1] * 4
    for each in stores:
        each.close()


def test_who_is_alone_is_the_only_one_until_it_closes_or_its_connection_breaks(cluster, path, monkeypatch):
    monkeypatch.setattr(postgres, "PATIENCE", 1)
    first = PostgresStore(path, alone=True)
    why = "another clerk writes there, perhaps on another machine; .*; end that one first"
    refused(path, why, alone=True)
    with closing(PostgresStore(cluster.place(), alone=True)), closing(PostgresStore(path, only_read=True)) as reader:
        assert reader.size() == 0  # another moot's clerk, and whoever reads, are in nobody's way
    first.close()
    second = PostgresStore(path, alone=True)
    hang_up(cluster, second)
    with closing(PostgresStore(path, alone=True)) as third:
        grown(third, 1)
        with pytest.raises(StoreFailed, match="appending 1 entries at 1 failed"):
            second.append([entry(1)], at=1, checkpoint=b"note", held=[])
        assert third.size() == 1
    second.close()


def test_moots_in_two_schemas_of_one_database_know_nothing_of_one_another(cluster, store):
    with closing(PostgresStore(cluster.place())) as other:
        grown(store, 2)
        assert (store.size(), other.size()) == (2, 0)


# What is durable, and what is not there.


def test_a_commit_waits_for_the_disk_and_for_whom_the_server_waits(path):
    def setting(url):
        with closing(PostgresStore(url)) as store:
            return store._ask(store._writer.fetchval("SHOW synchronous_commit"))  # noqa: SLF001

    for weak in ("on", "off", "local", "remote_write"):
        assert setting(f"{path}&synchronous_commit={weak}") == "on"
    assert setting(f"{path}&synchronous_commit=remote_apply") == "remote_apply"


def test_a_text_may_hold_every_sign(store):
    store.hold(HeldText("22" * 32, SALT, "a zero \0 and \N{SNOWMAN}"))
    assert store.text("22" * 32) == "a zero \0 and \N{SNOWMAN}"


def test_an_erasure_that_somebody_s_reading_hinders_is_no_success(cluster, path, monkeypatch):
    monkeypatch.setattr(postgres, "PATIENCE", 1)
    reading, over = Event(), Event()

    async def read():
        connection = await asyncpg.connect(path)
        async with connection.transaction(isolation="repeatable_read"):
            await connection.fetch("SELECT * FROM moot_text")
            reading.set()
            await asyncio.to_thread(over.wait, 30)
        await connection.close()

    with closing(PostgresStore(path)) as store, ThreadPoolExecutor(1) as thread:
        store.hold(HeldText("22" * 32, SALT, "regrettable words"))
        somebody = thread.submit(asyncio.run, read())
        assert reading.wait(10)
        with pytest.raises(StoreFailed, match=r"erasing a text failed: canceling statement due to lock timeout"):
            store.erase("22" * 32)
        over.set()
        somebody.result()
        store.erase("22" * 32)
        assert not cluster.lies_anywhere(b"regrettable")


# A server that goes away.


def serving(store):
    """Return the number of the server's process that serves the connection which writes."""
    return store._ask(store._writer.fetchval("SELECT pg_backend_pid()"))  # noqa: SLF001


def hang_up(cluster, store):
    assert cluster.say(f"SELECT pg_terminate_backend({serving(store)}, 10000)")


def test_a_connection_that_broke_writes_nothing_more_and_another_is_opened_by_opening_again(cluster, path, store):
    grown(store, 2)
    hang_up(cluster, store)
    for _ in range(2):
        with pytest.raises(StoreFailed, match=r"appending 1 entries at 2 failed: .*closed.*; nothing was acknowledged"):
            store.append([entry(2)], at=2, checkpoint=b"note", held=[])
    assert store.size() == 2  # whoever reads gets another
    with closing(PostgresStore(path)) as again:
        again.append([entry(2)], at=2, checkpoint=b"note", held=[])


@contextmanager
def crashed(cluster, store, start):
    """Let the server crash amid appends from `start` on; give how many entries were acknowledged, and what was said."""
    acknowledged = Event()

    def keep_appending():
        done = start
        try:
            for at in count(start):
                store.append([entry(at)], at=at, checkpoint=b"over %d" % (at + 1), held=[])
                done = at + 1
                if done == start + 3:
                    acknowledged.set()
        except StoreFailed as failure:
            return done, str(failure)

    with ThreadPoolExecutor(1) as thread:
        appending = thread.submit(keep_appending)
        assert acknowledged.wait(30)
        with cluster.down():
            yield appending.result()


def see_all_there(store, done):
    """See that what was acknowledged is there, and of what was on its way all or nothing; return how many that are."""
    size = store.size()
    assert size in {done, done + 1}
    assert list(store.read(0, size)) == [entry(each) for each in range(size)]
    assert [each for each, _ in store.checkpoints(0, size + 1)] == list(range(1, size + 1))
    return size


def test_a_server_that_crashes_amid_appends_keeps_all_that_was_acknowledged(cluster, path, kills):
    size, arrived, crashes = 0, 0, -(-kills // 12)
    for _ in range(crashes):
        store = PostgresStore(path)
        with crashed(cluster, store, size) as (done, why):
            assert f"at {done} failed" in why
            with pytest.raises(StoreFailed, match="counting the entries failed"):
                store.size()
        assert store.size() in {done, done + 1}  # whoever reads finds it again
        store.close()
        with closing(PostgresStore(path)) as again:
            size = see_all_there(again, done)
        arrived += size - done
    LOG.info("%s crashes, %s entries, %s of those on their way arrived", crashes, size, arrived)


def test_the_standby_for_which_a_server_waits_has_all_that_was_acknowledged_and_a_clerk_goes_on_there(cluster, path):
    with cluster.standby() as other:
        both = path.replace(str(cluster.folder), f"{cluster.folder},{other.folder}")
        with closing(PostgresStore(both, alone=True)) as store, crashed(cluster, store, 0) as (done, why):
            assert f"at {done} failed" in why
            other.promote()
            with closing(PostgresStore(both, alone=True)) as again:
                size = see_all_there(again, done)
                again.append([entry(size)], at=size, checkpoint=b"note", held=[])


def test_a_server_that_says_nothing_has_failed(path, monkeypatch):
    monkeypatch.setattr(postgres, "_LIMIT", 0.3)
    monkeypatch.setattr(postgres, "PATIENCE", 1)
    store = grown(PostgresStore(path), 1)
    number = serving(store)
    os.kill(number, signal.SIGSTOP)
    try:
        with pytest.raises(StoreFailed, match="appending 1 entries at 1 failed: no answer came in time; nothing"):
            store.append([entry(1)], at=1, checkpoint=b"note", held=[])
        assert store.size() == 1
        store.close()
    finally:
        os.kill(number, signal.SIGCONT)


# What is not opened.


def test_a_server_that_does_not_sync_is_not_written_to(cluster, path):
    with cluster.settled(fsync="off"):
        said = refused(path, "its server runs with fsync=off, and would lose what it has acknowledged")
    assert "set fsync=on, and restart the server" in said


def test_a_standby_is_read_and_becomes_the_one_that_is_written_to(cluster, path):
    with closing(PostgresStore(path)) as store:
        grown(store, 2)
    with cluster.standing_by():
        refused(path, "the server is a standby, which only reads; .*; name the one that it follows")
        with closing(PostgresStore(path, only_read=True)) as reader:
            assert list(reader.read(0, 9)) == [entry(0), entry(1)]
    with closing(PostgresStore(path)) as store:
        store.append([entry(2)], at=2, checkpoint=b"note", held=[])


def test_a_place_without_a_moot_is_not_made_one_by_reading(cluster, path):
    refused(path, "there is no moot in it", only_read=True)
    assert cluster.say("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()", url=path) == 0


def test_another_format_is_left_alone(cluster, path):
    PostgresStore(path).close()
    cluster.say("UPDATE moot_format SET format = 7 RETURNING format", url=path)
    refused(path, "what is in it is no moot of format 1")
    refused(path, "what is in it is no moot of format 1", only_read=True)


def test_another_program_s_tables_are_left_alone(cluster, path):
    cluster.say("CREATE TABLE moot_entry (name text)", "INSERT INTO moot_entry VALUES ('cat') RETURNING 1", url=path)
    refused(path, 'relation "moot_entry" already exists')
    assert cluster.say("SELECT name FROM moot_entry", url=path) == "cat"


def test_a_store_that_is_only_read_writes_nothing(path, store):
    grown(store, 1)
    store.hold(HeldText("22" * 32, SALT, "because"))
    with closing(PostgresStore(path, only_read=True)) as reader:
        for write in (
            lambda: reader.append([entry(1)], at=1, checkpoint=b"note", held=[]),
            lambda: reader.hold(HeldText("33" * 32, SALT, "because")),
            lambda: reader.erase("22" * 32),
        ):
            with pytest.raises(StoreFailed, match="read-only transaction"):
                write()
        grown_on = entry(1)
        store.append([grown_on], at=1, checkpoint=b"note", held=[])
        assert list(reader.read(1, 9)) == [grown_on]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ana:hunter/2@/postgres",  # read as a port
        "postgresql://ana:hunter2@[/postgres",
        "postgresql://ana:hunter2@/postgres?sslmode=never",
        "postgresql://ana:hunter2@127.0.0.1:1/postgres",
        "postgresql://ana:hunter@2@127.0.0.1:1/postgres",
        "postgresql://ana:hunter2@/nothing?host={folder}",
        "postgresql://nobody:hunter2@/postgres?host={folder}",
        "hunter2",
    ],
)
def test_no_password_stands_in_a_failure(cluster, url, caplog, capsys):
    said = refused(url.format(folder=cluster.folder), ".+")
    assert "hunter" not in said + caplog.text + "".join(capsys.readouterr())
