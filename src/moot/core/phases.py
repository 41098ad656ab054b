"""The phases of a trial: one table, from which the docs' diagram is generated.

Laws: every phase has a deadline, says who must act next, and what happens otherwise; each leads to an end.

>>> PHASES["measuring"].leads
('opening_measures', 'undoing')
"""

from collections.abc import Mapping
from typing import Final

from moot.core.stage import Stage

ENDINGS: Final = (
    "completed",
    "stopped",
    "halted",
    "exhausted",
    "unguarded",
    "superseded",
    "failed",
    "unmeasured",
)  # no phase follows


PHASES: Final[Mapping[str, Stage]] = {
    "drawing": Stage(
        "the named owners reveal their links, for the lot that draws the guard",
        ("RevealChance", "HaltTrial"),
        "a silent owner loses its deposit, and its link counts as missing",
        ("drawing_clerk", "halted", "superseded"),
    ),
    "drawing_clerk": Stage(
        "the clerk reveals its link",
        ("RevealChance", "HaltTrial"),
        "extended once and published as a fault, then the link counts as missing",
        ("drawing_clerk", "releasing", "unguarded", "halted", "superseded"),
    ),
    "releasing": Stage(
        "the guard releases the next batch of units, or stops the trial",
        ("ReportGuard", "HaltTrial"),
        "the guard loses its deposit and is replaced once; after that the trial ends",
        ("releasing", "executing", "undoing", "stopped", "unguarded", "halted", "superseded"),
    ),
    "executing": Stage(
        "the executor treats the units of the batch and reports",
        ("ReportExecution", "ReportGuard", "HaltTrial"),
        "the result is unknown, and the trial ends",
        ("measuring", "undoing", "reporting", "failed"),
    ),
    "measuring": Stage(
        "each meter files a sealed measurement of the treated units and one of the others",
        ("ReportMeasure", "ReportGuard", "HaltTrial"),
        "the meters that reported must agree without the others",
        ("opening_measures", "undoing"),
    ),
    "opening_measures": Stage(
        "the clerk opens the measurements; a meter may open its own",
        ("OpenEnvelope", "ReportGuard", "HaltTrial"),
        "an unopened measurement does not count",
        ("releasing", "undoing", "reporting"),
    ),
    "undoing": Stage(
        "the executor treats no unit any more and reports",
        ("ReportExecution",),
        "published as a fault of the executor",
        ("measuring", "reporting"),
    ),
    "reporting": Stage(
        "the guard and whoever tried report what came of it",
        ("ReportTrial",),
        "whoever tried and did not report loses its bond",
        ENDINGS,
    ),
}
