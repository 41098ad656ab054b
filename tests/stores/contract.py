"""What every store promises, as tests that each store's own file inherits by import."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from moot.clerk.ports import Conflict, Held, HeldText
from moot.wire.acts import act_id
from moot.wire.entry import Entry

SALT = "5a" * 32


def entry(index: int, act: bytes | None = None) -> Entry:
    return Entry(index, 1_000 + index, act or b'{"at":%d}' % index, b"signature %d" % index, b"[%d]" % index)


def grown(store, size: int):
    """Return the store after `size` appends of one entry each."""
    for index in range(size):
        store.append([entry(index)], at=index, checkpoint=b"over %d" % (index + 1), held=[])
    return store


def test_a_new_store_is_empty(store):
    assert store.size() == 0
    assert list(store.read(0, 9)) == []
    assert list(store.checkpoints(0, 9)) == []
    assert list(store.texts()) == []
    assert store.find(["00" * 32]) == store.held(["00" * 32]) == {}
    assert store.holdings() == 0


def test_entries_are_read_as_they_were_appended(store):
    entries = [entry(index) for index in range(3)]
    store.append(entries, at=0, checkpoint=b"note", held=[])
    assert store.size() == 3
    assert list(store.read(0, 3)) == entries
    assert list(store.read(1, 2)) == entries[1:2]


def test_reading_past_the_end_gives_what_there_is(store):
    assert [each.index for each in grown(store, 3).read(1, 99)] == [1, 2]
    assert list(store.read(7, 9)) == []
    assert list(store.read(2, 1)) == []


def test_more_entries_than_a_page_are_read_in_order(store):
    store.append([entry(index) for index in range(2_500)], at=0, checkpoint=b"note", held=[])
    assert [each.index for each in store.read(3, 2_450)] == list(range(3, 2_450))


@pytest.mark.parametrize("at", [0, 1, 3])
def test_an_append_that_does_not_follow_the_last_entry_conflicts_and_changes_nothing(store, at):
    grown(store, 2)
    held = [Held(act_id(b"x"), SALT, b"secret")]
    with pytest.raises(Conflict, match="nothing was appended; read on from there and decide again") as conflict:
        store.append([entry(at, b"x")], at=at, checkpoint=b"false", held=held)
    assert (conflict.value.at, conflict.value.size) == (at, 2)
    assert store.size() == 2
    assert store.find([act_id(b"x")]) == store.held([act_id(b"x")]) == {}
    assert list(store.checkpoints(0, 99)) == [(1, b"over 1"), (2, b"over 2")]


def test_of_appends_at_one_place_one_succeeds(store):
    def attempt(name: int) -> bool:
        try:
            store.append([entry(0, b"%d" % name)], at=0, checkpoint=b"%d" % name, held=[])
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(16))) == 1
    [winner] = store.read(0, 9)
    assert list(store.checkpoints(0, 9)) == [(1, winner.act)]


def test_acts_are_found_by_their_ids_and_others_are_left_out(store):
    grown(store, 3)
    last, first = act_id(entry(2).act), act_id(entry(0).act)
    assert store.find([last, "ff" * 32, first]) == {first: 0, last: 2}
    assert store.find([]) == {}


def test_checkpoints_come_in_the_order_of_their_sizes(store):
    grown(store, 12)
    assert [size for size, _ in store.checkpoints(0, 99)] == list(range(1, 13))
    assert list(store.checkpoints(12, 13)) == [(12, b"over 12")]
    assert list(store.checkpoints(13, 99)) == []


def test_what_is_held_for_an_act_comes_with_its_entry(store):
    held = [Held(act_id(entry(at).act), SALT, b'{"choice":"%d"}' % at) for at in (0, 2)]
    store.append([entry(at) for at in range(3)], at=0, checkpoint=b"note", held=held)
    nothing = act_id(entry(1).act)
    assert store.held([held[1].act, nothing, "ff" * 32, held[0].act]) == {each.act: each for each in held}
    assert store.held([nothing]) == {}
    assert store.holdings() == 2


def test_a_text_is_kept_until_it_is_erased(store):
    first, second = HeldText("11" * 32, SALT, "because"), HeldText("00" * 32, SALT, "naïve \N{SNOWMAN}")
    store.hold(first)
    store.hold(second)
    store.hold(first)
    assert list(store.texts()) == [second, first]
    assert store.text(second.hash) == second.text
    assert store.held_text(second.hash) == second
    store.erase(first.hash)
    store.erase(first.hash)
    assert store.text(first.hash) is None
    assert store.held_text(first.hash) is None
    assert list(store.texts()) == [second]


def test_readers_are_not_disturbed_by_appends(store):
    grown(store, 5)
    reading = store.read(0, 5)
    first = next(reading)
    store.append([entry(5)], at=5, checkpoint=b"note", held=[])
    assert [first.index, *(each.index for each in reading)] == [0, 1, 2, 3, 4]


def test_many_threads_read_while_one_writes(store):
    def count(_: int) -> bool:
        size = store.size()
        return len(list(store.read(0, size))) == size

    with ThreadPoolExecutor(4) as pool:
        reading = [pool.submit(count, each) for each in range(40)]
        grown(store, 40)
        assert all(each.result() for each in reading)


def test_closing_twice_is_no_failure(store):
    store.close()
    store.close()
