"""How a door is reached: at which address others know it, and whose word about a caller it believes.

Laws: an address is an origin and nothing else, as browsers write one, so that it can be compared with what they send
and stand before every path; a proxy is named by its number or its network, and nobody is believed who was not named.

>>> read_origin("HTTPS://Moot.Example:443/"), read_origin("http://[0:0::1]:7420")
('https://moot.example', 'http://[::1]:7420')
>>> read_proxy("10.0.0.0/24"), read_proxy("::1")
(('10.0.0.0/24', '::ffff:a00:0/120'), ('::1',))
"""

import re
from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import SplitResult, urlsplit

from moot.core.value import value

_PORTS: Final = {"http": 80, "https": 443}
_LABEL: Final = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME: Final = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*\Z")
_NUMBER: Final = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\Z")  # a host that browsers take for an IPv4 address
_MAPPED: Final = 0xFFFF << 32  # ::ffff:0:0, where a socket for both families shows IPv4 (RFC 4291 2.5.5.2)
_V4_BITS: Final = 96  # of an IPv6 address before the IPv4 address in it


class NoReach(ValueError):
    """What can be no address of a door, or no proxy before it; says why."""


@value
class Reach:
    """At which origin a door is known (empty: at whichever it is asked), and which proxies are believed."""

    origin: str = ""
    proxies: tuple[str, ...] = ()

    @property
    def everybodys(self) -> bool:
        """Return whether it is reached from elsewhere, so that a neighbour's address says nothing of who asks."""
        return bool(self.origin or self.proxies)


def read_origin(url: str) -> str:
    """Return the origin (RFC 6454 6.2) that `url` names: scheme, host, and port if need be; or raise `NoReach`."""
    if not all("!" <= each <= "~" for each in url):
        raise NoReach("it has a blank, or a letter beyond ASCII (a host like that is written as xn--...)")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NoReach(f"it is no address: {error}") from None
    if parts.scheme not in _PORTS:
        raise NoReach("it begins neither with https:// nor with http://")
    _require_bare(url, parts)
    named = _host(host)
    if port == 0:
        raise NoReach("nobody can be reached at port 0")
    return f"{parts.scheme}://{named}" if port in (None, _PORTS[parts.scheme]) else f"{parts.scheme}://{named}:{port}"


def _require_bare(url: str, parts: SplitResult) -> None:
    if "@" in parts.netloc:
        raise NoReach("it holds a name or a password, which every link would tell")
    if parts.path not in ("", "/"):
        raise NoReach(f"it has the path {parts.path}, and a moot is served at the root of its host")
    if "?" in url or "#" in url:
        raise NoReach("it has a query or a fragment, which no link could keep")


def _host(host: str) -> str:
    """Return a host as browsers write it."""
    try:
        number = ip_address(host)
    except ValueError:
        if not _NAME.match(host) or _NUMBER.match(host):
            raise NoReach(f"{host!r} is no name of a host") from None
        return host
    if number.is_unspecified or number.is_multicast or "%" in host:
        raise NoReach(f"{host} is the address of no single host")
    return f"[{number}]" if isinstance(number, IPv6Address) else str(number)


def read_proxy(said: str) -> tuple[str, ...]:
    """Return the network or address that `said` names, in every way a socket shows it, or raise `NoReach`."""
    if "/" not in said:
        return _proxy(said)
    try:
        network = ip_network(said)
    except ValueError as error:
        raise NoReach(f"it is no network: {error}") from None
    if not network.prefixlen:
        raise NoReach("it is everybody, and then any caller could say to be another")
    if isinstance(network, IPv6Network):
        return (str(network),)
    within = IPv6Network((_MAPPED | int(network.network_address), _V4_BITS + network.prefixlen))
    return str(network), str(within)


def _proxy(said: str) -> tuple[str, ...]:
    try:
        number = ip_address(said)
    except ValueError:
        raise NoReach("it is no address (names are not looked up), nor a network such as 10.0.0.0/24") from None
    if number.is_unspecified or number.is_multicast:
        raise NoReach("nobody calls from that address")
    if isinstance(number, IPv6Address):
        return (str(number),)
    return str(number), str(IPv6Address(_MAPPED | int(number)))
