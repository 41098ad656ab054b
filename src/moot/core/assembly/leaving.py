"""Leaving: an owner's voice ends with an epoch, or rests for some; what it owes to others goes on.

Laws: nobody leaves a seat, a stake or a link that is drawn; what an owner that left has free once it owes
nothing goes to the fund; so many stay that somebody can propose, be drawn for and vouched for; two thirds
of all the others, the suspended counted among them, suspend an owner, and a suspension ends by itself.
"""

from typing import Final

from moot.core.act import OwnerId
from moot.core.assembly.members import need_open_epoch, need_voice, owner_of
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import Assembly, frozen_in, serves, voiced
from moot.core.charter import Charter
from moot.core.commands import LeaveMoot, SuspendMember
from moot.core.events import LeaveAnnounced, OwnerLeft, OwnerSuspended, SuspensionDemanded, SuspensionEnded
from moot.core.ledger import FUND, owner_account
from moot.core.membership import OWED, PROTECTIVE, Owner
from moot.core.refusal import (
    AlreadyDone,
    ConflictOfInterest,
    NoRight,
    NotAllowed,
    OutOfBounds,
    OwnerIsSuspended,
    UnknownMember,
)

SUSPENSION: Final = "structure.suspension"


def check_present(assembly: Assembly, owner: OwnerId, kind: str) -> None:
    """Refuse what a suspended owner, or one that has left, may not file."""
    found = assembly.owners[owner]
    if found.left and kind not in OWED:
        raise NoRight(f"{owner} has left", clause="protocol.rights", mend="See through what you had a voice in.")
    if found.suspended > assembly.epoch and kind not in PROTECTIVE:
        raise OwnerIsSuspended(
            f"{owner} is suspended until epoch {found.suspended} begins",
            clause=SUSPENSION,
            mend=f"Until then it may file {', '.join(sorted(PROTECTIVE))}.",
        )


def leave(sitting: Sitting, _: LeaveMoot) -> None:
    """Announce that the owner leaves with the epoch; refuses whom the charter names, and the last ones."""
    owner, assembly = owner_of(sitting), sitting.assembly
    need_open_epoch(sitting)
    if owner.leaves is not None and owner.leaves <= assembly.epoch:
        raise AlreadyDone(f"{owner.id} is leaving already", mend="Nothing is left to do.")
    laws = (assembly.charter, *(each.charter for each in frozen_in(assembly)))
    for law in laws:
        for kind in law.structure.actions:
            if serves(assembly, owner.id, law, kind):
                raise ConflictOfInterest(
                    f"{owner.id} executes or measures what is decided",
                    clause=f"structure.actions.{kind.id}",
                    mend="Stay until the charter names others, and what is open is closed.",
                )
    if owner.voice:
        _check_enough(sitting, owner)
    sitting.tell(LeaveAnnounced(owner.id, assembly.epoch))


def _check_enough(sitting: Sitting, without: Owner) -> None:
    """Refuse where too few owners would be left to decide anything."""
    assembly = sitting.assembly
    staying = [
        each
        for each in voiced(assembly)
        if each != without.id and assembly.owners[each].leaves is None and each in assembly.chains
    ]
    needed, clause = _least(assembly.charter)
    if len(staying) < needed:
        raise NotAllowed(
            f"without {without.id} there would be {len(staying)} owners to decide, and {needed} are needed",
            clause=clause,
            mend="Wait until newcomers have gained their voice.",
        )


def _least(charter: Charter) -> tuple[int, str]:
    """Return how many owners with voice and chain a moot needs: an author and contributors, and enough sponsors."""
    chance, vouching = charter.agency.contributors + 1, charter.structure.admission.sponsors
    return (chance, "agency.contributors") if chance >= vouching else (vouching, "structure.admission.sponsors")


def suspend(sitting: Sitting, command: SuspendMember) -> None:
    """Demand a suspension; it begins once two thirds of the other owners with voice do, for the least they name."""
    by, assembly = need_voice(sitting), sitting.assembly
    need_open_epoch(sitting)
    accused = _accused(sitting, command, by)
    sitting.tell(SuspensionDemanded(accused.id, by.id, command.epochs, command.reason))
    demands = sitting.assembly.demands[accused.id]
    others = sum(each.voice and each.id != accused.id for each in assembly.owners.values())
    signed = tuple(sorted(demands.keys() & {*voiced(assembly)}))
    if 3 * len(signed) >= 2 * others:
        until = assembly.epoch + min(demands[each] for each in signed)
        sitting.tell(OwnerSuspended(accused.id, until, signed))


def _accused(sitting: Sitting, command: SuspendMember, by: Owner) -> Owner:
    assembly = sitting.assembly
    accused = assembly.owners.get(command.owner)
    if accused is None or accused.left:
        raise UnknownMember(f"no owner is called '{command.owner}'", mend="Look it up among the members.")
    if accused.id == by.id:
        raise ConflictOfInterest("nobody suspends itself", clause=SUSPENSION, mend="File a `LeaveMoot` to leave.")
    if accused.suspended > assembly.epoch:
        raise AlreadyDone(
            f"{accused.id} is suspended until epoch {accused.suspended} begins", clause=SUSPENSION, mend="Wait."
        )
    if command.epochs > assembly.charter.structure.suspension:
        raise OutOfBounds(
            f"{command.epochs} epochs are too long",
            clause=SUSPENSION,
            mend=f"Demand at most {assembly.charter.structure.suspension}.",
        )
    if assembly.demands.get(accused.id, {}).get(by.id) == command.epochs:
        raise AlreadyDone(f"{by.id} has demanded it in this epoch", clause=SUSPENSION, mend="Wait for the others.")
    if accused.voice:
        _check_enough(sitting, accused)
    return accused


def let_go(sitting: Sitting) -> tuple[OwnerId, ...]:
    """End the voice of those who leave with the present epoch; return them, in id order."""
    assembly = sitting.assembly
    leaving = (each for each in assembly.owners.values() if each.leaves is not None and each.leaves <= assembly.epoch)
    gone = sorted(each.id for each in leaving)
    for owner in gone:
        sitting.tell(OwnerLeft(owner, assembly.epoch + 1))
    return tuple(gone)


def collect(sitting: Sitting) -> None:
    """Give the fund what owners that left have free, once no open proposal or trial counts on them."""
    assembly = sitting.assembly
    needed = {owner for each in frozen_in(assembly) for owner in each.voters}
    for owner in sorted(each.id for each in assembly.owners.values() if each.left and each.id not in needed):
        sitting.pay(owner_account(owner), FUND, sitting.free(owner), "agency.fund")


def end_suspensions(sitting: Sitting) -> None:
    """Tell whose suspension is over with the epoch that has begun."""
    assembly = sitting.assembly
    for owner in sorted(each.id for each in assembly.owners.values() if each.suspended == assembly.epoch):
        sitting.tell(SuspensionEnded(owner))
