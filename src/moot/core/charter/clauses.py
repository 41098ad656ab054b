"""The clauses of a charter: five sections, each a record, and a sentence on every field.

Laws: a clause id is the dotted path to a field (`structure.windows.ballot`); every number is an
integer (ppm, micro-credits, milliseconds); the reference in docs/charter.md is generated from here.

>>> STANDARD_WINDOWS.ballot // 60_000
60
"""

from collections.abc import Mapping
from typing import Annotated, Final, assert_never

from moot.core.act import (
    MILLION,
    AgentId,
    Between,
    Duration,
    Length,
    MandateId,
    Name,
    Ppm,
    TermId,
    ValueId,
)
from moot.core.charter.admission import STANDARD_ADMISSION, Admission
from moot.core.charter.agency import Agency
from moot.core.charter.amounts import Count, Text
from moot.core.charter.lanes import (
    STANDARD_CHARTER_LANE,
    STANDARD_CONSENT,
    STANDARD_LANES,
    CharterLane,
    ConsentLane,
    Lane,
    LaneRule,
)
from moot.core.charter.rounds import Budget
from moot.core.charter.windows import DAY, MINUTE, STANDARD_WINDOWS, Windows
from moot.core.value import value

CHARTER: Final = "charter"  # the kind of action that changes the charter, and its target


@value
class Worth:
    """A value that members price.

    id: what it is called.
    measure: what measures it, in words.
    weight: its price until members re-price it; all sum to 1,000,000.
    founding: its measurement when the moot begins: what a pool without any forecast says.
    floor: no candidate forecast below it is eligible, unless the status quo is lower still.
    parent: the value that it was split off from by an amendment, and whose weight it divides.
    """

    id: ValueId
    measure: Text
    weight: Ppm
    founding: Ppm
    floor: Ppm | None = None
    parent: ValueId | None = None


@value
class Purpose:
    """Why the moot exists, and what it values.

    statement: why the moot exists.
    values: what it values, at most eight.
    """

    statement: Text
    values: Annotated[tuple[Worth, ...], Length(1, 8)]


@value
class Mandate:
    """A watch over some values, for which reviewers are drawn.

    id: what it is called.
    values: what its reviewers watch.
    seats: how many reviewers are drawn for each proposal.
    """

    id: MandateId
    values: Annotated[tuple[ValueId, ...], Length(1, 8)]
    seats: Annotated[int, Between(1, 50)] = 3


@value
class Term:
    """One integer that a proposer chooses, within its bounds.

    id: what it is called.
    unit: its unit, in words.
    low: the least that may be proposed.
    high: the most that may be proposed.
    """

    id: TermId
    unit: Text
    low: Annotated[int, Between(-(2**53 - 1), 2**53 - 1)]
    high: Annotated[int, Between(-(2**53 - 1), 2**53 - 1)]


@value
class WorstCase:
    """The largest harm of an action: a constant plus a slope per unit of a term.

    constant: the harm that does not depend on terms, in ppm.
    slopes: the harm that each unit of a term adds, in ppm.
    """

    constant: Annotated[int, Between(-MILLION * 1000, MILLION * 1000)]
    slopes: Mapping[TermId, Annotated[int, Between(-MILLION, MILLION)]]


@value
class Kind:
    """An entry of the action register: all that a proposer may not choose.

    id: what it is called.
    target: what it changes; a target has one open proposal.
    terms: what a proposer chooses.
    executor: the agent for whom grants are issued.
    undo: how it is undone, in words.
    worst_case: the largest harm it could do.
    horizon: how long it runs before meters report.
    reversible: whether it can be undone.
    explorable: whether another eligible candidate may be drawn in place of the recommended one.
    begins: the terms in force on its target when an amendment brings the kind in; founders state theirs.
    unit: the part of the target that can be tried by itself, in words.
    units: into how many units the whole target divides over one horizon; with none it cannot be tried.
    """

    id: Name
    target: Name
    terms: Annotated[tuple[Term, ...], Length(1, 32)]
    executor: AgentId
    undo: Text
    worst_case: WorstCase
    horizon: Duration
    reversible: bool = True
    explorable: bool = True
    begins: Mapping[TermId, int] | None = None
    unit: Text = ""
    units: Count = 0


@value
class Structure:
    """Mandates, model families, the action register, and how proposals are decided.

    mandates: who watches what.
    families: the model families by name; whatever is not listed is one family, `other`.
    actions: the action register.
    windows: how long each stage may take.
    quorum: the part of the frozen owners that must vote, rounded up.
    candidates: how many amendments may stand beside the status quo and the original.
    amendments: how many amendments an owner may offer.
    epoch: after which values are re-priced and mandates change.
    lanes: which proposals go by which lane; the first rule that fits decides, and `charter` if none does.
    consent: how the consent lane adopts.
    charter: how the charter lane decides.
    spare: how many owners more than it has seats a mandate should have, or it is a hole.
    suspension: for how many epochs two thirds of the other owners may suspend one, at a time.
    admission: how owners come in.
    rounds: budgets, and how proposals that draw on one are decided together; none, unless some are named.
    """

    mandates: Annotated[tuple[Mandate, ...], Length(1, 16)]
    families: Annotated[tuple[Name, ...], Length(0, 32)]
    actions: Annotated[tuple[Kind, ...], Length(1, 64)]
    windows: Windows = STANDARD_WINDOWS
    quorum: Ppm = 500_000
    candidates: Annotated[int, Between(0, 16)] = 4
    amendments: Annotated[int, Between(0, 16)] = 2
    epoch: Duration = 7 * DAY
    lanes: Annotated[tuple[LaneRule, ...], Length(0, 64)] = STANDARD_LANES
    consent: ConsentLane = STANDARD_CONSENT
    charter: CharterLane = STANDARD_CHARTER_LANE
    spare: Annotated[int, Between(0, 50)] = 2
    suspension: Annotated[int, Between(1, 52)] = 4
    admission: Admission = STANDARD_ADMISSION
    rounds: Annotated[tuple[Budget, ...], Length(0, 16)] = ()


