"""A store in memory: for the laboratory, for tests, and for moots that need not outlive their process.

Laws: those of the port; durable means as long as the process lives.

>>> store = MemoryStore()
>>> store.append([Entry(0, 7, b"{}", b"", b"[]")], at=0, checkpoint=b"note", held=[])
>>> store.size(), list(store.find([act_id(b"{}")]).values()), list(store.checkpoints(0, 2))
(1, [0], [(1, b'note')])
"""

from collections.abc import Iterator, Sequence
from threading import Lock

from moot.clerk.ports import Conflict, Held, HeldText
from moot.core.act import ActId, Hash
from moot.wire.acts import act_id
from moot.wire.entry import Entry


class MemoryStore:
    """Lists and dictionaries behind the port."""

    def __init__(self) -> None:
        """Begin empty."""
        self._entries: list[Entry] = []
        self._indexes: dict[ActId, int] = {}
        self._checkpoints: dict[int, bytes] = {}
        self._held: dict[ActId, Held] = {}
        self._texts: dict[Hash, HeldText] = {}
        self._appending = Lock()

    def size(self) -> int:
        return len(self._entries)

    def read(self, start: int, stop: int) -> Iterator[Entry]:
        yield from self._entries[start:stop]

    def append(self, entries: Sequence[Entry], *, at: int, checkpoint: bytes, held: Sequence[Held]) -> None:
        with self._appending:
            if len(self._entries) != at:
                raise Conflict(at, len(self._entries))
            self._held.update((each.act, each) for each in held)
            self._indexes.update((act_id(entry.act), entry.index) for entry in entries)
            self._checkpoints[at + len(entries)] = checkpoint
            # Last, because readers go by the length of this list.
            self._entries.extend(entries)

    def find(self, acts: Sequence[ActId]) -> dict[ActId, int]:
        return {each: self._indexes[each] for each in acts if each in self._indexes}

    def checkpoints(self, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        # Appends come in order, so the sizes are sorted; a copy, because they may go on meanwhile.
        yield from [(size, note) for size, note in tuple(self._checkpoints.items()) if start <= size < stop]

    def held(self, acts: Sequence[ActId]) -> dict[ActId, Held]:
        return {each: self._held[each] for each in acts if each in self._held}

    def holdings(self) -> int:
        return len(self._held)

    def hold(self, text: HeldText) -> None:
        self._texts.setdefault(text.hash, text)

    def text(self, named: Hash) -> str | None:
        found = self._texts.get(named)
        return found.text if found else None

    def held_text(self, named: Hash) -> HeldText | None:
        return self._texts.get(named)

    def texts(self) -> Iterator[HeldText]:
        yield from (each for _, each in sorted(self._texts.items()))

    def erase(self, named: Hash) -> None:
        self._texts.pop(named, None)

    def close(self) -> None:
        """Nothing to let go of."""
