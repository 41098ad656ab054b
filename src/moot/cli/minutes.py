"""`moot minutes`: what was decided, by whom, why, and how it went, for every decision of a moot.

Laws: it reads the views that members read, so it tells nothing that is still sealed; what members
wrote is shown and never obeyed; reading changes nothing and proves nothing, `moot verify` does.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import click

from moot.cli.entries import one_line
from moot.cli.failure import BadUsage, NotThere, json_option
from moot.cli.floor import folder_argument, url_option
from moot.cli.line import printable
from moot.cli.words import moment
from moot.views.wording import percent, short

if TYPE_CHECKING:
    from moot.views.views import Views

_PAGE: Final = 100  # decisions read at once


@click.command(short_help="Read what was decided, and how it went.")
@folder_argument
@click.argument("proposal", required=False)
@url_option
@json_option("Print one JSON object: the minutes, or a line for each decision.")
def minutes(folder: Path, proposal: str | None, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """List the decisions of the moot in FOLDER, or read the minutes of PROPOSAL in Markdown.

    PROPOSAL is the number of a decision in the list, or the first digits of its id; with --url it may stand alone.
    Times are UTC. What is read from a folder is not checked: moot verify FOLDER does that.
    """
    from moot.cli.afar import url_asked
    from moot.cli.folder import reading, told
    from moot.views.views import Views

    if url_asked() and proposal is None and folder != Path():
        proposal = str(folder)
    with reading(folder) as store:
        views = Views(store.text)
        for entry in told(store.read(0, store.size())):
            views.tell(entry)
        rows = list(_decisions(views))
        if proposal is None:
            for row in rows:
                click.echo(one_line(row) if as_json else _line(row))
            return
        named = _named(proposal, rows)
        form = "json" if as_json else "markdown"
        written = views.view("minutes", proposal=named, form=form)
    click.echo(one_line(written) if as_json else written, nl=as_json)


def _decisions(views: "Views") -> Iterator[Mapping[str, Any]]:
    """Yield a row for each decision, in the order of submission."""
    start: int | None = 0
    while start is not None:
        page = cast("Mapping[str, Any]", views.view("decisions", start=str(start), limit=str(_PAGE)))
        yield from page["rows"]
        start = page["next"]


def _named(proposal: str, rows: list[Mapping[str, Any]]) -> str:
    """Return the id of the decision that is meant; ends with a `Failure` if it is none, or several."""
    numbered = [row["proposal"] for row in rows if str(row["number"]) == proposal]
    found = numbered or [row["proposal"] for row in rows if row["proposal"].startswith(proposal.lower())]
    if not found:
        raise NotThere(
            f"there is no decision {proposal}",
            code="NotFound",
            instead=f"The record has {len(rows)} of them; no minutes were written.",
            mend="moot minutes FOLDER lists them",
        )
    if len(found) > 1:
        raise BadUsage(
            f"{proposal} is the beginning of {len(found)} ids",
            code="Ambiguous",
            instead="No minutes were written, because it is not clear whose.",
            mend="give more digits, or the number of the decision",
        )
    return str(found[0])


def _line(row: Mapping[str, Any]) -> str:
    """Return a decision in one line."""
    score = f"{percent(row['score'])} %" if row["score"] is not None else ""
    said = (
        f"{row['number']:>4}  {moment(row['submitted']):%Y-%m-%d %H:%M}  {short(row['proposal'])}  "
        f"{row['target']:<16} {row['author']:<19} {row['stage']:<17} {score:>7}  {row['why'] or ''}"
    )
    return printable(said.rstrip())
