"""How a trial moves on: what completes a phase, what leaving it brings about, and what ends a trial from outside.

Laws: a phase that is complete moves in the act that completes it, otherwise by an `Advance` once its deadline
is over, which anybody may file; what a proposal brings into force on the target, or has measured there, ends
a trial on it; every phase of the table has a row here.
"""

from collections.abc import Callable, Mapping
from typing import Final

from moot.core.act import ActId
from moot.core.assembly.chance import fault_missing, missing, mix
from moot.core.assembly.overseeing import draw_guard, replace_guard
from moot.core.assembly.reporting import close, reporters
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.treating import awaited_readings, conclude_batch, end, enter, not_executed, not_undone
from moot.core.assembly.trial import Trial
from moot.core.commands import Advance
from moot.core.events import FaultPublished, GrantIssued, StageEntered
from moot.core.phases import PHASES
from moot.core.refusal import NotDue, StageIsOver
from moot.core.value import value

Leave = Callable[[Sitting, Trial], None]


@value
class Turn:
    """How a phase ends: when it is complete, and what leaving it does."""

    complete: Callable[[Sitting, Trial], bool]
    leave: Leave


def settle_trials(sitting: Sitting) -> None:
    """End the trials that a proposal of this act supersedes, and move on those whose phase is complete."""
    _supersede(sitting)
    told = (getattr(event, "trial", None) or getattr(event, "proposal", None) or "" for event in sitting.events)
    named = dict.fromkeys(told)
    for each in named:
        if each in sitting.assembly.trials:
            _settle(sitting, each)


def _settle(sitting: Sitting, named: ActId) -> None:
    while named in sitting.assembly.trials:
        trial = sitting.trial(named)
        turn = TURNS[trial.stage]
        if not turn.complete(sitting, trial):
            return
        turn.leave(sitting, trial)


def _supersede(sitting: Sitting) -> None:
    if not sitting.assembly.trials:
        return
    proposals = [
        event.proposal
        for event in sitting.events
        if isinstance(event, GrantIssued) or (isinstance(event, StageEntered) and event.stage == "measuring")
    ]
    targets = {sitting.assembly.proposals[each].kind.target for each in proposals if each in sitting.assembly.proposals}
    for trial in tuple(sitting.assembly.trials.values()):
        if trial.kind.target in targets and not trial.ending:
            end(sitting, trial, "superseded", "a proposal's version runs on the target")


def advance_trial(sitting: Sitting, command: Advance) -> None:
    """Move on from a phase whose deadline is over; refuses with `NotDue` before, `StageIsOver` after."""
    trial = sitting.trial(command.proposal)
    if command.stage != trial.stage:
        raise StageIsOver(f"the trial is in {trial.stage}", mend="Nothing is left to advance there.")
    if sitting.filed.received < trial.until:
        raise NotDue(
            f"{trial.stage} lasts until {trial.until}",
            clause="agency.trials",
            mend=f"Wait: {PHASES[trial.stage].who}.",
        )
    TURNS[trial.stage].leave(sitting, trial)


def _never(_: Sitting, __: Trial) -> bool:
    return False


def _owners_revealed(sitting: Sitting, trial: Trial) -> bool:
    return not missing(sitting, trial, clerk=False)


def _clerk_revealed(sitting: Sitting, trial: Trial) -> bool:
    return not missing(sitting, trial, clerk=True)


def _leave_drawing(sitting: Sitting, trial: Trial) -> None:
    fault_missing(sitting, trial)
    enter(sitting, trial, "drawing_clerk", trial.frozen.charter.structure.windows.drawing_clerk)


def _leave_drawing_clerk(sitting: Sitting, trial: Trial) -> None:
    if not _clerk_revealed(sitting, trial):
        sitting.tell(FaultPublished(trial.id, sitting.assembly.clerk.agent, "the clerk's chance link is missing"))
        if not trial.extended:
            enter(sitting, trial, trial.stage, trial.frozen.charter.structure.windows.drawing_clerk)
            return
    mix(sitting, trial, "drawing")
    draw_guard(sitting, sitting.trial(trial.id))


def _readings_in(_: Sitting, trial: Trial) -> bool:
    return not awaited_readings(trial)


def _opened(_: Sitting, trial: Trial) -> bool:
    return not trial.sealed


def _leave_measuring(sitting: Sitting, trial: Trial) -> None:
    enter(sitting, trial, "opening_measures", trial.frozen.charter.structure.windows.opening)


def _reports_in(_: Sitting, trial: Trial) -> bool:
    return trial.reports.keys() >= set(reporters(trial))


TURNS: Final[Mapping[str, Turn]] = {
    "drawing": Turn(_owners_revealed, _leave_drawing),
    "drawing_clerk": Turn(_clerk_revealed, _leave_drawing_clerk),
    "releasing": Turn(_never, replace_guard),
    "executing": Turn(_never, not_executed),
    "measuring": Turn(_readings_in, _leave_measuring),
    "opening_measures": Turn(_opened, conclude_batch),
    "undoing": Turn(_never, not_undone),
    "reporting": Turn(_reports_in, close),
}
