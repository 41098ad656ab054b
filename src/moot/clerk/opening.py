"""Opening a record, or reading on in it: follow it to its end, and believe it only if it is the one published.

Laws: the store must reach its last checkpoint and the one in the second place, with the same roots,
both signed by the clerk that the founding names; where the second place cannot say so, nothing is
opened; nothing is repaired silently: all that opening writes is the checkpoint that a crash kept from
the second place.
"""

from dataclasses import dataclass, field

from moot.clerk.head import Entered, Head, follow
from moot.clerk.ports import BadCounterfoil, BadRecord, Counterfoil, RecordIsBehind, Store, WrongKeys
from moot.core.assembly import Assembly
from moot.core.commands import FoundingClerk
from moot.core.lot import LENGTH, chain_tip
from moot.record.checkpoint import Checkpoint, open_checkpoint, read_checkpoint
from moot.record.failure import RecordFailure
from moot.record.note import VerifierKey
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
    """Return the head of the record in `store`, or refuse it: `BadRecord`, `WrongKeys`, `RecordIsBehind`.

    `BadCounterfoil` where the second place cannot tell whether the store is behind.
    """
    size = store.size()
    own = _own_note(store, size) if size else None
    kept = counterfoil.last() if counterfoil else None
    head, then = _followed(store, size, _claimed(kept))
    if own is not None:
        _require_own(store, head, own, keys)
    if counterfoil is not None:
        if kept is not None:
            _require_kept(store, head, then, _said(head, kept, keys))
        elif next(store.checkpoints(0, size), None):
            raise BadCounterfoil(size, "there is none, and a clerk always leaves one")
        if own is not None and then.size < size:  # a crash came between the store and the second place
            counterfoil.keep(own)
    return head


def read_on(store: Store, keys: ClerkKeys, head: Head) -> tuple[Head, list[Entered]]:
    """Return the head after what another clerk of this moot has appended behind `head`, and what that is.

    Refuses it as an opening does, and with `RecordIsBehind` a store that holds nothing more.
    """
    size = store.size()
    if size <= head.size:  # nobody was quicker: entries that were acknowledged are gone
        raise RecordIsBehind(size, head.size)
    own = _own_note(store, size)
    news = []
    for entry in store.read(head.size, size):
        entered = follow(head, entry, trusting=True)
        head = entered.head
        news.append(entered)
    _require_own(store, head, own, keys)
    return head, news


def _own_note(store: Store, size: int) -> bytes:
    """Return the checkpoint over all `size` entries of `store`, which holds some."""
    own = next((note for _, note in store.checkpoints(size, size + 1)), None)
    if own is None:
        raise BadRecord(size - 1, "no checkpoint covers the last entry")
    return own


def _followed(store: Store, size: int, mark: int) -> tuple[Head, Head]:
    """Return the head after `size` entries, and the one after `mark` entries, or of none if there are fewer."""
    head = then = Head()
    for entry in store.read(0, size):
        # The root in the checkpoint binds every byte, so the signatures need not be checked again.
        head = follow(head, entry, trusting=True).head
        if head.size == mark:
            then = head
    return head, then


def _require_own(store: Store, head: Head, note: bytes, keys: ClerkKeys) -> None:
    """Raise `BadRecord` unless `note` is the founding's clerk's checkpoint over what `head` has followed.

    `WrongKeys` if that clerk is another than the one with `keys`.
    """
    try:
        found = head.open(note)
    except RecordFailure as failure:
        raise BadRecord(_uncovered(store, head.size), failure) from failure
    _require_root(store, head, found)
    if not keys.fit(head.assembly):
        raise WrongKeys(head.assembly.clerk.key)


def _require_root(store: Store, head: Head, found: Checkpoint) -> None:
    if found != head.checkpoint:
        raise BadRecord(_uncovered(store, found.size), f"the checkpoint over {found.size} entries is of another record")


def _uncovered(store: Store, size: int) -> int:
    """Return the first entry that no stored checkpoint over fewer than `size` entries covers."""
    return max((covered for covered, _ in store.checkpoints(0, size)), default=0)


# The second place.


def _claimed(note: bytes | None) -> int:
    """Return over how many entries `note` says it is; 0 if it cannot be read."""
    try:
        return read_checkpoint(note or b"").size
    except RecordFailure:
        return 0


def _said(head: Head, note: bytes, keys: ClerkKeys) -> Checkpoint:
    """Return the checkpoint of this moot's clerk that `note` is, or raise `BadCounterfoil`."""
    why = "it cannot be read" if note else "it is empty"
    try:
        said = read_checkpoint(note)
        # Without entries nothing but the key shows whose it is.
        origin = head.origin if head.size else said.origin
        if said.origin != origin:
            raise BadCounterfoil(head.size, f"it is of {said.origin}, not of {origin}")
        why = "it is not signed by this clerk"
        return open_checkpoint(note, [VerifierKey(origin, keys.signer.public)])
    except RecordFailure as failure:
        raise BadCounterfoil(head.size, f"{why}: {failure.why}" if note else why) from failure


def _require_kept(store: Store, head: Head, then: Head, said: Checkpoint) -> None:
    """Raise `RecordIsBehind` if the store lacks entries that `said` covers, `BadRecord` if it holds others."""
    if said.size > head.size:
        raise RecordIsBehind(head.size, said.size)
    _require_root(store, then, said)
