"""Trying: a trial starts without anybody's approval, if it can be undone and its worst case is within the budgets.

Laws: the base is what is in force; a target has one open trial, and none while a proposal's version runs
on it; the worst case of all units fits what is left to the owner, the target and everybody together; what
the guard may come to be paid is set aside at the start.
"""

from collections.abc import Iterator

from moot.core.assembly.bounds import check_terms
from moot.core.assembly.chance import name_contributors
from moot.core.assembly.members import actor, need_stranger, need_voice
from moot.core.assembly.overseeing import draw_guard
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import Assembly, present_base
from moot.core.assembly.treating import enter
from moot.core.assembly.trial import GUARD
from moot.core.charter import CHARTER, Kind, kind_called, kind_clause, value_ids
from moot.core.commands import StartTrial
from moot.core.events import LotSeeded, TrialStarted
from moot.core.lane import worst_case
from moot.core.ledger import held_account, owner_account
from moot.core.proposal import version_of
from moot.core.refusal import AlreadyDone, NotFound, OutOfBounds, TargetIsBusy, TooMuchRisk, VersionIsStale
from moot.core.trial import Left, Toll, left, reserve, sizes

RUNNING = frozenset({"executing", "measuring", "opening_measures"})  # stages of a proposal in which its version runs


def start_trial(sitting: Sitting, command: StartTrial) -> None:
    """Start a trial; refuses what cannot be undone or tried in part, a busy target, and too much risk."""
    assembly = sitting.assembly
    kind = _kind(assembly, command)
    need_stranger(sitting, assembly.charter, kind)
    owner = need_voice(sitting)
    check_terms(kind, command.terms)
    _check_scope(assembly, kind, command)
    _check_target(assembly, kind, command)
    harm = reserve(worst_case(kind, command.terms), command.units, kind.units)
    _check_risk(sitting, kind, owner.id, harm)
    trials = assembly.charter.agency.trials
    fees = trials.guard_fee * command.batches
    sitting.charge(owner.id, trials.bond + fees, "agency.trials.bond")
    _start(sitting, kind, command, harm)
    account, held = owner_account(owner.id), held_account(sitting.filed.id)
    sitting.pay(account, held, trials.bond, "agency.trials.bond", sitting.filed.id)
    sitting.pay(account, held, fees, "agency.trials.guard_fee", sitting.filed.id)
    _draw(sitting)


def _start(sitting: Sitting, kind: Kind, command: StartTrial, harm: int) -> None:
    assembly, trials, by = sitting.assembly, sitting.assembly.charter.agency.trials, actor(sitting)
    sitting.tell(
        TrialStarted(
            trial=sitting.filed.id,
            agent=by.id,
            owner=by.owner,
            kind=kind.id,
            target=kind.target,
            version=version_of(kind.id, command.terms, command.base),
            terms=command.terms,
            status_quo=version_of(kind.id, assembly.targets[kind.target].terms, command.base),
            sizes=sizes(command.units, command.batches),
            duration=command.duration,
            metric=command.metric,
            tolerance=command.tolerance,
            alpha=command.alpha,
            reserve=harm,
            bond=trials.bond,
            fees=trials.guard_fee * command.batches,
            reason=command.reason,
        )
    )


def _kind(assembly: Assembly, command: StartTrial) -> Kind:
    """Return the kind of action; refuses one that is not registered, or not for trials."""
    kind = kind_called(assembly.charter, command.kind)
    if kind is None:
        names = ", ".join(each.id for each in assembly.charter.structure.actions)
        raise NotFound(f"'{command.kind}' is no kind of action", clause="structure.actions", mend=f"Choose {names}.")
    clause = kind_clause(kind)
    if kind.id == CHARTER:
        raise OutOfBounds("the charter holds for all, or for nobody", clause=clause, mend="Propose an amendment.")
    if not kind.reversible:
        raise OutOfBounds("what cannot be undone is not tried", clause=f"{clause}.reversible", mend="Propose it.")
    if not kind.units:
        raise OutOfBounds("it cannot be tried on a part", clause=f"{clause}.units", mend="Propose it.")
    return kind


