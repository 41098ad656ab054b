"""Overseeing: somebody of another owner, drawn by lot, releases each batch of a trial's units, or none.

Laws: no release, no units; a guard is of another owner than whoever tries, executes or measures; a silent
guard loses its deposit and is replaced once, in the drawn order; the guard may stop at any time, and so
may whoever tries; a holder of a mandate that guards may halt, so many times an epoch, on the record;
whoever is suspended sees its own trial and guard through, and halts nobody else's.
"""

from collections.abc import Iterator

from moot.core.act import MandateId
from moot.core.assembly.members import actor
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import present, serves
from moot.core.assembly.treating import end, enter, grant
from moot.core.assembly.trial import Trial
from moot.core.commands import HaltTrial, ReportGuard
from moot.core.events import BatchReleased, GuardDrawn, GuardReplaced, Seat, TrialHalted, TrialStopped
from moot.core.ledger import FUND, held_account, owner_account
from moot.core.lot import Agents, draw
from moot.core.refusal import AlreadyDone, NotYours, OutOfBounds, OwnerIsSuspended, StageIsOver, VersionIsStale

NEEDED = ("ReportGuard", "ReportTrial")


def draw_guard(sitting: Sitting, trial: Trial) -> None:
    """Draw the guard and those who stand in, take the deposit, and ask for the first batch; without any, end it."""
    line = tuple(_line(sitting, trial))
    if not line:
        end(sitting, trial, "unguarded", "nobody can guard it")
        return
    deposit = _take_deposit(sitting, trial, line[0])
    sitting.tell(GuardDrawn(trial.id, line[0], line[1:], deposit))
    enter(sitting, trial, "releasing", trial.frozen.charter.agency.trials.release)


def _line(sitting: Sitting, trial: Trial) -> Iterator[Seat]:
    """Yield who may guard, in the drawn order: holders of the first guarding mandate, of the next, and then others."""
    seed = bytes.fromhex(trial.seeds["drawing"])
    seen: set[str] = set()
    for mandate in trial.frozen.charter.agency.trials.guards:
        panel = draw(seed, mandate, 1, _able(sitting, trial, mandate), {})
        for seat in (*panel.seats, *panel.standins):
            if seat.owner not in seen:
                seen.add(seat.owner)
                yield seat
    panel = draw(seed, "guard", 1, {}, _able(sitting, trial, None))
    yield from (seat for seat in (*panel.seats, *panel.standins) if seat.owner not in seen)


def _able(sitting: Sitting, trial: Trial, mandate: MandateId | None) -> Agents:
    charter, voters = trial.frozen.charter, frozenset(trial.frozen.voters)
    able: dict[str, list[tuple[str, str | None]]] = {}
    for agent in sitting.assembly.agents.values():
        involved = agent.owner == trial.owner or serves(sitting.assembly, agent.owner, charter, trial.kind)
        there = agent.owner in voters and present(sitting.assembly, agent.owner)
        asked = there and (mandate is None or mandate in agent.mandates)
        if asked and not involved and agent.may.issuperset(NEEDED):
            able.setdefault(agent.owner, []).append((agent.id, agent.family))
    return {owner: those for owner, those in able.items() if sitting.free(owner) >= charter.agency.reviewer_deposit}


def _take_deposit(sitting: Sitting, trial: Trial, seat: Seat) -> int:
    amount = trial.frozen.charter.agency.reviewer_deposit
    sitting.pay(owner_account(seat.owner), held_account(trial.id), amount, "agency.reviewer_deposit", trial.id)
    return amount


def replace_guard(sitting: Sitting, trial: Trial) -> None:
    """Charge the silent guard; call the next in the drawn order, once, and otherwise end the trial."""
    silent, deposit = _guard(trial), trial.frozen.charter.agency.reviewer_deposit
    sitting.pay(held_account(trial.id), FUND, trial.purse.guard, "agency.reviewer_deposit", trial.id)
    sitting.blame(silent.owner, trial.purse.guard)
    standin = next((seat for seat in trial.standins if _ready(sitting, seat, deposit)), None)
    if trial.replaced or standin is None:
        sitting.tell(GuardReplaced(trial.id, silent, None, 0))
        end(sitting, sitting.trial(trial.id), "unguarded", "its guard fell silent")
        return
    _take_deposit(sitting, trial, standin)
    sitting.tell(GuardReplaced(trial.id, silent, standin, deposit))
    enter(sitting, trial, "releasing", trial.frozen.charter.agency.trials.release)


