"""The charter: the rules that members gave themselves, as data, each with a clause id.

Laws: a charter is five sections and nothing else; a clause id is the dotted path to a field
(`structure.windows.ballot`), so that refusals and pages can cite it; every number is an integer
(ppm, micro-credits, milliseconds); `faults` names each clause that would lock members out.

>>> STANDARD_WINDOWS.ballot // 60_000
60
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Annotated, Final, Literal

from moot.core.act import (
    MILLION,
    AgentId,
    Between,
    Credits,
    Duration,
    Length,
    MandateId,
    Name,
    Ppm,
    TermId,
    ValueId,
)
from moot.core.value import value

CREDIT: Final = 1_000_000  # micro-credits
MINUTE: Final = 60_000
DAY: Final = 86_400_000
LEAST_METERS: Final = 2  # one alone cannot be checked
Count = Annotated[int, Between(0, 10_000)]
Text = Annotated[str, Length(0, 500)]


@value
class Worth:
    """A value that members price: what measures it, its floor, and where it starts."""

    id: ValueId
    measure: Text
    weight: Ppm
    founding: Ppm
    floor: Ppm | None = None


@value
class Purpose:
    """Why the moot exists, and what it values (at most eight)."""

    statement: Text
    values: Annotated[tuple[Worth, ...], Length(1, 8)]


@value
class Mandate:
    """Who watches which values; `seats` reviewers are drawn for each proposal."""

    id: MandateId
    values: Annotated[tuple[ValueId, ...], Length(1, 8)]
    seats: Annotated[int, Between(1, 50)] = 3


@value
class Term:
    """One integer that a proposer chooses, within its bounds."""

    id: TermId
    unit: Text
    low: Annotated[int, Between(-(2**53 - 1), 2**53 - 1)]
    high: Annotated[int, Between(-(2**53 - 1), 2**53 - 1)]


@value
class WorstCase:
    """The largest harm of an action in ppm: a constant plus a slope per unit of a term."""

    constant: Annotated[int, Between(-MILLION * 1000, MILLION * 1000)]
    slopes: Mapping[TermId, Annotated[int, Between(-MILLION, MILLION)]]


@value
class Kind:
    """An entry of the action register: all that a proposer may not choose."""

    id: Name
    target: Name
    terms: Annotated[tuple[Term, ...], Length(1, 32)]
    executor: AgentId
    undo: Text
    worst_case: WorstCase
    horizon: Duration
    reversible: bool = True
    explorable: bool = True


@value
class Windows:
    """How long each stage of the panel lane may take, in milliseconds."""

    drawing: Duration = 10 * MINUTE
    drawing_clerk: Duration = 10 * MINUTE
    review: Duration = 60 * MINUTE
    negotiation: Duration = 45 * MINUTE
    forecast: Duration = 60 * MINUTE
    ballot: Duration = 60 * MINUTE
    objection: Duration = 20 * MINUTE
    timelock: Duration = 20 * MINUTE
    opening: Duration = 5 * MINUTE
    execution: Duration = 15 * MINUTE
    measuring: Duration = 14 * DAY


STANDARD_WINDOWS: Final = Windows()


@value
class Structure:
    """Mandates, model families, the action register, and the panel lane's windows and quorum."""

    mandates: Annotated[tuple[Mandate, ...], Length(1, 16)]
    families: Annotated[tuple[Name, ...], Length(0, 32)]
    actions: Annotated[tuple[Kind, ...], Length(1, 64)]
    windows: Windows = STANDARD_WINDOWS
    quorum: Ppm = 500_000
    candidates: Annotated[int, Between(0, 16)] = 4
    amendments: Annotated[int, Between(0, 16)] = 2
    epoch: Duration = 7 * DAY


@value
class Metering:
    """Which meters report a value, and how far apart honest ones may lie (ppm)."""

    value: ValueId
    meters: Annotated[tuple[AgentId, ...], Length(1, 16)]
    tolerance: Ppm = 40_000


@value
class Awareness:
    """What is measured, and by whom."""

    metering: Annotated[tuple[Metering, ...], Length(1, 8)]


