"""What every store promises besides that several clerks may open at once, as those in a database."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from moot.clerk.ports import Conflict, Held, StoreFailed
from moot.wire.acts import act_id
from tests.stores.contract import SALT, entry, grown
from tests.stores.lasting import *  # noqa: F403 - who is shared lasts


def test_two_clerks_at_one_place_cannot_both_append(path, store):
    with closing(type(store)(path)) as other:
        grown(store, 1)
        with pytest.raises(Conflict):
            other.append([entry(0, b"another")], at=0, checkpoint=b"note", held=[])
        other.append([entry(1)], at=1, checkpoint=b"note", held=[])
        assert store.size() == 2


def race(path, store):
    """Let two append at one place at once, again and again, and see that each time one of them does."""

    def attempt(mine, at):
        try:
            mine.append([entry(at, b"%d" % id(mine) + b"at %d" % at)], at=at, checkpoint=b"note", held=[])
        except Conflict:
            return 0
        return 1

    with closing(type(store)(path)) as other, ThreadPoolExecutor(2) as pool:
        for at in range(40):
            assert sum(pool.map(attempt, (store, other), (at, at))) == 1


def test_two_clerks_at_once_succeed_or_conflict_and_nothing_else(path, store):
    race(path, store)


def test_an_append_is_all_or_nothing(store):
    grown(store, 1)
    twice = [entry(1, b"same"), entry(2, b"same")]
    why = r"appending 2 entries at 1 failed: (duplicate|UNIQUE) .*nothing was acknowledged"
    with pytest.raises(StoreFailed, match=why):
        store.append(twice, at=1, checkpoint=b"note", held=[Held(act_id(b"same"), SALT, b"{}")])
    assert store.size() == 1
    assert store.held([act_id(b"same")]) == {}
    store.append([entry(1)], at=1, checkpoint=b"note", held=[])


def test_a_closed_store_fails_and_says_what_failed(store):
    grown(store, 1)
    store.close()
    with pytest.raises(StoreFailed, match=r"counting the entries failed: .*closed"):
        store.size()
    with pytest.raises(StoreFailed, match=r"appending 1 entries at 1 failed: .*closed"):
        store.append([entry(1)], at=1, checkpoint=b"note", held=[])
