"""`moot mandate`: to watch something from the next epoch on, to leave it to others, and to see who watches what.

Laws: a change counts from the next epoch, which is shown before it is signed; whoever is drawn already stays.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Unpack

import click

from moot.cli.asking import chosen
from moot.cli.entries import one_line
from moot.cli.failure import json_option
from moot.cli.floor import Asked, Floor, floor, folder_argument, taking_the_floor, url_option
from moot.cli.rows import Row, tell
from moot.cli.words import instant, listed, some
from moot.views import Shown
from moot.views.wording import counted, money


@click.group(short_help="Take or leave a mandate, or see who watches what.")
def mandate() -> None:
    """Watch a part of what a moot cares for: whoever holds its mandate is drawn to review, and perhaps to guard."""


@mandate.command(short_help="Watch it, from the next epoch on.")
@taking_the_floor
@click.option("--mandate", metavar="NAME", help="Which one.")
def take(mandate: str | None, **asked: Unpack[Asked]) -> None:
    """Take a mandate in the moot in FOLDER: from the next epoch on you may be drawn for it.

    Whoever is drawn and stays silent loses a deposit, so take what you can answer for.
    """
    with floor(asked) as now:
        name = _named(now, mandate, "Which mandate do you take")
        agency = now.charter.agency
        fee = f"{money(agency.reviewer_fee)} credits a review; each seat holds {money(agency.reviewer_deposit)}"
        rows = [*_mandate_rows(now, name), ("pays", f"{fee}, which silence loses (agency.reviewer_deposit)")]
        now.file(f"that {now.member.agent} watches {name}", rows, lambda: now.member.take_mandate(name))


@mandate.command(short_help="Leave it to others, from the next epoch on.")
@taking_the_floor
@click.option("--mandate", metavar="NAME", help="Which one.")
def leave(mandate: str | None, **asked: Unpack[Asked]) -> None:
    """Leave a mandate in the moot in FOLDER: from the next epoch on you are not drawn for it any more.

    What you are drawn for already you see through.
    """
    with floor(asked) as now:
        name = _named(now, mandate, "Which mandate do you leave")
        rows = [*_mandate_rows(now, name), ("owes", "the seats that are drawn already, until they are answered")]
        now.file(f"that {now.member.agent} leaves {name}", rows, lambda: now.member.leave_mandate(name))


def _named(floor: Floor, given: str | None, question: str) -> str:
    known = [each.id for each in floor.charter.structure.mandates]
    return chosen(given, "--mandate NAME", question, known, "mandate")


def _mandate_rows(floor: Floor, name: str) -> list[Row]:
    """Return what a mandate watches, who holds it now, and from when on a change counts."""
    from moot.core.assembly.state import epoch_ends

    [row] = floor.member.see_all("coverage", mandate=name)
    assembly = floor.assembly
    since = f"from epoch {assembly.epoch + 1} on, {instant(epoch_ends(assembly))} or soon after"
    return [("mandate", _watch(row)), ("counts", since)]


def _watch(row: Shown) -> str:
    """Return what a mandate watches, for how many seats, and who holds it."""
    seats = counted(row["seats"], "seat")
    return f"{row['mandate']} watches {listed(row['values'])}, {seats}; held by {some(list(row['owners'])) or 'nobody'}"


@mandate.command(short_help="See who watches what, and where somebody is missing.")
@folder_argument
@url_option
@json_option("Print one JSON object: each mandate with its holders, how they answered, and what is missing.")
def show(folder: Path, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """See who holds which mandate in the moot in FOLDER, and where owners are missing."""
    from moot.cli.seen import seeing

    with seeing(folder) as seen:
        rows = seen.rows("coverage")
    if as_json:
        click.echo(one_line({"kind": "mandates", "mandates": rows}))
        return
    tell(each for row in rows for each in _shown(row))


def _shown(row: Shown) -> Iterator[Row]:
    yield "mandate", _watch(row)
    if row["hole"]:
        yield "missing", row["hole"]
    if row["unreliable"]:
        yield "silent", f"the last time they were drawn: {', '.join(row['unreliable'])}"
