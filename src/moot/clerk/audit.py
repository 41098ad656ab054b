"""The audit: everything that a record claims, derived again from its first entry.

Laws: nothing in the store is believed: every act is read, its signature checked, its events derived
and compared, every checkpoint opened with the clerk's key and compared with the root over its prefix,
every held content compared with its seal; the first bad entry is named; memory holds the state and a
page of entries, never the record. A record that was cut behind its last stored checkpoint is whole in
itself: only a checkpoint from elsewhere shows what is missing.
"""

from collections.abc import Iterator
from heapq import merge
from operator import itemgetter
from typing import TypeAlias

from moot.clerk.envelopes import content_of
from moot.clerk.head import Head, follow
from moot.clerk.ports import BadCheckpoint, BadRecord, BadText, Origin, Store
from moot.core.act import SAFE, ActId, Hash
from moot.core.canonical import digest
from moot.core.commands import Sealed
from moot.core.refusal import Refused
from moot.core.value import value
from moot.record.checkpoint import Checkpoint, open_checkpoint
from moot.record.failure import RecordFailure
from moot.record.note import Note, VerifierKey
from moot.wire.entry import Told, text_hash

_Note: TypeAlias = tuple[int, Origin, bytes]  # over how many entries it is said to be


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
    before it did not cover is named. A note that this clerk did not sign shows none: `BadCheckpoint`.
    """
    others: tuple[tuple[Origin, bytes | None], ...] = (("kept", counterfoil), ("brought", checkpoint))
    brought = sorted((_claimed(note), origin, note) for origin, note in others if note is not None)
    stored: Iterator[_Note] = ((size, "stored", note) for size, note in store.checkpoints(0, SAFE))
    found = _Audit(store, merge(stored, brought, key=itemgetter(0)))
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

    def __init__(self, store: Store, notes: Iterator[_Note]) -> None:
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
            if self._store.find(entered.told.id) != entry.index:
                raise BadRecord(entry.index, "it is not found by its act: the store files it under another")
            self._compare()
            yield entered.told
        if self._note is not None:
            raise BadRecord(self.head.size, self._why_short(self._note))
        if self._covered != self.head.size:
            raise BadRecord(self._covered, "no checkpoint covers it")

    def _compare(self) -> None:
        """Compare every checkpoint that was signed at this size."""
        while self._note is not None and self._note[0] <= self.head.size:
            found = self._opened(self._note)
            if found != Checkpoint(self.head.origin, self.head.size, self.head.frontier.root()):
                raise BadRecord(self._covered, f"the checkpoint over {found.size} entries is of another record")
            self.checkpoints += 1
            self._note = next(self._notes, None)
            # Two notes of one size: the entry that the second is about is still the last.
            if self._note is None or self._note[0] != self.head.size:
                self._covered = self.head.size

    def _why_short(self, note: _Note) -> str:
        """Return what a note over more entries than there are says about the record."""
        if not self.head.size:
            return "there are no entries, so nothing shows whose checkpoint this is; if it is this moot's, all are gone"
        return f"a checkpoint over {self._opened(note).size} entries was signed, and the record ends here"

    def _opened(self, note: _Note) -> Checkpoint:
        """Return the checkpoint that this moot's clerk signed, or raise `BadCheckpoint`."""
        size, origin, data = note
        why = "it cannot be read"
        try:
            said = Checkpoint.parse(Note.parse(data).text)
            why = f"it is of {said.origin}, not of {self.head.origin}"
            if said.origin == self.head.origin:
                why = "it is not signed by this clerk"
                open_checkpoint(data, [VerifierKey(self.head.origin, bytes.fromhex(self.head.assembly.clerk.key))])
                if said.size == size:
                    return said
                why = f"it is over {said.size} entries"
        except RecordFailure as failure:
            why = f"{why}: {failure.why}"
        raise BadCheckpoint(origin, size, why, holds=self.head.size, index=self._covered)

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


def _claimed(note: bytes) -> int:
    """Return over how many entries a note says it is; what cannot be read comes last."""
    try:
        return Checkpoint.parse(Note.parse(note).text).size
    except RecordFailure:
        return SAFE


def _texts(store: Store) -> int:
    count = 0
    for each in store.texts():
        if text_hash(each.salt, each.text) != each.hash:
            raise BadText(each.hash)
        count += 1
    return count
