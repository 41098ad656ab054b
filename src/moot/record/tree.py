"""The Merkle tree of RFC 6962: every entry below one root, and short proofs of what that root holds.

Its laws:

- The root after n entries depends on those entries and their order, and on nothing else.
- `Frontier` (for the writer: one node per set bit of the size) and `Tree` (for proofs: all nodes) agree on every root.
- An inclusion proof holds for one entry, at one index, below one root; a consistency proof shows that
  the larger tree begins with the whole of the smaller one. One changed bit in any hash, and neither holds.
- Sizes are the word of a signed checkpoint: proofs are replayed for a size, they do not prove it.
- Any tree extends the empty tree, by an empty proof: RFC 9162 leaves that case open.

>>> leaves = [leaf_hash(entry) for entry in (b"motion", b"amendment", b"vote")]
>>> frontier, tree = Frontier().extend(leaves), Tree(leaves)
>>> frontier.root() == tree.root()
True
>>> proof = tree.inclusion(2, 3)
>>> verify_inclusion(proof, leaf=leaves[2], index=2, size=3, root=frontier.root())
>>> verify_inclusion(proof, leaf=leaves[0], index=2, size=3, root=frontier.root())  # doctest: +ELLIPSIS
Traceback (most recent call last):
moot.record.failure.BadProof: the proof does not hold: its hashes lead to another root; nothing was proved; ...
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256
from typing import Self

from moot.record.failure import BadProof, NotInTree

HASH_LENGTH = 32
EMPTY_ROOT = sha256(b"").digest()

Proof = tuple[bytes, ...]


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash by which `entry` stands in the tree (RFC 6962 2.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node; its prefix keeps it from passing for a leaf (RFC 6962 2.1)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree: all that a writer must keep to go on.

    `peaks` are the roots of the perfect subtrees, widest first: one for each set bit of `size`.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a frontier that was cut or mixed up where it was stored."""
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise BadProof(f"no frontier of {self.size} entries has {len(self.peaks)} peaks")

    def append(self, leaf: bytes) -> Self:
        """Return the frontier after one more leaf hash."""
        return self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> Self:
        """Return the frontier after all of these leaf hashes, in their order."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            node, position = leaf, size
            while position & 1:
                node = node_hash(peaks.pop(), node)
                position >>= 1
            peaks.append(node)
            size += 1
        return type(self)(size, tuple(peaks))

    def root(self) -> bytes:
        """Return the root of the whole tree so far."""
        if not self.peaks:
            return EMPTY_ROOT
        return reduce(lambda right, left: node_hash(left, right), reversed(self.peaks))


class Tree:
    """Every node of a growing tree, level by level, to answer questions about any size it ever had."""

    __slots__ = ("_levels",)

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        """Grow a tree over these leaf hashes."""
        # _levels[k][i] is the root of the perfect subtree over leaves [i * 2^k, (i + 1) * 2^k).
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        """Return the number of leaves."""
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash, and each inner node that it completes."""
        node = leaf
        for level in self._levels:
            level.append(node)
            if len(level) & 1:
                return
            node = node_hash(level[-2], node)
        self._levels.append([node])

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first `size` leaves (over all, unless said), or refuse with `NotInTree`."""
        asked = self.size if size is None else size
        if not 0 <= asked <= self.size:
            raise NotInTree(f"the root of {asked} entries was asked of {self.size}")
        return self._subtree(0, asked) if asked else EMPTY_ROOT

    def inclusion(self, index: int, size: int) -> Proof:
        """Return the proof that leaf `index` is below the root of `size` (RFC 6962 2.1.1), or `NotInTree`."""
        if not 0 <= index < size <= self.size:
            raise NotInTree(f"entry {index} below the root of {size} was asked of {self.size} entries")
        proof, start, stop = [], 0, size
        while stop - start > 1:
            middle = start + _left_width(stop - start)
            if index < middle:
                proof.append(self._subtree(middle, stop))
                stop = middle
            else:
                proof.append(self._subtree(start, middle))
                start = middle
        return tuple(reversed(proof))

    def consistency(self, old: int, new: int) -> Proof:
        """Return the proof that the tree of `new` begins with that of `old` (RFC 6962 2.1.2), or `NotInTree`."""
        if not 0 <= old <= new <= self.size:
            raise NotInTree(f"the growth from {old} to {new} was asked of {self.size} entries")
        if old == 0:
            return ()
        proof, start, stop = [], 0, new
        while stop != old:
            middle = start + _left_width(stop - start)
            if old <= middle:
                proof.append(self._subtree(middle, stop))
                stop = middle
            else:
                proof.append(self._subtree(start, middle))
                start = middle
        if start:  # otherwise the last node would be the old root, which the verifier has
            proof.append(self._subtree(start, stop))
        return tuple(reversed(proof))

    def _subtree(self, start: int, stop: int) -> bytes:
        """Return MTH(D[start:stop]) of RFC 6962 2.1, for the ranges into which that definition splits a tree."""
        width = stop - start
        if width.bit_count() == 1:
            level = width.bit_length() - 1
            return self._levels[level][start >> level]
        middle = start + _left_width(width)
        return node_hash(self._subtree(start, middle), self._subtree(middle, stop))


def verify_inclusion(proof: Sequence[bytes], *, leaf: bytes, index: int, size: int, root: bytes) -> None:
    """Return if leaf hash `leaf` is entry `index` of the tree of `size` with `root`, else raise `BadProof`."""
    _require_hashes(leaf, root, *proof)
    if not 0 <= index < size:
        raise BadProof(f"a tree of {size} entries has no entry {index}")
    found, node, last = leaf, index, size - 1  # RFC 9162 2.1.3.2: r, fn, sn
    for sibling in proof:
        _require_a_level(last)
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            node, last = _past_lone_levels(node, last)
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    _require_the_top(last)
    if found != root:
        raise BadProof("its hashes lead to another root")


def verify_consistency(
    proof: Sequence[bytes], *, old_size: int, old_root: bytes, new_size: int, new_root: bytes
) -> None:
    """Return if the tree of `new_size` begins with all of the tree of `old_size`, else raise `BadProof`."""
    _require_hashes(old_root, new_root, *proof)
    if not 0 <= old_size <= new_size:
        raise BadProof(f"a tree of {old_size} entries cannot grow to {new_size}")
    if old_size == 0 and old_root != EMPTY_ROOT:
        raise BadProof("the tree of 0 entries has one root only, and it is not this one")
    if old_size == new_size and old_root != new_root:
        raise BadProof(f"two roots are shown for {old_size} entries, so one history was rewritten")
    if old_size not in (0, new_size):
        _replay_growth(proof, old_size=old_size, old_root=old_root, new_size=new_size, new_root=new_root)
    elif proof:
        raise BadProof("it has hashes where none are needed")


def _replay_growth(proof: Sequence[bytes], *, old_size: int, old_root: bytes, new_size: int, new_root: bytes) -> None:
    """Run RFC 9162 2.1.4.2 for 0 < old_size < new_size."""
    # A perfect old tree is itself a node of the new one, so the proof leaves it out.
    path = [old_root, *proof] if old_size.bit_count() == 1 else list(proof)
    if not path:
        raise BadProof("it has no hashes")
    node, last = _past_right_edges(old_size - 1, new_size - 1)  # fn, sn
    old_found = new_found = path[0]  # fr, sr
    for sibling in path[1:]:
        _require_a_level(last)
        if node & 1 or node == last:
            old_found, new_found = node_hash(sibling, old_found), node_hash(sibling, new_found)
            node, last = _past_lone_levels(node, last)
        else:
            new_found = node_hash(new_found, sibling)
        node, last = node >> 1, last >> 1
    _require_the_top(last)
    if (old_found, new_found) != (old_root, new_root):
        raise BadProof("its hashes lead to other roots")


def _left_width(width: int) -> int:
    """Return the largest power of two below `width` (RFC 6962 2.1: k)."""
    return 1 << ((width - 1).bit_length() - 1)


def _past_lone_levels(node: int, last: int) -> tuple[int, int]:
    """Skip the levels on which a last node has no sibling: RFC 6962 2.1 moves it up unhashed."""
    # `node` is odd, or the last of several, so it is not 0.
    levels = (node & -node).bit_length() - 1
    return node >> levels, last >> levels


def _past_right_edges(node: int, last: int) -> tuple[int, int]:
    """Skip the levels below the lowest perfect subtree of the old tree (RFC 9162 2.1.4.2, step 4)."""
    levels = (~node & (node + 1)).bit_length() - 1
    return node >> levels, last >> levels


def _require_hashes(*hashes: bytes) -> None:
    if any(len(each) != HASH_LENGTH for each in hashes):
        raise BadProof(f"every hash in it must have {HASH_LENGTH} bytes")


def _require_a_level(last: int) -> None:
    if last == 0:
        raise BadProof("it goes on above the root")


def _require_the_top(last: int) -> None:
    if last:
        raise BadProof("it ends below the root")
