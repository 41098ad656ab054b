"""A mirror: a copy of a record that somebody else keeps, in which every entry was checked before it was taken in.

Laws: whoever shows the record is not believed: each new entry must carry its signature and the events that follow
from its act, and all entries together must have the root of a checkpoint that the clerk signed whom the founding
names; what was taken in once is held against what is shown later, so that entries which were cut off, changed or
replaced since are refused, and the first of them is named; of what is refused nothing is taken in; a copy that was
changed where it lies is refused too.
"""

from collections.abc import Iterator
from contextlib import closing
from functools import reduce
from itertools import islice
from typing import Final, Protocol

from moot.clerk.checking import Checkers
from moot.clerk.head import Head, follow
from moot.clerk.ports import BadCheckpoint, BadCopy, BadRecord, OtherRecord, Store
from moot.core.act import ActId
from moot.core.assembly import Assembly, evolve
from moot.core.refusal import Refused
from moot.record.checkpoint import Checkpoint, read_checkpoint
from moot.record.failure import RecordFailure
from moot.record.tree import leaf_hash
from moot.wire.acts import act_id
from moot.wire.entry import Entry, Told, leaf, tell

_PAGE: Final = 1_000  # entries that are checked together


class Source(Protocol):
    """Whoever shows a record: as much of it as a mirror needs."""

    def checkpoint(self) -> bytes | None:
        """Return the newest signed checkpoint as a note, or nothing if there is none."""
        ...

    def read(self, start: int, stop: int) -> Iterator[Entry]:
        """Yield the entries from `start` up to but not including `stop`, in order, as many as there are."""
        ...


class Mirror:
    """The copy in a store, followed to its end. For one thread; one process at a time may `follow`."""

    def __init__(self, store: Store, moot: ActId) -> None:
        """Read the copy of `moot` in `store`, or begin one; refuse it with `BadCopy` if it was changed there."""
        self._store, self._moot = store, moot
        self.head = Head()
        self.note: bytes | None = None  # the checkpoint over all that was taken in
        self.told: list[Told] = []
        self.read_on()

    def read_on(self) -> None:
        """Take in what another process has appended to the copy."""
        start, size = self.head.size, self._store.size()
        if size == start:
            return
        entries = list(self._store.read(start, size))
        frontier = self.head.frontier.extend(leaf_hash(leaf(each)) for each in entries)
        note = next((note for _, note in self._store.checkpoints(size, size + 1)), b"")
        if _root_said(note) != (size, frontier.root()):
            raise BadCopy("its entries are not those over which its checkpoint was signed")
        try:
            told = [tell(each) for each in entries]
        except Refused as refused:
            raise BadCopy(f"an entry cannot be read ({refused.why})") from refused
        self.head = Head(reduce(_evolved, told, self.head.assembly), frontier, told[-1].received)
        self.note = note
        self.told += told

    def follow(self, source: Source) -> None:
        """Take in what `source` shows beyond the copy.

        Raises `BadRecord` at the first new entry that does not hold, `BadCheckpoint` if this moot's clerk did not
        sign the newest, and `OtherRecord` if what is shown is not what was shown before.
        """
        self.read_on()
        note = source.checkpoint()
        if note is None or note == self.note:
            if note is None and self.head.size:
                raise OtherRecord(0, self.head.size, "no checkpoint is shown any more, as if nothing had been recorded")
            return
        size = self._require_signed(note)
        if size < self.head.size:
            raise OtherRecord(size, self.head.size, f"it ends before entry {size}, which was shown before")
        try:
            head, entries, told = self._followed(source, size)
            self._require_same(note, head)
        except BadRecord:
            self.require_own(source)
            raise
        self._store.append(entries, at=self.head.size, checkpoint=note, held=[])
        self.head, self.note = head, note
        self.told += told

    def require_own(self, source: Source) -> None:
        """Raise `OtherRecord` at the first entry of the copy that is shown otherwise now."""
        own, shown = self._store.read(0, self.head.size), source.read(0, self.head.size)
        for index, before in enumerate(own):
            now = next(shown, None)
            if now != before:
                raise OtherRecord(index, self.head.size, _differ(before, now))

    def _followed(self, source: Source, size: int) -> tuple[Head, list[Entry], list[Told]]:
        """Return the head after `size` entries of `source`, and what is new of them; each was checked."""
        head, entries, told = self.head, list[Entry](), list[Told]()
        shown = source.read(head.size, size)
        with closing(Checkers()) as checkers:
            while page := list(islice(shown, _PAGE)):
                for entry, checked in zip(page, checkers.check(page), strict=True):
                    entered = follow(head, entry, checked)
                    head = entered.head
                    entries.append(entry)
                    told.append(entered.told)
        if head.assembly.moot != self._moot:
            raise BadRecord(0, f"it founds another moot than {self._moot[:12]}")
        if head.size != size:
            raise BadRecord(head.size, f"a checkpoint over {size} entries was signed, and no more are shown")
        return head, entries, told

    def _require_signed(self, note: bytes) -> int:
        """Return over how many entries a note is; `BadCheckpoint` if the clerk that is known did not sign it."""
        if self.head.size:
            return self._open(note, self.head).size
        try:
            return read_checkpoint(note).size
        except RecordFailure as failure:
            raise self._bad_checkpoint(0, f"it cannot be read: {failure.why}") from failure

    def _require_same(self, note: bytes, head: Head) -> None:
        said = self._open(note, head)
        if said != head.checkpoint:
            raise BadRecord(self.head.size, "from it on, the entries are not those over which the clerk signed")

    def _open(self, note: bytes, head: Head) -> Checkpoint:
        try:
            return head.open(note)
        except RecordFailure as failure:
            raise self._bad_checkpoint(head.size, f"it is not signed by this moot's clerk: {failure.why}") from failure

    def _bad_checkpoint(self, size: int, why: str) -> BadCheckpoint:
        return BadCheckpoint("shown", size, why, holds=self.head.size, index=self.head.size)


def _evolved(assembly: Assembly, told: Told) -> Assembly:
    return reduce(evolve, told.events, assembly)


def _root_said(note: bytes) -> tuple[int, bytes] | None:
    """Return the size and root that a note states, whoever signed it."""
    try:
        said = read_checkpoint(note)
    except RecordFailure:
        return None
    return said.size, said.root


def _differ(before: Entry, now: Entry | None) -> str:
    """Return how an entry that was shown before is shown now."""
    was = f"it was act {act_id(before.act)[:12]}, received at {before.received}"
    if now is None:
        return f"{was}, and is missing now"
    if now.act != before.act:
        return f"{was}, and is act {act_id(now.act)[:12]} now, received at {now.received}"
    return f"{was}, and the same act has another time, signature or events now"
