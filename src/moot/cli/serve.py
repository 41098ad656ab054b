"""`moot serve`: to open the door of a moot to everybody who can reach an address.

Laws: this machine alone can reach it unless somebody says otherwise; while a moot is served, its server is
the one that writes in its folder, and keeps its calendar; Ctrl-C ends it, and waits for no reader.
"""

import errno
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from moot.cli.failure import BadUsage, Overtaken, json_option
from moot.cli.floor import folder_argument

if TYPE_CHECKING:
    import socket

    from moot.hall import Hall
    from moot.kit.member import Member

PORT: Final = 7420
_LOOPBACK: Final = ("127.", "::1", "localhost")


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
@json_option("Print one JSON object: the address, and a link for each person whose key lies in the folder.")
def serve(folder: Path, host: str, port: int, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Serve the moot in FOLDER over HTTP: everybody reads, members file signed acts, and the calendar is kept.

    It goes on until Ctrl-C. Others on this machine reach it at the address that is printed; to let
    other machines in, give --host, and put a server that speaks TLS before it.

    For each person whose key lies in FOLDER it prints a link that works once: whoever opens it makes a
    key in the browser, or lets the server hold one. Until then nobody can write by the pages.
    """
    from moot.cli.entries import one_line
    from moot.cli.house import writing
    from moot.cli.webhook import book_of
    from moot.web.door import open_door
    from moot.web.serving import Server, address
    from moot.web.stewards import Stewards

    with _listening(host, port) as taken, writing(folder, served=True) as hall, closing(book_of(folder)) as book:
        url, hosts = address(taken), list(_hosts(hall, folder))
        door = open_door(hall, book=book)
        links = {each.agent: f"{url}{door.state.reception.invite(each)}" for each in hosts}

        def ready() -> None:
            if as_json:
                click.echo(one_line({"kind": "serving", "url": url, "links": links}))
            else:
                click.echo(f"The moot is at {url}")
                for name, link in links.items():
                    click.echo(f"{name} comes in once by {link}")
            if not host.startswith(_LOOPBACK):
                click.echo("Whoever reaches this address can read everything that is not sealed.", err=True)

        with _until_ended(), Stewards(hall, hosts):
            Server(door, ready).run(sockets=[taken])


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
