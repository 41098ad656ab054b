"""Checking: acts are read and their signatures verified before the rules see them, on every processor.

Laws: each act is checked by itself and needs no state, so that it makes no difference who checks it,
or when; what comes back stands in the order of what was handed in.

>>> check([Submission(b"aye", b"")])  # doctest: +ELLIPSIS
[NotCanonical(...)]
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeAlias, TypeVar

from moot.clerk.head import Checked, read_signed, require_signature
from moot.core.refusal import Refused
from moot.wire.entry import Entry, Submission

FEWEST: Final = 4  # acts that are worth another thread
_PROCESSORS: Final = os.cpu_count() or 1

Acts: TypeAlias = Sequence[Submission | Entry]
A = TypeVar("A")
B = TypeVar("B")


def check(acts: Acts) -> list[Checked]:
    """Return each act with its signature verified, or why it is refused."""
    return [_check(each) for each in acts]


def _check(act: Submission | Entry) -> Checked:
    try:
        signed = read_signed(act.act, act.signature)
        require_signature(signed)
    except Refused as refused:
        return refused
    return signed


class Checkers:
    """Threads that check together; a verification holds no lock of the interpreter, so that they run at once."""

    def __init__(self, threads: int = _PROCESSORS) -> None:
        """Be as many as `threads`, the one that calls among them; the others start when they are needed."""
        self._threads = threads
        self._others = ThreadPoolExecutor(max(threads - 1, 1), thread_name_prefix="checker")

    def check(self, acts: Acts) -> list[Checked]:
        """Return what `check` returns."""
        return self.each(_check, acts)

    def close(self) -> None:
        """Let go of the threads; from then on there is nobody to check. Closing twice is no failure."""
        self._others.shutdown()

    def each(self, work: Callable[[A], B], things: Sequence[A]) -> list[B]:
        """Return what `work` makes of each thing, in their order, or raise what it raised first in that order."""
        share = max(-(-len(things) // self._threads), FEWEST)
        own, rest = things[:share], things[share:]
        others = [self._others.submit(_all, work, rest[at : at + share]) for at in range(0, len(rest), share)]
        return [*_all(work, own), *(done for other in others for done in other.result())]


def _all(work: Callable[[A], B], things: Sequence[A]) -> list[B]:
    return [work(each) for each in things]
