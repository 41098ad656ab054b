"""What makes a charter unfit to stand: clauses that would lock members out or make no sense.

Laws: each fault names its clause, why it cannot stand, and what would mend it; a charter without
faults lets somebody propose, act in every window, and be measured.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Final

from moot.core.act import MILLION
from moot.core.charter.clauses import (
    CHARTER,
    Charter,
    Clarity,
    Kind,
    Purpose,
    amending,
    kind_clause,
    mandate_called,
    seats,
    value_ids,
)
from moot.core.charter.rounds import Budget
from moot.core.charter.windows import Windows
from moot.core.value import value

LEAST_METERS: Final = 2  # one alone cannot be checked
LEAST_LINKS: Final = 2  # one for the drawing and one for the lottery
_HALVED: Final = frozenset({"review", "forecast", "judging"})  # their second half is the stand-ins'
_MISSED: Final = frozenset({"challenge"})  # may be left out


@value
class Fault:
    """A clause that cannot stand, why, and what would mend it."""

    clause: str
    why: str
    mend: str


def faults(charter: Charter) -> Iterator[Fault]:
    """Yield each clause of `charter` that would lock members out or make no sense."""
    yield from _purpose_faults(charter.purpose)
    yield from _structure_faults(charter)
    yield from _window_faults(charter.structure.windows)
    yield from _lane_faults(charter)
    for kind in (*charter.structure.actions, amending(charter)):
        yield from _action_faults(kind, charter.structure.windows)
    yield from _round_faults(charter)
    yield from _awareness_faults(charter)
    yield from _agency_faults(charter)
    yield from _trial_faults(charter)
    if twice := _repeated(tuple(each.id for each in charter.agency.guardians)):
        yield Fault("agency.guardians", f"the guardian '{twice}' stands twice", "name each once")
    yield from _clarity_faults(charter.clarity)


def _repeated(names: tuple[str, ...]) -> str | None:
    return next((name for at, name in enumerate(names) if name in names[:at]), None)


def _purpose_faults(purpose: Purpose) -> Iterator[Fault]:
    names = tuple(each.id for each in purpose.values)
    if twice := _repeated(names):
        yield Fault("purpose.values", f"the value '{twice}' stands twice", "name each value once")
    total = sum(each.weight for each in purpose.values)
    if total != MILLION:
        yield Fault("purpose.values", f"the founding weights sum to {total} ppm", "make them sum to 1,000,000 ppm")


def _structure_faults(charter: Charter) -> Iterator[Fault]:
    structure, known = charter.structure, set(value_ids(charter))
    for names, clause in (
        (tuple(each.id for each in structure.mandates), "structure.mandates"),
        (tuple(each.id for each in structure.actions), "structure.actions"),
        (tuple(each.target for each in structure.actions), "structure.actions"),
        (structure.families, "structure.families"),
    ):
        if twice := _repeated(names):
            yield Fault(clause, f"'{twice}' stands twice", "name each once")
    for mandate in structure.mandates:
        if strange := set(mandate.values) - known:
            yield Fault(
                f"structure.mandates.{mandate.id}",
                f"it watches '{min(strange)}', which is no value of purpose.values",
                "watch only the values that the purpose lists",
            )
    if structure.quorum > MILLION or structure.quorum == 0:
        yield Fault(
            "structure.quorum", "no vote could ever pass, or one always would", "set it between 1 and 1,000,000"
        )
    if structure.epoch == 0:
        yield Fault("structure.epoch", "an epoch of no length never ends", "give it a length, such as seven days")


def _round_faults(charter: Charter) -> Iterator[Fault]:
    structure = charter.structure
    kinds = {kind.id: kind for kind in structure.actions}
    if twice := _repeated(tuple(each.id for each in structure.rounds)):
        yield Fault("structure.rounds", f"the budget '{twice}' stands twice", "name each once")
    if twice := _repeated(tuple(paid.kind for each in structure.rounds for paid in each.kinds)):
        yield Fault("structure.rounds", f"'{twice}' is paid for twice", "let one budget pay for a kind, once")
    for budget in structure.rounds:
        yield from _budget_faults(budget, kinds)


def _budget_faults(budget: Budget, kinds: Mapping[str, Kind]) -> Iterator[Fault]:
    clause = f"structure.rounds.{budget.id}"
    if not budget.amount or not budget.window or not budget.ballot:
        yield Fault(clause, "nothing could be put in it, voted on or paid", "give it money and time")
    for paid in budget.kinds:
        if paid.kind not in kinds:
            yield Fault(clause, f"'{paid.kind}' is no kind of action", "list it under structure.actions")
        elif strange := set(paid.slopes) - {term.id for term in kinds[paid.kind].terms}:
            yield Fault(clause, f"'{min(strange)}' is no term of {paid.kind}", "price only its terms")
        elif not kinds[paid.kind].reversible:
            why = f"{paid.kind} cannot be undone, and is for the charter lane"
            yield Fault(clause, why, "let budgets pay for what can be undone")


def _window_faults(windows: Windows) -> Iterator[Fault]:
    for name in (field.name for field in fields(windows)):
        if name not in _MISSED and getattr(windows, name) < (2 if name in _HALVED else 1):
            yield Fault(f"structure.windows.{name}", "nobody can act in a window of no length", "give it a length")


def _lane_faults(charter: Charter) -> Iterator[Fault]:
    structure = charter.structure
    kinds = {kind.id for kind in structure.actions}
    if twice := _repeated(tuple(rule.id for rule in structure.lanes)):
        yield Fault("structure.lanes", f"'{twice}' stands twice", "name each rule once")
    for rule in structure.lanes:
        if strange := set(rule.kinds) - kinds:
            yield Fault(
                f"structure.lanes.{rule.id}", f"'{min(strange)}' is no kind of action", "use kinds of structure.actions"
            )
    if not structure.charter.timelock:
        yield Fault("structure.charter.timelock", "nobody could act in a window of no length", "give it a length")
    if structure.charter.people > MILLION:
        yield Fault("structure.charter.people", "no charter could ever be amended", "set it to at most 1,000,000")
    for kind in structure.actions:
        if CHARTER in (kind.id, kind.target):
            yield Fault(
                "structure.actions",
                "a kind or its target is called like the charter",
                "call it otherwise",
            )


def _action_faults(kind: Kind, windows: Windows) -> Iterator[Fault]:
    clause = kind_clause(kind)
    names = tuple(term.id for term in kind.terms)
    if twice := _repeated(names):
        yield Fault(clause, f"the term '{twice}' stands twice", "name each term once")
    for term in kind.terms:
        if term.low > term.high:
            yield Fault(f"{clause}.terms.{term.id}", "its low bound lies above its high bound", "swap the bounds")
    if strange := set(kind.worst_case.slopes) - set(names):
        yield Fault(f"{clause}.worst_case", f"'{min(strange)}' is no term of the kind", "use the kind's terms")
    if kind.horizon >= windows.measuring:
        yield Fault(
            f"{clause}.horizon",
            "no meter could report before structure.windows.measuring is over",
            "let the meters' window be longer than every horizon",
        )


def _awareness_faults(charter: Charter) -> Iterator[Fault]:
    measured = tuple(each.value for each in charter.awareness.metering)
    if twice := _repeated(measured):
        yield Fault("awareness.metering", f"'{twice}' is metered twice", "list each value once")
    for name in value_ids(charter):
        if name not in measured:
            yield Fault(f"awareness.metering.{name}", "no meter measures it", "name at least two meters")
    for each in charter.awareness.metering:
        clause = f"awareness.metering.{each.value}"
        if each.value not in value_ids(charter):
            yield Fault(clause, "it is no value of purpose.values", "meter only the values that the purpose lists")
        if len(set(each.meters)) < LEAST_METERS:
            yield Fault(clause, "one meter alone cannot be checked", "name at least two meters")


def _agency_faults(charter: Charter) -> Iterator[Fault]:
    agency, places = charter.agency, seats(charter, "panel")
    if 2 * agency.exploration > MILLION:
        yield Fault("agency.exploration", "the recommended could be the least likely", "set it to at most 50 %")
    if not agency.contributors:
        yield Fault("agency.contributors", "the clerk alone would know the lot", "let at least one owner contribute")
    if agency.links < LEAST_LINKS:
        yield Fault("agency.links", "a proposal takes two links of a chain", "let chains have more, such as 4,096")
    fee = agency.review_fee * places
    dearest = agency.review_fee * max(places + seats(charter, "consent"), seats(charter, "charter"))
    if agency.grant < agency.bond + dearest:
        yield Fault("agency.grant", "no owner could ever pay a bond and the review fees", "grant more, or ask for less")
    if not agency.income and agency.fund + fee < agency.reviewer_fee * places + agency.gain_cap:
        yield Fault("agency.fund", "it could never pay the reviewers and a gain", "fill it, or give it an income")


def _trial_faults(charter: Charter) -> Iterator[Fault]:
    trials = charter.agency.trials
    for guard in trials.guards:
        if mandate_called(charter, guard) is None:
            yield Fault(
                "agency.trials.guards", f"'{guard}' is no mandate of structure.mandates", "name mandates that stand"
            )
    if charter.agency.risk_budget and not trials.guards:
        yield Fault(
            "agency.trials.guards", "nobody could guard a trial, or halt it", "name the mandates whose holders do"
        )
    if not trials.release or not trials.report:
        clause = "agency.trials.report" if trials.release else "agency.trials.release"
        yield Fault(clause, "nobody can act in a window of no length", "give it a length")


def _clarity_faults(clarity: Clarity) -> Iterator[Fault]:
    if clarity.lifetime == 0:
        yield Fault("clarity.lifetime", "every act would run out before it is received", "give it a length")
    if clarity.skew == 0:
        yield Fault("clarity.skew", "no clock agrees to the millisecond", "allow for some minutes")
