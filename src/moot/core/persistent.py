"""Mappings that change by making another: the old one stays as it was, and the new one costs little.

Laws: `put` and `without` give what a changed copy would hold, in the same order; whoever holds a
mapping never sees it change; to change one of n entries copies at most about three times the square
root of n, so that an act costs nearly the same in a small moot and in a large one. The exception: when
about that many entries have changed, the next change copies all, which adds little to the average. An
entry that is taken out and comes back again and again counts twice at most.

>>> before = put({"ana": 1}, "bo", 2)
>>> after = without(put(before, "cy", 3), "ana")
>>> dict(before), dict(after)
({'ana': 1, 'bo': 2}, {'bo': 2, 'cy': 3})
"""

from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Final, TypeVar

K = TypeVar("K")
V = TypeVar("V")

SMALL: Final = 128  # up to here a whole copy is cheaper


def put(entries: Mapping[K, V], key: K, entry: V) -> Mapping[K, V]:
    """Return `entries` with `entry` under `key`, in its old place or else at the end."""
    if len(entries) < SMALL:
        copied = _copied(entries)
        copied[key] = entry
        return copied
    return _layered(entries).put(key, entry)


def without(entries: Mapping[K, V], key: K) -> Mapping[K, V]:
    """Return `entries` without `key`, which may be missing."""
    if key not in entries:
        return entries
    if len(entries) < SMALL:
        left = _copied(entries)
        del left[key]
        return left
    return _layered(entries).without(key)


def _copied(entries: Mapping[K, V]) -> dict[K, V]:
    # A dictionary from which keys were taken copies itself at an eighth of the price of spreading it.
    return entries.copy() if type(entries) is dict else {**entries}


def _layered(entries: Mapping[K, V]) -> "Layered[K, V]":
    return entries if isinstance(entries, Layered) else Layered(entries, {}, frozenset(), len(entries))


class Layered(Mapping[K, V]):
    """A large mapping, which many share, below the few changes since it was made."""

    __slots__ = ("_below", "_changes", "_gone", "_size")

    def __init__(self, below: Mapping[K, V], changes: dict[K, V], gone: frozenset[K], size: int) -> None:
        """Take all as they are: nobody may change them any more.

        `gone` are the keys of `below` that were ever taken out: what comes back stands among the changes,
        at the end. `size` counts what is left of all.
        """
        self._below, self._changes, self._gone, self._size = below, changes, gone, size

    def put(self, key: K, entry: V) -> Mapping[K, V]:
        """Return the mapping with `entry` under `key`."""
        size = self._size + (key not in self)
        changes = self._changes.copy()
        changes[key] = entry
        return self._with(changes, self._gone, size)

    def without(self, key: K) -> Mapping[K, V]:
        """Return the mapping without `key`, which it has."""
        changes = self._changes.copy()
        changes.pop(key, None)
        gone = self._gone | {key} if key in self._below else self._gone
        return self._with(changes, gone, self._size - 1)

    def _with(self, changes: dict[K, V], gone: frozenset[K], size: int) -> "Layered[K, V]":
        layered = Layered(self._below, changes, gone, size)
        # The more changes there are, the more the next one copies; the fewer, the more often all is copied.
        if (len(changes) + len(gone)) ** 2 > 8 * len(self._below):
            return Layered(layered._one(), {}, frozenset(), size)
        return layered

    def _one(self) -> Mapping[K, V]:
        """Return all of it in one layer."""
        if not self._changes and not self._gone:
            return self._below
        one = {**self._below}
        for key in self._gone:
            del one[key]
        one.update(self._changes)
        return one

    def __getitem__(self, key: K) -> V:
        if key in self._changes:
            return self._changes[key]
        if key in self._gone:
            raise KeyError(key)
        return self._below[key]

    def __contains__(self, key: object) -> bool:
        return key in self._changes or (key in self._below and key not in self._gone)

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[K]:
        return iter(self._one())

    def keys(self) -> KeysView[K]:
        return self._one().keys()

    def values(self) -> ValuesView[V]:
        return self._one().values()

    def items(self) -> ItemsView[K, V]:
        return self._one().items()

    def __repr__(self) -> str:
        return repr(self._one())