@value
class Agency:
    """What acting costs and earns, and how much chance and skill may move. Money in micro-credits."""

    grant: Credits = 1_000 * CREDIT
    fund: Credits = 1_000 * CREDIT
    income: Credits = 100 * CREDIT
    bond: Credits = 20 * CREDIT
    review_fee: Credits = 2 * CREDIT
    reviewer_deposit: Credits = 2 * CREDIT
    reviewer_fee: Credits = 2 * CREDIT
    chance_deposit: Credits = 2 * CREDIT
    least_stake: Credits = 1 * CREDIT
    stake_cap: Ppm = 200_000
    gain_rate: Credits = 1 * CREDIT  # per 1,000 ppm of score
    gain_cap: Credits = 50 * CREDIT
    exploration: Ppm = 100_000
    learning: Ppm = 500_000
    spread: Ppm = 2_000
    pool_cap: Ppm = 150_000
    contributors: Count = 3
    links: Count = 4_096
    expiry: Count = 90  # epochs after which a weight vector no longer counts


@value
class Clarity:
    """How acts are timed and what must be said."""

    lifetime: Duration = 60 * MINUTE
    skew: Duration = 5 * MINUTE
    conditions: Annotated[int, Between(0, 16)] = 3
    findings: Annotated[int, Between(0, 64)] = 16


@value
class Charter:
    """The five sections."""

    purpose: Purpose
    structure: Structure
    awareness: Awareness
    agency: Agency = Agency()
    clarity: Clarity = Clarity()


@value
class Fault:
    """A clause that cannot stand, why, and what would mend it."""

    clause: str
    why: str
    mend: str


Section = Literal["purpose", "structure", "awareness", "agency", "clarity"]


def worth(charter: Charter, name: ValueId) -> Worth:
    """Return the value called `name`."""
    return next(each for each in charter.purpose.values if each.id == name)


def value_ids(charter: Charter) -> tuple[ValueId, ...]:
    """Return the values' ids in the charter's order."""
    return tuple(each.id for each in charter.purpose.values)


def kind_called(charter: Charter, name: Name) -> Kind | None:
    """Return the kind of action called `name`, or nothing."""
    return next((kind for kind in charter.structure.actions if kind.id == name), None)


def mandate_called(charter: Charter, name: MandateId) -> Mandate | None:
    """Return the mandate called `name`, or nothing."""
    return next((each for each in charter.structure.mandates if each.id == name), None)


def metering(charter: Charter, name: ValueId) -> Metering:
    """Return how the value called `name` is measured."""
    return next(each for each in charter.awareness.metering if each.value == name)


def meters(charter: Charter) -> tuple[AgentId, ...]:
    """Return every meter once, in name order."""
    return tuple(sorted({meter for each in charter.awareness.metering for meter in each.meters}))


def seats(charter: Charter) -> int:
    """Return how many seats a whole set of panels has."""
    return sum(mandate.seats for mandate in charter.structure.mandates)


def faults(charter: Charter) -> Iterator[Fault]:
    """Yield each clause of `charter` that would lock members out or make no sense."""
    yield from _purpose_faults(charter.purpose)
    yield from _structure_faults(charter)
    yield from _window_faults(charter.structure.windows)
    yield from _action_faults(charter.structure.actions)
    yield from _awareness_faults(charter)


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


def _window_faults(windows: Windows) -> Iterator[Fault]:
    for name in (field.name for field in fields(windows)):
        if getattr(windows, name) == 0:
            yield Fault(f"structure.windows.{name}", "nobody can act in a window of no length", "give it a length")


def _action_faults(actions: tuple[Kind, ...]) -> Iterator[Fault]:
    for kind in actions:
        clause = f"structure.actions.{kind.id}"
        names = tuple(term.id for term in kind.terms)
        if twice := _repeated(names):
            yield Fault(clause, f"the term '{twice}' stands twice", "name each term once")
        for term in kind.terms:
            if term.low > term.high:
                yield Fault(f"{clause}.terms.{term.id}", "its low bound lies above its high bound", "swap the bounds")
        if strange := set(kind.worst_case.slopes) - set(names):
            yield Fault(f"{clause}.worst_case", f"'{min(strange)}' is no term of the kind", "use the kind's terms")


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
