"""Control: every five minutes, who draws how much.

Laws (charging world 4):
- The controller sees what is stated, what was drawn and the limits ten minutes ago; never the need.
- A case, one policy on one day, comes out the same alone and in any batch, to the last bit.

Cars of all cases lie in one row of arrays; the only loop is over the 204 steps of the day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from moot.worlds.charging.fill import Crowd, Filling, fill
from moot.worlds.charging.measures import MEASURED_FROM, MEASURED_UNTIL
from moot.worlds.charging.network import Flags, Floats, Integers
from moot.worlds.charging.policy import GREEN_STEP, Policy
from moot.worlds.charging.sessions import (
    CLOSES,
    GREATEST_CURRENT,
    KILOVOLTS,
    KWH_PER_AMPERE_STEP,
    OPENS,
    STEPS_PER_HOUR,
    WASTED_CURRENT,
)
from moot.worlds.charging.site import Day, Site
from moot.worlds.charging.weight import weights

KWH_PER_HOUR: Final = GREATEST_CURRENT * KILOVOLTS

DELAY: Final = 2  # steps
TOLERANCE: Final = 1.01
LEAST_SLACK, MOST_SLACK = -2.0, 8.0
# Below a milliwatt-hour nothing is left to charge: rounding must not keep a car on.
NOTHING_LEFT: Final = 1e-6


@dataclass(frozen=True, eq=False)
class Case:
    """One policy on one day under one disturbance; `factor` is [288]."""

    policy: Policy
    day: Day
    factor: Floats


@dataclass(frozen=True, eq=False)
class Outcome:
    """What happened: `useful` kWh [car]; `violated` steps, `peak` A and `co2` kg [case].

    Cars lie case by case in the order of the day; `current` [case, step from 05:00, station] in A
    is kept on request alone.
    """

    useful: Floats
    violated: Integers
    peak: Floats
    co2: Floats
    current: Floats | None


@dataclass(frozen=True, eq=False)
class _Fleet:
    """All cars of all cases: what never changes [car], what the policy sets [case], and the state."""

    case: Integers
    station: Integers
    group: Integers
    arrives: Integers
    leaves: Integers
    need: Floats
    energy: Floats
    departure: Floats
    terms: Integers  # [term, case]
    factor: Floats  # [step, case]
    emissions: Floats  # [step, case]
    dirty: Flags  # [step, case]
    useful: Floats


def simulate(site: Site, cases: Sequence[Case], *, keep_currents: bool = False) -> Outcome:
    """Return what happens in `cases`, all run together."""
    fleet = _board(site, cases)
    outcome = _blank(site, fleet, keep_currents=keep_currents)
    for step in range(OPENS, CLOSES):
        cars = np.flatnonzero((fleet.arrives <= step) & (step < fleet.leaves))
        cars = cars[fleet.need[cars] - fleet.useful[cars] > NOTHING_LEFT]
        if len(cars):
            crowd = Crowd.of(site.network, fleet.case[cars], fleet.group[cars])
            current = _allocate(site, fleet, crowd, cars, step)
            _settle(site, fleet, outcome, (crowd, cars, current), step)
    return outcome


def _board(site: Site, cases: Sequence[Case]) -> _Fleet:
    terms = np.array([case.policy.acting.terms for case in cases]).T
    number = np.repeat(np.arange(len(cases)), [case.day.cars for case in cases])
    days = [case.day for case in cases]
    trust = terms[4][number] / 100
    request = np.concatenate([day.request for day in days])
    arrives = np.concatenate([day.arrives for day in days])
    station = np.concatenate([day.station for day in days])
    typical = arrives + site.medians.stay
    stated = np.concatenate([day.departure for day in days])
    return _Fleet(
        case=number,
        station=station,
        group=site.network.group[station],
        arrives=arrives,
        leaves=np.concatenate([day.leaves for day in days]),
        need=np.concatenate([day.need for day in days]),
        energy=trust * request + (1 - trust) * site.medians.ratio * request,
        departure=trust * stated + (1 - trust) * typical,
        terms=terms,
        factor=np.stack([case.factor for case in cases], axis=1),
        emissions=np.stack([day.emissions for day in days], axis=1),
        dirty=np.stack([c.day.dirty[c.policy.acting.green // GREEN_STEP] for c in cases], axis=1),
        useful=np.zeros(len(number)),
    )


def _blank(site: Site, fleet: _Fleet, *, keep_currents: bool) -> Outcome:
    cases = fleet.terms.shape[1]
    shape = (cases, CLOSES - OPENS, len(site.network.stations))
    return Outcome(
        useful=fleet.useful,
        violated=np.zeros(cases, dtype=np.int64),
        peak=np.zeros(cases),
        co2=np.zeros(cases),
        current=np.zeros(shape) if keep_currents else None,
    )


def _allocate(site: Site, fleet: _Fleet, crowd: Crowd, cars: Integers, step: int) -> Floats:
    """Return the current [car] of the cars that draw at `step`."""
    case = fleet.case[cars]
    rows = case[crowd.first]
    headroom, priority, floor, _, _, guard = fleet.terms
    useful = fleet.useful[cars]
    remaining = np.maximum(fleet.energy[cars] - useful, 0.0)
    hours = np.maximum(fleet.departure[cars] - step, 6.0) / STEPS_PER_HOUR
    past = remaining == 0.0
    slack = np.where(past, MOST_SLACK, np.clip(hours - remaining / KWH_PER_HOUR, LEAST_SLACK, MOST_SLACK))
    # The last slice: no more than fills the need.
    most = np.minimum((fleet.need[cars] - useful) / KWH_PER_AMPERE_STEP + WASTED_CURRENT, GREATEST_CURRENT)
    waits = fleet.dirty[step][case] & (slack >= guard[case] / 60)
    least = np.minimum(floor[case], most)
    cap = np.maximum(np.where(waits, 0.0, most), least)
    limits = np.outer(site.limits, fleet.factor[step - DELAY, rows])
    one = np.ones(len(cars))
    base = fill(crowd, Filling(np.zeros(len(cars)), least, one, limits**2)) if least.any() else least
    weight = weights(priority[case], slack, useful, past)
    ceiling = np.maximum((limits * (1 - headroom[rows] / 100)) ** 2, crowd.squared_loads(base))
    return fill(crowd, Filling(base, cap, weight, ceiling))


def _settle(
    site: Site,
    fleet: _Fleet,
    outcome: Outcome,
    drawn: tuple[Crowd, Integers, Floats],
    step: int,
) -> None:
    crowd, cars, current = drawn
    rows = fleet.case[cars[crowd.first]]
    sums = crowd.sums(current)
    total = sums.sum(axis=0)
    if MEASURED_FROM <= step < MEASURED_UNTIL:
        limits = np.outer(site.limits, fleet.factor[step, rows] * TOLERANCE)
        outcome.violated[rows] += (crowd.network.squared_loads(sums) > limits**2).any(axis=0)
    outcome.peak[rows] = np.maximum(outcome.peak[rows], total)
    outcome.co2[rows] += total * KWH_PER_AMPERE_STEP * fleet.emissions[step, rows]
    gained = np.maximum(current - WASTED_CURRENT, 0.0) * KWH_PER_AMPERE_STEP
    fleet.useful[cars] = np.minimum(fleet.useful[cars] + gained, fleet.need[cars])
    if outcome.current is not None:
        outcome.current[fleet.case[cars], step - OPENS, fleet.station[cars]] = current
