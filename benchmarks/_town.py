"""A town to measure in: a moot of any number of owners, with signatures or without.

Laws: the same numbers give the same acts to the byte; a `House` puts acts straight to the rules,
without signatures; a `Town` signs them and hands them in at a hall. Every owner has a person; the
first `seated` have an agent with one mandate and a chance chain too, so that no two panels share a seat.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from moot.clerk.calendar import errands
from moot.clerk.clock import HandSetClock
from moot.clerk.opening import ClerkKeys
from moot.clerk.ports import Held
from moot.core import commands as c
from moot.core.act import MILLION
from moot.core.assembly import EMPTY, Assembly, step
from moot.core.charter import (
    CREDIT,
    MINUTE,
    Agency,
    Awareness,
    Charter,
    Kind,
    Mandate,
    Metering,
    Purpose,
    Structure,
    Term,
    WorstCase,
    Worth,
)
from moot.core.lot import chain_tip
from moot.core.sealing import seal, sealing_of
from moot.hall import Hall, open_hall
from moot.record.signature import Signer
from moot.wire.acts import act_id, write_act, write_payload
from moot.wire.entry import Submission

NOW = 1_800_000_000_000
LINKS = 1_024  # of a chance chain: the clerk uses two for a decision
SEATED = 60
VALUES = ("safety", "efficiency", "ethics", "climate", "creativity")
TERMS = ("amps", "hours", "price", "queue", "reserve", "share")
METERS = ("m1", "m2")
SPEAKS = ("CastVote", "WeighValues", "AddKey")
SITS = ("Propose", "Withdraw", "FileReview", "OfferAmendment", "FileForecast", "RevealChance")


def bytes_of(name: str) -> bytes:
    """Return 32 bytes that stand for a secret of `name`."""
    return hashlib.sha256(name.encode()).digest()


def signer(agent: str) -> Signer:
    """Return the agent's signing key."""
    return Signer.from_seed(bytes_of(f"seed of {agent}"))


CLERK = ClerkKeys(signer("clerk"), bytes_of("chance of clerk"))


def owner(number: int) -> str:
    """Return the name of the owner with this number, from 0."""
    return f"o{number}"


