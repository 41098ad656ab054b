"""`moot tend`: to file what the calendar owes, and in a rehearsal to let time pass.

Laws: nothing is filed that is not due; time is moved in a rehearsal alone.
"""

from pathlib import Path

import click

from moot.cli.amounts import bad_amount
from moot.cli.entries import entry_json
from moot.cli.failure import BadUsage, json_option
from moot.cli.floor import folder_argument
from moot.cli.line import printable
from moot.cli.log import row
from moot.cli.rows import tell
from moot.cli.words import instant
from moot.wire.units import TIME


@click.command(short_help="File what is due: deadlines, envelopes, epochs.")
@folder_argument
@click.option("--wait", metavar="DURATION", help="In a rehearsal: let so much time pass, such as '14 days'.")
@click.option("--skip", is_flag=True, help="In a rehearsal: let the time pass until the next deadline.")
@json_option("Print one JSON object a line: every entry that was filed.")
def tend(folder: Path, wait: str | None, skip: bool, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """File what the calendar of the moot in FOLDER owes: stages that are over, envelopes, links, epochs.

    Every command that writes does this too, so it is needed only where nobody has said anything for a
    while. In a rehearsal (moot init --rehearse) it also moves the clock.
    """
    from moot.cli.house import clock_of, writing
    from moot.cli.inboxes import standing_rows

    before = _size(folder)
    if wait is not None or skip:
        _move(folder, wait)
    with writing(folder) as hall:
        told = list(hall.door().entries(before))
        for each in told:
            click.echo(entry_json(each) if as_json else printable(row(each)))
        if as_json:
            return
        if not told:
            click.echo("Nothing was due.")
        click.echo(f"It is {instant(clock_of(folder).now())}.")
        tell(standing_rows(hall.view("docket"), hall.clerk.assembly))  # type: ignore[arg-type] # rows


def _size(folder: Path) -> int:
    """Return how many entries there are before anything is filed."""
    from moot.cli.folder import reading

    with reading(folder) as store:
        return store.size()


def _move(folder: Path, wait: str | None) -> None:
    """Let the time of a rehearsal pass: for `wait`, or until the next deadline."""
    from moot.cli.house import writing
    from moot.cli.rehearsal import clock_in, set_clock

    clock = clock_in(folder)
    if clock is None:
        raise BadUsage(
            f"{folder} is no rehearsal",
            code="NoRehearsal",
            instead="Nothing was recorded: this moot lives in real time, which nobody moves.",
            mend="leave --wait and --skip out; moot init --rehearse founds a moot whose time you move",
        )
    now = clock.now()
    if wait is not None:
        now += duration(wait)
    else:
        with writing(folder) as hall:
            now = max(hall.clerk.due() or now, now)
    set_clock(folder, now)


def duration(text: str) -> int:
    """Return a duration in milliseconds; ten years at most."""
    from moot.core.charter import DAY

    try:
        found = TIME.read(text)
    except ValueError:
        raise bad_amount(text, "'14 days', '2 h' or '30 min'") from None
    if found > 3_660 * DAY:
        raise bad_amount(text, "'14 days'; ten years at most")
    return found
