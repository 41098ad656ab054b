"""Admitting: owners vouch for a newcomer, which proves its key, waits, and gains its voice.

Laws: nobody becomes an owner by one owner's word, nor by the word of one invitation tree while there
is another; an epoch admits at most a tenth of the owners, and one; the newcomer's own key signs before
anything is counted for it; before its voice begins it is paid nothing; who is vouched for vouches for
nobody; running proposals keep their voters.
"""

from moot.core.act import MILLION, OwnerId
from moot.core.assembly.members import check_new_agent, need_open_epoch, need_voice
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import epoch_ends
from moot.core.commands import COMMANDS, AdmitOwner, InviteOwner
from moot.core.events import AgentRegistered, InvitationLapsed, OwnerAdmitted, OwnerInvited, SponsorAdded, VoiceGained
from moot.core.ledger import MINT, owner_account
from moot.core.membership import VOICE, Invitation, Owner, apart, check_rights, vouched_for, vouches_for
from moot.core.refusal import AlreadyDone, NotAllowed, NotDue, NotFound, OutOfBounds, VersionIsStale

PERSON = VOICE | {"CommitChance"}  # without which a newcomer could neither join nor be heard


def invite(sitting: Sitting, command: InviteOwner) -> None:
    """Vouch for a newcomer; refuses a name or key that is in use, and a sponsor that may not vouch now."""
    assembly, sponsor = sitting.assembly, _sponsor(sitting)
    if command.owner in assembly.owners or command.owner == assembly.clerk.agent:
        raise AlreadyDone(f"an owner is called '{command.owner}' already", mend="Choose another name.")
    for each in assembly.invitations.values():
        if each.owner == command.owner and each.sponsors[0] != sponsor.id:
            raise AlreadyDone(
                f"{each.sponsors[0]} has invited {command.owner} already", mend="Vouch for it with an `AdmitOwner`."
            )
    check_new_agent(sitting, command.person, command.key, but=sponsor.id)
    check_rights(command.may, COMMANDS)
    if not PERSON.issubset(command.may):
        raise OutOfBounds(
            f"{command.person} could not join and be heard for {command.owner}",
            clause="structure.admission",
            mend=f"Let its first person file {', '.join(sorted(PERSON))}.",
        )
    sitting.tell(
        OwnerInvited(
            act=sitting.filed.id,
            owner=command.owner,
            sponsor=sponsor.id,
            person=command.person,
            key=command.key,
            recovery=command.recovery,
            may=command.may,
            epoch=assembly.epoch,
        )
    )


def _sponsor(sitting: Sitting) -> Owner:
    """Return the actor's owner; refuses one that may not vouch now."""
    owner = need_voice(sitting)
    need_open_epoch(sitting)
    _check_sponsor(sitting, owner)
    return owner


def _check_sponsor(sitting: Sitting, owner: Owner) -> None:
    """Refuse an owner that goes, is vouched for itself, or vouches for too many."""
    assembly = sitting.assembly
    if owner.leaves is not None or owner.suspended > assembly.epoch:
        state = "is leaving" if owner.leaves is not None else "is suspended"
        raise NotAllowed(f"{owner.id} {state}", clause="structure.admission", mend="Let an owner who stays vouch.")
    if vouched_for(owner, assembly.epoch):
        raise NotAllowed(
            f"others vouch for {owner.id} until epoch {owner.liable} begins",
            clause="structure.admission.liability",
            mend="Let an owner vouch for whom nobody has to.",
        )
    wards = vouches_for(assembly.owners, owner.id, assembly.epoch)
    if len(wards) >= assembly.charter.structure.admission.wards:
        raise NotAllowed(
            f"{owner.id} vouches for {' and '.join(wards)} already",
            clause="structure.admission.wards",
            mend="Wait until it is liable for fewer, or let another owner vouch.",
        )


def admit(sitting: Sitting, command: AdmitOwner) -> None:
    """Vouch for whom another has invited; the last sponsor that is needed admits it."""
    assembly, sponsor = sitting.assembly, _sponsor(sitting)
    invitation = _invitation(sitting, command)
    if sponsor.id in invitation.sponsors:
        raise AlreadyDone(
            f"{sponsor.id} vouches for {command.owner} already",
            clause="structure.admission.sponsors",
            mend="Let another owner vouch for it too.",
        )
    if not apart(assembly.owners, invitation.sponsors, sponsor.id):
        raise NotAllowed(
            f"{sponsor.id} is of one invitation tree with {invitation.sponsors[0]}",
            clause="structure.admission.sponsors",
            mend="Let an owner vouch whom neither of them, nor whoever invited them, has brought in.",
        )
    sponsors = (*invitation.sponsors, sponsor.id)
    complete = len(sponsors) >= assembly.charter.structure.admission.sponsors
    if complete:
        _check_room(sitting)
        for each in invitation.sponsors:  # who may have changed since
            _check_sponsor(sitting, assembly.owners[each])
    sitting.tell(SponsorAdded(command.owner, sponsor.id))
    if complete:
        _admit(sitting, invitation, sponsors)


def _invitation(sitting: Sitting, command: AdmitOwner) -> Invitation:
    for each in sitting.assembly.invitations.values():
        if each.owner == command.owner:
            if each.act != command.invitation:
                raise VersionIsStale(
                    f"the present invitation of {command.owner} is another one",
                    clause="structure.admission.sponsors",
                    mend="Read it again, and vouch for it by its act's id.",
                )
            return each
    raise NotFound(
        f"nobody invites '{command.owner}'",
        clause="structure.admission.sponsors",
        mend="Invite it; an invitation lapses with the second epoch's end.",
    )


def _check_room(sitting: Sitting) -> None:
    assembly = sitting.assembly
    owners = assembly.owners.values()
    most = max(1, sum(each.voice for each in owners) * assembly.charter.structure.admission.newcomers // MILLION)
    if sum(each.admitted == assembly.epoch for each in owners) >= most:
        raise NotDue(
            f"epoch {assembly.epoch} has admitted {most}, as many as it may",
            clause="structure.admission.newcomers",
            mend=f"File it once the next epoch has begun, at {epoch_ends(assembly)} or soon after.",
        )


def _admit(sitting: Sitting, invitation: Invitation, sponsors: tuple[OwnerId, ...]) -> None:
    share = sitting.assembly.charter.structure.admission.share
    sitting.tell(
        OwnerAdmitted(invitation.owner, sponsors, sitting.assembly.epoch, share),
        AgentRegistered(
            agent=invitation.person,
            owner=invitation.owner,
            nature="human",
            family=None,
            key=invitation.key,
            recovery=invitation.recovery,
            may=invitation.may,
            registrar=None,
        ),
    )


def lapse(sitting: Sitting) -> None:
    """Let invitations lapse that have stood for a whole epoch, as the present one ends."""
    for each in tuple(sitting.assembly.invitations.values()):
        if each.epoch < sitting.assembly.epoch:
            sitting.tell(InvitationLapsed(each.owner))


def give_voice(sitting: Sitting) -> tuple[OwnerId, ...]:
    """Give voice and grant to those whose time has come with the next epoch; return them, in id order."""
    assembly, begins = sitting.assembly, sitting.assembly.epoch + 1
    ripe = [
        owner.id
        for owner in assembly.owners.values()
        if not owner.voice and not owner.left and owner.vests is not None and owner.vests <= begins
    ]
    for owner in sorted(ripe):
        sitting.tell(VoiceGained(owner, begins, begins + assembly.charter.structure.admission.liability))
        sitting.pay(MINT, owner_account(owner), assembly.charter.agency.grant, "agency.grant")
    return tuple(sorted(ripe))
