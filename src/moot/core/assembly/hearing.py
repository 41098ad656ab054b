"""Hearing: what completes a stage of a dispute, and what leaving it brings about.

Laws: as with proposals, a stage that is complete ends in the act that completes it, otherwise by an
`Advance` once its deadline is over, which anybody may file; every stage of the table has a row here.
"""

from collections.abc import Callable, Mapping
from typing import Final

from moot.core.act import ActId
from moot.core.assembly.judging import awaited_verdicts, reach, replace_jurors
from moot.core.assembly.ruling import close_case
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.summoning import draw_jury, fault_unrevealed, unrevealed
from moot.core.commands import Advance
from moot.core.dispute import DISPUTE_STAGES, Case
from moot.core.events import DisputeFaulted
from moot.core.refusal import NotDue, StageIsOver
from moot.core.value import value

NO_JURY: Final = "no jury could be seated"


@value
class Step:
    """How a stage ends: when it is complete, and what leaving it does."""

    complete: Callable[[Sitting, Case], bool]
    leave: Callable[[Sitting, Case], None]


def settle_hearing(sitting: Sitting, dispute: ActId) -> None:
    """Move the dispute on for as long as its stage is complete."""
    while dispute in sitting.assembly.cases:
        case = sitting.case(dispute)
        step = HEARING[case.stage]
        if not step.complete(sitting, case):
            return
        step.leave(sitting, case)


def advance_hearing(sitting: Sitting, command: Advance) -> None:
    """Move on from a stage whose deadline is over; refuses with `NotDue` before, `StageIsOver` after."""
    case = sitting.case(command.proposal)
    if command.stage != case.stage:
        raise StageIsOver(f"the dispute is in {case.stage}", mend="Nothing is left to advance there.")
    if sitting.filed.received < case.until:
        raise NotDue(
            f"{case.stage} lasts until {case.until}",
            clause="structure.windows",
            mend=f"Wait: {DISPUTE_STAGES[case.stage].who}.",
        )
    HEARING[case.stage].leave(sitting, case)


def end_hearing(sitting: Sitting, case: Case) -> None:
    """Close a dispute that took longer than all its rounds may."""
    close_case(sitting, case, "its time is over")


def _never(_: Sitting, __: Case) -> bool:
    return False


def _owners_revealed(sitting: Sitting, case: Case) -> bool:
    return not unrevealed(sitting, case, clerk=False)


def _clerk_revealed(sitting: Sitting, case: Case) -> bool:
    return not unrevealed(sitting, case, clerk=True)


def _leave_summoning(sitting: Sitting, case: Case) -> None:
    if not case.links:  # nobody was named, for there was nobody to judge
        close_case(sitting, case, NO_JURY)
        return
    fault_unrevealed(sitting, case)
    sitting.enter_case(case.id, "summoning_clerk", case.charter.structure.windows.drawing_clerk)


def _leave_summoning_clerk(sitting: Sitting, case: Case) -> None:
    windows = case.charter.structure.windows
    if not _clerk_revealed(sitting, case):
        clerk = sitting.assembly.clerk.agent
        sitting.tell(DisputeFaulted(case.id, clerk, "the clerk's chance link is missing"))
        if not case.extended:
            sitting.enter_case(case.id, case.stage, windows.drawing_clerk)
            return
    if draw_jury(sitting, case):
        sitting.enter_case(case.id, "judging", windows.judging // 2)
    else:
        close_case(sitting, case, NO_JURY)


def _verdicts_in(_: Sitting, case: Case) -> bool:
    return not awaited_verdicts(case)


def _leave_judging(sitting: Sitting, case: Case) -> None:
    windows = case.charter.structure.windows
    if not awaited_verdicts(case):
        sitting.enter_case(case.id, "opening_verdicts", windows.opening)
        return
    replace_jurors(sitting, case, again=True)
    sitting.enter_case(case.id, "judging_standins", windows.judging - windows.judging // 2)


def _leave_standins(sitting: Sitting, case: Case) -> None:
    replace_jurors(sitting, case, again=False)
    sitting.enter_case(case.id, "opening_verdicts", case.charter.structure.windows.opening)


def _opened(_: Sitting, case: Case) -> bool:
    return not case.sealed


def _leave_opening(sitting: Sitting, case: Case) -> None:
    if reach(sitting, case):
        sitting.enter_case(case.id, "appealing", case.charter.structure.windows.appeal)
    else:
        _leave_appealing(sitting, sitting.case(case.id))


def _leave_appealing(sitting: Sitting, case: Case) -> None:
    why = f"by a jury of {case.size}" if case.found else "no majority of a jury found the same"
    close_case(sitting, case, why)


HEARING: Final[Mapping[str, Step]] = {
    "summoning": Step(_owners_revealed, _leave_summoning),
    "summoning_clerk": Step(_clerk_revealed, _leave_summoning_clerk),
    "judging": Step(_verdicts_in, _leave_judging),
    "judging_standins": Step(_verdicts_in, _leave_standins),
    "opening_verdicts": Step(_opened, _leave_opening),
    "appealing": Step(_never, _leave_appealing),
}
