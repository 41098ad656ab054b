"""What is settled in a folder is read as it was written, and refused where it cannot be understood."""

import pytest

from moot.clerk.ports import StoreFailed
from moot.settings import SETTINGS, Settings, is_database, read_settings


@pytest.mark.parametrize("store", [None, "postgresql://ana@host/db", 'postgresql://ana:"\\\n\N{SNOWMAN}@host/db'])
def test_what_was_written_is_read(tmp_path, store):
    (tmp_path / SETTINGS).write_text(Settings(store).written())
    assert read_settings(tmp_path) == Settings(store)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"store = 'postgresql://ana:hunter2@h/d", "it is no TOML"),
        (b"\xff", "it is no TOML"),
        (b"stores = 'postgresql://ana:hunter2@h/d'", "it holds more than the address of a store"),
        (b"store = 'hunter2'", "its store is no address of a database"),
        (b"store = 2", "its store is no address of a database"),
    ],
)
def test_what_cannot_be_understood_is_refused_and_not_repeated(tmp_path, text, why):
    (tmp_path / SETTINGS).write_bytes(text)
    with pytest.raises(StoreFailed, match=f"reading moot.toml failed: {why}; .*write one line: store = ") as failure:
        read_settings(tmp_path)
    assert "hunter" not in str(failure.value)


def test_what_cannot_be_read_is_refused(tmp_path):
    (tmp_path / SETTINGS).mkdir()
    with pytest.raises(StoreFailed, match=r"reading moot.toml failed: Is a directory"):
        read_settings(tmp_path)


def test_a_database_is_known_by_its_scheme():
    assert is_database("postgres://h/d")
    assert is_database("postgresql://h/d")
    assert not is_database("http://h/d")
