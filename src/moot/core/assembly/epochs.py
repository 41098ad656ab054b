"""The end of an epoch: values are re-priced, influence is spread a little, the fund has its income.

Laws: an epoch closes once, when it is over; the weights are those of the live vectors and of nothing
else; with too few vectors they stay; influence never enters the prices of values.
"""

from moot.core.assembly.floors import expire_findings
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import Assembly, voiced
from moot.core.charter import value_ids
from moot.core.commands import CloseEpoch
from moot.core.events import EpochClosed, InfluenceUpdated, ValuesRepriced
from moot.core.influence import spread
from moot.core.ledger import FUND, MINT
from moot.core.refusal import NotDue
from moot.core.values import ladder

LEAST_VECTORS = 3


def epoch_ends(assembly: Assembly) -> int:
    """Return the instant at which the present epoch is over."""
    return assembly.founded + (assembly.epoch + 1) * assembly.charter.structure.epoch


def close_epoch(sitting: Sitting, command: CloseEpoch) -> None:
    """Close the present epoch; refuses with `NotDue` before its end or for another epoch."""
    assembly = sitting.assembly
    if command.epoch != assembly.epoch or sitting.filed.received < epoch_ends(assembly):
        raise NotDue(
            f"epoch {assembly.epoch} ends at {epoch_ends(assembly)}",
            clause="structure.epoch",
            mend="Close the present epoch, once it is over.",
        )
    _reprice(sitting)
    for name in value_ids(assembly.charter):
        masses = assembly.influence[name]
        new = spread(masses, assembly.charter.agency.spread)
        changed = {owner: mass for owner, mass in new.items() if mass != masses.get(owner)}
        if changed:
            sitting.tell(InfluenceUpdated(name, changed, "agency.spread"))
    sitting.pay(MINT, FUND, assembly.charter.agency.income, "agency.income")
    expire_findings(sitting)
    sitting.tell(EpochClosed(command.epoch))


def live_vectors(assembly: Assembly) -> tuple[tuple[int, ...], ...]:
    """Return the weight vectors that count now, by owner id, each in the charter's order of values."""
    names = value_ids(assembly.charter)
    owners = (assembly.owners[owner] for owner in voiced(assembly))
    return tuple(
        tuple(owner.weights[name] for name in names)
        for owner in owners
        if owner.weights and assembly.epoch - owner.weighed < assembly.charter.agency.expiry
    )


def _reprice(sitting: Sitting) -> None:
    assembly = sitting.assembly
    vectors, names = live_vectors(assembly), value_ids(assembly.charter)
    needed = max(LEAST_VECTORS, -(-len(voiced(assembly)) // 3))
    new = assembly.weights
    if len(vectors) >= needed:
        new = dict(zip(names, ladder(vectors)[1], strict=True))
    sitting.tell(ValuesRepriced(assembly.epoch, assembly.weights, new, len(vectors), tuple(assembly.moved_by.values())))
