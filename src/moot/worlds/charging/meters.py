"""The site's two meters: members of two owners, who measure what ran, each in its own way.

Laws: neither reports before the horizon is over; neither sees what the other reports; both learn which
policy ran, and since when, from the door alone.

What would have happened without the policy was metered by nobody. So each meter replays both the policy
and the one before it, and takes usefulness from replay against replay: currents on one side alone, with
their guesses at what each car lacked, put the two meters up to the whole range apart.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date

from moot.kit.member import Member
from moot.worlds.callable import Meter, Ran, Reading
from moot.worlds.charging.calendar import HORIZON, Calendar
from moot.worlds.charging.currents import rebuild
from moot.worlds.charging.disturbance import Seed
from moot.worlds.charging.measures import Measures, creativity
from moot.worlds.charging.policy import Policy, policy_of
from moot.worlds.charging.replay import Replay


class SiteMeter(Meter, ABC):
    """What the two have in common: the days, the replays, and creativity."""

    def __init__(self, member: Member, calendar: Calendar, replay: Replay, seed: Seed) -> None:
        """Measure the days of `calendar` that `replay` runs under the disturbance's secret `seed`."""
        super().__init__(member, self._look)
        self.calendar = calendar
        self._replay, self._seed = replay, seed

    @abstractmethod
    def measured(self, policy: Policy, days: Sequence[date]) -> Measures:
        """Return what `policy` did on `days`, as this meter sees it."""

    def _look(self, ran: Ran) -> Reading | None:
        days = self.calendar.horizon(ran.since)
        if len(days) < HORIZON or self.member.clock() < self.calendar.ends(days[-1]):
            return None
        policy, incumbent = policy_of(ran.terms), policy_of(ran.before)
        with_it, without = self._replay.measure([policy, incumbent], days, self._seed)
        novel = creativity(policy, self.recent(ran), with_it, without)
        return {**self.measured(policy, days)._asdict(), "creativity": novel}

    def recent(self, ran: Ran) -> list[Policy]:
        """Return the policies in force before what `ran`, from the founding on, the incumbent last."""
        history = self.member.see("target", target=ran.target)["history"]
        earlier = [row for row in history if row["proposal"] != ran.proposal and row["outcome"] != "withdrawn"]
        if not earlier:
            return [policy_of(ran.before)]
        first = self.member.see("proposal", proposal=earlier[0]["proposal"])
        founding = first["versions"][first["status_quo"]]["terms"]
        return [policy_of(terms) for terms in (founding, *(row["terms"] for row in earlier))]


class SessionBook(SiteMeter):
    """The first meter: the site's own book of sessions."""

    def measured(self, policy: Policy, days: Sequence[date]) -> Measures:
        """Return the measures by the book."""
        return self._replay.measure([policy], days, self._seed)[0]


class CurrentMeter(SiteMeter):
    """The second meter: rebuilt from five-minute currents, with its own noise and gaps."""

    def __init__(self, member: Member, calendar: Calendar, replay: Replay, seed: Seed) -> None:
        """Read currents of the days; the noise is the member's own."""
        super().__init__(member, calendar, replay, seed)
        self._noise = bytes.fromhex(member.keyring.salt(member.agent, 0))

    def measured(self, policy: Policy, days: Sequence[date]) -> Measures:
        """Return the measures rebuilt from currents."""
        return rebuild(self._replay, [policy], days, self._seed, self._noise)[0]
