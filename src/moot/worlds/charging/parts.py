"""Parts of a site: in a trial some stations follow other terms for a day, beside the terms in force on the rest.

Laws: the treated stations are the first in the order of the trial's lot, drawn anew for every day; each part
has of every limit the share by which its stations load it, so that neither takes current from the other; a
part is a site like any other, and is replayed and measured as one, under the same disturbance.

Few stations share worse than many: halves of equal size are compared fairly, a small part is at a
disadvantage whatever its terms.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from moot.core.lot import order
from moot.worlds.callable import Treated
from moot.worlds.charging.network import Flags, Floats, Integers, Network
from moot.worlds.charging.replay import Replay
from moot.worlds.charging.site import Day, Site


def treated_stations(site: Site, treated: Treated) -> tuple[str, ...]:
    """Return the stations that are treated, in the order drawn; never more than there are."""
    names = order(bytes.fromhex(treated.seed), f"{treated.trial}/{treated.batch}", site.network.stations)
    return names[: treated.units]


def part_of(site: Site, stations: Collection[str], day: date) -> Site:
    """Return `site` with the cars that come to `stations` on `day`, and these stations' shares of the limits."""
    here = np.isin(np.array(site.network.stations), tuple(stations))
    calendar = MappingProxyType({day: _cars_at(site.day(day), np.flatnonzero(here))})
    return replace(site, limits=site.limits * _shares(site.network, here), calendar=calendar)


def _shares(network: Network, here: Flags) -> Floats:
    """Return which share of each limit [constraint] the stations `here` [station] have, by how they load it."""
    real, imaginary = np.split(network.matrix[:, network.group], 2)  # [constraint, station]
    weight = np.hypot(real, imaginary)
    whole = weight.sum(axis=1)
    found: Floats = np.where(whole > 0, weight[:, here].sum(axis=1) / np.where(whole > 0, whole, 1.0), 1.0)
    return found


def _cars_at(day: Day, places: Integers) -> Day:
    held = np.isin(day.station, places)
    return Day(
        day.date,
        day.station[held],
        day.arrives[held],
        day.leaves[held],
        day.need[held],
        day.request[held],
        day.departure[held],
        day.two_days,
    )


def halves(site: Site, treated: Treated, day: date) -> tuple[Replay, Replay] | None:
    """Return the replays of the treated part and of the rest on `day`; nothing where no car comes to one of them.

    Who asks again has the same replays, so that two meters simulate once.
    """
    return _halves(site, treated_stations(site, treated), day)


@lru_cache(maxsize=4)
def _halves(site: Site, drawn: tuple[str, ...], day: date) -> tuple[Replay, Replay] | None:
    rest = [name for name in site.network.stations if name not in drawn]
    parts = (part_of(site, drawn, day), part_of(site, rest, day))
    if not all(part.day(day).cars for part in parts):
        return None
    return Replay(parts[0]), Replay(parts[1])
