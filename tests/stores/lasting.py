"""What every store that outlasts its process promises besides: `type(store)(path)` opens it again.

Where that is no path of a file, `lies_anywhere` is defined anew beside it.
"""

from contextlib import closing

import pytest

from moot.clerk.ports import Conflict, Held, HeldText
from moot.wire.acts import act_id
from tests.stores.contract import *  # noqa: F403 - who lasts keeps every other promise too
from tests.stores.contract import SALT, entry, grown


@pytest.fixture
def lies_anywhere(path):
    """Return a way to tell whether bytes are still found in the store's files."""
    return lambda text: any(text in each.read_bytes() for each in path.parent.iterdir())


def test_what_was_appended_is_there_when_it_is_opened_again(path, store):
    held = Held(act_id(entry(3).act), SALT, b"{}")
    grown(store, 2).append([entry(2), entry(3)], at=2, checkpoint=b"note", held=[held])
    store.hold(HeldText("22" * 32, SALT, "because"))
    store.close()
    with closing(type(store)(path)) as again:
        assert list(again.read(0, 9)) == [entry(each) for each in range(4)]
        assert list(again.checkpoints(0, 9)) == [(1, b"over 1"), (2, b"over 2"), (4, b"note")]
        assert (again.find([held.act]), again.held([held.act])) == ({held.act: 3}, {held.act: held})
        assert again.holdings() == 1
        assert again.text("22" * 32) == "because"


def test_a_conflicting_append_has_left_nothing_when_it_is_opened_again(path, store):
    grown(store, 2)
    held = Held(act_id(b"x"), SALT, b"secret")
    for at in (0, 1, 3):
        with pytest.raises(Conflict):
            store.append([entry(at, b"x")], at=at, checkpoint=b"false", held=[held])
    store.close()
    with closing(type(store)(path)) as again:
        assert list(again.read(0, 9)) == [entry(0), entry(1)]
        assert list(again.checkpoints(0, 9)) == [(1, b"over 1"), (2, b"over 2")]
        assert again.find([held.act]) == again.held([held.act]) == {}
        again.append([entry(2)], at=2, checkpoint=b"over 3", held=[])


def test_an_erased_text_leaves_no_bytes_and_is_gone_when_it_is_opened_again(path, store, lies_anywhere):
    kept, erased = HeldText("11" * 32, SALT, "because"), HeldText("22" * 32, SALT, "regrettable words")
    store.hold(kept)
    store.hold(erased)
    store.erase(erased.hash)
    assert lies_anywhere(b"because")
    assert not lies_anywhere(b"regrettable")
    store.close()
    with closing(type(store)(path)) as again:
        assert list(again.texts()) == [kept]
