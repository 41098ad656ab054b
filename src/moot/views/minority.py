"""The minority that was right: who stood against the crowd or the ballot, and was confirmed by what was measured.

Laws: nothing is said before the proposal is closed; who agreed with the many stands nowhere here; each
row has the figures from which it follows, so that a reader can judge it.

A forecaster was right whose forecast of what ran lay outside the pool's quartiles and nearer to the
measurement than the pool. Who voted or reviewed against was right if what ran was measured to score less than the
status quo was forecast to, or if it fell below a floor; a reviewer is asked about the original alone.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias

from moot.core.act import AgentId, Hash, MandateId, OwnerId, Ppm, ProposalId, ValueId, VersionId
from moot.core.canonical import Plain
from moot.core.charter import Charter
from moot.core.events import AgentRegistered, OutcomeMeasured, ProposalClosed, ProposalSubmitted
from moot.core.value import value
from moot.views.charter import CharterView
from moot.views.comparison import Compared, compared
from moot.views.page import Page
from moot.views.paging import FIRST, MOST, paged
from moot.views.unknown import Unknown
from moot.wire.entry import Told

How: TypeAlias = Literal["forecast", "vote", "review"]


@value
class Foreseen:
    """A forecast outside the pool's quartiles that came nearer than the pool; ppm."""

    how: Literal["forecast"]
    proposal: ProposalId
    owner: OwnerId
    agent: AgentId
    value: ValueId
    said: Ppm
    pool: Ppm
    lower: Ppm
    upper: Ppm
    measured: Ppm
    nearer_by: Ppm


@value
class Warned:
    """A vote or a review against what ran, which then fell short of the status quo's forecast, or below a floor."""

    how: Literal["vote", "review"]
    proposal: ProposalId
    owner: OwnerId
    agent: AgentId | None  # of a review
    mandate: MandateId | None  # of a review
    version: VersionId
    clauses: tuple[str, ...]  # what the block or the findings named
    reason: Hash | None
    score: int | None  # measured, ppm; None if meters disagreed on a value
    status_quo: int  # what the pool had said of it, ppm
    broken: Mapping[ValueId, Ppm]  # what was measured below its floor


class MinorityView:
    """Every minority that was confirmed, in the order in which proposals were closed."""

    def __init__(self, pages: Mapping[ProposalId, Page], rules: CharterView) -> None:
        """Read the pages that the view of proposals keeps, and the charter in force."""
        self._pages, self._rules = pages, rules
        self._owners: dict[AgentId, OwnerId] = {}
        self._floors: dict[ProposalId, Mapping[ValueId, Ppm]] = {}
        self._compared: dict[ProposalId, list[Compared]] = {}
        self._rows: list[Foreseen | Warned] = []
        self._by_owner: dict[OwnerId, list[Foreseen | Warned]] = defaultdict(list)

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        for event in told.events:
            match event:
                case AgentRegistered():
                    self._owners[event.agent] = event.owner
                case ProposalSubmitted():
                    self._floors[event.proposal] = floors(self._rules.in_force)
                case OutcomeMeasured():
                    self._compared[event.proposal] = list(compared(event, self._pages[event.proposal]))
                case ProposalClosed():
                    self._conclude(event.proposal)
                case _:
                    pass

    def _conclude(self, proposal: ProposalId) -> None:
        page, below = self._pages[proposal], self._floors.pop(proposal, {})
        rows: list[Foreseen | Warned] = [*self._foreseen(proposal)]
        if page.drawn is not None and page.measured and page.result == "executed":
            rows += _warned(page, page.drawn, below)
        for row in rows:
            self._rows.append(row)
            self._by_owner[row.owner].append(row)

    def _foreseen(self, proposal: ProposalId) -> Iterator[Foreseen]:
        for each in self._compared.pop(proposal, ()):
            apart = not each.pool.lower <= each.said <= each.pool.upper
            if apart and each.missed < each.pool_missed:
                yield Foreseen(
                    how="forecast",
                    proposal=proposal,
                    owner=self._owners[each.agent],
                    agent=each.agent,
                    value=each.value,
                    said=each.said,
                    pool=each.pool.value,
                    lower=each.pool.lower,
                    upper=each.pool.upper,
                    measured=each.measured,
                    nearer_by=each.pool_missed - each.missed,
                )

    def show(
        self, owner: OwnerId | None = None, how: str | None = None, start: str = FIRST, limit: str = MOST
    ) -> Plain:
        """Return a page of those who were right, oldest first, of one `owner`, or of one kind.

        `how` is `forecast`, `vote` or `review`.
        """
        if owner is not None and owner not in self._owners.values():
            raise Unknown("owner", owner, sorted(set(self._owners.values())))
        if how is not None and how not in KINDS:
            raise Unknown("kind of minority", how, KINDS)
        rows = self._rows if owner is None else self._by_owner.get(owner, [])
        return paged([row for row in rows if how in {None, row.how}], start, limit)


KINDS: Final[tuple[How, ...]] = ("forecast", "vote", "review")


def floors(charter: Charter) -> Mapping[ValueId, Ppm]:
    """Return the floor of each value that has one."""
    return {each.id: each.floor for each in charter.purpose.values if each.floor is not None}


def _warned(page: Page, ran: VersionId, below: Mapping[ValueId, Ppm]) -> Iterator[Warned]:
    broken = {name: found for name, found in page.measured.items() if name in below and found < below[name]}
    status_quo = page.scores[page.status_quo]
    if not broken and (page.score is None or page.score >= status_quo):
        return

    def warned(how: Literal["vote", "review"], owner: OwnerId, clauses: tuple[str, ...], **more: str | None) -> Warned:
        return Warned(
            how=how,
            proposal=page.proposal,
            owner=owner,
            agent=more.get("agent"),
            mandate=more.get("mandate"),
            version=ran,
            clauses=clauses,
            reason=more.get("reason"),
            score=page.score,
            status_quo=status_quo,
            broken=broken,
        )

    for owner, vote in sorted(page.votes.items()):
        if vote.choice == "against":
            yield warned("vote", owner, (vote.block.clause,) if vote.block else (), reason=vote.reason)
    for review in page.reviews:
        if review.stance == "against" and ran == page.original:
            clauses = tuple(finding.clause for finding in review.findings)
            yield warned("review", review.owner, clauses, agent=review.agent, mandate=review.mandate)
