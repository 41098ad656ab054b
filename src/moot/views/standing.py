"""Where each owner and agent stands: credits, influence, and how near their forecasts came.

Laws: the balances of all accounts sum to 0; what an owner hands on, and what is handed to it, stands
until it is taken back or told to have run out, and what ends first comes first; an agent's error is the
mean distance between its opened forecasts and what was measured of what ran, in ppm, floored; nothing
is known of a sealed one.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from moot.core.act import AgentId, Holder, KeyId, MandateId, Mass, Nature, OwnerId, ProposalId, Topic, ValueId
from moot.core.canonical import Plain, plain
from moot.core.events import (
    AgentRegistered,
    CreditsMoved,
    DelegationExpired,
    DelegationRevoked,
    Event,
    ForecastFiled,
    InfluenceUpdated,
    KeyAdded,
    KeyRevoked,
    MandateLeft,
    MandateTaken,
    OutcomeMeasured,
    OwnerLeft,
    StakesSettled,
    VoteDelegated,
)
from moot.core.ledger import owner_account
from moot.core.membership import vouched_for
from moot.views.page import Page
from moot.views.roll import Roll
from moot.views.unknown import Unknown
from moot.wire.entry import Told


@dataclass(slots=True)
class Track:
    """What an agent did: how often it forecast, what it won, and by how much it missed, per value."""

    owner: OwnerId
    nature: Nature
    family: str | None
    keys: dict[KeyId, tuple[int, Holder]]  # that were not revoked, each with its level and who holds it
    forecasts: int = 0
    net: int = 0
    missed: Counter[ValueId] = field(default_factory=Counter)  # ppm, summed
    measured: Counter[ValueId] = field(default_factory=Counter)  # how many misses that are

    def shown(self, mandates: list[MandateId]) -> Plain:
        """Return the track as members read it."""
        return {
            "nature": self.nature,
            "family": self.family,
            "mandates": list[Plain](mandates),
            "keys": [{"key": key, "level": level, "held": held} for key, (level, held) in self.keys.items()],
            "forecasts": self.forecasts,
            "net": self.net,
            "error": {value: self.missed[value] // times for value, times in sorted(self.measured.items())},
        }


class StandingView:
    """Owners with their agents, and every account."""

    def __init__(self, pages: Mapping[ProposalId, Page], roll: Roll) -> None:
        """Read the pages that the view of proposals keeps, and the roll of owners."""
        self._pages, self._roll = pages, roll
        self._tracks: dict[AgentId, Track] = {}
        self._mandates: dict[AgentId, list[MandateTaken | MandateLeft]] = defaultdict(list)
        self._accounts: Counter[str] = Counter()
        self._influence: dict[OwnerId, dict[ValueId, Mass]] = defaultdict(dict)
        self._handed_on: dict[tuple[OwnerId, Topic], VoteDelegated] = {}

    def tell(self, told: Told) -> None:
        """Take in one entry."""
        for event in told.events:
            self._enrol(event)
            self._change_key(event)
            self._reckon(event)

    def _enrol(self, event: Event) -> None:
        match event:
            case AgentRegistered():
                self._tracks[event.agent] = Track(event.owner, event.nature, event.family, _keys(event))
            case MandateTaken() | MandateLeft():
                self._mandates[event.agent].append(event)
            case VoteDelegated():
                self._handed_on[event.owner, event.topic] = event
            case DelegationRevoked() | DelegationExpired():
                del self._handed_on[event.owner, event.topic]
            case OwnerLeft():
                self._influence.pop(event.owner, None)
                for agent in [each for each, track in self._tracks.items() if track.owner == event.owner]:
                    self._mandates.pop(agent, None)
            case _:
                pass

    def _change_key(self, event: Event) -> None:
        match event:
            case KeyAdded() if event.agent in self._tracks:
                self._tracks[event.agent].keys[event.key] = event.level, event.held
            case KeyRevoked() if event.agent in self._tracks:
                self._tracks[event.agent].keys.pop(event.key, None)
            case _:
                pass

    def _reckon(self, event: Event) -> None:
        match event:
            case CreditsMoved():
                self._accounts[event.source] -= event.amount
                self._accounts[event.target] += event.amount
            case InfluenceUpdated():
                for owner, mass in event.masses.items():
                    self._influence[owner][event.value] = mass
            case ForecastFiled():
                self._tracks[event.agent].forecasts += 1
            case StakesSettled():
                for agent, net in event.nets.items():
                    self._tracks[agent].net += net
            case OutcomeMeasured():
                self._compare(event)
            case _:
                pass

    def _compare(self, event: OutcomeMeasured) -> None:
        for agent, cells in self._pages[event.proposal].forecasts.items():
            track, said = self._tracks[agent], cells.get(event.version, {})
            for value in said.keys() & event.measured.keys():
                track.missed[value] += abs(said[value] - event.measured[value])
                track.measured[value] += 1

    def show(self, owner: OwnerId | None = None) -> Plain:
        """Return every owner's standing, or one's; accounts in micro-credits, influence in 10^-12.

        An agent's `keys` are those that were not revoked: of level 0, with which it signs, and above it those for
        recovery, by their hashes; each is `held` by its `member`, or by the `door` that signs for it.
        """
        if owner is not None and owner not in self._roll.owners:
            raise Unknown("owner", owner, self._roll.owners)
        accounts = {name: amount for name, amount in sorted(self._accounts.items()) if amount}
        return {
            "owners": {name: self._owner(name) for name in self._roll.owners if owner in {None, name}},
            "accounts": plain(accounts),
            "ledger_sum": sum(accounts.values()),
        }

    def _owner(self, owner: OwnerId) -> Plain:
        known = self._roll.owners[owner]
        tracks = {agent: track for agent, track in self._tracks.items() if track.owner == owner}
        return {
            "voice": known.voice,
            "sponsors": plain(known.sponsors),
            "voice_from": None if known.voice else known.vests,
            "vouched_until": known.liable if vouched_for(known, self._roll.epoch) else None,
            "suspended_until": known.suspended if known.suspended > self._roll.epoch else None,
            "leaves": known.leaves,
            "left": known.left,
            "credits": self._accounts[owner_account(owner)],
            "agents": {agent: track.shown(self._watches(agent)) for agent, track in tracks.items()},
            "influence": plain(self._influence.get(owner, {})),
            "hands_on": [_shown(each) for each in self._by_end() if each.owner == owner],
            "is_handed": [_shown(each) for each in self._by_end() if each.to == owner],
        }

    def _by_end(self) -> list[VoteDelegated]:
        return sorted(self._handed_on.values(), key=lambda each: (each.until, each.owner, each.topic))

    def _watches(self, agent: AgentId) -> list[MandateId]:
        """Return the mandates that `agent` holds in the epoch that runs."""
        held: set[MandateId] = set()
        for change in self._mandates.get(agent, ()):
            if change.epoch <= self._roll.epoch:
                held = held | {change.mandate} if isinstance(change, MandateTaken) else held - {change.mandate}
        return sorted(held)


def _keys(agent: AgentRegistered) -> dict[KeyId, tuple[int, Holder]]:
    """Return the key with which an agent signs from its registration on, and the hashes of its recovery keys."""
    return {name: (level, "member") for level, name in enumerate((agent.key, *agent.recovery))}


def _shown(given: VoteDelegated) -> Plain:
    return {"owner": given.owner, "topic": given.topic, "to": given.to, "until": given.until}
