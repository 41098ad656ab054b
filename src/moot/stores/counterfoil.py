"""The counterfoil: the last signed checkpoint, kept in a second place than the store's.

Laws: the file holds one whole checkpoint at any instant, also when the power fails; a store that is
behind it was restored from a backup and must not go on.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from moot.clerk.ports import StoreFailed


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
        """Replace the note; durable when it returns."""
        try:
            with self._own_folder() as folder:
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
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield folder
        finally:
            os.close(folder)
