"""Treating: units are granted, treated, measured batch by batch, and left alone again when a trial ends.

Laws: a grant is used once, by its executor, for its batch; nothing is measured before its batch has run,
unless the trial ended before; harm is what meters of two owners agree on, and the worst case where they do
not; the next batch is asked for only while its worst case still fits the reserve; a trial that ends leaves
no unit treated, and has what was treated measured.
"""

from moot.core.act import AgentId, OwnerId, Ppm, ValueId, VersionId
from moot.core.assembly.bounds import check_terms
from moot.core.assembly.members import actor
from moot.core.assembly.reporting import close
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.trial import Trial, measured, units_of
from moot.core.canonical import digest
from moot.core.charter import metering, meters, value_ids
from moot.core.commands import ReportExecution, ReportMeasure
from moot.core.events import (
    BatchMeasured,
    Ending,
    FaultPublished,
    ReadingFiled,
    TrialEnding,
    TrialMoved,
    UnitsExecuted,
    UnitsGranted,
)
from moot.core.lane import worst_case
from moot.core.measurement import agreed
from moot.core.proposal import base_of
from moot.core.refusal import AlreadyDone, NotDue, NotYours, OutOfBounds, VersionIsStale
from moot.core.trial import guarded, loss, reserve


def enter(sitting: Sitting, trial: Trial, stage: str, duration: int) -> None:
    """Let the trial enter a phase that lasts `duration` milliseconds."""
    now = sitting.filed.received
    sitting.tell(TrialMoved(trial.id, stage, now, now + duration))


def grant(sitting: Sitting, trial: Trial, stage: str) -> None:
    """Grant the executor to treat the batch that was released, or, in `undoing`, to treat no unit any more."""
    window, undo = trial.frozen.charter.structure.windows.execution, stage == "undoing"
    sitting.tell(
        UnitsGranted(
            trial=trial.id,
            # One act may grant units and, on a proposal, the whole target.
            grant=digest({"act": sitting.filed.id, "trial": trial.id}),
            batch=trial.batch,
            units=0 if undo else units_of(trial),
            version=trial.status_quo if undo else trial.version,
            kind=trial.kind.id,
            target=trial.kind.target,
            terms=trial.before if undo else trial.wanted.terms,
            base=base_of(trial.kind.target, trial.before),
            executor=trial.kind.executor,
            until=sitting.filed.received + window,
        )
    )
    enter(sitting, trial, stage, window)


def end(sitting: Sitting, trial: Trial, ending: Ending, why: str) -> None:
    """Give no more units, for good, and see to what is left to do."""
    sitting.tell(TrialEnding(trial.id, ending, why))
    wind_up(sitting, sitting.trial(trial.id))


def wind_up(sitting: Sitting, trial: Trial) -> None:
    """Have units left alone, then measured, then reported on; with nothing to report, close."""
    if trial.treating:
        grant(sitting, trial, "undoing")
    elif not measured(trial):
        enter(sitting, trial, "measuring", trial.frozen.charter.structure.windows.measuring)
    elif trial.compared:
        enter(sitting, trial, "reporting", trial.frozen.charter.agency.trials.report)
    else:
        close(sitting, trial)


def granted(sitting: Sitting, named: str) -> Trial | None:
    """Return the trial whose grant this is, if any."""
    return next((each for each in sitting.assembly.trials.values() if each.grant == named), None)


def report_units(sitting: Sitting, trial: Trial, command: ReportExecution) -> None:
    """Take the executor's report on a grant of units; refuses a stranger's, a late one, or one that cannot be."""
    if actor(sitting).id != trial.kind.executor:
        raise NotYours(
            f"the grant is for {trial.kind.executor}",
            clause=f"structure.actions.{trial.kind.id}.executor",
            mend="Only the named executor may use it.",
        )
    undoing = trial.stage == "undoing"
    if command.version != (trial.status_quo if undoing else trial.version):
        raise VersionIsStale("the report names another version than the grant", mend="Execute the granted version.")
    sitting.need_phase(trial, "executing", "undoing", clause="structure.windows.execution")
    check_terms(trial.kind, command.in_force)
    if undoing:
        _undone(sitting, trial, command)
    else:
        _treated(sitting, trial, command)


def _treated(sitting: Sitting, trial: Trial, command: ReportExecution) -> None:
    done, terms = command.result == "executed", dict(command.in_force)
    if done and terms != trial.wanted.terms:
        raise _wrong(trial, "the terms on the units are not the granted ones", "Report failed, with what is there.")
    if command.undone and terms != trial.before:
        raise _wrong(trial, "the terms on the units are not those before", "Undo it, or report it as not undone.")
    left_alone = command.result == "failed" and terms == trial.before
    batch, units = (trial.batch - 1, 0) if left_alone else (trial.batch, units_of(trial))
    sitting.tell(UnitsExecuted(trial.id, batch, units, command.result, command.in_force, command.undone))
    if done:
        enter(sitting, trial, "measuring", trial.frozen.charter.structure.windows.measuring)
    else:
        end(sitting, sitting.trial(trial.id), "failed", f"the executor reports {command.result}")


