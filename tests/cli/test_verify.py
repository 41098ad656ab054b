import json
import sys

import pytest

from moot.clerk.audit import audit
from moot.cli.verify import audited
from moot.hall import CHECKPOINT, STORE
from moot.stores.sqlite import SqliteStore


def last(folder) -> int:
    store = SqliteStore(folder / STORE)
    size = store.size()
    store.close()
    return size


def test_a_whole_record_is_verified(moot, whole):
    folder, entries = whole
    said = moot("verify", folder)
    assert said.exit_code == 0
    rows = said.output.splitlines()
    assert rows[0] == f"moot      {entries[0].id}"
    assert rows[1] == f"size      {len(entries)} entries"
    assert [row.split()[0] for row in rows[:5]] == ["moot", "size", "root", "state", "verified"]
    assert f"moot verify {folder} --checkpoint NOTE" in rows[-1]


def test_verifying_in_json_says_what_the_audit_says(moot, whole):
    folder, _ = whole
    store = SqliteStore(folder / STORE)
    found = audit(store, counterfoil=(folder / CHECKPOINT).read_bytes())
    store.close()
    said = json.loads(moot("verify", folder, "--json").output)
    assert said["verified"] is True
    assert {name: said[name] for name in ("moot", "size", "root", "state", "checkpoints")} == {
        "moot": found.moot,
        "size": found.size,
        "root": found.root,
        "state": found.state,
        "checkpoints": found.checkpoints,
    }


@pytest.mark.parametrize("part", ["act", "signature", "events"])
def test_a_changed_byte_is_named_by_its_entry(moot, folder, spoil, part):
    spoil(f"UPDATE entry SET {part} = CAST(substr({part}, 1, length({part}) - 1) || x'00' AS BLOB) WHERE place = 9")  # noqa: S608
    said = moot("verify", folder)
    assert (said.exit_code, said.stdout) == (7, "")
    assert said.stderr.startswith("error: entry 9 does not hold: ")
    assert "The entries before it hold (9 of them)" in said.stderr
    assert "next: rely on nothing from there on" in said.stderr
    assert said.stderr.endswith("BadRecord · exit 7\n")
    problem = json.loads(moot("verify", folder, "--json").stderr)
    assert (problem["code"], problem["index"]) == ("BadRecord", 9)


def test_a_changed_founding_leaves_nothing_to_rely_on(moot, folder, spoil):
    spoil("UPDATE entry SET received = received + 1 WHERE place = 0")
    said = moot("verify", folder)
    assert said.exit_code == 7
    assert "entry 0 does not hold" in said.stderr
    assert "It is the first; from it on" in said.stderr


def test_a_changed_text_is_named_without_blaming_the_record(moot, folder, spoil):
    spoil("INSERT INTO text VALUES (?, ?, 'never said')", bytes(32), bytes(32))
    said = moot("verify", folder)
    assert said.exit_code == 7
    assert said.stderr.startswith(f"error: the text under {'00' * 32} does not have that hash\n")
    assert said.stderr.endswith("BadText · exit 7\n")
    problem = json.loads(moot("verify", folder, "--json").stderr)
    assert problem["hash"] == "00" * 32
    assert problem["next"].startswith("do not rely on this text")


def test_an_act_id_that_was_changed_is_named_by_its_entry(moot, folder, spoil):
    spoil("UPDATE entry SET act_id = ? WHERE place = 4", bytes(32))
    said = moot("verify", folder)
    assert said.exit_code == 7
    assert "entry 4 does not hold: it is not found by its act" in said.stderr


def test_a_changed_stored_checkpoint_names_an_index_and_blames_no_entry(moot, folder, spoil):
    spoil("UPDATE checkpoint SET note = CAST('no note' AS BLOB) WHERE size = 1")
    said = moot("verify", folder)
    assert said.exit_code == 7
    assert "the checkpoint stored over 1 entries cannot be relied upon" in said.stderr
    assert "No entry is blamed" in said.stderr
    assert "from entry 0 on" in said.stderr
    assert json.loads(moot("verify", folder, "--json").stderr)["index"] == 0


