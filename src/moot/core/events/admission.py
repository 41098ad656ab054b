"""Coming in and leaving, vouching, suspension, and the alarms that nobody has to raise."""

from moot.core.act import ActId, AgentId, Credits, Hash, KeyId, MandateId, Mass, OwnerId, Ppm, ValueId
from moot.core.value import value


@value
class OwnerInvited:
    act: ActId
    owner: OwnerId
    sponsor: OwnerId
    person: AgentId
    key: KeyId
    recovery: tuple[Hash, ...]
    may: tuple[str, ...]
    epoch: int  # lapses with the next one


@value
class SponsorAdded:
    owner: OwnerId
    sponsor: OwnerId


@value
class InvitationLapsed:
    owner: OwnerId


@value
class OwnerAdmitted:
    owner: OwnerId
    sponsors: tuple[OwnerId, ...]  # who invited it comes first
    epoch: int
    share: Ppm  # of what it loses by its own fault, that each sponsor pays as well


@value
class OwnerJoined:
    owner: OwnerId
    voice: int  # the epoch with which its voice begins


@value
class VoiceGained:
    owner: OwnerId
    epoch: int
    liable: int  # the epoch with which its sponsors' liability is over


@value
class SponsorCharged:
    sponsor: OwnerId
    owner: OwnerId  # for whom it vouched
    lost: Credits  # by the owner
    paid: Credits


@value
class LeaveAnnounced:
    owner: OwnerId
    epoch: int  # the last one with voice


@value
class OwnerLeft:
    owner: OwnerId
    epoch: int  # the first one without it


@value
class SuspensionDemanded:
    owner: OwnerId
    by: OwnerId
    epochs: int
    reason: Hash | None


@value
class OwnerSuspended:
    owner: OwnerId
    until: int  # ends as this epoch begins
    by: tuple[OwnerId, ...]


@value
class SuspensionEnded:
    owner: OwnerId


@value
class Cover:
    """Who watches a mandate: owners who may sit, their model families, and who of them was silent lately."""

    mandate: MandateId
    owners: tuple[OwnerId, ...]
    families: tuple[str, ...]
    silent: tuple[OwnerId, ...]
    needed: int  # owners who answer


@value
class CoverageChanged:
    cover: Cover


@value
class StandingDropped:
    owner: OwnerId
    value: ValueId
    before: Mass  # the most within the alarm's epochs
    now: Mass
