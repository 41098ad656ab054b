"""Proofs that an entry is in the record, and that the record has only grown, for any size it ever had.

Laws: the tree is built when somebody first asks, and then follows the record; what is proved holds for
signed checkpoints, because it is the same tree.
"""

from threading import Lock

from moot.clerk.ports import Store
from moot.record.tree import Proof, Tree, leaf_hash
from moot.wire.entry import leaf


class Proofs:
    """The tree over a store, grown when it is needed; for many threads."""

    def __init__(self, store: Store) -> None:
        """Prove what `store` holds."""
        self._store, self._tree, self._growing = store, Tree(), Lock()

    def inclusion(self, index: int, size: int) -> Proof:
        """Return the proof that entry `index` is below the root of `size`, or refuse with `NotInTree`."""
        return self._grown(size).inclusion(index, size)

    def consistency(self, old: int, new: int) -> Proof:
        """Return the proof that the tree of `new` begins with that of `old`, or refuse with `NotInTree`."""
        return self._grown(new).consistency(old, new)

    def root(self, size: int) -> bytes:
        """Return the root of the first `size` entries, or refuse with `NotInTree`."""
        return self._grown(size).root(size)

    def _grown(self, size: int) -> Tree:
        with self._growing:
            for entry in self._store.read(self._tree.size, size):
                self._tree.append(leaf_hash(leaf(entry)))
        return self._tree
