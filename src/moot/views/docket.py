"""The docket: which proposals are open, and who must do what on each, by when.

Laws: only open proposals stand on it, the most urgent first (`moot.views.ranking`); whom a stage
waits for follows from the core's table of stages, so a new stage cannot be forgotten; who has done
its part is awaited no longer.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from moot.core.act import AgentId, MandateId, OwnerId, ProposalId
from moot.core.canonical import Plain, plain
from moot.core.charter import Charter, meters
from moot.core.events import (
    AgentRegistered,
    ChanceAssigned,
    ChanceRevealed,
    Event,
    MeasureFiled,
    MootFounded,
    ProposalClosed,
    ProposalSubmitted,
)
from moot.core.proposal import STAGES
from moot.core.value import value
from moot.views.charter import CharterView
from moot.views.page import Page
from moot.views.paging import FIRST, whole
from moot.views.ranking import Urgency, urgency
from moot.views.roll import Roll
from moot.views.unknown import Unknown
from moot.wire.entry import Told


@value
class Awaited:
    """Whose act a stage waits for; without an agent, any entitled agent of the owner will do."""

    agent: AgentId | None
    owner: OwnerId | None
    act: str
    mandate: MandateId | None = None
    number: int | None = None  # of the chance link to reveal


class DocketView:
    """Open proposals in the order of their urgency, each with those it waits for."""

    def __init__(self, pages: Mapping[ProposalId, Page], rules: CharterView, roll: Roll) -> None:
        """Read the pages that the view of proposals keeps, the charter in force, and who has a voice."""
        self._pages, self._rules, self._roll, self._now = pages, rules, roll, 0
        self._open: dict[ProposalId, _Open] = {}
        self._agents: dict[AgentId, AgentRegistered] = {}
        self._clerk: AgentId = ""

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        self._now = told.received
        for event in told.events:
            self._seat_members(event)
            self._follow(event)

    def _seat_members(self, event: Event) -> None:
        match event:
            case MootFounded():
                self._clerk = event.clerk.agent
            case AgentRegistered():
                self._agents[event.agent] = event
            case _:
                pass

    def _follow(self, event: Event) -> None:
        match event:
            case ProposalSubmitted():
                self._open[event.proposal] = _Open(self._roll.voiced(), event.bond, self._rules.in_force)
            case ChanceAssigned() if event.proposal in self._open:
                self._open[event.proposal].links[event.side][event.member] = event.number
            case ChanceRevealed() if event.proposal in self._open:
                self._open[event.proposal].links[event.side].pop(event.member, None)
            case MeasureFiled():
                self._open[event.proposal].measured.append(event.agent)
            case ProposalClosed():
                del self._open[event.proposal]
            case _:
                pass

    def show(self, agent: AgentId | None = None, start: str = FIRST, limit: str | None = None) -> Plain:
        """Return a row for each open proposal; with `agent`, only what waits for that agent.

        `rank` is in micro-credits x ppm per minute, of the `stakes` (micro-credits), the `disagreement` (ppm) and
        the `minutes` left when the last entry was received. `start` and `limit` cut the list.
        """
        if agent is not None and agent != self._clerk and agent not in self._agents:
            raise Unknown("agent", agent, self._agents)
        first, most = whole("start", start), len(self._open) if limit is None else whole("limit", limit)
        rows: list[Plain] = []
        for proposal, urgent in self._ranked():
            page, awaited = self._pages[proposal], self.awaited(proposal)
            if agent is not None:
                awaited = [each for each in awaited if self._concerns(each, agent)]
            if awaited or agent is None:
                rows.append(_row(page, awaited, urgent))
        return rows[first : first + most]

    def _ranked(self) -> list[tuple[ProposalId, Urgency]]:
        charter = self._rules.in_force
        urgent = {
            proposal: urgency(self._pages[proposal], charter, matter.bond, self._now)
            for proposal, matter in self._open.items()
        }
        return sorted(urgent.items(), key=lambda each: (-each[1].rank, self._pages[each[0]].until or 0, each[0]))

    def awaited(self, proposal: ProposalId) -> list[Awaited]:
        """Return whom the stage of an open `proposal` waits for."""
        page = self._pages[proposal]
        find = WAITS_FOR.get(STAGES[page.stage].acts[0])
        return list(find(self, page, self._open[proposal])) if find else []

    def _concerns(self, awaited: Awaited, agent: AgentId) -> bool:
        if awaited.agent is not None or agent == self._clerk:
            return awaited.agent == agent
        known = self._agents[agent]
        return known.owner == awaited.owner and awaited.act in known.may

    def _by(self, agent: AgentId, act: str, mandate: MandateId | None = None) -> Awaited:
        known = self._agents.get(agent)
        return Awaited(agent, known.owner if known else None, act, mandate)

    def links(self, page: Page, matter: "_Open") -> Iterable[Awaited]:
        """Wait for the links of this side: the owners' first, in the clerk's own window the clerk's."""
        links = matter.links["drawing" if page.stage.startswith("drawing") else "lottery"]
        if page.stage.endswith("_clerk"):
            return (
                [Awaited(self._clerk, None, "RevealChance", number=links[self._clerk])] if self._clerk in links else []
            )
        owners = (member for member in sorted(links) if member != self._clerk)
        return [Awaited(None, owner, "RevealChance", number=links[owner]) for owner in owners]

    def reviewers(self, page: Page, _matter: "_Open") -> Iterable[Awaited]:
        """Wait for the drawn reviewers who have not filed."""
        seats = ((mandate, seat) for mandate, panel in page.seats.items() for seat in panel)
        return [Awaited(seat.agent, seat.owner, "FileReview", mandate) for mandate, seat in seats if not seat.filed]

    def forecasters(self, page: Page, _matter: "_Open") -> Iterable[Awaited]:
        """Wait for the forecasters who have not filed."""
        return [self._by(agent, "FileForecast") for agent in page.forecasters if agent not in page.stakes]

    def voters(self, page: Page, matter: "_Open") -> Iterable[Awaited]:
        """Wait for the owners who had a voice at submission, have not voted, and left it to nobody but a circle."""
        done = {*page.voted, *(page.given.keys() - set(page.circles))}
        return [Awaited(None, owner, "CastVote") for owner in matter.voters if owner not in done]

    def executor(self, page: Page, _matter: "_Open") -> Iterable[Awaited]:
        """Wait for the executor that the grant names."""
        return [self._by(str(page.grant["executor"]), "ReportExecution")] if page.grant else []

    def meters(self, _page: Page, matter: "_Open") -> Iterable[Awaited]:
        """Wait for the meters that have not filed."""
        return [self._by(agent, "ReportMeasure") for agent in matter.meters if agent not in matter.measured]

    def clerk(self, _page: Page, _matter: "_Open") -> Iterable[Awaited]:
        """Wait for the clerk to open what is sealed."""
        return [Awaited(self._clerk, None, "OpenEnvelope")]


