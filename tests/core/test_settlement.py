import json
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.act import MILLION
from moot.core.settlement import Wager, pay, settle, split_gain, stake_limit

ppm = st.integers(0, MILLION)
stakes = st.integers(0, 10**13)
wager_lists = st.lists(st.builds(Wager, stakes, ppm), min_size=1, max_size=8)
odds = st.tuples(st.integers(1, MILLION), st.integers(1, MILLION)).map(sorted)


def exact(wagers, measured, p_min, p_executed):
    """The formula, letter by letter, in fractions."""
    y = Fraction(measured, MILLION)
    total = sum(wager.stake for wager in wagers)
    nets = []
    for index, wager in enumerate(wagers):
        others = [other for place, other in enumerate(wagers) if place != index]
        rest = sum(other.stake for other in others)
        if not rest or not total:
            nets.append(Fraction(0))
            continue
        q = Fraction(sum(other.stake * other.forecast for other in others), rest * MILLION)
        p = Fraction(wager.forecast, MILLION)
        scale = Fraction(p_min, p_executed)
        nets.append(Fraction(wager.stake * rest, total) * ((q - y) ** 2 - (p - y) ** 2) * scale)
    return nets


def test_the_published_vectors(shared_data):
    published = json.loads(shared_data("vectors/settlement.json").read_text())["vectors"]
    assert published
    for vector in published:
        wagers = [Wager(*pair) for pair in zip(vector["stakes"], vector["forecasts"], strict=True)]
        nets = settle(wagers, vector["measured"], vector["p_min"], vector["p_executed"])
        assert nets == tuple(vector["net"])
        assert -sum(nets) == vector["fund"]


def test_money_goes_from_the_wild_to_the_near():
    wagers = [Wager(20_000_000, 700_000), Wager(20_000_000, 650_000), Wager(10_000_000, 100_000)]
    assert settle(wagers, 680_000, 40_000, 800_000) == (27_066, 18_900, -134_550)


@pytest.mark.parametrize("wagers", [[], [Wager(5, 0)], [Wager(0, 0), Wager(0, 9)], [Wager(5, 0), Wager(0, MILLION)]])
def test_who_bets_against_nobody_neither_gains_nor_loses(wagers):
    assert set(settle(wagers, 500_000, MILLION, MILLION)) <= {0}


@given(wager_lists, ppm, odds)
def test_it_is_the_formula_floored_once(wagers, measured, odds):
    assert settle(wagers, measured, *odds) == tuple(map(floor, exact(wagers, measured, *odds)))


@given(wager_lists, ppm, odds)
def test_nobody_loses_more_than_its_stake(wagers, measured, odds):
    nets = settle(wagers, measured, *odds)
    assert all(net >= -wager.stake for net, wager in zip(nets, wagers, strict=True))


@given(wager_lists, ppm, odds)
def test_the_fund_never_pays(wagers, measured, odds):
    assert sum(settle(wagers, measured, *odds)) <= 0


@given(wager_lists, ppm, odds, st.randoms(use_true_random=False))
def test_the_order_of_wagers_never_matters(wagers, measured, odds, chance):
    places = chance.sample(range(len(wagers)), len(wagers))
    shuffled = settle([wagers[place] for place in places], measured, *odds)
    nets = settle(wagers, measured, *odds)
    assert shuffled == tuple(nets[place] for place in places)


@given(wager_lists, stakes, st.integers(0, MILLION), ppm, odds)
def test_splitting_a_stake_never_pays(others, stake, part, measured, odds):
    said = others[0].forecast
    first = stake * part // MILLION
    whole = settle([Wager(stake, said), *others[1:]], measured, *odds)
    parts = settle([Wager(first, said), Wager(stake - first, said), *others[1:]], measured, *odds)
    assert parts[0] + parts[1] <= whole[0]


@given(ppm, st.lists(ppm, max_size=4), stakes, ppm, odds)
def test_repeating_what_the_others_say_earns_nothing(mean, spread, stake, measured, odds):
    apart = [min(distance, mean, MILLION - mean) for distance in spread]
    others = [Wager(stake, mean + sign * distance) for distance in apart for sign in (-1, 1)]
    assert settle([Wager(10**9, mean), *others], measured, *odds)[0] == 0


