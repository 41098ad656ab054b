"""The audit: everything that a record claims, derived again from its first entry.

Laws: nothing in the store is believed: every act is read, its signature checked, its events derived
and compared, every checkpoint opened with the clerk's key and compared with the root over its prefix,
every held content compared with its seal; the first bad entry is named; memory holds the state and a
page of entries, never the record. A record that was cut behind its last stored checkpoint is whole in
itself: only a checkpoint from elsewhere shows what is missing.
"""

from collections.abc import Iterable

from moot.clerk.envelopes import held_for
from moot.clerk.head import Head, Signed, follow
from moot.clerk.opening import covered, require_checkpoint
from moot.clerk.ports import BadRecord, Held, Store
from moot.core.act import ActId, Hash
from moot.core.canonical import digest
from moot.core.refusal import Refused
from moot.core.value import value
from moot.wire.entry import text_hash


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
    the record must reach both. What lies at or behind a checkpoint that does not fit cannot be told
    apart, so the first entry that the one before did not cover is named.
    """
    size, head, proven, checkpoints, envelopes = store.size(), Head(), 0, 0, 0
    brought = [note for note in (checkpoint, counterfoil) if note is not None]
    for note in brought:
        _require_reach(size, note)
    stored = iter(store.checkpoints(0, size + 1))
    due, signed = next(stored, (0, b""))
    for entry in store.read(0, size):
        entered = follow(head, entry)
        head = entered.head
        envelopes += _require_envelope(entered.signed, store.held(entered.signed.id), entry.index)
        notes = [note for note in brought if covered(note) == head.size]
        if due == head.size:
            notes.append(signed)
            checkpoints += 1
            due, signed = next(stored, (0, b""))
        for note in notes:
            require_checkpoint(head, note, since=proven)
        proven = head.size if notes else proven
    _require_end(head, size, proven, due)
    return Audited(
        head.assembly.moot,
        head.size,
        head.frontier.root().hex(),
        digest(head.assembly),
        checkpoints,
        envelopes,
        _texts(store),
    )
