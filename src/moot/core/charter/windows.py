"""The windows: how long each stage may take, as clauses of the charter.

Laws: every stage has one; each is a number of milliseconds.

>>> STANDARD_WINDOWS.ballot // MINUTE
60
"""

from typing import Final

from moot.core.act import Duration
from moot.core.value import value

MINUTE: Final = 60_000
DAY: Final = 86_400_000


@value
class Windows:
    """How long each stage may take.

    drawing: owners reveal their links.
    drawing_clerk: the clerk reveals its link, here and after the timelock; extended once.
    review: drawn reviewers have the first half, their stand-ins the second.
    negotiation: amendments are offered.
    forecast: drawn forecasters have the first half, their stand-ins the second.
    ballot: owners vote; extended once by half if the quorum is first reached in the last tenth.
    objection: open votes may move towards against; in the consent lane owners may object.
    timelock: what passed waits before the lottery, and owners reveal their second link.
    opening: sealed acts are opened.
    execution: the executor reports on its grant.
    measuring: meters report, at the earliest when the horizon has run.
    challenge: what meters agree on may be disputed before it settles; 0: it settles at once.
    judging: drawn jurors have the first half, their stand-ins the second.
    appeal: a verdict may be appealed, if a larger jury can be seated.
    pause: a paused proposal goes on where it was.
    waiting: for owners to come back to a mandate that is short of them, before anything is drawn.
    """

    drawing: Duration = 10 * MINUTE
    drawing_clerk: Duration = 10 * MINUTE
    review: Duration = 60 * MINUTE
    negotiation: Duration = 45 * MINUTE
    forecast: Duration = 60 * MINUTE
    ballot: Duration = 60 * MINUTE
    objection: Duration = 20 * MINUTE
    timelock: Duration = 20 * MINUTE
    opening: Duration = 5 * MINUTE
    execution: Duration = 15 * MINUTE
    measuring: Duration = 14 * DAY
    challenge: Duration = 0
    judging: Duration = 60 * MINUTE
    appeal: Duration = 60 * MINUTE
    pause: Duration = 1 * DAY
    waiting: Duration = 10 * MINUTE


STANDARD_WINDOWS: Final = Windows()
