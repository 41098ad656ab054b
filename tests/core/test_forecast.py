from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from moot.core.act import MILLION
from moot.core.events import Pooled
from moot.core.forecast import (
    Bet,
    Lottery,
    capped,
    drawn,
    eligible,
    lottery,
    lower_median,
    pool,
    recommend,
    score,
)

CAP = 150_000
OWNERS = "abcdefg"
forecasts = st.integers(0, MILLION)
bet_lists = st.lists(
    st.builds(Bet, st.sampled_from(OWNERS), st.sampled_from(["claude", "gpt", "other", None]), forecasts), max_size=12
)
masses = st.one_of(st.just(0), st.integers(1, 10), st.integers(1, 10**12))
weight_maps = st.sampled_from([3, 10**12]).flatmap(
    lambda most: st.fixed_dictionaries({owner: st.integers(1, most) for owner in OWNERS})
)
influences = st.integers(1, 30).flatmap(
    lambda owners: st.fixed_dictionaries({f"owner{number}": masses for number in range(owners)})
)


# ---- the cap --------------------------------------------------------------------------------


def naive_shares(influence, cap):
    """Water-filling said slowly: who is above the limit gets the limit, the others what is left, until nobody is."""
    limit = max(Fraction(cap, MILLION), Fraction(2, len(influence)))
    fixed = set()
    while True:
        rest = {owner: mass for owner, mass in influence.items() if owner not in fixed}
        if not any(rest.values()):
            rest = dict.fromkeys(rest, 1)
        left = 1 - limit * len(fixed)
        shares = {owner: left * Fraction(mass, sum(rest.values())) for owner, mass in rest.items()}
        above = {owner for owner, share in shares.items() if share > limit}
        if not above:
            return {**dict.fromkeys(fixed, limit), **shares}
        fixed |= above


def shares_of(weights):
    return {owner: Fraction(weight, sum(weights.values())) for owner, weight in weights.items()}


@given(influences, st.integers(0, MILLION))
def test_no_owner_weighs_more_than_the_cap(influence, cap):
    limit = max(Fraction(cap, MILLION), Fraction(2, len(influence)))
    assert max(shares_of(capped(influence, cap)).values()) <= limit


@given(influences, st.integers(0, MILLION))
def test_the_cap_is_water_filled(influence, cap):
    assert shares_of(capped(influence, cap)) == naive_shares(influence, cap)


def test_one_giant_gets_the_cap_and_the_others_keep_their_proportions():
    influence = {"giant": 10**12, **{f"owner{number}": 1 + number % 2 for number in range(16)}}
    shares = shares_of(capped(influence, CAP))
    assert shares["giant"] == Fraction(15, 100)
    assert shares["owner1"] == 2 * shares["owner0"] == Fraction(85, 100) * Fraction(2, 24)


def test_few_owners_may_weigh_more_but_never_more_than_two_of_them():
    assert shares_of(capped({"ana": 10, "bo": 0, "cy": 0}, CAP)) == {
        "ana": Fraction(2, 3),
        "bo": Fraction(1, 6),
        "cy": Fraction(1, 6),
    }


def test_where_nobody_has_influence_all_have_alike():
    assert set(shares_of(capped({"ana": 0, "bo": 0, "cy": 0}, CAP)).values()) == {Fraction(1, 3)}


def test_nobody_needs_no_cap():
    assert capped({}, CAP) == {}


# ---- the pool -------------------------------------------------------------------------------


def naive_quantile(points, part):
    total = sum(weight for _, weight in points)
    return min(p for p, _ in points if sum(weight for q, weight in points if q <= p) >= part * total)


def naive_pool(bets, weights):
    said = {}
    for bet in bets:
        said.setdefault((bet.owner, bet.family), []).append(bet.p)
    families = Counter(owner for owner, _ in said)
    points = [
        (naive_quantile([(p, 1) for p in ps], Fraction(1, 2)), Fraction(weights[owner], families[owner]))
        for (owner, _), ps in said.items()
    ]
    return Pooled(*(naive_quantile(points, Fraction(quarters, 4)) for quarters in (2, 1, 3)), len(bets))


@given(bet_lists.filter(bool), weight_maps)
def test_it_is_the_rule_said_slowly(bets, weights):
    assert pool(bets, weights, 0) == naive_pool(bets, weights)


