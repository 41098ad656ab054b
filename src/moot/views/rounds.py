"""The page of each round: what it can spend, which projects it has, who filed a ballot, what was bought and why.

Laws: an event writes on the page of its round alone; a sealed ballot leaves only who filed it, until its
envelope is opened; a page that is closed stays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Final

from moot.core.act import ActId, AgentId, Instant, OwnerId, ProposalId
from moot.core.canonical import Plain, plain
from moot.core.events import (
    BallotFiled,
    BallotOpened,
    Event,
    MootFounded,
    ProjectEntered,
    RoundClosed,
    RoundEntered,
    RoundFaulted,
    RoundLinkAssigned,
    RoundLinkRevealed,
    RoundOpened,
)
from moot.core.funding import ROUND_STAGES
from moot.views.awaiting import Awaited, Matter
from moot.views.unknown import Unknown
from moot.wire.entry import Told

FATES: Final[Mapping[str, str]] = {
    "equal_shares": "bought by those who wanted it",
    "greedy": "bought with what was left",
    "too_dear": "those who wanted it could not pay it together",
    "unwanted": "nobody wanted it",
}  # of a project


@dataclass(slots=True)
class RoundPage:
    """The whole of a round in public. Money in micro-credits, instants in ms."""

    round: ActId
    budget: str
    owner: OwnerId
    amount: int
    voters: tuple[OwnerId, ...]
    opened: Instant
    clerk: AgentId
    stage: str = "submission"
    until: Instant | None = None
    projects: dict[ProposalId, int] = field(default_factory=dict)  # with what they cost
    voted: list[OwnerId] = field(default_factory=list)
    ballots: dict[OwnerId, Mapping[ProposalId, int]] = field(default_factory=dict)
    links: dict[str, int] = field(default_factory=dict)  # still to be revealed
    faults: list[Mapping[str, object]] = field(default_factory=list)
    outcome: Mapping[str, object] | None = None

    @property
    def awaits(self) -> list[OwnerId]:
        """Return the owners that have yet to vote, or the members that have yet to reveal."""
        return [str(each.owner or each.agent) for each in self.awaited() if each.act != "OpenEnvelope"]

    def awaited(self) -> Iterator[Awaited]:
        """Yield whose act the stage waits for."""
        match ROUND_STAGES[self.stage].acts[0] if self.stage in ROUND_STAGES else None:
            case "FileBallot":
                yield from (Awaited(None, owner, "FileBallot") for owner in self.voters if owner not in self.voted)
            case "OpenEnvelope":
                yield Awaited(self.clerk, None, "OpenEnvelope")
            case "RevealChance":
                clerk = self.stage.endswith("_clerk")
                for member, number in sorted(self.links.items()):
                    if (member == self.clerk) == clerk:
                        yield Awaited(
                            member if clerk else None, None if clerk else member, "RevealChance", number=number
                        )
            case _:
                pass  # projects are put in by whoever wants to


class RoundView:
    """Every round there ever was."""

    def __init__(self) -> None:
        self.pages: dict[ActId, RoundPage] = {}
        self._clerk: AgentId = ""

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        for event in told.events:
            if isinstance(event, RoundOpened):
                self.pages[event.round] = RoundPage(
                    event.round, event.budget, event.owner, event.amount, event.voters, told.received, self._clerk
                )
            else:
                self._write(event)

    def _write(self, event: Event) -> None:
        match event:
            case MootFounded():
                self._clerk = event.clerk.agent
            case RoundEntered():
                page = self.pages[event.round]
                page.stage, page.until = event.stage, event.until
            case ProjectEntered():
                self.pages[event.round].projects[event.proposal] = event.cost
            case RoundClosed():
                page = self.pages[event.round]
                page.stage, page.until, page.outcome = "closed", None, _rest(event)
            case _:
                self._hear(event)

    def _hear(self, event: Event) -> None:
        """Write down who voted, and by what the lot is drawn."""
        match event:
            case BallotFiled():
                page = self.pages[event.round]
                page.voted = sorted({*page.voted, event.owner})
            case BallotOpened():
                self.pages[event.round].ballots[event.owner] = event.points
            case RoundLinkAssigned():
                self.pages[event.round].links[event.member] = event.number
            case RoundLinkRevealed():
                self.pages[event.round].links.pop(event.member)
            case RoundFaulted():
                self.pages[event.round].faults.append(_rest(event))
            case _:
                pass

    def matters(self) -> Iterator[Matter]:
        """Yield the open rounds, as the docket shows them. At stake is all that a round can spend."""
        for page in self.pages.values():
            if page.stage != "closed":
                facts: Mapping[str, Plain] = {
                    name: getattr(page, name) for name in ("round", "budget", "stage", "owner")
                }
                yield Matter(page.round, facts, page.until, page.amount, tuple(page.awaited()))

    def show(self, round: ActId) -> Plain:  # noqa: A002 - the argument's name is what one asks with
        """Return the page of `round`."""
        if round not in self.pages:
            raise Unknown("round", round, self.pages)
        return _whole(self.pages[round])

    def list(self) -> Plain:
        """Return a row for each round, in the order in which they opened."""
        shown = ("round", "budget", "owner", "amount", "stage", "until")
        return [{name: getattr(page, name) for name in shown} for page in self.pages.values()]


def _whole(page: RoundPage) -> Plain:
    return plain({each.name: getattr(page, each.name) for each in fields(page)} | {"awaits": page.awaits})


def _rest(event: Event) -> Mapping[str, object]:
    """Return the fields of `event` but the round, which the page names already."""
    return {each.name: getattr(event, each.name) for each in fields(event) if each.name != "round"}
