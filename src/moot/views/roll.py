"""The roll: every owner with its voice and who vouched for it, as events say.

Laws: it holds what events said and nothing else; whose voice counts follows from the same rules as in the core.
"""

from dataclasses import replace
from typing import assert_never

from moot.core.act import OwnerId
from moot.core.events import (
    EpochClosed,
    Event,
    InvitationLapsed,
    LeaveAnnounced,
    OwnerAdmitted,
    OwnerFounded,
    OwnerInvited,
    OwnerJoined,
    OwnerLeft,
    OwnerSuspended,
    SponsorAdded,
    VoiceGained,
)
from moot.core.membership import Owner
from moot.wire.entry import Told


class Roll:
    """Who belongs to the moot, and who is about to."""

    def __init__(self) -> None:
        self.owners: dict[OwnerId, Owner] = {}
        self.invited: dict[OwnerId, OwnerInvited] = {}  # by the newcomer
        self.sponsors: dict[OwnerId, tuple[OwnerId, ...]] = {}  # of those invited
        self.epoch = 0

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        for event in told.events:
            self._welcome(event)
            self._enrol(event)

    def _welcome(self, event: Event) -> None:
        match event:
            case OwnerInvited():
                for name in [each for each, held in self.invited.items() if held.sponsor == event.sponsor]:
                    self._forget(name)
                self.invited[event.owner], self.sponsors[event.owner] = event, (event.sponsor,)
            case SponsorAdded():
                self.sponsors[event.owner] += (event.sponsor,)
            case InvitationLapsed() | OwnerAdmitted():
                self._forget(event.owner)
            case OwnerLeft():
                for name in [each for each, those in self.sponsors.items() if event.owner in those]:
                    self._forget(name)
            case _:
                pass

    def _forget(self, owner: OwnerId) -> None:
        del self.invited[owner], self.sponsors[owner]

    def _enrol(self, event: Event) -> None:
        match event:
            case OwnerFounded():
                self.owners[event.owner] = Owner(event.owner, event.voice)
            case OwnerAdmitted():
                self.owners[event.owner] = Owner(
                    event.owner, voice=False, sponsors=event.sponsors, admitted=event.epoch, leaves=event.epoch + 1
                )
            case EpochClosed():
                self.epoch = event.epoch + 1
            case OwnerJoined() | VoiceGained() | LeaveAnnounced() | OwnerLeft() | OwnerSuspended():
                self.owners[event.owner] = _after(self.owners[event.owner], event)
            case _:
                pass

    def voiced(self) -> tuple[OwnerId, ...]:
        """Return the owners whose voice counts now, in id order."""
        return tuple(sorted(each.id for each in self.owners.values() if each.voice and each.suspended <= self.epoch))


def _after(owner: Owner, event: OwnerJoined | VoiceGained | LeaveAnnounced | OwnerLeft | OwnerSuspended) -> Owner:
    match event:
        case OwnerJoined():
            return replace(owner, vests=event.voice, leaves=None)
        case VoiceGained():
            return replace(owner, voice=True, liable=event.liable)
        case LeaveAnnounced():
            return replace(owner, leaves=event.epoch)
        case OwnerLeft():
            return replace(owner, voice=False, left=True, leaves=None)
        case OwnerSuspended():
            return replace(owner, suspended=event.until)
        case _:
            assert_never(event)
