"""How often somebody may ask: so many at once, and so many in a window.

Laws: whoever keeps to the rate is never turned away; whoever was, is told after how long it will do; the memory of
it is bounded, and forgets first whom it has heard of longest ago, who has the whole rate again anyway.

>>> rates = Rates(Rate(2, 10))
>>> [rates.take("bo", now) for now in (0.0, 0.0, 0.0, 5.0)]
[0.0, 0.0, 5.0, 0.0]
"""

from collections import OrderedDict
from typing import Final

from moot.core.value import value

_KNOWN: Final = 10_000  # whose last requests are remembered


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
