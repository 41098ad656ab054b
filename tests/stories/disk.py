"""A disk for crash stories: it knows what was only written and what was synced, and it can fail.

Laws: what was synced survives a power cut; of what was only written, any sectors may; a name made or
deleted survives once its folder was synced, and may before. SQLite reaches the disk through a VFS,
the second checkpoint through `os.fsync`, so both are seen. Nothing is mocked: the files are there.
"""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Self

import apsw

from moot.stores import sqlite

SECTOR = 512
JOURNALS = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_WAL
NATIVE = apsw.vfs_names()[0]
FSYNC = os.fsync
LOG = 12  # pages after which the store folds its log back: so early that much happens during it
Change = tuple[int, bytes] | int  # an offset and what was written there, or the length that was cut to


class File:
    """One file: what it holds for sure, and what was changed since."""

    def __init__(self) -> None:
        self.synced, self.changes = b"", list[Change]()
        self.named = False  # its name is durable
        self.deleted = False

    def sync(self) -> None:
        self.synced, self.changes = bytes(_changed(bytearray(self.synced), self.changes)), []

    def after_a_cut(self, chance: Random, mercy: float) -> bytes | None:
        """Return what a cut may leave: any of the unsynced sectors, and of the unsynced names."""
        if (self.deleted or not self.named) and chance.random() >= mercy:
            return None
        kept = [part for each in self.changes for part in _torn(each) if chance.random() < mercy]
        return bytes(_changed(bytearray(self.synced), kept))


def _changed(data: bytearray, changes: list[Change]) -> bytearray:
    for change in changes:
        if isinstance(change, int):
            del data[change:]
        else:
            offset, more = change
            data.extend(bytes(max(offset - len(data), 0)))
            data[offset : offset + len(more)] = more
    return data


def _torn(change: Change) -> list[Change]:
    """Return a write as the parts that fall into different sectors: each arrives, or does not, by itself."""
    if isinstance(change, int):
        return [change]
    offset, data = change
    ends = [*range((offset // SECTOR + 1) * SECTOR, offset + len(data), SECTOR), offset + len(data)]
    return [(start, data[start - offset : end - offset]) for start, end in zip([offset, *ends], ends, strict=False)]


class Disk(apsw.VFS):
    """The disk under one folder; `touched` is called at every change and before every sync, and may raise."""

    def __init__(self, folder: Path, touched: Callable[[], None] = lambda: None) -> None:
        super().__init__("crashing", NATIVE, makedefault=True)
        self.folder, self.touched = folder, touched
        self.files: dict[str, File] = {}
        self._inodes: dict[int, bytes] = {}  # what was synced of the files that SQLite does not write

    def __enter__(self) -> Self:
        os.fsync = self._fsync
        self._longest, sqlite.LONGEST_LOG = sqlite.LONGEST_LOG, LOG
        return self

    def __exit__(self, *_: object) -> None:
        os.fsync = FSYNC
        sqlite.LONGEST_LOG = self._longest
        self.unregister()

    def xOpen(self, name, flags):  # noqa: N802 - SQLite's name
        return OpenFile(self, name, flags)

    def xDelete(self, name, sync_folder):  # noqa: N802 - SQLite's name
        super().xDelete(name, False)
        if file := self.files.get(Path(name).name):
            file.deleted = True
        if sync_folder:
            self.sync_folder()

    def _fsync(self, descriptor: int) -> None:
        """Sync a file that is no store's, or the folder."""
        self.touched()
        found = os.fstat(descriptor)
        if stat.S_ISDIR(found.st_mode):
            self.sync_folder()
        else:
            path = next(each for each in self.folder.iterdir() if each.stat().st_ino == found.st_ino)
            self._inodes[found.st_ino] = path.read_bytes()

    def sync_folder(self) -> None:
        self.files = {name: file for name, file in self.files.items() if not file.deleted}
        for file in self.files.values():
            file.named = True
        if note := self._note():
            file = self.files["checkpoint"] = File()
            file.synced, file.named = note, True

    def _note(self) -> bytes | None:
        """Return what is durable of the second checkpoint that has the name now."""
        path = self.folder / "checkpoint"
        return self._inodes.get(path.stat().st_ino, b"") if path.exists() else None

    def after_a_cut(self, chance: Random) -> dict[str, bytes]:
        """Return the files as a cut at this instant may leave them."""
        mercy = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        left = {name: file.after_a_cut(chance, mercy) for name, file in self.files.items()}
        note = self._note()
        if note is not None and chance.random() < mercy:  # the newer note may have the name already
            left["checkpoint"] = note
        return {name: data for name, data in left.items() if data is not None}


class OpenFile(apsw.VFSFile):
    """A file that SQLite holds open: everything goes through to the real one, but for the syncs."""

    def __init__(self, disk: Disk, name: apsw.URIFilename | str, flags: list[int]) -> None:
        super().__init__(NATIVE, name, flags)
        path = Path(name.filename() if isinstance(name, apsw.URIFilename) else name)
        self._disk, self._journal = disk, bool(flags[0] & JOURNALS)
        self._file = disk.files.setdefault(path.name, File())
        if self._file.deleted:
            self._file = disk.files[path.name] = File()

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        self._file.changes.append((offset, bytes(data)))
        self._disk.touched()
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802 - SQLite's name
        self._file.changes.append(size)
        self._disk.touched()
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: ARG002, N802 - SQLite's name
        self._disk.touched()
        self._file.sync()
        if self._journal and not self._file.named:
            self._disk.sync_folder()  # as SQLite's own VFS does for a new journal
