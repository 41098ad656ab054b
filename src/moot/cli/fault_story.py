"""What is told of faults: who is struck and for what, what captives tried, what limited it, and what it came to.

Laws: none of this stands in the record, and it says so; every number comes from the run.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from moot.cli.entries import one_line
from moot.cli.line import HARD_SPACE, Line, Part, heading, said
from moot.cli.words import joined, listed, moved, round_percent, signed, worded
from moot.lab.faults import Onset
from moot.lab.watch import Attempt, Reach
from moot.views.wording import counted, percent
from moot.worlds.charging.policy import Policy, terms_of
from moot.worlds.charging.register import UNITS

if TYPE_CHECKING:
    from moot.lab.season import Notice, Summary

STRUCK: Final = {"capture": "captured", "crash": "crashed", "drift": "drift"}
REACHED: Final[Mapping[Reach, str]] = {
    "not offered": "nobody put it forward",
    "left out": "it found no place on the slate",
    "not forecast": "it was never forecast",
    "below a floor": "it is forecast below a floor",
    "outbid": "another does better by the weighted median",
    "rejected": "recommended, and rejected by the ballot",
    "not drawn": "recommended and passed, but another was drawn",
    "explored": "not recommended, but drawn to explore",
    "executed": "recommended, passed and run",
    "stayed": "it is in force, and stays",
}


def notice_lines(notice: "Notice", goal: Policy) -> Iterator[Line]:
    """Yield what is told when a fault begins, or when captives have tried something."""
    if isinstance(notice, Attempt):
        yield said("captives", *_tried(notice))
        return
    who = {"capture": _captured, "crash": _crashed, "drift": _drifted}[notice.kind](notice)
    yield heading(f"Fault · from decision {notice.decision} on")
    yield said(STRUCK[notice.kind], who)
    if notice.kind == "capture":
        terms = (
            Part(f"{name} {number} {UNITS[name]}".replace(" ", HARD_SPACE)) for name, number in terms_of(goal).items()
        )
        yield said("goal", *joined((term,) for term in terms), ": it serves climate alone")
    yield said("", "this is done by the laboratory: nothing of it stands in the record", tint="faint")


def _captured(onset: Onset) -> str:
    how = "the most influential" if onset.best else "drawn"
    return (
        f"{listed(onset.members)} ({how}, {round_percent(onset.influence)} of all influence): their agents and "
        "people act as one, and say that their goal does well and all else badly"
    )


def _crashed(onset: Onset) -> str:
    return f"{listed(onset.members)} {'falls' if len(onset.members) == 1 else 'fall'} silent for good"


def _drifted(onset: Onset) -> str:
    return f"{counted(len(onset.members), 'person wants', 'people want')} something else from now on"


def _tried(attempt: Attempt) -> Iterator[str]:
    """Yield what captives tried, and what came of it."""
    did = ["proposed it"] * attempt.proposed + ["offered it as an amendment"] * attempt.amended
    did += [f"{counted(attempt.conditioned, 'review')} held to it"] * bool(attempt.conditioned)
    did += [f"{attempt.forecasts} of {counted(attempt.forecasters, 'forecast')}"] * bool(attempt.forecasts)
    did += [counted(attempt.votes, "vote")] * bool(attempt.votes)
    yield f"{', '.join(did) or 'nothing'}; {REACHED[attempt.reach]}"
    if attempt.margin is not None:
        yield f": {signed(attempt.margin, percent)} against the best other"
    if attempt.reach == "rejected" and attempt.ballot:
        yield f", {attempt.ballot[0]} for, {attempt.ballot[1]} against"
    if attempt.plain_margin is not None:
        would = "would have run it" if attempt.plain_margin > 0 else "would not have run it either"
        yield f"; plain averaging {would} ({signed(attempt.plain_margin, percent)})"
    yield f"; influence {round_percent(attempt.influence)}"


def fault_ending(summary: "Summary") -> Iterator[Line]:
    """Yield what the faults came to, if there were any."""
    if not summary.onsets:
        return
    yield heading("What the faults came to")
    if summary.attempts:
        steps = listed([f"{worded(step)} in {number}" for step, number in _counts(summary).items()])
        many = counted(len(summary.attempts), "decision")
        yield said("captives", f"their goal was {steps}, of {many}")
        change = moved(percent(_capture(summary).influence), percent(summary.attempts[-1].influence), "%")
        yield said("influence", "of the captured: ", *change)
    plain, stayed = summary.plain, summary.status_quo
    yield said(
        "beside",
        f"plain averaging of the same forecasts and weights comes to {percent(plain.welfare)} "
        f"({signed(plain.welfare - stayed.welfare, percent)}), and breaks a floor in {plain.floors_broken} of "
        f"{counted(summary.horizons, 'horizon')}",
        f"; the goal throughout, {percent(summary.goal.welfare)}" if summary.goal else "",
    )


def _counts(summary: "Summary") -> dict[str, int]:
    """Return in how many decisions the goal came how far."""
    tried = summary.attempts
    return {
        "proposed": sum(each.proposed for each in tried),
        "offered": sum(each.amended for each in tried),
        "on_the_slate": sum(each.on_slate for each in tried),
        "recommended": sum(each.recommended for each in tried),
        "run": sum(each.ran for each in tried),
    }


def notice_json(notice: "Notice") -> str:
    """Return what is told of a fault as JSON."""
    fields = asdict(notice)
    return one_line({"kind": "fault", "fault": fields.pop("kind", "attempt"), **fields})


def faults_json(summary: "Summary") -> dict[str, object]:
    """Return what the summary says of faults."""
    if not summary.onsets:
        return {}
    onsets = [{"fault": each.kind, "decision": each.decision, "members": each.members} for each in summary.onsets]
    if not summary.attempts:
        return {"faults": {"onsets": onsets}}
    influence = [_capture(summary).influence, *(each.influence for each in summary.attempts)]
    return {"faults": {"onsets": onsets, "goal": _counts(summary), "influence": influence}}


def _capture(summary: "Summary") -> Onset:
    return next(each for each in summary.onsets if each.kind == "capture")
