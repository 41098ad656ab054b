"""Citations: which clauses of the charter members have named, where, and for what.

Laws: a row for each time that somebody named a clause as a reason; what a clause moved by itself, such as money, is no
citation; nothing is known of what is sealed.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Literal, TypeAlias

from moot.core.act import ActId, ProposalId
from moot.core.canonical import Plain, plain
from moot.core.events import (
    BlockPosted,
    DisputeOpened,
    Event,
    LaneChanged,
    ProposalCancelled,
    ProposalPaused,
    ReviewOpened,
    SuspensionRecommended,
    TrialHalted,
)
from moot.core.value import value
from moot.views.unknown import Unknown
from moot.wire.entry import Told

How: TypeAlias = Literal["block", "finding", "dispute", "halt", "pause", "cancellation", "lane", "suspension"]


@value
class Citation:
    """Somebody named a clause: in which entry, how, on which proposal, trial or dispute, and who did; None: nobody."""

    index: int
    how: How
    about: Literal["proposal", "trial", "dispute"]
    subject: ActId | ProposalId
    by: str | None


_Found: TypeAlias = tuple[str, How, Literal["proposal", "trial", "dispute"], str, str | None]


class CitationsView:
    """Every citation of every clause, in the order of the record."""

    def __init__(self) -> None:
        self._cited: dict[str, list[Citation]] = defaultdict(list)

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        for event in told.events:
            for clause, how, about, subject, by in (*_of_a_proposal(event), *_of_another(event)):
                self._cited[clause].append(Citation(told.index, how, about, subject, by))

    def show(self, clause: str | None = None) -> Plain:
        """Return by clause who named it, oldest first; with `clause`, of that one and of all below it.

        `how` is `block`, `finding`, `dispute`, `halt`, `pause`, `cancellation`, `lane` or `suspension`.
        """
        if clause is None:
            return plain(dict(sorted(self._cited.items())))
        found = {name: rows for name, rows in self._cited.items() if f"{name}.".startswith(f"{clause}.")}
        if not found:
            raise Unknown("clause that somebody named", clause, sorted(self._cited))
        return plain(dict(sorted(found.items())))


def _of_a_proposal(event: Event) -> Iterator[_Found]:
    match event:
        case ReviewOpened():
            for each in event.review.findings:
                yield each.clause, "finding", "proposal", event.proposal, event.agent
        case BlockPosted():
            yield event.clause, "block", "proposal", event.proposal, event.owner
        case LaneChanged():
            yield event.clause, "lane", "proposal", event.proposal, None
        case ProposalPaused():
            yield event.clause, "pause", "proposal", event.proposal, event.agent
        case ProposalCancelled():
            yield event.clause, "cancellation", "proposal", event.proposal, event.agent
        case _:
            pass


def _of_another(event: Event) -> Iterator[_Found]:
    match event:
        case DisputeOpened():
            parties = ", ".join(sorted(event.bonds)) or None
            yield event.clause, "dispute", "dispute", event.dispute, parties
        case TrialHalted():
            yield event.clause, "halt", "trial", event.trial, event.agent
        case SuspensionRecommended():
            yield event.clause, "suspension", "dispute", event.dispute, None
        case _:
            pass
