"""A secret in a file is whole or not there, its owner's alone, and never replaced."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from moot.kit.secret import make_secret, others_may_use


def test_a_secret_is_for_its_owner_alone(tmp_path):
    make_secret(tmp_path / "seed", "secret")
    assert (tmp_path / "seed").read_text() == "secret"
    assert stat.S_IMODE((tmp_path / "seed").stat().st_mode) == 0o600
    assert not others_may_use(tmp_path / "seed")
    (tmp_path / "seed").chmod(0o604)
    assert others_may_use(tmp_path / "seed")


def test_a_secret_is_never_replaced_and_leaves_no_draft(tmp_path):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda each: make_secret(tmp_path / "seed", each * 9), "abcd"))
    first = (tmp_path / "seed").read_text()
    assert first in {"a" * 9, "b" * 9, "c" * 9, "d" * 9}
    make_secret(tmp_path / "seed", "late")
    assert (tmp_path / "seed").read_text() == first
    assert [each.name for each in tmp_path.iterdir()] == ["seed"]


def test_a_secret_has_its_name_only_once_it_is_durable_and_then_the_name_is_made_durable(tmp_path, monkeypatch):
    synced = []

    def sync(descriptor):
        synced.append((stat.S_ISDIR(os.fstat(descriptor).st_mode), (tmp_path / "seed").exists()))

    monkeypatch.setattr(os, "fsync", sync)
    make_secret(tmp_path / "seed", "secret")
    assert synced == [(False, False), (True, True)]


def test_a_secret_that_cannot_be_written_leaves_nothing(tmp_path, monkeypatch):
    def fail(_):
        message = "the disk is full"
        raise OSError(message)

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="the disk is full"):
        make_secret(tmp_path / "seed", "secret")
    assert not list(tmp_path.iterdir())
