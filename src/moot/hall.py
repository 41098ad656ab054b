"""The hall: where a moot is opened, and where settings meet adapters; nowhere else.

Laws: a moot is a folder (`moot.sqlite`, `checkpoint`, `keys/clerk.json`) or lives in memory; the folder's
`moot.toml` may name a database in the place of `moot.sqlite`; secrets lie in files that their owner
alone may read; whoever stands inside uses the same door as anybody.

>>> with open_hall(chance=lambda length: bytes(length)) as hall:
...     hall.clerk.size, hall.introduce("clerk").agent
(0, 'clerk')
"""

import json
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Final, Self, TypeAlias

from moot.clerk.clerk import Clerk, Reply
from moot.clerk.clock import SystemClock
from moot.clerk.desk import Desk, Promise
from moot.clerk.opening import ClerkKeys
from moot.clerk.ports import BadKeys, ClerkFailure, Clock, HeldText, Store, StoreFailed
from moot.core.canonical import Plain
from moot.core.commands import FoundingClerk
from moot.core.lot import LENGTH
from moot.core.refusal import Refused
from moot.kit.secret import make_secret, others_may_use
from moot.record.failure import RecordFailure
from moot.record.signature import SEED_LENGTH, Signer
from moot.settings import SETTINGS, read_settings
from moot.stores.counterfoil import FileCounterfoil
from moot.stores.memory import MemoryStore
from moot.stores.sqlite import SqliteStore
from moot.views.views import Offer, Views
from moot.wire.entry import Receipt, Submission, Told, text_hash

STORE: Final = "moot.sqlite"
CHECKPOINT: Final = "checkpoint"
KEYS: Final = "keys/clerk.json"

Chance: TypeAlias = Callable[[int], bytes]  # that many unforeseeable bytes


class Hall:
    """A moot that is open: its clerk, its views and its doors."""

    def __init__(self, store: Store, clerk: Clerk, keys: ClerkKeys, *, desk: Desk | None, chance: Chance) -> None:
        """Put the parts together; `open_hall` does it."""
        self.store, self.clerk = store, clerk
        self._keys, self._desk, self._chance = keys, desk, chance
        self._views, self._seen = Views(store.text), 0
        self._filing, self._viewing = Lock(), Lock()

    def introduce(self, agent: str, links: int = LENGTH) -> FoundingClerk:
        """Return how the founding is to name this clerk as `agent`; `links` is the charter's `agency.links`."""
        return self._keys.introduce(agent, links)

    def submit(self, submission: Submission) -> Receipt:
        """Return the receipt of an act, or raise its refusal or the clerk's failure; a founding's id is the moot's."""
        return self.hand_in(submission).result()

    def hand_in(self, submission: Submission) -> "Future[Receipt]":
        """Return a future of the receipt, or of why there is none. Waits for nothing in a hall that is served."""
        filed: Future[Receipt] = Future()
        self.hand_over(submission, filed)
        return filed

    def hand_over(self, submission: Submission, filed: Promise) -> None:
        """Have `filed` told of the receipt, or of why there is none. Waits for nothing in a hall that is served."""
        if self._desk is not None:
            self._desk.take(submission, filed)
            return
        try:
            with self._filing:
                [answer] = self.clerk.file([submission])
        except ClerkFailure as failure:
            filed.set_exception(failure)
        else:
            if isinstance(answer, Refused):
                filed.set_exception(answer)
            else:
                filed.set_result(answer)

    def tend(self) -> list[Reply]:
        """File what the clerk owes now. A hall that is served tends itself, and this does nothing."""
        if self._desk is not None:
            return []
        with self._filing:
            return self.clerk.tend()

    def hold(self, text: str) -> str:
        """Keep `text` beside the record, and return its salted hash."""
        salt = self._chance(SEED_LENGTH).hex()
        named = text_hash(salt, text)
        self.store.hold(HeldText(named, salt, text))
        return named

    def view(self, name: str, **arguments: str) -> Plain:
        """Return a view up to every entry acknowledged so far; ValueError if there is none such."""
        with self._viewing:
            for told in self.clerk.feed.entries(self._seen):
                self._views.tell(told)
                self._seen = told.index + 1
            return self._views.view(name, **arguments)

    def offers(self) -> dict[str, Offer]:
        """Return what there is to ask for: each view by its name."""
        return self._views.offers()

    def door(self) -> "InnerDoor":
        """Return a door in process."""
        return InnerDoor(self)

    def close(self) -> None:
        """File what was handed in, and let go of files and threads."""
        if self._desk is not None:
            self._desk.close()
        with self._filing:
            self.clerk.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class InnerDoor:
    """The door of a hall, for those who run in its process: `moot.kit.door.Door`."""

    def __init__(self, hall: Hall) -> None:
        """Lead into `hall`."""
        self._hall = hall

    def submit(self, act: bytes, signature: bytes, payload: tuple[str, bytes] | None = None) -> Receipt:
        try:
            return self._hall.submit(Submission(act, signature, payload))
        except ClerkFailure as failure:
            raise ConnectionError(str(failure)) from failure

    def entries(self, start: int) -> Iterator[Told]:
        return self._hall.clerk.feed.entries(start)

    def view(self, name: str, **arguments: str) -> Plain:
        return self._hall.view(name, **arguments)

    def hold(self, text: str) -> str:
        return self._hall.hold(text)


