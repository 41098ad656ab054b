"""Opening a record: follow it to its end, and believe it only if it is the one that was published.

Laws: the store must reach its last checkpoint and the one in the second place, with the same roots,
both signed by the clerk that the founding names; nothing is repaired silently.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from moot.clerk.head import Head, follow
from moot.clerk.ports import BadRecord, Counterfoil, RecordIsBehind, Store, WrongKeys
from moot.core.assembly import Assembly
from moot.core.commands import FoundingClerk
from moot.core.lot import LENGTH, chain_tip
from moot.record.checkpoint import Checkpoint, open_checkpoint
from moot.record.failure import RecordFailure
from moot.record.note import Note, VerifierKey
from moot.record.signature import Signer


@dataclass(frozen=True, slots=True)
class ClerkKeys:
    """What only the clerk holds: its signing key, and the 32-byte secret at the end of its chance chain."""

    signer: Signer
    secret: bytes = field(repr=False)

    def introduce(self, agent: str, links: int = LENGTH) -> FoundingClerk:
        """Return how a founding is to name this clerk; `links` is the charter's `agency.links`."""
        return FoundingClerk(agent, self.signer.public.hex(), chain_tip(self.secret, links).hex())

    def fit(self, assembly: Assembly) -> bool:
        """Return whether these are the keys of the clerk that `assembly` names."""
        clerk = assembly.clerk
        return clerk == self.introduce(clerk.agent, assembly.charter.agency.links)


def opened(store: Store, keys: ClerkKeys, counterfoil: Counterfoil | None) -> Head:
    """Return the head of the record in `store`, or refuse it: `RecordIsBehind`, `WrongKeys`, `BadRecord`."""
    size = store.size()
    notes = list(_last_notes(store, counterfoil, size))
    published = max(map(covered, notes), default=0)
    if published > size:
        raise RecordIsBehind(size, published)
    awaited: dict[int, list[bytes]] = {}
    for note in notes:
        awaited.setdefault(covered(note), []).append(note)
    head = Head()
    for entry in store.read(0, size):
        # The roots below bind every byte, so the signatures need not be checked again.
        head = follow(head, entry, trusting=True).head
        for note in awaited.get(head.size, ()):
            require_checkpoint(head, note, since=head.size - 1)
    if size and not keys.fit(head.assembly):
        raise WrongKeys(head.assembly.clerk.key)
    return head


def require_checkpoint(head: Head, note: bytes, *, since: int) -> None:
    """Raise `BadRecord` unless `note` is the clerk's checkpoint over exactly what `head` has followed.

    The entries before `since` are known to hold, so that is where the fault lies at the earliest.
    """
    try:
        clerk = VerifierKey(head.origin, bytes.fromhex(head.assembly.clerk.key))
        found = open_checkpoint(note, [clerk])
    except RecordFailure as failure:
        raise BadRecord(since, failure) from failure
    if found != Checkpoint(head.origin, head.size, head.frontier.root()):
        raise BadRecord(since, f"the checkpoint over {found.size} entries is of another record")


def _last_notes(store: Store, counterfoil: Counterfoil | None, size: int) -> Iterator[bytes]:
    own = [note for _, note in store.checkpoints(size, size + 1)]
    if size and not own:
        raise BadRecord(size - 1, "no checkpoint covers the last entry")
    yield from own
    if counterfoil is not None and (kept := counterfoil.last()) is not None:
        yield kept


def covered(note: bytes) -> int:
    """Return over how many entries `note` speaks; its signature is not checked yet."""
    try:
        return Checkpoint.parse(Note.parse(note).text).size
    except RecordFailure as failure:
        raise BadRecord(0, failure) from failure
