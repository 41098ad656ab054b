"""The feed hands out every durable entry once, in order, from wherever one stopped."""

from threading import Thread

import pytest

from moot.clerk import feed as feeds
from moot.clerk.feed import Feed
from moot.core.commands import CommitChance
from moot.wire.entry import tell
from tests.clerk.town import Town


@pytest.fixture
def town():
    town = Town()
    for index in range(9):
        town.file("ana.human", CommitChance(f"{index:064x}"))
    return town


def test_entries_come_from_where_one_stopped(town):
    assert [told.index for told in town.clerk.feed.entries(0)] == list(range(10))
    assert [told.index for told in town.clerk.feed.entries(7)] == [7, 8, 9]
    assert list(town.clerk.feed.entries(10)) == list(town.clerk.feed.entries(99)) == []


def test_what_is_told_from_memory_is_what_the_store_holds(town):
    stored = [tell(entry) for entry in town.store.read(0, 99)]
    assert list(town.clerk.feed.entries(0)) == stored
    assert list(Feed(town.store, 10).entries(0)) == stored


def test_old_entries_are_read_from_the_store(town, monkeypatch):
    monkeypatch.setattr(feeds, "_KEPT", 3)
    town.file("bo.human", CommitChance("aa" * 32))
    assert town.clerk.feed.size == 11
    assert len(town.clerk.feed._recent) == 3  # noqa: SLF001 - memory stays flat
    for start in range(12):
        assert [told.index for told in town.clerk.feed.entries(start)] == list(range(start, 11))


def test_whoever_waits_is_woken_by_the_next_entry(town):
    woken = []
    waiting = Thread(target=lambda: woken.append(town.clerk.feed.wait(10, 60_000)), daemon=True)
    waiting.start()
    while not town.clerk.feed._grown._waiters:  # noqa: SLF001 - it has not gone to sleep yet
        pass
    town.file("bo.human", CommitChance("aa" * 32))
    waiting.join(5)
    assert woken == [11]


def test_waiting_ends_when_the_time_is_over(town):
    assert town.clerk.feed.wait(10, 1) == 10
    assert town.clerk.feed.wait(3, 10_000) == 10


def test_who_listens_hears_of_each_entry_once_until_it_is_ignored(town):
    heard = []
    assert town.clerk.feed.listen(heard.append) == 10
    town.file("bo.human", CommitChance("aa" * 32))
    assert heard == [list(town.store.read(10, 11))]
    town.clerk.feed.ignore(heard.append)
    town.file("bo.human", CommitChance("bb" * 32))
    assert len(heard) == 1
