"""One writer at a time: a lock on a folder, which the second who comes waits for, but not for long.

Laws: a lock ends with the process that holds it, whatever became of it; nothing is done without it.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from moot.cli.failure import Overtaken
from moot.cli.surroundings import surroundings

LOCK: Final = "lock"
_PATIENCE: Final = 100  # times
_PAUSE: Final = 0.05  # seconds


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Be the only one who writes in `folder`; ends with `Overtaken` if somebody else writes for five seconds."""
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(handle, folder)
        yield
    finally:
        os.close(handle)  # and with it goes the lock


def _take(handle: int, folder: Path) -> None:
    for _ in range(_PATIENCE):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            surroundings().wait(_PAUSE)
        else:
            return
    raise Overtaken(
        f"somebody else is writing in {folder}",
        code="FolderIsBusy",
        instead="Nothing was recorded: one command at a time keeps the record.",
        mend="try again in a moment; moot log shows what was written meanwhile",
    )
