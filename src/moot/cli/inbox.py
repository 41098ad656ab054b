"""`moot inbox`: what awaits a member, until when, and the command that answers it.

Laws: looking files what the calendar owes, so that no stage is shown that is over; nothing is signed
for anybody. Webhooks that were given up stand here alone: they belong to whoever keeps the folder, and
pages are everybody's.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from moot.cli.failure import NotThere, json_option
from moot.cli.floor import folder_argument, name_option, url_option

if TYPE_CHECKING:
    from moot.cli.inboxes import Item
    from moot.hall import Hall


@click.command(short_help="See what waits for you, and until when.")
@folder_argument
@name_option
@url_option
@json_option("Print one JSON object: what you must and may do, and what is open.")
def inbox(folder: Path, name: str | None, keys: Path | None, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """See what waits for you in the moot in FOLDER, until when, and which command answers it."""
    from moot.cli.afar import url_again
    from moot.cli.entries import one_line
    from moot.cli.house import clock_of, writing
    from moot.cli.inboxes import items
    from moot.cli.voice import speaker
    from moot.cli.webhook import given_up
    from moot.core.canonical import plain

    with writing(folder) as hall:
        me = speaker(folder, keys, name)
        _require_member(hall, me, folder)
        now = max(clock_of(folder).now(), 0)
        found = items(_docket(hall), hall.clerk.assembly, me, now)
        if as_json:
            shown = {"kind": "inbox", "agent": me, "now": now, "items": plain(found), "open": _docket(hall)}
            off = [{"name": each.name, "since": since, "why": each.off} for each, since in given_up(folder)]
            click.echo(one_line({**shown, "webhooks_off": off}))
            return
        how = f" {folder}" * (folder != Path()) + url_again() + f" --as {me}" * (name is not None)
        _show(hall, me, found, (now, how))
        _show_webhooks(folder)


def _docket(hall: "Hall") -> list[dict[str, object]]:
    return hall.view("docket")  # type: ignore[return-value] # a list of rows


def _show_webhooks(folder: Path) -> None:
    """Show which webhooks the server of this folder gave up: whoever has the folder set them up, and nobody else."""
    from moot.cli.rows import tell
    from moot.cli.webhook import given_up, off_rows

    if told := given_up(folder):
        click.echo("\nFor whoever keeps this folder")
        tell(list(off_rows(folder, told)))


def _require_member(hall: "Hall", me: str, folder: Path) -> None:
    if me not in hall.clerk.assembly.agents:
        raise NotThere(
            f"nobody in this moot is called {me}",
            code="UnknownMember",
            instead="There is no inbox to show.",
            mend=f"moot member {folder} lists who takes part",
        )


def _show(hall: "Hall", me: str, found: list["Item"], said_when: tuple[int, str]) -> None:
    from moot.cli.inboxes import item_rows, standing_rows
    from moot.cli.rows import tell
    from moot.cli.words import instant
    from moot.views.wording import counted

    now, how = said_when
    assembly = hall.clerk.assembly
    click.echo(f"{me}, {instant(now)}")
    tell([("purpose", assembly.charter.purpose.statement)])
    musts = sum(each.must for each in found)
    for must, title in (
        (True, f"{counted(musts, 'thing')} for you" if musts else "Nothing waits for you."),
        (False, "You may"),
    ):
        rows = [row for each in found if each.must == must for row in item_rows(each, now, how)]
        if rows or must:
            click.echo(f"\n{title}")
        tell(rows)
    docket = _docket(hall)
    may, reading = "Propose" in assembly.agents[me].may, how.split(" --as ", maxsplit=1)[0]
    proposals = [row for row in docket if row["proposal"]]
    if not proposals:
        click.echo(f"\nNo proposal is open.{f' To open one: moot propose{how}' * may}")
    if docket:
        click.echo("\nOpen")
    tell(standing_rows(docket, assembly))
    tell([("read it", f"moot proposal{reading}")] * bool(proposals))
    for noun in ("trial", "round"):
        tell([("read it", f"moot {noun} show{reading}")] * any(noun in row for row in docket))
