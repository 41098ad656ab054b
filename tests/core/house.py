"""A house for tests: a small moot driven straight through `step`, on a hand-set clock, without signatures."""

import copy
import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from moot.core.act import MILLION, Condition
from moot.core.assembly import EMPTY, Assembly, dues, step
from moot.core.assembly.opening import sealed_in
from moot.core.canonical import digest
from moot.core.charter import (
    Agency,
    Awareness,
    Charter,
    Kind,
    LaneRule,
    Mandate,
    Metering,
    Purpose,
    Structure,
    Term,
    Trials,
    WorstCase,
    Worth,
)
from moot.core.commands import (
    Act,
    Advance,
    CastVote,
    CloseEpoch,
    Command,
    Filed,
    FileForecast,
    FileReview,
    Forecast,
    FoundingAgent,
    FoundingClerk,
    FoundingOwner,
    FoundingTarget,
    FoundMoot,
    Measure,
    OpenEnvelope,
    Payload,
    Propose,
    ReportExecution,
    ReportMeasure,
    RevealChance,
    Review,
    Vote,
)
from moot.core.events import Event, ProposalClosed
from moot.core.lot import chain_tip, link
from moot.core.proposal import Proposal, base_of
from moot.core.sealing import Sealing, seal
from moot.wire.entry import Told

E = TypeVar("E")
LINKS = 64
OWNERS = ("ana", "bo", "cy", "dee", "eli", "flo", "gus")
NEWCOMERS = ("ned", "oda", "pip", "quin")
FAMILIES = ("oak", "elm", "ash")
VALUES = ("safety", "thrift")
MINUTE = 60_000
TRIALS = Trials(guards=("safety",))
AI_RIGHTS = (
    "Propose",
    "FileReview",
    "OfferAmendment",
    "FileForecast",
    "RevealChance",
    "Withdraw",
    "Comment",
    "TakeMandate",
    "LeaveMandate",
    "StartTrial",
    "ReportGuard",
    "HaltTrial",
    "ReportTrial",
)
HUMAN_RIGHTS = (
    *AI_RIGHTS,
    *("CastVote", "Object", "Delegate", "RevokeDelegation", "WeighValues"),
    *("RegisterAgent", "AddKey", "RevokeKey", "CommitChance"),
    *("InviteOwner", "AdmitOwner", "LeaveMoot", "SuspendMember"),
)


def key_of(name: str) -> str:
    """Return a made-up key."""
    return hashlib.sha256(f"key of {name}".encode()).hexdigest()


def secret_of(name: str) -> bytes:
    """Return a member's chance secret."""
    return hashlib.sha256(f"chance of {name}".encode()).digest()


def charter(**agency: int) -> Charter:
    """Return the charter of the test house: two values, two mandates, one kind of action."""
    return Charter(
        Purpose(
            "Share a hall.",
            (
                Worth("safety", "share of hours without harm", 600_000, 800_000, floor=500_000),
                Worth("thrift", "share of the budget kept", 400_000, 500_000),
            ),
        ),
        Structure(
            (Mandate("safety", ("safety",)), Mandate("thrift", ("thrift",))),
            FAMILIES,
            (
                Kind(
                    "set_heat",
                    "hall",
                    (Term("degrees", "C", 0, 40), Term("hours", "h", 0, 24)),
                    "ed.ai",
                    "the terms before",
                    WorstCase(0, {"degrees": 100}),
                    horizon=60 * MINUTE,
                    unit="an hour of a room",
                    units=100,
                ),
            ),
        ),
        Awareness((Metering("safety", ("m1.ai", "m2.ai")), Metering("thrift", ("m1.ai", "m2.ai")))),
        Agency(**{"links": LINKS, "risk_budget": 2_000, "trials": TRIALS, **agency}),
    )


def two_targets(**agency: int) -> Charter:
    """Return the charter of the test house with a second kind of action, on the lamp."""
    law = charter(**agency)
    [heat] = law.structure.actions
    light = replace(heat, id="set_light", target="lamp")
    return replace(law, structure=replace(law.structure, actions=(heat, light)))


def with_consent(law: Charter, **rule: object) -> Charter:
    """Return `law` with a rule, before all others, that lets lamps be changed by consent."""
    small = LaneRule("small", "consent", **{"kinds": ("set_light",), **rule})  # type: ignore[arg-type]
    return replace(law, structure=replace(law.structure, lanes=(small, *law.structure.lanes)))


