"""The second place holds one whole checkpoint, or none."""

import fcntl
import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from moot.clerk.ports import StoreFailed
from moot.record.checkpoint import Checkpoint
from moot.record.signature import Signer
from moot.stores import counterfoil as counterfoils
from moot.stores.counterfoil import FileCounterfoil


def test_the_last_note_is_kept(tmp_path):
    counterfoil = FileCounterfoil(tmp_path / "checkpoint")
    assert counterfoil.last() is None
    counterfoil.keep(b"first")
    counterfoil.keep(b"second")
    assert FileCounterfoil(tmp_path / "checkpoint").last() == b"second"
    assert [each.name for each in tmp_path.iterdir()] == ["checkpoint"]


def test_a_draft_that_was_cut_short_does_not_count(tmp_path):
    counterfoil = FileCounterfoil(tmp_path / "checkpoint")
    counterfoil.keep(b"whole")
    (tmp_path / "checkpoint.new").write_bytes(b"ha")
    assert counterfoil.last() == b"whole"


def test_a_place_that_fails_says_so(tmp_path):
    missing = FileCounterfoil(tmp_path / "nowhere" / "checkpoint")
    with pytest.raises(StoreFailed, match="keeping the second checkpoint failed"):
        missing.keep(b"note")
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreFailed, match="reading the second checkpoint failed"):
        FileCounterfoil(tmp_path / "folder").last()


def test_a_note_is_synced_before_it_gets_its_name_and_its_name_afterwards(tmp_path, monkeypatch):
    synced, kept = [], tmp_path / "checkpoint"

    def sync(descriptor):
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        synced.append((is_folder, kept.exists()))

    monkeypatch.setattr(os, "fsync", sync)
    FileCounterfoil(kept).keep(b"note")
    assert synced == [(False, False), (True, True)]


def note(size: int, origin: str = "moot/here") -> bytes:
    return Checkpoint(origin, size, bytes([size]) * 32).sign(Signer.from_seed(bytes(32))).render()


def test_a_newer_note_is_not_given_for_an_older_of_the_same_moot(tmp_path):
    counterfoil = FileCounterfoil(tmp_path / "checkpoint")
    for given, kept in ((note(3), note(3)), (note(2), note(3)), (note(4), note(4)), (note(4), note(4))):
        counterfoil.keep(given)
        assert counterfoil.last() == kept


def test_a_note_of_another_moot_or_one_that_cannot_be_read_is_no_newer_one(tmp_path):
    counterfoil = FileCounterfoil(tmp_path / "checkpoint")
    for given in (note(3), note(2, "moot/there"), b"scribbles", note(1)):
        counterfoil.keep(given)
        assert counterfoil.last() == given


def test_who_waits_for_the_folder_gives_up_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(counterfoils, "PATIENCE", 0.01)
    counterfoil = FileCounterfoil(tmp_path / "checkpoint")
    counterfoil.keep(b"first")
    folder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    with pytest.raises(StoreFailed, match="keeping the second checkpoint failed: somebody else holds its folder"):
        counterfoil.keep(b"second")
    os.close(folder)
    assert counterfoil.last() == b"first"
    counterfoil.keep(b"second")
    assert counterfoil.last() == b"second"


def test_two_clerks_do_not_write_on_one_draft(tmp_path):
    def keep_some(clerk: int) -> None:
        for each in range(40):
            FileCounterfoil(tmp_path / "checkpoint").keep(b"%d/%d" % (clerk, each))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(keep_some, range(4)))
    assert (tmp_path / "checkpoint").read_bytes().endswith(b"/39")
    assert [each.name for each in tmp_path.iterdir()] == ["checkpoint"]
