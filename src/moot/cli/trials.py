"""The trial: which one a command is about, and what it says to whoever has a part in it.

Laws: a trial that is in another phase is told with its phase and until when; harm is told to the last digit,
because budgets are kept so; nothing is said of a measurement that is still sealed.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import click

from moot.cli.floor import WHICH, Floor
from moot.cli.matter import Noun, meant, moves
from moot.cli.rows import Row
from moot.cli.words import signed
from moot.views import Shown
from moot.views.wording import counted, percent, short
from moot.wire.units import PPM

if TYPE_CHECKING:
    from moot.core.assembly.trial import Trial

RUNNING: Final = ("releasing", "executing", "measuring", "opening_measures", "drawing", "drawing_clerk")
WINDOWS: Final = {
    "releasing": "agency.trials.release",
    "reporting": "agency.trials.report",
    "executing": "execution",
    "drawing": "drawing",
}


trial_option = click.option("--trial", "reference", metavar="ID", help=WHICH)


TRIAL = Noun(
    "trial",
    called=lambda row: f"{short(row['trial'])} on {row['target']}",
    begins="moot trial start begins one",
    window=lambda stages: WINDOWS.get(stages[0], stages[0]),
)


def trying(floor: Floor, reference: str | None, stages: Sequence[str]) -> "tuple[Trial, Shown]":
    """Return the trial that is meant, which is in one of `stages`, and its page; ends with a `Failure` if none is."""
    row = meant(floor, TRIAL, reference, stages)
    return floor.assembly.trials[row["trial"]], floor.see("trial", trial=row["trial"])


def terms_row(floor: Floor, page: Shown, label: str = "tries") -> Row:
    """Return what is tried, as it differs from what was in force when the trial began."""
    kinds = {kind.id: kind for kind in floor.charter.structure.actions}
    units = {term.id: term.unit for term in kinds[page["kind"]].terms} if page["kind"] in kinds else {}
    moved = ", ".join(moves(page["terms"], page["before"], units))
    return label, f"{moved} on {page['target']}, {page['agent']}'s trial {short(page['trial'])}"


def batch_rows(page: Shown) -> Iterator[Row]:
    """Yield what each batch measured: the treated units less the others."""
    for each in page["batches"]:
        apart = ", ".join(
            f"{name} {signed(each['treated'][name] - each['control'][name], percent)}" for name in each["treated"]
        )
        disputed = f"; not agreed on: {', '.join(each['disputed'])}" * bool(each["disputed"])
        told = f"batch {each['batch']}, {counted(each['units'], 'unit')}: treated less the rest, in %: "
        yield "measured", f"{told}{apart or 'nothing'}; harm {PPM.write(each['harm'])}{disputed}"


def between(interval: Shown) -> str:
    """Return an interval in words, in percent."""
    return f"between {signed(interval['low'], percent)} and {signed(interval['high'], percent)} %"
