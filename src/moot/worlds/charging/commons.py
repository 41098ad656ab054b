"""A charging commons: one site with its calendar, its past, its secret days ahead, and its three members.

Laws: the seed of the days ahead is known to the site and its meters alone; the executor and the two
meters belong to three owners of their own, without mandate or vote.
"""

from collections.abc import Callable
from datetime import date
from typing import Final

from moot.core.act import AgentId, Instant, OwnerId
from moot.core.commands import FoundingOwner, FoundingTarget
from moot.kit import founding
from moot.kit.agent import Agent
from moot.kit.keys import Keyring
from moot.kit.member import Member
from moot.worlds.callable import Treated
from moot.worlds.charging.calendar import Calendar
from moot.worlds.charging.disturbance import Seed
from moot.worlds.charging.history import History
from moot.worlds.charging.meters import CurrentMeter, SessionBook, Works
from moot.worlds.charging.operator import Operator
from moot.worlds.charging.policy import STATUS_QUO, Policy, terms_of
from moot.worlds.charging.register import BOOK, CURRENTS, KIND, OPERATOR
from moot.worlds.charging.replay import Replay
from moot.worlds.charging.site import Site

SERVICES: Final[tuple[tuple[OwnerId, AgentId, str], ...]] = (
    ("site-works", OPERATOR, "ReportExecution"),
    ("book-keepers", BOOK, "ReportMeasure"),
    ("line-watch", CURRENTS, "ReportMeasure"),
)


class Commons:
    """What stands behind the charging world's members."""

    def __init__(
        self, site: Site, seed: Seed, clock: Callable[[], Instant] | None = None, replay: Replay | None = None
    ) -> None:
        """Open `site` under the disturbance's secret `seed`, with the founding policy in force.

        By the world's `clock` nobody can look into days to come. A `replay` of the same site that already
        knows some days spares time, and changes nothing else.
        """
        self.site, self.seed = site, seed
        self.calendar = Calendar(site.days)
        self.replay = replay or Replay(site)
        self.history = History(self.replay, self.calendar, seed, clock)
        self._clock = clock or (lambda: 0)
        self._orders: list[tuple[Instant, Policy]] = [(0, STATUS_QUO)]
        self.treated: Treated | None = None  # the stations of a trial, while there are any

    @property
    def in_force(self) -> Policy:
        """Return the policy that the site was told last."""
        return self._orders[-1][1]

    @in_force.setter
    def in_force(self, policy: Policy) -> None:
        self._orders.append((self._clock(), policy))

    def put_in_force(self, policy: Policy) -> None:
        """Let the site follow `policy` from the next opening on."""
        self.in_force = policy

    def treat(self, treated: Treated) -> None:
        """Let some stations follow a trial's terms from the next opening on, or none any more."""
        self.treated = treated if treated.units else None

    def ran(self, day: date) -> Policy:
        """Return the policy that the site followed on `day`: the last it was told before the opening."""
        opening = self.calendar.begins(day)
        return next(policy for since, policy in reversed(self._orders) if since <= opening)

    def target(self) -> FoundingTarget:
        """Return the founding terms."""
        return FoundingTarget(KIND, terms_of(STATUS_QUO))

    def founding_owners(self, keyring: Keyring) -> tuple[FoundingOwner, ...]:
        """Return the executor's and the meters' owners."""
        return tuple(founding.worker(keyring, *each) for each in SERVICES)

    def members(self, introduce: Callable[[AgentId, OwnerId], Member]) -> list[Agent]:
        """Return the executor and the two meters, ready to act."""
        operator, book, currents = (introduce(agent, owner) for owner, agent, _ in SERVICES)
        works = Works(self.calendar, self.replay, self.seed, self.ran)
        return [
            Operator(operator, self.put_in_force, lambda: self.in_force, self.treat),
            SessionBook(book, works),
            CurrentMeter(currents, works),
        ]
