"""How far a record was followed, and the one step by which it grows.

Laws: what the clerk writes and what anybody derives from it later come from the same function;
`received` never decreases; following a record never changes it, and stops at its first bad entry.

>>> Head().size
0
"""

from typing import TypeAlias

from moot.clerk.keys import require_usable, require_usable_keys
from moot.clerk.ports import BadRecord
from moot.core.act import ActId, Instant
from moot.core.assembly import EMPTY, Assembly, step
from moot.core.commands import Act, Filed
from moot.core.refusal import BadSignature, Refused
from moot.core.value import value
from moot.record.checkpoint import Checkpoint, open_checkpoint
from moot.record.note import VerifierKey
from moot.record.signature import verify
from moot.record.tree import Frontier, leaf_hash
from moot.wire.acts import act_id, read_act
from moot.wire.entry import Entry, Told, leaf
from moot.wire.events import write_events


@value
class Head:
    """The state, the tree's right edge, and the clerk's time after some entries."""

    assembly: Assembly = EMPTY
    frontier: Frontier = Frontier()
    received: Instant = 0

    @property
    def size(self) -> int:
        """Return how many entries were followed."""
        return self.frontier.size

    @property
    def origin(self) -> str:
        """Return the name under which the clerk signs checkpoints of this moot."""
        return f"moot/{self.assembly.moot}"

    @property
    def checkpoint(self) -> Checkpoint:
        """Return what a checkpoint over these entries states."""
        return Checkpoint(self.origin, self.size, self.frontier.root())

    def open(self, note: bytes) -> Checkpoint:
        """Return the checkpoint of this moot's clerk that `note` is, over whatever; `RecordFailure` if it is none."""
        return open_checkpoint(note, [VerifierKey(self.origin, bytes.fromhex(self.assembly.clerk.key))])


@value
class Signed:
    """An act as it came: read, with its bytes and the signature over them."""

    act: Act
    id: ActId
    data: bytes
    signature: bytes


Checked: TypeAlias = Signed | Refused  # an act whose signature holds, or why it is refused


@value
class Entered:
    """What one more entry makes of a head."""

    head: Head
    entry: Entry
    told: Told


def read_signed(data: bytes, signature: bytes) -> Signed:
    """Return the act that `data` says, or refuse what cannot be read. Nobody's signature is checked."""
    return Signed(read_act(data), act_id(data), data, signature)


def require_signature(signed: Signed) -> None:
    """Refuse with `BadSignature` unless the act's own key signed these bytes; with `KeyNotValid` if anybody could."""
    require_usable(signed.act.key, "key")
    # The act names its key; whether that key may speak for the member is the assembly's question.
    if not verify(bytes.fromhex(signed.act.key), signed.data, signed.signature):
        raise BadSignature(
            f"the signature is not that of key {signed.act.key[:12]} over these bytes",
            clause="protocol.acts",
            mend="Sign the exact bytes that you send, with the key that the act names.",
        )


def enter(head: Head, signed: Signed, received: Instant) -> Entered:
    """Return what follows when `signed` is entered next, at `received`.

    Refuses what the assembly refuses, and keys that the assembly, which knows no curves, can't refuse.
    """
    require_usable_keys(signed.act.command)
    filed = Filed(act=signed.act, id=signed.id, index=head.size, received=received)
    assembly, events = step(head.assembly, filed)
    entry = Entry(head.size, received, signed.data, signed.signature, write_events(events))
    after = Head(assembly, head.frontier.append(leaf_hash(leaf(entry))), received)
    return Entered(after, entry, Told(entry.index, signed.id, received, signed.act, events))


def follow(head: Head, entry: Entry, checked: Checked | None = None, *, trusting: bool = False) -> Entered:
    """Return what `entry` makes of `head`, or raise `BadRecord`.

    Its signature is checked here, unless its act comes `checked` already, or when `trusting`.
    """
    if entry.index != head.size:
        raise BadRecord(head.size, f"entry {entry.index} stands in its place")
    if entry.received < head.received:
        raise BadRecord(entry.index, "it was received before the entry that precedes it")
    try:
        if isinstance(checked, Refused):
            raise checked
        signed = checked or read_signed(entry.act, entry.signature)
        if not (checked or trusting):
            require_signature(signed)
        entered = enter(head, signed, entry.received)
    except Refused as refused:
        raise BadRecord(entry.index, f"its act is refused ({refused.code}: {refused.why})") from refused
    if entered.entry.events != entry.events:
        raise BadRecord(entry.index, "its events are not those that follow from its act")
    return entered
