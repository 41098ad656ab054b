"""What the clerk needs from the world, as promises in prose: a store, a second place, a clock.

Laws: a store is a list that only grows; a failure says what, why, and what did not happen; a clerk
whose store failed stops, because what the store holds is then unknown until it is read again.

    ClerkFailure
    ├── Conflict        the store holds more, or fewer, entries than the clerk believed
    ├── StoreFailed     the disk, the database or its file did not do what it promised
    ├── ClerkIsStopped  an earlier failure or fault, or the moot was closed; nothing more is filed until it is opened
    ├── RecordIsBehind  the store lacks entries that a published checkpoint covers: a restored backup
    ├── BadCounterfoil  the second checkpoint is lost, unreadable or another's: entries may be missing
    ├── WrongKeys       the keys given are not those of the clerk that the founding names
    ├── BadKeys         the file with the clerk's keys cannot be used
    ├── BadRecord       an entry that cannot be derived again, with the first bad index
    ├── BadCheckpoint   a checkpoint that this record's clerk did not sign; it says nothing against the entries
    ├── BadCopy         a copy of somebody else's record that was changed where it lies
    ├── OtherRecord     what somebody shows of a record is not what they showed before: it was cut, or rewritten
    └── BadText         a text that does not have the hash under which it lies
"""

from collections.abc import Iterator, Sequence
from typing import Literal, Protocol, TypeAlias

from moot.core.act import ActId, Hash, Instant
from moot.core.value import value
from moot.wire.entry import Entry

# By whoever asks; in the second place; with the entries; by whoever shows the record.
Origin: TypeAlias = Literal["brought", "kept", "stored", "shown"]


class ClerkFailure(Exception):
    """Base of the tree: what happened, why, and what to do."""


class Conflict(ClerkFailure):
    """The store does not hold exactly the entries that an append was meant to follow."""

    def __init__(self, at: int, size: int) -> None:
        """Keep where the entries were to go, and how many the store holds."""
        super().__init__(
            f"the entries were to follow entry {at - 1}, but the store holds {size}; nothing was appended; "
            "read on from there and decide again"
        )
        self.at, self.size = at, size


class StoreFailed(ClerkFailure):
    """The store did not do what was asked."""

    def __init__(self, what: str, why: object, mend: str = "") -> None:
        """Say what failed and why, and keep what a reader can do, if it is something special."""
        again = (
            "mend the cause, open the moot again, and send the same acts again "
            "(what is recorded already is answered with its first receipt)"
        )
        super().__init__(f"{what} failed: {why}; nothing was acknowledged; {mend or again}")
        self.why, self.mend = why, mend


class ClerkIsStopped(ClerkFailure):
    """The clerk files nothing after a failure, a fault of the program, or its closing."""

    def __init__(self, why: object) -> None:
        """Say after what."""
        super().__init__(f"the clerk has stopped ({why}); nothing was recorded since; open the moot again")


class RecordIsBehind(ClerkFailure):
    """The store is older than a checkpoint that was published."""

    def __init__(self, size: int, published: int) -> None:
        """Keep both sizes."""
        super().__init__(
            f"the store holds {size} entries, but a checkpoint over {published} was published, as happens when an "
            "old backup is restored; nothing was opened, because going on would fork the record; bring back the "
            "newest store, or fork the moot openly under a new name"
        )
        self.size, self.published = size, published


class BadCounterfoil(ClerkFailure):
    """The checkpoint in the second place is lost, unreadable, of another moot or not signed by this clerk."""

    def __init__(self, size: int, why: str) -> None:
        """Keep how many entries the store holds, and why the note is no help."""
        super().__init__(
            f"the checkpoint in the second place cannot be relied upon: {why}; the store's {size} entries hold on "
            "their own, but nothing shows that none is missing; nothing was opened; put this moot's newest "
            "checkpoint in its place, as a member or a mirror kept it"
        )
        self.size, self.why = size, why


class WrongKeys(ClerkFailure):
    """The keys are not those of this moot's clerk."""

    def __init__(self, wanted: str) -> None:
        """Say whose keys are wanted."""
        super().__init__(
            f"the founding names {wanted[:12]} as the clerk's key, and these keys are another's; nothing was opened; "
            "put the clerk's own keys in their place"
        )


class BadKeys(ClerkFailure):
    """The file with the clerk's keys cannot be used."""

    def __init__(self, name: str, why: str) -> None:
        """Say which file, and why."""
        super().__init__(f"the clerk's keys in {name} are not used: {why}; nothing was opened")


class BadRecord(ClerkFailure):
    """The record is not what its rules and signatures say; `index` is the first bad entry."""

    def __init__(self, index: int, why: object) -> None:
        """Keep the first bad index, and why."""
        super().__init__(
            f"entry {index} does not hold: {why}; rely on nothing from there on; ask a mirror for its copy"
        )
        self.index, self.why = index, why


