"""The docket: what is open (proposals, disputes, trials, newcomers, rounds), and who must do what on each, by when.

Laws: only what is open stands on it, the most urgent first (`moot.views.ranking`); whom a stage
waits for follows from the core's table of stages, so a new stage cannot be forgotten; who has done
its part is awaited no longer.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeAlias, assert_never

from moot.core.act import ActId, AgentId, MandateId, OwnerId, ProposalId
from moot.core.canonical import Plain, plain
from moot.core.charter import Charter, meters
from moot.core.dispute import DISPUTE_STAGES
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
from moot.core.membership import with_implied
from moot.core.proposal import STAGES
from moot.views.awaiting import Awaited, Matter, Source
from moot.views.charter import CharterView
from moot.views.dispute import CaseFile
from moot.views.page import Page
from moot.views.paging import FIRST, whole
from moot.views.ranking import UNKNOWN, Urgency, at_stake, minutes, urgency
from moot.views.roll import Roll
from moot.views.unknown import Unknown
from moot.wire.entry import Told

Open: TypeAlias = Page | CaseFile | Matter


class DocketView:
    """Whatever is open in the order of its urgency, each with those it waits for."""

    def __init__(
        self,
        pages: Mapping[ProposalId, Page],
        files: Mapping[ActId, CaseFile],
        rules: CharterView,
        roll: Roll,
        sources: Sequence[Source] = (),
    ) -> None:
        """Read the pages of proposals, the files of disputes, the charter in force, who has a voice, and `sources`."""
        self._pages, self._files, self._rules, self._roll, self._now = pages, files, rules, roll, 0
        self._sources = sources
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
        """Return a row for each open proposal, dispute, trial, newcomer and round; with `agent`, what waits for it.

        A row that is about no proposal has the id of its `dispute`, `trial` or `round`, or the name of its `newcomer`.
        `rank` is in micro-credits x ppm per minute, of the `stakes` (micro-credits), the `disagreement` (ppm) and
        the `minutes` left when the last entry was received. `start` and `limit` cut the list.
        """
        if agent is not None and agent != self._clerk and agent not in self._agents:
            raise Unknown("agent", agent, self._agents)
        ranked = self._ranked()
        first, most = whole("start", start), len(ranked) if limit is None else whole("limit", limit)
        rows: list[Plain] = []
        for matter, urgent in ranked:
            awaited = self._whom(matter)
            if agent is not None:
                awaited = [each for each in awaited if self._concerns(each, agent)]
            if awaited or agent is None:
                rows.append(_row(matter, awaited, urgent))
        return rows[first : first + most]

    def _whom(self, matter: Open) -> list[Awaited]:
        match matter:
            case Matter():
                return list(matter.awaits)
            case CaseFile():
                return self.jurors(matter)
            case Page():
                return self.awaited(matter.proposal)
            case _:
                assert_never(matter)

    def _ranked(self) -> list[tuple[Open, Urgency]]:
        charter = self._rules.in_force
        urgent: list[tuple[Open, Urgency]] = [
            (self._pages[proposal], urgency(self._pages[proposal], charter, matter.bond, self._now))
            for proposal, matter in self._open.items()
        ]
        urgent += ((file, self._pressing(file)) for file in self._files.values() if file.outcome is None)
        others = (each for source in self._sources for each in source.matters())
        urgent += ((each, Urgency(each.stakes, UNKNOWN, minutes(each.until, self._now))) for each in others)
        return sorted(urgent, key=lambda each: (-each[1].rank, each[0].until or 0, _id(each[0])))

    def _pressing(self, file: CaseFile) -> Urgency:
        """Return how urgent an open dispute is: by its bonds, and by all that waits for it."""
        stakes = sum(file.bonds.values())
        if file.proposal:
            page, bond = self._pages[file.proposal], self._open[file.proposal].bond
            stakes += at_stake(page, self._rules.in_force, bond)
        return Urgency(stakes, UNKNOWN, minutes(file.until, self._now))

    def jurors(self, file: CaseFile) -> list[Awaited]:
        """Return whom the stage of an open dispute waits for."""
        match DISPUTE_STAGES[file.stage].acts[0]:
            case "RevealChance":
                clerk = file.stage.endswith("_clerk")
                return [
                    Awaited(member if clerk else None, None if clerk else member, "RevealChance", number=number)
                    for member, number in sorted(file.links.items())
                    if (member == self._clerk) == clerk
                ]
            case "Judge":
                return [Awaited(each.agent, each.owner, "Judge") for each in file.jury if not each.filed]
            case "OpenEnvelope":
                return [Awaited(self._clerk, None, "OpenEnvelope")]
            case _:
                return []  # an appeal is awaited from nobody in particular

    def awaited(self, proposal: ProposalId) -> list[Awaited]:
        """Return whom the stage of an open `proposal` waits for."""
        page = self._pages[proposal]
        find = WAITS_FOR.get(STAGES[page.stage].acts[0])
        return list(find(self, page, self._open[proposal])) if find else []

    def _concerns(self, awaited: Awaited, agent: AgentId) -> bool:
        if awaited.agent is not None or agent == self._clerk:
            return awaited.agent == agent
        known = self._agents[agent]
        return known.owner == awaited.owner and awaited.act in with_implied(known.may)

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


def _id(matter: Open) -> str:
    if isinstance(matter, Matter):
        return matter.id
    return matter.dispute if isinstance(matter, CaseFile) else matter.proposal


def _facts(matter: Open) -> Mapping[str, Plain]:
    """Return what a row says of a proposal, or of a dispute: that stands on no target, and is nobody's."""
    shown = ("proposal", "target", "kind", "stage", "until", "author", "owner")
    if isinstance(matter, Matter):
        return {**dict.fromkeys(shown), **matter.facts, "until": matter.until}
    facts = {name: getattr(matter, name, None) for name in shown}
    return {"dispute": matter.dispute, "about": matter.about, **facts} if isinstance(matter, CaseFile) else facts


def about(row: Mapping[str, Plain]) -> str:
    """Return the id of what a row is about: a dispute, a trial, a round or a proposal; the name of a newcomer."""
    named = (row.get(each) for each in ("dispute", "trial", "round", "newcomer", "proposal"))
    return next((str(each) for each in named if each), "")


def _row(matter: Open, awaited: Iterable[Awaited], urgent: Urgency) -> Plain:
    facts = _facts(matter)
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