def _undone(sitting: Sitting, trial: Trial, command: ReportExecution) -> None:
    now = sitting.assembly.targets[trial.kind.target].terms
    if command.result != "executed" or dict(command.in_force) not in (dict(trial.before), dict(now)):
        raise _wrong(trial, "units are still treated", "Let the terms in force on the target hold for all of it.")
    sitting.tell(UnitsExecuted(trial.id, trial.batch, 0, command.result, command.in_force, command.undone))
    wind_up(sitting, sitting.trial(trial.id))


def _wrong(trial: Trial, why: str, mend: str) -> OutOfBounds:
    return OutOfBounds(why, clause=f"structure.actions.{trial.kind.id}", mend=mend)


def not_executed(sitting: Sitting, trial: Trial) -> None:
    """End a trial whose executor gave no answer: what became of the batch is unknown."""
    sitting.tell(UnitsExecuted(trial.id, trial.batch, units_of(trial), "unknown", trial.before, undone=False))
    end(sitting, sitting.trial(trial.id), "failed", "the executor gave no answer in time")


def not_undone(sitting: Sitting, trial: Trial) -> None:
    """Publish that the executor did not say that no unit is treated any more, and go on without."""
    fault = "it does not say that no unit is treated any more"
    sitting.tell(FaultPublished(trial.id, trial.kind.executor, fault))
    sitting.tell(UnitsExecuted(trial.id, trial.batch, 0, "unknown", trial.before, undone=False))
    wind_up(sitting, sitting.trial(trial.id))


# What meters say.


def file_reading(sitting: Sitting, command: ReportMeasure) -> None:
    """File a sealed measurement of the treated units, or of the others; refuses a stranger's, second or early one."""
    trial, agent = sitting.trial(command.proposal), actor(sitting)
    sitting.need_phase(trial, "measuring", clause="structure.windows.measuring")
    if agent.id not in meters(trial.frozen.charter):
        raise NotYours(f"{agent.id} is no meter", clause="awareness.metering", mend="Only named meters report.")
    if command.version not in {trial.version, trial.status_quo}:
        raise VersionIsStale(
            "the report names neither version", clause="awareness.metering", mend="Measure what runs on the units."
        )
    if (agent.id, command.version) not in awaited_readings(trial):
        raise AlreadyDone("this meter has reported on it", clause="awareness.metering", mend="Wait for the opening.")
    over = trial.since + trial.wanted.duration
    if not trial.ending and sitting.filed.received < over:
        raise NotDue(f"the batch runs until {over}", clause="structure.windows.measuring", mend="Wait.")
    sitting.tell(ReadingFiled(trial.id, sitting.filed.id, agent.id, command.version, command.seal))


def awaited_readings(trial: Trial) -> tuple[tuple[AgentId, VersionId], ...]:
    """Return which meters have yet to report on which version."""
    filed = {(envelope.by, trial.arms[act]) for act, envelope in trial.sealed.items()}
    return tuple(
        (meter, version)
        for meter in meters(trial.frozen.charter)
        for version in (trial.version, trial.status_quo)
        if (meter, version) not in filed and version not in trial.readings.get(meter, {})
    )


def conclude_batch(sitting: Sitting, trial: Trial) -> None:
    """Judge the batch by what meters agree on; go on while its harm leaves room for the next one's worst case."""
    treated, control = (_judged(sitting, trial, version) for version in (trial.version, trial.status_quo))
    agreed_on = [value for value in value_ids(trial.frozen.charter) if value in treated and value in control]
    disputed = tuple(value for value in value_ids(trial.frozen.charter) if value not in agreed_on)
    watched = guarded(trial.frozen.charter)
    unknown = not set(watched).isdisjoint(disputed)
    most = worst_case(trial.kind, trial.wanted.terms)
    harm = reserve(most if unknown else loss(treated, control, watched), units_of(trial), trial.kind.units)
    here, there = ({each: arm[each] for each in agreed_on} for arm in (treated, control))
    sitting.tell(BatchMeasured(trial.id, trial.batch, here, there, disputed, harm))
    _go_on(sitting, sitting.trial(trial.id), most, unknown=unknown)


def _go_on(sitting: Sitting, trial: Trial, most: int, *, unknown: bool) -> None:
    rest = trial.wanted.sizes[trial.batch :]
    if trial.ending:
        wind_up(sitting, trial)
    elif unknown:
        end(sitting, trial, "unmeasured", "the meters do not agree on what is guarded")
    elif not rest:
        end(sitting, trial, "completed", "all its units are measured")
    elif trial.harm + reserve(most, rest[0], trial.kind.units) > trial.reserve:
        end(sitting, trial, "exhausted", "its harm leaves no room for another batch")
    else:
        enter(sitting, trial, "releasing", trial.frozen.charter.agency.trials.release)


def _judged(sitting: Sitting, trial: Trial, version: VersionId) -> dict[ValueId, Ppm]:
    found = {}
    for value in value_ids(trial.frozen.charter):
        each = metering(trial.frozen.charter, value)
        said: dict[OwnerId, list[Ppm]] = {}
        for meter in each.meters:
            if version in trial.readings.get(meter, {}):
                said.setdefault(sitting.assembly.agents[meter].owner, []).append(trial.readings[meter][version][value])
        middle = {owner: sorted(reports)[(len(reports) - 1) // 2] for owner, reports in said.items()}
        if (agreement := agreed(middle, each.tolerance)) is not None:
            found[value] = agreement
    return found
