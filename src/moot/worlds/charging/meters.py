"""The site's two meters: members of two owners, who measure what ran, each in its own way.

Laws: neither reports before the horizon is over; neither sees what the other reports; both learn which
policy ran, and since when, from the door alone; each replays the incumbent itself.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from moot.core.act import Instant, ProposalId
from moot.core.commands import Measure
from moot.core.events import StageEntered
from moot.kit.agent import Agent
from moot.kit.door import Shown
from moot.kit.member import Member
from moot.worlds.charging.calendar import HORIZON, Calendar
from moot.worlds.charging.currents import rebuild
from moot.worlds.charging.disturbance import Seed
from moot.worlds.charging.measures import RECENT, Measures, creativity
from moot.worlds.charging.operator import policy_of
from moot.worlds.charging.policy import Policy
from moot.worlds.charging.replay import Replay
from moot.wire.entry import Told

MEASURED: Final = ("safety", "efficiency", "ethics", "climate")


class Meter(Agent):
    """Measures the horizon of what ran; subclasses say how."""

    def __init__(self, member: Member, calendar: Calendar) -> None:
        """Follow the door to know when a horizon begins."""
        super().__init__(member)
        self.calendar = calendar
        self._seen = 0
        self._began: dict[ProposalId, Instant] = {}

    def look(self, policies: Sequence[Policy], days: Sequence[date]) -> list[Measures]:
        """Return the four measures of each policy on these days."""
        raise NotImplementedError

    def observe(self, told: Told) -> None:
        """Note when what was decided takes effect."""
        for event in told.events:
            if isinstance(event, StageEntered) and event.stage == "measuring":
                self._began[event.proposal] = event.since

    def measure(self, page: Shown) -> Measure | None:
        """Measure what ran, once its five days are over."""
        for told in self.member.door.entries(self._seen):
            self._seen = told.index + 1
            self.observe(told)
        days = self.calendar.horizon(self._began[page["proposal"]])
        if len(days) < HORIZON or self.member.clock() < self.calendar.ends(days[-1]):
            return None
        incumbent = policy_of(page["versions"][page["status_quo"]]["terms"])
        ran = policy_of(page["versions"][page["drawn"] or page["status_quo"]]["terms"])
        found, before = self.look([ran, incumbent], days)
        novel = creativity(ran, self._recent(page, incumbent), found, before)
        return Measure({**dict(zip(MEASURED, found, strict=True)), "creativity": novel})

    def _recent(self, page: Shown, incumbent: Policy) -> tuple[Policy, ...]:
        """Return the policies in force in the last ten decisions, the incumbent last."""
        history = self.member.see("target", target=page["target"])["history"]
        before = [policy_of(each["terms"]) for each in history if each["proposal"] != page["proposal"]]
        return (*before[-(RECENT - 1) :], incumbent)


class SessionBook(Meter):
    """The first meter: the site's own book of sessions."""

    def __init__(self, member: Member, calendar: Calendar, replay: Replay, seed: Seed) -> None:
        """Read the book of the days under the disturbance's `seed`."""
        super().__init__(member, calendar)
        self._replay, self._seed = replay, seed

    def look(self, policies: Sequence[Policy], days: Sequence[date]) -> list[Measures]:
        """Return the measures by the book."""
        return self._replay.measure(policies, days, self._seed)


class CurrentMeter(Meter):
    """The second meter: rebuilt from five-minute currents, with its own noise and gaps."""

    def __init__(self, member: Member, calendar: Calendar, replay: Replay, seed: Seed) -> None:
        """Read currents of the days under the disturbance's `seed`; the noise is the member's own."""
        super().__init__(member, calendar)
        self._replay, self._seed = replay, seed
        self._noise = bytes.fromhex(member.keyring.salt(member.agent, 0))

    def look(self, policies: Sequence[Policy], days: Sequence[date]) -> list[Measures]:
        """Return the measures rebuilt from currents."""
        return rebuild(self._replay.site, policies, days, self._seed, self._noise)
