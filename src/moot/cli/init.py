"""`moot init`: to found a moot in a folder.

Laws: three questions, each with a default, and an option for each; the founding is tried in memory first, so
that a refusal leaves nothing behind; the folder holds keys, and is for its owner alone.
"""

import getpass
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict, Unpack

import click

from moot.cli.amounts import assignment, bad_amount, require_known, whole
from moot.cli.asking import needed
from moot.cli.entries import one_line
from moot.cli.failure import BadUsage, Unverified, json_option
from moot.cli.parameters import Folder
from moot.cli.rows import tell
from moot.cli.rules import charter_of
from moot.cli.surroundings import surroundings
from moot.cli.template import TEMPLATES
from moot.core.refusal import Refused
from moot.views.wording import short

if TYPE_CHECKING:
    from moot.cli.founders import Pair, Plan
    from moot.core.charter import Charter

NOTHING: Final = "Nothing was founded, and nothing was written."
_STRANGE: Final = re.compile(r"[^a-z0-9._-]+")


class InitAsked(TypedDict):
    """How a moot is to be founded."""

    folder: Path
    template: str | None
    charter: Path | None
    name: str | None
    owner: tuple[str, ...]
    in_force: tuple[str, ...]
    rehearse: str | None
    store: str | None
    dry_run: bool
    as_json: bool


@click.command(short_help="Found a moot in a folder.")
@click.argument("folder", type=Folder(path_type=Path, file_okay=False), default=Path("our-moot"), metavar="[FOLDER]")
@click.option("--template", type=click.Choice(list(TEMPLATES)), help="Which charter to begin with.")
@click.option(
    "--charter", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="A charter of your own, in TOML."
)
@click.option("--name", help="What you are called there: small letters, digits, '.', '_' and '-'.")
@click.option("--owner", multiple=True, metavar="NAME", help="Who else has a voice; repeat it, or give several.")
@click.option(
    "--in-force", multiple=True, metavar="[KIND.]TERM=NUMBER", help="What is in force at the beginning; repeat it."
)
@click.option("--rehearse", metavar="DATE", help="Found a rehearsal: its time begins then, and you move it.")
@click.option(
    "--store",
    metavar="URL",
    help="Keep the record in a PostgreSQL database, 'postgresql://USER@HOST/DATABASE'; leave passwords to ~/.pgpass.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be founded, and stop.")
@json_option("Print one JSON object: the moot's id, its members, and where their keys lie.")
def init(**asked: Unpack[InitAsked]) -> None:
    """Found a moot in FOLDER (./our-moot if you name none): a charter, its members with their keys, and a record.

    Everybody with a voice gets a key file to be handed over; so does whoever carries out what is decided,
    and the two meters who say how it went: they have no voice, so that nobody decides and measures.
    """
    from moot.cli.founders import new_keys

    _require_empty(asked["folder"])
    plan = _plan(asked)
    began = _instant(asked["rehearse"])
    keys = new_keys(plan, surroundings().chance)
    _try(plan, keys, began)
    if asked["dry_run"]:
        click.echo(f"{NOTHING} It would be:", err=True)
        _tell_plan(plan)
        return
    if asked["store"] is not None:
        _require_vacant(asked["store"])
    _found(plan, keys, asked, began)


