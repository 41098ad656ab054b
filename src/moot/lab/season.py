"""A season: the cast governs the charging commons, decision after decision, on a hand-set clock.

Laws: everything follows from the plan's seed; one thread; an evening's acts are filed in the order of
the roster; the clock moves only when nobody has anything to do; the days ahead are known to nobody
who acts.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Final, Self, TypeAlias, cast

from moot.clerk.clock import HandSetClock
from moot.core.act import AgentId, Instant, OwnerId, Ppm, ValueId, VersionId
from moot.core.charter import MINUTE
from moot.core.commands import FoundMoot
from moot.core.events import (
    CandidateRecommended,
    Event,
    LotteryDrawn,
    MootFounded,
    OutcomeMeasured,
    ProposalClosed,
    StageEntered,
    ValuesRepriced,
)
from moot.core.value import value
from moot.hall import open_hall
from moot.kit.agent import Agent
from moot.kit.door import Shown
from moot.kit.keys import Keyring
from moot.kit.member import Member
from moot.lab.cast.options import DOZEN, POOL
from moot.lab.cast.roster import FAMILIES, GUEST, Stage, founding_owners, guest, troupe
from moot.lab.faults import Faults, Injector, Onset
from moot.lab.watch import Attempt, Captives, Watch, shares
from moot.lab.welfare import Arm, Block, any_fixed, best_fixed, executed, fixed, status_quo
from moot.wire.entry import Told
from moot.worlds.charging.calendar import HORIZON
from moot.worlds.charging.commons import Commons
from moot.worlds.charging.policy import QUICK_GRID, Policy
from moot.worlds.charging.register import charter
from moot.worlds.charging.replay import Replay
from moot.worlds.charging.site import Site, load_site

STEP: Final = 5 * MINUTE  # how long the cast waits when it could still act
WARM_UP: Final = 20  # usable days before the first
DECISIONS: Final = 14

Notice: TypeAlias = Onset | Attempt  # what is told beside the record, when somebody is at fault


@value
class Plan:
    """What a season is made of. `days` are usable days after the warm-up; five make a decision."""

    site: str = "caltech"
    capacity: float = 0.5
    seed: int = 1
    days: int = DECISIONS * HORIZON
    faults: Faults = Faults()
    guest: bool = False  # whether there is a seat for somebody who watches

    @property
    def decisions(self) -> int:
        """Return how many decisions fit."""
        return self.days // HORIZON


@value
class Summary:
    """What a season came to. Welfare in ppm; outcomes, replacements and the like as counts."""

    moot: str
    size: int
    root: str
    decisions: int
    outcomes: Mapping[str, int]
    happened: Mapping[str, int]  # how often each kind of event
    explored: int  # versions drawn that were not the recommended one
    horizons: int
    executed: Arm
    status_quo: Arm
    best_fixed: Arm  # of a stated grid, known in hindsight
    any_fixed: Arm  # the mean over the sixty policies that proposers search
    plain: Arm  # plain averaging of everything, on the same questions
    goal: Arm | None  # what captives want, had it run throughout
    onsets: tuple[Onset, ...]
    attempts: tuple[Attempt, ...]
    ledger_sum: int


@value
class Standing:
    """How many decisions a season has begun, and what became of them.

    running: the open ones whose deadline lies ahead. Once a season's days are over they are cut short: what they run
    is measured over days that it does not have.
    hanging: the open ones whose deadline is over. Unless the rules fail, there are none when everybody has acted.
    """

    begun: int = 0
    ended: int = 0
    running: int = 0
    hanging: int = 0


def follow(replay: Replay) -> None:
    """Have `replay` simulate together what the cast will ask for of every day."""
    replay.follow(POOL)
    replay.follow(DOZEN, calm=True)


class Season:
    """One run of the charging commons."""

    def __init__(
        self, plan: Plan, folder: Path | None = None, site: Site | None = None, replay: Replay | None = None
    ) -> None:
        """Open the hall, found the moot, and let the cast come in; another `site` than the plan's is for what-ifs.

        Seasons on one site may share a `replay`, one after the other.
        """
        self.plan = plan
        self.seed = hashlib.sha256(f"season {plan.seed}".encode()).digest()
        self.clock = HandSetClock(0)
        site = site or (replay.site if replay else load_site(plan.site, plan.capacity))
        self.world = Commons(site, plan.seed, self.clock.now, replay)
        if replay is None:
            follow(self.world.replay)
        self.evenings = self.world.calendar.evenings()[WARM_UP - 1 :]
        self.clock.set(self.evenings[0] + MINUTE)
        self.hall = open_hall(folder, clock=self.clock, chance=self._chance())
        self.key_seed = hmac.digest(self.seed, b"keys", "sha256")  # of every simulated member
        self.keyring = Keyring(self.key_seed)
        self._found()
        self.cast: list[Agent] = [
            *troupe(Stage(self._introduce, self.world.history, self.seed)),
            *self.world.members(self._introduce),
        ]
        self._told = 0
        self._open_books()

    def _open_books(self) -> None:
        """Begin what is noted beside the record."""
        self.injector = Injector(self.plan.faults, self.plan.decisions, self.seed)
        self.watch = Watch(lambda proposal: cast("Shown", self.hall.view("proposal", proposal=proposal)))
        self.captives: Captives | None = None
        self.onsets: list[Onset] = []
        self.attempts: list[Attempt] = []
        self.influence = [shares(self.hall.clerk.assembly.influence)]  # ppm by owner, after so many decisions
        self.closed = 0
        self.counts: Counter[str] = Counter()
        self.outcomes: Counter[str] = Counter()
        self.explored = 0
        self.blocks: list[Block] = []
        self.plain_blocks: list[Block] = []  # the same horizons, had plain averaging decided
        self._prices: list[tuple[Instant, Mapping[ValueId, Ppm]]] = []
        self._began: dict[str, Instant] = {}
        self._recommended: dict[str, VersionId] = {}

    def _chance(self) -> Callable[[int], bytes]:
        """Return the hall's chance: the n-th call gives the same bytes in every run of the plan."""
        calls = count()
        return lambda length: hmac.digest(self.seed, b"hall %d" % next(calls), "sha256")[:length]

    def _introduce(self, agent: AgentId, owner: OwnerId) -> Member:
        return Member(self.hall.door(), self.keyring, agent, owner, self.clock.now)

    def host(self) -> Member:
        """Return the guest as a member, who has a key of its own added; ValueError if the plan has no seat for one."""
        if not self.plan.guest:
            message = "this season has no seat for a guest"
            raise ValueError(message)
        return self._introduce(GUEST, GUEST)

    def _found(self) -> None:
        """Found the moot with the cast and the world's own members; the first owner's person signs."""
        law = charter(self.plan.site, FAMILIES)
        owners, services = tuple(founding_owners(self.keyring)), self.world.founding_owners(self.keyring)
        owners += (guest(self.keyring),) if self.plan.guest else ()
        act = FoundMoot(law, self.hall.introduce("clerk"), (*owners, *services), (self.world.target(),))
        first = owners[0]
        self._introduce(first.agents[-1].id, first.id).file(act)
        self.clock.advance(MINUTE)  # nonces follow the clock, and the founder's other door must come later

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.hall.close()

    def run(
        self,
        tell: Callable[[Told], None] = lambda _: None,
        notify: Callable[[Notice], None] = lambda _: None,
        stay: Callable[[], bool] = lambda: False,
    ) -> None:
        """Play the season to its end, telling each entry as it is recorded; of faults, notify.

        Before time goes on `stay` is asked whether it is to stand still a while, because somebody else may act.
        """
        while self.closed < self.plan.decisions and self.turn(tell, notify, stay):
            pass

    def turn(
        self,
        tell: Callable[[Told], None] = lambda _: None,
        notify: Callable[[Notice], None] = lambda _: None,
        stay: Callable[[], bool] = lambda: False,
    ) -> bool:
        """Let everybody act once; move the clock when nobody did. False when the days are over."""
        before = self.hall.clerk.size
        for onset in self.injector.strike(self.cast, self.closed, self.influence[-1]):
            self._begin(onset)
            notify(onset)
        for agent in self.cast:
            agent.act()
        self.hall.tend()
        for told in self.hall.clerk.feed.entries(self._told):
            self._told = told.index + 1
            tried = len(self.attempts)
            self._follow(told)
            tell(told)
            for attempt in self.attempts[tried:]:
                notify(attempt)
        return self.hall.clerk.size > before or stay() or self._wait()

    def _wait(self) -> bool:
        """Move the clock to the next deadline, evening, or moment at which somebody may change its mind."""
        now = self.clock.now()
        ahead = [evening for evening in self.evenings if evening > now]
        if not ahead:
            return False
        due = self.hall.clerk.due()
        moments = [ahead[0], *([max(due, now + 1)] if due else [])]
        if self._waits_for_ideas():
            moments.append(now + STEP)
        self.clock.set(min(moments))
        return True

    def _waits_for_ideas(self) -> bool:
        """Return whether somebody may still propose tonight, or amend."""
        assembly = self.hall.clerk.assembly
        stages = [proposal.stage for proposal in assembly.proposals.values()]
        return "negotiation" in stages or not (stages or assembly.trials)

    def standing(self) -> Standing:
        """Return how far the decisions have come that were begun so far."""
        assembly, now = self.hall.clerk.assembly, self.clock.now()
        hanging = sum(each.until <= now for each in assembly.proposals.values())
        return Standing(self.counts["ProposalSubmitted"], self.closed, len(assembly.proposals) - hanging, hanging)

    def _begin(self, onset: Onset) -> None:
        self.onsets.append(onset)
        if onset.kind == "capture":
            agents = tuple(each.member.agent for each in self.cast if each.member.owner in onset.members)
            self.captives = Captives(onset.members, agents, self.plan.faults.pact.goal)

    def _follow(self, told: Told) -> None:
        for event in told.events:
            self.counts[type(event).__name__] += 1
            self.watch.note(event)
            self._note(event, told.received)

    def _close(self, event: ProposalClosed) -> None:
        self.closed += 1
        self.outcomes[event.outcome] += 1
        self.influence.append(shares(self.hall.clerk.assembly.influence))
        if self.captives:
            influence = sum(self.influence[-1][owner] for owner in self.captives.owners)
            self.attempts.append(self.watch.attempt(event.proposal, self.captives, self.closed, influence))

    def _note(self, event: Event, received: Instant) -> None:
        match event:
            case MootFounded():
                self._prices.append((0, {each.id: each.weight for each in event.charter.purpose.values}))
            case ValuesRepriced():
                self._prices.append((received, event.new))
            case CandidateRecommended():
                self._recommended[event.proposal] = event.version
            case LotteryDrawn():
                self.explored += event.version != self._recommended[event.proposal]
            case StageEntered(stage="measuring"):
                self._began[event.proposal] = event.since
            case OutcomeMeasured():
                block = self._block(event)
                picked = self.watch.picked.get(event.proposal)
                self.blocks.append(block)
                self.plain_blocks.append(replace(block, policies=(picked,) * len(block.days)) if picked else block)
            case ProposalClosed():
                self._close(event)
            case _:
                pass

    def _block(self, event: OutcomeMeasured) -> Block:
        """Return the horizon that was measured: what the site ran, and the weights in force, day by day."""
        calendar = self.world.calendar
        days = calendar.horizon(self._began[event.proposal])
        priced = [next(new for since, new in reversed(self._prices) if since <= calendar.begins(day)) for day in days]
        return Block(days, tuple(self.world.ran(day) for day in days), tuple(priced))

    def summary(self, grid: Sequence[Policy] = QUICK_GRID) -> Summary:
        """Return what the season came to so far, beside the founding terms and the best of `grid` in hindsight."""
        head = self.hall.clerk.checkpoint
        assembly = self.hall.clerk.assembly
        replay, seed = self.world.replay, self.world.seed
        return Summary(
            moot=assembly.moot,
            size=head.size,
            root=head.root.hex(),
            decisions=self.closed,
            outcomes=dict(self.outcomes),
            happened=dict(self.counts),
            explored=self.explored,
            horizons=len(self.blocks),
            executed=executed(replay, seed, self.blocks),
            status_quo=status_quo(replay, seed, self.blocks),
            best_fixed=best_fixed(replay, seed, self.blocks, grid),
            any_fixed=any_fixed(replay, seed, self.blocks, POOL),
            plain=executed(replay, seed, self.plain_blocks),
            goal=fixed(replay, seed, self.blocks, [self.captives.goal])[0] if self.captives else None,
            onsets=tuple(self.onsets),
            attempts=tuple(self.attempts),
            ledger_sum=sum(assembly.ledger.accounts.values()),
        )
