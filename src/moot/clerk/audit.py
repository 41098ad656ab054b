"""The audit: everything that a record claims, derived again from its first entry.

Laws: nothing in the store is believed: every act is read, its signature checked, its events derived
and compared, every checkpoint opened with the clerk's key and compared with the root over its prefix,
every held content compared with its seal, and none may be held besides; the first bad entry is
named; memory holds the state and a page of entries with what is held for them, never the record. A
record that was cut behind its last stored checkpoint is whole in itself: only a checkpoint from
elsewhere shows what is missing.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from heapq import merge
from operator import itemgetter
from typing import Final, TypeAlias

from moot.clerk.checking import Checkers
from moot.clerk.envelopes import content_of
from moot.clerk.head import Head, Signed, follow
from moot.clerk.ports import BadCheckpoint, BadRecord, BadText, Held, Origin, Store
from moot.core.act import SAFE, ActId, Hash
from moot.core.canonical import digest
from moot.core.refusal import Refused
from moot.core.value import value
from moot.record.checkpoint import Checkpoint, read_checkpoint
from moot.record.failure import RecordFailure
from moot.wire.entry import Entry, Told, text_hash

_PAGE: Final = 1_000  # entries that are read and checked together

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
    holdings = store.holdings()  # first: what a clerk at work adds meanwhile is no surplus
    with closing(Checkers()) as checkers:
        found = _Audit(store, merge(stored, brought, key=itemgetter(0)), checkers)
        found.follow(store.size())
    if surplus := max(holdings - found.envelopes, 0):
        raise BadRecord(found.head.size, f"of {holdings} contents that are held, {surplus} belong to no entry")
    return Audited(
        moot=found.head.assembly.moot,
        size=found.head.size,
        root=found.head.frontier.root().hex(),
        state=digest(found.head.assembly),
        checkpoints=found.checkpoints,
        envelopes=found.envelopes,
        texts=_texts(store),
    )


@value
class _Met:
    """A checkpoint, the head at the size at which it was met, and how many entries an earlier one covers."""

    note: _Note
    head: Head
    covered: int


class _Audit:
    """How far an audit has come."""

    def __init__(self, store: Store, notes: Iterator[_Note], checkers: Checkers) -> None:
        self._store, self._notes, self._checkers = store, notes, checkers
        self._note = next(notes, None)
        self._covered = 0
        self._met: list[_Met] = []
        self.head = Head()
        self.checkpoints = self.envelopes = 0

    def follow(self, size: int) -> None:
        """See that each entry holds, and at the end, that all of them are covered and none is missing."""
        for start in range(0, size, _PAGE):
            try:
                self._follow(list(self._store.read(start, min(start + _PAGE, size))))
            finally:  # a bad checkpoint that was met before a bad entry is the first fault
                self._compare()
        if self._note is not None:
            raise BadRecord(self.head.size, self._why_short(self._note))
        if self._covered != self.head.size:
            raise BadRecord(self._covered, "no checkpoint covers it")

    def _follow(self, page: Sequence[Entry]) -> None:
        checked = self._checkers.check(page)
        signed = [each for each in checked if isinstance(each, Signed)]
        places = self._store.find([each.id for each in signed])
        held = self._store.held([each.id for each in signed])
        for entry, each in zip(page, checked, strict=True):
            entered = follow(self.head, entry, each)
            self.head = entered.head
            if places.get(entered.told.id) != entry.index:
                raise BadRecord(entry.index, "it is not found by its act: the store files it under another")
            self._meet()
            self._open(entered.told, held.get(entered.told.id))

    def _meet(self) -> None:
        """Lay every checkpoint that was signed at this size beside what it must say."""
        while self._note is not None and self._note[0] <= self.head.size:
            self._met.append(_Met(self._note, self.head, self._covered))
            self._note = next(self._notes, None)
            # Two notes of one size: the entry that the second is about is still the last.
            if self._note is None or self._note[0] != self.head.size:
                self._covered = self.head.size

    def _compare(self) -> None:
        """Open and compare the checkpoints that were met; the first that is false is told."""
        met, self._met = self._met, []
        self._checkers.each(_require_same, met)
        self.checkpoints += len(met)

    def _why_short(self, note: _Note) -> str:
        """Return what a note over more entries than there are says about the record."""
        if not self.head.size:
            return "there are no entries, so nothing shows whose checkpoint this is; if it is this moot's, all are gone"
        size = _opened(_Met(note, self.head, self._covered)).size
        return f"a checkpoint over {size} entries was signed, and the record ends here"

    def _open(self, told: Told, held: Held | None) -> None:
        """Compare what is held for an act with its seal; nothing may be held for an act without one."""
        if held is None:
            return
        try:
            content_of(told.act, told.id, (held.salt, held.payload))
        except Refused as refused:
            raise BadRecord(told.index, f"what is held for it is not what it sealed ({refused.why})") from refused
        self.envelopes += 1


def _require_same(met: _Met) -> None:
    """Raise `BadCheckpoint` unless this moot's clerk signed the note, `BadRecord` if it is of another record."""
    found, head = _opened(met), met.head
    if found != head.checkpoint:
        raise BadRecord(met.covered, f"the checkpoint over {found.size} entries is of another record")


def _opened(met: _Met) -> Checkpoint:
    """Return the checkpoint that this moot's clerk signed, or raise `BadCheckpoint`."""
    size, origin, data = met.note
    head = met.head
    try:
        said = head.open(data)
    except RecordFailure as failure:
        why = _why_not_ours(data, head.origin, failure)
    else:
        if said.size == size:
            return said
        why = f"it is over {said.size} entries"
    raise BadCheckpoint(origin, size, why, holds=head.size, index=met.covered)


def _why_not_ours(note: bytes, origin: str, failure: RecordFailure) -> str:
    """Return what is wrong with a note that did not open as the clerk's, from the outside in."""
    try:
        said = read_checkpoint(note)
    except RecordFailure as unreadable:
        return f"it cannot be read: {unreadable.why}"
    if said.origin != origin:
        return f"it is of {said.origin}, not of {origin}"
    return f"it is not signed by this clerk: {failure.why}"


def _claimed(note: bytes) -> int:
    """Return over how many entries a note says it is; what cannot be read comes last."""
    try:
        return read_checkpoint(note).size
    except RecordFailure:
        return SAFE


def _texts(store: Store) -> int:
    count = 0
    for each in store.texts():
        if text_hash(each.salt, each.text) != each.hash:
            raise BadText(each.hash)
        count += 1
    return count
