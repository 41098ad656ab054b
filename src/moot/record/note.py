r"""A signed note: a text and the lines by which keys vouch for it (C2SP signed-note).

Its laws:

- A text is believed only after `open_note`; `Note.parse` believes nothing.
- Lines of unknown keys are ignored; one false line of a known key spoils the note; at least one must hold.
- A note has one spelling: `Note.parse(data).render() == data`, and the same for verifier keys.
- The text may hold empty lines: it ends at the last one. No control byte but the newline passes.

>>> from moot.record.signature import Signer
>>> signer = Signer.from_seed(bytes(32))
>>> key = VerifierKey("moot.example/garage", signer.public)
>>> key.render()
'moot.example/garage+d3add0ec+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop'
>>> published = sign("the ayes have it\n", "moot.example/garage", signer).render()
>>> open_note(published, [key]).text
'the ayes have it\n'
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from moot.record import signature as ed25519
from moot.record.failure import BadKey, BadNote

# The specification asks for a limit of at least 16 lines; these two are those of Go's x/mod/sumdb/note.
MOST_SIGNATURES = 100
MOST_BYTES = 1_000_000

_ED25519 = b"\x01"  # C2SP signed-note: signature types
_KEY_ID_LENGTH = 4
_NAME = re.compile(r"[^\s+\x00-\x1f\ud800-\udfff]+")
_TEXT = re.compile(r"[^\x00-\x09\x0b-\x1f\ud800-\udfff]*\n")


def is_key_name(name: str) -> bool:
    """Return whether `name` can name a key: not empty, no space of any kind, no plus, no control character."""
    return _NAME.fullmatch(name) is not None


def key_id(name: str, public: bytes) -> bytes:
    """Return the four bytes that tell keys of one name apart (an identifier, not a strong hash)."""
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:_KEY_ID_LENGTH]


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A key we know, under the name its owner signs by."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        """Refuse with `BadKey` what could never verify anything."""
        if not is_key_name(self.name):
            raise BadKey("its name is empty, or has a space, a plus or a control character")
        if not ed25519.is_acceptable_key(self.public):
            raise BadKey("it is no Ed25519 key of 32 bytes, or one of low order, for which anyone can sign")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a verifier key as others publish it, or refuse with `BadKey`."""
        name, _, id_and_key = text.partition("+")
        # Base64 may contain a plus itself, so only the first two part anything.
        _, _, encoded = id_and_key.partition("+")
        try:
            kind_and_key = b64decode(encoded, validate=True)
        except ValueError as error:
            raise BadKey("it is not written as name+id+base64") from error
        if kind_and_key[:1] != _ED25519:
            raise BadKey("its type is not Ed25519 (1)")
        key = cls(name, kind_and_key[1:])
        if key.render() != text:
            raise BadKey("its id is not that of this name and key, or it is spelled unusually")
        return key

    @property
    def id(self) -> bytes:
        """Return the four bytes that signature lines give beside the name."""
        return key_id(self.name, self.public)

    def render(self) -> str:
        """Return the key as text: name, id in hexadecimal, and base64 of type and key."""
        return f"{self.name}+{self.id.hex()}+{b64encode(_ED25519 + self.public).decode()}"

    def verify(self, text: str, signature: bytes) -> bool:
        """Return whether this key signed `text`."""
        return ed25519.verify(self.public, text.encode(), signature)


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One key's line below a text; whether it is true is not known yet."""

    name: str
    key_id: bytes
    signature: bytes

    def __post_init__(self) -> None:
        """Refuse with `BadNote` what would not survive being written and read."""
        if not is_key_name(self.name) or len(self.key_id) != _KEY_ID_LENGTH or not self.signature:
            raise BadNote("a signature line lacks a proper name, a key id of 4 bytes, or a signature")

    @classmethod
    def parse(cls, line: str) -> Self:
        """Read one line without its newline, or refuse with `BadNote`."""
        dash_and_name, _, encoded = line.rpartition(" ")
        try:
            payload = b64decode(encoded, validate=True)
        except ValueError as error:
            raise BadNote("a signature line does not end in base64") from error
        parsed = cls(dash_and_name[2:], payload[:_KEY_ID_LENGTH], payload[_KEY_ID_LENGTH:])
        if parsed.render() != line:
            raise BadNote("a signature line is not written as dash, name and base64")
        return parsed

    def render(self) -> str:
        """Return the line without its newline."""
        return f"\N{EM DASH} {self.name} {b64encode(self.key_id + self.signature).decode()}"


@dataclass(frozen=True, slots=True)
class Note:
    """A text and its signature lines, none of them checked."""

    text: str
    signatures: tuple[SignatureLine, ...]

    def __post_init__(self) -> None:
        """Refuse with `BadNote` what would not survive being written and read."""
        if _TEXT.fullmatch(self.text) is None:
            raise BadNote("its text does not end its last line, or has control characters")
        if not 1 <= len(self.signatures) <= MOST_SIGNATURES:
            raise BadNote(f"it has {len(self.signatures)} signatures, not 1 to {MOST_SIGNATURES}")

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a note and believe nothing of it, or refuse with `BadNote`."""
        if len(data) > MOST_BYTES:
            raise BadNote(f"it is longer than {MOST_BYTES} bytes")
        try:
            whole = data.decode()
        except UnicodeDecodeError as error:
            raise BadNote("it is not UTF-8") from error
        body, gap, lines = whole.rpartition("\n\n")
        if not gap or not lines.endswith("\n"):
            raise BadNote("it is not a text, an empty line, and whole signature lines")
        return cls(body + "\n", tuple(map(SignatureLine.parse, lines[:-1].split("\n"))))

    def render(self) -> bytes:
        """Return the note as it is published."""
        return "\n".join([self.text, *(line.render() for line in self.signatures), ""]).encode()


def sign(text: str, name: str, signer: ed25519.Signer) -> Note:
    """Return `text` as a note with one line, by `signer` under `name`."""
    return Note(text, (SignatureLine(name, key_id(name, signer.public), signer.sign(text.encode())),))


def open_note(data: bytes, keys: Iterable[VerifierKey]) -> Note:
    """Return the text with one line for each of `keys` that vouches for it, or refuse with `BadNote`."""
    note = Note.parse(data)
    distinct = frozenset(keys)
    known = {(key.name, key.id): key for key in distinct}
    if len(known) < len(distinct):
        raise BadKey("two different keys that you know share one name and one id")
    believed: dict[VerifierKey, SignatureLine] = {}
    for line in note.signatures:
        key = known.get((line.name, line.key_id))
        if key is None:
            continue
        if not key.verify(note.text, line.signature):
            raise BadNote(f"the line of {line.name} does not fit the text")
        believed.setdefault(key, line)
    if not believed:
        raise BadNote("no key that you know has signed it")
    return Note(note.text, tuple(believed.values()))
