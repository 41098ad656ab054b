r"""What goes in at the door, what stands in the record, what comes back, and what is told.

Laws: an entry's leaf is canonical JSON that holds the act's own bytes unchanged and only the hash of
the events, because those can be derived again; a leaf has at most 65,535 bytes, the limit of a tile;
free text is named by its salted hash alone, so that a text can be erased and nobody can guess it.

>>> entry = Entry(index=0, received=7, act=b'{"at":1}', signature=b"\x01", events=b"[]")
>>> leaf(entry)[:42]
b'{"act":{"at":1},"events":"4f53cda18c2baa0c'
"""

import hashlib

from moot.core.act import ActId, Hash, Instant
from moot.core.canonical import framed
from moot.core.commands import Act
from moot.core.events import Event
from moot.core.value import value
from moot.wire.acts import act_id, read_act
from moot.wire.canonical import sha256
from moot.wire.events import read_events


@value
class Submission:
    """What a member hands in: the act's bytes, the signature over them, and a sealed act's salt and payload."""

    act: bytes
    signature: bytes
    payload: tuple[str, bytes] | None = None


@value
class Receipt:
    """Where an act stands in the record, and when the clerk received it."""

    index: int
    id: ActId
    received: Instant


@value
class Entry:
    """An act as it stands in the record, with the events that follow from it."""

    index: int
    received: Instant
    act: bytes
    signature: bytes
    events: bytes


@value
class Told:
    """An entry as the feed hands it out: decoded."""

    index: int
    id: ActId
    received: Instant
    act: Act
    events: tuple[Event, ...]


def leaf(entry: Entry) -> bytes:
    """Return the bytes whose hash stands in the tree."""
    head = b'{"act":' + entry.act + b',"events":"' + sha256(entry.events).encode()
    tail = f'","index":{entry.index},"received":{entry.received},"signature":"{entry.signature.hex()}"}}'
    return head + tail.encode()


def tell(entry: Entry) -> Told:
    """Return `entry` decoded."""
    return Told(entry.index, act_id(entry.act), entry.received, read_act(entry.act), read_events(entry.events))


def text_hash(salt: Hash, text: str) -> Hash:
    """Return the name of a text: SHA-256 over its salt and its UTF-8 bytes, each behind its length."""
    return hashlib.sha256(framed(bytes.fromhex(salt), text.encode())).hexdigest()
