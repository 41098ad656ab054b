"""What is in force on each target, since when, and how well it did.

Laws: a target has the terms it was founded with until others are set on it; each proposal
on it leaves one row of history, from the moment something ran, was measured or was closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from moot.core.act import Instant, Ppm, ProposalId, Terms, ValueId, VersionId
from moot.core.canonical import Plain, plain
from moot.core.charter import CHARTER, Charter, numbers
from moot.core.commands import Result
from moot.core.events import (
    ActionExecuted,
    CharterAmended,
    MootFounded,
    Outcome,
    OutcomeMeasured,
    ProposalClosed,
    ProposalSubmitted,
    TargetSet,
)
from moot.core.proposal import base_of
from moot.views.page import Page
from moot.views.unknown import Unknown
from moot.wire.entry import Told


@dataclass(slots=True)
class Run:
    """What one proposal left on its target: the version that ran (or stayed) and how it did."""

    proposal: ProposalId
    version: VersionId
    terms: Terms
    received: Instant
    result: Result | None = None
    measured: Mapping[ValueId, Ppm] = field(default_factory=dict)
    score: int | None = None
    outcome: Outcome | None = None


@dataclass(slots=True)
class Target:
    """A target: the terms in force, the open proposal if there is one, and the past, newest last."""

    target: str
    kind: str
    terms: Terms
    open: ProposalId | None = None
    history: list[Run] = field(default_factory=list)


class TargetView:
    """Every target by its name."""

    def __init__(self, pages: Mapping[ProposalId, Page]) -> None:
        """Read the pages that the view of proposals keeps."""
        self._pages = pages
        self._targets: dict[str, Target] = {}
        self._charter: Charter

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        for event in told.events:
            match event:
                case MootFounded() | CharterAmended():
                    self._charter = event.charter
                    fresh = Target(CHARTER, CHARTER, {})
                    self._targets.setdefault(CHARTER, fresh).terms = numbers(event.charter)
                case TargetSet():
                    known = self._targets.setdefault(event.target, Target(event.target, event.kind, event.terms))
                    known.terms = event.terms
                case ProposalSubmitted():
                    self._targets[event.target].open = event.proposal
                case ActionExecuted() | OutcomeMeasured() | ProposalClosed():
                    self._note(event, told.received)
                case _:
                    pass

    def _note(self, event: ActionExecuted | OutcomeMeasured | ProposalClosed, received: Instant) -> None:
        target = self._targets[self._pages[event.proposal].target]
        run = self._run(target, event.proposal, received)
        match event:
            case ActionExecuted():
                run.version, run.terms, run.result = event.version, event.in_force, event.result
            case OutcomeMeasured():
                run.version, run.measured, run.score = event.version, event.measured, event.score
            case ProposalClosed():
                run.outcome, target.open = event.outcome, None
            case _:
                assert_never(event)

    def _run(self, target: Target, proposal: ProposalId, received: Instant) -> Run:
        if not target.history or target.history[-1].proposal != proposal:
            target.history.append(Run(proposal, self._pages[proposal].status_quo, target.terms, received))
        return target.history[-1]

    def show(self, target: str) -> Plain:
        """Return what is in force on `target`; `base` is what a proposal on it must name."""
        if target not in self._targets:
            raise Unknown("target", target, self._targets)
        known = self._targets[target]
        return plain(
            {
                "target": known.target,
                "kind": known.kind,
                "terms": known.terms,
                "base": base_of(known.target, self._charter if target == CHARTER else known.terms),
                "open": known.open,
                "history": known.history,
            }
        )

    def names(self) -> Plain:
        """Return the names of the targets that kinds of the register change, as they came in."""
        return [name for name in self._targets if name != CHARTER]
