"""The store in a file keeps the port's promises, and some more."""

import gc
import resource
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import apsw
import pytest

from moot.clerk.ports import HeldText, StoreFailed
from moot.stores import sqlite
from moot.stores.sqlite import SqliteStore
from moot.wire.acts import act_id
from tests.stores.contract import SALT, entry, grown
from tests.stores.shared import *  # noqa: F403 - the promises are inherited
from tests.stores.shared import race


@pytest.fixture
def path(tmp_path):
    return tmp_path / "moot.sqlite"


@pytest.fixture
def store(path):
    store = SqliteStore(path)
    yield store
    store.close()


def test_two_clerks_that_fold_the_log_back_at_once_succeed_or_conflict_and_nothing_else(path, store, monkeypatch):
    monkeypatch.setattr(sqlite, "LONGEST_LOG", 1)
    race(path, store)


def test_every_commit_is_synced(store):
    assert store._writer.pragma("synchronous") == 2  # noqa: SLF001 - FULL
    assert store._writer.pragma("journal_mode") == "wal"  # noqa: SLF001


@pytest.fixture
def full_disk(path, store):
    """Return a way to make no file longer than the store is, for a while; whoever else writes a file fails too."""
    grown(store, 100)  # the file is longer than the log will be
    store.close()

    @contextmanager
    def full():
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return full


def long(index):
    return entry(index, b'{"at":"%s"}' % (b"%d" % index * 3_000))


def test_a_disk_that_fails_while_the_log_is_folded_back_is_reported(path, full_disk, monkeypatch):
    monkeypatch.setattr(sqlite, "LONGEST_LOG", 1)
    store = SqliteStore(path)
    with full_disk():
        with pytest.raises(StoreFailed, match=r"appending 1 entries at 100 failed"):
            store.append([long(100)], at=100, checkpoint=b"note", held=[])
        assert list(store.read(100, 101)) == [long(100)]
        with pytest.raises(StoreFailed, match=r"closing moot.sqlite failed"):
            store.close()
    store.close()


def test_a_disk_that_fails_while_the_store_closes_is_reported_and_nothing_is_lost(path, full_disk, store):
    store = SqliteStore(path)
    with full_disk():
        store.append([long(100)], at=100, checkpoint=b"note", held=[])
        with pytest.raises(StoreFailed, match=r"closing moot.sqlite failed"):
            store.close()
        again = SqliteStore(path)
        assert list(again.read(100, 101)) == [long(100)]
        with pytest.raises(StoreFailed, match=r"closing moot.sqlite failed"):
            again.close()


def test_a_long_log_is_folded_back_and_used_again(path, store, monkeypatch):
    monkeypatch.setattr(sqlite, "LONGEST_LOG", 8)
    grown(store, 60)
    assert path.with_name(f"{path.name}-wal").stat().st_size < 30 * 4096


def test_a_file_that_is_no_moot_is_not_opened(path):
    path.write_bytes(b"minutes of the last meeting, typed by hand, and rather long" * 20)
    with pytest.raises(StoreFailed, match=r"opening moot.sqlite failed"):
        SqliteStore(path)


def test_another_program_s_database_is_left_alone(path):
    strange = apsw.Connection(str(path))
    strange.execute("CREATE TABLE cats (name); PRAGMA user_version = 7")
    strange.close()
    with pytest.raises(StoreFailed, match=r"moot.sqlite is no moot of format 2"):
        SqliteStore(path)


def test_a_missing_folder_is_a_failure_that_says_so(tmp_path):
    with pytest.raises(StoreFailed, match=r"opening moot.sqlite failed"):
        SqliteStore(tmp_path / "nowhere" / "moot.sqlite")


def test_an_erasure_that_somebody_s_reading_hinders_is_no_success(path, monkeypatch):
    monkeypatch.setattr(sqlite, "_PATIENCE", 1)
    hindered = SqliteStore(path)
    hindered.hold(HeldText("22" * 32, SALT, "regrettable words"))
    somebody = apsw.Connection(str(path))
    somebody.execute("BEGIN")
    somebody.execute("SELECT count(*) FROM text").fetchall()
    with pytest.raises(StoreFailed, match=r"erasing a text failed: somebody reads the log.*; erase it again"):
        hindered.erase("22" * 32)
    somebody.close()
    hindered.erase("22" * 32)
    assert all(b"regrettable" not in each.read_bytes() for each in path.parent.iterdir())
    hindered.close()


def test_a_thread_that_ends_takes_its_connection_with_it(store):
    for _ in range(5):
        with ThreadPoolExecutor(1) as thread:
            assert thread.submit(store.size).result() == 0
    gc.collect()
    assert len(store._readers) == 0  # noqa: SLF001


