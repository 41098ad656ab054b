"""Delegation: by whom an owner votes that does not vote itself.

Laws: a vote of one's own always overrides; an owner who hands its vote on follows the first owner down
the line that votes; a line that runs into a circle, or ends with an owner who does not vote, is not
counted, neither in the tally nor towards the quorum; nobody votes for more owners than the cap,
itself included: the nearest are counted, of the equally near by lot; the order in which anything was
handed on or cast never matters; one vote more never takes a voice from the count.

>>> lines = follow({"ana": "bo", "bo": "cy", "dee": "eli", "eli": "dee"}, {"cy"}, cap=3, lot=str.encode)
>>> lines.followed["ana"], lines.uncounted
(Followed(root='cy', hops=2), {'dee': 'circle', 'eli': 'circle'})
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import compress
from typing import Final

from moot.core.act import MILLION, Choice, Instant, OwnerId, Ppm, Topic, ValueId
from moot.core.events import Followed, Given, Spoken, Uncounted
from moot.core.value import value

ALL: Final = "all"
KIND: Final = "kind/"  # and the kind's id
VALUE: Final = "value/"  # and the value's id
SILENT: Final = -1  # as a delegate: nobody; as a root: the line ends with an owner who does not vote
CIRCLE: Final = -2
_UNKNOWN: Final = -3
LEAST_CAP: Final = 2  # less would forbid delegation, which a charter says by its expiry


@value
class Delegation:
    """To whom an owner hands its vote on one topic, and from which instant on no longer."""

    to: OwnerId
    until: Instant


@value
class Lines:
    """Which owners who did not vote are counted, behind whom, and why the others are not."""

    followed: Mapping[OwnerId, Followed]
    uncounted: Mapping[OwnerId, Uncounted]


def at_stake(
    weights: Mapping[ValueId, Ppm], now: Mapping[ValueId, Ppm], then: Mapping[ValueId, Ppm]
) -> tuple[ValueId, ...]:
    """Return the values by how much of the score they move between two pooled forecasts, the most first.

    A value that moves none is not at stake; values that move it alike stand in the order of `weights`.
    """
    moves = {name: weights[name] * abs(then[name] - now[name]) for name in weights}
    return tuple(sorted((name for name, move in moves.items() if move), key=lambda name: -moves[name]))


def topics(kind: str, values: Iterable[ValueId]) -> tuple[Topic, ...]:
    """Return the topics that a proposal falls under, the most specific first: its kind, values at stake, all."""
    return (f"{KIND}{kind}", *(f"{VALUE}{name}" for name in values), ALL)


def chosen(
    handed_on: Mapping[Topic, Delegation], asked: Iterable[Topic], now: Instant, voice: Callable[[OwnerId], bool]
) -> Given | None:
    """Return the first delegation of `asked` that is in force now, to an owner with `voice`, or nothing."""
    for topic in asked:
        found = handed_on.get(topic)
        if found and now < found.until and voice(found.to):
            return Given(topic, found.to)
    return None


def most(owners: int, cap: Ppm) -> int:
    """Return for how many of the frozen owners one may vote, itself included: rounded down, two at least."""
    return max(LEAST_CAP, owners * cap // MILLION)


def roots(to: Sequence[int], voted: Sequence[bool]) -> tuple[list[int], list[int]]:
    """Return of each of n owners the root whose vote counts for it, and over how many hands.

    `to` holds the place of each owner's delegate, or SILENT; a root is a place, SILENT or CIRCLE, the last
    two over no hands. An owner who voted is its own. One pass: every owner is walked over once.
    """
    root = [place if own else SILENT if to[place] < 0 else _UNKNOWN for place, own in enumerate(voted)]
    hops = [0] * len(root)
    for start, known in enumerate(root):
        if known != _UNKNOWN:
            continue
        line, at = [], start
        while root[at] == _UNKNOWN:
            root[at] = CIRCLE  # unless the walk ends anywhere else than in itself
            line.append(at)
            at = to[at]
        end, far = root[at], hops[at]
        step = 1 if end >= 0 else 0
        for place in reversed(line):
            far += step
            root[place], hops[place] = end, far
    return root, hops


def beyond(root: Sequence[int], hops: Sequence[int], cap: int, lot: Callable[[int], bytes]) -> frozenset[int]:
    """Return the places for which their root's cap leaves no room: the farthest, of the equally far by `lot`."""
    crowd = Counter(compress(root, hops))
    behind: dict[int, list[int]] = {end: [] for end, size in crowd.items() if size >= cap}
    for place in range(len(root)) if behind else ():
        if hops[place] and root[place] in behind:
            behind[root[place]].append(place)
    return frozenset(place for line in behind.values() for place in _farthest(line, hops, cap - 1, lot))


def _farthest(line: list[int], hops: Sequence[int], room: int, lot: Callable[[int], bytes]) -> list[int]:
    line.sort(key=hops.__getitem__)
    edge = hops[line[room]]
    first, stop = (side(line, edge, key=hops.__getitem__) for side in (bisect_left, bisect_right))
    return sorted(line[first:stop], key=lot)[room - first :] + line[stop:]  # a lot is drawn only where it decides


def follow(
    given: Mapping[OwnerId, OwnerId], voted: Collection[OwnerId], cap: int, lot: Callable[[OwnerId], bytes]
) -> Lines:
    """Return whom each owner of `given` follows that is not among `voted`, or why it is not counted."""
    names = sorted({*given, *given.values()})
    root, hops = _lines(names, given, voted)
    over = beyond(root, hops, cap, lambda place: lot(names[place]))
    followed: dict[OwnerId, Followed] = {}
    uncounted: dict[OwnerId, Uncounted] = {}
    for place, name in enumerate(names):
        if place in over:
            uncounted[name] = "cap"
        elif hops[place]:
            followed[name] = Followed(names[root[place]], hops[place])
        elif root[place] < 0 and name in given:
            uncounted[name] = "circle" if root[place] == CIRCLE else "silent"
    return Lines(followed, uncounted)


def circles(given: Mapping[OwnerId, OwnerId]) -> tuple[OwnerId, ...]:
    """Return, in id order, whose line runs in a circle for as long as nobody on it votes."""
    names = sorted({*given, *given.values()})
    root, _ = _lines(names, given, ())
    return tuple(name for name, end in zip(names, root, strict=True) if end == CIRCLE)


def _lines(
    names: Sequence[OwnerId], given: Mapping[OwnerId, OwnerId], voted: Collection[OwnerId]
) -> tuple[list[int], list[int]]:
    place = {name: at for at, name in enumerate(names)}
    to = [place[given[name]] if name in given else SILENT for name in names]
    return roots(to, [name in voted for name in names])


def spoken(
    given: Mapping[OwnerId, OwnerId], counted: Collection[OwnerId], votes: Mapping[OwnerId, Choice]
) -> dict[OwnerId, Spoken]:
    """Return who votes what for each owner of `counted` that has no vote of its own, in id order.

    The lines of `counted` must end with a vote, as those do that `follow` has counted.
    """
    names = sorted({*given, *given.values()})
    root, hops = _lines(names, given, votes)
    return {
        name: Spoken(names[root[place]], votes[names[root[place]]])
        for place, name in enumerate(names)
        if hops[place] and name in counted
    }
