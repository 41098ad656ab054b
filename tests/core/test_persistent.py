"""A persistent map is a dictionary that is changed by making another."""

import copy
import pickle
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.canonical import canonical
from moot.core.persistent import SMALL, put, without

MANY = dict.fromkeys(range(2 * SMALL), 0)
# Keys that are there, keys that are not, and each of them often enough to come back.
CHANGES = st.lists(st.tuples(st.integers(2 * SMALL - 5, 2 * SMALL + 5), st.none() | st.integers(0, 9)), max_size=200)
LARGE = dict.fromkeys(range(10_000), 0)
SIZES = st.sampled_from([0, SMALL - 1, SMALL, SMALL + 1, 2 * SMALL])


@given(SIZES, CHANGES)
def test_it_holds_what_a_changed_dictionary_would_hold_in_the_same_order(size, changes):
    plain = dict.fromkeys(range(2 * SMALL - size, 2 * SMALL), 0)
    entries: Mapping[int, int] = plain.copy()
    for key, entry in changes:
        if entry is None:
            plain.pop(key, None)
            entries = without(entries, key)
        else:
            plain[key] = entry
            entries = put(entries, key, entry)
        assert len(entries) == len(plain)
        assert (key in entries, entries.get(key)) == (key in plain, plain.get(key))
    assert list(entries.items()) == list(plain.items())
    assert (list(entries), list(entries.keys()), list(entries.values())) == (
        list(plain),
        list(plain),
        [*plain.values()],
    )
    assert entries == plain
    assert repr(entries) == repr(plain)


@given(CHANGES)
def test_whoever_holds_one_never_sees_it_change(changes):
    entries: Mapping[int, int] = MANY
    seen = []
    for key, entry in changes:
        entries = without(entries, key) if entry is None else put(entries, key, entry)
        seen.append((entries, dict(entries)))
    assert all(kept == then for kept, then in seen)
    assert dict.fromkeys(range(2 * SMALL), 0) == MANY


def test_what_was_taken_out_is_missing():
    entries = without(MANY, 7)
    with pytest.raises(KeyError, match="7"):
        entries[7]
    assert entries[8] == 0
    assert without(entries, 7) is entries


def test_what_comes_back_comes_last():
    assert list(put(without(MANY, 7), 7, 1))[-1] == 7


def test_its_canonical_bytes_are_those_of_a_dictionary():
    names = {f"{key}": key for key in MANY}
    assert canonical(put(names, "7", 1)) == canonical({**names, "7": 1})


def test_a_change_copies_about_the_square_root():
    entries = LARGE
    most = 0
    for key in range(2_000):
        entries = put(entries, key, 1)
        most = max(most, changes := len(entries._changes))  # noqa: SLF001 - what one change copies
        if not changes:  # all was copied just now
            assert list(entries) == list(range(10_000))
    assert 100 < most < 300


def test_an_entry_that_comes_and_goes_never_copies_everything():
    entries = put(LARGE, 7, 1)
    below = entries._below  # noqa: SLF001 - the layer that is shared
    for turn in range(1_000):
        entries = put(without(entries, turn % 3), turn % 3, turn)
        assert len(entries._changes) + len(entries._gone) < 8  # noqa: SLF001 - what one change copies
    assert entries._below is below  # noqa: SLF001
    assert list(entries)[-3:] == [1, 2, 0]
    assert len(entries) == len(LARGE)


def test_entries_that_leave_for_good_are_forgotten_in_the_end():
    entries: Mapping[int, int] = LARGE
    for key in range(2_000):
        entries = without(entries, key)
        assert len(entries._gone) < 300  # noqa: SLF001 - what one change copies
    assert list(entries) == list(range(2_000, 10_000))


def pickled(entries):
    return pickle.loads(pickle.dumps(entries))  # noqa: S301 - our own bytes


@pytest.mark.parametrize("copied", [copy.deepcopy, pickled])
def test_a_copy_has_lost_what_was_taken_out_too(copied):
    entries = without(put(without(MANY, 9), 9, 1), 7)
    other = copied(entries)
    assert 7 not in other
    assert other.get(7) is None
    assert list(other.items()) == list(entries.items())
