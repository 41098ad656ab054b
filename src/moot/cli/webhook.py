"""`moot webhook`: whom the server of a moot tells of what is recorded, and what came of telling them.

Laws: a secret is printed once, when somebody is added; an address that is not public is refused unless it is allowed;
nothing here touches the record, and a server that runs takes up every change at once.
"""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from moot.cli.failure import BadUsage, NotThere, Unverified, json_option
from moot.cli.floor import folder_argument

if TYPE_CHECKING:
    from moot.web.hooks.book import Book, Delivery, Subscriber

F = TypeVar("F", bound=Callable[..., object])
NOTHING = "Nothing was changed."


@click.group(short_help="Have others told of what is recorded, by HTTP.")
def webhook() -> None:
    """Have others told of what is recorded: moot serve posts every entry to them, signed, until they have taken it.

    Who receives one checks it with the secret that was printed, or with the key at /api/v1/webhooks.
    """


def book_of(folder: Path) -> "Book":
    """Open the book of webhooks in a folder; ends with a `Failure` if it cannot be used."""
    import apsw

    from moot.web.hooks.book import FILE, Book

    try:
        return Book(folder / FILE)
    except (apsw.Error, OSError) as error:
        raise Unverified(
            f"{folder / FILE} cannot be used: {error}",
            code="StoreFailed",
            instead=f"{NOTHING} Nobody is told, and nothing is served.",
            mend="mend the cause, or move that file away: a new one is begun, in which nobody is yet",
        ) from error


def given_up(folder: Path) -> "list[tuple[Subscriber, int]]":
    """Return which webhooks of a folder were given up, and when (ms); looking begins no book."""
    from moot.web.hooks.book import FILE

    if not os.access(folder / FILE, os.R_OK | os.W_OK):  # there is none, or it is somebody else's
        return []
    with closing(book_of(folder)) as book:
        return book.given_up()


def off_rows(folder: Path, told: "list[tuple[Subscriber, int]]") -> "Iterator[tuple[str, str]]":
    """Yield which webhooks were given up, since when and why, and the command that goes on."""
    from moot.cli.words import instant

    where = f" {folder}" * (folder != Path())
    for each, since in told:
        yield "webhook", f"{each.name} is told no more since {instant(since)}: {each.off}"
        yield "", f"moot webhook on{where} --name {each.name}"


@contextmanager
def _opened(folder: Path) -> Iterator["Book"]:
    from moot.cli.folder import reading

    with reading(folder), closing(book_of(folder)) as book:
        yield book


def name_option(command: F) -> F:
    """Let a command be told which webhook it is about."""
    return click.option("--name", help="Which webhook, if there are several.")(command)


@webhook.command(short_help="Tell somebody from now on.")
@folder_argument
@click.option("--to", "place", required=True, metavar="URL", help="Where entries are posted.")
@click.option("--kind", "kinds", multiple=True, help="Only entries with this act or event; repeat it for more.")
@click.option("--from", "start", type=click.IntRange(0), metavar="ENTRY", help="From this entry on, not from now on.")
@click.option("--allow-private", is_flag=True, help="Let the address be one of this machine or its neighbours.")
@json_option("Print one JSON object: what was added, with its secret.")
def add(folder: Path, place: str, kinds: tuple[str, ...], start: int | None, **flags: bool) -> None:
    """Have the server of the moot in FOLDER tell the address URL of every entry."""
    from moot.cli.entries import one_line
    from moot.cli.folder import reading
    from moot.cli.rows import tell
    from moot.kit.webhooks import shared

    _require_kinds(kinds)
    _require_place(place, private=flags["allow_private"])
    with reading(folder) as store, closing(book_of(folder)) as book:
        begins = store.size() if start is None else start
        made = book.add(place, kinds=kinds, private=flags["allow_private"], start=begins)
    if flags["as_json"]:
        click.echo(one_line({**_shown(made), "secret": shared(made.secret)}))
        return
    tell([("added", f"{made.name}: {made.url}"), ("tells", _wants(made)), ("secret", shared(made.secret))])
    tell(
        [("", "It is not shown again. Whoever receives needs it, to check what comes; or the key at /api/v1/webhooks.")]
    )


def _require_kinds(kinds: tuple[str, ...]) -> None:
    from moot.core.commands import COMMANDS
    from moot.core.events import EVENTS

    known = {*COMMANDS, *EVENTS}
    for kind in kinds:
        if kind not in known:
            raise BadUsage(
                f"there is no act or event '{kind}'", code="NotFound", instead=NOTHING, mend="docs/acts.md lists them"
            )


def _require_place(url: str, *, private: bool) -> None:
    from moot.web.hooks.places import NoPlace, found

    try:
        asyncio.run(found(url, private=private))
    except NoPlace as no:
        raise BadUsage(
            str(no),
            code="AddressNotCalled",
            instead=NOTHING,
            mend="give a public address; --allow-private takes one of this machine or its neighbours",
        ) from None


