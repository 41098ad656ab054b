"""The control step against an independent, slow and plain reading of charging world 4."""

import cmath
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moot.worlds.charging import BOUNDS, STATUS_QUO, Policy, limit_factor
from moot.worlds.charging import site as site_module
from moot.worlds.charging.book import summed
from moot.worlds.charging.control import Case, simulate
from moot.worlds.charging.weight import exponential


def case(site, policy, day, seed=1):
    return Case(policy, site.day(day), limit_factor(site.number, day, seed))


# ---- the oracle: one policy, one day, one car at a time, from the words of the specification ----


def phasors(site):
    book = json.loads((site_module.DATA / f"network_{site.name}.json").read_text())
    turns = [cmath.exp(1j * math.radians(angle)) for angle in book["phase_angle_deg"]]
    return [[a * turn for a, turn in zip(row, turns, strict=True)] for row in book["constraint_matrix"]]


def loads(columns, current):
    return [abs(sum(a * x for a, x in zip(row, current, strict=True) if a)) for row in columns]


def water_fill(columns, base, cap, weight, limits):
    def fits(current):
        return all(load <= limit for load, limit in zip(loads(columns, current), limits, strict=True))

    if fits(cap):
        return list(cap)
    x, free = list(base), [c > b for b, c in zip(base, cap, strict=True)]
    for _ in range(3):
        if not any(free):
            break

        def at(level, x=x, free=free):
            raised = zip(x, base, cap, weight, free, strict=True)
            return [min(c, b + level * w) if moves else now for now, b, c, w, moves in raised]

        low, high, found = 0.001, max((c - b) / w for b, c, w, f in zip(base, cap, weight, free, strict=True) if f), 0.0
        for _ in range(13):
            middle = math.sqrt(low * high)
            if fits(at(middle)):
                low = found = middle
            else:
                high = middle
        x = at(found)
        full = [load >= 0.995 * limit for load, limit in zip(loads(columns, x), limits, strict=True)]
        stuck = [any(f and row[i] for f, row in zip(full, columns, strict=True)) for i in range(len(x))]
        free = [f and now < c and not s for f, now, c, s in zip(free, x, cap, stuck, strict=True)]
    return x


def belief(one, site, car, got, step):
    policy, day = one.policy, one.day
    trust, medians = policy.trust / 100, site.medians
    energy = trust * day.request[car] + (1 - trust) * medians.ratio * day.request[car]
    leaves = trust * day.departure[car] + (1 - trust) * (day.arrives[car] + medians.stay)
    remaining = max(energy - got, 0)
    hours = max(leaves - step, 6) / 12
    slack = min(max(hours - remaining / 6.656, -2), 8) if remaining else 8
    weight, p = 1.0, policy.priority / 100
    if p > 0:
        weight = math.exp(6 * p * math.exp(-max(slack, 0) / 2))
    if p < 0:
        weight = math.exp(6 * -p * math.exp(-got / 3))
    return slack, weight if remaining else weight / 10


def plain(site, one, until):
    """Yield, step by step, what every station draws."""
    policy, day, factor = one.policy, one.day, one.factor
    everything = phasors(site)
    got = [0.0] * day.cars
    emissions = day.two_days / 10_000
    threshold_at = 1 - 0.8 * policy.green / 100
    for step in range(60, until):
        cars = [i for i in range(day.cars) if day.arrives[i] <= step < day.leaves[i] and day.need[i] - got[i] > 1e-6]
        columns = [[row[day.station[i]] for i in cars] for row in everything]
        most = [min(32, (day.need[i] - got[i]) * 12 / 0.208 + 1.5) for i in cars]
        beliefs = [belief(one, site, i, got[i], step) for i in cars]
        window = emissions[step : step + 288]
        dirty = policy.green > 0 and window[-1] > np.quantile(window, threshold_at) + 1e-12
        least = [min(policy.floor, m) for m in most]
        caps = [0 if dirty and slack >= policy.guard / 60 else m for m, (slack, _) in zip(most, beliefs, strict=True)]
        caps = [max(c, m) for c, m in zip(caps, least, strict=True)]
        limits = [limit * factor[step - 2] for limit in site.limits]
        base = water_fill(columns, [0.0] * len(cars), least, [1.0] * len(cars), limits)
        reached = loads(columns, base)
        tight = [max(limit * (1 - policy.headroom / 100), load) for limit, load in zip(limits, reached, strict=True)]
        current = water_fill(columns, base, caps, [w for _, w in beliefs], tight)
        drawn = np.zeros(len(site.network.stations))
        for i, x in zip(cars, current, strict=True):
            got[i] = min(got[i] + max(x - 1.5, 0) * 0.208 / 12, day.need[i])
            drawn[day.station[i]] = x
        yield drawn


