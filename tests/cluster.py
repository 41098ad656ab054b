"""A PostgreSQL server for tests: its own, in a temporary folder, behind a Unix socket, and mortal."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import asyncpg

OWNER = "postgres"  # Debian's; the server refuses to run as root


def programs() -> Path | None:
    """Return the folder of the newest server's programs, or nothing where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("pg_ctl")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


class Cluster:
    """A server that tests may stop, and start again."""

    def __init__(self, folder: Path, bin_folder: Path, follows: "Cluster | None" = None) -> None:
        """Make it in `folder`, whose path is short enough for a socket, or as a standby of another, and start it."""
        self.folder, self._bin = folder, bin_folder
        self.data, self._schemas = folder / "data", count()
        self._as_who = {"user": OWNER, "group": OWNER, "extra_groups": []} if os.geteuid() == 0 else {}
        if self._as_who:
            shutil.chown(folder, OWNER, OWNER)
        if follows:
            self._run("pg_basebackup", "-D", self.data, "-h", follows.folder, "-U", "moot", "-R", "-c", "fast")
        else:
            self._run("initdb", "-D", self.data, "-U", "moot", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()

    @contextmanager
    def standby(self) -> Iterator["Cluster"]:
        """Give a server that follows this one, which acknowledges nothing that the other has not synced."""
        with self.settled(synchronous_standby_names="*"), TemporaryDirectory(prefix="moot-") as folder:
            other = Cluster(Path(folder), self._bin, self)
            try:
                yield other
            finally:
                other.stop("immediate")

    def start(self, **settings: str) -> None:
        """Start the server; returns when it takes connections."""
        said = {"listen_addresses": "", "unix_socket_directories": str(self.folder), **settings}
        options = " ".join(f"-c {name}='{value}'" for name, value in said.items())
        self._run("pg_ctl", "start", "-w", "-D", self.data, "-l", self.folder / "log", "-o", options)

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "stop", "-w", "-m", mode, "-D", self.data)

    @contextmanager
    def down(self) -> Iterator[None]:
        """Let it crash (no farewell, nothing written down), and come back after the block."""
        self.stop("immediate")
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def standing_by(self) -> Iterator[None]:
        """Let it be a standby, which waits for what another server writes, and then the one that writes."""
        self.stop()
        (self.data / "standby.signal").touch()
        self.start()
        try:
            yield
        finally:
            self.promote()

    def promote(self) -> None:
        """Let a standby be the one that writes from now on."""
        self._run("pg_ctl", "promote", "-w", "-D", self.data)

    @contextmanager
    def settled(self, **settings: str) -> Iterator[None]:
        """Let it run with other settings."""
        self.stop()
        self.start(**settings)
        try:
            yield
        finally:
            self.stop()
            self.start()

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self._bin / program), *map(str, arguments)]
        # A server would keep a pipe open, and whoever reads it would wait for its end.
        with (self.folder / "said").open("ab") as said:
            subprocess.run(
                command, check=True, cwd="/", stdout=said, stderr=said, stdin=subprocess.DEVNULL, **self._as_who
            )

    def url(self, schema: str = "public", user: str = "moot") -> str:
        return f"postgresql://{user}@/postgres?host={quote(str(self.folder))}&search_path={schema}"

    def place(self) -> str:
        """Return the address of a place of its own, in which there is nothing yet."""
        schema = f"place{next(self._schemas)}"
        self.say(f"CREATE SCHEMA {schema}")
        return self.url(schema)

    def say(self, *statements: str, url: str | None = None) -> object:
        """Run statements as the owner of everything; return the value that the last gives."""

        async def said() -> object:
            connection = await asyncpg.connect(url or self.url())
            try:
                for each in statements[:-1]:
                    await connection.execute(each)
                return await connection.fetchval(statements[-1])
            finally:
                await connection.close()

        return asyncio.run(said())

    def lies_anywhere(self, text: bytes) -> bool:
        """Return whether a file of the database holds these bytes; the server's log is not of it."""
        self.say("CHECKPOINT")
        return any(text in each.read_bytes() for each in (self.data / "base").rglob("*") if each.is_file())
