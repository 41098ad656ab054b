"""The history of a site: what any policy would have done on days that are over, and nothing of days to come.

Laws: a replay of a past day is exact, its disturbance included; a day that is not over cannot be asked
for, and no answer depends on its cars, its emissions or its disturbance; the seed is not to be had here;
whoever asks the same question has the same answer, and it is simulated once.
"""

from collections.abc import Callable, Sequence
from datetime import date

from moot.core.act import Instant
from moot.worlds.charging.calendar import Calendar
from moot.worlds.charging.disturbance import CALM, Seed
from moot.worlds.charging.measures import Measures
from moot.worlds.charging.policy import Policy
from moot.worlds.charging.replay import Replay

WINDOW = 20  # usable days: the longest that anybody looks back
FEW = 8  # policies whose whole window costs hardly more than a part of it


class History:
    """What members may know of a site's past."""

    def __init__(
        self, replay: Replay, calendar: Calendar, seed: Seed, clock: Callable[[], Instant] | None = None
    ) -> None:
        """Answer from `replay` under the disturbance's secret `seed`, which stays in here.

        By the world's `clock` nobody can ask as if it were later; without one, who asks is believed.
        """
        self._replay, self._calendar, self._seed, self._clock = replay, calendar, seed, clock
        self._answers: dict[tuple[Policy, int, date, bool], Measures] = {}

    def days(self, now: Instant) -> tuple[date, ...]:
        """Return the usable days that are over at `now`; refuses a time to come with ValueError."""
        if self._clock is not None and now > self._clock():
            raise ValueError(f"{now} has not come yet: ask about the days that are over at {self._clock()}")
        return self._calendar.over(now)

    def replay(self, policies: Sequence[Policy], days: int, now: Instant, *, calm: bool = False) -> list[Measures]:
        """Return what each policy would have measured over the last `days` usable days before `now`.

        `calm` takes steady limits instead of the true ones. Refuses with ValueError when no day is over.
        """
        past = self.days(now)[-max(days, 1) :]
        if not past:
            raise ValueError("no day is over yet, and days to come cannot be replayed: ask on the first evening")
        new = [policy for policy in dict.fromkeys(policies) if (policy, days, past[-1], calm) not in self._answers]
        if new:
            if len(new) < FEW and not calm:
                # A handful costs hardly more for the whole window at once, and later questions will want it.
                self._replay.sums(new, self._calendar.over(now)[-WINDOW:], self._seed)
            seed = CALM if calm else self._seed
            for policy, found in zip(new, self._replay.measure(new, past, seed), strict=True):
                self._answers[policy, days, past[-1], calm] = found
        return [self._answers[policy, days, past[-1], calm] for policy in policies]
