"""`moot log`: the record, entry by entry, in one line each.

Laws: reading changes nothing and proves nothing; `moot verify` is what checks.
"""

import sys
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from moot.cli.entries import entry_json
from moot.cli.failure import json_option
from moot.cli.floor import folder_argument, url_option
from moot.cli.line import printable
from moot.cli.words import moment
from moot.views.wording import short

if TYPE_CHECKING:
    from moot.wire.entry import Told


@click.command(short_help="Read a record, entry by entry.")
@folder_argument
@url_option
@click.option("--start", type=click.IntRange(min=0), default=0, show_default=True, help="The first entry to show.")
@click.option("--limit", type=click.IntRange(min=0), help="Show at most so many.")
@json_option("Print one JSON object a line, with every event.")
def log(folder: Path, start: int, limit: int | None, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Read the record of the moot in FOLDER: when, who, which act, on which proposal, and what followed.

    Times are UTC. What is read from a folder is not checked: moot verify FOLDER does that. With --url, every entry
    was checked before it is shown.
    """
    from moot.cli.folder import reading, told

    with reading(folder) as store:
        stop = store.size() if limit is None else start + limit
        for entry in told(store.read(start, stop)):
            click.echo(entry_json(entry) if as_json else row(entry))


def row(entry: "Told") -> str:
    """Return an entry in one line, cut where a terminal ends."""
    from moot.views.sentences import followed

    kind, proposal = type(entry.act.command).__name__, short(_proposal(entry))
    said = f"{entry.index:>6}  {moment(entry.received):%Y-%m-%d %H:%M:%S}  {entry.act.by:<19} {kind:<15} {proposal:<8} "
    row = said + printable(followed(entry.events))
    width = get_terminal_size().columns if sys.stdout.isatty() else len(row)
    return row if len(row) <= width else row[: width - 1] + "…"


def _proposal(entry: "Told") -> str:
    """Return the id of the proposal that the act or what followed is about; empty where there is none."""
    named = (getattr(each, "proposal", None) for each in (entry.act.command, *entry.events))
    return next(filter(None, named), "")
