"""A moot in a folder, opened by one command after another: whose voice, which clock, what may go wrong."""

import json
import os
import subprocess
import sys

import pytest

from moot.cli import COMMANDS
from moot.cli.failure import Overtaken
from moot.cli.lock import LOCK, locked
from moot.cli.rehearsal import clock_in
from moot.hall import CHECKPOINT, KEYS, STORE, open_hall
from tests.cli.people import Terminal


@pytest.fixture
def terminal(tmp_path):
    terminal = Terminal(tmp_path / "team")
    terminal.found()
    return terminal


def code(said):
    return json.loads(said.stderr.splitlines()[-1])["code"]


# Whose voice.


def test_the_one_key_in_the_folder_speaks(terminal):
    assert terminal.type("inbox", terminal.folder).stdout.startswith("ana, ")


def test_where_several_keys_lie_nobody_is_guessed(terminal):
    (terminal.folder / "hand-over" / "bo.key").rename(terminal.folder / "keys" / "bo.key")
    said = terminal.type("inbox", terminal.folder)
    assert said.exit_code == 2
    assert "there are keys of ana, bo" in said.stderr
    assert terminal.type("inbox", terminal.folder, env={"MOOT_AS": "bo"}).stdout.startswith("bo, ")


def test_keys_may_lie_elsewhere(terminal, tmp_path):
    elsewhere = tmp_path / "pocket"
    elsewhere.mkdir()
    (terminal.folder / "hand-over" / "cy.key").rename(elsewhere / "cy.key")
    words = ["weigh", terminal.folder, "--yes", "--value", "calm=1", "--value", "delivery=1"]
    assert "cy is about to sign" in terminal.type(*words, "--keys", elsewhere).stderr
    assert "cy is about to sign" in terminal.type(*words, env={"MOOT_KEYS": str(elsewhere)}).stderr
    said = terminal.type(*words, "--as", "cy")
    assert said.exit_code == 3
    assert "there is no key of cy" in said.stderr


@pytest.mark.parametrize("name", ["nobody", "../keys/clerk.json", "clerk"])
def test_who_has_no_key_there_cannot_speak(terminal, name):
    said = terminal.type("weigh", terminal.folder, "--as", name, "--yes", "--json")
    assert (said.exit_code, code(said)) == (3, "NoKey")
    assert terminal.type("inbox", terminal.folder, "--as", name).exit_code == 3


def test_a_key_without_a_member_cannot_speak(terminal):
    (terminal.folder / "keys" / "ana.key").rename(terminal.folder / "keys" / "eve.key")
    said = terminal.type("weigh", terminal.folder, "--yes", "--json")
    assert (said.exit_code, code(said)) == (3, "UnknownMember")


def test_a_key_that_others_may_read_is_not_used(terminal):
    (terminal.folder / "keys" / "ana.key").chmod(0o644)
    said = terminal.type("weigh", terminal.folder, "--yes", "--json")
    assert (said.exit_code, code(said)) == (4, "KeyIsReadable")


@pytest.mark.parametrize("text", ["", "ana", "abcd"])
def test_a_file_that_holds_no_key_is_named(terminal, text):
    (terminal.folder / "keys" / "ana.key").write_text(text)
    said = terminal.type("weigh", terminal.folder, "--yes", "--json")
    assert (said.exit_code, code(said)) == (2, "BadKey")


def test_without_any_key_it_is_said_where_they_are_looked_for(terminal):
    for path in terminal.folder.rglob("*.key"):
        path.unlink()
    said = terminal.type("inbox", terminal.folder)
    assert said.exit_code == 2
    assert "there is no key" in said.stderr


# One writer.


def test_a_second_writer_waits_and_is_then_told(terminal):
    with locked(terminal.folder):
        said = terminal.type("inbox", terminal.folder, "--json")
    assert (said.exit_code, code(said)) == (5, "FolderIsBusy")
    assert terminal.type("inbox", terminal.folder).exit_code == 0


def test_a_writer_that_died_holds_nobody_up(terminal):
    dying = (
        "import fcntl, os, sys\nfcntl.flock(os.open(sys.argv[1], os.O_RDWR | os.O_CREAT), fcntl.LOCK_EX)\nos._exit(9)"
    )
    subprocess.run([sys.executable, "-c", dying, str(terminal.folder / LOCK)], check=False)
    assert terminal.type("inbox", terminal.folder).exit_code == 0


def test_a_lock_is_taken_once(tmp_path):
    with locked(tmp_path), pytest.raises(Overtaken), locked(tmp_path):
        pass


# What is wrong with the folder.


def test_whoever_has_only_a_copy_of_the_record_can_read_it_and_not_write(terminal):
    (terminal.folder / KEYS).unlink()
    said = terminal.type("inbox", terminal.folder, "--as", "ana", "--json")
    assert (said.exit_code, code(said)) == (4, "NoClerk")
    assert terminal.type("member", terminal.folder).exit_code == 0
    assert not (terminal.folder / KEYS).exists()


def test_a_clerk_whose_key_others_may_read_does_not_open(terminal):
    (terminal.folder / KEYS).chmod(0o644)
    said = terminal.type("inbox", terminal.folder, "--json")
    assert (said.exit_code, code(said)) == (4, "BadKeys")