def founding(law: Charter | None = None) -> FoundMoot:
    """Return the founding of the test house: seven owners with voice, an executor and two meters."""

    def members(index: int, name: str) -> FoundingOwner:
        return FoundingOwner(
            name,
            (
                FoundingAgent(
                    f"{name}.ai", "ai", key_of(f"{name}.ai"), FAMILIES[index % 3], (), AI_RIGHTS, ("safety", "thrift")
                ),
                FoundingAgent(f"{name}.human", "human", key_of(f"{name}.human"), None, (), HUMAN_RIGHTS),
            ),
            chain_tip(secret_of(name), LINKS).hex(),
        )

    def server(name: str, right: str) -> FoundingOwner:
        return FoundingOwner(
            name, (FoundingAgent(f"{name}.ai", "ai", key_of(f"{name}.ai"), None, (), (right,)),), voice=False
        )

    law = law or charter()
    return FoundMoot(
        law,
        FoundingClerk("clerk", key_of("clerk"), chain_tip(secret_of("clerk"), LINKS).hex()),
        (
            *(members(index, name) for index, name in enumerate(OWNERS)),
            server("ed", "ReportExecution"),
            server("m1", "ReportMeasure"),
            server("m2", "ReportMeasure"),
        ),
        tuple(FoundingTarget(kind.id, {"degrees": 20, "hours": 8}) for kind in law.structure.actions),
    )


