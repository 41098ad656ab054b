"""The counterfoil: the last signed checkpoint, kept in a second place than the store's.

Laws: the file holds one whole checkpoint at any instant, also when the power fails; of one moot's
checkpoints it never gives a newer for an older, also when the slower of two clerks comes last; a store
that is behind it was restored from a backup and must not go on.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from moot.clerk.ports import StoreFailed
from moot.record.checkpoint import read_checkpoint
from moot.record.failure import RecordFailure

PATIENCE: Final = 10.0  # seconds to wait for another clerk, which needs the folder for a few milliseconds
_PAUSE: Final = 0.001  # seconds between two attempts


class FileCounterfoil:
    """One file beside the store."""

    def __init__(self, path: Path) -> None:
        """Name the file; it need not exist yet."""
        self._path = path
        self._draft = path.with_name(path.name + ".new")

    def last(self) -> bytes | None:
        """Return the note that was kept last, or nothing."""
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreFailed("reading the second checkpoint", error) from error

    def keep(self, note: bytes) -> None:
        """Replace the note, unless it is as new as this one; durable when it returns."""
        try:
            with self._own_folder() as folder:
                if _is_as_new(self.last(), note):
                    return
                with self._draft.open("wb") as draft:
                    draft.write(note)
                    draft.flush()
                    os.fsync(draft.fileno())
                self._draft.replace(self._path)
                # Until the new name is durable, a power cut brings the older note back.
                os.fsync(folder)
        except OSError as error:
            raise StoreFailed("keeping the second checkpoint", error) from error

    @contextmanager
    def _own_folder(self) -> Iterator[int]:
        """Give the folder to one writer at a time: two clerks share the draft. A crash gives it back."""
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            _lock(folder)
            yield folder
        finally:
            os.close(folder)


def _lock(folder: int) -> None:
    end = monotonic() + PATIENCE
    while True:
        try:
            return fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            if monotonic() >= end:
                raise StoreFailed("keeping the second checkpoint", "somebody else holds its folder") from held
            sleep(_PAUSE)


def _is_as_new(kept: bytes | None, note: bytes) -> bool:
    """Return whether `kept` is of the same moot as `note`, and covers as many entries."""
    try:
        old, new = (read_checkpoint(each or b"") for each in (kept, note))
    except RecordFailure:
        return False  # it says nothing that could be older or newer
    return old.origin == new.origin and old.size >= new.size