def test_a_store_closes_also_while_another_thread_reads(path, store):
    reading, over = Event(), Event()

    def dawdle():
        reading.set()
        return over.wait(10)

    def read_slowly():
        connection, _ = store._reader()  # noqa: SLF001
        connection.create_scalar_function("dawdle", dawdle)
        return connection.execute("SELECT dawdle()").fetchall()

    grown(store, 1)
    with ThreadPoolExecutor(1) as thread:
        slow = thread.submit(read_slowly)
        assert reading.wait(10)
        store.close()
        with pytest.raises(apsw.ConnectionClosedError):
            store._writer.pragma("user_version")  # noqa: SLF001
        over.set()
        assert slow.result() == [(1,)]
        with pytest.raises(StoreFailed, match="the store is closed"):
            thread.submit(store.size).result()
    again = SqliteStore(path)
    assert again.size() == 1
    again.close()


def test_a_closed_store_leaves_no_log_behind(path, store):
    grown(store, 2).size()
    store.close()
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_nothing_to_read_is_a_failure_that_says_so(path):
    with pytest.raises(StoreFailed, match=r"opening moot.sqlite failed"):
        SqliteStore(path, only_read=True)
    assert not path.exists()


def seen(path):
    """Return all that a reader could have changed."""
    return {each.name: (each.read_bytes(), each.stat().st_mtime_ns) for each in path.parent.iterdir()}


@pytest.fixture
def reader(path, store):
    grown(store, 3)
    store.hold(HeldText("22" * 32, SALT, "because"))
    store.close()
    reader = SqliteStore(path, only_read=True)
    yield reader
    reader.close()


def test_reading_alone_changes_no_file_and_makes_none(path, reader):
    before = seen(path)
    named = act_id(entry(1).act)
    assert (reader.size(), reader.find([named]), reader.held([named])) == (3, {named: 1}, {})
    assert (list(reader.read(0, 9)), len(list(reader.checkpoints(0, 9)))) == ([entry(each) for each in range(3)], 3)
    assert (reader.text("22" * 32), len(list(reader.texts()))) == ("because", 1)
    assert seen(path) == before
    reader.close()
    assert seen(path) == before


def test_a_store_that_is_only_read_writes_nothing(path, reader):
    before = seen(path)
    for write in (
        lambda: reader.append([entry(3)], at=3, checkpoint=b"note", held=[]),
        lambda: reader.hold(HeldText("33" * 32, SALT, "because")),
        lambda: reader.erase("22" * 32),
    ):
        with pytest.raises(StoreFailed, match="readonly database"):
            write()
    assert seen(path) == before


def test_a_reader_follows_whoever_begins_to_write(path, reader):
    assert reader.size() == 3
    with ThreadPoolExecutor(1) as other_thread:
        assert other_thread.submit(reader.size).result() == 3
        writer = SqliteStore(path)
        writer.append([entry(3)], at=3, checkpoint=b"note", held=[])
        assert (reader.size(), other_thread.submit(reader.size).result()) == (4, 4)
        writer.close()
        assert list(reader.read(3, 9)) == [entry(3)]


def test_what_was_torn_while_it_was_read_is_read_again(path, reader):
    reader.size()
    writer = SqliteStore(path)

    class Torn:
        def executemany(self, *_):
            writer.append([entry(3)], at=3, checkpoint=b"note", held=[])
            raise apsw.CorruptError

    reader._mine.reader = (Torn(), reader._mine.reader[1])  # noqa: SLF001
    assert reader.size() == 4
    writer.close()


def test_a_writer_s_log_is_read_too(path, store):
    grown(store, 2)
    reader = SqliteStore(path, only_read=True)
    assert reader.size() == 2
    grown_on = entry(2)
    store.append([grown_on], at=2, checkpoint=b"note", held=[])
    assert list(reader.read(2, 9)) == [grown_on]
    reader.close()


def test_a_file_without_a_moot_is_not_made_one_by_reading(path):
    path.touch()
    with pytest.raises(StoreFailed, match="is no moot of format 2"):
        SqliteStore(path, only_read=True)
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert not path.read_bytes()


def test_a_damaged_page_is_a_failure_that_says_so(path, store):
    grown(store, 40)
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    reader = SqliteStore(path, only_read=True)
    with pytest.raises(StoreFailed, match=r"reading entries failed|counting the entries failed"):
        list(reader.read(0, 40))
    reader.close()


def test_a_log_that_cannot_be_read_where_it_lies_is_to_be_copied_and_not_passed_over(path, store, monkeypatch):
    def fail(_):
        raise apsw.CantOpenError

    grown(store, 1)
    monkeypatch.setattr(SqliteStore, "_require_format", fail)  # as on a medium that is read-only, which root is not
    with pytest.raises(StoreFailed, match="copy the folder, and open the copy"):
        SqliteStore(path, only_read=True)
