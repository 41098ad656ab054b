"""A trial: terms on a few units beside those in force, within a budget of harm that is reserved in advance.

Laws: no unit is treated before a guard of another owner released it; what is reserved covers the worst
case of all units, rounded up; only measured harm is consumed, and what nobody could measure counts as the
worst case.

>>> sizes(10, 4), reserve(200_000, 10, 270)
((3, 3, 2, 2), 7408)
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from moot.core.act import OwnerId, Ppm, ValueId
from moot.core.charter import Charter, mandate_called, value_ids
from moot.core.value import value


def reserve(harm: int, units: int, whole: int) -> int:
    """Return the harm (ppm of the whole target) of `units` of its `whole` units, rounded up."""
    return -(-harm * units // whole)


def sizes(units: int, batches: int) -> tuple[int, ...]:
    """Return the units of each batch: even, the larger ones first. `units` is at least `batches`."""
    each, more = divmod(units, batches)
    return (each + 1,) * more + (each,) * (batches - more)


def guarded(charter: Charter) -> tuple[ValueId, ...]:
    """Return the values in which a loss is harm: what the guarding mandates watch, in the charter's order."""
    mandates = (mandate_called(charter, name) for name in charter.agency.trials.guards)
    watched = {each for mandate in mandates if mandate for each in mandate.values}
    return tuple(each for each in value_ids(charter) if each in watched)


def loss(treated: Mapping[ValueId, Ppm], control: Mapping[ValueId, Ppm], values: Collection[ValueId]) -> int:
    """Return by how much the treated units did worse in the value that lost most, in ppm; 0 if none lost."""
    return max((max(0, control[each] - treated[each]) for each in values), default=0)


@value
class Toll:
    """What a trial takes of the budgets: whose, on what, how much harm (ppm), and when it ended, or now."""

    owner: OwnerId
    target: str
    amount: int
    at: int


@value
class Left:
    """What of the budgets of harm (ppm) is neither reserved nor consumed."""

    owner: int
    target: int
    total: int


def left(charter: Charter, taken: Iterable[Toll], owner: OwnerId, target: str) -> Left:
    """Return what is left for a trial of `owner` on `target`, after what others and it have `taken`; never below 0."""
    agency, those = charter.agency, tuple(taken)
    return Left(
        max(0, agency.risk_budget - sum(each.amount for each in those if each.owner == owner)),
        max(0, agency.risk_target - sum(each.amount for each in those if each.target == target)),
        max(0, agency.risk_total - sum(each.amount for each in those)),
    )


@value
class Comparison:
    """A batch as the meters agree on it (ppm), with the number of its treated units."""

    units: int
    treated: Mapping[ValueId, Ppm]
    control: Mapping[ValueId, Ppm]


def points(compared: Sequence[Comparison], values: Iterable[ValueId]) -> dict[ValueId, int]:
    """Return, per value, treated minus control: the mean over the units (ppm), floored; nothing for what has none."""
    found = {}
    for each in values:
        rows = [row for row in compared if each in row.treated and each in row.control]
        if units := sum(row.units for row in rows):
            found[each] = sum(row.units * (row.treated[each] - row.control[each]) for row in rows) // units
    return found
