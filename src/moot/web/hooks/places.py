"""Where a webhook may lead: addresses that anybody could reach, unless somebody allowed a private one.

Laws: what is refused are this machine, its neighbours, and whatever else is no public address, however it is written;
an address that was looked up is the one that is called, so that a name cannot come to mean another one in between.

>>> may_be_called("93.184.216.34"), may_be_called("169.254.169.254"), may_be_called("::ffff:127.0.0.1")
(True, False, False)
"""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

_SCHEMES: Final = {"http": 80, "https": 443}
_TRANSLATED: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))  # an IPv4 address inside (RFC 6052)


class NoPlace(ValueError):
    """An address that is not called; says why."""


def checked_url(url: str) -> str:
    """Return an address as it is written down, or raise `NoPlace` for what can be no webhook's."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise NoPlace(f"{url} is no address: {error}") from None
    if parts.scheme not in _SCHEMES or not host:
        raise NoPlace(f"{url} is no address of the web: it begins with https:// or http://, and names a host")
    if parts.username is not None or parts.password is not None:
        raise NoPlace("an address holds no name and no password: deliveries are signed instead")
    if parts.fragment:
        raise NoPlace("an address holds no fragment: no server would see it")
    if port == 0 or any(ord(each) <= 32 for each in url):  # noqa: PLR2004 - controls and the space
        raise NoPlace(f"{url!r} is no address")
    return url


async def found(url: str, *, private: bool) -> tuple[list[str], int]:
    """Look a host up; return its addresses, and the port, or raise `NoPlace` if one of them is private."""
    parts = urlsplit(checked_url(url))
    host, port = str(parts.hostname), parts.port or _SCHEMES[parts.scheme]
    try:
        known = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoPlace(f"{host} is not known: {getattr(error, 'strerror', None) or error}") from None
    addresses = list(dict.fromkeys(str(each[4][0]) for each in known))
    if not private and (refused := [each for each in addresses if not may_be_called(each)]):
        raise NoPlace(f"{host} is {refused[0]}, which is no public address")
    return addresses, port


def may_be_called(address: str) -> bool:
    """Return whether an address is one that anybody could reach."""
    number: IPv4Address | IPv6Address | None = ip_address(address.partition("%")[0])
    if isinstance(number, IPv6Address):
        if any(number in each for each in _TRANSLATED) or number.sixtofour or number.teredo or number.is_site_local:
            return False
        number = number.ipv4_mapped or number
    assert number is not None  # noqa: S101 - for the checker alone
    return number.is_global and not number.is_multicast and not number.is_reserved and not number.is_unspecified
