import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.ballot import (
    Tally,
    Window,
    extended,
    extends,
    moves_towards_against,
    passes,
    passes_charter,
    quorum_count,
    tally,
)

HALF = 500_000
choices = st.sampled_from(["for", "abstain", "against"])
polls = st.dictionaries(st.sampled_from("abcdefghij"), choices, max_size=10)


def verdict(votes, two_thirds):
    return passes(tally(votes), 10, HALF, two_thirds=two_thirds)


def test_each_owner_is_counted_once():
    assert tally({"ana": "for", "bo": "against", "cy": "abstain", "dee": "for"}) == Tally(2, 1, 1)
    assert tally({}) == Tally(0, 0, 0)


@pytest.mark.parametrize(
    ("owners", "quorum", "count"),
    [(10, HALF, 5), (11, HALF, 6), (3, 333_333, 1), (3, 333_334, 2), (7, 1_000_000, 7), (7, 0, 0)],
)
def test_a_quorum_is_rounded_up(owners, quorum, count):
    assert quorum_count(owners, quorum) == count


@pytest.mark.parametrize(
    ("for_", "against", "abstain", "plain", "two_thirds"),
    [
        (5, 0, 0, True, True),
        (4, 0, 0, False, False),
        (3, 2, 0, True, False),
        (4, 2, 0, True, True),
        (4, 3, 0, True, False),
        (3, 3, 0, False, False),
        (1, 0, 4, True, True),
        (0, 0, 5, False, False),
        (2, 3, 5, False, False),
        (0, 9, 0, False, False),
        (6, 3, 1, True, True),
    ],
)
def test_the_verdict(for_, against, abstain, plain, two_thirds):
    votes = Tally(for_, against, abstain)
    assert passes(votes, 10, HALF, two_thirds=False) is plain
    assert passes(votes, 10, HALF, two_thirds=True) is two_thirds


@given(polls, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_votes_never_matters(votes, two_thirds, chance):
    shuffled = dict(chance.sample(list(votes.items()), len(votes)))
    assert verdict(shuffled, two_thirds) == verdict(votes, two_thirds)


@given(polls, st.booleans(), st.sampled_from("abcdefghij"))
def test_a_vote_for_never_hurts(votes, two_thirds, owner):
    assert verdict({**votes, owner: "for"}, two_thirds) >= verdict(votes, two_thirds)


@given(polls, st.booleans(), st.sampled_from("abcdefghij"))
def test_turning_against_never_helps(votes, two_thirds, owner):
    if owner in votes:
        assert verdict({**votes, owner: "against"}, two_thirds) <= verdict(votes, two_thirds)


@given(polls)
def test_two_thirds_is_never_easier(votes):
    assert verdict(votes, two_thirds=True) <= verdict(votes, two_thirds=False)


@pytest.mark.parametrize(
    ("before", "after", "received", "longer"),
    [
        (4, 5, 190, True),
        (4, 5, 189, False),
        (4, 5, 199, True),
        (5, 6, 195, False),
        (5, 5, 195, False),
        (3, 4, 195, False),
        (3, 6, 195, True),
    ],
)
def test_a_quorum_first_reached_in_the_last_tenth_extends(before, after, received, longer):
    assert extends(before, after, 5, received, Window(100, 200)) is longer


def test_a_window_grows_by_half():
    assert extended(Window(100, 200)) == Window(100, 250)
    assert extended(Window(0, 3)) == Window(0, 4)


@pytest.mark.parametrize("old", ["for", "abstain", "against", None])
@pytest.mark.parametrize("new", ["for", "abstain", "against"])
def test_an_objection_only_moves_towards_against(old, new):
    allowed = {("for", "abstain"), ("for", "against"), ("abstain", "against"), (None, "against")}
    assert moves_towards_against(old, new) is ((old, new) in allowed)


@given(st.integers(0, 9), st.integers(0, 9), st.integers(1, 9))
def test_one_more_vote_for_never_stops_an_amendment(votes, people, owners):
    now, more = (passes_charter(Tally(each, 0, 0), owners, people, 5) for each in (votes, votes + 1))
    assert more >= now
    assert not passes_charter(Tally(votes, 0, 0), owners, 4, 5)


def test_an_amendment_asks_for_two_thirds_of_all_that_count_and_for_people():
    assert passes_charter(Tally(4, 2, 0), 6, 3, 3)
    assert not passes_charter(Tally(4, 2, 0), 7, 7, 3)
    assert not passes_charter(Tally(6, 0, 0), 6, 2, 3)
    assert not passes_charter(Tally(0, 0, 0), 0, 0, 0)
    assert passes_charter(Tally(1, 0, 0), 1, 1, 1)
