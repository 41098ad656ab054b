"""How others come to a moot that is served: the options that say where it is known, and which proxies are believed.

Laws: what cannot be meant is refused before anything is served; no proxy is believed that was not named.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlsplit

import click

from moot.cli.failure import BadUsage

if TYPE_CHECKING:
    from moot.web.reach import Reach

_LOOPBACK: Final = ("127.", "[::1]", "localhost")

F = TypeVar("F", bound=Callable[..., object])


def approach_options(command: F) -> F:
    """Give `command` the options of how others come to it."""
    command = click.option(
        "--trusted-proxy",
        multiple=True,
        metavar="ADDRESS",
        envvar="MOOT_TRUSTED_PROXY",
        help="A proxy, or a network of them, whose X-Forwarded-For and -Proto are believed; may be repeated.",
    )(command)
    return click.option(
        "--public-url",
        metavar="URL",
        envvar="MOOT_PUBLIC_URL",
        help="Where others reach it, such as https://moot.example; links begin with it.",
    )(command)


def reach_of(url: str | None, proxies: Iterable[str]) -> "Reach":
    """Return what the options say, or refuse it with `BadUsage`."""
    from moot.web.reach import NoReach, Reach, read_origin, read_proxy

    try:
        origin = "" if url is None else read_origin(url)
    except NoReach as no:
        mend = "give its scheme and host, such as https://moot.example"
        raise _bad(f"--public-url cannot be where a moot is reached: {no}", "BadPublicUrl", mend) from no
    trusted: list[str] = []
    for each in proxies:
        try:
            trusted += read_proxy(each)
        except NoReach as no:
            mend = "give the address from which the proxy connects, such as 127.0.0.1"
            raise _bad(f"--trusted-proxy {each} cannot be trusted: {no}", "BadTrustedProxy", mend) from no
    return Reach(origin, tuple(trusted))


def warnings(reach: "Reach") -> Iterator[str]:
    """Yield what whoever serves should know before anybody comes."""
    if reach.origin.startswith("https:") and not reach.proxies:
        yield "All who come through a proxy count as one caller until --trusted-proxy names it."
    if reach.origin.startswith("http:") and not urlsplit(reach.origin).netloc.startswith(_LOOPBACK):
        yield "Over plain HTTP, whoever is on the way reads the links and can take a session over."


def _bad(what: str, code: str, mend: str) -> BadUsage:
    return BadUsage(what, code=code, instead="Nothing is served.", mend=mend)
