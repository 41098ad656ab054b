"""How often somebody may ask: so many at once, and so many in a window.

Laws: whoever keeps to the rate is never turned away; whoever was, is told after how long it will do; the memory of
it is bounded, and forgets first whom it has heard of longest ago, who then has the whole rate again; whoever calls from
one network of IPv6 is one caller, under however many of its addresses.

>>> rates = Rates(Rate(2, 10))
>>> [rates.take("bo", now) for now in (0.0, 0.0, 0.0, 5.0)]
[0.0, 0.0, 5.0, 0.0]
>>> network_of("2001:db8::7"), network_of(unmapped("::ffff:203.0.113.7"))
('2001:db8::/64', '203.0.113.7')
"""

from collections import OrderedDict
from ipaddress import IPv6Address, IPv6Network
from typing import Final

from moot.core.value import value

_KNOWN: Final = 10_000  # whose last requests are remembered
_OWNED: Final = 64  # bits of an IPv6 address that name a network: the rest whoever calls there may choose (RFC 8981)


@value
class Rate:
    """So many requests in so many seconds."""

    many: int
    seconds: int

    @property
    def each(self) -> float:
        """Return after how many seconds one more may come."""
        return self.seconds / self.many


class Rates:
    """What everybody has left of one rate (the generic cell rate algorithm: one number each)."""

    def __init__(self, rate: Rate) -> None:
        """Begin with the whole rate for everybody."""
        self.rate = rate
        self._until: OrderedDict[str, float] = OrderedDict()  # when all that was asked is paid for

    def wait(self, who: str, now: float) -> float:
        """Return for how many seconds `who` must wait to ask once more: 0 if it need not."""
        owed = max(self._until.get(who, now), now) - now
        return max(owed + self.rate.each - self.rate.seconds, 0.0)

    def take(self, who: str, now: float) -> float:
        """Like `wait`, and count a request that need not."""
        wait = self.wait(who, now)
        if not wait:
            self.count(who, now)
        return wait

    def count(self, who: str, now: float) -> None:
        """Count a request."""
        self._until[who] = max(self._until.get(who, now), now) + self.rate.each
        self._until.move_to_end(who)
        if len(self._until) > _KNOWN:
            self._until.popitem(last=False)

    def left(self, who: str, now: float) -> int:
        """Return how many requests `who` may make at once."""
        owed = max(self._until.get(who, now), now) - now
        return max(int((self.rate.seconds - owed) / self.rate.each + 1e-9), 0)


def unmapped(address: str) -> str:
    """Return an address as its own family writes it: one of IPv4 that a socket for both families shows, as IPv4."""
    found = _of_six(address)
    mapped = found and found.ipv4_mapped
    return str(mapped) if mapped else address


def network_of(address: str) -> str:
    """Return what the addresses of one caller have in common: the /64 of one of IPv6, and any other as it is."""
    found = _of_six(address)
    return str(IPv6Network((int(found), _OWNED), strict=False)) if found else address


def _of_six(address: str) -> IPv6Address | None:
    if ":" not in address:  # as most are not, which costs nothing
        return None
    try:
        return IPv6Address(address)
    except ValueError:  # what a proxy may have written
        return None
