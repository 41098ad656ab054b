"""A record at an address, as an audit reads it: entry by entry over HTTP, believed in nothing, kept nowhere.

Laws: the audit is the one of a folder; what only its keeper can see (sealed contents that wait, erased texts, the
order in which a store files acts) is not shown at an address, and not said to be checked; what this machine was
shown before, and the checkpoint that somebody brings, are held against it.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, cast

from moot.clerk.audit import Audited, audit
from moot.clerk.mirror import Mirror
from moot.clerk.ports import BadRecord, Held, HeldText, Store
from moot.cli.afar import asking
from moot.cli.copies import COPIES, home
from moot.cli.progress import watched
from moot.core.act import ActId
from moot.hall import STORE, open_record
from moot.kit.answers import NotThisRecord
from moot.record.checkpoint import Checkpoint
from moot.record.failure import RecordFailure
from moot.record.note import Note
from moot.wire.acts import act_id
from moot.wire.entry import Entry

if TYPE_CHECKING:
    from moot.kit.outer import OuterDoor


class Distant:
    """The entries behind a door, under one checkpoint: as much of a `Store` as an audit needs."""

    def __init__(self, door: "OuterDoor", note: bytes | None) -> None:
        """Read the record behind `door` as far as its checkpoint `note` goes."""
        self._door, self._note = door, note
        self._size = _size_of(note) if note is not None else 0
        self._places: dict[ActId, int] = {}

    def size(self) -> int:
        return self._size

    def read(self, start: int, stop: int) -> Iterator[Entry]:
        self._places.clear()
        for entry in self._door.read(start, min(stop, self._size)):
            self._places[act_id(entry.act)] = entry.index
            yield entry
        if start + len(self._places) < min(stop, self._size):
            raise NotThisRecord(f"its checkpoint covers {self._size} entries, and fewer are shown")

    def find(self, acts: Sequence[ActId]) -> dict[ActId, int]:
        return {each: self._places[each] for each in acts}

    def checkpoints(self, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        if self._note is not None and start <= self._size < stop:
            yield self._size, self._note

    def held(self, acts: Sequence[ActId]) -> dict[ActId, Held]:
        del acts
        return {}

    def holdings(self) -> int:
        return 0

    def texts(self) -> Iterator[HeldText]:
        return iter(())


def audited_at(url: str, checkpoint: bytes | None = None) -> tuple[Audited, int | None]:
    """Return what the record at `url` holds, and the size of the copy with which it was compared, if there is one.

    Ends with a `Failure` that names the first bad entry; `BadCheckpoint` if the `checkpoint` that was brought is none.
    """
    with asking(url, acting=False) as (door, shown):
        distant, moot = Distant(door, door.checkpoint()), shown["moot"]
        kept = _kept(moot) if moot else None
        try:
            with watched(distant, distant.size(), "verifying") as store:
                found = audit(cast("Store", store), checkpoint=checkpoint, counterfoil=kept)
        except BadRecord:
            if kept is not None:
                _require_as_before(door, moot)
            raise
        if found.moot != moot:
            raise NotThisRecord(f"it says that it is moot {moot[:12]}, and its record is that of {found.moot[:12]}")
        return found, None if kept is None else _size_of(kept)


def _kept(moot: ActId) -> bytes | None:
    """Return the checkpoint over the copy of a moot that this machine has, if it has one."""
    folder = home() / COPIES / moot
    if not (folder / STORE).is_file():
        return None
    with closing(open_record(folder)) as copy:
        size = copy.size()
        return next((note for _, note in copy.checkpoints(size, size + 1)), None)


def _require_as_before(door: "OuterDoor", moot: ActId) -> None:
    """Raise `OtherRecord` at the first entry that is shown otherwise than when the copy was made."""
    with closing(open_record(home() / COPIES / moot)) as copy:
        Mirror(copy, moot).require_own(door)


def _size_of(note: bytes) -> int:
    try:
        return Checkpoint.parse(Note.parse(note).text).size
    except RecordFailure as failure:
        raise NotThisRecord(f"its checkpoint cannot be read ({failure.why})") from failure