@webhook.command("list", short_help="See who is told, and how far.")
@folder_argument
@json_option("Print one JSON object: a row for each webhook, without its secret.")
def list_(folder: Path, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """List whom the server of the moot in FOLDER tells, how far each was told, and who is switched off and why."""
    from moot.cli.entries import one_line
    from moot.cli.rows import tell
    from moot.cli.words import instant

    with _opened(folder) as book:
        known, since = book.all(), {each.name: at for each, at in book.given_up()}
    if as_json:
        click.echo(one_line({"kind": "webhooks", "rows": [_shown(each) for each in known]}))
        return
    for each in known:
        tell([("webhook", f"{each.name}: {each.url}"), ("tells", f"{_wants(each)}; next is entry {each.next}")])
        if each.off is not None:
            when = f"since {instant(since[each.name])}: " if each.name in since else ""
            tell([("off", f"{when}{each.off}; moot webhook on {folder} --name {each.name} goes on")])
        elif each.tries:
            tell([("waits", f"until {instant(each.due)}, after {each.tries} that failed")])
    if not known:
        click.echo("Nobody is told by webhooks. To tell somebody: moot webhook add --to URL")


@webhook.command(short_help="See what came of telling somebody.")
@folder_argument
@name_option
@click.option("--most", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many at the most.")
@json_option("Print one JSON object a line: each attempt, the newest first.")
def log(folder: Path, name: str | None, most: int, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Show the last attempts to tell a webhook of the moot in FOLDER, the newest first."""
    from moot.cli.entries import one_line
    from moot.cli.words import instant

    with _opened(folder) as book:
        for each in book.log(_known(book, name).name, most):
            if as_json:
                click.echo(one_line(_row(each)))
            else:
                said = each.why or f"taken, {each.status}"
                click.echo(f"{instant(each.at)}  entry {each.entry}, try {each.tried}: {said} ({each.took} ms)")


@webhook.command(short_help="Send entries once more.")
@folder_argument
@name_option
@click.option("--entry", "entries", type=click.IntRange(0), multiple=True, help="Which one; repeat it for more.")
@click.option("--failed", is_flag=True, help="Whatever was not taken the last time it was sent.")
def resend(folder: Path, name: str | None, entries: tuple[int, ...], failed: bool) -> None:  # noqa: FBT001 - click's way
    """Have the server of the moot in FOLDER send entries to the webhook NAME once more; each is tried once."""
    from moot.cli.folder import reading
    from moot.views.wording import counted

    with reading(folder) as store, closing(book_of(folder)) as book:
        meant = _known(book, name).name
        if late := [each for each in entries if each >= store.size()]:
            raise NotThere(
                f"there is no entry {late[0]}",
                code="NotFound",
                instead="Nothing is sent.",
                mend=f"the record has {counted(store.size(), 'entry', 'entries')}",
            )
        wanted = sorted({*entries, *(book.failed(meant) if failed else ())})
        book.ask_again(meant, wanted)
    click.echo(f"{counted(len(wanted), 'entry', 'entries')} will be sent once more, as soon as the moot is served.")


@webhook.command(short_help="Tell somebody no more.")
@folder_argument
@name_option
def off(folder: Path, name: str | None) -> None:
    """Tell a webhook of the moot in FOLDER no more; how far it was told is remembered."""
    _switch(folder, name, "somebody switched it off")


@webhook.command(short_help="Go on telling somebody.")
@folder_argument
@name_option
def on(folder: Path, name: str | None) -> None:
    """Go on telling a webhook of the moot in FOLDER, from where it was, at once."""
    _switch(folder, name, None)


def _switch(folder: Path, name: str | None, off: str | None) -> None:
    with _opened(folder) as book:
        each = _known(book, name)
        book.switch(each.name, off)
    click.echo(f"{each.name} is {'off' if off else 'on'}; next is entry {each.next}.")


@webhook.command(short_help="Forget somebody.")
@folder_argument
@name_option
def remove(folder: Path, name: str | None) -> None:
    """Forget a webhook of the moot in FOLDER: its address, its secret and what it was told."""
    with _opened(folder) as book:
        each = _known(book, name)
        book.remove(each.name)
    click.echo(f"{each.name} is forgotten.")


def _known(book: "Book", name: str | None) -> "Subscriber":
    """Return the webhook that is meant, which is the only one unless there are several."""
    known = {each.name: each for each in book.all()}
    if not known or (name is not None and name not in known):
        raise NotThere(
            f"no webhook is called {name}" if known else "nobody is told by webhooks",
            code="NotFound",
            instead=NOTHING,
            mend=f"there are {', '.join(known)}" if known else "moot webhook add --to URL begins one",
        )
    if name is None and len(known) > 1:
        raise BadUsage(
            f"several webhooks are meant: {', '.join(known)}",
            code="WhichWebhook",
            instead=NOTHING,
            mend="name one with --name",
        )
    return known[name or next(iter(known))]


def _wants(each: "Subscriber") -> str:
    return f"every {', '.join(each.kinds)}" if each.kinds else "every entry"


def _shown(each: "Subscriber") -> dict[str, object]:
    return {
        "kind": "webhook",
        "name": each.name,
        "url": each.url,
        "kinds": list(each.kinds),
        "private": each.private,
        "next": each.next,
        "tries": each.tries,
        "due": each.due,
        "off": each.off,
    }


def _row(each: "Delivery") -> dict[str, object]:
    from dataclasses import asdict

    return {"kind": "delivery", **asdict(each)}
