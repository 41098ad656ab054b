"""A checkpoint: what a log commits itself to, as a note text (C2SP tlog-checkpoint).

Its laws:

- It names the log (origin), counts its entries (size) and fixes them all (root); a log signs it once per size.
- It has one spelling: no leading zeros, padded base64; `parse(render(x)) == x` and the reverse.
- Extension lines are kept as they are and mean nothing here: nobody audits them.
- It is the log's word only if a known key of the origin's own name has signed it.

>>> from moot.record.tree import EMPTY_ROOT
>>> signer = Signer.from_seed(bytes(32))
>>> checkpoint = Checkpoint("moot.example/garage", 0, EMPTY_ROOT)
>>> print(checkpoint.render(), end="")
moot.example/garage
0
47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
>>> key = VerifierKey("moot.example/garage", signer.public)
>>> open_checkpoint(checkpoint.sign(signer).render(), [key]) == checkpoint
True
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from moot.record.failure import BadCheckpoint
from moot.record.note import Note, VerifierKey, is_key_name, open_note, sign
from moot.record.signature import Signer
from moot.record.tree import HASH_LENGTH

# Other verifiers count in signed 64 bits (Go's x/mod/sumdb/tlog).
LARGEST_SIZE = 2**63 - 1

_FEWEST_LINES = 4  # origin, size, root, and nothing after the last newline
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_EXTENSION = re.compile(r"[^\x00-\x1f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of one log: its origin, its number of entries, and the root over them all."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse with `BadCheckpoint` what would not survive being written and read."""
        # The origin is also the name of the log's key, so it obeys the rule for names.
        if not is_key_name(self.origin):
            raise BadCheckpoint("its origin is empty, or has a space, a plus or a control character")
        if not 0 <= self.size <= LARGEST_SIZE:
            raise BadCheckpoint("its size is not between 0 and 2^63 - 1")
        if len(self.root) != HASH_LENGTH:
            raise BadCheckpoint(f"its root has {len(self.root)} bytes, not {HASH_LENGTH}")
        if not all(map(_EXTENSION.fullmatch, self.extensions)):
            raise BadCheckpoint("an extension line is empty, or has a control character")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a note text as a checkpoint, or refuse with `BadCheckpoint`; nobody's signature is checked."""
        lines = text.split("\n")
        if len(lines) < _FEWEST_LINES or lines.pop():
            raise BadCheckpoint("it is not origin, size and root on lines of their own")
        origin, size, root, *extensions = lines
        if _SIZE.fullmatch(size) is None:
            raise BadCheckpoint("its size is not a plain decimal number of at most 19 digits")
        try:
            checkpoint = cls(origin, int(size), b64decode(root, validate=True), tuple(extensions))
        except ValueError as error:
            raise BadCheckpoint("its root is not base64") from error
        if checkpoint.render() != text:
            raise BadCheckpoint("its root is base64 of an unusual spelling")
        return checkpoint

    def render(self) -> str:
        """Return the note text: origin, size, root and extensions, each on its line."""
        return "\n".join((self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions, ""))

    def sign(self, signer: Signer) -> Note:
        """Return the note by which the log, under its origin's name, commits itself."""
        return sign(self.render(), self.origin, signer)


def read_checkpoint(data: bytes) -> Checkpoint:
    """Return the checkpoint that a note says it is, or refuse with a `RecordFailure`; nobody's signature is checked."""
    return Checkpoint.parse(Note.parse(data).text)


def open_checkpoint(data: bytes, keys: Iterable[VerifierKey]) -> Checkpoint:
    """Return the checkpoint that a known key of its own log signed, or refuse with a `RecordFailure`."""
    note = open_note(data, keys)
    checkpoint = Checkpoint.parse(note.text)
    # A witness, or another log, may be known and honest, and still may not speak for this log.
    if all(line.name != checkpoint.origin for line in note.signatures):
        raise BadCheckpoint("no known key of its origin has signed it")
    return checkpoint
