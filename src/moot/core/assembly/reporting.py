"""Reporting on a trial: what came of it, by whoever tried and by its guard, and the end of it.

Laws: the point of an effect is computed from the meters' reports alone, and lies within every interval
that is taken; of two reports the wider bounds count; whoever tried and was silent loses its bond, a guard
its deposit; what was reserved and not done as harm returns; a trial that is over holds nothing.
"""

from collections.abc import Mapping

from moot.core.act import ValueId
from moot.core.assembly.floors import above, answer, below
from moot.core.assembly.members import actor
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.trial import Trial
from moot.core.charter import value_ids
from moot.core.commands import Interval, ReportTrial
from moot.core.events import TrialClosed, TrialReported
from moot.core.ledger import FUND, balance, held_account, owner_account
from moot.core.refusal import AlreadyDone, NotYours, OutOfBounds
from moot.core.trial import points


def report_trial(sitting: Sitting, command: ReportTrial) -> None:
    """Take a report of whoever tried, or of the guard's owner, once; refuses intervals that miss the measured point."""
    trial, agent = sitting.trial(command.trial), actor(sitting)
    sitting.need_phase(trial, "reporting", clause="agency.trials.report")
    if agent.owner not in reporters(trial):
        raise NotYours(
            f"{agent.owner} neither tried nor guards it", clause="agency.trials.report", mend="Cite it instead."
        )
    if agent.owner in trial.reports:
        raise AlreadyDone(f"{agent.owner} has reported", clause="agency.trials.report", mend="Wait for the other.")
    found = points(trial.compared, value_ids(trial.frozen.charter))
    if set(command.effects) != set(found) or set(command.levels) != set(found):
        raise OutOfBounds(
            "the report does not cover exactly the values that were measured",
            clause="agency.trials.report",
            mend=f"Report {', '.join(found) or 'nothing'}.",
        )
    for value, point in found.items():
        if not command.effects[value].low <= point <= command.effects[value].high:
            raise OutOfBounds(
                f"the effect on {value} was measured as {point} ppm, which the interval misses",
                clause="agency.trials.report",
                mend="Compute it from the meters' reports.",
            )
    sitting.tell(TrialReported(trial.id, agent.id, command.effects, command.levels, command.evidence))


def reporters(trial: Trial) -> tuple[str, ...]:
    """Return the owners who are to report: of whoever tried, and of the guard."""
    return (trial.owner, trial.guard.owner) if trial.guard else (trial.owner,)


def close(sitting: Sitting, trial: Trial) -> None:
    """Give back what is due to each, let the fund have the rest, and close the trial."""
    account, source = owner_account(trial.owner), held_account(trial.id)
    silent = trial.compared and trial.owner not in trial.reports
    for member, link in trial.links.get("drawing", {}).items() if trial.stage == "drawing" else ():
        if link.revealed is None and link.deposit:  # no longer due, so not withheld
            sitting.pay(source, owner_account(member), link.deposit, "agency.chance_deposit", trial.id)
    if silent:
        sitting.pay(source, FUND, trial.purse.bond, "agency.trials.bond", trial.id)
        sitting.blame(trial.owner, trial.purse.bond)
    else:
        sitting.pay(source, account, trial.purse.bond, "agency.trials.bond", trial.id)
    sitting.pay(source, account, trial.purse.fees, "agency.trials.guard_fee", trial.id)
    _release_guard(sitting, trial)
    sitting.pay(source, FUND, balance(sitting.assembly.ledger, source), "agency.fund", trial.id)
    both = set(reporters(trial)) == set(trial.reports) and len(trial.reports) > 1
    levels = _widest([each.levels for each in trial.reports.values()])
    shown = above(trial, levels, both=both)
    answer(sitting, trial, shown, below(trial, levels, both=both))
    sitting.tell(
        TrialClosed(
            trial=trial.id,
            at=sitting.filed.received,
            ending=trial.ending or "completed",
            why=trial.why,
            points=points(trial.compared, value_ids(trial.frozen.charter)),
            effects=_widest([each.effects for each in trial.reports.values()]),
            levels=levels,
            reporters=tuple(trial.reports),
            above=shown,
            harm=trial.harm,
            reserve=trial.reserve,
        )
    )


def _release_guard(sitting: Sitting, trial: Trial) -> None:
    if not trial.guard:
        return
    silent = trial.compared and trial.guard.owner not in trial.reports
    target = FUND if silent else owner_account(trial.guard.owner)
    sitting.pay(held_account(trial.id), target, trial.purse.guard, "agency.reviewer_deposit", trial.id)
    if silent:
        sitting.blame(trial.guard.owner, trial.purse.guard)


def _widest(said: list[Mapping[ValueId, Interval]]) -> dict[ValueId, Interval]:
    return {
        value: Interval(min(each[value].low for each in said), max(each[value].high for each in said))
        for value in (said[0] if said else ())
    }
