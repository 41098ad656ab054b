"""The audit: everything that a record claims, derived again from its first entry.

Laws: nothing in the store is believed: every act is read, its signature checked, its events derived
and compared, every checkpoint opened with the clerk's key and compared with the root over its prefix,
every held content compared with its seal; the first bad entry is named; memory holds the state and a
page of entries, never the record. A record that was cut behind its last stored checkpoint is whole in
itself: only a checkpoint from elsewhere shows what is missing.
"""

from collections.abc import Iterator
from heapq import merge

from moot.clerk.envelopes import content_of
from moot.clerk.head import Head, follow
from moot.clerk.opening import covered, require_checkpoint
from moot.clerk.ports import BadRecord, BadText, Store
from moot.core.act import SAFE, ActId, Hash
from moot.core.canonical import digest
from moot.core.commands import Sealed
from moot.core.refusal import Refused
from moot.core.value import value
from moot.wire.entry import Told, text_hash


@value
class Audited:
    """What was found: all of it holds."""

    moot: ActId  # empty: nobody has founded it yet
    size: int
    root: Hash
    state: Hash  # the digest of the final assembly, to compare replicas by
    checkpoints: int
    envelopes: int
    texts: int


def audit(store: Store, *, checkpoint: bytes | None = None, counterfoil: bytes | None = None) -> Audited:
    """Return what the record of `store` holds, or raise `BadRecord` with its first bad index.

    `checkpoint` is a note that you kept or were sent, `counterfoil` the one in the clerk's second place:
    the record must reach both. Where only a checkpoint shows a fault, the first entry that the one
    before it did not cover is named.
    """
    brought = sorted((covered(note), note) for note in (checkpoint, counterfoil) if note is not None)
    found = _Audit(store, merge(store.checkpoints(0, SAFE), brought))
    for told in found.follow(store.size()):
        found.open(told)
    return Audited(
        moot=found.head.assembly.moot,
        size=found.head.size,
        root=found.head.frontier.root().hex(),
        state=digest(found.head.assembly),
        checkpoints=found.checkpoints,
        envelopes=found.envelopes,
        texts=_texts(store),
    )


class _Audit:
    """How far an audit has come."""

    def __init__(self, store: Store, notes: Iterator[tuple[int, bytes]]) -> None:
        self._store, self._notes = store, notes
        self._note = next(notes, None)
        self._covered = 0
        self.head = Head()
        self.checkpoints = self.envelopes = 0

    def follow(self, size: int) -> Iterator[Told]:
        """Yield each entry once it holds; at the end, all of them are covered and none is missing."""
        for entry in self._store.read(0, size):
            entered = follow(self.head, entry)
            self.head = entered.head
            self._compare()
            yield entered.told
        if self._note is not None:
            why = f"a checkpoint over {self._note[0]} entries was signed, and the record ends here"
            raise BadRecord(self.head.size, why)
        if self._covered != self.head.size:
            raise BadRecord(self._covered, "no checkpoint covers it")

    def _compare(self) -> None:
        """Compare every checkpoint that was signed at this size."""
        while self._note is not None and self._note[0] <= self.head.size:
            require_checkpoint(self.head, self._note[1], since=self._covered)
            self.checkpoints += 1
            self._note = next(self._notes, None)
            # Two notes of one size: the entry that the second is about is still the last.
            if self._note is None or self._note[0] != self.head.size:
                self._covered = self.head.size

    def open(self, told: Told) -> None:
        """Compare what is held for a sealed act with its seal."""
        if not isinstance(told.act.command, Sealed):
            return
        held = self._store.held(told.id)
        if held is None:
            return
        try:
            content_of(told.act, told.id, (held.salt, held.payload))
        except Refused as refused:
            raise BadRecord(told.index, f"what is held for it is not what it sealed ({refused.why})") from refused
        self.envelopes += 1


def _texts(store: Store) -> int:
    count = 0
    for each in store.texts():
        if text_hash(each.salt, each.text) != each.hash:
            raise BadText(each.hash)
        count += 1
    return count