class _Open:
    """What an open proposal's page doesn't show: voters, the bond, links to come, the measurements that are in."""

    def __init__(self, voters: tuple[OwnerId, ...], bond: int, rules: Charter) -> None:
        self.voters, self.bond, self.meters = voters, bond, meters(rules)
        self.links: dict[str, dict[str, int]] = defaultdict(dict)
        self.measured: list[AgentId] = []


def _row(page: Page, awaited: Iterable[Awaited], urgent: Urgency) -> Plain:
    shown = ("proposal", "target", "kind", "stage", "until", "author", "owner")
    facts = {name: getattr(page, name) for name in shown}
    return {
        **facts,
        "rank": urgent.rank,
        "stakes": urgent.stakes,
        "disagreement": urgent.disagreement,
        "minutes": urgent.minutes,
        "awaits": plain(list(awaited)),
    }


# The first act of a stage is the one it waits for. Amendments and objections wait for nobody in particular.
WAITS_FOR: Final[Mapping[str, Callable[[DocketView, Page, _Open], Iterable[Awaited]]]] = {
    "RevealChance": DocketView.links,
    "FileReview": DocketView.reviewers,
    "FileForecast": DocketView.forecasters,
    "CastVote": DocketView.voters,
    "ReportExecution": DocketView.executor,
    "ReportMeasure": DocketView.meters,
    "OpenEnvelope": DocketView.clerk,
}