def _require_empty(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise BadUsage(
            f"{folder} is not empty",
            code="FolderIsNotEmpty",
            instead=f"{NOTHING} What is in it was not touched.",
            mend="name a new folder",
        )


def _require_vacant(store: str) -> None:
    """End with a `Failure` unless a record can begin in that database."""
    from contextlib import closing

    from moot.clerk.ports import StoreFailed
    from moot.hall import open_database
    from moot.settings import is_database

    if not is_database(store):
        raise BadUsage(
            "what was given to --store is no address of a database",
            code="BadStore",
            instead=NOTHING,
            mend="write it as postgresql://USER@HOST/DATABASE",
        )
    try:
        with closing(open_database(store)) as opened:
            size = opened.size()
    except StoreFailed as failure:
        mend = failure.mend or "mend the cause, and try again"
        raise Unverified(
            f"the database cannot be used: {failure.why}", code="StoreFailed", instead=NOTHING, mend=mend
        ) from failure
    if size:
        raise BadUsage(
            f"the database holds a record already, of {size:,} entries",
            code="StoreIsNotEmpty",
            instead=f"{NOTHING} What is in it was not touched.",
            mend="name another database, or with ?search_path=NAME another schema of it",
        )


def _plan(asked: InitAsked) -> "Plan":
    """Return who founds what, as the options say and the answers complete it."""
    from moot.cli.founders import Plan, enough, names_of

    charter, in_force = _charter(asked)
    first = needed(asked["name"], "--name", "What are you called there", _login())
    least = max(enough(charter), 3)
    guests = " ".join(f"member-{number}" for number in range(2, least + 1))
    question = f"Who else has a voice (at least {enough(charter) - 1} beside you; each gets a key file)"
    others = names_of(asked["owner"] or [needed(None, "--owner NAME", question, guests)])
    if len(others) + 1 < enough(charter):
        raise BadUsage(
            f"{len(others) + 1} owners with a voice are too few for this charter",
            code="TooFewOwners",
            instead=f"{NOTHING} Beside an author it needs {charter.agency.contributors} who add chance "
            "(agency.contributors) and one for each seat of a panel (structure.mandates).",
            mend=f"name at least {enough(charter) - 1} others with --owner, or ask for less in the charter",
        )
    return Plan(charter, first, others, in_force)


def _login() -> str:
    try:
        name = getpass.getuser().lower()
    except (KeyError, OSError):
        name = ""
    return _STRANGE.sub("-", name).strip("-._") or "founder"


def _charter(asked: InitAsked) -> "tuple[Charter, dict[str, dict[str, int]]]":
    """Return the charter, and what is in force under it by kind of action."""
    start: dict[str, dict[str, int]] = {}
    if asked["charter"] is not None and asked["template"] is None:
        text = asked["charter"].read_text(encoding="utf-8", errors="replace")
    elif asked["charter"] is None:
        name = needed(asked["template"], "--template", f"Which charter to begin with ({', '.join(TEMPLATES)})", "team")
        if name not in TEMPLATES:
            raise BadUsage(
                f"there is no template '{name}'",
                code="NotFound",
                instead=NOTHING,
                mend=f"there are {', '.join(TEMPLATES)}",
            )
        text, start = TEMPLATES[name].text, {kind: dict(terms) for kind, terms in TEMPLATES[name].in_force.items()}
    else:
        raise BadUsage(
            "--template and --charter exclude one another", code="BadUsage", instead=NOTHING, mend="give one"
        )
    charter = charter_of(text, NOTHING)
    return charter, _in_force(charter, start, asked["in_force"])


def _in_force(
    charter: "Charter", start: dict[str, dict[str, int]], texts: tuple[str, ...]
) -> dict[str, dict[str, int]]:
    """Return the terms in force by kind: as a template has them, as said, or as somebody answers."""
    said = {f"{kind.id}.{term.id}": (kind, term) for kind in charter.structure.actions for term in kind.terms}
    found = {kind.id: dict(start.get(kind.id, {})) for kind in charter.structure.actions}
    for text in texts:
        name, amount = assignment(text)
        full = [each for each in said if each == name or each.endswith(f".{name}")]
        require_known([name] if len(full) != 1 else [], said, "single term")
        kind, term = said[full[0]]
        found[kind.id][term.id] = whole(amount)
    for name, (kind, term) in said.items():
        if term.id not in found[kind.id]:
            found[kind.id][term.id] = whole(
                needed(None, f"--in-force {name}=NUMBER", f"{name} in force now, {term.low} to {term.high} {term.unit}")
            )
    return found


def _instant(text: str | None) -> int | None:
    from moot.cli.rehearsal import parsed

    if text is None:
        return None
    try:
        return max(parsed(text), 0)
    except ValueError:
        raise bad_amount(text, "2027-01-15 or 2027-01-15T09:00") from None


def _try(plan: "Plan", keys: "dict[str, Pair]", began: int | None) -> None:
    """Found the moot in memory, so that a refusal leaves nothing behind."""
    from moot.clerk.clock import HandSetClock, SystemClock
    from moot.cli.founders import first_act
    from moot.cli.house import refusal
    from moot.hall import open_hall
    from moot.kit.member import Member

    clock = SystemClock() if began is None else HandSetClock(began)
    with open_hall(clock=clock) as hall:
        founder = Member(hall.door(), keys[plan.first].ring(plan.charter), plan.first, plan.first, clock.now)
        try:
            founder.file(first_act(plan, keys, hall.introduce("clerk", plan.charter.agency.links)))
        except Refused as refused:
            raise refusal(refused, plan.charter) from refused


def _found(plan: "Plan", keys: "dict[str, Pair]", asked: InitAsked, began: int | None) -> None:
    """Make the folder, write the keys, and found the moot in it."""
    from moot.cli.demo import ALL, IGNORE
    from moot.cli.founders import first_act, write_keys
    from moot.cli.house import clock_of, failing
    from moot.cli.rehearsal import set_clock
    from moot.hall import open_hall
    from moot.kit.member import Member
    from moot.kit.secret import make_secret
    from moot.settings import SETTINGS, Settings

    folder = asked["folder"]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / IGNORE).write_text(ALL)
        if asked["store"] is not None:
            make_secret(folder / SETTINGS, Settings(asked["store"]).written())
    except OSError as error:
        raise BadUsage(
            f"{folder} cannot be written: {error.strerror or error}",
            code="FolderCannotBeWritten",
            instead=NOTHING,
            mend="name a new folder in a place where you may write",
        ) from error
    if began is not None:
        set_clock(folder, began)
    clock = clock_of(folder)
    with failing(folder), open_hall(folder, clock=clock, chance=surroundings().chance) as hall:
        places = write_keys(plan, keys, folder)
        founder = Member(hall.door(), keys[plan.first].ring(plan.charter), plan.first, plan.first, clock.now)
        receipt = founder.file(first_act(plan, keys, hall.introduce("clerk", plan.charter.agency.links)))
    _tell(plan, places, asked, receipt.id)


