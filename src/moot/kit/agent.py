"""An agent: a member that observes what happens and acts when it is its turn.

Laws: an agent is asked only for what the docket awaits from it, or for what it may start itself;
who answers None stays silent; being late is no failure, any other refusal is.

Three lines start one:

    class Cautious(Agent):
        def vote(self, page):
            return Vote("against" if page["faults"] else "for")

    Cautious(Member(door, keyring, "ana.person", "ana")).act()
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final, TypeAlias

from moot.core.act import MandateId, ProposalId, Terms
from moot.core.commands import (
    Forecast,
    Measure,
    OfferAmendment,
    ReportExecution,
    ReportGuard,
    ReportTrial,
    Review,
    StartTrial,
    Verdict,
    Vote,
)
from moot.core.refusal import NotNow, Refused
from moot.core.value import value
from moot.kit.door import Shown
from moot.kit.member import Member
from moot.wire.entry import Receipt, Told

Step: TypeAlias = Callable[[], Receipt]


@value
class Motion:
    """What an agent would propose: terms, and why."""

    terms: Terms
    reason: str | None = None


@value
class Staked:
    """A forecast, and the micro-credits that its agent stakes on it."""

    stake: int
    forecast: Forecast


class Agent:
    """Two verbs, and a question for each thing that may be asked of an agent; `page` is the view of a proposal."""

    def __init__(self, member: Member) -> None:
        """Act as `member`."""
        self.member = member

    # The two verbs.

    def observe(self, told: Told) -> None:
        """Learn from an entry; an agent that only reads the docket need not."""

    def act(self) -> list[Receipt]:
        """Do whatever is awaited from this agent and whatever it wants to start; return the receipts."""
        receipts = []
        for step in filter(None, self._steps()):
            try:
                receipts.append(step())
            except Refused as refusal:
                self.refused(refusal)
        return receipts

    # What subclasses answer.

    def refused(self, refusal: Refused) -> None:
        """Decide what a refusal means; being late means nothing, anything else is raised."""
        if not isinstance(refusal, NotNow):
            raise refusal

    def review(self, page: Shown, mandate: MandateId) -> Review | None:
        """Review the original for a seat of `mandate`."""

    def forecast(self, page: Shown) -> Staked | None:
        """Forecast every value of every candidate."""

    def vote(self, page: Shown) -> Vote | None:
        """Vote for the owner on the printed paper."""

    def reveal(self, page: Shown) -> bool:  # noqa: ARG002 - for subclasses
        """Say whether to disclose the owner's chance link; silence costs the deposit."""
        return True

    def execute(self, page: Shown) -> ReportExecution | None:
        """Use the grant of the page, and report."""

    def measure(self, page: Shown) -> Measure | None:
        """Measure what ran, once its horizon is over; None until then."""

    def judge(self, file: Shown) -> Verdict | None:
        """Judge a dispute, whose file is its view, on the jury of which this agent was drawn."""

    def ballot(self, page: Shown) -> Mapping[ProposalId, int] | None:
        """Give points to the projects of a round, for the owner; `page` is the view of the round."""

    def propose(self, target: Shown) -> Motion | None:
        """Propose on a target that has no open proposal."""

    def amend(self, page: Shown) -> OfferAmendment | None:
        """Amend a proposal in negotiation, if this agent has not done it yet."""

    def minds(self, page: Shown) -> bool:  # noqa: ARG002 - for subclasses
        """Say whether to object for the owner, where consent is asked for."""
        return False

    # What trials ask; `page` is the view of a trial.

    def experiment(self, target: Shown) -> StartTrial | None:
        """Try terms on a part of a target on which nothing is tried."""

    def guard(self, page: Shown) -> ReportGuard | None:
        """Release the next batch of a trial that one guards, or stop it; None loses the deposit."""

    def treat(self, page: Shown) -> ReportExecution | None:
        """Treat the units that the grant of the page names, or none any more, and report."""

    def compare(self, page: Shown) -> tuple[Measure, Measure] | None:
        """Measure the treated units of the present batch and the others; None until it has run."""

    def conclude(self, page: Shown) -> ReportTrial | None:
        """Report what came of a trial that one started or guards."""

    # How they are asked.

    def _steps(self) -> Iterator[Step | None]:
        yield from self._docket()
        yield from self._trials()
        # Who never starts anything need not read what could be started.
        if type(self).amend is not Agent.amend:
            yield from self._amendments()
        if type(self).minds is not Agent.minds:
            yield from self._objections()
        if type(self).propose is not Agent.propose:
            yield from self._motions()
        if type(self).experiment is not Agent.experiment:
            yield from self._experiments()

    def _docket(self) -> Iterator[Step | None]:
        for row in self.member.see_all("docket", agent=self.member.agent):
            for awaited in row["awaits"]:
                # What trials ask is asked by their own view, after the rest.
                if "trial" not in row and (ask := ASKED.get(awaited["act"])):
                    yield ask(self, self._matter(row), awaited)

    def _matter(self, row: Shown) -> Shown:
        """Return what a row of the docket is about: the file of a dispute, or the page of a round or a proposal."""
        for view in ("dispute", "round"):
            if view in row:
                return self.member.see(view, **{view: row[view]})
        return self._page(row)

    def _page(self, row: Shown) -> Shown:
        return self.member.see("proposal", proposal=row["proposal"])

    def _amendments(self) -> Iterator[Step | None]:
        for row in self.member.see_all("docket"):
            if row["stage"] == "negotiation":
                page = self._page(row)
                mine = {name for name, each in page["versions"].items() if each["agent"] == self.member.agent}
                amendment = None if mine - {page["original"]} else self.amend(page)
                yield partial(self.member.amend, amendment) if amendment else None

    def _objections(self) -> Iterator[Step | None]:
        for row in self.member.see_all("docket"):
            if row["stage"] == "consent":
                page = self._page(row)
                if self.member.owner not in page["votes"] and self.minds(page):
                    yield partial(self.member.object_to, page["proposal"], page["paper"])

    def _motions(self) -> Iterator[Step | None]:
        busy = {row["target"] for row in self.member.see_all("docket") if "trial" not in row}
        for name in self.member.names("targets"):
            if name not in busy:
                target = self.member.see("target", target=name)
                if motion := self.propose(target):
                    yield partial(self.member.propose, target["kind"], motion.terms, motion.reason)

    def _trials(self) -> Iterator[Step | None]:
        for row in self.member.see_all("trials", agent=self.member.agent):
            page = self.member.see("trial", trial=row["trial"])
            for awaited in row["awaits"]:
                if ask := ASKED_OF_TRIALS.get(awaited["act"]):
                    yield from ask(self, page, awaited)

    def _experiments(self) -> Iterator[Step | None]:
        tried = {row["target"] for row in self.member.see_all("trials") if row["closed"] is None}
        for name in self.member.names("targets"):
            if name not in tried and (found := self.experiment(self.member.see("target", target=name))):
                yield partial(self.member.file, found)


