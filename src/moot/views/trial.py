"""Trials: what is tried, who must do what on it, by when, what came of it, and what is left of the budgets of harm.

Laws: whom a phase waits for follows from the core's table of phases; who has done its part is awaited no
longer; a trial that is over keeps its page.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from moot.core.act import ActId, AgentId, Instant, OwnerId, Terms
from moot.core.canonical import Plain, plain
from moot.core.charter import Charter, meters
from moot.core.events import (
    AgentRegistered,
    ChanceAssigned,
    ChanceRevealed,
    Event,
    MootFounded,
    TargetSet,
    TrialClosed,
    TrialStarted,
)
from moot.core.phases import PHASES
from moot.core.trial import Toll, left
from moot.views.awaiting import Awaited, Matter
from moot.views.charter import CharterView
from moot.views.roll import Roll
from moot.views.trial_page import TrialPage, begun, write
from moot.views.unknown import Unknown
from moot.wire.entry import Told


class TrialView:
    """Every trial by its id, and what is left of the budgets."""

    def __init__(self, rules: CharterView, roll: Roll) -> None:
        """Read the charter in force and who has a voice; both must be told an entry before this view is."""
        self._rules, self._roll = rules, roll
        self.pages: dict[ActId, TrialPage] = {}
        self._open: dict[ActId, dict[str, int]] = {}  # with the links that are awaited
        self._laws: dict[ActId, Charter] = {}  # of the open ones, each as it began
        self._harms: list[Toll] = []
        self._in_force: dict[str, Terms] = {}
        self._agents: dict[AgentId, AgentRegistered] = {}
        self._clerk: AgentId = ""
        self._now: Instant = 0

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        self._now = told.received
        for event in told.events:
            self._seat(event)
            self._follow(event)
            named = getattr(event, "trial", None) or getattr(event, "proposal", None) or ""
            if page := self.pages.get(named):
                write(event, page, told.received)

    def _seat(self, event: Event) -> None:
        match event:
            case MootFounded():
                self._clerk = event.clerk.agent
            case AgentRegistered():
                self._agents[event.agent] = event
            case TargetSet():
                self._in_force[event.target] = event.terms
            case _:
                pass

    def _follow(self, event: Event) -> None:
        match event:
            case TrialStarted():
                self.pages[event.trial] = begun(event, self._in_force[event.target], self._now)
                self._open[event.trial], self._laws[event.trial] = {}, self._rules.in_force
            case ChanceAssigned() if event.proposal in self._open:
                self._open[event.proposal][event.member] = event.number
            case ChanceRevealed() if event.proposal in self._open:
                del self._open[event.proposal][event.member]
            case TrialClosed():
                del self._open[event.trial], self._laws[event.trial]
                page = self.pages[event.trial]
                self._harms.append(Toll(page.owner, page.target, event.harm, event.at))
            case _:
                pass

    def page(self, trial: ActId) -> Plain:
        """Return the page of `trial`."""
        if trial not in self.pages:
            raise Unknown("trial", trial, self.pages)
        return plain(self.pages[trial])

    def show(self, agent: AgentId | None = None) -> Plain:
        """Return a row for each trial, the newest last; with `agent`, only for what waits for that agent."""
        if agent is None:
            return [_row(page, self.awaited(trial)) for trial, page in self.pages.items()]
        if agent != self._clerk and agent not in self._agents:
            raise Unknown("agent", agent, self._agents)
        mine = {trial: [each for each in self.awaited(trial) if self._concerns(each, agent)] for trial in self._open}
        return [_row(self.pages[trial], awaited) for trial, awaited in mine.items() if awaited]

    def risk(self, owner: OwnerId | None = None) -> Plain:
        """Return what is left of the budgets of harm (ppm) to each owner, on each target, and in all."""
        voters, charter = self._roll.voiced(), self._rules.in_force
        if owner is not None and owner not in voters:
            raise Unknown("owner", owner, voters)
        if not self._clerk:
            return {"owners": {}, "targets": {}, "total": 0}
        taken = tuple(self._taken(charter.structure.epoch))
        return {
            "owners": {each: left(charter, taken, each, "").owner for each in voters if owner in {None, each}},
            "targets": {each: left(charter, taken, "", each).target for each in self._in_force},
            "total": left(charter, taken, "", "").total,
        }

    def matters(self) -> Iterator[Matter]:
        """Yield the open trials, as the docket shows them.

        At stake are the bond, the guard's fees, and the harm that is reserved or done, priced as gain is paid.
        """
        for trial, law in self._laws.items():
            page = self.pages[trial]
            harm = max(page.reserve, page.harm) * law.agency.gain_rate // 1_000
            facts = {name: getattr(page, name) for name in ("trial", "target", "kind", "stage", "owner")}
            facts["author"] = page.agent
            yield Matter(trial, facts, page.until, page.bond + page.fees + harm, tuple(self.awaited(trial)))

    def _taken(self, epoch: int) -> Iterable[Toll]:
        yield from (each for each in self._harms if self._now - each.at < epoch)
        for trial in self._open:
            page = self.pages[trial]
            yield Toll(page.owner, page.target, max(page.reserve, page.harm), self._now)

    def awaited(self, trial: ActId) -> list[Awaited]:
        """Return whom the phase of an open trial waits for; nobody, once it is over."""
        if trial not in self._open:
            return []
        page = self.pages[trial]
        return list(WAITS_FOR[PHASES[page.stage].acts[0]](self, page))

    def _concerns(self, awaited: Awaited, agent: AgentId) -> bool:
        if awaited.agent is not None or agent == self._clerk:
            return awaited.agent == agent
        known = self._agents[agent]
        return known.owner == awaited.owner and awaited.act in known.may

    def _by(self, agent: AgentId, act: str) -> Awaited:
        return Awaited(agent, self._agents[agent].owner, act)

    def links(self, page: TrialPage) -> Iterable[Awaited]:
        """Wait for the owners' links, and then for the clerk's."""
        links = self._open[page.trial]
        if page.stage.endswith("_clerk"):
            return [Awaited(self._clerk, None, "RevealChance", number=links[self._clerk])]
        owners = (member for member in sorted(links) if member != self._clerk)
        return [Awaited(None, owner, "RevealChance", number=links[owner]) for owner in owners]

    def guard(self, page: TrialPage) -> Iterable[Awaited]:
        """Wait for the guard."""
        return [self._by(page.guard.agent, "ReportGuard")] if page.guard else []

    def executor(self, page: TrialPage) -> Iterable[Awaited]:
        """Wait for the executor that the grant names."""
        return [self._by(str(page.grant["executor"]), "ReportExecution")] if page.grant else []

    def meters(self, page: TrialPage) -> Iterable[Awaited]:
        """Wait for the meters that have not filed on both versions."""
        both = (page.version, page.status_quo)
        named = meters(self._laws[page.trial])
        late = [each for each in named if not all((each, version) in page.filed for version in both)]
        return [self._by(agent, "ReportMeasure") for agent in late]

    def clerk(self, _page: TrialPage) -> Iterable[Awaited]:
        """Wait for the clerk to open what is sealed."""
        return [Awaited(self._clerk, None, "OpenEnvelope")]

    def reporters(self, page: TrialPage) -> Iterable[Awaited]:
        """Wait for the reports of whoever tried and of the guard."""
        agents = [page.agent, *([page.guard.agent] if page.guard else [])]
        told = {self._agents[each].owner for each in page.reports}
        return [self._by(each, "ReportTrial") for each in agents if self._agents[each].owner not in told]


def _row(page: TrialPage, awaited: Iterable[Awaited]) -> Plain:
    shown = (
        "trial",
        "target",
        "kind",
        "before",
        "terms",
        "stage",
        "until",
        "agent",
        "owner",
        "batch",
        "ending",
        "harm",
        "reserve",
        "closed",
    )
    return {**{name: plain(getattr(page, name)) for name in shown}, "awaits": plain(list(awaited))}


# The first act of a phase is the one it waits for.
WAITS_FOR: Final[Mapping[str, Callable[[TrialView, TrialPage], Iterable[Awaited]]]] = {
    "RevealChance": TrialView.links,
    "ReportGuard": TrialView.guard,
    "ReportExecution": TrialView.executor,
    "ReportMeasure": TrialView.meters,
    "OpenEnvelope": TrialView.clerk,
    "ReportTrial": TrialView.reporters,
}
