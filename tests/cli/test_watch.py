import json
from contextlib import ExitStack

import pytest

from moot.cli.lock import locked
from tests.cli.people import Terminal


@pytest.fixture
def terminal(tmp_path):
    terminal = Terminal(tmp_path / "team")
    terminal.found()
    return terminal


def test_what_happened_is_told_as_a_story(terminal):
    terminal.say("ana", "propose", "--set", "wip=3")
    said = terminal.type("watch", terminal.folder, "--start", "0", "--for", "0 s")
    assert said.exit_code == 0
    assert "ana for delivery and calm: wip 4 → 3" in said.stdout


def test_without_a_start_only_what_comes_is_told(terminal):
    terminal.say("ana", "propose", "--set", "wip=3")
    assert terminal.type("watch", terminal.folder, "--for", "0 s").stdout == ""


def test_in_json_every_entry_is_a_line(terminal):
    said = terminal.type("watch", terminal.folder, "--start", "0", "--until-idle", "--json")
    assert [json.loads(line)["act"] for line in said.stdout.splitlines()] == ["FoundMoot"]


def test_whoever_waits_in_vain_is_told_so(terminal):
    terminal.say("ana", "propose", "--set", "wip=3")
    said = terminal.type("watch", terminal.folder, "--until-idle", "--for", "0 s", "--json")
    assert said.exit_code == 8
    assert json.loads(said.stderr)["code"] == "NotIdle"


def test_whoever_watches_with_tend_keeps_the_calendar_until_nothing_is_open(terminal):
    terminal.say("ana", "propose", "--set", "wip=3")

    def until_the_next_day(_seconds):
        terminal.clock.advance(86_400_000)

    said = terminal.type("watch", terminal.folder, "--start", "0", "--until-idle", "--tend", wait=until_the_next_day)
    assert said.exit_code == 0, said.stderr
    assert terminal.json("proposal")["outcome"] is not None
    assert terminal.type("verify", terminal.folder).exit_code == 0


def test_a_calendar_without_anything_due_is_left_alone(terminal):
    """Whoever only looks again does not take the lock, so that others can write."""
    looks = []

    def look_twice(_seconds):
        looks.append(None)
        if len(looks) > 1:
            raise KeyboardInterrupt
        handle.enter_context(locked(terminal.folder))

    with ExitStack() as handle:
        assert terminal.type("watch", terminal.folder, "--tend", wait=look_twice).exit_code == 0
    assert len(looks) == 2


def test_ctrl_c_ends_it_quietly(terminal):
    def pressed(_seconds):
        raise KeyboardInterrupt

    assert terminal.type("watch", terminal.folder, wait=pressed).exit_code == 0


def test_a_folder_without_a_moot_is_not_watched(terminal, tmp_path):
    assert terminal.type("watch", tmp_path / "attic").exit_code == 3
    assert terminal.type("watch", terminal.folder, "--for", "ever").exit_code == 2
