"""What events make of owners that come and go, and of the alarms about them.

Laws: proposals that run keep their voters, whoever comes or goes; an alarm changes nothing but what was told.
"""

from dataclasses import replace

from moot.core import events as e
from moot.core.assembly.state import Assembly
from moot.core.coverage import is_hole
from moot.core.membership import Invitation, Owner
from moot.core.persistent import put, without
from moot.core.value import changed


def _with_owner(a: Assembly, owner: Owner) -> Assembly:
    return changed(a, owners=put(a.owners, owner.id, owner))


def invited(a: Assembly, x: e.OwnerInvited) -> Assembly:
    # By their sponsor, so that a later invitation takes the place of its earlier one.
    invitation = Invitation(x.act, x.owner, (x.sponsor,), x.person, x.key, x.recovery, x.may, x.epoch)
    return changed(a, invitations=put(a.invitations, x.sponsor, invitation))


def sponsored(a: Assembly, x: e.SponsorAdded) -> Assembly:
    first, invitation = next((each, held) for each, held in a.invitations.items() if held.owner == x.owner)
    more = replace(invitation, sponsors=(*invitation.sponsors, x.sponsor))
    return changed(a, invitations=put(a.invitations, first, more))


def lapsed(a: Assembly, x: e.InvitationLapsed) -> Assembly:
    return changed(a, invitations={by: held for by, held in a.invitations.items() if held.owner != x.owner})


def admitted(a: Assembly, x: e.OwnerAdmitted) -> Assembly:
    a = changed(a, invitations={by: held for by, held in a.invitations.items() if held.owner != x.owner})
    # Who does not join by the end of the next epoch is gone.
    return _with_owner(
        a, Owner(x.owner, voice=False, sponsors=x.sponsors, admitted=x.epoch, share=x.share, leaves=x.epoch + 1)
    )


def joined(a: Assembly, x: e.OwnerJoined) -> Assembly:
    return _with_owner(a, replace(a.owners[x.owner], vests=x.voice, leaves=None))


def voice_gained(a: Assembly, x: e.VoiceGained) -> Assembly:
    # Fewest links come first in naming contributors: who is new is as often chosen as whoever was most often.
    most = max((a.chains[each.id].ever for each in a.owners.values() if each.voice and each.id in a.chains), default=0)
    a = changed(a, chains=put(a.chains, x.owner, replace(a.chains[x.owner], ever=most)))
    return _with_owner(a, replace(a.owners[x.owner], voice=True, liable=x.liable))


def announced(a: Assembly, x: e.LeaveAnnounced) -> Assembly:
    return _with_owner(a, replace(a.owners[x.owner], leaves=x.epoch))


def left(a: Assembly, x: e.OwnerLeft) -> Assembly:
    theirs = {agent.id for agent in a.agents.values() if agent.owner == x.owner}
    agents = a.agents
    for agent in theirs:
        agents = put(agents, agent, replace(agents[agent], mandates=frozenset()))
    return changed(
        _with_owner(a, replace(a.owners[x.owner], voice=False, left=True, leaves=None)),
        agents=agents,
        changes=tuple(each for each in a.changes if each.agent not in theirs),
        influence={value: without(masses, x.owner) for value, masses in a.influence.items()},
        invitations={by: held for by, held in a.invitations.items() if x.owner not in held.sponsors},
        missed={mandate: without(those, x.owner) for mandate, those in a.missed.items()},
    )


def demanded(a: Assembly, x: e.SuspensionDemanded) -> Assembly:
    return changed(a, demands={**a.demands, x.owner: {**a.demands.get(x.owner, {}), x.by: x.epochs}})


def suspended(a: Assembly, x: e.OwnerSuspended) -> Assembly:
    demands = {owner: those for owner, those in a.demands.items() if owner != x.owner}
    return changed(_with_owner(a, replace(a.owners[x.owner], suspended=x.until)), demands=demands)


def coverage(a: Assembly, x: e.CoverageChanged) -> Assembly:
    mandate = x.cover.mandate
    return changed(a, holes=put(a.holes, mandate, x.cover) if is_hole(x.cover) else without(a.holes, mandate))


def silent(a: Assembly, mandate: str, owner: str) -> Assembly:
    """Keep that `owner` was silent in its last seat of `mandate`."""
    return changed(a, missed={**a.missed, mandate: {**a.missed.get(mandate, {}), owner: a.epoch}})


def heard(a: Assembly, mandate: str, owner: str) -> Assembly:
    """Forget that `owner` was silent, now that it has answered for `mandate`."""
    if owner not in a.missed.get(mandate, {}):
        return a
    return changed(a, missed={**a.missed, mandate: without(a.missed[mandate], owner)})
