"""The clerk is killed (SIGKILL) with acts in flight, again and again, and every receipt keeps its word."""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from time import perf_counter

import pytest

from moot.clerk.audit import audit
from moot.clerk.clock import HandSetClock
from moot.clerk.ports import RecordIsBehind
from moot.core.commands import Sealed
from moot.hall import CHECKPOINT, STORE, open_hall
from moot.stores.counterfoil import FileCounterfoil
from moot.stores.sqlite import SqliteStore
from moot.wire.acts import act_id
from moot.wire.entry import Receipt, tell
from tests.clerk.town import CLERK_KEYS, Town
from tests.stories.mortal import read

LOG = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[2]
LIVES = 25  # of one record
ACTS = 14  # at most, in one life


@pytest.fixture
def mother():
    """Give the process that gives birth to halls."""
    arguments = [sys.executable, "-m", "tests.stories.mortal"]
    with subprocess.Popen(arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield process
        for pipe in (process.stdin, process.stdout):
            pipe.close()  # whoever still writes into it ends


@pytest.fixture(scope="module")
def ballot(tmp_path_factory):
    """Give the folder of a moot in the middle of a ballot, and its time."""
    folder = tmp_path_factory.mktemp("ballot")
    town = Town(SqliteStore(folder / STORE), counterfoil=FileCounterfoil(folder / CHECKPOINT))
    town.propose()
    town.to("ballot")
    town.store.close()
    return folder, town.now


class Life:
    """One life of a hall: what it was handed, what it acknowledged, and how it ended."""

    def __init__(self, mother, folder, now, chance):
        self.handed_in, self.receipts = [], []
        mother.stdin.write(json.dumps({"folder": str(folder), "now": now}).encode() + b"\n")
        mother.stdin.flush()
        number = self._heard(mother)["alive"]
        awaited, most = chance.choice([("receipts", ACTS), ("handed_in", ACTS), ("handed_in", 0)])
        count, pause = chance.randint(min(1, most), most), chance.uniform(0, 0.003 if most else 0.05)
        while len(getattr(self, awaited)) < count:
            self._heard(mother)
        begun = perf_counter()
        while perf_counter() - begun < pause:
            pass  # no sleep: it would be longer than an append
        os.kill(number, signal.SIGKILL)
        while "dead" not in self._heard(mother, killed=True):
            pass

    def _heard(self, mother, *, killed=False):
        said = json.loads(mother.stdout.readline())
        assert killed or "dead" not in said, "the hall died of itself"
        if "handed_in" in said:
            self.handed_in.append(read(said["handed_in"]))
        if "receipt" in said:
            self.receipts.append(Receipt(*said["receipt"]))
        return said


def see_all_kept(hall, receipts):
    """See that every receipt ever given tells the truth and that each entry is whole; return the ids of all."""
    entries = list(hall.store.read(0, hall.store.size()))
    assert [each.index for each in entries] == list(range(len(entries)))
    found = [tell(each) for each in entries]
    assert [(found[each.index].id, found[each.index].received) for each in receipts] == [
        (each.id, each.received) for each in receipts
    ]
    sealed = {told.id for told in found if isinstance(told.act.command, Sealed)}
    assert hall.store.held([told.id for told in found]).keys() == sealed
    return {told.id for told in found}


def see_filed_once(hall, life):
    """File again what the life was handed: each act is there once, under its first receipt; return the receipts."""
    given = {receipt.id: receipt for receipt in life.receipts}
    for act in life.handed_in:
        receipt = hall.submit(act)
        assert receipt == given.setdefault(receipt.id, receipt) == hall.submit(act)
    return list(given.values())


def test_a_clerk_that_is_killed_loses_nothing_that_it_acknowledged(mother, ballot, tmp_path, kills):
    seen = Counter()
    for number in range(kills):
        folder = tmp_path / str(number // LIVES)
        if number % LIVES == 0:  # a record on which nothing has happened yet
            shutil.copytree(ballot[0], folder)
            receipts, now = [], ballot[1]
        life = Life(mother, folder, now, Random(number))
        with open_hall(folder, clock=HandSetClock(now), keys=CLERK_KEYS) as hall:
            there = see_all_kept(hall, [*receipts, *life.receipts])
            audit(hall.store, counterfoil=(folder / CHECKPOINT).read_bytes())
            given = see_filed_once(hall, life)
            assert hall.store.size() == len(there | {receipt.id for receipt in given})
        receipts += given
        now = max([now, *(receipt.received for receipt in given)])
        flying = {act_id(each.act) for each in life.handed_in} - {receipt.id for receipt in life.receipts}
        seen.update(kills=1, acknowledged=len(life.receipts), flying=len(flying), recorded=len(flying & there))
    LOG.info("%s", dict(seen))
    assert seen["acknowledged"] > kills
    assert seen["flying"] > 0


def test_an_old_copy_of_a_clerk_that_was_killed_is_not_opened_and_the_newest_is(mother, ballot, tmp_path):
    shutil.copytree(ballot[0], tmp_path / "moot")
    life = Life(mother, tmp_path / "moot", ballot[1], Random(1))
    assert life.receipts
    newest = shutil.copytree(tmp_path / "moot", tmp_path / "newest")
    for each in (tmp_path / "moot").glob(f"{STORE}*"):
        each.unlink()
    shutil.copy(ballot[0] / STORE, tmp_path / "moot")
    with pytest.raises(RecordIsBehind, match="as happens when an old backup is restored; nothing was opened, because"):
        open_hall(tmp_path / "moot", keys=CLERK_KEYS)
    for each in newest.glob(f"{STORE}*"):
        shutil.copy(each, tmp_path / "moot")
    with open_hall(tmp_path / "moot", keys=CLERK_KEYS) as hall:
        see_all_kept(hall, life.receipts)