class House:
    """A moot in memory: files acts, keeps what was sealed, opens and advances when told to."""

    def __init__(
        self, law: Charter | None = None, now: int = 1_800_000_000_000, first: FoundMoot | None = None
    ) -> None:
        self.now = now
        self.state: Assembly = EMPTY
        self.events: list[Event] = []
        self.record: list[Told] = []
        self.nonces: dict[str, int] = {}
        self.index = 0
        self.held: dict[str, tuple[str, Payload]] = {}
        self.file("ana.human", first or founding(law))

    def key(self, name: str) -> str:
        """Return the key with which an agent of this name signs."""
        return key_of(name)

    def file(self, by: str, command: Command, /, **changes: object) -> tuple[Event, ...]:
        """File an act now; `changes` spoil its envelope."""
        key = str(changes.get("key", key_of(by)))
        nonce = self.nonces.get(key, -1) + 1
        fields = {
            "moot": self.state.moot,
            "by": by,
            "key": key,
            "nonce": nonce,
            "until": self.now + MINUTE,
            "at": self.now,
            "command": command,
        }
        act = Act(**{**fields, **changes})  # type: ignore[arg-type]
        number = digest({"act": act, "kind": type(command).__name__})
        self.state, told = step(self.state, Filed(act, number, self.index, self.now))
        self.nonces[key] = act.nonce
        self.record.append(Told(self.index, number, self.now, act, told))
        self.index += 1
        self.events += told
        self.last = number
        return told

    def sealed(self, by: str, kind: str, payload: Payload, mandate: str = "") -> str:
        """Return the seal of `payload` on the open proposal, and keep it for the opening."""
        salt = digest({"by": by, "nonce": self.nonces.get(key_of(by), -1), "kind": kind, "mandate": mandate})
        sealing = seal(Sealing(self.state.moot, by, self.open.id, kind, mandate), salt, payload)
        self.held[sealing] = (salt, payload)
        return sealing

    @property
    def open(self) -> Proposal:
        """Return the one open proposal."""
        [proposal] = self.state.proposals.values()
        return proposal

    @property
    def closed(self) -> ProposalClosed:
        """Return how the last closed proposal ended."""
        return next(event for event in reversed(self.events) if isinstance(event, ProposalClosed))

    def copy(self) -> "House":
        """Return a house that goes its own way from here."""
        twin = copy.copy(self)
        twin.events, twin.record = [*self.events], [*self.record]
        twin.nonces, twin.held = {**self.nonces}, {**self.held}
        return twin

    def told(self, kind: type[E]) -> list[E]:
        """Return the events of one kind so far."""
        return [event for event in self.events if isinstance(event, kind)]

    def wait(self, milliseconds: int) -> None:
        """Let time pass."""
        self.now += milliseconds

    def advance(self) -> tuple[Event, ...]:
        """Wait for the open stage's deadline and move on."""
        self.now = max(self.now, self.open.until)
        return self.file("clerk", Advance(self.open.id, self.open.stage))

    def tend(self) -> None:
        """Do what the clerk owes now, but for deadlines."""
        while (owed := dues(self.state, self.now)) and (owed.envelopes or owed.links):
            for act in owed.envelopes:
                salt, payload = self.held[sealed_in(self.state, act)[1].seal]
                self.file("clerk", OpenEnvelope(act, salt, payload))
            for proposal, number in owed.links:
                self.file("clerk", RevealChance(proposal, number, link(secret_of("clerk"), number, LINKS).hex()))

    def end_epoch(self) -> tuple[Event, ...]:
        """Wait for the end of the epoch and close it."""
        epoch = self.state.epoch
        self.now = max(self.now, self.state.epoch_began + self.state.charter.structure.epoch)
        return self.file("clerk", CloseEpoch(epoch))

    # What honest members do, one stage each.

    def propose(self, by: str = "ana.ai", **terms: int) -> Proposal:
        """Propose terms on the hall."""
        now = self.state.targets["hall"].terms
        self.file(by, Propose("set_heat", {**now, **(terms or {"degrees": 18})}, base_of("hall", now)))
        return self.open

    def reveal(self, *, but: tuple[str, ...] = ()) -> None:
        """Let the named owners reveal their links, then the clerk."""
        side = "drawing" if self.open.stage == "drawing" else "lottery"
        for member, each in self.open.links[side].items():
            if member not in {"clerk", *but}:
                number = each.number
                self.file(
                    f"{member}.ai", RevealChance(self.open.id, number, link(secret_of(member), number, LINKS).hex())
                )
        if but or self.open.stage == "timelock":
            self.advance()
        self.tend()

    def review(self, write: Callable[[str, str], Review | None] = lambda *_: Review("for")) -> None:
        """Let every drawn reviewer file what `write` (of agent and mandate) says, then open."""
        for mandate, panel in self.open.panels.items():
            for seat in panel.seats:
                review = write(seat.agent, mandate)
                if review:
                    sealing = self.sealed(seat.agent, "FileReview", review, mandate)
                    self.file(seat.agent, FileReview(self.open.id, self.open.original, mandate, sealing))
        self.tend()

    def forecast(
        self, guess: Callable[[str, str, str], int | None] = lambda *_: 600_000, stake: int = 10_000_000
    ) -> None:
        """Let every drawn forecaster bet what `guess` (of agent, version and value) says, then open."""
        slate = self.open.slate
        assert slate
        for agent in (*slate.pooled, *slate.scored):
            cells = {
                each.version: {value: guess(agent, each.version, value) for value in VALUES}
                for each in slate.candidates
            }
            if all(found is not None for row in cells.values() for found in row.values()):
                sealing = self.sealed(agent, "FileForecast", Forecast(cells))  # type: ignore[arg-type]
                self.file(agent, FileForecast(self.open.id, slate.id, stake, sealing))
        self.tend()

    def vote(self, choose: Callable[[str], str | None] = lambda _: "for") -> None:
        """Let every owner vote what `choose` says, wait for the end, and open."""
        paper = self.open.paper
        assert paper
        for owner in self.open.frozen.voters:
            choice = choose(owner)
            if choice:
                sealing = self.sealed(f"{owner}.human", "CastVote", Vote(choice))  # type: ignore[arg-type]
                self.file(f"{owner}.human", CastVote(self.open.id, paper.id, sealing))
        self.advance()
        self.tend()

    def execute(self, result: str = "executed", **in_force: int) -> None:
        """Let the executor report."""
        run = self.open.run
        assert run
        assert run.grant
        terms = self.open.versions[run.version].terms
        self.file("ed.ai", ReportExecution(run.grant, run.version, result, {**terms, **in_force}))  # type: ignore[arg-type]

    def measure(self, first: dict[str, int] | None = None, second: dict[str, int] | None = None) -> None:
        """Wait for the horizon and let both meters report, then open."""
        run = self.open.run
        assert run
        self.wait(self.open.kind.horizon)
        found = first or {"safety": 700_000, "thrift": 600_000}
        for meter, values in (("m1.ai", found), ("m2.ai", second or found)):
            sealing = self.sealed(meter, "ReportMeasure", Measure(values))
            self.file(meter, ReportMeasure(self.open.id, run.version, sealing))
        self.tend()

    def to(self, stage: str) -> Proposal:
        """Bring the open proposal to `stage` by honest acts; candidates rise with the version's degrees."""
        steps: dict[str, Callable[[], object]] = {
            "waiting": self.advance,
            "drawing": self.reveal,
            "review": self.review,
            "negotiation": self.advance,
            "forecast": lambda: self.forecast(self.hopeful),
            "ballot": self.vote,
            "objection": self.advance,
            "timelock": self.reveal,
            "executing": self.execute,
            "measuring": self.measure,
            "measured": self.advance,
        }
        while self.state.proposals and self.open.stage != stage:
            steps[self.open.stage]()
        return self.open if self.state.proposals else None  # type: ignore[return-value]

    def hopeful(self, agent: str, version: str, value: str) -> int:
        """Forecast the status quo at 600,000 ppm and every other version higher."""
        del agent, value
        return 600_000 if version == self.open.status_quo else 650_000

    def sums_to_zero(self) -> bool:
        """Return whether all balances sum to 0."""
        return sum(self.state.ledger.accounts.values()) == 0


__all__ = ["MILLION", "Condition", "House", "charter", "founding", "key_of"]
