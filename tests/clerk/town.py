"""A town for tests: the house of the core's tests, with real keys, a clerk and a hand-set clock."""

import hashlib
from dataclasses import replace

import pytest

from moot.clerk.clerk import Clerk
from moot.clerk.clock import HandSetClock
from moot.clerk.opening import ClerkKeys
from moot.core.assembly import Assembly
from moot.core.commands import SEALS, Act, Command, FileReview, FoundMoot, Review
from moot.core.refusal import Refused
from moot.record.signature import Signer
from moot.stores.memory import MemoryStore
from moot.wire.acts import write_act, write_payload
from moot.wire.entry import Receipt, Submission
from tests.core.house import LINKS, MINUTE, House, founding, secret_of

NOW = 1_800_000_000_000


def signer(name: str) -> Signer:
    return Signer.from_seed(hashlib.sha256(f"seed of {name}".encode()).digest())


CLERK_KEYS = ClerkKeys(signer("clerk"), secret_of("clerk"))


def signed_founding(law=None, first=None) -> FoundMoot:
    """Return the founding of the house, or another like it, with keys that can sign."""
    plan = first or founding(law)
    owners = tuple(
        replace(owner, agents=tuple(replace(each, key=signer(each.id).public.hex()) for each in owner.agents))
        for owner in plan.owners
    )
    return replace(plan, owners=owners, clerk=CLERK_KEYS.introduce("clerk", LINKS))


def signed(by: str, command: Command, *, moot: str, nonce: int, at: int = NOW, **changes) -> Submission:
    """Return an act as its member hands it in, without a payload."""
    fields = {"moot": moot, "by": by, "key": signer(by).public.hex(), "nonce": nonce, "until": at + MINUTE, "at": at}
    data = write_act(Act(**{**fields, "command": command, **changes}))
    return Submission(data, signer(by).sign(data))


def refused(town, submission: Submission, kind: type[Refused]) -> str:
    """Return the refusal, after seeing that nothing was recorded and everybody is told so."""
    before = (town.clerk.size, town.state, town.store.size())
    with pytest.raises(kind) as refusal:
        town.submit(submission)
    assert (town.clerk.size, town.state, town.store.size()) == before
    message = str(refusal.value)
    assert message.endswith("Nothing was recorded.")
    assert refusal.value.mend in message
    assert refusal.value.mend
    assert f"({refusal.value.clause})" in message
    return message


class Town(House):
    """The honest members of the house, before a clerk."""

    def __init__(self, store=None, *, law=None, counterfoil=None, now: int = NOW, first=None) -> None:
        self.clock = HandSetClock(now)
        self.store = store or MemoryStore()
        self.counterfoil = counterfoil
        self.nonces, self.held, self.events = {}, {}, []
        self.clerk = self.another_clerk()
        self.founded = self.submit(signed("ana.human", signed_founding(law, first), moot="", nonce=0, at=now))
        self.nonces["ana.human"] = 0

    def another_clerk(self) -> Clerk:
        return Clerk(self.store, clock=self.clock, keys=CLERK_KEYS, counterfoil=self.counterfoil)

    def key(self, name: str) -> str:
        return signer(name).public.hex()

    @property
    def now(self) -> int:
        return self.clock.now()

    @now.setter
    def now(self, instant: int) -> None:
        self.clock.set(instant)

    @property
    def state(self) -> Assembly:
        return self.clerk.assembly

    @property
    def moot(self) -> str:
        return self.founded.id

    def submit(self, submission: Submission) -> Receipt:
        [answer] = self.clerk.file([submission])
        if isinstance(answer, Refused):
            raise answer
        return answer

    def write(self, by: str, command: Command, **changes) -> Submission:
        """Return the member's next act, signed, with what it seals; its nonce is used up."""
        nonce = self.nonces.get(by, -1) + 1
        self.nonces[by] = nonce
        act = signed(by, command, **{"moot": self.moot, "nonce": nonce, "at": self.now, **changes})
        if type(command) not in SEALS or command.seal not in self.held:
            return act
        salt, payload = self.held[command.seal]
        return replace(act, payload=(salt, write_payload(payload)))

    def file(self, by: str, command: Command, **changes):
        receipt = self.submit(self.write(by, command, **changes))
        self.last = receipt.id
        [told] = self.clerk.feed.entries(receipt.index)
        self.events += told.events
        return told.events

    def advance(self):
        self.now = max(self.now, self.open.until)
        self.tend()

    def end_epoch(self):
        self.now = max(self.now, self.clerk.due())
        self.tend()

    def tend(self) -> None:
        answers = self.clerk.tend()
        assert not [each for each in answers if isinstance(each, Refused)]
        self.events += [
            event for told in self.clerk.feed.entries(self.clerk.size - len(answers)) for event in told.events
        ]


def in_review(town: Town) -> tuple[str, FileReview]:
    """Return a drawn reviewer, its mandate and the seal of a review on the open proposal."""
    town.propose()
    proposal = town.to("review")
    mandate, panel = next(iter(proposal.panels.items()))
    agent = panel.seats[0].agent
    sealing = town.sealed(agent, "FileReview", Review("for"), mandate)
    return agent, FileReview(proposal.id, proposal.original, mandate, sealing)