def _review(agent: Agent, page: Shown, awaited: Shown) -> Step | None:
    review, mandate = agent.review(page, awaited["mandate"]), awaited["mandate"]
    return partial(agent.member.review, page["proposal"], page["original"], mandate, review) if review else None


def _forecast(agent: Agent, page: Shown, _awaited: Shown) -> Step | None:
    said = agent.forecast(page)
    return partial(agent.member.forecast, page["proposal"], page["slate"], said.stake, said.forecast) if said else None


def _vote(agent: Agent, page: Shown, _awaited: Shown) -> Step | None:
    vote = agent.vote(page)
    return partial(agent.member.vote, page["proposal"], page["paper"], vote) if vote else None


def _reveal(agent: Agent, page: Shown, awaited: Shown) -> Step | None:
    matter = page.get("dispute") or page.get("round") or page["proposal"]
    return partial(agent.member.reveal, matter, awaited["number"]) if agent.reveal(page) else None


def _execute(agent: Agent, page: Shown, _awaited: Shown) -> Step | None:
    report = agent.execute(page)
    return partial(agent.member.report_execution, report) if report else None


def _measure(agent: Agent, page: Shown, _awaited: Shown) -> Step | None:
    measure = agent.measure(page)
    # What ran is what was drawn; when nothing was, the status quo ran on.
    ran = page["drawn"] or page["status_quo"]
    return partial(agent.member.report_measure, page["proposal"], ran, measure) if measure else None


def _judge(agent: Agent, file: Shown, _awaited: Shown) -> Step | None:
    verdict = agent.judge(file)
    return partial(agent.member.judge, file["dispute"], verdict) if verdict else None


def _ballot(agent: Agent, page: Shown, _awaited: Shown) -> Step | None:
    points = agent.ballot(page)
    return None if points is None else partial(agent.member.ballot, page["round"], points)


ASKED: Final[Mapping[str, Callable[[Agent, Shown, Shown], Step | None]]] = {
    "FileReview": _review,
    "FileForecast": _forecast,
    "CastVote": _vote,
    "FileBallot": _ballot,
    "RevealChance": _reveal,
    "ReportExecution": _execute,
    "ReportMeasure": _measure,
    "Judge": _judge,
}


def _reveal_for_trial(agent: Agent, page: Shown, awaited: Shown) -> Iterator[Step]:
    if agent.reveal(page):
        yield partial(agent.member.reveal, page["trial"], awaited["number"])


def _guard(agent: Agent, page: Shown, _awaited: Shown) -> Iterator[Step]:
    if said := agent.guard(page):
        yield partial(agent.member.file, said)


def _treat(agent: Agent, page: Shown, _awaited: Shown) -> Iterator[Step]:
    if said := agent.treat(page):
        yield partial(agent.member.report_execution, said)


def _compare(agent: Agent, page: Shown, _awaited: Shown) -> Iterator[Step]:
    filed = {version for meter, version in page["filed"] if meter == agent.member.agent}
    for version, said in zip((page["version"], page["status_quo"]), agent.compare(page) or (), strict=False):
        if version not in filed:
            yield partial(agent.member.report_measure, page["trial"], version, said)


def _conclude(agent: Agent, page: Shown, _awaited: Shown) -> Iterator[Step]:
    if said := agent.conclude(page):
        yield partial(agent.member.file, said)


ASKED_OF_TRIALS: Final[Mapping[str, Callable[[Agent, Shown, Shown], Iterator[Step]]]] = {
    "RevealChance": _reveal_for_trial,
    "ReportGuard": _guard,
    "ReportExecution": _treat,
    "ReportMeasure": _compare,
    "ReportTrial": _conclude,
}
