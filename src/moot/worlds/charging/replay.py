"""A replay: any policy on any past days, each policy-day simulated once.

Laws:
- What is measured is the same whatever was asked before, in whatever company.
- All that is new, and nothing else, is simulated in one call (a thousand policy-days at most).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from moot.worlds.charging.book import summed
from moot.worlds.charging.control import Case, simulate
from moot.worlds.charging.disturbance import Seed, limit_factor
from moot.worlds.charging.measures import Measures, Sums, measured
from moot.worlds.charging.policy import Policy
from moot.worlds.charging.site import Site

_Key = tuple[Policy, date, Seed]

# More at once is no faster, and fills the memory.
_MOST_AT_ONCE: Final = 1000


@dataclass(frozen=True, eq=False)
class Replay:
    """The replays of one site, kept for all who ask."""

    site: Site
    _kept: dict[_Key, Sums] = field(default_factory=dict, repr=False)

    @property
    def simulated(self) -> int:
        """Return how many policy-days were simulated so far."""
        return len(self._kept)

    def sums(self, policies: Sequence[Policy], days: Sequence[date], seed: Seed) -> Mapping[tuple[Policy, date], Sums]:
        """Return the sums of every policy on every day, under a disturbance's `seed` or 'calm'."""
        keys = {(policy, day): (policy.acting, day, seed) for policy in policies for day in days}
        new = [key for key in dict.fromkeys(keys.values()) if key not in self._kept]
        for start in range(0, len(new), _MOST_AT_ONCE):
            batch = new[start : start + _MOST_AT_ONCE]
            cases = [self._case(key) for key in batch]
            self._kept.update(zip(batch, summed(cases, simulate(self.site, cases)), strict=True))
        return {asked: self._kept[key] for asked, key in keys.items()}

    def measure(self, policies: Sequence[Policy], days: Sequence[date], seed: Seed) -> list[Measures]:
        """Return the measures of each policy over a horizon of `days`."""
        sums = self.sums(policies, days, seed)
        return [measured(self.site.name, [sums[policy, day] for day in days]) for policy in policies]

    def _case(self, key: _Key) -> Case:
        policy, day, seed = key
        return Case(policy, self.site.day(day), limit_factor(self.site.number, day, seed))