def test_a_restored_backup_is_not_written_on(terminal):
    backup = (terminal.folder / STORE).read_bytes()
    terminal.say("ana", "propose", "--set", "wip=3")
    (terminal.folder / STORE).write_bytes(backup)
    said = terminal.type("inbox", terminal.folder, "--json")
    assert (said.exit_code, code(said)) == (7, "RecordIsBehind")


def test_a_file_that_is_no_record_is_not_written_on(terminal):
    (terminal.folder / STORE).write_bytes(b"no database" * 500)
    (terminal.folder / CHECKPOINT).unlink()
    said = terminal.type("inbox", terminal.folder, "--json")
    assert (said.exit_code, code(said)) == (7, "StoreFailed")


@pytest.mark.parametrize("verb", ["inbox", "propose", "member", "value", "proposal"])
def test_a_moot_that_nobody_founded_has_nothing_to_say(terminal, tmp_path, verb):
    open_hall(tmp_path / "new").close()
    said = terminal.type(verb, tmp_path / "new", "--json")
    assert (said.exit_code, code(said)) == (3, "NotFound")


# Where nobody says which folder.


def test_the_folder_that_somebody_works_in_is_meant(terminal, monkeypatch):
    monkeypatch.chdir(terminal.folder)
    assert terminal.type("inbox").stdout.startswith("ana, ")
    monkeypatch.chdir(terminal.folder.parent)
    assert terminal.type("inbox").exit_code == 3
    assert terminal.type("inbox", env={"MOOT_FOLDER": str(terminal.folder)}).exit_code == 0


# Time.


def test_real_time_is_the_machines(tmp_path, moot):
    words = ["--template", "team", "--name", "ana", "--owner", "bo"]
    assert moot("init", tmp_path / "real", *words).exit_code == 0
    said = moot("inbox", tmp_path / "real")
    assert said.exit_code == 0, said.stderr
    assert "15 Jan 2027" not in said.stdout
    assert "is no rehearsal" in moot("tend", tmp_path / "real", "--skip").stderr
    assert moot("tend", tmp_path / "real").stdout.startswith("Nothing was due.")


def test_a_rehearsal_lives_in_its_own_time_until_somebody_moves_it(tmp_path, moot):
    folder = tmp_path / "play"
    said = moot(
        "init", folder, "--template", "team", "--name", "ana", "--owner", "bo", "--rehearse", "2027-01-15T09:00"
    )
    assert "time stands still" in said.stdout
    assert "Fri 15 Jan 2027 09:00 UTC" in moot("inbox", folder).stdout
    assert "Nothing was due." in moot("tend", folder).stdout
    assert "Sun 17 Jan 2027 09:00" in moot("tend", folder, "--wait", "2 days").stdout
    assert "epoch 0 is closed" in moot("tend", folder, "--skip").stdout
    assert clock_in(folder).now() == 1_800_003_600_000 + 7 * 86_400_000
    assert json.loads(moot("tend", folder, "--skip", "--json").stdout)["act"] == "CloseEpoch"
    for wait in ("soon", "4000 days", "-1 h"):
        assert moot("tend", folder, "--wait", wait).exit_code == 2
    assert moot("verify", folder).exit_code == 0


@pytest.mark.parametrize("text", ["", "noon", "-5", "9" * 30])
def test_a_rehearsals_clock_that_cannot_be_read_is_named(tmp_path, moot, text):
    folder = tmp_path / "play"
    moot("init", folder, "--template", "team", "--name", "ana", "--owner", "bo", "--rehearse", "2027-01-15")
    (folder / "rehearsal").write_text(text)
    said = moot("inbox", folder)
    assert said.exit_code == 2
    assert "BadClock" in said.stderr


# At a real terminal.


def test_at_a_real_terminal_questions_are_asked(tmp_path):
    pty = pytest.importorskip("pty", reason="this system has no terminals that a program could open")
    leader, follower = pty.openpty()
    asked = [sys.executable, "-c", "from moot.cli import main; main()", "init", str(tmp_path / "here")]
    with subprocess.Popen(asked, stdin=follower, stdout=subprocess.PIPE, stderr=follower) as process:
        os.close(follower)
        os.write(leader, b"team\nana\nbo cy\n")
        said = process.stdout.read().decode()
    os.close(leader)
    assert process.returncode == 0
    assert "voices     ana, bo, cy" in said


def test_at_a_real_terminal_an_error_breaks_between_words(terminal):
    pty = pytest.importorskip("pty", reason="this system has no terminals that a program could open")
    leader, follower = pty.openpty()
    asked = [sys.executable, "-c", "from moot.cli import main; main()", "vote", str(terminal.folder), "--as", "nobody"]
    environment = {**os.environ, "COLUMNS": "40"}
    with subprocess.Popen(asked, stdin=follower, stderr=follower, env=environment) as process:
        os.close(follower)
        process.wait()
    lines = os.read(leader, 9_000).decode().splitlines()
    os.close(leader)
    assert process.returncode == 3
    assert lines[0] == "error: there is no key of nobody"
    assert lines[1].startswith("  Nothing was signed.")
    assert all(len(line) <= 40 or " " not in line.strip() for line in lines)


def test_every_command_explains_itself_to_a_newcomer(moot):
    for name in COMMANDS:
        said = moot(name, "--help").output
        assert len(said.split("Options:")[0].split()) > 8, name
        assert all(len(line) <= 100 for line in said.splitlines()), name
