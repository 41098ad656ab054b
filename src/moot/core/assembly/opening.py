"""Opening: what was sealed is disclosed, by the clerk or by its author, and must be what was sealed.

Laws: nothing opens before its stage is over; an envelope holds exactly the sealed bytes or is refused;
whoever sealed something can open it, so that the clerk cannot silence anybody.
"""

from typing import assert_never

from moot.core.assembly.bounds import check_measure, check_payload
from moot.core.assembly.floors import bond_findings
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.trial import Trial
from moot.core.commands import (
    CastVote,
    FileForecast,
    FileReview,
    Forecast,
    Measure,
    OpenEnvelope,
    Payload,
    ReportMeasure,
    Review,
    Sealed,
    Vote,
)
from moot.core.events import ForecastOpened, MeasureOpened, ReadingOpened, ReviewOpened, VoteOpened
from moot.core.ledger import held_account, owner_account
from moot.core.proposal import OPENING, Envelope, Proposal
from moot.core.refusal import NotFound, NotYours, SealIsBroken
from moot.core.sealing import Sealing, seal

KINDS: dict[str, type[Sealed]] = {
    "opening_reviews": FileReview,
    "opening_forecasts": FileForecast,
    "opening_votes": CastVote,
    "opening_measures": ReportMeasure,
}


def open_envelope(sitting: Sitting, command: OpenEnvelope) -> None:
    """Disclose a sealed act's payload; refuses with `SealIsBroken` unless it is what was sealed."""
    proposal, envelope = _sealed(sitting, command.act)
    by, assembly = sitting.filed.act.by, sitting.assembly
    if by not in {assembly.clerk.agent, envelope.by}:
        raise NotYours("only the clerk and its author open an envelope", mend="Wait for them.")
    sitting.need_stage(proposal, *OPENING, clause="structure.windows.opening")
    kind = KINDS[proposal.stage].__name__
    sealing = Sealing(assembly.moot, envelope.by, proposal.id, kind, envelope.mandate)
    if seal(sealing, command.salt, command.payload) != envelope.seal:
        raise SealIsBroken("the envelope does not hold what was sealed", mend="Open it with its own salt and payload.")
    check_payload(proposal, envelope.by, KINDS[proposal.stage], command.payload)
    _disclose(sitting, proposal, envelope, command)


def open_reading(sitting: Sitting, trial: Trial, command: OpenEnvelope) -> None:
    """Disclose what a meter measured of a trial's batch; refuses with `SealIsBroken` unless it is what was sealed."""
    envelope, assembly = trial.sealed[command.act], sitting.assembly
    if sitting.filed.act.by not in {assembly.clerk.agent, envelope.by}:
        raise NotYours("only the clerk and its author open an envelope", mend="Wait for them.")
    sitting.need_phase(trial, *OPENING, clause="structure.windows.opening")
    sealing = Sealing(assembly.moot, envelope.by, trial.id, ReportMeasure.__name__, envelope.mandate)
    if seal(sealing, command.salt, command.payload) != envelope.seal or not isinstance(command.payload, Measure):
        raise SealIsBroken("the envelope does not hold what was sealed", mend="Open it with its own salt and payload.")
    check_measure(trial.frozen.charter, envelope.by, command.payload)
    sitting.tell(ReadingOpened(trial.id, command.act, envelope.by, trial.arms[command.act], command.payload.values))


def _sealed(sitting: Sitting, act: str) -> tuple[Proposal, Envelope]:
    for proposal in sitting.assembly.proposals.values():
        if act in proposal.sealed:
            return proposal, proposal.sealed[act]
    raise NotFound("no sealed act with this id waits", mend="It was opened, was replaced, or its stage is over.")


def _disclose(sitting: Sitting, proposal: Proposal, envelope: Envelope, command: OpenEnvelope) -> None:
    payload: Payload = command.payload
    match payload:
        case Review():
            _open_review(sitting, proposal, envelope, command, payload)
        case Forecast():
            sitting.tell(ForecastOpened(proposal.id, command.act, envelope.by, payload.cells))
        case Vote():
            # A block counts as a vote against and shows its clause.
            choice = "against" if payload.block else payload.choice
            sitting.tell(VoteOpened(proposal.id, command.act, envelope.owner, choice, payload.block, payload.reason))
        case Measure():
            sitting.tell(MeasureOpened(proposal.id, command.act, envelope.by, payload.values))
        case _:
            assert_never(payload)


def _open_review(
    sitting: Sitting, proposal: Proposal, envelope: Envelope, command: OpenEnvelope, review: Review
) -> None:
    fee = min(proposal.frozen.charter.agency.reviewer_fee, proposal.purse.fees)
    sitting.tell(ReviewOpened(proposal.id, command.act, envelope.by, envelope.mandate, review, fee))
    sitting.pay(held_account(proposal.id), owner_account(envelope.owner), fee, "agency.reviewer_fee", proposal.id)
    bond_findings(sitting, proposal, envelope.owner, review)