def test_a_forged_note_is_no_cut(moot, folder, tmp_path):
    size, kept = last(folder), (folder / CHECKPOINT).read_bytes()
    forged = kept.replace(b"\n%d\n" % size, b"\n%d\n" % (size + 5), 1)
    (tmp_path / "note").write_bytes(forged)
    said = moot("verify", folder, "--checkpoint", tmp_path / "note")
    assert (said.exit_code, "the checkpoint that was brought" in said.stderr) == (2, True)
    (folder / CHECKPOINT).write_bytes(forged)
    said = moot("verify", folder)
    assert (said.exit_code, "the file 'checkpoint'" in said.stderr) == (7, True)


def test_a_missing_second_place_is_said_and_json_says_what_was_compared(moot, folder, tmp_path):
    assert json.loads(moot("verify", folder, "--json").output)["compared_to"] is None
    assert "There is no file" not in moot("verify", folder).output
    (folder / CHECKPOINT).rename(tmp_path / "kept")
    assert "a cut behind the last stored checkpoint would not be seen" in moot("verify", folder).output
    said = moot("verify", folder, "--json", "--checkpoint", tmp_path / "kept")
    assert json.loads(said.output)["compared_to"] == last(folder)


def test_an_empty_file_gives_a_reader_one_advice(moot, folder):
    (folder / STORE).write_bytes(b"")
    said = moot("verify", folder)
    assert said.exit_code == 7
    assert f"cannot be read: {STORE} is no moot of format 2\n" in said.stderr
    assert "send the same acts" not in said.stderr


def test_a_file_that_is_no_record_is_not_verified(moot, folder):
    (folder / STORE).write_bytes(b"no database" * 500)
    said = moot("verify", folder)
    assert said.exit_code == 7
    assert "cannot be read" in said.stderr
    assert "StoreFailed" in said.stderr


def cut(spoil, size):
    """Cut a record so that nothing inside of it tells."""
    spoil("DELETE FROM entry WHERE place >= ?", size)
    spoil("DELETE FROM checkpoint WHERE size > ?", size)


def test_the_second_place_shows_a_record_that_was_cut(moot, folder, spoil):
    cut(spoil, last(folder) - 1)
    said = moot("verify", folder)
    assert said.exit_code == 7
    assert f"entry {last(folder)} does not hold" in said.stderr


@pytest.mark.parametrize("way", ["file", "stdin"])
def test_only_a_checkpoint_from_elsewhere_shows_a_record_that_was_cut_everywhere(moot, folder, spoil, tmp_path, way):
    kept = tmp_path / "kept"
    (folder / CHECKPOINT).rename(kept)
    brought = ["--checkpoint", kept if way == "file" else "-"]
    options = {"input": kept.read_bytes()} if way == "stdin" else {}
    assert "agrees with it" in moot("verify", folder, *brought, **options).output
    cut(spoil, last(folder) - 2)
    assert moot("verify", folder).exit_code == 0
    assert moot("verify", folder, *brought, **options).exit_code == 7


def test_what_is_no_checkpoint_is_a_matter_of_usage(moot, folder, tmp_path):
    (tmp_path / "note").write_text("no note")
    said = moot("verify", folder, "--checkpoint", tmp_path / "note")
    assert said.exit_code == 2
    assert "BadCheckpoint" in said.stderr
    assert "Nothing was verified" in said.stderr


def test_verifying_changes_nothing(moot, folder):
    before = {each: each.read_bytes() for each in folder.iterdir() if each.is_file()}
    moot("verify", folder)
    assert {each: each.read_bytes() for each in folder.iterdir() if each.is_file()} == before


def test_a_long_audit_shows_how_far_it_is_and_sees_the_same(folder, monkeypatch):
    monkeypatch.setattr("moot.cli.progress.SHORT", 0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert audited(folder).size == last(folder)
