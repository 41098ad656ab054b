"""Currents: a second meter, which sees what flowed and not the book of sessions.

Laws (charging world 11):
- It reads the current of every station every five minutes, 2 % off, with 1 % of the readings missing.
- The error is one of calibration, drawn for each station and day. A new error in every reading
  would make each day's peak too high, and so mislead always in the same direction.
- A missing reading is taken to be the one before it, or nothing if the car has just come.
- What a car needed is what it drew, if it had stopped before it left; else the usual share of what
  its driver stated, or what it drew if that is more.
- The same key, site and day give the same errors, whatever else is read.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np

from moot.worlds.charging.book import sums_of_day
from moot.worlds.charging.control import TOLERANCE, Case
from moot.worlds.charging.disturbance import Seed, limit_factor
from moot.worlds.charging.emissions import reach_of_timing
from moot.worlds.charging.measures import MEASURED_FROM, MEASURED_UNTIL, Measures, Sums, measured
from moot.worlds.charging.network import Flags, Floats
from moot.worlds.charging.policy import GREEN_STEP, Policy
from moot.worlds.charging.replay import Replay
from moot.worlds.charging.sessions import CLOSES, FULL_STEP_KWH, KILOVOLTS, KWH_PER_AMPERE_STEP, OPENS, WASTED_CURRENT
from moot.worlds.charging.site import Day, Site

CALIBRATION_ERROR: Final = 0.02
GAPS: Final = 0.01


def rebuild(replay: Replay, run: Sequence[tuple[Policy, date]], seed: Seed, noise_key: bytes) -> Measures:
    """Return the measures of a run, the policy of each of its days, as the second meter finds them."""
    if not run:
        raise ValueError("no policy and day to read was given: give at least one of each")
    site = replay.site
    cases = [Case(policy, site.day(day), limit_factor(site.number, day, seed)) for policy, day in run]
    flowed = replay.currents(run, seed)
    sums = [
        _rebuilt(site, case, _read(site, case.day, current, noise_key))
        for case, current in zip(cases, flowed, strict=True)
    ]
    return measured(site.name, sums)


def _read(site: Site, day: Day, current: Floats, noise_key: bytes) -> Floats:
    """Return the readings [step, station] of `current` [step, station]."""
    entropy = np.random.SeedSequence([int.from_bytes(noise_key), site.number, day.date.toordinal()])
    draw = np.random.Generator(np.random.PCG64(entropy))
    gain = 1 + CALIBRATION_ERROR * draw.standard_normal(current.shape[1])
    missing = draw.random(current.shape) < GAPS
    readings = current * np.maximum(gain, 0.0)
    arrivals = np.zeros(current.shape, dtype=np.bool_)
    arrivals[day.arrives - OPENS, day.station] = True
    readings[0, missing[0]] = 0.0
    for step in range(1, len(readings)):
        before = np.where(_plugged(day, step + OPENS, current.shape[1]) & ~arrivals[step], readings[step - 1], 0.0)
        readings[step] = np.where(missing[step], before, readings[step])
    return site.network.snapped(readings)


def _plugged(day: Day, step: int, stations: int) -> Flags:
    plugged = np.zeros(stations, dtype=np.bool_)
    plugged[day.station[(day.arrives <= step) & (step < day.leaves)]] = True
    return plugged


def _rebuilt(site: Site, case: Case, readings: Floats) -> Sums:
    useful = _useful(case.day, readings)
    possible = FULL_STEP_KWH * (case.day.leaves - case.day.arrives)
    usual = np.clip(site.medians.ratio * case.day.request, useful, np.maximum(possible, useful))
    need = np.where(_stopped(case, readings) & (useful > 0), useful, usual)
    total = readings.sum(axis=1)  # [step]
    emissions = case.day.emissions[OPENS:CLOSES]
    return sums_of_day(
        (useful, need),
        violated_steps=_violated(site, case, readings),
        peak_and_co2=(float(total.max()) * KILOVOLTS, float((total * emissions).sum()) * KWH_PER_AMPERE_STEP),
        reach=reach_of_timing(case.day.emissions, (case.day.arrives, case.day.leaves), need),
    )


def _useful(day: Day, readings: Floats) -> Floats:
    """Return the useful kWh [car] that the readings show."""
    gained = np.maximum(readings - WASTED_CURRENT, 0.0) * KWH_PER_AMPERE_STEP
    so_far = np.concatenate([np.zeros((1, gained.shape[1])), np.cumsum(gained, axis=0)])
    useful: Floats = so_far[day.leaves - OPENS, day.station] - so_far[day.arrives - OPENS, day.station]
    return useful


def _stopped(case: Case, readings: Floats) -> Flags:
    """Return which cars [car] drew nothing at the last step of their stay at which none had to wait."""
    day = case.day
    steps = np.arange(OPENS, CLOSES)
    free = ~day.dirty[case.policy.acting.green // GREEN_STEP][OPENS:CLOSES]
    last_free = np.maximum.accumulate(np.where(free, steps, -1))[day.leaves - 1 - OPENS]
    last = np.where(last_free >= day.arrives, last_free, day.leaves - 1)
    stopped: Flags = readings[last - OPENS, day.station] == 0.0
    return stopped


def _violated(site: Site, case: Case, readings: Floats) -> int:
    network = site.network
    members = (network.group == np.arange(network.groups)[:, None]).astype(np.float64)  # [group, station]
    loads = network.squared_loads(members @ readings.T)  # [constraint, step]
    limits = np.outer(site.limits, case.factor[OPENS:CLOSES] * TOLERANCE)
    violated: Flags = np.logical_or.reduce(loads > limits**2, axis=0)
    return int(violated[MEASURED_FROM - OPENS : MEASURED_UNTIL - OPENS].sum())
