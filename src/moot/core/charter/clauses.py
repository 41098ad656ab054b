"""The clauses of a charter: five sections, each a record, and a sentence on every field.

Laws: a clause id is the dotted path to a field (`structure.windows.ballot`); every number is an
integer (ppm, micro-credits, milliseconds); the reference in docs/charter.md is generated from here.

>>> STANDARD_WINDOWS.ballot // 60_000
60
"""

from collections.abc import Mapping
from typing import Annotated, Final

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
Count = Annotated[int, Between(0, 10_000)]
Text = Annotated[str, Length(0, 500)]


@value
class Worth:
    """A value that members price.

    id: what it is called.
    measure: what measures it, in words.
    weight: its price until members re-price it; all sum to 1,000,000.
    founding: its measurement when the moot begins: what a pool without any forecast says.
    floor: no candidate forecast below it is eligible, unless the status quo is lower still.
    """

    id: ValueId
    measure: Text
    weight: Ppm
    founding: Ppm
    floor: Ppm | None = None


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
    unit: Text = ""
    units: Count = 0


@value
class Windows:
    """How long each stage of the panel lane may take.

    drawing: owners reveal their links.
    drawing_clerk: the clerk reveals its link, here and after the timelock; extended once.
    review: drawn reviewers have the first half, their stand-ins the second.
    negotiation: amendments are offered.
    forecast: drawn forecasters have the first half, their stand-ins the second.
    ballot: owners vote; extended once by half if the quorum is first reached in the last tenth.
    objection: open votes may move towards against.
    timelock: what passed waits before the lottery, and owners reveal their second link.
    opening: sealed acts are opened.
    execution: the executor reports on its grant.
    measuring: meters report, at the earliest when the horizon has run.
    """

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
    """Mandates, model families, the action register, and the panel lane.

    mandates: who watches what.
    families: the model families by name; whatever is not listed is one family, `other`.
    actions: the action register.
    windows: how long each stage may take.
    quorum: the part of the frozen owners that must vote, rounded up.
    candidates: how many amendments may stand beside the status quo and the original.
    amendments: how many amendments an owner may offer.
    epoch: after which values are re-priced and mandates change.
    """

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
    """How a value is measured.

    value: the value that is measured.
    meters: the agents that report it, of at least two owners.
    tolerance: how far honest reports may lie from their median.
    """

    value: ValueId
    meters: Annotated[tuple[AgentId, ...], Length(1, 16)]
    tolerance: Ppm = 40_000


@value
class Awareness:
    """What is measured, and by whom.

    metering: how each value is measured.
    """

    metering: Annotated[tuple[Metering, ...], Length(1, 8)]


@value
class Trials:
    """What a trial costs, who guards it, and how long each waits for the other.

    guards: the mandates whose holders guard trials and may halt them; harm is a loss in what they watch.
    bond: what whoever tries posts; who does not report loses it.
    guard_fee: what a guard is paid for each batch that it releases or stops.
    halts: how many trials of others an owner may halt in an epoch.
    batches: into how many batches a trial may divide.
    release: how long a guard has for each batch, and a stand-in likewise.
    report: how long the report on a trial may take.
    memory: after how many epochs a report no longer counts as evidence.
    """

    guards: Annotated[tuple[MandateId, ...], Length(0, 16)] = ()
    bond: Credits = 5 * CREDIT
    guard_fee: Credits = 1 * CREDIT
    halts: Count = 2
    batches: Annotated[int, Between(1, 100)] = 64
    release: Duration = 60 * MINUTE
    report: Duration = 1 * DAY
    memory: Count = 30


STANDARD_TRIALS: Final = Trials()


@value
class Agency:
    """What acting costs and earns, and how much chance and skill may move.

    grant: what each founding owner with voice begins with.
    fund: what the commons fund begins with.
    income: what the fund receives each epoch.
    bond: what an author posts, times one more than its owner's open proposals.
    review_fee: what an author pays for each seat, in any case.
    reviewer_deposit: what a reviewer posts for its seat; silence loses it.
    reviewer_fee: what a reviewer is paid for an opened review.
    chance_deposit: what an owner posts for its link; withholding loses it.
    least_stake: the least that a forecaster stakes.
    stake_cap: the part of an owner's credits that may be at stake at once.
    gain_rate: what authors are paid for each 1,000 ppm of score gained.
    gain_cap: the most that they are paid for one proposal.
    exploration: the chance with which another eligible candidate than the recommended is drawn.
    learning: how fast influence follows truth.
    spread: the part of all influence that is spread evenly each epoch.
    pool_cap: the most that one owner weighs in a pool.
    contributors: how many owners contribute chance to a proposal, beside the clerk.
    links: how many links a chance chain has; a proposal takes two.
    expiry: after how many epochs a weight vector no longer counts.
    floor_bond: what a reviewer posts behind a finding that a floor would be broken; 0: the pool alone excludes.
    risk_budget: the harm that an owner's trials may do within an epoch, reserved in advance; 0 allows none.
    risk_target: the same for all trials on one target.
    risk_total: the same for all trials together.
    trials: how trials are guarded and paid for.
    """

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
    gain_rate: Credits = 1 * CREDIT
    gain_cap: Credits = 50 * CREDIT
    exploration: Ppm = 100_000
    learning: Ppm = 500_000
    spread: Ppm = 2_000
    pool_cap: Ppm = 150_000
    contributors: Count = 3
    links: Count = 4_096
    expiry: Count = 90
    floor_bond: Credits = 0
    risk_budget: Ppm = 0
    risk_target: Ppm = 100_000
    risk_total: Ppm = 200_000
    trials: Trials = STANDARD_TRIALS


@value
class Clarity:
    """How acts are timed and what must be said.

    lifetime: how long after its receipt an act may at most run.
    skew: how far an act's clock may be off.
    conditions: how many conditions a review may set.
    findings: how many findings a review may list.
    """

    lifetime: Duration = 60 * MINUTE
    skew: Duration = 5 * MINUTE
    conditions: Annotated[int, Between(0, 16)] = 3
    findings: Annotated[int, Between(0, 64)] = 16


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
