import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.act import MILLION
from moot.core.charter import Worth
from moot.core.values import carried, ladder, median


def vectors(values):
    cuts = st.lists(st.integers(0, MILLION), min_size=values - 1, max_size=values - 1).map(sorted)
    corner = st.integers(0, values - 1).map(lambda which: [MILLION * (which == j) for j in range(values)])
    return cuts.map(lambda inner: [high - low for low, high in pairwise([0, *inner, MILLION])]) | corner


profiles = st.integers(1, 5).flatmap(lambda values: st.lists(vectors(values), min_size=1, max_size=9))


def direct_median(votes, t):
    """The definition: the middle of n votes and n + 1 phantoms, in units of 1/n ppm."""
    n = len(votes)
    return sorted([*(vote * n for vote in votes), *(max(0, t - k * MILLION) for k in range(n + 1))])[n]


def naive_ladder(profile):
    n = len(profile)

    def medians(t):
        return [direct_median(column, t) for column in zip(*profile, strict=True)]

    low, high = -1, 2 * n * MILLION
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if sum(medians(middle)) >= n * MILLION else (middle, high)
    found = medians(high)
    weights = [m * MILLION // sum(found) for m in found]
    by_remainder = sorted(range(len(found)), key=lambda j: (-(found[j] * MILLION % sum(found)), j))
    for j in by_remainder[: MILLION - sum(weights)]:
        weights[j] += 1
    return high, tuple(weights)


def distance(left, right):
    return sum(abs(a - b) for a, b in zip(left, right, strict=True))


def test_the_published_vectors(shared_data):
    published = json.loads(shared_data("vectors/ladder.json").read_text())["vectors"]
    assert published
    for vector in published:
        assert ladder(vector["votes"]) == (vector["t"], tuple(vector["weights"]))


def test_single_minded_camps_get_the_share_of_their_voices():
    camps = [(MILLION, 0, 0)] * 6 + [(0, MILLION, 0)] * 3 + [(0, 0, MILLION)]
    assert ladder(camps) == (10_000_000, (600_000, 300_000, 100_000))


def test_one_owner_alone_gets_what_it_wants():
    assert ladder([(123_456, 876_544)])[1] == (123_456, 876_544)


def test_a_vector_that_leaves_out_a_value_is_no_vector():
    with pytest.raises(ValueError, match="shorter"):
        ladder([(600_000, 400_000), (MILLION,)])


def test_no_vectors_weigh_nothing():
    assert ladder([]) == (0, ())


@given(st.lists(st.integers(0, MILLION), min_size=1, max_size=9), st.data())
def test_the_fast_median_is_the_median(votes, data):
    t = data.draw(st.integers(0, 2 * len(votes) * MILLION))
    assert median([*sorted(votes), MILLION], t) == direct_median(votes, t)


@given(st.lists(st.integers(0, 4).map(lambda quarter: quarter * 250_000), min_size=1, max_size=6), st.data())
def test_the_fast_median_is_the_median_where_votes_and_phantoms_meet(votes, data):
    t = data.draw(st.integers(0, 8 * len(votes))) * 250_000
    assert median([*sorted(votes), MILLION], t) == direct_median(votes, t)


@given(profiles)
def test_it_is_the_definition(profile):
    assert ladder(profile) == naive_ladder(profile)


@given(profiles)
def test_the_weights_sum_to_a_million(profile):
    weights = ladder(profile)[1]
    assert sum(weights) == MILLION
    assert min(weights) >= 0


@given(profiles, st.randoms(use_true_random=False))
def test_the_order_of_vectors_never_matters(profile, chance):
    shuffled = chance.sample(profile, len(profile))
    assert ladder(shuffled) == ladder(profile)


@given(profiles, st.data())
def test_what_all_agree_on_holds(profile, data):
    voices = data.draw(st.integers(1, 12))
    assert ladder([profile[0]] * voices)[1] == tuple(profile[0])


@given(profiles, st.data())
def test_nobody_comes_nearer_to_its_vector_by_reporting_another(profile, data):
    truth, *others = profile
    honest = distance(ladder(profile)[1], truth)
    dust = 2 * len(truth)  # rounding: a ppm or two a value
    for lie in data.draw(st.lists(vectors(len(truth)), min_size=1, max_size=8)):
        assert distance(ladder([lie, *others])[1], truth) >= honest - dust


@given(profiles.filter(lambda profile: len(profile[0]) > 1), st.data())
def test_weight_moved_to_a_value_is_never_taken_from_it(profile, data):
    mine, *others = profile
    gainer = data.draw(st.integers(0, len(mine) - 1))
    moved = [data.draw(st.integers(0, weight)) if j != gainer else 0 for j, weight in enumerate(mine)]
    mine_after = [weight - part for weight, part in zip(mine, moved, strict=True)]
    mine_after[gainer] += sum(moved)
    dust = len(mine) + 1
    assert ladder([mine_after, *others])[1][gainer] >= ladder(profile)[1][gainer] - dust


worths = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 5), st.sampled_from([None, *"xyz"])),
    min_size=1,
    max_size=8,
    unique_by=lambda each: each[0],
)


@given(st.lists(st.integers(0, 9), min_size=3, max_size=3).filter(any), worths, st.sets(st.sampled_from("xyz")))
def test_carried_weights_sum_to_a_million_and_clones_gain_nothing(parts, new, kept):
    total = sum(parts)
    weights = {name: MILLION * part // total for name, part in zip("xyz", parts, strict=True)}
    weights["x"] += MILLION - sum(weights.values())
    fresh = [Worth(name, "", part * 10_000, 0, parent=parent) for name, part, parent in new]
    after = [*(Worth(name, "", 0, 0) for name in sorted(kept)), *fresh]
    found = carried(weights, "xyz", after)
    if any(each.parent or each.id in kept for each in after):
        assert sum(found.values()) == MILLION
    assert found.keys() == {each.id for each in after}
    if kept == set("xyz") and all(each.parent for each in fresh):
        for root in "xyz":
            family = [root, *(each.id for each in fresh if each.parent == root)]
            assert abs(sum(found[name] for name in family) - weights[root]) <= len(after)


def test_a_weight_is_divided_over_a_common_denominator_and_rounded_once():
    after = [Worth("x", "", 0, 0), *(Worth(name, "", 0, 0, parent="x") for name in "abc"), Worth("y", "", 0, 0)]
    assert carried({"x": 700_001, "y": 299_999}, "xy", after) == {
        "x": 175_001,
        "a": 175_000,
        "b": 175_000,
        "c": 175_000,
        "y": 299_999,
    }


def test_a_value_that_was_split_off_long_ago_keeps_its_own_weight():
    after = [Worth("x", "", 0, 0), Worth("y", "", 0, 0, parent="x"), Worth("z", "", 0, 0, parent="y")]
    assert carried({"x": 600_000, "y": 400_000}, "xy", after) == {"x": 600_000, "y": 200_000, "z": 200_000}


def test_values_of_no_weight_share_evenly_what_is_left_for_them():
    after = [Worth("x", "", 0, 0), Worth("y", "", 0, 0), Worth("new", "", 400_000, 0)]
    assert carried({"x": 0, "y": 0, "gone": MILLION}, ["x", "y", "gone"], after) == {
        "new": 400_000,
        "x": 300_000,
        "y": 300_000,
    }
    assert carried({"gone": MILLION}, ["gone"], [Worth("new", "", MILLION, 0)]) == {"new": MILLION}
