"""`moot charter`: the rules that the members gave themselves.

Laws: every clause is shown under the id by which refusals cite it, in the units in which people write it.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Final

import click

from moot.cli.failure import NotThere, json_option

if TYPE_CHECKING:
    from moot.core.events import MootFounded
    from moot.wire.entry import Told

_LEAST_ROOM: Final = 40  # columns for what a clause says


@click.group(short_help="Read the rules of a moot.")
def charter() -> None:
    """Read the rules that the members gave themselves."""


@charter.command(short_help="Show every clause in force.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@json_option("Print one JSON object: the moot's id, the charter as recorded, and its clauses.")
def show(folder: Path, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Show the clauses in force in the moot in FOLDER, each with its id and its unit."""
    from moot.cli.entries import one_line
    from moot.cli.folder import reading, told
    from moot.core.canonical import plain
    from moot.wire.charter import clauses

    with reading(folder) as store:
        founded = _founded(told(store.read(0, store.size())))
    if as_json:
        rules = {each.id: each.text for each in clauses(founded.charter)}
        click.echo(one_line({"moot": founded.moot, "charter": plain(founded.charter), "clauses": rules}))
    else:
        for row in _rows(founded):
            click.echo(row)


@charter.command(short_help="Print a charter to begin with.")
@click.argument("name", type=click.Choice(["team", "community", "laboratory"]))
@json_option("Print one JSON object: the name, for whom it is, and the text.")
def template(name: str, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Print the charter that moot init begins with for a team, a community or a laboratory, to be changed.

    moot charter template team > ours.toml, then moot init --charter ours.toml.
    """
    from moot.cli.entries import one_line
    from moot.cli.template import TEMPLATES

    found = TEMPLATES[name]
    click.echo(one_line({"name": name, "whom": found.whom, "text": found.text}) if as_json else found.text, nl=as_json)


def _founded(entries: "Iterable[Told]") -> "MootFounded":
    """Return the founding, whose charter is in force: there is no act yet that changes it."""
    from moot.core.events import MootFounded

    for event in (event for entry in entries for event in entry.events):
        if isinstance(event, MootFounded):
            return event
    raise NotThere(
        "the moot is not founded yet",
        code="NotFound",
        instead="Its record is empty, so there is no charter to show.",
        mend="file its founding first; moot demo --keep DIR makes a founded moot",
    )


def _rows(founded: "MootFounded") -> Iterator[str]:
    """Yield the clauses by section, each id beside what it says."""
    from moot.cli.line import WIDTH, printable
    from moot.cli.words import short
    from moot.wire.charter import clauses

    # The id of a value, mandate or action is a part of its clauses' ids.
    rows = [(each.id, printable(each.text)) for each in clauses(founded.charter) if not each.id.endswith(".id")]
    room = max(len(name) for name, _ in rows) + 4
    yield f"The charter of moot {short(founded.moot)}"
    section = ""
    for name, text in rows:
        if (begun := name.split(".")[0]) != section:
            section = begun
            yield from ("", section)
        first, *more = wrap(text, max(WIDTH - room, _LEAST_ROOM)) or [""]
        yield f"  {name:<{room - 4}}  {first}".rstrip()
        yield from (" " * room + row for row in more)
