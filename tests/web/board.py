"""A moot of two that is served, and the terminal of one who has nothing of it but a key."""

import json
import random
import shutil
from contextlib import contextmanager

from click.testing import CliRunner

from moot.clerk.clock import HandSetClock
from moot.cli import main
from moot.cli.surroundings import Surroundings
from moot.hall import open_hall
from tests.web.conftest import served

START = 1_800_000_000_000


class Board:
    """A folder with a moot of ana and bo, and bo's home, in which lies bo's key alone."""

    def __init__(self, place, lot=1):
        self.folder, self.home, self.clock = place / "board", place / "home", HandSetClock(START)
        self.chance = random.Random(lot).randbytes
        self.url = ""
        said = self.type("init", self.folder, "--template", "team", "--name", "ana", "--owner", "bo")
        assert said.exit_code == 0, said.stderr
        self.home.mkdir(parents=True)
        shutil.copy(self.folder / "hand-over" / "bo.key", self.home / "bo.key")

    def type(self, *words, wait=lambda _: None):
        here = Surroundings(clock=self.clock, asks=False, wait=wait, chance=self.chance)
        return CliRunner().invoke(main, [str(each) for each in words], obj=here)

    def here(self, *verb, more=()):
        """Call a verb on the folder."""
        return self.type(*verb, self.folder, *more)

    def afar(self, *verb, more=()):
        """Call a verb at the address; what it takes comes behind."""
        return self.type(*verb, "--url", self.url, *more)

    def as_bo(self, *verb, more=()):
        """Call a verb of a member at the address, with bo's key."""
        return self.afar(*verb, self.home, "--keys", self.home, more=more)

    def told(self, *verb, more=()):
        """Return what a verb prints as JSON at the address."""
        said = self.afar(*verb, more=("--json", *more))
        assert said.exit_code == 0, said.stderr
        return json.loads(said.stdout)

    @contextmanager
    def open(self, folder=None, **more):
        """Serve the moot, or another folder of it, and yield its hall and server."""
        with (
            open_hall(folder or self.folder, clock=self.clock, served=True) as hall,
            served(hall, **more) as (url, server),
        ):
            self.url = url
            yield hall, server

    def port(self):
        return int(self.url.rpartition(":")[2])

    def copied(self, name):
        """Return a copy of the folder as it is now; nobody may be writing in it."""
        return shutil.copytree(self.folder, self.folder.with_name(name))


def refused(said, code, exit_code):
    """See that a command ended with this failure, and printed nothing; return what it said."""
    assert (said.exit_code, said.stdout) == (exit_code, ""), said.output
    assert said.stderr.endswith(f"{code} · exit {exit_code}\n")
    return said.stderr
