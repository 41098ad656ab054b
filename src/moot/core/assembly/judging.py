"""Judging: jurors file sealed verdicts, a silent one is replaced once, a majority of the seats decides.

Laws: a juror files once, for its own seat; a seat's deposit is lost by silence and by nothing else; what
is found is what more than half of all seats found, those that stayed empty among them; an appeal names
the verdict that it is against, goes to a larger jury, and costs as much as that has seats.
"""

from collections import Counter

from moot.core.assembly.disputing import check_bond
from moot.core.assembly.members import actor, need_voice
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.summoning import end_deposit, seats_for, summon, take_deposit
from moot.core.commands import Appeal, Judge, OpenEnvelope, Verdict
from moot.core.dispute import Case
from moot.core.dossier import Envelope
from moot.core.events import AppealLodged, JurorReplaced, Seat, VerdictFiled, VerdictOpened, VerdictReached
from moot.core.jury import RULINGS, SIZES, majority
from moot.core.ledger import FUND, held_account, owner_account
from moot.core.refusal import AlreadyDone, NotAllowed, NotYours, OutOfBounds, VersionIsStale
from moot.core.value import changed


def judge(sitting: Sitting, command: Judge) -> None:
    """File a sealed verdict for one's seat; refuses a stranger's, a second or a late one."""
    case, agent = sitting.case(command.dispute), actor(sitting)
    sitting.need_case_stage(case, "judging", "judging_standins", clause="structure.windows.judging")
    if all(seat.agent != agent.id for seat in case.seats):
        raise NotYours(f"{agent.id} holds no seat", clause="agency.juror_deposit", mend="Jurors are drawn by lot.")
    if agent.id in _filed(case):
        raise AlreadyDone("this seat's verdict is filed", mend="Wait for the opening.")
    sitting.tell(VerdictFiled(case.id, sitting.filed.id, agent.id, command.seal))


def check_verdict(case: Case, verdict: Verdict) -> None:
    """Refuse a verdict on something else: another ruling, other values, or what no meter reported."""
    rulings = RULINGS[case.about]
    if verdict.ruling not in rulings:
        raise OutOfBounds(
            f"'{verdict.ruling}' is no answer about {case.about}",
            clause="protocol.disputes",
            mend=f"Find {' or '.join(rulings)}.",
        )
    asked = set(case.reported) if verdict.ruling == "measured" else set()
    if set(verdict.values) != asked:
        raise OutOfBounds(
            "the verdict does not cover exactly what is disputed",
            clause="protocol.disputes",
            mend=f"Choose a report on each of {', '.join(sorted(asked))}." if asked else "Leave the values empty.",
        )
    for name, chosen in verdict.values.items():
        if chosen not in case.reported[name]:
            raise OutOfBounds(
                f"no meter reported {chosen} on {name}",
                clause=f"awareness.metering.{name}",
                mend=f"Choose {' or '.join(map(str, case.reported[name]))}, or find it void.",
            )


def open_verdict(sitting: Sitting, case: Case, envelope: Envelope, command: OpenEnvelope, verdict: Verdict) -> None:
    """Disclose a verdict, pay its juror, and give the deposit back."""
    sitting.tell(VerdictOpened(case.id, command.act, envelope.by, verdict, case.fee))
    account = owner_account(envelope.owner)
    sitting.pay(held_account(case.id), account, case.fee, "agency.juror_fee", case.proposal)
    end_deposit(sitting, case, envelope.by, back=True)


def awaited_verdicts(case: Case) -> tuple[Seat, ...]:
    """Return the seats whose verdict is not filed."""
    return tuple(seat for seat in case.seats if seat.agent not in _filed(case))


def _filed(case: Case) -> frozenset[str]:
    return frozenset(each.by for each in case.sealed.values())


def replace_jurors(sitting: Sitting, case: Case, *, again: bool) -> None:
    """Charge each silent juror, and call the next in the drawn order if `again`."""
    for seat in awaited_verdicts(case):
        end_deposit(sitting, case, seat.agent, back=False)
        standin = _next_standin(sitting, sitting.case(case.id)) if again else None
        sitting.tell(JurorReplaced(case.id, seat, standin))
        if standin:
            take_deposit(sitting, case, standin.agent)


def _next_standin(sitting: Sitting, case: Case) -> Seat | None:
    deposit = case.charter.agency.juror_deposit
    return next((seat for seat in case.standins if sitting.free(seat.owner) >= deposit), None)


def reach(sitting: Sitting, case: Case) -> bool:
    """Treat unopened verdicts as silence, and tell what was found; return whether that can be appealed."""
    for envelope in case.sealed.values():
        end_deposit(sitting, case, envelope.by, back=False)
        sitting.tell(JurorReplaced(case.id, next(seat for seat in case.seats if seat.agent == envelope.by), None))
    verdicts = case.verdicts.values()
    found = majority(verdicts, case.size, case.reported)
    sitting.pay(held_account(case.id), FUND, case.fees, "agency.juror_fee", case.proposal)
    ruling, values = (found.ruling, found.values) if found else (None, {})
    counts = Counter[str](each.ruling for each in verdicts)
    sitting.tell(VerdictReached(case.id, case.round, ruling, values, dict(counts), case.size))
    return found is not None and case.round < len(SIZES) and seats_for(sitting, case, case.round + 1) > case.size


def appeal(sitting: Sitting, command: Appeal) -> None:
    """Appeal against a verdict; refuses a stale one, or one that no larger jury could judge."""
    case, owner = sitting.case(command.dispute), need_voice(sitting)
    sitting.need_case_stage(case, "appealing", clause="structure.windows.appeal")
    if command.round != case.round:
        raise VersionIsStale(
            f"the last verdict is that of round {case.round}",
            clause="structure.windows.appeal",
            mend="Name that round.",
        )
    seats = _larger(sitting, case, owner.id)
    check_bond(case.charter.agency, command.bond, seats)
    sitting.charge(owner.id, command.bond, "agency.dispute_bond")
    sitting.pay(owner_account(owner.id), held_account(case.id), command.bond, "agency.dispute_bond", case.proposal)
    sitting.tell(AppealLodged(case.id, case.round, owner.id, command.bond, command.evidence))
    summon(sitting, sitting.case(case.id))


def _larger(sitting: Sitting, case: Case, appellant: str) -> int:
    """Return the seats of the next round's jury, on which the appellant cannot sit; refuses if they are no more."""
    seats = seats_for(sitting, changed(case, barred=case.barred | {appellant}), case.round + 1)
    if seats <= case.size:
        raise NotAllowed(
            "too few owners are left for a larger jury", clause="agency.dispute_bond", mend="Abide by the verdict."
        )
    return seats
