"""Where a proposal stands, in the eight steps that people follow instead of its many stages.

Laws: every stage of the core lies in a step, so that a new one cannot be forgotten; a step is a position and a word,
and says what it is for and what comes next, for somebody who has never seen it; a step that was left out is not told as
taken, nor what was voted down as what may still run.

>>> position("opening_votes"), STEPS[position("ballot")]
(4, 'vote')
>>> purpose("objection")[:22]
'How all voted can be s'
"""

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

from moot.core.charter import CHARTER
from moot.core.proposal import FINAL, STAGES

STEPS: Final = ("draw", "review", "negotiate", "forecast", "vote", "execute", "measure", "settled")
_OF: Final[Mapping[str, int]] = {
    **dict.fromkeys(("waiting", "round", "drawing", "drawing_clerk"), 0),
    **dict.fromkeys(("review", "review_standins", "opening_reviews"), 1),
    "negotiation": 2,
    **dict.fromkeys(("forecast", "forecast_standins", "opening_forecasts"), 3),
    **dict.fromkeys(("consent", "ballot", "opening_votes", "objection", "timelock", "timelock_clerk", "paused"), 4),
    "executing": 5,
    **dict.fromkeys(("measuring", "opening_measures", "measured", "disputed"), 6),
    **dict.fromkeys(FINAL, 7),
}
# What each step is for, and what comes next.
_FOR: Final = (
    "Who reviews it is drawn by lot, in a way that nobody can bend. Then those who are drawn review it.",
    "Members who watch over something judge it, unseen by each other. Then any member may offer other versions.",
    "Other versions can answer what reviewers asked for. Then each is forecast, and so is leaving all as it is.",
    "Those who were drawn bet on what meters will find of each version. What scores best goes to the vote.",
    "The owners vote whether it may run. All votes are shown before they count. If it passes, it waits, then runs.",
    "It passed, and its executor does exactly what was approved, and nothing else. Then meters find out what it did.",
    "It has taken effect. Meters find out what it did for each value; that settles bets, bonds and gains.",
    "Nothing is left to do.",
)
# Stages that are for something else than their step.
_BUT_FOR: Final[Mapping[str, str]] = {
    "waiting": "Too few members are there to be drawn. Once there are enough, reviewers are drawn.",
    "round": "It asks for money from a budget, beside others. What the owners' points buy together is executed.",
    "consent": "It is small enough to need no vote: it runs, unless too many owners mind. Then a panel is drawn, and "
    "all vote.",
    "objection": "How all voted can be seen now, and who sees a reason that others missed may still turn against it. "
    "Then the votes are counted. If it passes, it waits a while, and then runs.",
    **dict.fromkeys(
        ("timelock", "timelock_clerk"),
        "It passed, and waits before it runs, so that it can still be stopped. Meanwhile the lot is drawn that decides "
        "which version on the paper runs.",
    ),
    "measured": "What the meters found is there for everybody to see, and to dispute. Bets, bonds and gains are then "
    "settled by it.",
    "disputed": "Somebody doubts what was done or found, and a jury that is drawn by lot decides. Then it goes on.",
    "paused": "It was paused, and goes on where it was.",
}
# Where nothing ran, because it was voted down or nothing was better: what the stage is for then, and who acts.
_NOTHING_RAN: Final = (
    "Nothing ran: all stays as it was. That was forecast too, so meters find out how it does. That settles all bets."
)
_WITHOUT: Final[Mapping[str, tuple[str, str]]] = {
    "measuring": (_NOTHING_RAN, "each meter files a sealed measurement of what stayed in force, once its time is over"),
    "opening_measures": (_NOTHING_RAN, STAGES["opening_measures"].who),
    "measured": (f"Nothing ran. {_BUT_FOR['measured']}", STAGES["measured"].who),
}
Fate: TypeAlias = Literal["open", "passed", "ran", "not"]
LANES: Final[Mapping[str, str]] = {
    "consent": "small: it runs unless owners mind",
    "panel": "reviewed by a panel, then voted",
    "charter": "other rules: reviewed by a larger panel, then voted by two thirds",
}


def position(stage: str) -> int:
    """Return in which step a stage lies."""
    return _OF[stage]


def purpose(stage: str, fate: Fate = "ran") -> str:
    """Return what a stage is for, and what comes next."""
    if fate == "not" and stage in _WITHOUT:
        return _WITHOUT[stage][0]
    return _BUT_FOR.get(stage, _FOR[position(stage)])


def explained(stage: str, fate: Fate = "ran") -> tuple[str, str]:
    """Return who acts in a stage, and what happens otherwise; nothing follows on a final one."""
    row = STAGES.get(stage)
    if row is None:
        return "", ""
    return (_WITHOUT[stage][1] if fate == "not" and stage in _WITHOUT else row.who), row.otherwise


def fate(minutes: Mapping[str, Any]) -> Fate:
    """Return what has become of what was asked, by its minutes: it is open, has passed, ran, or does not run any more.

    >>> nothing = {"kind": "limit", "result": None, "in_force": None, "grant": None, "tally": None, "consent": None}
    >>> fate({"stage": "ballot", "what": nothing, "execution": nothing, "ballot": nothing, "dates": []})
    'open'
    """
    execution, ballot = minutes["execution"], minutes["ballot"]
    adopted = minutes["what"]["kind"] == CHARTER and execution["in_force"]  # nobody executes rules
    if execution["result"] == "executed" or adopted:
        return "ran"
    if minutes["stage"] in FINAL or any(each["stage"] == "measuring" for each in minutes["dates"]):
        return "not"
    return "passed" if execution["grant"] or ballot["consent"] or (ballot["tally"] or {}).get("passed") else "open"


def reached(minutes: Mapping[str, Any]) -> set[int]:
    """Return the steps that a proposal has come to, by its minutes; those between them were left out."""
    ran = {STEPS.index("execute")} if fate(minutes) == "ran" else set()
    return ran | {position(each["stage"]) for each in minutes["dates"]}
