"""Bounds: whether terms fit their kind, and a sealed payload what it was asked for.

Laws: terms name exactly the kind's terms, each within its bounds; a forecast covers every candidate
and value; a meter reports exactly what the charter lets it measure.
"""

from typing import assert_never

from moot.core.act import AgentId, Terms
from moot.core.charter import Charter, Kind, kind_clause, value_ids
from moot.core.commands import SEALS, Ballot, Forecast, Measure, Payload, Review, Sealed, Verdict, Vote
from moot.core.funding import Tender
from moot.core.proposal import Proposal
from moot.core.refusal import BadShape, OutOfBounds, VersionIsStale


def check_terms(kind: Kind, terms: Terms) -> None:
    """Refuse terms that are not exactly those of `kind`, each within its bounds."""
    clause = f"structure.actions.{kind.id}"
    names = {term.id for term in kind.terms}
    if strange := sorted(set(terms) ^ names):
        raise OutOfBounds(
            f"'{strange[0]}' is {'missing' if strange[0] in names else 'no term of this kind'}",
            clause=clause,
            mend=f"Give exactly {', '.join(sorted(names))}.",
        )
    for term in kind.terms:
        if not term.low <= terms[term.id] <= term.high:
            raise OutOfBounds(
                f"{term.id} is {terms[term.id]} {term.unit}",
                clause=f"{clause}.terms.{term.id}",
                mend=f"Choose between {term.low} and {term.high}.",
            )


def check_kind(sealed: type[Sealed], payload: Payload) -> None:
    """Refuse a payload of another kind than its sealed act was to hold."""
    if SEALS[sealed] is not type(payload):
        raise BadShape(
            f"a {payload.what} lies in the envelope of {sealed.__name__}", mend=f"Seal a {SEALS[sealed].__name__}."
        )


def check_payload(proposal: Proposal, by: AgentId, payload: Payload) -> None:
    """Refuse a payload that is out of bounds for its proposal."""
    match payload:
        case Review():
            _check_review(proposal, payload)
        case Forecast():
            _check_forecast(proposal, payload)
        case Measure():
            check_measure(proposal.frozen.charter, by, payload)
        case Vote() | Verdict() | Ballot():
            pass
        case _:
            assert_never(payload)


def check_ballot(tender: Tender, ballot: Ballot) -> None:
    """Refuse a ballot that names what is no project of the round, or gives more than a point where it may not."""
    clause = f"structure.rounds.{tender.budget.id}.points"
    if strange := sorted(set(ballot.points) - set(tender.costs)):
        raise OutOfBounds(
            f"'{strange[0][:12]}' is no project of this round", clause=clause, mend="Name its projects by their ids."
        )
    if tender.budget.points == "approval" and any(given > 1 for given in ballot.points.values()):
        raise OutOfBounds("an approval is one point", clause=clause, mend="Give 1 to each project that you approve.")


def _check_review(proposal: Proposal, review: Review) -> None:
    clarity = proposal.frozen.charter.clarity
    if len(review.conditions) > clarity.conditions:
        raise OutOfBounds(
            f"the review sets {len(review.conditions)} conditions",
            clause="clarity.conditions",
            mend=f"Set at most {clarity.conditions}.",
        )
    if len(review.findings) > clarity.findings:
        raise OutOfBounds(
            f"the review lists {len(review.findings)} findings",
            clause="clarity.findings",
            mend=f"List at most {clarity.findings}.",
        )
    names = set(proposal.versions[proposal.status_quo].terms)  # of a charter: its numbers
    for condition in review.conditions:
        if condition.term not in names:
            raise OutOfBounds(
                f"a condition names '{condition.term}', which is no term of {proposal.kind.id}",
                clause=kind_clause(proposal.kind),
                mend=f"Use {', '.join(sorted(names))}.",
            )
        if condition.relation != "in" and len(condition.value) != 1:
            raise BadShape(
                f"'{condition.relation}' compares with one number", mend="Give one number, or use `in` for several."
            )


def _check_forecast(proposal: Proposal, forecast: Forecast) -> None:
    if proposal.slate is None:
        raise VersionIsStale("the candidates are not frozen yet", mend="Wait for the forecast stage.")
    expected = {candidate.version for candidate in proposal.slate.candidates}
    if set(forecast.cells) != expected:
        raise OutOfBounds(
            "the forecast does not cover exactly the candidates",
            clause="agency.exploration",
            mend="Forecast every candidate on the slate, the status quo too, and nothing else.",
        )
    values = set(value_ids(proposal.frozen.charter))
    if any(set(cells) != values for cells in forecast.cells.values()):
        raise OutOfBounds(
            "the forecast does not cover exactly the values",
            clause="purpose.values",
            mend=f"Forecast {', '.join(sorted(values))} for every candidate.",
        )


def check_measure(charter: Charter, by: AgentId, measure: Measure) -> None:
    """Refuse a measurement of other values than the charter lets this meter measure."""
    expected = {each.value for each in charter.awareness.metering if by in each.meters}
    if set(measure.values) != expected:
        raise OutOfBounds(
            "the measurement does not cover exactly what this meter measures",
            clause="awareness.metering",
            mend=f"Report {', '.join(sorted(expected)) or 'nothing'}.",
        )
