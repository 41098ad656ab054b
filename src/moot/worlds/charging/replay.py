"""A replay: any policy on any past days, each policy-day simulated once.

Laws:
- What is measured is the same whatever was asked before, in whatever company.
- All that is new, and nothing else, is simulated in one call (a thousand policy-days at most).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from moot.worlds.charging.book import summed
from moot.worlds.charging.control import Case, simulate
from moot.worlds.charging.disturbance import CALM, Seed, limit_factor
from moot.worlds.charging.measures import Measures, Sums, measured
from moot.worlds.charging.network import Floats
from moot.worlds.charging.policy import Policy
from moot.worlds.charging.site import Site

_Key = tuple[Policy, date, Seed]

# More at once is no faster, and fills the memory.
_MOST_AT_ONCE: Final = 1000
# Policy-days whose currents are kept: two policies over a horizon, and some room.
_HANDFUL: Final = 16


@dataclass(frozen=True, eq=False)
class Replay:
    """The replays of one site, kept for all who ask."""

    site: Site
    _kept: dict[_Key, Sums] = field(default_factory=dict, repr=False)
    _currents: dict[_Key, Floats] = field(default_factory=dict, repr=False)
    _followed: list[tuple[Policy, bool]] = field(default_factory=list, repr=False)
    _seen: set[tuple[date, Seed]] = field(default_factory=set, repr=False)

    @property
    def simulated(self) -> int:
        """Return how many policy-days were simulated so far."""
        return len(self._kept)

    def follow(self, policies: Sequence[Policy], *, calm: bool = False) -> None:
        """Simulate `policies` along with the first that is asked of any day, because somebody will ask for them.

        A day alone costs nearly as much as a batch. `calm` follows them under calm limits as well.
        """
        self._followed.extend((policy, calm) for policy in policies)

    def sums(self, policies: Sequence[Policy], days: Sequence[date], seed: Seed) -> Mapping[tuple[Policy, date], Sums]:
        """Return the sums of every policy on every day, under a disturbance's `seed` or 'calm'."""
        keys = {(policy, day): (policy.acting, day, seed) for policy in policies for day in days}
        self._simulate([key for key in dict.fromkeys(keys.values()) if key not in self._kept])
        return {asked: self._kept[key] for asked, key in keys.items()}

    def measure(self, policies: Sequence[Policy], days: Sequence[date], seed: Seed) -> list[Measures]:
        """Return the measures of each policy over a horizon of `days`."""
        sums = self.sums(policies, days, seed)
        return [measured(self.site.name, [sums[policy, day] for day in days]) for policy in policies]

    def currents(self, cases: Sequence[tuple[Policy, date]], seed: Seed) -> list[Floats]:
        """Return the current in A that flowed in each case, [step from 05:00, station].

        Kept for the last few cases that were asked for by a handful at once, simulated anew for others.
        """
        keys = [(policy.acting, day, seed) for policy, day in cases]
        found = dict(self._currents)
        if new := [key for key in dict.fromkeys(keys) if key not in found]:
            flowed = simulate(self.site, [self._case(key) for key in new], keep_currents=True).current
            found.update(zip(new, flowed if flowed is not None else (), strict=True))
        return [found[key] for key in keys]

    def _simulate(self, wanted: Sequence[_Key]) -> None:
        handful = wanted if len(wanted) <= _HANDFUL else []
        new = list(dict.fromkeys([*wanted, *self._along(wanted)]))
        for start in range(0, len(new), _MOST_AT_ONCE):
            batch = new[start : start + _MOST_AT_ONCE]
            cases = [self._case(key) for key in batch]
            outcome = simulate(self.site, cases, keep_currents=bool(handful))
            self._kept.update(zip(batch, summed(cases, outcome), strict=True))
            self._keep_currents(handful, batch, outcome.current)

    def _along(self, wanted: Sequence[_Key]) -> Iterator[_Key]:
        """Yield what is followed on days that nobody has asked for before, and is not kept yet."""
        for day, seed in dict.fromkeys((day, seed) for _, day, seed in wanted):
            if seed == CALM or (day, seed) in self._seen:
                continue
            self._seen.add((day, seed))
            for policy, calm in self._followed:
                for key in ((policy.acting, day, seed), (policy.acting, day, CALM)):
                    if key not in self._kept and (calm or key[2] != CALM):
                        yield key

    def _keep_currents(self, handful: Sequence[_Key], batch: Sequence[_Key], current: Floats | None) -> None:
        if current is None:
            return
        if len(self._currents) > _HANDFUL:
            self._currents.clear()
        for key in handful:
            if key in batch:
                self._currents[key] = current[batch.index(key)].copy()

    def _case(self, key: _Key) -> Case:
        policy, day, seed = key
        return Case(policy, self.site.day(day), limit_factor(self.site.number, day, seed))