@pytest.mark.parametrize(
    ("name", "terms", "place"),
    [
        ("caltech", (15, 0, 6, 0, 100, 60), 30),
        ("caltech", (8, -80, 0, 60, 0, 0), 97),
        ("caltech", (35, 38, 6, 80, 97, 191), 130),
        ("jpl", (16, 80, 10, 20, 50, 60), 12),
    ],
)
def test_every_current_is_that_of_the_plain_reading(request, name, terms, place):
    site, policy = request.getfixturevalue(name), Policy(*terms)
    one = case(site, policy, site.days[place])
    ours = simulate(site, [one], keep_currents=True)
    until = 150  # half past twelve
    theirs = list(plain(site, one, until))
    # One reading may settle a bisection differently in its last place, one part in a thousand.
    assert ours.current[0][: until - 60] == pytest.approx(np.array(theirs), abs=0.05)


# ---- laws ----


@st.composite
def policies(draw):
    return Policy(*(draw(st.integers(least, greatest)) for least, greatest in BOUNDS.values()))


@settings(max_examples=6, deadline=None)
@given(st.lists(policies(), min_size=1, max_size=4), st.lists(st.integers(0, 160), min_size=1, max_size=3), st.data())
def test_a_policy_day_measured_alone_equals_the_same_in_any_batch(caltech, chosen, places, data):
    cases = [case(caltech, policy, caltech.days[place]) for policy in chosen for place in places]
    order = data.draw(st.permutations(range(len(cases))))
    together = summed([cases[n] for n in order], simulate(caltech, [cases[n] for n in order]))
    alone = data.draw(st.integers(0, len(cases) - 1))
    assert summed([cases[order[alone]]], simulate(caltech, [cases[order[alone]]])) == [together[alone]]


def test_the_same_holds_at_the_other_site_to_the_last_bit(jpl):
    cases = [case(jpl, STATUS_QUO, day) for day in jpl.days[:7]]
    together = simulate(jpl, cases, keep_currents=True)
    alone = simulate(jpl, cases[3:4], keep_currents=True)
    assert (together.current[3] == alone.current[0]).all()


@settings(max_examples=4, deadline=None)
@given(policies(), st.integers(0, 160))
def test_no_limit_seen_is_passed_and_no_car_gets_more_than_it_needs(caltech, policy, place):
    one = case(caltech, policy, caltech.days[place])
    outcome = simulate(caltech, [one], keep_currents=True)
    columns = np.array(phasors(caltech))
    for step, drawn in enumerate(outcome.current[0], start=60):
        assert (np.abs(columns @ drawn) <= caltech.limits * one.factor[step - 2] * (1 + 1e-5)).all()
    assert (outcome.useful <= one.day.need).all()
    assert outcome.current.min() >= 0
    assert outcome.current.max() <= 32


def test_with_calm_limits_headroom_leaves_nothing_violated(caltech):
    cases = [case(caltech, STATUS_QUO, caltech.days[9], "calm")]
    assert summed(cases, simulate(caltech, cases))[0].violated_steps == 0


def test_the_exponential_is_the_exponential():
    powers = np.linspace(-30, 6, 10_001)
    assert exponential(powers) == pytest.approx(np.exp(powers), rel=1e-13)
