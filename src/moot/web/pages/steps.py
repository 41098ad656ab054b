"""Where a proposal stands, in the eight steps that people follow instead of its many stages.

Laws: every stage of the core lies in a step, so that a new one cannot be forgotten; a step is a position and a word,
and says what it is for and what comes next, for somebody who has never seen it.

>>> position("opening_votes"), STEPS[position("ballot")]
(4, 'vote')
>>> purpose("objection")[:22]
'The votes are open, an'
"""

from collections.abc import Mapping
from typing import Final

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
    "Members who watch over something judge it, unseen by each other. Then anybody may offer what would win them.",
    "Other versions can answer what reviewers asked for. Then each is forecast, and so is leaving all as it is.",
    "Those who were drawn bet on what meters will find of each version. What scores best goes to the vote.",
    "The owners decide whether it may run. Unless enough vote, and more for than against, all stays as it is.",
    "It passed, and its executor does exactly what was approved, and nothing else. Then meters find out what it did.",
    "Meters find out what it did for each value. Bets, bonds and gains are then settled by what they found.",
    "Nothing is left to do.",
)
# Stages that are for something else than their step.
_BUT_FOR: Final[Mapping[str, str]] = {
    "waiting": "Too few members are there to be drawn. Once there are enough, reviewers are drawn.",
    "round": "It asks for money from a budget, beside others. What the owners' points buy together is executed.",
    "consent": "It is small enough to need no vote: it runs, unless too many owners mind. Then a panel is drawn, and "
    "all vote.",
    "objection": "The votes are open, and whoever sees a reason that others missed may still turn against it. Then the "
    "votes are counted.",
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
LANES: Final[Mapping[str, str]] = {
    "consent": "small: it runs unless owners mind",
    "panel": "reviewed by a panel, then voted",
    "charter": "other rules: reviewed by a larger panel, then voted by two thirds",
}


def position(stage: str) -> int:
    """Return in which step a stage lies."""
    return _OF[stage]


def purpose(stage: str) -> str:
    """Return what a stage is for, and what comes next."""
    return _BUT_FOR.get(stage, _FOR[position(stage)])


def explained(stage: str) -> tuple[str, str]:
    """Return who acts in a stage, and what happens otherwise; nothing follows on a final one."""
    row = STAGES.get(stage)
    return (row.who, row.otherwise) if row else ("", "")
