"""Chance of the laboratory: a stream of numbers for each member, from one seed.

Laws: the n-th number of a member is HMAC-SHA256(seed, member, n), so that it depends on nothing that
others do; the same seed gives the same numbers everywhere.

>>> Chance(bytes(32), "ana").below(10) == Chance(bytes(32), "ana").below(10)
True
"""

import hmac
from collections.abc import Sequence
from typing import TypeVar

from moot.core.act import MILLION
from moot.core.canonical import framed

T = TypeVar("T")


class Chance:
    """The numbers of one member, in order."""

    def __init__(self, seed: bytes, member: str) -> None:
        """Begin the stream of `member`."""
        self._seed, self._member, self._counter = seed, member.encode(), 0

    def below(self, bound: int) -> int:
        """Return the next number in [0, bound)."""
        self._counter += 1
        named = framed(self._member, str(self._counter).encode())
        return int.from_bytes(hmac.digest(self._seed, named, "sha256"), "big") % bound

    def happens(self, probability: int) -> bool:
        """Return whether something of this probability (ppm) happens now."""
        return self.below(MILLION) < probability

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of `choices`, each as likely as the others."""
        return choices[self.below(len(choices))]

    def some(self, choices: Sequence[T], number: int) -> list[T]:
        """Return `number` of `choices`, each as likely as the others, in the order drawn."""
        left = list(choices)
        return [left.pop(self.below(len(left))) for _ in range(number)]
