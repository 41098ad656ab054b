"""Offers: what an agent may do about what is open though nobody waits for it, as the rules themselves have it.

Laws: an act is offered where the rules would take an example of it from this agent now, with the stage, the rights,
the role, what can be done once, and the credits at hand all counted; nothing is recorded by asking. What is new in an
act is an example: other terms, or another charter, may be refused where the example is not; and where nothing near the
leading terms is allowed, nothing is offered.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeAlias, cast

from moot.core.act import ActId, AgentId, Terms
from moot.core.assembly import Assembly
from moot.core.assembly.state import present_base
from moot.core.assembly.summoning import able_to_judge
from moot.core.canonical import plain
from moot.core.charter import CHARTER, kind_called
from moot.core.commands import (
    Appeal,
    CancelProposal,
    Command,
    Dispute,
    HaltTrial,
    Object,
    OfferAmendment,
    Pause,
    Propose,
)
from moot.core.dispute import Case
from moot.core.funding import Tender
from moot.core.jury import SIZES, jury_size
from moot.core.proposal import Proposal
from moot.core.value import value
from moot.views.leave import NOBODY, first_refusal

Examples: TypeAlias = Iterator[tuple[str, Sequence[Command]]]  # of each act, those of which any will do
_TRIES: Final = 12  # of other terms


@value
class Offer:
    """An act that the rules would take of an agent now, and the id of the matter that it is about."""

    act: str
    about: ActId


def offers(assembly: Assembly, agent: AgentId, now: int) -> tuple[Offer, ...]:
    """Return what `agent` may do at `now` (milliseconds) about each open matter, by its id, acts in a fixed order."""
    if agent not in assembly.agents:
        return ()
    matters = {**assembly.proposals, **assembly.cases, **assembly.rounds, **assembly.trials}
    return tuple(
        Offer(act, each)
        for each in sorted(matters)
        for act, commands in examples(assembly, each)
        if first_refusal(assembly, agent, commands, now) is None
    )


def examples(assembly: Assembly, about: ActId) -> Examples:
    """Yield each act that may be about an open matter, with examples of it of which the rules take any or none."""
    if proposal := assembly.proposals.get(about):
        yield from _of_proposal(proposal)
    elif case := assembly.cases.get(about):
        yield "Appeal", _appeals(assembly, case)
    elif tender := assembly.rounds.get(about):
        yield "Propose", list(_projects(assembly, tender))
    elif trial := assembly.trials.get(about):
        yield "HaltTrial", [HaltTrial(about, f"purpose.values.{trial.wanted.metric}")]


def _of_proposal(proposal: Proposal) -> Examples:
    named, paper = proposal.id, proposal.paper
    bond = proposal.frozen.charter.agency.dispute_bond * SIZES[0]
    clause = f"purpose.values.{proposal.frozen.charter.purpose.values[0].id}"
    yield "OfferAmendment", list(_amendments(proposal))
    yield "Object", [Object(named, paper.id if paper else NOBODY)]
    yield "Dispute", [Dispute("measurement", named, clause, bond)]
    yield "Dispute", [Dispute("execution", named, clause, bond)]  # in another stage
    yield "CancelProposal", [CancelProposal(named, clause, NOBODY)]
    yield "Pause", [Pause(named, clause, NOBODY)]


def _amendments(proposal: Proposal) -> Iterator[OfferAmendment]:
    first = proposal.versions[proposal.original]
    if proposal.kind.id == CHARTER and first.charter:
        for ending in (".", "..", "..."):
            purpose = replace(first.charter.purpose, statement=first.charter.purpose.statement + ending)
            yield OfferAmendment(proposal.id, proposal.original, {}, charter=replace(first.charter, purpose=purpose))
        return
    taken = [each.terms for each in proposal.versions.values()]
    for terms in others(first.terms, _bounds(proposal.kind.terms), taken):
        new = {name: number for name, number in terms.items() if first.terms.get(name) != number}
        yield OfferAmendment(proposal.id, proposal.original, new)


def _projects(assembly: Assembly, tender: Tender) -> Iterator[Propose]:
    for paid in tender.budget.kinds:
        if kind := kind_called(assembly.charter, paid.kind):
            terms, base = assembly.targets[kind.target].terms, present_base(assembly, kind.target)
            for other in (*others(terms, _bounds(kind.terms), [terms]), {each.id: each.low for each in kind.terms}):
                yield Propose(kind.id, other, base)


def _appeals(assembly: Assembly, case: Case) -> list[Command]:
    """Return appeals with the bond of each jury that one could ask, which is smaller by who appeals."""
    able = len(able_to_judge(assembly, case))
    sizes = sorted({jury_size(case.round + 1, many) for many in (able - 1, able)}) if case.round < len(SIZES) else []
    return [Appeal(case.id, case.round, case.charter.agency.dispute_bond * seats) for seats in sizes]


def _bounds(terms: Sequence[object]) -> list[Mapping[str, Any]]:
    return cast("list[Mapping[str, Any]]", plain(list(terms)))


def others(terms: Terms, bounds: Sequence[Mapping[str, Any]], taken: Sequence[Terms]) -> Iterator[Terms]:
    """Yield terms within their bounds that differ from `terms` in one number and are not `taken`, the nearest first.

    >>> list(others({"a": 2}, [{"id": "a", "low": 1, "high": 4}], [{"a": 2}, {"a": 3}]))
    [{'a': 1}, {'a': 4}]
    """
    found: list[Mapping[str, int]] = []
    for away in range(1, _TRIES):
        for term in bounds:
            for number in (terms.get(term["id"], term["low"]) + away, terms.get(term["id"], term["low"]) - away):
                other = {**terms, term["id"]: number}
                if term["low"] <= number <= term["high"] and other not in taken and other not in found:
                    found.append(other)
    yield from found[:_TRIES]