class BadCheckpoint(ClerkFailure):
    """A checkpoint is unreadable, or of another moot, or not signed by this clerk; no entry is blamed for it."""

    def __init__(self, origin: Origin, size: int, why: str, *, holds: int, index: int) -> None:
        """Keep which note it is, why, how many entries hold on their own, and the first that it alone would cover."""
        self.which = {
            "brought": "the checkpoint that was brought",
            "kept": "the checkpoint in the second place",
            "stored": f"the checkpoint stored over {size} entries",
            "shown": f"the checkpoint shown over {size} entries",
        }[origin]
        self.mend = {
            "brought": "bring a checkpoint of this moot, or name the moot that it is of",
            "kept": "ask the clerk or a mirror for the newest checkpoint, and compare the record with that",
            "stored": "ask the clerk or a mirror for their copy of it, and compare the record with that",
            "shown": "ask those who serve the record why, and another member which checkpoint they were shown",
        }[origin]
        super().__init__(
            f"{self.which} cannot be relied upon: {why}; the first {holds} entries hold on their own; {self.mend}"
        )
        self.origin, self.why, self.holds, self.index = origin, why, holds, index


class BadCopy(ClerkFailure):
    """A copy of a record was changed where it lies, or is damaged."""

    def __init__(self, why: str) -> None:
        """Say what does not hold."""
        super().__init__(f"the copy does not hold: {why}; nothing in it was believed; delete it, and copy again")


class OtherRecord(ClerkFailure):
    """What is shown of a record is not what was shown before; `index` is the first entry that is gone or replaced."""

    def __init__(self, index: int, known: int, why: str) -> None:
        """Keep that index, how many entries were known before, and what was seen then and now."""
        super().__init__(
            f"entry {index} is not what was shown before: {why}; {known} entries were known, and nothing was taken "
            "in; keep the copy, and compare it with other members'"
        )
        self.index, self.known, self.why = index, known, why


class BadText(ClerkFailure):
    """A text is not the one that its hash names."""

    def __init__(self, named: Hash) -> None:
        """Keep its hash."""
        super().__init__(
            f"the text under {named[:12]} does not have that hash; the record itself is not touched by it; "
            "erase the text, or ask its author or a mirror for it"
        )
        self.hash = named


@value
class Held:
    """What lies in the clerk's drawer until it may be opened: a sealed act's salt and payload."""

    act: ActId
    salt: Hash
    payload: bytes


@value
class HeldText:
    """A text beside the record, under its salted hash."""

    hash: Hash
    salt: Hash
    text: str


class Store(Protocol):
    """A list of entries that only grows, with what lies beside it.

    Many threads may read. Where several clerks write, one append follows another, and whoever did not know of the one
    before gets `Conflict`. Every method raises `StoreFailed` when the disk or the database fails it.
    """

    def size(self) -> int:
        """Return how many entries are durable."""
        ...

    def read(self, start: int, stop: int) -> Iterator[Entry]:
        """Yield the entries from `start` up to but not including `stop`, in order, as many as there are.

        Safe from any thread, also while another appends; entries that were appended later may be left out.
        """
        ...

    def append(self, entries: Sequence[Entry], *, at: int, checkpoint: bytes, held: Sequence[Held]) -> None:
        """Append `entries`, the checkpoint over all of them, and what is held for them: all of it, or nothing.

        Durable when it returns. Raises `Conflict` unless the store holds exactly `at` entries; then nothing
        was appended. After `StoreFailed` the entries may or may not be there.
        """
        ...

    def find(self, acts: Sequence[ActId]) -> dict[ActId, int]:
        """Return the index of the entry of each of these acts that has one."""
        ...

    def checkpoints(self, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        """Yield the sizes in [start, stop) at which a checkpoint was signed, with their notes, in order."""
        ...

    def held(self, acts: Sequence[ActId]) -> dict[ActId, Held]:
        """Return what is held for each of these acts for which something is."""
        ...

    def holdings(self) -> int:
        """Return for how many acts something is held, whether or not there are such."""
        ...

    def hold(self, text: HeldText) -> None:
        """Keep a text under its hash; durable when it returns; the same text twice is one text."""
        ...

    def text(self, named: Hash) -> str | None:
        """Return the text with this hash, or nothing if there is none or it was erased."""
        ...

    def held_text(self, named: Hash) -> HeldText | None:
        """Return the text with this hash and its salt, so that others can compare them; or nothing, as `text` does."""
        ...

    def texts(self) -> Iterator[HeldText]:
        """Yield every text that is held, in the order of their hashes."""
        ...

    def erase(self, named: Hash) -> None:
        """Forget a text for good, its salt too; to erase what is not there is no failure.

        After `StoreFailed` some of its bytes may be left: to erase it again is what takes them away.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections; closing twice is no failure."""
        ...


class Counterfoil(Protocol):
    """A second place for the last signed checkpoint. Both methods raise `StoreFailed` when it fails."""

    def last(self) -> bytes | None:
        """Return the note that was kept last, or nothing."""
        ...

    def keep(self, note: bytes) -> None:
        """Replace the note by a newer one; durable when it returns. Another clerk's, if newer, stays."""
        ...


class Clock(Protocol):
    """The time, as the record will say it."""

    def now(self) -> Instant:
        """Return milliseconds UTC since 1970; it may stand still or fall back, the clerk's record never does."""
        ...
