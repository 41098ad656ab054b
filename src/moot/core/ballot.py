"""A ballot: one question, one vote per owner, counted against the owners frozen at submission.

Laws: the order of votes never matters; abstaining helps the quorum only; one more vote for never
turns a pass into a failure, one against never a failure into a pass (the quorum aside); an
objection only ever moves towards against.

>>> votes = tally({"ana": "for", "bo": "against", "cy": "for"})
>>> passes(votes, owners=6, quorum=500_000, two_thirds=False)
True
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from moot.core.act import MILLION, Choice, Instant, OwnerId, Ppm
from moot.core.value import value

_TOWARDS_AGAINST: Final = frozenset({("for", "abstain"), ("for", "against"), ("abstain", "against"), (None, "against")})


@value
class Tally:
    for_: int
    against: int
    abstain: int


@value
class Window:
    """When a ballot opens and closes; the closing instant is outside."""

    opens: Instant
    closes: Instant


def tally(votes: Mapping[OwnerId, Choice]) -> Tally:
    """Return how many owners said what."""
    counted = Counter(votes.values())
    return Tally(counted["for"], counted["against"], counted["abstain"])


def quorum_count(owners: int, quorum: Ppm) -> int:
    """Return how many of the frozen owners must vote, rounded up."""
    return -(-owners * quorum // MILLION)


def passes(votes: Tally, owners: int, quorum: Ppm, *, two_thirds: bool) -> bool:
    """Whether the recommended may run: enough of the frozen owners voted, and more for than against (protocol 4).

    `two_thirds`, after a mandate that was unheard: at least one for, and two of three who did not abstain.
    """
    if votes.for_ + votes.against + votes.abstain < quorum_count(owners, quorum):
        return False
    if two_thirds:
        return votes.for_ > 0 and 3 * votes.for_ >= 2 * (votes.for_ + votes.against)
    return votes.for_ > votes.against


def passes_charter(votes: Tally, owners: int, people: int, people_needed: int) -> bool:
    """Whether the charter lane adopts: two thirds of the `owners` that count are for, and people enough have voted."""
    return votes.for_ > 0 and 3 * votes.for_ >= 2 * owners and people >= people_needed


def late(received: Instant, window: Window) -> bool:
    """Whether an act received now comes in the last tenth of the window."""
    return 10 * (window.closes - received) <= window.closes - window.opens


def extends(before: int, after: int, quorum: int, received: Instant, window: Window) -> bool:
    """Whether the filed votes reach the quorum first with the act received now, in the last tenth of the window."""
    return before < quorum <= after and late(received, window)


def extended(window: Window) -> Window:
    """Return the window made longer by half, rounded down to a millisecond."""
    return Window(window.opens, window.closes + (window.closes - window.opens) // 2)


def moves_towards_against(old: Choice | None, new: Choice) -> bool:
    """Whether an owner that voted `old` (None: not at all) may still say `new` when the votes are open."""
    return (old, new) in _TOWARDS_AGAINST