@st.composite
def beliefs(draw):
    """A believer's outcomes, each with its number of equal chances, and their mean, a whole number of ppm."""
    low, high, step = draw(st.integers(1, 9)), draw(st.integers(1, 9)), draw(st.integers(0, 50_000))
    mean = draw(st.integers(low * step, MILLION - high * step))
    return ((mean - low * step, high), (mean + high * step, low)), mean


def expected(belief, wagers, odds):
    outcomes, _ = belief
    chances = sum(chance for _, chance in outcomes)
    return sum(Fraction(settle(wagers, y, *odds)[0] * chance, chances) for y, chance in outcomes)


@given(beliefs(), wager_lists, stakes, ppm, odds)
def test_the_truth_is_the_best_report(belief, others, stake, lie, odds):
    honest = expected(belief, [Wager(stake, belief[1]), *others], odds)
    dishonest = expected(belief, [Wager(stake, lie), *others], odds)
    assert honest > dishonest - 1  # less than one micro-credit, which flooring takes


def test_a_lie_costs_money():
    belief = ((400_000, 1), (600_000, 1)), 500_000
    others = [Wager(10**9, 300_000), Wager(10**9, 450_000)]
    nets = [expected(belief, [Wager(10**9, p), *others], (1, 1)) for p in range(0, MILLION, 50_000)]
    # The further from the truth, the tenth, the less.
    assert nets[:11] == sorted(set(nets[:11]))
    assert nets[10:] == sorted(set(nets[10:]), reverse=True)


splits = st.tuples(st.builds(Wager, stakes, ppm), st.builds(Wager, stakes, ppm))


@given(beliefs(), wager_lists, splits, odds)
def test_no_two_wagers_for_one_earn_more_than_the_truth(belief, others, two, odds):
    outcomes, mean = belief
    chances = sum(chance for _, chance in outcomes)
    split = sum(Fraction(sum(settle([*two, *others], y, *odds)[:2]) * chance, chances) for y, chance in outcomes)
    one = Wager(two[0].stake + two[1].stake, mean)
    assert split < expected(belief, [one, *others], odds) + 1


# ---- stakes and gains -----------------------------------------------------------------------


@given(stakes, stakes, ppm)
def test_open_stakes_never_pass_the_cap(free, open_stakes, cap):
    limit = stake_limit(free, open_stakes, cap)
    allowed = Fraction(cap * (free + open_stakes), MILLION)
    assert 0 <= limit <= free
    assert limit == 0 or open_stakes + limit <= allowed < open_stakes + limit + 1
    # What was staked in two steps could have been staked in one.
    assert stake_limit(free - limit, open_stakes + limit, cap) == 0


def test_a_fifth_may_be_at_stake():
    assert stake_limit(1_000, 0, 200_000) == 200
    assert stake_limit(900, 100, 200_000) == 100
    assert stake_limit(700, 300, 200_000) == 0


@pytest.mark.parametrize(
    ("gain", "paid"),
    [
        (0, 0),
        (10**9, 1_000_000),
        (25 * 10**9, 25_000_000),
        (50 * 10**9, 50_000_000),
        (51 * 10**9, 50_000_000),
        (-(10**9), -1_000_000),
        (-21 * 10**9, -20_000_000),
        (1_999, 1),
        (-1, -1),
    ],
)
def test_a_gain_is_paid_by_the_thousand_ppm_within_bond_and_cap(gain, paid):
    assert pay(gain, rate=1_000_000, bond=20_000_000, cap=50_000_000) == paid


@pytest.mark.parametrize(
    ("amount", "improvements", "shares"),
    [
        (100, [30, 10], (75, 25)),
        (100, [0, 10], (0, 100)),
        (100, [-5, 10], (0, 100)),
        (100, [0, 0, -3], (100, 0, 0)),
        (100, [1, 1, 1], (33, 33, 33)),
        (-100, [1, 3], (-100, 0)),
        (0, [1, 3], (0, 0)),
        (1, [0, 10], (0, 1)),
        (7, [4], (7,)),
    ],
)
def test_a_gain_is_shared_by_what_each_improved_and_a_loss_is_not(amount, improvements, shares):
    assert split_gain(amount, improvements) == shares


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(-100, 100), min_size=1, max_size=6))
def test_what_is_left_of_a_gain_is_less_than_one_each(amount, improvements):
    left = amount - sum(split_gain(amount, improvements))
    assert 0 <= left < len(improvements)
