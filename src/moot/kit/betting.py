"""Testing by betting: capital that grows only if a mean is larger than was claimed, and what bounds follow.

Laws: if the mean, given the past, is at most what is claimed, the capital ever reaches 1 / alpha with a chance
of at most alpha, whenever one looks and however the numbers hang together (Ville's inequality); the bounds
hold at all times together with the chance 1 - alpha; more numbers never widen them.

>>> process = Process(0.1)
>>> for _ in range(6):
...     process.see(0.4)
>>> process.wealth > 20
True
>>> bounds([0.9] * 20, 0.05)
(0.687943, 0.923561)
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

BETS: Final = 20  # as many bets run beside one another, evenly spread
BOLDEST: Final = 0.95  # of the bet at which one number could take all
_PARTS: Final = 1_000_000  # bounds are sought on this grid
_LEAST: Final = 1 / _PARTS


class Process:
    """Capital, from 1, against the claim that numbers in [0, 1] have a mean of at most `mean` (mechanisms 6.2)."""

    def __init__(self, mean: float) -> None:
        """Bet against `mean`, of which less than a millionth counts as that."""
        self._mean = max(mean, _LEAST)
        self._bets = [BOLDEST * (place + 1) / BETS / self._mean for place in range(BETS)]
        self._capital = [1.0] * BETS

    def see(self, number: float) -> None:
        """Take in the next number."""
        gain = number - self._mean
        self._capital = [held * (1 + bet * gain) for held, bet in zip(self._capital, self._bets, strict=True)]

    @property
    def wealth(self) -> float:
        """Return the mean of the bets' capital: evidence against the claim."""
        return sum(self._capital) / BETS


def most(numbers: Iterable[float], mean: float) -> float:
    """Return the most that the capital against `mean` ever was."""
    process = Process(mean)

    def seen(reached: float, number: float) -> float:
        process.see(number)
        return max(reached, process.wealth)

    *_, found = accumulate(numbers, seen, initial=1.0)
    return found


def bounds(numbers: Sequence[float], alpha: float) -> tuple[float, float]:
    """Return between what the mean of numbers in [0, 1] lies, at all times together with the chance 1 - alpha."""
    return _low(numbers, alpha / 2), 1 - _low([1 - number for number in numbers], alpha / 2)


def _low(numbers: Sequence[float], alpha: float) -> float:
    # Against a larger mean every bet's factor is smaller, and so is the capital: one search finds the bound.
    place = bisect_left(range(_PARTS), True, key=lambda at: most(numbers, at / _PARTS) < 1 / alpha)  # noqa: FBT003
    return place / _PARTS
