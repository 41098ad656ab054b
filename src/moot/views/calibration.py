"""How well each member foresees, per value: error, bias, sureness, and skill against the crowd of that moment.

Laws: only opened forecasts of what ran are judged, by what meters agreed on; what comes later never
changes what a member was compared with (walk-forward: the pool had been published, the forecast
sealed before it); an owner's figures are those of its agents taken together.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from math import isqrt
from typing import TypeAlias

from moot.core.act import MILLION, AgentId, OwnerId, Ppm, ProposalId, ValueId
from moot.core.canonical import Plain, plain
from moot.core.charter import Charter
from moot.core.events import AgentRegistered, Event, ForecastFiled, OutcomeMeasured
from moot.views.charter import CharterView
from moot.views.comparison import Compared, compared
from moot.views.page import Page
from moot.views.paging import FIRST, MOST, paged
from moot.views.unknown import Unknown
from moot.views.wilson import wilson
from moot.wire.entry import Told

Name: TypeAlias = tuple[OwnerId, AgentId | None]  # no agent: the owner as a whole


@dataclass(slots=True)
class Track:
    """Sums over comparisons, from which all figures follow. Errors in ppm, their squares in 10^-12."""

    compared: int = 0
    squared: int = 0
    pool_squared: int = 0
    leaned: int = 0  # forecast less measurement
    near: int = 0  # within the meters' tolerance
    above: int = 0  # measurements above the forecast
    below: int = 0
    nearer: int = 0  # than the pool
    farther: int = 0
    inside: int = 0  # measurements between the pool's quartiles

    def add(self, each: Compared, tolerance: Ppm) -> None:
        """Take in one comparison."""
        self.compared += 1
        self.squared += each.missed**2
        self.pool_squared += each.pool_missed**2
        self.leaned += each.said - each.measured
        self.near += each.missed <= tolerance
        self.above += each.measured > each.said
        self.below += each.measured < each.said
        self.nearer += each.missed < each.pool_missed
        self.farther += each.missed > each.pool_missed
        self.inside += each.pool.lower <= each.measured <= each.pool.upper


def together(tracks: Iterable[Track]) -> Track:
    """Return the sum of `tracks`."""
    total = Track()
    for track in tracks:
        for each in fields(Track):
            setattr(total, each.name, getattr(total, each.name) + getattr(track, each.name))
    return total


def figures(track: Track) -> Mapping[str, object]:
    """Return what the sums say; None where nothing can be said yet. Each division floors.

    `squared_error` is the mean of (p - y)^2 in 10^-12, `typical_error` its root in ppm, `bias` the mean of p - y in
    ppm (above 0: it says too much). `skill` is 1 - squared_error / that of the pool, in ppm: above 0 for who is
    better than the crowd (Murphy, Skill scores based on the mean square error, Monthly Weather Review 116 (1988),
    2417-2424). With Wilson's interval at 95 %: `near`, how often it came within the meters' tolerance; `above`, how
    often the measurement lay above the forecast, of those that lay above or below, a half if it leans to neither
    side; `nearer`, how often it was nearer than the pool, of those that were nearer or farther.
    """
    times = track.compared
    mean = track.squared // times if times else None
    return {
        "compared": times,
        "squared_error": mean,
        "typical_error": None if mean is None else isqrt(mean),
        "bias": track.leaned // times if times else None,
        "pool_squared_error": track.pool_squared // times if times else None,
        "skill": skill(track.squared, track.pool_squared),
        "near": wilson(track.near, times),
        "above": wilson(track.above, track.above + track.below),
        "nearer": wilson(track.nearer, track.nearer + track.farther),
    }


def skill(squared: int, crowd: int) -> Ppm | None:
    """Return how much of the crowd's squared error a member avoids, in ppm, floored; None if the crowd has none.

    >>> skill(25, 100), skill(300, 100), skill(7, 0)
    (750000, -2000000, None)
    """
    return MILLION * (crowd - squared) // crowd if crowd else None


class CalibrationView:
    """Every forecaster's track on every value, and the pool's."""

    def __init__(self, pages: Mapping[ProposalId, Page], rules: CharterView) -> None:
        """Read the pages that the view of proposals keeps, and the charter in force."""
        self._pages, self._rules = pages, rules
        self._owners: dict[AgentId, OwnerId] = {}
        self._filed: Counter[AgentId] = Counter()
        self._tracks: dict[AgentId, dict[ValueId, Track]] = {}
        self._pool: dict[ValueId, Track] = defaultdict(Track)

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        for event in told.events:
            self._follow(event)

    def _follow(self, event: Event) -> None:
        match event:
            case AgentRegistered():
                self._owners[event.agent] = event.owner
            case ForecastFiled():
                self._filed[event.agent] += 1
                self._tracks.setdefault(event.agent, defaultdict(Track))
            case OutcomeMeasured():
                self._compare(event)
            case _:
                pass

    def _compare(self, event: OutcomeMeasured) -> None:
        page, tolerances = self._pages[event.proposal], _tolerances(self._rules.in_force)
        for each in compared(event, page):
            self._tracks[each.agent][each.value].add(each, tolerances.get(each.value, 0))
        pools = page.pools.get(event.version, {}) if page.result != "partly_executed" else {}
        for name, measured in event.measured.items():
            if name in pools and pools[name].forecasts:
                crowd = Compared(event.proposal, "", name, pools[name].value, pools[name], measured)
                self._pool[name].add(crowd, tolerances.get(name, 0))

    def show(
        self, owner: OwnerId | None = None, agent: AgentId | None = None, start: str = FIRST, limit: str = MOST
    ) -> Plain:
        """Return a page of `{owner, agent, forecasts, values, all}`, and `pool`: the crowd's own figures per value.

        Without arguments there is a row for each owner that ever forecast; with `owner`, for it and each of its
        agents that did; with `agent`, for that one. What the figures mean is said at `figures`; the pool's `inside`
        is how often a measurement lay between its quartiles, which half of them would if they were exact.
        """
        rows = self._named(owner, agent)
        return {**paged(rows, start, limit, self._row), "pool": plain(self._crowd())}

    def _named(self, owner: OwnerId | None, agent: AgentId | None) -> list[Name]:
        if agent is not None:
            if agent not in self._owners:
                raise Unknown("agent", agent, self._owners)
            return [(self._owners[agent], agent)]
        if owner is None:
            return [(each, None) for each in sorted({self._owners[each] for each in self._tracks})]
        if owner not in set(self._owners.values()):
            raise Unknown("owner", owner, sorted(set(self._owners.values())))
        return [(owner, None), *((owner, each) for each in sorted(self._tracks) if self._owners[each] == owner)]

    def _row(self, name: Name) -> object:
        owner, agent = name
        agents = [each for each in self._tracks if each == agent or (agent is None and self._owners[each] == owner)]
        tracks = [self._tracks[each] for each in agents]
        values = sorted({each for track in tracks for each in track})
        by_value = {each: together(track[each] for track in tracks if each in track) for each in values}
        return {
            "owner": owner,
            "agent": agent,
            "forecasts": sum(self._filed[each] for each in agents),
            "values": {each: figures(track) for each, track in by_value.items()},
            "all": figures(together(by_value.values())),
        }

    def _crowd(self) -> Mapping[ValueId, object]:
        shown = ("compared", "squared_error", "typical_error", "bias", "near", "above")
        return {
            name: {
                **{key: each for key, each in figures(track).items() if key in shown},
                "inside": wilson(track.inside, track.compared),
            }
            for name, track in sorted(self._pool.items())
        }


def _tolerances(charter: Charter) -> Mapping[ValueId, Ppm]:
    return {each.value: each.tolerance for each in charter.awareness.metering}
