"""The twins say what the core says, place by place."""

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core import delegation as core
from moot.fast import delegation as fast


def lot(place):
    return hashlib.sha256(b"%d" % place).digest()


@st.composite
def lines(draw):
    """Owners who hand their votes on in any way, also in circles, and who of them voted."""
    size = draw(st.integers(0, 40))
    near = draw(st.sampled_from([1, 3, size]))  # long lines, or bushy ones
    to = [
        draw(st.integers(-1, size - 1)) if near == size else max(-1, place - draw(st.integers(1, near)))
        for place in range(size)
    ]
    shuffled = draw(st.permutations(range(size)))
    to = [-1 if to[place] < 0 else shuffled[to[place]] for place in np.argsort(shuffled).tolist()]
    return to, [draw(st.integers(0, 9)) < draw(st.sampled_from([1, 3])) for _ in range(size)]


@given(lines(), st.integers(2, 9))
def test_the_twins_find_the_same_roots_the_same_hands_and_the_same_beyond_the_cap(asked, cap):
    to, voted = asked
    root, hops = core.roots(to, voted)
    same = fast.roots(np.array(to, np.int64), np.array(voted, np.bool_))
    assert [each.tolist() for each in same] == [root, hops]
    assert frozenset(fast.beyond(*same, cap, lot).tolist()) == core.beyond(root, hops, cap, lot)


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5, 8, 9, 1_000])
def test_a_line_of_any_length_ends_with_whom_it_ends(length):
    to = np.arange(1, length + 2)
    to[-1] = core.SILENT
    voted = np.zeros(length + 1, np.bool_)
    root, hops = fast.roots(to, voted)
    assert set(root.tolist()) == {core.SILENT}
    voted[-1] = True
    root, hops = fast.roots(to, voted)
    assert set(root.tolist()) == {length}
    assert hops.tolist() == list(range(length, -1, -1))


def test_a_circle_is_a_circle_also_for_those_who_run_into_it():
    root, hops = fast.roots(np.array([1, 2, 0, 0, 3, 5]), np.zeros(6, np.bool_))
    assert set(root.tolist()) == {core.CIRCLE}
    assert not hops.any()
