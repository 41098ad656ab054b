"""`moot charter`: the rules that the members gave themselves.

Laws: every clause is shown under the id by which refusals cite it, in the units in which people write it;
whoever proposes other rules sees every clause that differs, and is refused before it signs what cannot hold.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Final, Unpack, cast

import click

from moot.cli.asking import perhaps
from moot.cli.entries import one_line
from moot.cli.failure import NOTHING, NotThere, Overtaken, json_option
from moot.cli.floor import Asked, Floor, floor, folder_argument, taking_the_floor, url_option
from moot.cli.line import WIDTH, printable
from moot.cli.matter import CHARTER
from moot.cli.propose import cost_rows
from moot.cli.rows import Row, because
from moot.cli.rules import differences, written
from moot.cli.template import TEMPLATES
from moot.cli.words import round_percent
from moot.core.canonical import plain
from moot.views import Shown
from moot.views.wording import counted, short

if TYPE_CHECKING:
    from moot.core.charter import Charter
    from moot.wire.entry import Told

_LEAST_ROOM: Final = 40  # columns for what a clause says


@click.group(short_help="Read the rules of a moot, or propose others.")
def charter() -> None:
    """Read the rules that the members gave themselves, or propose others in their place."""


@charter.command(short_help="Show every clause in force.")
@folder_argument
@url_option
@click.option("--toml", is_flag=True, help="As a text to change, for moot charter amend.")
@json_option("Print one JSON object: the moot's id, the charter as recorded, and its clauses.")
def show(folder: Path, toml: bool, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Show the clauses in force in the moot in FOLDER, each with its id and its unit, and what amended them."""
    from moot.cli.folder import reading, told
    from moot.wire.charter import clauses, write_charter

    with reading(folder) as store:
        moot, found, amended = _in_force(told(store.read(0, store.size())))
    if as_json:
        rules = {each.id: each.text for each in clauses(found)}
        shown = {"moot": moot, "charter": plain(found), "clauses": rules, "amended_by": amended}
        click.echo(one_line(shown))
    elif toml:
        click.echo(write_charter(found), nl=False)
    else:
        for row in _rows(moot, found, amended):
            click.echo(row)


@charter.command(short_help="Propose other rules.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@taking_the_floor
@click.option("--reason", help="Why, for everybody to read.")
def amend(file: Path, reason: str | None, **asked: Unpack[Asked]) -> None:
    """Propose the charter in FILE (TOML) in place of the one in force in the moot in FOLDER.

    Begin with what is in force, moot charter show FOLDER --toml > FILE, and change it there. Every clause that
    differs is shown before you sign. Rules are changed slowly: it takes two thirds of the owners, people
    among them, and then days before it holds.
    """
    from moot.core.assembly.amending import check_amendment

    with floor(asked) as now:
        rules = written(file, NOTHING)
        changes = _changes(now.charter, rules)
        check_amendment(now.assembly, rules)
        reason = perhaps(reason, "Why (Enter for none)")
        rows = [*changes, *_slow_rows(now), *because(reason)]
        now.file(f"a proposal on the {CHARTER}", rows, lambda: now.member.propose_charter(rules, reason))


def _changes(before: "Charter", after: "Charter") -> list[Row]:
    """Return a row for each clause that differs; ends with `Overtaken` if none does."""
    if before == after:
        raise Overtaken(
            "this is the charter in force, clause by clause",
            code="AlreadyDone",
            mend="change a clause; moot charter show lists them all",
        )
    return [("change", each) for each in differences(before, after) or ["the order of its tables"]]


def _slow_rows(floor: Floor) -> list[Row]:
    """Return how the rules themselves are changed, and what it costs to propose it."""
    from moot.cli.inboxes import left

    slow = floor.charter.structure.charter
    lately = f"the owners that acted in the last {counted(slow.active, 'epoch')}, or vote"
    lane, *costs = cost_rows(floor, "charter")
    return [
        lane,
        ("passes", f"with two thirds of {lately}; a person casts the votes of {round_percent(slow.people)} of them"),
        ("timelock", f"{left(slow.timelock, 0)} between the decision and the day on which it holds"),
        ("runs", f"for {left(slow.horizon, 0)}; then it is measured like anything else"),
        *costs,
    ]


@charter.command(short_help="Print a charter to begin with.")
@click.argument("name", type=click.Choice(list(TEMPLATES)))
@json_option("Print one JSON object: the name, for whom it is, and the text.")
def template(name: str, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Print the charter that moot init begins with for a team, a community or a laboratory, to be changed.

    moot charter template team > ours.toml, then moot init --charter ours.toml.
    """
    found = TEMPLATES[name]
    click.echo(one_line({"name": name, "whom": found.whom, "text": found.text}) if as_json else found.text, nl=as_json)


def _in_force(entries: "Iterable[Told]") -> "tuple[str, Charter, list[str]]":
    """Return the moot's id, the charter in force, and the proposals that amended it, in their order."""
    from moot.views.charter import CharterView

    rules = CharterView()
    for entry in entries:
        rules.tell(entry)
    page = cast("Shown", rules.show())
    if page["moot"] is None:
        raise NotThere(
            "the moot is not founded yet",
            code="NotFound",
            instead="Its record is empty, so there is no charter to show.",
            mend="file its founding first; moot demo --keep DIR makes a founded moot",
        )
    return page["moot"], rules.in_force, [each["proposal"] for each in page["history"] if each["proposal"]]


def _rows(moot: str, found: "Charter", amended: list[str]) -> Iterator[str]:
    """Yield the clauses by section, each id beside what it says."""
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