def _ready(sitting: Sitting, seat: Seat, deposit: int) -> bool:
    return present(sitting.assembly, seat.owner) and sitting.free(seat.owner) >= deposit


def _guard(trial: Trial) -> Seat:
    """Return the guard; there is one from the release of the first batch on."""
    if trial.guard is None:
        raise StageIsOver("the guard is not drawn yet", clause="agency.trials.guards", mend="Wait for the draw.")
    return trial.guard


def report_guard(sitting: Sitting, command: ReportGuard) -> None:
    """Release the next batch, or stop; refuses a stranger, another batch, and what is over."""
    trial, guard = sitting.trial(command.trial), _guard(sitting.trial(command.trial))
    if actor(sitting).id != guard.agent:
        raise NotYours(f"{guard.agent} guards this trial", clause="agency.trials.guards", mend="Leave it to the guard.")
    _check_open(trial)
    waits = trial.stage == "releasing"
    batch = trial.batch + 1 if waits else trial.batch
    if command.batch != batch:
        raise VersionIsStale(f"the batch is {batch}", clause="agency.trials.batches", mend="Read the trial again.")
    fee = trial.frozen.charter.agency.trials.guard_fee if waits else 0
    if command.verdict == "stop":
        sitting.tell(TrialStopped(trial.id, batch, guard.agent, command.wealth, command.evidence, fee))
        _pay_guard(sitting, trial, guard, fee)
        end(sitting, sitting.trial(trial.id), "stopped", "its guard stopped it")
        return
    sitting.need_phase(trial, "releasing", clause="agency.trials.release")
    sitting.tell(BatchReleased(trial.id, batch, guard.agent, command.wealth, command.evidence, fee))
    _pay_guard(sitting, trial, guard, fee)
    grant(sitting, sitting.trial(trial.id), "executing")


def _pay_guard(sitting: Sitting, trial: Trial, guard: Seat, fee: int) -> None:
    sitting.pay(held_account(trial.id), owner_account(guard.owner), fee, "agency.trials.guard_fee", trial.id)


def _check_open(trial: Trial) -> None:
    if trial.ending:
        raise AlreadyDone(
            f"it gives no more units: {trial.why}", clause="agency.trials", mend="Wait for what came of it."
        )


def halt_trial(sitting: Sitting, command: HaltTrial) -> None:
    """Halt a trial: one's own, or, while one's owner has halts left in the epoch, as a holder of a guarding mandate."""
    trial, agent = sitting.trial(command.trial), actor(sitting)
    _check_open(trial)
    trials = trial.frozen.charter.agency.trials
    own = agent.owner == trial.owner
    if not own and agent.mandates.isdisjoint(trials.guards):
        raise NotYours(
            f"{agent.id} holds no mandate that guards",
            clause="agency.trials.guards",
            mend=f"Let a holder of {', '.join(trials.guards)} halt it, or take the mandate.",
        )
    if not own and not present(sitting.assembly, agent.owner):
        raise OwnerIsSuspended(
            f"{agent.owner} is suspended, and halts no trial of others",
            clause="structure.suspension",
            mend="Let another holder of the mandate halt it.",
        )
    if not own and sitting.assembly.halts.get(agent.owner, 0) >= trials.halts:
        raise OutOfBounds(
            f"{agent.owner} has halted {trials.halts} trials of others in this epoch",
            clause="agency.trials.halts",
            mend="Let another holder of the mandate halt it, or the guard stop it.",
        )
    sitting.tell(TrialHalted(trial.id, agent.id, agent.owner, command.clause, command.reason, not own))
    end(sitting, trial, "halted", f"{agent.owner} halted it")
