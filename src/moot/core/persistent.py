"""Mappings that change by making another: the old one stays as it was, and the new one costs little.

Laws: `put` and `without` give what a changed copy would hold, in the same order; whoever holds a
mapping never sees it change; to change one of n entries copies at most about three times the square
root of n, so that an act costs nearly the same in a small moot and in a large one.

>>> before = put({"ana": 1}, "bo", 2)
>>> after = without(put(before, "cy", 3), "ana")
>>> dict(before), dict(after)
({'ana': 1, 'bo': 2}, {'bo': 2, 'cy': 3})
"""

from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Any, Final, TypeVar

K = TypeVar("K")
V = TypeVar("V")

SMALL: Final = 128  # up to here a whole copy is cheaper
_GONE: Final[Any] = object()  # stands for an entry that was taken out
_SAME: Final[Any] = object()  # the answer of the changes for an entry that they don't touch


def put(entries: Mapping[K, V], key: K, entry: V) -> Mapping[K, V]:
    """Return `entries` with `entry` under `key`, in its old place or else at the end."""
    if len(entries) < SMALL:
        return {**entries, key: entry}
    return _layered(entries).put(key, entry)


def without(entries: Mapping[K, V], key: K) -> Mapping[K, V]:
    """Return `entries` without `key`, which may be missing."""
    if key not in entries:
        return entries
    if len(entries) < SMALL:
        left = {**entries}
        del left[key]
        return left
    return _layered(entries).without(key)


def _layered(entries: Mapping[K, V]) -> "Layered[K, V]":
    return entries if isinstance(entries, Layered) else Layered(entries, {}, len(entries))


class Layered(Mapping[K, V]):
    """A large mapping, which many share, below the few changes since it was made."""

    __slots__ = ("_below", "_changes", "_size")

    def __init__(self, below: Mapping[K, V], changes: dict[K, V], size: int) -> None:
        """Take both as they are: nobody may change them any more. `size` counts what is left of them."""
        self._below, self._changes, self._size = below, changes, size

    def put(self, key: K, entry: V) -> Mapping[K, V]:
        """Return the mapping with `entry` under `key`."""
        found = self._changes.get(key, _SAME)
        if found is _GONE:  # it comes back at the end, not to its old place
            return {**self._one(), key: entry}
        new = found is _SAME and key not in self._below
        return self._changed(key, entry, self._size + new)

    def without(self, key: K) -> Mapping[K, V]:
        """Return the mapping without `key`, which it has."""
        return self._changed(key, _GONE, self._size - 1)

    def _changed(self, key: K, entry: V, size: int) -> "Layered[K, V]":
        changed = Layered(self._below, {**self._changes, key: entry}, size)
        # The more changes there are, the more the next one copies; the fewer, the more often all is copied.
        if len(changed._changes) ** 2 > 8 * len(self._below):
            return Layered(changed._one(), {}, size)
        return changed

    def _one(self) -> Mapping[K, V]:
        """Return all of it in one layer."""
        if not self._changes:
            return self._below
        one = {**self._below, **self._changes}
        for key, entry in self._changes.items():
            if entry is _GONE:
                del one[key]
        return one

    def __getitem__(self, key: K) -> V:
        entry: V = self._changes.get(key, _SAME)
        if entry is _SAME:
            return self._below[key]
        if entry is _GONE:
            raise KeyError(key)
        return entry

    def __contains__(self, key: object) -> bool:
        entry: object = self._changes.get(key, _SAME)  # type: ignore[arg-type] # whatever is asked for
        return key in self._below if entry is _SAME else entry is not _GONE

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
