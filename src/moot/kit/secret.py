"""Secrets in files: the one way in which they are made and looked at.

Laws: a secret appears whole or not at all, also when the power fails, for its owner alone; what is
there is never replaced: of two that make it at once, the first wins.
"""

import contextlib
import os
import stat
import tempfile
from pathlib import Path
from typing import Final

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def make_secret(path: Path, text: str) -> None:
    """Put `text` into a file (mode 0600) at `path`, unless one is there; durable when it returns."""
    # Half a secret would lock its owner out, so it is written aside first. mkstemp gives it mode 0600.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):  # another process was faster, and its secret is the one
            os.link(name, path)
    finally:
        Path(name).unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name is as durable as what it names
    finally:
        os.close(folder)


def others_may_use(path: Path) -> bool:
    """Return whether anybody but its owner has a right to the file."""
    return bool(path.stat().st_mode & _OTHERS)
