"""A sitting: the events of one act as they follow from one another, and the state after each.

Laws: it begins with the state before the act and is thrown away when the act is refused, so that a
refused act changes nothing; what a rule reads is always the state after the events told so far.
"""

from moot.core.act import MILLION, ActId, AgentId, ProposalId
from moot.core.assembly.evolve import evolve
from moot.core.assembly.state import Assembly, open_case, open_proposal, open_tender, open_trial
from moot.core.assembly.trial import Trial
from moot.core.commands import Filed
from moot.core.dispute import DISPUTE_STAGES, Case
from moot.core.events import (
    CreditsMoved,
    DepositChanged,
    DisputeEntered,
    Event,
    RoundEntered,
    SponsorCharged,
    StageEntered,
)
from moot.core.funding import ROUND_STAGES, Tender
from moot.core.ledger import FUND, balance, held_account, owner_account
from moot.core.membership import vouched_for
from moot.core.phases import PHASES
from moot.core.proposal import STAGES, Proposal
from moot.core.refusal import OwnerCannotPay, StageIsOver


class Sitting:
    """What an act brings about, gathered."""

    def __init__(self, assembly: Assembly, filed: Filed) -> None:
        """Begin with `assembly` as it stands before `filed`."""
        self.assembly = assembly
        self.filed = filed
        self.events: list[Event] = []

    def tell(self, *events: Event) -> None:
        """Let `events` happen."""
        for event in events:
            self.assembly = evolve(self.assembly, event)
            self.events.append(event)

    def proposal(self, proposal: ProposalId) -> Proposal:
        """Return the open proposal as it stands now; refuses with `NotFound`."""
        return open_proposal(self.assembly, proposal)

    def trial(self, trial: ActId) -> Trial:
        """Return the open trial as it stands now; refuses with `NotFound`."""
        return open_trial(self.assembly, trial)

    def need_phase(self, trial: Trial, *stages: str, clause: str) -> None:
        """Refuse with `StageIsOver` unless the trial is in one of `stages` and its window is open."""
        stage = trial.stage
        if stage not in stages:
            raise StageIsOver(f"the trial is in {stage}", clause=clause, mend=f"Now {PHASES[stage].who}.")
        if not stage.endswith("_clerk") and self.filed.received >= trial.until:
            raise StageIsOver(
                f"{stage} ended at {trial.until}", clause=clause, mend="Anybody may move it on with an `Advance`."
            )

    def case(self, dispute: ActId) -> Case:
        """Return the open dispute as it stands now; refuses with `NotFound`."""
        return open_case(self.assembly, dispute)

    def tender(self, tender: ActId) -> Tender:
        """Return the open round as it stands now; refuses with `NotFound`."""
        return open_tender(self.assembly, tender)

    def need_round_stage(self, tender: Tender, *stages: str, clause: str) -> None:
        """Refuse with `StageIsOver` unless the round is in one of `stages`, and in time but for the clerk."""
        if tender.stage not in stages:
            now = ROUND_STAGES[tender.stage].who
            raise StageIsOver(f"the round is in {tender.stage}", clause=clause, mend=f"Now {now}.")
        if not tender.stage.endswith("_clerk") and self.filed.received >= tender.until:
            raise StageIsOver(
                f"{tender.stage} ended at {tender.until}",
                clause=clause,
                mend="Anybody may move it on with an `Advance`.",
            )

    def enter_round(self, tender: Tender, stage: str, duration: int) -> None:
        """Let the round, and with it each of its projects, enter a stage that lasts `duration` milliseconds."""
        until = self.filed.received + duration
        self.tell(RoundEntered(tender.id, stage, self.filed.received, until))
        self.tell(*(StageEntered(each, "round", self.filed.received, until) for each in sorted(tender.costs)))

    def need_case_stage(self, case: Case, *stages: str, clause: str) -> None:
        """Refuse with `StageIsOver` unless the dispute is in one of `stages`, and in time but for the clerk."""
        if case.stage not in stages:
            now = DISPUTE_STAGES[case.stage].who
            raise StageIsOver(f"the dispute is in {case.stage}", clause=clause, mend=f"Now {now}.")
        if not case.stage.endswith("_clerk") and self.filed.received >= case.until:
            raise StageIsOver(
                f"{case.stage} ended at {case.until}", clause=clause, mend="Anybody may move it on with an `Advance`."
            )

    def enter_case(self, dispute: ActId, stage: str, duration: int) -> None:
        """Let the dispute enter a stage that lasts `duration` milliseconds."""
        now = self.filed.received
        self.tell(DisputeEntered(dispute, stage, now, now + duration))

    def need_stage(self, proposal: Proposal, *stages: str, clause: str) -> None:
        """Refuse with `StageIsOver` unless the proposal is in one of `stages` and its window is open.

        The clerk's link alone is taken late: a late one is better than none, and no advantage to anybody.
        """
        stage = proposal.stage
        if stage not in stages:
            raise StageIsOver(f"the proposal is in {stage}", clause=clause, mend=f"Now {STAGES[stage].who}.")
        if not stage.endswith("_clerk") and self.filed.received >= proposal.until:
            raise StageIsOver(
                f"{stage} ended at {proposal.until}", clause=clause, mend="Anybody may move it on with an `Advance`."
            )

    def enter(self, proposal: ProposalId, stage: str, duration: int) -> None:
        """Let the proposal enter a stage that lasts `duration` milliseconds."""
        now = self.filed.received
        self.tell(StageEntered(proposal, stage, now, now + duration))

    def pay(self, source: str, target: str, amount: int, clause: str, proposal: ProposalId | None = None) -> None:
        """Move `amount` micro-credits, if any."""
        if amount:
            self.tell(CreditsMoved(source, target, amount, clause, proposal))

    def free(self, owner: str) -> int:
        """Return the owner's free micro-credits."""
        return balance(self.assembly.ledger, owner_account(owner))

    def charge(self, owner: str, amount: int, clause: str) -> None:
        """Refuse with `OwnerCannotPay` unless the owner's free credits cover `amount`."""
        if self.free(owner) < amount:
            raise OwnerCannotPay(
                f"{owner} has {self.free(owner)} micro-credits free and {amount} are needed",
                clause=clause,
                mend="Wait until stakes, bonds or deposits come back, or let another owner act.",
            )

    def deposit(self, proposal: Proposal, mandate: str, agent: AgentId) -> None:
        """Take a reviewer's deposit for its seat."""
        amount = proposal.frozen.charter.agency.reviewer_deposit
        owner = self.assembly.agents[agent].owner
        self.pay(owner_account(owner), held_account(proposal.id), amount, "agency.reviewer_deposit", proposal.id)
        self.tell(DepositChanged(proposal.id, mandate, agent, amount))

    def blame(self, owner: str, lost: int) -> None:
        """Charge those who vouch for `owner` for a part of what it lost by its own fault, as far as they have it.

        A fault is silence, a withheld link, an unopened envelope or a withdrawal after the draw; never an error.
        """
        found = self.assembly.owners[owner]
        if not vouched_for(found, self.assembly.epoch):
            return
        for sponsor in found.sponsors:
            paid = min(lost * found.share // MILLION, self.free(sponsor))
            if paid:
                self.pay(owner_account(sponsor), FUND, paid, "structure.admission.share")
                self.tell(SponsorCharged(sponsor, owner, lost, paid))

    def release(self, proposal: Proposal, mandate: str, agent: AgentId, *, back: bool) -> None:
        """Give a reviewer's deposit back, or let the fund have it."""
        held = self.proposal(proposal.id).purse.deposits.get(mandate, {}).get(agent, 0)
        if not held:
            return
        owner = self.assembly.agents[agent].owner
        target = owner_account(owner) if back else FUND
        self.pay(held_account(proposal.id), target, held, "agency.reviewer_deposit", proposal.id)
        self.tell(DepositChanged(proposal.id, mandate, agent, 0))
        if not back:
            self.blame(owner, held)
