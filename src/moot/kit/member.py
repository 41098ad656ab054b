"""A member behind a door: an agent with its key, one method per thing that agents do.

Laws: nonces rise, also after a restart, because they follow the clock; what is sealed leaves the
member only as a hash, and as an envelope for the clerk; an answer that was lost is asked for again
with the same bytes, which count once; a refusal is raised as it came.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, Literal, cast

from moot.core.act import (
    ActId,
    AgentId,
    Hash,
    Instant,
    MandateId,
    Name,
    OwnerId,
    Ppm,
    ProposalId,
    Terms,
    Topic,
    ValueId,
    VersionId,
)
from moot.core.charter import CHARTER, Charter, Clarity
from moot.core.commands import (
    Act,
    AdmitOwner,
    Advance,
    Appeal,
    Ballot,
    CancelProposal,
    CastVote,
    CloseRound,
    Command,
    Comment,
    CommitChance,
    Delegate,
    Dispute,
    FileBallot,
    FileForecast,
    FileReview,
    Forecast,
    HaltTrial,
    InviteOwner,
    Judge,
    LeaveMandate,
    LeaveMoot,
    Measure,
    Object,
    OfferAmendment,
    OpenEnvelope,
    OpenRound,
    Pause,
    Payload,
    Propose,
    ReportExecution,
    ReportMeasure,
    RevealChance,
    Review,
    RevokeDelegation,
    Sealed,
    StartTrial,
    SuspendMember,
    TakeMandate,
    Verdict,
    Vote,
    WeighValues,
    Withdraw,
)
from moot.core.events import ChanceCommitted
from moot.core.sealing import seal, sealing_of
from moot.kit.door import Door, Shown
from moot.kit.keys import Keyring
from moot.wire.acts import write_act, write_payload
from moot.wire.entry import Receipt

TRIES: Final = 3
ENVELOPES: Final = 64  # as many of its own sealed acts a member can still open
UNSEALED: Final = ""  # stands for the seal until the salt is known


def wall_clock() -> Instant:
    """Return the milliseconds UTC since 1970."""
    return time.time_ns() // 1_000_000


class Member:
    """An agent that acts for `owner` through `door`."""

    def __init__(
        self, door: Door, keyring: Keyring, agent: AgentId, owner: OwnerId, clock: Callable[[], Instant] = wall_clock
    ) -> None:
        """Sign with the agent's key of `keyring`; the clock gives milliseconds UTC."""
        self.door, self.keyring, self.agent, self.owner, self.clock = door, keyring, agent, owner, clock
        self.signer = keyring.signer(agent)
        self.nonce = -1  # of the last act
        self._charter: Shown = {"moot": None}
        self._envelopes: dict[ActId, OpenEnvelope] = {}
        self._heard = self._committed = 0  # entries read, and the owner's chance chains in them

    # Reading.

    def see(self, name: str, **arguments: str) -> Shown:
        """Return a view that is one object."""
        return cast("Shown", self.door.view(name, **arguments))

    def see_all(self, name: str, **arguments: str) -> list[Shown]:
        """Return a view that is a list of objects."""
        return cast("list[Shown]", self.door.view(name, **arguments))

    def names(self, name: str) -> list[str]:
        """Return a view that is a list of names."""
        return cast("list[str]", self.door.view(name))

    def precedents(self, kind: str, terms: Terms, text: str | None = None) -> list[Shown]:
        """Return earlier proposals of `kind` with what became of them, the likest to `terms` and `text` first."""
        alike = {} if text is None else {"text": text}
        rows: list[Shown] = self.see("precedents", kind=kind, terms=json.dumps(dict(terms)), **alike)["rows"]
        return rows

    # Filing.

    def file(self, command: Command, payload: Payload | None = None) -> Receipt:
        """Sign and file a command; with a payload, seal it first. Raises `Refused` as it came."""
        now = self.clock()
        self.nonce = max(self.nonce + 1, now)
        moot, lifetime = self._terms()
        envelope = None
        if payload is not None:
            salt = self.keyring.salt(self.agent, self.nonce)
            command = self._sealed(cast("Sealed", command), moot, salt, payload)
            envelope = (salt, write_payload(payload))
        act = Act(moot, self.agent, self.signer.public.hex(), self.nonce, now + lifetime, now, command)
        receipt = self._submit(write_act(act), envelope)
        if payload is not None and envelope:
            self._keep(OpenEnvelope(receipt.id, envelope[0], payload))
        return receipt

    def _terms(self) -> tuple[str, int]:
        """Return the moot's id, and how long an act may be valid; half the limit leaves room for clocks."""
        if not self._charter["moot"]:
            self._charter = self.see("charter")
        if not self._charter["moot"]:
            return "", Clarity().lifetime // 2
        return self._charter["moot"], self._charter["charter"]["clarity"]["lifetime"] // 2

    def _sealed(self, command: Sealed, moot: str, salt: Hash, payload: Payload) -> Sealed:
        return replace(command, seal=seal(sealing_of(moot, self.agent, command), salt, payload))

    def _submit(self, data: bytes, payload: tuple[str, bytes] | None) -> Receipt:
        signature = self.signer.sign(data)
        for _ in range(TRIES - 1):
            try:
                return self.door.submit(data, signature, payload)
            except ConnectionError:
                continue  # the same bytes again: they are recorded once
        return self.door.submit(data, signature, payload)

    def _keep(self, envelope: OpenEnvelope) -> None:
        self._envelopes[envelope.act] = envelope
        if len(self._envelopes) > ENVELOPES:
            del self._envelopes[next(iter(self._envelopes))]

    def hold(self, text: str | None) -> Hash | None:
        """Have a text kept beside the record; return the hash that names it."""
        return None if text is None else self.door.hold(text)

    # The life of a proposal.

    def propose(self, kind: str, terms: Terms, reason_text: str | None = None) -> Receipt:
        """Propose terms for an action, against what is in force on its target now."""
        actions = self.see("charter")["charter"]["structure"]["actions"]
        target = next((each["target"] for each in actions if each["id"] == kind), kind)
        return self.file(Propose(kind, terms, self.see("target", target=target)["base"], self.hold(reason_text)))

    def propose_charter(self, charter: Charter, reason_text: str | None = None) -> Receipt:
        """Propose a whole charter in place of the one in force."""
        base = self.see("target", target=CHARTER)["base"]
        return self.file(Propose(CHARTER, {}, base, self.hold(reason_text), charter))

    def withdraw(self, proposal: ProposalId, reason_text: str | None = None) -> Receipt:
        """Withdraw one's proposal, before forecasts close."""
        return self.file(Withdraw(proposal, self.hold(reason_text)))

    def reveal(self, proposal: ProposalId, number: int) -> Receipt:
        """Disclose the link with this number of the owner's present chance chain, for a proposal or a jury."""
        chain = max(self._chains() - 1, 0)
        return self.file(RevealChance(proposal, number, self.keyring.link(self.owner, number, chain)))

    def review(self, proposal: ProposalId, version: VersionId, mandate: MandateId, review: Review) -> Receipt:
        """File a sealed review for one's seat of a mandate."""
        return self.file(FileReview(proposal, version, mandate, UNSEALED), review)

    def amend(self, amendment: OfferAmendment, reason_text: str | None = None) -> Receipt:
        """Offer an amendment."""
        return self.file(replace(amendment, reason=self.hold(reason_text)) if reason_text else amendment)

    def forecast(self, proposal: ProposalId, slate: Hash, stake: int, forecast: Forecast) -> Receipt:
        """File a sealed forecast of every candidate, with a stake in micro-credits."""
        return self.file(FileForecast(proposal, slate, stake, UNSEALED), forecast)

    def vote(self, proposal: ProposalId, paper: Hash, vote: Vote) -> Receipt:
        """Cast the owner's sealed vote; a later one replaces it."""
        return self.file(CastVote(proposal, paper, UNSEALED), vote)

    def open_round(self, budget: Name) -> Receipt:
        """Open a round of a budget, into which `propose` puts what the budget pays for."""
        return self.file(OpenRound(budget))

    def ballot(self, tender: ActId, points: Mapping[ProposalId, int]) -> Receipt:
        """File the owner's sealed ballot on the projects of a round; a later one replaces it."""
        return self.file(FileBallot(tender, UNSEALED), Ballot(points))

    def close_round(self, tender: ActId) -> Receipt:
        """Have a round counted that is ready for it."""
        return self.file(CloseRound(tender))

    def object_to(
        self,
        proposal: ProposalId,
        paper: Hash,
        choice: Literal["abstain", "against"] = "against",
        reason_text: str | None = None,
    ) -> Receipt:
        """Move or add the owner's open vote towards against."""
        return self.file(Object(proposal, paper, choice, self.hold(reason_text)))

    def comment(self, proposal: ProposalId, text: str) -> Receipt:
        """Say something about an open proposal, in any stage: everybody can read it at once."""
        return self.file(Comment(proposal, self.door.hold(text)))

    def open_own(self, act: ActId) -> Receipt:
        """Open one's own sealed act, should the clerk not do it; KeyError if this member doesn't hold it (any more)."""
        return self.file(self._envelopes[act])

    def advance(self, proposal: ProposalId, stage: str) -> Receipt:
        """Move a proposal on from a stage whose deadline is over."""
        return self.file(Advance(proposal, stage))

    def report_execution(self, report: ReportExecution) -> Receipt:
        """Say what became of a grant."""
        return self.file(report)

    def report_measure(self, proposal: ProposalId, version: VersionId, measure: Measure) -> Receipt:
        """File a sealed measurement of what ran."""
        return self.file(ReportMeasure(proposal, version, UNSEALED), measure)

    # Trials: an agent answers with the act itself, which `file` signs.

    def try_out(self, trial: StartTrial, reason_text: str | None = None) -> Receipt:
        """Start a trial; the receipt's id is the trial's."""
        return self.file(replace(trial, reason=self.hold(reason_text)) if reason_text else trial)

    def halt(self, trial: ActId, clause: str, reason_text: str | None = None) -> Receipt:
        """Halt a trial: one's own, or anybody's as a holder of a mandate that guards."""
        return self.file(HaltTrial(trial, clause, self.hold(reason_text)))

    # Disputes, and what guardians may do.

    def dispute(self, dispute: Dispute) -> Receipt:
        """Open a dispute with a bond; the receipt's id is the dispute's."""
        return self.file(dispute)

    def judge(self, dispute: ActId, verdict: Verdict) -> Receipt:
        """File a sealed verdict for one's seat on a jury."""
        return self.file(Judge(dispute, UNSEALED), verdict)

    def appeal(self, appeal: Appeal) -> Receipt:
        """Appeal against the last verdict, with a bond."""
        return self.file(appeal)

    def cancel(self, proposal: ProposalId, clause: str, reason_text: str) -> Receipt:
        """Cancel a proposal in its timelock, as a guardian."""
        return self.file(CancelProposal(proposal, clause, self.door.hold(reason_text)))

    def pause(self, subject: str, clause: str, reason_text: str) -> Receipt:
        """Pause a proposal, named by its id or by its target, as a guardian."""
        return self.file(Pause(subject, clause, self.door.hold(reason_text)))

    # What an owner wants, and what its agents watch.

    def weigh(self, weights: Mapping[ValueId, Ppm]) -> Receipt:
        """State the owner's weights (ppm, summing to a million)."""
        return self.file(WeighValues(weights))

    def delegate(self, topic: Topic, to: OwnerId, until: Instant) -> Receipt:
        """Hand the owner's vote on a topic (all, kind/NAME or value/NAME) to another owner, until an instant."""
        return self.file(Delegate(topic, to, until))

    def revoke_delegation(self, topic: Topic) -> Receipt:
        """Take back what was handed on under a topic."""
        return self.file(RevokeDelegation(topic))

    def take_mandate(self, mandate: MandateId) -> Receipt:
        """Take a mandate from the next epoch on."""
        return self.file(TakeMandate(mandate))

    def leave_mandate(self, mandate: MandateId) -> Receipt:
        """Leave a mandate from the next epoch on."""
        return self.file(LeaveMandate(mandate))

    # Who comes and who goes.

    def invite(self, newcomer: InviteOwner) -> Receipt:
        """Vouch for a newcomer by what it gave you; a later invitation takes the place of your earlier one."""
        return self.file(newcomer)

    def admit(self, owner: OwnerId) -> Receipt:
        """Vouch for whom another owner has invited, by exactly that invitation; KeyError if nobody has."""
        invited = {row["owner"]: row["invitation"] for row in self.see_all("admissions") if row["stage"] == "invited"}
        return self.file(AdmitOwner(owner, invited[owner]))

    def leave(self) -> Receipt:
        """Leave with one's owner when the epoch ends."""
        return self.file(LeaveMoot())

    def suspend(self, owner: OwnerId, epochs: int, reason_text: str | None = None) -> Receipt:
        """Demand that an owner be suspended for so many epochs, the present one included."""
        return self.file(SuspendMember(owner, epochs, self.hold(reason_text)))

    def commit_chance(self) -> Receipt:
        """Commit the tip of the owner's next chance chain: never one twice, because its links may be known.

        A newcomer joins with its first.
        """
        return self.file(CommitChance(self.keyring.tip(self.owner, self._chains())))

    def _chains(self) -> int:
        """Return how many chains the owner has committed to, as the record says: so no restart forgets one."""
        for told in self.door.entries(self._heard):
            self._heard = told.index + 1
            self._committed += sum(
                isinstance(event, ChanceCommitted) and event.member == self.owner for event in told.events
            )
        return self._committed