@given(bet_lists, weight_maps, st.randoms(use_true_random=False))
def test_the_order_of_bets_never_matters(bets, weights, chance):
    shuffled = chance.sample(bets, len(bets))
    assert pool(shuffled, dict(reversed(weights.items())), 5) == pool(bets, weights, 5)


@given(bet_lists.filter(bool), weight_maps)
def test_the_pool_is_a_number_that_somebody_said(bets, weights):
    pooled = pool(bets, weights, 0)
    said = {bet.p for bet in bets}
    assert {pooled.value, pooled.lower, pooled.upper} <= said
    assert pooled.lower <= pooled.value <= pooled.upper


@given(bet_lists.filter(bool), weight_maps, st.sampled_from(OWNERS))
def test_more_agents_of_a_family_give_an_owner_no_more_influence(bets, weights, owner):
    twins = [bet for bet in bets if bet.owner == owner]
    once, twice = pool(bets, weights, 0), pool(bets + twins, weights, 0)
    assert replace(twice, forecasts=once.forecasts) == once


@given(st.lists(forecasts, min_size=5, max_size=20), st.lists(masses, min_size=20, max_size=20), forecasts)
def test_one_owner_cannot_move_the_pool_beyond_what_others_say(honest, influence, lie):
    bets = [Bet(f"owner{number}", None, p) for number, p in enumerate(honest)]
    held = dict(zip((bet.owner for bet in bets), influence, strict=False))
    pooled = pool([*bets, Bet("liar", None, lie)], capped({**held, "liar": 10**15}, CAP), 0)
    assert min(honest) <= pooled.value <= max(honest)


def test_without_a_bet_the_last_measurement_stands():
    assert pool([], {}, 420_000) == Pooled(420_000, 420_000, 420_000, 0)


@given(st.lists(st.tuples(forecasts, st.sampled_from(["claude", "gpt", None])), min_size=1, max_size=9), st.data())
def test_liars_with_less_than_half_of_the_weight_cannot_leave_what_others_say(honest, data):
    """The breakdown point is a half, however the liars choose their families; of families' medians it was a quarter."""
    bets = [Bet(f"owner{number}", family, p) for number, (p, family) in enumerate(honest)]
    families = st.sampled_from(["claude", "gpt", None])
    said = data.draw(st.lists(st.tuples(forecasts, families), max_size=len(honest) - 1))
    lies = [Bet(f"liar{number}", family, p) for number, (p, family) in enumerate(said)]
    pooled = pool([*bets, *lies], dict.fromkeys((bet.owner for bet in [*bets, *lies]), 7), 0)
    assert min(p for p, _ in honest) <= pooled.value <= max(p for p, _ in honest)


def test_people_stand_alone():
    bets = [Bet(owner, None, p) for owner, p in zip("abc", (100, 200, 300), strict=True)]
    assert pool(bets, dict.fromkeys("abc", 1), 0) == Pooled(200, 100, 300, 3)


def test_an_owner_with_two_families_splits_its_influence():
    bets = [Bet("a", "gpt", 100), Bet("a", "claude", 900), Bet("b", None, 500), Bet("c", None, 600)]
    # 900 has a half of a whole behind it, as 100 has: b and c decide.
    assert pool(bets, dict.fromkeys("abc", 1), 0) == Pooled(500, 500, 600, 4)


def test_reaching_exactly_half_is_enough():
    bets = [Bet("a", None, 100), Bet("b", None, 900)]
    assert pool(bets, {"a": 1, "b": 1}, 0).value == 100
    assert pool(bets, {"a": 1, "b": 2}, 0).value == 900


@pytest.mark.parametrize(("said", "middle"), [([5], 5), ([9, 1], 1), ([9, 1, 5], 5), ([4, 3, 2, 1], 2)])
def test_of_two_in_the_middle_the_lower_counts(said, middle):
    assert lower_median(said) == middle


# ---- scores and candidates ------------------------------------------------------------------


def test_a_score_is_the_weighted_sum():
    assert score({"safety": 600_000, "ethics": 400_000}, {"safety": 900_000, "ethics": 500_000}) == 740_000 * MILLION
    assert score({"safety": MILLION}, {"safety": MILLION}) == 10**12


