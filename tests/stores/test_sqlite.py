"""The store in a file keeps the port's promises, and some more."""

from concurrent.futures import ThreadPoolExecutor

import apsw
import pytest

from moot.clerk.ports import Conflict, Held, HeldText, StoreFailed
from moot.stores.sqlite import SqliteStore
from tests.stores.contract import *  # noqa: F403 - the promises are inherited
from tests.stores.contract import SALT, entry, grown


@pytest.fixture
def path(tmp_path):
    return tmp_path / "moot.sqlite"


@pytest.fixture
def store(path):
    store = SqliteStore(path)
    yield store
    store.close()


def test_what_was_appended_is_there_when_it_is_opened_again(path, store):
    held = Held("11" * 32, SALT, b"{}")
    store.append([entry(0)], at=0, checkpoint=b"note", held=[held])
    store.hold(HeldText("22" * 32, SALT, "because"))
    store.close()
    again = SqliteStore(path)
    assert list(again.read(0, 9)) == [entry(0)]
    assert list(again.checkpoints(0, 9)) == [(1, b"note")]
    assert again.held(held.act) == held
    assert again.text("22" * 32) == "because"
    again.close()


def test_two_clerks_on_one_file_cannot_both_append_at_one_place(path, store):
    other = SqliteStore(path)
    grown(store, 1)
    with pytest.raises(Conflict):
        other.append([entry(0, b"another")], at=0, checkpoint=b"note", held=[])
    other.append([entry(1)], at=1, checkpoint=b"note", held=[])
    assert store.size() == 2
    other.close()


def test_two_clerks_at_once_succeed_or_conflict_and_nothing_else(path, store):
    other = SqliteStore(path)

    def attempt(mine, at):
        try:
            mine.append([entry(at, b"%d" % id(mine) + b"at %d" % at)], at=at, checkpoint=b"note", held=[])
        except Conflict:
            return 0
        return 1

    with ThreadPoolExecutor(2) as pool:
        for at in range(40):
            assert sum(pool.map(attempt, (store, other), (at, at))) == 1
    other.close()


def test_every_commit_is_synced(store):
    assert store._writer.pragma("synchronous") == 2  # noqa: SLF001 - FULL
    assert store._writer.pragma("journal_mode") == "wal"  # noqa: SLF001


def test_an_erased_text_leaves_no_bytes(path, store):
    store.hold(HeldText("22" * 32, SALT, "regrettable words"))
    store.erase("22" * 32)
    assert all(b"regrettable" not in each.read_bytes() for each in path.parent.iterdir())


def test_an_append_is_all_or_nothing(store):
    grown(store, 1)
    twice = [entry(1, b"same"), entry(2, b"same")]
    with pytest.raises(StoreFailed, match=r"appending 2 entries at 1 failed: .*nothing was acknowledged"):
        store.append(twice, at=1, checkpoint=b"note", held=[Held("11" * 32, SALT, b"{}")])
    assert store.size() == 1
    assert store.held("11" * 32) is None
    store.append([entry(1)], at=1, checkpoint=b"note", held=[])


def test_a_file_that_is_no_moot_is_not_opened(path):
    path.write_bytes(b"minutes of the last meeting, typed by hand, and rather long" * 20)
    with pytest.raises(StoreFailed, match=r"opening moot.sqlite failed"):
        SqliteStore(path)


def test_another_program_s_database_is_left_alone(path):
    strange = apsw.Connection(str(path))
    strange.execute("CREATE TABLE cats (name); PRAGMA user_version = 7")
    strange.close()
    with pytest.raises(StoreFailed, match=r"moot.sqlite is no moot of format 1"):
        SqliteStore(path)


def test_a_missing_folder_is_a_failure_that_says_so(tmp_path):
    with pytest.raises(StoreFailed, match=r"opening moot.sqlite failed"):
        SqliteStore(tmp_path / "nowhere" / "moot.sqlite")


def test_a_closed_store_fails_and_says_what_failed(store):
    grown(store, 1)
    store.close()
    with pytest.raises(StoreFailed, match="counting the entries failed"):
        store.size()
    with pytest.raises(StoreFailed, match="appending 1 entries at 1 failed"):
        store.append([entry(1)], at=1, checkpoint=b"note", held=[])
