"""The end of an epoch: values are re-priced, owners come and go, influence is spread a little, the fund has its income.

Laws: an epoch closes once, when it is over; the weights are those of the live vectors and of nothing
else; with too few vectors they stay; influence never enters the prices of values; whoever comes or goes,
the influence of all is whole; an alarm tells and changes nothing.
"""

from collections.abc import Mapping

from moot.core.act import Mass, OwnerId, Ppm, ValueId
from moot.core.assembly.admitting import give_voice, lapse
from moot.core.assembly.floors import expire_findings
from moot.core.assembly.leaving import collect, end_suspensions, let_go
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import Assembly, epoch_ends, voiced
from moot.core.charter import value_ids
from moot.core.commands import CloseEpoch
from moot.core.events import DelegationExpired, EpochClosed, InfluenceUpdated, StandingDropped, ValuesRepriced
from moot.core.influence import enter, fell, spread
from moot.core.ledger import FUND, MINT
from moot.core.refusal import NotDue
from moot.core.values import ladder

LEAST_VECTORS = 3


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
    lapse(sitting)
    gone, fresh = let_go(sitting), give_voice(sitting)
    if gone or fresh:
        share = assembly.charter.structure.admission.influence
        for name, masses in sitting.assembly.influence.items():  # of values that an amendment took out too
            _influence(sitting, name, enter(masses, fresh, share), "structure.admission.influence")
    for name in value_ids(assembly.charter):
        new = spread(sitting.assembly.influence[name], assembly.charter.agency.spread)
        _influence(sitting, name, new, "agency.spread")
    sitting.pay(MINT, FUND, assembly.charter.agency.income, "agency.income")
    _expire(sitting)
    expire_findings(sitting)
    collect(sitting)
    sitting.tell(EpochClosed(command.epoch))
    end_suspensions(sitting)
    _tell_drops(sitting)


def _influence(sitting: Sitting, name: ValueId, new: Mapping[OwnerId, Mass], clause: str) -> None:
    masses = sitting.assembly.influence[name]
    changed = {owner: mass for owner, mass in new.items() if mass != masses.get(owner)}
    if changed:
        sitting.tell(InfluenceUpdated(name, changed, clause))


def _tell_drops(sitting: Sitting) -> None:
    """Tell whose influence fell, compared with its own past and nobody else's."""
    past, drop = sitting.assembly.past, sitting.assembly.charter.awareness.alarms.drop
    for name, masses in past[-1].items():
        for owner in sorted(masses):
            history = [each[name][owner] for each in past if owner in each.get(name, {})]
            if fell(history, drop):
                sitting.tell(StandingDropped(owner, name, max(history), history[-1]))


def _expire(sitting: Sitting) -> None:
    """Tell which delegations have run out; they count no longer since the instant that they named."""
    for owner, handed_on in sorted(sitting.assembly.delegations.items()):
        for topic, each in sorted(handed_on.items()):
            if each.until <= sitting.filed.received:
                sitting.tell(DelegationExpired(owner, topic, each.to))


def live_vectors(assembly: Assembly) -> tuple[tuple[int, ...], ...]:
    """Return the weight vectors that count now, by owner id, each in the charter's order of values."""
    names = value_ids(assembly.charter)
    owners = (assembly.owners[owner] for owner in voiced(assembly))
    return tuple(
        tuple(owner.weights[name] for name in names)
        for owner in owners
        if owner.weights and assembly.epoch - owner.weighed < assembly.charter.agency.expiry
    )


def priced(assembly: Assembly) -> Mapping[ValueId, Ppm]:
    """Return the weights, in ppm, that the live vectors would set if the epoch were closed now; too few leave them."""
    vectors, names = live_vectors(assembly), value_ids(assembly.charter)
    if len(vectors) < max(LEAST_VECTORS, -(-len(voiced(assembly)) // 3)):
        return assembly.weights
    return dict(zip(names, ladder(vectors)[1], strict=True))


def _reprice(sitting: Sitting) -> None:
    assembly = sitting.assembly
    new, movers = priced(assembly), tuple(assembly.moved_by.values())
    sitting.tell(ValuesRepriced(assembly.epoch, assembly.weights, new, len(live_vectors(assembly)), movers))
