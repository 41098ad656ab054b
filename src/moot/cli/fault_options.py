"""Faults on demand: the options by which a demonstration goes wrong on purpose.

Laws: what cannot be done is refused before anything is started, and told what could be; with no option
nothing goes wrong.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypedDict, TypeVar

import click

from moot.cli.failure import BadUsage
from moot.cli.parameters import Whole

if TYPE_CHECKING:
    from moot.lab.faults import Faults

F = TypeVar("F", bound=Callable[..., object])

NOTHING: Final = "Nothing was started."
OPTIONS: Final = (
    ("--capture", 1, "So many owners, drawn, act as one for an extreme policy from a third of the run on."),
    ("--capture-best", 1, "The same with the most influential owners."),
    ("--crash", 1, "So many agents fall silent for good at a third of the run."),
    ("--drift", 2, "All people want something else from this decision on."),
)


class FaultOptions(TypedDict):
    """What may go wrong."""

    capture: int | None
    capture_best: int | None
    crash: int | None
    drift: int | None


def fault_options(command: F) -> F:
    """Give `command` the options of faults."""
    for name, least, says in reversed(OPTIONS):
        command = click.option(name, type=Whole(min=least), metavar="N", help=says)(command)
    return command


def asked_for(options: FaultOptions, decisions: int) -> "Faults":
    """Return the faults asked for in a run of so many decisions; refuses with `BadUsage` what cannot be done."""
    from moot.lab.faults import CAPTURABLE, FAILING, Faults

    faults = Faults(options["capture"] or 0, options["capture_best"] or 0, options["crash"] or 0, options["drift"])
    if faults.capture and faults.capture_best:
        raise _bad(
            "--capture and --capture-best are two ways to choose who is captured",
            "TwoCaptures",
            "give one of them",
        )
    _check_number(faults.capture or faults.capture_best, len(CAPTURABLE), "owners with agents")
    _check_number(faults.crash, len(FAILING), "agents that could crash")
    _check_time(faults, decisions)
    return faults


def _check_number(wanted: int, there: int, what: str) -> None:
    if wanted > there:
        raise _bad(f"{wanted} are too many: there are {there} {what}", "TooManyStruck", f"give {there} or fewer")


def _check_time(faults: "Faults", decisions: int) -> None:
    from moot.lab.faults import ONSET
    from moot.worlds.charging.calendar import HORIZON

    if (faults.capture or faults.capture_best or faults.crash) and decisions < ONSET:
        raise _bad(
            f"capture and crash begin when a third of the decisions are closed, and {decisions} have no third",
            "RunIsTooShort",
            f"give --days {ONSET * HORIZON} or more",
        )
    if faults.drift and faults.drift > decisions:
        raise _bad(
            f"there is no decision {faults.drift}: this run has {decisions}",
            "DriftIsTooLate",
            f"give --drift {decisions} or less, or --days {faults.drift * HORIZON}",
        )


def _bad(what: str, code: str, mend: str) -> BadUsage:
    return BadUsage(what, code=code, instead=NOTHING, mend=mend)
