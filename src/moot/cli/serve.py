"""`moot serve`: to open the door of a moot to everybody who can reach an address.

Laws: this machine alone can reach it unless somebody says otherwise; while a moot is served, its server is
the one that writes in its folder, and keeps its calendar; Ctrl-C ends it, and waits for no reader; every link
that is printed begins with the address that others know, whatever is listened on.
"""

import errno
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, TypedDict, Unpack

import click

from moot.cli.approach import approach_options, reach_of, warnings
from moot.cli.entries import one_line
from moot.cli.failure import BadUsage, Overtaken, json_option
from moot.cli.floor import folder_argument

if TYPE_CHECKING:
    import socket

    from moot.hall import Hall
    from moot.kit.member import Member

PORT: Final = 7420
_LOOPBACK: Final = ("127.", "::1", "localhost")


class Options(TypedDict):
    """What `moot serve` may be asked for."""

    folder: Path
    host: str
    port: int
    public_url: str | None
    trusted_proxy: tuple[str, ...]
    as_json: bool


@click.command(short_help="Open the moot to others, over HTTP.")
@folder_argument
@click.option("--host", default="127.0.0.1", show_default=True, envvar="MOOT_HOST", help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=PORT,
    show_default=True,
    envvar="MOOT_PORT",
    help="The port; 0 takes one that is free.",
)
@approach_options
@json_option("Print one JSON object: the address, and a link for each person whose key lies in the folder.")
def serve(**options: Unpack[Options]) -> None:
    """Serve the moot in FOLDER over HTTP: everybody reads, members file signed acts, and the calendar is kept.

    It goes on until Ctrl-C. Others on this machine reach it at the address that is printed; to let
    other machines in, put a proxy that speaks TLS before it, say where it is reached by --public-url,
    and name the proxy by --trusted-proxy; or give --host.

    For each person whose key lies in FOLDER it prints a link that works once: whoever opens it makes a
    key in the browser, or lets the server hold one. Until then nobody can write by the pages.
    """
    from moot.cli.house import writing
    from moot.cli.webhook import book_of
    from moot.web.door import open_door
    from moot.web.porch import Limits
    from moot.web.serving import Server, address
    from moot.web.stewards import Stewards

    folder, reach = options["folder"], reach_of(options["public_url"], options["trusted_proxy"])
    with (
        _listening(options["host"], options["port"]) as taken,
        writing(folder, served=True) as hall,
        closing(book_of(folder)) as book,
    ):
        hosts = list(_hosts(hall, folder))
        # Where others come in, an address of this machine is that of a proxy as well as of a neighbour.
        door = open_door(hall, Limits(trusted=()) if reach.everybodys else None, book, reach)
        listens = address(taken)
        url = reach.origin or listens
        links = {each.agent: f"{url}{door.state.reception.invite(each)}" for each in hosts}

        def ready() -> None:
            _tell(url, listens, links, as_json=options["as_json"])
            if not options["host"].startswith(_LOOPBACK):
                click.echo("Whoever reaches this address can read everything that is not sealed.", err=True)
            for each in warnings(reach):
                click.echo(each, err=True)

        with _until_ended(), Stewards(hall, hosts):
            Server(door, ready).run(sockets=[taken])


def _tell(url: str, listens: str, links: dict[str, str], *, as_json: bool) -> None:
    """Say where others find the moot, where its server listens if that is not the same, and who comes in by what."""
    if as_json:
        click.echo(one_line({"kind": "serving", "url": url, "listens": listens, "links": links}))
        return
    click.echo(f"The moot is at {url}")
    if url != listens:
        click.echo(f"Its server listens at {listens}")
    for name, link in links.items():
        click.echo(f"{name} comes in once by {link}")


def _hosts(hall: "Hall", folder: Path) -> Iterator["Member"]:
    """Yield the people whose keys lie in the folder."""
    from moot.cli.house import clock_of
    from moot.cli.voice import KEYS, names_in, ring_of
    from moot.kit.member import Member

    assembly = hall.clerk.assembly
    for name in names_in(folder / KEYS):
        if name in assembly.agents:
            ring = ring_of(name, folder, None, assembly.charter)
            yield Member(hall.door(), ring, name, assembly.agents[name].owner, clock_of(folder).now)


def _listening(host: str, port: int) -> "socket.socket":
    from moot.web.serving import listening

    try:
        return listening(host, port)
    except OSError as error:
        kind = Overtaken if error.errno == errno.EADDRINUSE else BadUsage
        raise kind(
            f"{host} port {port} cannot be listened on: {error.strerror or error}",
            code="AddressNotFree",
            instead="Nothing is served.",
            mend="end what listens there, or give another --port (0 takes a free one)",
        ) from error


@contextmanager
def _until_ended() -> Iterator[None]:
    """Take both ways of ending a program for what they are: the wish that it ends."""

    def end(_number: int, _frame: object) -> NoReturn:
        raise KeyboardInterrupt

    # The server stops by itself, and then raises the signal again, for whoever stands around it.
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except KeyboardInterrupt:
        return
    finally:
        signal.signal(signal.SIGTERM, before)