@pytest.mark.parametrize(
    ("pooled", "status_quo", "allowed"),
    [
        (800, 900, True),
        (799, 900, False),
        (799, 800, False),
        (799, 790, True),
        (790, 790, False),
        (789, 790, False),
        (800, 700, True),
        (900, 700, True),
    ],
)
def test_a_floor_excludes_unless_the_status_quo_is_below_it_too_and_worse(pooled, status_quo, allowed):
    assert eligible({"safety": pooled}, {"safety": status_quo}, {"safety": 800}) is allowed


def test_every_floor_counts_and_only_floors():
    pooled, status_quo = {"safety": 900, "ethics": 100, "climate": 0}, {"safety": 900, "ethics": 300, "climate": 5}
    assert not eligible(pooled, status_quo, {"safety": 800, "ethics": 200})
    assert eligible(pooled, status_quo, {"safety": 800})
    assert eligible(pooled, status_quo, {})


def test_the_best_eligible_candidate_is_recommended():
    scores = {"old": 5, "A": 7, "B": 9, "C": 8}
    assert recommend(scores, {"old", "A", "C"}, "old", ["A", "B", "C", "old"]) == "C"


def test_the_status_quo_is_always_eligible_and_wins_its_ties():
    assert recommend({"old": 7, "A": 7}, {"A"}, "old", ["A"]) == "old"
    assert recommend({"old": 8, "A": 7}, set(), "old", ["A"]) == "old"
    assert recommend({"old": 6, "A": 7}, {"A", "old"}, "old", ["old", "A"]) == "A"


def test_other_ties_go_by_lot():
    scores = {"old": 1, "A": 7, "B": 7}
    assert recommend(scores, {"A", "B"}, "old", ["B", "A"]) == "B"
    assert recommend(scores, {"A", "B"}, "old", ["A", "B"]) == "A"


# ---- the lottery ----------------------------------------------------------------------------

others = st.sets(st.text("abc", min_size=1, max_size=3), max_size=6)
epsilons = st.integers(0, MILLION // 2)


@given(others, epsilons)
def test_chances_sum_to_a_million_and_none_is_below_p_min(versions, eps):
    printed = lottery("R", versions, eps)
    assert sum(chance for _, chance in printed.odds) == MILLION
    assert min(chance for _, chance in printed.odds) == printed.p_min > 0


@given(others, epsilons)
def test_all_others_are_equally_likely(versions, eps):
    assume(versions and eps >= len(versions))
    printed = lottery("R", versions, eps)
    chances = dict(printed.odds)
    assert {chances[version] for version in versions} == {eps // len(versions)} == {printed.p_min}
    assert chances["R"] >= MILLION - eps


def test_unless_it_must_be_beaten_the_status_quo_stands_back_for_any_that_is_allowed():
    ties = ["old", "A", "B"]
    assert recommend({"old": 9, "A": 7, "B": 8}, {"old", "A", "B"}, "old", ties, must_beat=False) == "B"
    assert recommend({"old": 9, "A": 7, "B": 8}, {"old", "A"}, "old", ties, must_beat=False) == "A"
    assert recommend({"old": 9, "A": 7, "B": 8}, {"old"}, "old", ties, must_beat=False) == "old"
    assert recommend({"old": 9, "A": 7}, {"old", "A"}, "old", ties) == "old"


def test_the_printed_order_is_the_recommended_and_then_by_id():
    assert lottery("R", {"c", "a", "b"}, 100_000) == Lottery(
        (("R", 900_001), ("a", 33_333), ("b", 33_333), ("c", 33_333)), 33_333
    )


@pytest.mark.parametrize(("versions", "eps"), [((), 100_000), (("a",), 0), (("a", "b", "c"), 2)])
def test_with_nothing_to_explore_the_recommended_is_certain(versions, eps):
    assert lottery("R", versions, eps) == Lottery((("R", MILLION),), MILLION)


@given(others, epsilons)
def test_each_version_is_drawn_by_exactly_as_many_numbers_as_its_chance(versions, eps):
    printed = lottery("R", versions, eps)
    start = 0
    for version, chance in printed.odds:
        assert drawn(printed, start) == drawn(printed, start + chance - 1) == version
        start += chance
