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
    from moot.core.charter import Charter
    from moot.wire.entry import Told

_LEAST_ROOM: Final = 40  # columns for what a clause says


@click.group(short_help="Read the rules of a moot.")
def charter() -> None:
    """Read the rules that the members gave themselves."""


@charter.command(short_help="Show every clause in force.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@json_option("Print one JSON object: the moot's id, the charter as recorded, and its clauses.")
def show(folder: Path, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Show the clauses in force in the moot in FOLDER, each with its id and its unit, and what amended them."""
    from moot.cli.entries import one_line
    from moot.cli.folder import reading, told
    from moot.core.canonical import plain
    from moot.wire.charter import clauses

    with reading(folder) as store:
        moot, found, amended = _in_force(told(store.read(0, store.size())))
    if as_json:
        rules = {each.id: each.text for each in clauses(found)}
        shown = {"moot": moot, "charter": plain(found), "clauses": rules, "amended_by": amended}
        click.echo(one_line(shown))
    else:
        for row in _rows(moot, found, amended):
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


def _in_force(entries: "Iterable[Told]") -> "tuple[str, Charter, list[str]]":
    """Return the moot's id, the charter in force, and the proposals that amended it, in their order."""
    from moot.core.events import CharterAmended, MootFounded

    moot, found, amended = "", None, list[str]()
    for event in (event for entry in entries for event in entry.events):
        match event:
            case MootFounded():
                moot, found = event.moot, event.charter
            case CharterAmended():
                found = event.charter
                amended.append(event.proposal)
            case _:
                pass
    if found is not None:
        return moot, found, amended
    raise NotThere(
        "the moot is not founded yet",
        code="NotFound",
        instead="Its record is empty, so there is no charter to show.",
        mend="file its founding first; moot demo --keep DIR makes a founded moot",
    )


def _rows(moot: str, found: "Charter", amended: list[str]) -> Iterator[str]:
    """Yield the clauses by section, each id beside what it says."""
    from moot.cli.line import WIDTH, printable
    from moot.cli.words import short
    from moot.wire.charter import clauses

    # The id of a value, mandate or action is a part of its clauses' ids.
    rows = [(each.id, printable(each.text)) for each in clauses(found) if not each.id.endswith(".id")]
    room = max(len(name) for name, _ in rows) + 4
    by = f", amended by {', '.join(map(short, amended))}" if amended else ""
    yield f"The charter of moot {short(moot)}{by}"
    section = ""
    for name, text in rows:
        if (begun := name.split(".")[0]) != section:
            section = begun
            yield from ("", section)
        first, *more = wrap(text, max(WIDTH - room, _LEAST_ROOM)) or [""]
        yield f"  {name:<{room - 4}}  {first}".rstrip()
        yield from (" " * room + row for row in more)
