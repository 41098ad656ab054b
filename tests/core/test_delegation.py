"""Who votes for whom: lines, circles, silence and the cap, compared with a walk that anybody can follow by hand."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.act import MILLION
from moot.core.delegation import (
    CIRCLE,
    SILENT,
    Delegation,
    Lines,
    at_stake,
    beyond,
    chosen,
    circles,
    follow,
    most,
    roots,
    spoken,
    topics,
)
from moot.core.events import Followed, Given, Spoken

OWNERS = tuple("abcdefghijkl")
names = st.sampled_from(OWNERS)
graphs = st.dictionaries(names, names, max_size=12).map(lambda given: {a: b for a, b in given.items() if a != b})
polls = st.dictionaries(names, st.sampled_from(["for", "abstain", "against"]), max_size=6)
caps = st.integers(2, 6)
EVERYBODY = 99  # a cap that stops nobody


def lot(name):
    return hashlib.sha256(str(name).encode()).digest()


def walked(owner, given, voted):
    """Walk down the line of an owner; return who is met, up to the first who voted, and how it ends."""
    line = [owner]
    while line[-1] not in voted:
        if line[-1] not in given:
            return line, "silent"
        if given[line[-1]] in line:
            return line, "circle"
        line.append(given[line[-1]])
    return line, "vote"


# ---- lines --------------------------------------------------------------------------------------


def test_a_vote_goes_down_the_line_to_the_first_who_votes():
    given = {"a": "b", "b": "c", "c": "d"}
    assert follow(given, {"d"}, EVERYBODY, lot).followed == {
        "a": Followed("d", 3),
        "b": Followed("d", 2),
        "c": Followed("d", 1),
    }
    assert follow(given, {"b", "d"}, EVERYBODY, lot).followed == {"a": Followed("b", 1), "c": Followed("d", 1)}


def test_who_does_not_vote_takes_along_who_follows_it():
    assert follow({"a": "b", "b": "c"}, set(), EVERYBODY, lot) == Lines({}, {"a": "silent", "b": "silent"})


def test_a_circle_is_not_counted_nor_who_runs_into_it():
    given = {"a": "b", "b": "c", "c": "b", "d": "a", "e": "f"}
    lines = follow(given, {"f"}, EVERYBODY, lot)
    assert lines == Lines({"e": Followed("f", 1)}, dict.fromkeys("abcd", "circle"))


def test_one_vote_breaks_a_circle_for_all_of_it():
    lines = follow({"a": "b", "b": "c", "c": "a"}, {"c"}, EVERYBODY, lot)
    assert lines == Lines({"a": Followed("c", 2), "b": Followed("c", 1)}, {})


def test_places_that_nobody_is_behind_are_their_own():
    assert roots([SILENT, 0, 3, 2, SILENT, 4], [False, False, False, False, True, False]) == (
        [SILENT, SILENT, CIRCLE, CIRCLE, 4, 4],
        [0, 0, 0, 0, 0, 1],
    )
    assert roots([], []) == ([], [])


def test_a_walk_that_meets_one_from_before_goes_on_counting_hands():
    to = [1, 2, SILENT, 0]
    assert roots(to, [False, False, True, False]) == ([2, 2, 2, 2], [2, 1, 0, 3])
    assert roots([SILENT, 0, 1, 2], [True, False, False, False]) == ([0, 0, 0, 0], [0, 1, 2, 3])


@given(graphs, polls)
def test_everybody_follows_whom_a_walk_finds_and_is_counted_once(given, votes):
    lines = follow(given, votes, EVERYBODY, lot)
    for owner in given:
        line, end = walked(owner, given, votes)
        if end == "vote":
            expected = Followed(line[-1], len(line) - 1) if owner not in votes else None
            assert lines.followed.get(owner) == expected
        else:
            assert lines.uncounted[owner] == end
    assert not set(votes) & {*lines.followed, *lines.uncounted}  # a vote of one's own always overrides
    assert set(given) - set(votes) == {*lines.followed, *lines.uncounted}
    assert not lines.followed.keys() & lines.uncounted.keys()
    assert [list(each) for each in (lines.followed, lines.uncounted)] == [
        sorted(each) for each in (lines.followed, lines.uncounted)
    ]


@given(graphs)
def test_whose_line_runs_in_a_circle_is_known_before_anybody_votes(given):
    expected = [owner for owner in sorted(given) if walked(owner, given, ())[1] == "circle"]
    assert list(circles(given)) == expected
    assert set(circles(given)) == {
        owner for owner, why in follow(given, (), 2, lot).uncounted.items() if why == "circle"
    }


@given(graphs, polls, caps, st.randoms(use_true_random=False))
def test_the_order_in_which_votes_are_handed_on_or_cast_never_matters(given, votes, cap, chance):
    def shuffled(entries):
        return dict(chance.sample(list(entries.items()), len(entries)))

    assert follow(shuffled(given), shuffled(votes), cap, lot) == follow(given, votes, cap, lot)


@given(graphs, polls, caps, names)
def test_one_vote_more_takes_no_voice_from_the_count(given, votes, cap, owner):
    def heard(voted):
        return len(voted) + len(follow(given, voted, cap, lot).followed)

    assert heard({*votes, owner}) >= heard(set(votes))


# ---- the cap ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("owners", "cap", "found"),
    [(7, 150_000, 2), (100, 150_000, 15), (99, 150_000, 14), (20, MILLION, 20), (9, 0, 2), (20, 150_000, 3)],
)
def test_the_cap_is_a_part_of_the_owners_rounded_down_and_two_at_least(owners, cap, found):
    assert most(owners, cap) == found


def test_the_nearest_are_counted():
    given = {"a": "b", "b": "c", "c": "d", "e": "d"}
    lines = follow(given, {"d"}, 3, lot)
    assert (set(lines.followed), lines.uncounted) == ({"c", "e"}, {"a": "cap", "b": "cap"})


def test_a_cap_that_is_just_reached_stops_nobody_and_one_more_is_stopped():
    given = dict.fromkeys("abc", "d")
    assert not follow(given, {"d"}, 4, lot).uncounted
    assert len(follow(given, {"d"}, 3, lot).uncounted) == 1
    assert len(follow(given, {"d"}, 2, lot).uncounted) == 2


def test_of_the_equally_near_the_lot_decides_and_of_nobody_else():
    asked = []

    def drawn(place):
        asked.append(place)
        return bytes([9 - place])

    root, hops = [0, 0, 0, 0, 0, 0], [0, 1, 2, 2, 2, 3]
    assert beyond(root, hops, 4, drawn) == {2, 5}  # room for three behind the root: the lots are 9 - place
    assert sorted(asked) == [2, 3, 4]
    assert beyond(root, hops, 3, drawn) == {2, 3, 5}
    assert beyond(root, hops, 6, drawn) == frozenset()


def test_each_root_has_its_own_cap():
    root, hops = [0, 0, 0, 3, 3], [0, 1, 1, 0, 1]
    assert beyond(root, hops, 2, lambda place: bytes([place])) == {2}


@given(graphs, polls, caps)
def test_nobody_votes_for_more_than_the_cap_and_only_the_far_are_left_out(given, votes, cap):
    capped, free = follow(given, votes, cap, lot), follow(given, votes, EVERYBODY, lot)
    behind = Counter(each.root for each in capped.followed.values())
    assert all(1 + number <= cap for number in behind.values())
    assert {**capped.uncounted, **free.uncounted} == capped.uncounted
    for owner in capped.uncounted.keys() - free.uncounted.keys():
        assert capped.uncounted[owner] == "cap"
        root, far = free.followed[owner].root, free.followed[owner].hops
        assert behind[root] == cap - 1
        rivals = [name for name, each in capped.followed.items() if each.root == root]
        assert all((capped.followed[name].hops, lot(name)) <= (far, lot(owner)) for name in rivals)
    for owner in capped.followed:  # whoever is counted is counted behind somebody who is
        assert given[owner] in votes or given[owner] in capped.followed


# ---- what is counted ----------------------------------------------------------------------------


@given(graphs, polls, caps)
def test_every_owner_is_accounted_for_and_the_tally_is_what_the_quorum_counts(given, votes, cap):
    lines = follow(given, votes, cap, lot)
    found = spoken(given, lines.followed, votes)
    assert found == {owner: Spoken(each.root, votes[each.root]) for owner, each in lines.followed.items()}
    assert list(found) == sorted(found)
    counted = {**{owner: each.choice for owner, each in found.items()}, **votes}
    everybody = {*OWNERS}
    assert everybody - set(counted) == {owner for owner in everybody if owner not in votes and owner not in found}
    assert set(lines.uncounted) <= everybody - set(counted)


@given(graphs, polls, caps, names, st.sampled_from(["abstain", "against"]))
def test_an_objection_overrides_for_oneself_and_those_behind_and_lets_nobody_else_in(given, votes, cap, owner, choice):
    counted = frozenset(follow(given, votes, cap, lot).followed)
    later = {**votes, owner: choice}
    found = spoken(given, counted, later)
    assert set(found) == counted - {owner}
    for name in found:
        line, _ = walked(name, given, later)
        assert found[name] == Spoken(line[-1], later[line[-1]])


# ---- topics -------------------------------------------------------------------------------------


def test_a_kind_comes_before_a_value_and_a_value_before_all():
    assert topics("set_heat", ("safety", "thrift")) == ("kind/set_heat", "value/safety", "value/thrift", "all")
    assert topics("set_heat", ()) == ("kind/set_heat", "all")


def test_values_are_at_stake_by_how_much_of_the_score_they_move():
    weights = {"warmth": 200_000, "safety": 500_000, "thrift": 300_000}
    now = {"warmth": 500_000, "safety": 500_000, "thrift": 500_000}
    assert at_stake(weights, now, now) == ()
    assert at_stake(weights, now, {**now, "safety": 490_000, "thrift": 520_000}) == ("thrift", "safety")
    assert at_stake(weights, now, {**now, "safety": 520_000, "thrift": 480_000}) == ("safety", "thrift")
    assert at_stake(weights, now, {**now, "safety": 480_000, "thrift": 510_000}) == ("safety", "thrift")
    assert at_stake(weights, now, {**now, "warmth": 515_000, "thrift": 510_000}) == ("warmth", "thrift")
    assert at_stake({**weights, "safety": 0}, now, {**now, "safety": 0}) == ()


def test_the_most_specific_in_force_applies_and_what_is_void_makes_way_for_the_next():
    handed_on = {
        "all": Delegation("bo", 100),
        "value/thrift": Delegation("cy", 100),
        "kind/heat": Delegation("dee", 50),
    }
    asked = ("kind/heat", "value/safety", "value/thrift", "all")
    everybody = {"bo", "cy", "dee"}

    def found(now, voice=everybody):
        return chosen(handed_on, asked, now, voice.__contains__)

    assert found(49) == Given("kind/heat", "dee")
    assert found(50) == Given("value/thrift", "cy")
    assert found(49, {"bo"}) == Given("all", "bo")
    assert found(100) is None
    assert found(0, set()) is None
    assert chosen(handed_on, ("value/safety",), 0, everybody.__contains__) is None