def charter(kinds: int) -> Charter:
    """Return five values, a mandate of three seats on each, and `kinds` kinds of action with six terms."""
    terms = tuple(Term(each, "", 0, 100) for each in TERMS)
    actions = tuple(
        Kind(f"set{n}", f"t{n}", terms, "ed.ai", "the terms before", WorstCase(0, {}), horizon=60 * MINUTE)
        for n in range(kinds)
    )
    return Charter(
        Purpose("To be measured.", tuple(Worth(each, "", MILLION // len(VALUES), 500_000) for each in VALUES)),
        Structure(tuple(Mandate(each, (each,)) for each in VALUES), ("oak", "elm", "ash"), actions),
        Awareness(tuple(Metering(each, tuple(f"{meter}.ai" for meter in METERS)) for each in VALUES)),
        Agency(links=LINKS, fund=1_000_000 * CREDIT, grant=10_000 * CREDIT),
    )


def founding(owners: int, kinds: int, keys: Mapping[str, str]) -> c.FoundMoot:
    """Return the founding; an agent that is not in `keys` has a key that nobody can sign with."""

    def agent(
        name: str, may: tuple[str, ...], mandates: tuple[str, ...] = (), family: str | None = None
    ) -> c.FoundingAgent:
        key = keys.get(name) or bytes_of(f"key of {name}").hex()
        return c.FoundingAgent(name, "ai" if family else "human", key, family, (), may, mandates)

    def member(number: int) -> c.FoundingOwner:
        name = owner(number)
        person = agent(f"{name}.me", SPEAKS)
        if number >= SEATED:
            return c.FoundingOwner(name, (person,))
        seat = agent(f"{name}.ai", SITS, (VALUES[number % len(VALUES)],), ("oak", "elm", "ash")[number % 3])
        return c.FoundingOwner(name, (person, seat), chain_tip(bytes_of(f"chance of {name}"), LINKS).hex())

    def server(name: str, right: str) -> c.FoundingOwner:
        return c.FoundingOwner(name, (agent(f"{name}.ai", (right,), (), "oak"),), voice=False)

    members = tuple(map(member, range(owners)))
    servers = (server("ed", "ReportExecution"), *(server(meter, "ReportMeasure") for meter in METERS))
    targets = tuple(c.FoundingTarget(f"set{n}", dict.fromkeys(TERMS, 50)) for n in range(kinds))
    return c.FoundMoot(charter(kinds), CLERK.introduce("clerk", LINKS), (*members, *servers), targets)


@dataclass
class House:
    """A moot in the core alone; `filed` is all that was put to the rules, with the act's place and time."""

    owners: int
    kinds: int = 1
    state: Assembly = EMPTY
    filed: list[c.Filed] = field(default_factory=list)
    clock: HandSetClock = field(default_factory=lambda: HandSetClock(NOW))
    nonces: dict[str, int] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Found it."""
        self.file("o0.me", founding(self.owners, self.kinds, self.keys()))

    def keys(self) -> dict[str, str]:
        """Return the members' public keys, if they can sign."""
        return {}

    def key(self, agent: str) -> str:
        """Return the agent's public key."""
        return CLERK.signer.public.hex() if agent == "clerk" else bytes_of(f"key of {agent}").hex()

    def write(self, by: str, command: c.Command, payload: c.Payload | None = None) -> tuple[c.Act, Held | None]:
        """Return the agent's next act, which seals `payload`, and what the clerk is to hold for it.

        `by` may name another key of an agent than its first: "o7.me#2".
        """
        agent = by.partition("#")[0]
        nonce = self.nonces[by] = self.nonces.get(by, -1) + 1
        salt = bytes_of(f"{by} {nonce}").hex()
        if payload is not None:
            command = self._sealed(agent, command, salt, payload)
        now = self.clock.now()
        act = c.Act(self.state.moot, agent, self.key(by), nonce, now + 30 * MINUTE, now, command)
        held = None if payload is None else Held(act_id(write_act(act)), salt, write_payload(payload))
        return act, held

    def _sealed(self, by: str, command: c.Command, salt: str, payload: c.Payload) -> c.Command:
        if not isinstance(command, c.Sealed):
            raise TypeError(command)
        return replace(command, seal=seal(sealing_of(self.state.moot, by, command), salt, payload))

    def file(self, by: str, command: c.Command, payload: c.Payload | None = None) -> None:
        """Put an act to the rules, now."""
        filed = self.prepare(by, command, payload)
        self.state, _ = step(self.state, filed)
        self.filed.append(filed)

    def prepare(self, by: str, command: c.Command, payload: c.Payload | None = None) -> c.Filed:
        """Return the agent's next act as if it came now, with its content held; the rules are not asked."""
        act, held = self.write(by, command, payload)
        if held:
            self.held[held.act] = held
        return c.Filed(act, act_id(write_act(act)), len(self.filed), self.clock.now())

    def tend(self) -> None:
        """Let the clerk file what it owes now."""
        while owed := errands(self.state, self.clock.now(), secret=CLERK.secret, held=self.held.get):
            for command in owed:
                self.file("clerk", command)

    def advance(self, proposal: str) -> None:
        """Wait for the end of the proposal's stage."""
        self.clock.set(max(self.clock.now(), self.state.proposals[proposal].until))
        self.tend()


class Town(House):
    """A moot in a hall: in memory, or on disk in `folder`."""

    def __init__(self, owners: int, folder: Path | None = None) -> None:
        """Found it."""
        self._signers = {
            f"{owner(n)}.{kind}": signer(f"{owner(n)}.{kind}") for n in range(owners) for kind in ("me", "ai")
        }
        self._signers |= {f"{name}.ai": signer(f"{name}.ai") for name in ("ed", *METERS)}
        clock = HandSetClock(NOW)
        self.hall: Hall = open_hall(folder, clock=clock, keys=CLERK)
        super().__init__(owners, clock=clock)

    def keys(self) -> dict[str, str]:
        return {agent: each.public.hex() for agent, each in self._signers.items()}

    def key(self, agent: str) -> str:
        return self._signers[agent].public.hex()

    def sign(self, by: str, command: c.Command, payload: c.Payload | None = None) -> Submission:
        """Return the agent's next act as it hands it in; it is not filed yet."""
        act, held = self.write(by, command, payload)
        data = write_act(act)
        return Submission(data, self._signers[by].sign(data), (held.salt, held.payload) if held else None)

    def another_key(self, agent: str) -> str:
        """Give the agent a second key, and return what it is called."""
        called = f"{agent}#2"
        self._signers[called] = signer(called)
        self.file(agent, c.AddKey(agent, self.key(called)))
        return called

    def file(self, by: str, command: c.Command, payload: c.Payload | None = None) -> None:
        self.hall.submit(self.sign(by, command, payload))
        self.state = self.hall.clerk.assembly

    def tend(self) -> None:
        self.hall.tend()
        self.state = self.hall.clerk.assembly