def _check_scope(assembly: Assembly, kind: Kind, command: StartTrial) -> None:
    """Refuse more batches than the charter lets be, or than units, more units than there are, or an endless batch."""
    charter = assembly.charter
    most, longest = charter.agency.trials.batches, charter.structure.windows.measuring
    if not command.batches <= min(most, command.units):
        raise OutOfBounds(
            f"{command.units} units in {command.batches} batches",
            clause="agency.trials.batches",
            mend=f"Form at most {most} batches, each of a unit or more.",
        )
    if command.units > kind.units:
        raise OutOfBounds(
            f"{command.units} units are more than the whole target has",
            clause=f"structure.actions.{kind.id}.units",
            mend=f"Treat at most {kind.units}; for all of it, propose.",
        )
    if not 1 <= command.duration < longest:
        raise OutOfBounds(
            f"a batch of {command.duration} ms cannot be measured in time",
            clause="structure.windows.measuring",
            mend=f"Let a batch run between 1 and {longest - 1} ms.",
        )
    if command.metric not in value_ids(charter):
        raise NotFound(f"'{command.metric}' is no value", clause="purpose.values", mend="Name a value of the purpose.")


def _check_target(assembly: Assembly, kind: Kind, command: StartTrial) -> None:
    clause = f"structure.actions.{kind.id}"
    for trial in assembly.trials.values():
        if trial.kind.target == kind.target:
            raise TargetIsBusy(
                f"{kind.target} has an open trial, in {trial.stage} until {trial.until}",
                clause=clause,
                mend="Wait until it is over.",
            )
    for proposal in assembly.proposals.values():
        # What a jury judges about a running version is not over, either.
        stage = proposal.left.stage if proposal.stage == "disputed" else proposal.stage
        if proposal.kind.target == kind.target and stage in RUNNING:
            raise TargetIsBusy(
                f"a proposal's version runs on {kind.target} and is measured until {proposal.until}",
                clause=clause,
                mend="Wait until it is closed: what is measured must not be disturbed.",
            )
    if command.base != present_base(assembly, kind.target):
        raise VersionIsStale(
            "the base is not the terms now in force", clause=clause, mend="Read the target again and try anew."
        )
    if command.terms == assembly.targets[kind.target].terms:
        raise AlreadyDone("these terms are in force already", clause=clause, mend="Change at least one term.")


def taken(assembly: Assembly, now: int) -> Iterator[Toll]:
    """Yield what open trials reserve or have done if that is more, and what others did within an epoch's length."""
    for trial in assembly.trials.values():
        yield Toll(trial.owner, trial.kind.target, max(trial.reserve, trial.harm), now)
    yield from (each for each in assembly.harms if now - each.at < assembly.charter.structure.epoch)


def budgets_left(assembly: Assembly, owner: str, target: str, now: int) -> Left:
    """Return what of the budgets (ppm of harm) is left at `now` to a trial of `owner` on `target`."""
    return left(assembly.charter, taken(assembly, now), owner, target)


def _check_risk(sitting: Sitting, kind: Kind, owner: str, harm: int) -> None:
    free = budgets_left(sitting.assembly, owner, kind.target, sitting.filed.received)
    for rest, clause, whose in (
        (free.owner, "agency.risk_budget", owner),
        (free.target, "agency.risk_target", kind.target),
        (free.total, "agency.risk_total", "all trials together"),
    ):
        if harm > rest:
            raise TooMuchRisk(
                f"the worst case is {harm} ppm of harm, and {rest} are left for {whose}",
                clause=clause,
                mend="Treat fewer units or milder terms, wait until harm is an epoch old, or propose it.",
            )


def _draw(sitting: Sitting) -> None:
    """Draw the guard from the owner's draw of the epoch, which starting again does not change, or name the lot."""
    trial = sitting.trial(sitting.filed.id)
    for kept in sitting.assembly.drawn:
        if (kept.owner, kept.kind) == (trial.owner, GUARD):
            sitting.tell(LotSeeded(trial.id, "drawing", kept.seed, ()))
            draw_guard(sitting, sitting.trial(trial.id))
            return
    name_contributors(sitting, trial, "drawing")
    enter(sitting, trial, "drawing", trial.frozen.charter.structure.windows.drawing)
