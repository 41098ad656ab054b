"""The disk refuses one write, sync or cut, whichever it is: the clerk stops, and nobody was told what isn't so."""

import logging
import shutil
from contextlib import suppress
from pathlib import Path

import apsw
import pytest

from moot.clerk.audit import audit
from moot.clerk.clock import HandSetClock
from moot.clerk.ports import BadCounterfoil, ClerkIsStopped, StoreFailed
from moot.core.commands import CommitChance
from moot.hall import CHECKPOINT, STORE, open_hall
from moot.stores.counterfoil import FileCounterfoil
from moot.stores.sqlite import SqliteStore
from tests.clerk.town import CLERK_KEYS, NOW, Town, signed
from tests.stories.disk import Disk

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "crash.md"
LOG = logging.getLogger(__name__)
ACTS = 5  # enough that the log is folded back


class CannotWrite(apsw.IOError, OSError):
    """What a broken disk says, to SQLite and to everybody else."""


class IsFull(apsw.FullError, OSError):
    """What a full disk says."""


class Trouble:
    """A disk that fails once: when it is touched for the `at`-th time."""

    def __init__(self, at, kind):
        self.at, self.kind, self.touches = at, kind, 0

    def __call__(self):
        self.touches += 1
        if self.touches == self.at:
            raise self.kind("the disk failed")


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    """Give the folder of a moot, and acts that can be filed there."""
    folder = tmp_path_factory.mktemp("founded")
    town = Town(SqliteStore(folder / STORE), counterfoil=FileCounterfoil(folder / CHECKPOINT))
    acts = [signed("bo.human", CommitChance(f"{nonce:064x}"), moot=town.moot, nonce=nonce) for nonce in range(ACTS)]
    town.store.close()
    return folder, acts


def opened(folder):
    return open_hall(folder, clock=HandSetClock(NOW), keys=CLERK_KEYS)


def filed(hall, acts):
    """File the acts until the store fails; return the receipts, after seeing that the clerk files nothing more."""
    receipts = []
    with suppress(StoreFailed):
        receipts.extend(hall.submit(act) for act in acts)
    assert hall.clerk.size == 1 + len(receipts)
    if len(receipts) < len(acts):
        with pytest.raises(
            ClerkIsStopped, match=r"has stopped .* failed: .* nothing was recorded since; open the moot again"
        ):
            hall.submit(acts[-1])
    return receipts


def disturbed(folder, acts, trouble):
    """Open the moot and file the acts on a disk in trouble; return the receipts, and whether the failure was told."""
    with Disk(folder, trouble):
        try:
            hall = opened(folder)
        except StoreFailed:
            return [], True
        receipts = filed(hall, acts)
        try:
            hall.close()
        except StoreFailed:  # everything is durable: a log that stays is folded back later
            return receipts, True
    return receipts, len(receipts) < ACTS


def test_whatever_the_disk_refuses_the_same_acts_get_in_once_after_the_next_opening(tmp_path, founded):
    folder, acts = founded
    trouble, stopped = Trouble(0, IsFull), 0
    shutil.copytree(folder, tmp_path / "0")
    receipts, told = disturbed(tmp_path / "0", acts, trouble)
    assert (len(receipts), told) == (ACTS, False)
    for at in range(1, trouble.touches + 1):
        shutil.copytree(folder, tmp_path / str(at))
        receipts, told = disturbed(tmp_path / str(at), acts, Trouble(at, (CannotWrite, IsFull)[at % 2]))
        assert told
        stopped += len(receipts) < ACTS
        with Disk(tmp_path / str(at)), opened(tmp_path / str(at)) as hall:
            assert [hall.submit(each) for each in acts[: len(receipts)]] == receipts
            assert [hall.submit(each).index for each in acts] == list(range(1, ACTS + 1))
            assert audit(hall.store, counterfoil=(tmp_path / str(at) / CHECKPOINT).read_bytes()).size == 1 + ACTS
    LOG.info("%d failures, of which %d stopped the clerk", trouble.touches, stopped)
    assert stopped > trouble.touches // 2


def test_a_second_place_that_is_lost_for_good_is_made_anew_as_the_document_says(tmp_path, founded, monkeypatch):
    folder, acts = shutil.copytree(founded[0], tmp_path / "moot"), founded[1]
    with opened(folder) as hall:
        hall.submit(acts[0])
    newest = (folder / CHECKPOINT).read_bytes()
    (folder / CHECKPOINT).unlink()
    with pytest.raises(BadCounterfoil, match="there is none, and a clerk always leaves one"):
        opened(folder)
    _, _, block = DOCUMENT.read_text().partition("```python\n")
    monkeypatch.chdir(folder)
    exec(block.partition("```")[0], {})  # noqa: S102 - our own document
    assert (folder / CHECKPOINT).read_bytes() == newest
    with opened(folder) as hall:
        assert hall.clerk.size == 2