def open_hall(
    place: Path | Store | None = None,
    *,
    clock: Clock | None = None,
    keys: ClerkKeys | None = None,
    served: bool = False,
    chance: Chance = secrets.token_bytes,
) -> Hall:
    """Open the moot in a folder or a store, or a new one in memory; refuses with a `ClerkFailure` what isn't sound.

    The clerk's `keys` are read from the folder, or made there from `chance`, which also salts texts; a store
    has no room for them, so whoever brings one that lasts keeps them too. Nor has it a second place: only a
    folder shows at its opening that it was restored from a backup. The hall closes the store.
    When `served`, a thread files the acts of many others together and tends the calendar.
    """
    clock = clock or SystemClock()
    store: Store
    if isinstance(place, Path):
        # Sealed votes lie here in the clear until they are opened.
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys = keys or _kept_keys(place / KEYS, chance)
        store, counterfoil = _kept_store(place), FileCounterfoil(place / CHECKPOINT)
    else:
        store, counterfoil = MemoryStore() if place is None else place, None
        keys = keys or _keys_from(_new_keys(chance))
    try:
        clerk = Clerk(store, clock=clock, keys=keys, counterfoil=counterfoil)
    except BaseException:
        store.close()
        raise
    return Hall(store, clerk, keys, desk=Desk(clerk, clock) if served else None, chance=chance)


def holds_moot(folder: Path) -> bool:
    """Return whether `folder` is a moot's: it holds its record, or says where that is."""
    return any((folder / each).is_file() for each in (STORE, SETTINGS))


def open_database(url: str, *, only_read: bool = False) -> Store:
    """Open the store in the PostgreSQL database at `url`: alone, or to read, as `open_record` does."""
    try:
        from moot.stores.postgres import PostgresStore  # noqa: PLC0415 - an extra, which few need
    except ImportError as error:
        why = "asyncpg is not installed"
        raise StoreFailed("opening the database", why, "pip install 'moot[postgres]'") from error
    return PostgresStore(url, only_read=only_read, alone=not only_read)


def _kept_store(folder: Path, *, only_read: bool = False) -> Store:
    """Open the store in `folder`, or the one that its settings name."""
    url = read_settings(folder).store
    if url is not None:
        return open_database(url, only_read=only_read)
    return SqliteStore(folder / STORE, only_read=only_read)


def open_record(folder: Path) -> Store:
    """Open the record in `folder` for those who only read it, such as an auditor; close it afterwards.

    No keys are needed, nothing is believed, and nothing is made where nothing was: `StoreFailed`. The
    folder need not be writable, and stays as it is; every method that would write fails.
    """
    if not holds_moot(folder):
        raise StoreFailed(f"opening {STORE}", f"there is none in {folder.name}")
    return _kept_store(folder, only_read=True)


def open_copy(folder: Path) -> SqliteStore:
    """Open the copy in `folder` of a record that somebody else keeps, or begin one there; close it afterwards.

    What is appended to it is a record like any other: to read, to verify, to host anew. It has no keys.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return SqliteStore(folder / STORE)


def _new_keys(chance: Chance) -> dict[str, str]:
    return {"chance": chance(SEED_LENGTH).hex(), "seed": chance(SEED_LENGTH).hex()}


def _keys_from(secret: dict[str, str]) -> ClerkKeys:
    return ClerkKeys(Signer.from_seed(bytes.fromhex(secret["seed"])), bytes.fromhex(secret["chance"]))


def _kept_keys(path: Path, chance: Chance) -> ClerkKeys:
    """Return the keys that `path` holds, and make the file if there is none."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not path.exists():
        make_secret(path, json.dumps(_new_keys(chance)))
    return _read_keys(path)


def _read_keys(path: Path) -> ClerkKeys:
    if others_may_use(path):
        raise BadKeys(path.name, "others may read it; take their rights away (chmod 600) and think of new keys")
    try:
        return _keys_from(json.loads(path.read_text()))
    except (ValueError, KeyError, TypeError, RecordFailure) as error:
        raise BadKeys(path.name, f"it does not hold a seed and a chance secret in hex ({error!r})") from error
