"""The site's two meters: members of two owners, who measure what ran, each in its own way.

Laws: neither reports before the horizon is over; neither sees what the other reports; both learn from the
door since when something runs, and measure what the site really ran, whatever the executor reported.

What would have happened without the policy was metered by nobody. So each meter replays both the policy
and the one before it, and takes usefulness from replay against replay: currents on one side alone, with
their guesses at what each car lacked, put the two meters up to the whole range apart.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from moot.kit.member import Member
from moot.worlds.callable import Compared, Meter, Ran, Reading, Readings
from moot.worlds.charging.calendar import HORIZON, Calendar
from moot.worlds.charging.currents import rebuild
from moot.worlds.charging.disturbance import Seed
from moot.worlds.charging.measures import Measures, creativity, measured
from moot.worlds.charging.parts import halves
from moot.worlds.charging.policy import Policy, policy_of
from moot.worlds.charging.register import KIND, target
from moot.worlds.charging.replay import Replay


@dataclass(frozen=True)
class Works:
    """What the two look at: the site's days, its replays under a secret `seed`, and which policy `ran` on a day."""

    calendar: Calendar
    replay: Replay
    seed: Seed
    ran: Callable[[date], Policy]


class SiteMeter(Meter, ABC):
    """What the two have in common: the days, what ran on them, and creativity."""

    def __init__(self, member: Member, works: Works) -> None:
        """Measure what ran at `works`."""
        super().__init__(member, self._look, self._both)
        self.works = works

    @abstractmethod
    def measured(self, run: Sequence[tuple[Policy, date]], replay: Replay) -> Measures:
        """Return what came of a run at `replay`'s site, the policy of each of its days, as this meter sees it."""

    def _look(self, ran: Ran) -> Reading | None:
        calendar = self.works.calendar
        days = calendar.horizon(ran.since)
        if len(days) < HORIZON or self.member.clock() < calendar.ends(days[-1]):
            return None
        run = [(self.works.ran(day), day) for day in days]
        [without] = self.works.replay.measure([self._before(ran)], days, self.works.seed)
        novel = creativity(run[0][0], self.recent(ran), self.replayed(run), without)
        return {**self.measured(run, self.works.replay)._asdict(), "creativity": novel}

    def _both(self, compared: Compared) -> Readings | None:
        """Return what came of a trial's day on the treated stations, and on the rest of them under what is in force.

        Where no car came to one part, or the trial ended before the day began, nothing tells the parts apart.
        """
        calendar, before = self.works.calendar, policy_of(compared.before)
        ahead = calendar.horizon(compared.since)
        if not ahead:
            return None
        day = ahead[0]
        ran = compared.until is None or calendar.begins(day) < compared.until
        if ran and self.member.clock() < calendar.ends(day):
            return None
        found = halves(self.works.replay.site, compared.treated, day) if ran else None
        if found is None:
            [same] = self.works.replay.measure([before], calendar.over(self.member.clock())[-1:], self.works.seed)
            return self._alike(same), self._alike(same)
        here, there = found
        policy = policy_of(compared.treated.terms)
        treated, rest = self.measured([(policy, day)], here), self.measured([(before, day)], there)
        [book] = here.measure([policy], [day], self.works.seed)
        [book_rest] = there.measure([before], [day], self.works.seed)
        return {**treated._asdict(), "creativity": creativity(policy, [before], book, book_rest)}, self._alike(rest)

    def _alike(self, found: Measures) -> Reading:
        return {**found._asdict(), "creativity": 0}

    def _before(self, ran: Ran) -> Policy:
        """Return the policy before what `ran`: under an amendment of the charter the site's goes on."""
        return policy_of(ran.before) if ran.kind == KIND else self.works.ran(self.works.calendar.horizon(ran.since)[0])

    def replayed(self, run: Sequence[tuple[Policy, date]]) -> Measures:
        """Return what came of a run by replay."""
        return by_the_book(run, self.works.replay, self.works.seed)

    def recent(self, ran: Ran) -> list[Policy]:
        """Return the policies in force before what `ran`, from the founding on, the incumbent last."""
        history = self.member.see("target", target=target(self.works.replay.site.name))["history"]
        earlier = [row for row in history if row["proposal"] != ran.proposal and row["outcome"] != "withdrawn"]
        if not earlier:
            return [self._before(ran)]
        first = self.member.see("proposal", proposal=earlier[0]["proposal"])
        founding = first["versions"][first["status_quo"]]["terms"]
        return [policy_of(terms) for terms in (founding, *(row["terms"] for row in earlier))]


def by_the_book(run: Sequence[tuple[Policy, date]], replay: Replay, seed: Seed) -> Measures:
    """Return what came of a run, the policy of each of its days, by the site's book of sessions."""
    days = list(dict.fromkeys(day for _, day in run))
    sums = replay.sums(list(dict.fromkeys(policy for policy, _ in run)), days, seed)
    return measured(replay.site.name, [sums[each] for each in run])


class SessionBook(SiteMeter):
    """The first meter: the site's own book of sessions."""

    def measured(self, run: Sequence[tuple[Policy, date]], replay: Replay) -> Measures:
        """Return the measures by the book."""
        return by_the_book(run, replay, self.works.seed)


class CurrentMeter(SiteMeter):
    """The second meter: rebuilt from five-minute currents, with its own noise and gaps."""

    def measured(self, run: Sequence[tuple[Policy, date]], replay: Replay) -> Measures:
        """Return the measures rebuilt from currents; the noise is the member's own."""
        noise = bytes.fromhex(self.member.keyring.salt(self.member.agent, 0))
        return rebuild(replay, run, self.works.seed, noise)