def _tell(plan: "Plan", places: dict[str, Path], asked: InitAsked, moot: str) -> None:
    folder = asked["folder"]
    if asked["as_json"]:
        named = {name: str(path) for name, path in places.items()}
        people, workers = list(plan.people), list(plan.workers)
        click.echo(one_line({"kind": "founded", "moot": moot, "people": people, "workers": workers, "keys": named}))
        return
    click.echo(f"Moot {short(moot)} is founded in {folder}.")
    _tell_plan(plan)
    recovery = places[plan.first].with_suffix(".recovery")
    rows = [
        ("your key", f"{places[plan.first]}; keep it, and show it to nobody"),
        ("recovery", f"{recovery}: print it or put it elsewhere, then delete it; it will not be made again"),
        ("hand over", f"{folder}/hand-over holds a key for everybody else: give each their own, and delete it there"),
        *([("rehearsal", f"time stands still; moot tend {folder} --skip moves it")] if asked["rehearse"] else []),
        ("next", f"moot inbox {folder}"),
        ("", f"moot charter show {folder}"),
        ("", f"moot propose {folder}"),
    ]
    tell(rows)


def _tell_plan(plan: "Plan") -> None:
    from moot.core.charter import meters

    executors = ", ".join(sorted({kind.executor for kind in plan.charter.structure.actions}))
    rows = [
        ("purpose", plan.charter.purpose.statement),
        ("voices", ", ".join(plan.people)),
        ("works", f"{executors} carries out; {', '.join(meters(plan.charter))} measure"),
    ]
    for kind in plan.charter.structure.actions:
        terms = plan.in_force[kind.id]
        said = ", ".join(f"{term.id} {terms[term.id]} ({term.unit})" for term in kind.terms)
        rows.append(("in force", f"{kind.target}: {said}"))
    tell(rows)
