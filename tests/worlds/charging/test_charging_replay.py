"""Replays: what is measured, kept and stored (charging world 5 to 8)."""

import json
from datetime import date
from pathlib import Path

import pytest

from moot.worlds.charging import CALM, STATUS_QUO, Policy, Replay, load_site
from moot.worlds.charging import replay as replay_module

STORED = json.loads((Path(__file__).parent / "stored_example.json").read_text())


@pytest.mark.parametrize("example", STORED, ids=lambda example: f"{example['site']}-{example['seed']}")
def test_the_stored_example_comes_out_to_the_last_ppm(example):
    replay = Replay(load_site(example["site"], capacity=example["capacity"]))
    days = [date.fromisoformat(day) for day in example["days"]]
    chosen = [Policy(*row["terms"]) for row in example["rows"]]
    assert [list(measures) for measures in replay.measure(chosen, days, example["seed"])] == [
        row["ppm"] for row in example["rows"]
    ]
    sums = replay.sums(chosen, days[:1], example["seed"])
    assert [list(sums[policy, days[0]]) for policy in chosen] == [row["sums_of_first_day"] for row in example["rows"]]


# Charging world 7: training, then test.
TRADE_OFFS = {
    (34, -80, 0, 20, 100, 60): ((0.96, 0.76, 0.51, 0.44), (0.97, 0.83, 0.45, 0.39)),
    (8, -80, 0, 0, 100, 60): ((0.86, 0.68, 0.75, 0.55), (0.85, 0.76, 0.70, 0.52)),
    (8, -80, 0, 60, 0, 0): ((0.88, 0.31, 0.27, 0.95), (0.87, 0.38, 0.26, 0.87)),
    (8, -80, 0, 20, 100, 180): ((0.86, 0.67, 0.74, 0.57), (0.85, 0.76, 0.70, 0.54)),
    (8, -80, 0, 20, 0, 0): ((0.86, 0.56, 0.58, 0.75), (0.86, 0.65, 0.56, 0.70)),
    (15, 0, 6, 0, 100, 60): ((0.79, 0.72, 0.70, 0.53), (0.80, 0.81, 0.64, 0.49)),
}


def test_the_trade_offs_that_were_measured_come_out_again(replay, caltech):
    chosen = [Policy(*terms) for terms in TRADE_OFFS]
    for period, days in enumerate((caltech.training, caltech.test)):
        for policy, measures in zip(chosen, replay.measure(chosen, days, seed=1), strict=True):
            expected = TRADE_OFFS[policy.terms][period]
            assert [value / 1e6 for value in measures] == pytest.approx(expected, abs=0.01), policy


# Charging world 6: one term at a time, every second test day.
ONE_TERM = {
    (16, 0, 0, 0, 100, 60): (0.88, 0.82, 0.60, 0.48),
    (0, 0, 0, 0, 100, 60): (0.40, 0.78, 0.73, 0.55),
    (40, 0, 0, 0, 100, 60): (0.99, 0.90, 0.36, 0.27),
    (16, -100, 0, 0, 100, 60): (0.88, 0.80, 0.64, 0.49),
    (16, 100, 0, 0, 100, 60): (0.88, 0.85, 0.59, 0.50),
    (16, 0, 6, 0, 100, 60): (0.77, 0.84, 0.63, 0.48),
    (16, 0, 0, 40, 100, 60): (0.88, 0.77, 0.54, 0.54),
    (16, 0, 0, 40, 0, 60): (0.89, 0.55, 0.33, 0.70),
    (16, 0, 0, 40, 0, 0): (0.89, 0.51, 0.31, 0.75),
    (16, 0, 0, 40, 0, 180): (0.89, 0.63, 0.40, 0.63),
}


def test_each_term_does_alone_what_was_measured(replay, caltech):
    measures = replay.measure([Policy(*terms) for terms in ONE_TERM], caltech.test[::2], seed=1)
    for expected, found in zip(ONE_TERM.values(), measures, strict=True):
        assert [value / 1e6 for value in found] == pytest.approx(expected, abs=0.01)


def test_calm_limits_flatter_safety(replay, caltech):
    days = caltech.days[20:25]
    [calm], [true] = (replay.measure([STATUS_QUO], days, seed) for seed in ("calm", 1))
    assert calm.safety == 1_000_000 > true.safety


def test_nothing_is_simulated_twice(caltech, monkeypatch):
    calls = []
    simulate = replay_module.simulate
    monkeypatch.setattr(
        replay_module,
        "simulate",
        lambda site, cases, **asked: calls.append(len(cases)) or simulate(site, cases, **asked),
    )
    replay = Replay(caltech)
    replay.measure([STATUS_QUO], caltech.days[:2], seed=1)
    replay.measure([STATUS_QUO, Policy(8, 0, 0, 81, 0, 0), Policy(8, 0, 0, 80, 0, 0)], caltech.days[:3], seed=1)
    replay.measure([STATUS_QUO], caltech.days[:3], seed=1)
    assert calls == [2, 4]
    assert replay.simulated == 6


def test_followed_policies_are_simulated_along_and_change_nothing(caltech):
    alone, along = Replay(caltech), Replay(caltech)
    along.follow([Policy(8, -80, 0, 20, 100, 60)])
    along.follow([Policy(24, 0, 0, 0, 100, 60)], calm=True)
    days = caltech.days[:2]
    assert along.measure([STATUS_QUO], days, seed=1) == alone.measure([STATUS_QUO], days, seed=1)
    assert along.simulated == 2 + 2 + 4
    for seed in (1, CALM):
        asked = [Policy(24, 0, 0, 0, 100, 60)]
        assert along.measure(asked, days, seed) == alone.measure(asked, days, seed)
    assert along.simulated == 8


def test_the_currents_of_a_handful_are_those_that_flowed(caltech):
    day = caltech.days[3]
    replay = Replay(caltech)
    replay.measure([STATUS_QUO], [day], seed=1)
    [kept] = replay.currents([(STATUS_QUO, day)], seed=1)
    assert replay.simulated == 1
    [anew] = Replay(caltech).currents([(STATUS_QUO, day)], seed=1)
    assert (kept == anew).all()


def test_a_day_that_is_not_there_and_no_day_are_refused(replay, caltech):
    with pytest.raises(ValueError, match="no usable day"):
        replay.measure([STATUS_QUO], [date(2019, 5, 5)], seed=1)
    with pytest.raises(ValueError, match="at least one usable day"):
        replay.measure([STATUS_QUO], [], seed=1)
    assert replay.measure([], caltech.days[:2], seed=1) == []
