"""Where a proposal stands, in the eight steps that people follow instead of its many stages.

Laws: every stage of the core lies in a step, so that a new one cannot be forgotten; a step is a position and a word.

>>> position("opening_votes"), STEPS[position("ballot")]
(4, 'vote')
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


def position(stage: str) -> int:
    """Return in which step a stage lies."""
    return _OF[stage]


def explained(stage: str) -> tuple[str, str]:
    """Return who acts in a stage, and what happens otherwise; nothing follows on a final one."""
    row = STAGES.get(stage)
    return (row.who, row.otherwise) if row else ("", "")
