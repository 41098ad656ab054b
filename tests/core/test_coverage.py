"""Coverage: a mandate is covered by as many owners who answer as it needs, each counted once."""

from hypothesis import given
from hypothesis import strategies as st

from moot.core.coverage import answering, cover, is_hole
from moot.core.events import Cover

OWNERS = "abcdefg"
FAMILIES = st.sampled_from([None, "oak", "elm", "ash"])
holdings = st.dictionaries(st.sampled_from(OWNERS), st.lists(FAMILIES, min_size=1, max_size=3))
silences = st.sets(st.sampled_from(OWNERS))


def test_a_cover_lists_owners_families_and_the_silent_in_order():
    found = cover("ethics", 5, {"cy": ["oak", "elm"], "ana": [None], "bo": ["elm"]}, {"cy", "bo", "zoe"})
    assert found == Cover("ethics", ("ana", "bo", "cy"), ("elm", "oak"), ("bo", "cy"), 5)
    assert answering(found) == ("ana",)


def test_families_are_listed_in_order_however_many_they_are():
    names = [f"family.{number}" for number in range(100, 130)]
    assert cover("ethics", 5, {"ana": names[::-1]}, ()).families == tuple(names)


def test_as_many_as_are_needed_are_enough_and_one_fewer_is_a_hole():
    three = {"ana": ["oak"], "bo": ["oak"], "cy": [None]}
    assert not is_hole(cover("ethics", 3, three, ()))
    assert is_hole(cover("ethics", 4, three, ()))
    assert is_hole(cover("ethics", 3, three, {"bo"}))
    assert not is_hole(cover("ethics", 3, three, {"somebody else"}))


def test_a_mandate_that_nobody_holds_is_a_hole_unless_it_needs_nobody():
    assert cover("ethics", 1, {}, {"ana"}) == Cover("ethics", (), (), (), 1)
    assert is_hole(cover("ethics", 1, {}, ()))
    assert not is_hole(cover("ethics", 0, {}, ()))


@given(holdings, silences, st.integers(0, 8))
def test_an_owner_counts_once_and_answers_unless_it_was_silent(holders, silent, needed):
    found = cover("ethics", needed, holders, silent)
    assert set(answering(found)) | set(found.silent) == set(found.owners) == set(holders)
    assert not set(answering(found)) & set(found.silent)
    assert set(found.silent) == set(holders) & silent
    assert is_hole(found) == (len(set(holders) - silent) < needed)
    assert set(found.families) == {each for those in holders.values() for each in those if each}


@given(holdings, silences, st.randoms(use_true_random=False))
def test_the_order_never_matters(holders, silent, chance):
    shuffled = dict(chance.sample(list(holders.items()), len(holders)))
    assert cover("ethics", 3, shuffled, chance.sample(sorted(silent), len(silent))) == cover(
        "ethics", 3, holders, silent
    )


@given(holdings, silences, st.integers(0, 8), st.sampled_from(OWNERS))
def test_one_owner_more_never_opens_a_hole(holders, silent, needed, more):
    before = cover("ethics", needed, holders, silent)
    after = cover("ethics", needed, {**holders, more: ["oak"]}, silent)
    assert is_hole(before) or not is_hole(after)
