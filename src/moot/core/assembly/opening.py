"""Opening: what was sealed is disclosed, by the clerk or by its author, and must be what was sealed.

Laws: nothing opens before its stage is over; an envelope holds exactly the sealed bytes or is refused;
whoever sealed something can open it, so that the clerk cannot silence anybody.
"""

from typing import assert_never, cast

from moot.core.act import AgentId
from moot.core.assembly.blocking import post_block
from moot.core.assembly.bounds import check_ballot, check_kind, check_measure, check_payload
from moot.core.assembly.floors import bond_findings
from moot.core.assembly.judging import check_verdict, open_verdict
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import Assembly, Matter, matters
from moot.core.assembly.trial import Trial
from moot.core.commands import (
    Ballot,
    CastVote,
    FileBallot,
    FileForecast,
    FileReview,
    Forecast,
    Judge,
    Measure,
    OpenEnvelope,
    Payload,
    ReportMeasure,
    Review,
    Sealed,
    Verdict,
    Vote,
)
from moot.core.dispute import Case
from moot.core.dossier import Envelope
from moot.core.events import BallotOpened, ForecastOpened, MeasureOpened, ReadingOpened, ReviewOpened, VoteOpened
from moot.core.funding import Tender
from moot.core.ledger import held_account, owner_account
from moot.core.proposal import OPENING, Proposal
from moot.core.refusal import NotFound, NotYours, SealIsBroken
from moot.core.sealing import Sealing, seal

KINDS: dict[str, type[Sealed]] = {
    "opening_reviews": FileReview,
    "opening_forecasts": FileForecast,
    "opening_votes": CastVote,
    "opening_measures": ReportMeasure,
    "opening_verdicts": Judge,
    "opening_ballots": FileBallot,
}


def open_envelope(sitting: Sitting, command: OpenEnvelope) -> None:
    """Disclose a sealed act's payload; refuses with `SealIsBroken` unless it is what was sealed."""
    matter, envelope = sealed_in(sitting.assembly, command.act)
    by, assembly = sitting.filed.act.by, sitting.assembly
    if by not in {assembly.clerk.agent, envelope.by}:
        raise NotYours("only the clerk and its author open an envelope", mend="Wait for them.")
    _need_opening(sitting, matter)
    if seal(sealing_in(assembly, matter, envelope), command.salt, command.payload) != envelope.seal:
        raise SealIsBroken("the envelope does not hold what was sealed", mend="Open it with its own salt and payload.")
    check_content(matter, envelope.by, KINDS[matter.stage], command.payload)
    _disclose(sitting, matter.id, envelope, command)


def _need_opening(sitting: Sitting, matter: Matter) -> None:
    clause = "structure.windows.opening"
    match matter:
        case Case():
            sitting.need_case_stage(matter, "opening_verdicts", clause=clause)
        case Tender():
            sitting.need_round_stage(matter, "opening_ballots", clause=clause)
        case Trial():
            sitting.need_phase(matter, *OPENING, clause=clause)
        case Proposal():
            sitting.need_stage(matter, *OPENING, clause=clause)
        case _:
            assert_never(matter)


def sealed_in(assembly: Assembly, act: str) -> tuple[Matter, Envelope]:
    """Return in which open matter a sealed act waits to be opened; refuses with `NotFound`."""
    for matter in matters(assembly):
        if act in matter.sealed:
            return matter, matter.sealed[act]
    raise NotFound("no sealed act with this id waits", mend="It was opened, was replaced, or its stage is over.")


def sealing_in(assembly: Assembly, matter: Matter, envelope: Envelope) -> Sealing:
    """Return what was sealed with the payload of an act that waits in the stage of its opening."""
    return Sealing(assembly.moot, envelope.by, matter.id, KINDS[matter.stage].__name__, envelope.mandate)


def check_content(matter: Matter, by: AgentId, kind: type[Sealed], payload: Payload) -> None:
    """Refuse a payload that is not what its sealed act, filed about `matter`, was to hold."""
    check_kind(kind, payload)
    match matter:
        case Case():
            check_verdict(matter, cast("Verdict", payload))
        case Tender():
            check_ballot(matter, cast("Ballot", payload))
        case Trial():
            if not isinstance(payload, Measure):
                raise NotFound("a trial takes measurements alone", mend="Seal a Measure for it, in a ReportMeasure.")
            check_measure(matter.frozen.charter, by, payload)
        case Proposal():
            check_payload(matter, by, payload)
        case _:
            assert_never(matter)


def _disclose(sitting: Sitting, matter: str, envelope: Envelope, command: OpenEnvelope) -> None:
    payload: Payload = command.payload
    match payload:
        case Review():
            _open_review(sitting, sitting.proposal(matter), envelope, command, payload)
        case Forecast():
            sitting.tell(ForecastOpened(matter, command.act, envelope.by, payload.cells))
        case Vote():
            # A block counts as a vote against, also if it is dismissed.
            choice = "against" if payload.block else payload.choice
            sitting.tell(VoteOpened(matter, command.act, envelope.owner, choice, payload.block, payload.reason))
            if payload.block:
                post_block(sitting, sitting.proposal(matter), envelope.owner, payload.block)
        case Measure():
            _open_measure(sitting, matter, envelope, command, payload)
        case Verdict():
            open_verdict(sitting, sitting.case(matter), envelope, command, payload)
        case Ballot():
            sitting.tell(BallotOpened(matter, command.act, envelope.owner, payload.points))
        case _:
            assert_never(payload)


def _open_measure(sitting: Sitting, matter: str, envelope: Envelope, command: OpenEnvelope, measure: Measure) -> None:
    if trial := sitting.assembly.trials.get(matter):
        sitting.tell(ReadingOpened(trial.id, command.act, envelope.by, trial.arms[command.act], measure.values))
    else:
        sitting.tell(MeasureOpened(matter, command.act, envelope.by, measure.values))


def _open_review(
    sitting: Sitting, proposal: Proposal, envelope: Envelope, command: OpenEnvelope, review: Review
) -> None:
    fee = min(proposal.frozen.charter.agency.reviewer_fee, proposal.purse.fees)
    sitting.tell(ReviewOpened(proposal.id, command.act, envelope.by, envelope.mandate, review, fee))
    sitting.pay(held_account(proposal.id), owner_account(envelope.owner), fee, "agency.reviewer_fee", proposal.id)
    bond_findings(sitting, proposal, envelope.owner, review)
