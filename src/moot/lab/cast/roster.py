"""The roster: ten owners with two agents and a person each, and twelve people, one with a mediator.

Laws: every mandate is held by all ten owners, so that any panel can be drawn with any author's and
both amenders' owners away; models come from five families; one owner, one voice.
"""

from collections.abc import Callable, Iterator
from typing import Final

from moot.core.act import AgentId, MandateId, OwnerId
from moot.core.commands import FoundingAgent, FoundingOwner
from moot.core.value import value
from moot.kit import founding
from moot.kit.agent import Agent
from moot.kit.keys import Keyring
from moot.kit.member import Member
from moot.lab.cast.minds import Mind
from moot.lab.cast.outlook import CALM_5, COPY, REPLAY_2, REPLAY_5, REPLAY_10, REPLAY_20, VALUES, Method, Outlook, Past
from moot.lab.cast.people import PROFILES, Person
from moot.lab.cast.proposers import Between, Scout, Specialist
from moot.lab.chance import Chance

FAMILIES: Final = ("alder", "birch", "cedar", "dogwood", "elm")
PEOPLE: Final = 12
GUEST: Final = "guest"  # the owner, and its one agent, for whom whoever watches may speak


@value
class Owner:
    """An owner of agents: what its proposer is for, how its two agents look ahead, what its person wants."""

    id: OwnerId
    mandate: MandateId
    proposer: Method
    reviewer: Method
    profile: str


OWNERS: Final = (
    Owner("campus", "safety", REPLAY_20, REPLAY_10, "careful"),
    Owner("fleet", "efficiency", CALM_5, REPLAY_10, "busy"),
    Owner("commuters", "ethics", REPLAY_5, REPLAY_20, "fair"),
    Owner("climate-desk", "climate", REPLAY_10, COPY, "green"),
    Owner("workshop", "creativity", REPLAY_2, REPLAY_20, "busy"),
    Owner("fire-watch", "safety", REPLAY_20, REPLAY_5, "careful"),
    Owner("grid-office", "efficiency", CALM_5, REPLAY_10, "busy"),
    Owner("drivers-union", "ethics", REPLAY_5, REPLAY_20, "fair"),
    Owner("solar-club", "climate", REPLAY_10, REPLAY_10, "green"),
    Owner("institute", "creativity", REPLAY_2, COPY, "careful"),
)


def guest(keyring: Keyring) -> FoundingOwner:
    """Return the seat for whoever watches: every right of a person and of an agent, but for revealing chance.

    So it is named for no draw, and a seat that stays empty keeps nobody waiting.
    """
    may = tuple(right for right in dict.fromkeys((*founding.PERSON, *founding.AGENT)) if right != "RevealChance")
    person = FoundingAgent(GUEST, "human", keyring.signer(GUEST).public.hex(), None, keyring.commitments(GUEST, 1), may)
    return founding.owner(keyring, GUEST, person)


@value
class Stage:
    """What the cast plays on: the door, keys, clock, the past that the site shows, and the seed of chance."""

    introduce: Callable[[AgentId, OwnerId], Member]
    past: Past
    seed: bytes

    def chance(self, agent: AgentId) -> Chance:
        """Return the stream of numbers of one agent."""
        return Chance(self.seed, agent)


def person_ids() -> tuple[OwnerId, ...]:
    """Return the owners who are people without agents of their own, but for the one with the mediator."""
    return tuple(f"driver-{number:02}" for number in range(1, PEOPLE + 1))


def founding_owners(keyring: Keyring) -> Iterator[FoundingOwner]:
    """Yield the cast as founding members."""
    for at, owner in enumerate(OWNERS):
        own = (owner.mandate, "creativity") if owner.mandate != "creativity" else ("creativity", "safety")
        rest = tuple(name for name in VALUES if name not in own or name == owner.mandate)
        yield founding.owner(
            keyring,
            owner.id,
            founding.agent(keyring, f"{owner.id}.lead", own, FAMILIES[at % 5]),
            founding.agent(keyring, f"{owner.id}.second", rest, FAMILIES[(at + 2) % 5], may=founding.REVIEWER),
            founding.person(keyring, f"{owner.id}.person"),
        )
    mediator = founding.agent(keyring, "mediator", family=FAMILIES[0], may=("OfferAmendment",))
    for at, name in enumerate(person_ids()):
        yield founding.owner(keyring, name, founding.person(keyring, name), *([mediator] if at == 0 else []))


def troupe(stage: Stage) -> list[Agent]:
    """Return every member of the cast, ready to act, in the order in which they are asked."""
    cast: list[Agent] = []
    for at, owner in enumerate(OWNERS):
        lead, second = f"{owner.id}.lead", f"{owner.id}.second"
        kind = Scout if owner.mandate == "creativity" else Specialist
        proposer = kind(
            stage.introduce(lead, owner.id), owner.mandate, Outlook(stage.past, owner.proposer), stage.chance(lead)
        )
        proposer.stand(at, len(OWNERS))
        outlook = Outlook(stage.past, owner.reviewer)
        cast += [proposer, Mind(stage.introduce(second, owner.id), owner.mandate, outlook, stage.chance(second))]
        cast.append(_person(stage, f"{owner.id}.person", owner.id, owner.profile, drifts=False))
    profiles = tuple(PROFILES)
    for at, name in enumerate(person_ids()):
        cast.append(_person(stage, name, name, profiles[at % len(profiles)], drifts=True))
    cast.append(Between(stage.introduce("mediator", person_ids()[0]), Outlook(stage.past, REPLAY_10)))
    return cast


def _person(stage: Stage, agent: AgentId, owner: OwnerId, profile: str, *, drifts: bool) -> Person:
    return Person(stage.introduce(agent, owner), profile, stage.chance(agent), drifts=drifts)