@value
class Metering:
    """How a value is measured.

    value: the value that is measured.
    meters: the agents that report it, of at least two owners.
    tolerance: how far honest reports may lie from their median.
    """

    value: ValueId
    meters: Annotated[tuple[AgentId, ...], Length(1, 16)]
    tolerance: Ppm = 40_000


@value
class Alarms:
    """When something is told that nobody did: a standing that fell, a mandate that nobody answers for.

    drop: the part of an owner's influence on a value whose loss is told.
    within: in how many epochs it is lost.
    silence: for how many epochs who was silent in a seat does not count as one who answers.
    """

    drop: Ppm = 500_000
    within: Annotated[int, Between(1, 52)] = 4
    silence: Annotated[int, Between(1, 1_000)] = 4


@value
class Awareness:
    """What is measured, by whom, and what is told.

    metering: how each value is measured.
    alarms: when something is told.
    """

    metering: Annotated[tuple[Metering, ...], Length(1, 8)]
    alarms: Alarms = Alarms()


@value
class Clarity:
    """How acts are timed and what must be said.

    lifetime: how long after its receipt an act may at most run.
    skew: how far an act's clock may be off.
    conditions: how many conditions a review may set.
    findings: how many findings a review may list.
    comments: how many comments an owner may make on one proposal, all its agents together; 0 allows none.
    """

    lifetime: Duration = 60 * MINUTE
    skew: Duration = 5 * MINUTE
    conditions: Annotated[int, Between(0, 16)] = 3
    findings: Annotated[int, Between(0, 64)] = 16
    comments: Annotated[int, Between(0, 256)] = 16


@value
class Charter:
    """The five sections.

    purpose: why the moot exists, and what it values.
    structure: who may do what, and how proposals are decided.
    awareness: what is measured.
    agency: what acting costs and earns.
    clarity: what must be said, and when.
    """

    purpose: Purpose
    structure: Structure
    awareness: Awareness
    agency: Agency = Agency()
    clarity: Clarity = Clarity()


def value_ids(charter: Charter) -> tuple[ValueId, ...]:
    """Return the values' ids in the charter's order."""
    return tuple(each.id for each in charter.purpose.values)


def kind_called(charter: Charter, name: Name) -> Kind | None:
    """Return the kind of action called `name`, or nothing; every register has one more, which changes the charter."""
    if name == CHARTER:
        return amending(charter)
    return next((kind for kind in charter.structure.actions if kind.id == name), None)


def amending(charter: Charter) -> Kind:
    """Return the kind of action that changes the charter: nobody's to execute, and its terms are the clauses."""
    return Kind(
        CHARTER,
        CHARTER,
        terms=(),
        executor="",
        undo="another amendment",
        worst_case=WorstCase(0, {}),
        horizon=charter.structure.charter.horizon,
        explorable=False,
    )


def budget_called(charter: Charter, name: Name) -> Budget | None:
    """Return the budget called `name`, or nothing."""
    return next((each for each in charter.structure.rounds if each.id == name), None)


def budget_of(charter: Charter, kind: Name) -> Budget | None:
    """Return the budget that pays for `kind`, or nothing if that is decided by itself."""
    return next((each for each in charter.structure.rounds if any(kind == paid.kind for paid in each.kinds)), None)


def mandate_called(charter: Charter, name: MandateId) -> Mandate | None:
    """Return the mandate called `name`, or nothing."""
    return next((each for each in charter.structure.mandates if each.id == name), None)


def metering(charter: Charter, name: ValueId) -> Metering:
    """Return how the value called `name` is measured."""
    return next(each for each in charter.awareness.metering if each.value == name)


def meters(charter: Charter) -> tuple[AgentId, ...]:
    """Return every meter once, in name order."""
    return tuple(sorted({meter for each in charter.awareness.metering for meter in each.meters}))


def serving(charter: Charter, kind: Kind) -> tuple[AgentId, ...]:
    """Return who executes `kind`, if anybody does, and every meter."""
    executors = (kind.executor,) if kind.executor else ()  # nobody executes an amendment of the charter
    return (*executors, *meters(charter))


def kind_clause(kind: Kind) -> str:
    """Return the id of the clause that `kind` stands under."""
    return "structure.charter" if kind.id == CHARTER else f"structure.actions.{kind.id}"


def places(charter: Charter, lane: Lane, mandate: Mandate) -> int:
    """Return how many reviewers a lane has drawn for `mandate`."""
    match lane:
        case "consent":
            return charter.structure.consent.seats
        case "panel":
            return mandate.seats
        case "charter":
            return max(mandate.seats, charter.structure.charter.seats)
        case _:
            assert_never(lane)


def seats(charter: Charter, lane: Lane) -> int:
    """Return how many seats a whole set of panels has in `lane`."""
    return sum(places(charter, lane, mandate) for mandate in charter.structure.mandates)
