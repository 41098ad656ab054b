"""A site: real days of real cars at real stations, and how much power there is for them.

Laws (charging world 1):
- A usable day is a weekday with at least 20 usable sessions; May to August train, the rest tests.
- The medians that stand in for what nobody stated come from the training days alone.
- A driver who stated nothing gives nothing away: request and departure are the medians.

>>> site = load_site("caltech")
>>> len(site.days), len(site.training), len(site.test)
(161, 85, 76)
"""

import statistics
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from moot.worlds.charging.disturbance import STEPS_PER_DAY
from moot.worlds.charging.emissions import UNITS_PER_KG, dirty_steps, reach_of_timing, read_emissions, two_days
from moot.worlds.charging.network import Floats, Integers, Network, read_network
from moot.worlds.charging.sessions import Session, read_sessions, usable

SITES: Final = ("caltech", "jpl")  # the place in this list numbers the site (charging world 2)
FEWEST_SESSIONS: Final = 20
GREATEST_REQUEST: Final = 60.0  # kWh

DATA: Final = Path(__file__).parent / "data"
_LAST_TRAINING_MONTH: Final = 8
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Medians:
    """What stands in for what is not stated: request kWh, stay in steps, need over request."""

    request: float
    stay: float
    ratio: float


@dataclass(frozen=True, eq=False)
class Day:
    """One usable day. Cars lie in the order of their stations' groups; arrays are [car].

    `need` is true and hidden from the controller; `request` and `departure` are stated or medians.
    `two_days` [576] are the emissions in 0.1 g/kWh of the day before and of the day.
    """

    date: date
    station: Integers
    arrives: Integers
    leaves: Integers
    need: Floats
    request: Floats
    departure: Floats
    two_days: Integers

    @property
    def cars(self) -> int:
        """Return how many cars come."""
        return len(self.station)

    @cached_property
    def emissions(self) -> Floats:
        """Return kg CO2 per kWh, [288] from local midnight."""
        return self.two_days[STEPS_PER_DAY:] / UNITS_PER_KG

    @cached_property
    def dirty(self) -> npt.NDArray[np.bool_]:
        """Return [green / 5, step] whether cars that can wait should."""
        return dirty_steps(self.two_days)

    @cached_property
    def reach(self) -> tuple[float, float]:
        """Return the kg of CO2 of all needs in the dirtiest steps, and in the cleanest."""
        return reach_of_timing(self.emissions, (self.arrives, self.leaves), self.need)


@dataclass(frozen=True, eq=False)
class Site:
    """A site at a share of its capacity; `limits` [constraint] in amperes, with the share."""

    name: str
    capacity: float
    network: Network
    limits: Floats
    medians: Medians
    calendar: Mapping[date, Day]

    @property
    def number(self) -> int:
        """Return the site's place in SITES."""
        return SITES.index(self.name)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Return the usable days in order."""
        return tuple(sorted(self.calendar))

    @property
    def training(self) -> tuple[date, ...]:
        """Return the usable days from May to August."""
        return tuple(day for day in self.days if day.month <= _LAST_TRAINING_MONTH)

    @property
    def test(self) -> tuple[date, ...]:
        """Return the usable days from September to December."""
        return tuple(day for day in self.days if day.month > _LAST_TRAINING_MONTH)

    def day(self, when: date) -> Day:
        """Return the day at `when`; refuse one that is not usable."""
        if when not in self.calendar:
            first, last = self.days[0], self.days[-1]
            raise ValueError(
                f"{when} is no usable day at {self.name}: choose from its {len(self.days)}, {first} to {last}"
            )
        return self.calendar[when]


def load_site(name: str, capacity: float = 0.5) -> Site:
    """Return the site with `capacity` as the share of its real limits that is there to be used."""
    if name not in SITES:
        raise ValueError(f"there is no site {name!r}: choose from {', '.join(SITES)}")
    if not 0 < capacity <= 1:
        raise ValueError(
            f"the capacity is {capacity}, but it is a share of the real limits: give one above 0, at most 1"
        )
    network, medians, calendar = _book(name)
    return Site(name, capacity, network, network.limits * capacity, medians, calendar)


@lru_cache(maxsize=len(SITES))
def _book(name: str) -> tuple[Network, Medians, Mapping[date, Day]]:
    network = read_network(DATA / f"network_{name}.json")
    stays = _stays_by_day(read_sessions(tuple(sorted(DATA.glob(f"sessions_{name}_*.csv.gz")))))
    medians = _medians(stays)
    start, emissions = read_emissions(DATA / "moer_CAISO_SCE_5min.csv.gz")
    calendar = {}
    for when, sessions in stays.items():
        steps = two_days(start, emissions, sessions[0].midnight)
        calendar[when] = _day(sessions, network, medians, steps)
    return network, medians, MappingProxyType(calendar)


def _stays_by_day(sessions: tuple[Session, ...]) -> dict[date, list[Session]]:
    stays = defaultdict(list)
    for session in usable(sessions):
        if session.day.weekday() < _SATURDAY:
            stays[session.day].append(session)
    return {when: stays[when] for when in sorted(stays) if len(stays[when]) >= FEWEST_SESSIONS}


def _medians(stays: Mapping[date, list[Session]]) -> Medians:
    training = [stay for when, day in stays.items() if when.month <= _LAST_TRAINING_MONTH for stay in day]
    stated = [stay for stay in training if stay.claimed]
    return Medians(
        request=statistics.median(stay.requested for stay in stated),
        stay=statistics.median(stay.stay for stay in training),
        ratio=statistics.median(stay.need / stay.requested for stay in stated),
    )


def _day(sessions: list[Session], network: Network, medians: Medians, steps: Integers) -> Day:
    place = {station: number for number, station in enumerate(network.stations)}
    group = network.group
    cars = sorted(sessions, key=lambda car: (group[place[car.station]], place[car.station], car.arrives))
    return Day(
        date=cars[0].day,
        station=np.array([place[car.station] for car in cars]),
        arrives=np.array([car.arrives for car in cars]),
        leaves=np.array([car.leaves for car in cars]),
        need=np.array([car.need for car in cars]),
        request=np.array([min(car.requested, GREATEST_REQUEST) if car.claimed else medians.request for car in cars]),
        departure=np.array(
            [float(car.stated_departure) if car.claimed else car.arrives + medians.stay for car in cars],
        ),
        two_days=steps,
    )
