"""Members at terminals elsewhere: the verbs of the terminal, with an address in place of a folder."""

import json
import shutil

import pytest
from click.testing import CliRunner

from moot.clerk.clock import HandSetClock
from moot.cli import main
from moot.cli.surroundings import Surroundings
from moot.hall import open_hall
from tests.web.conftest import served

START = 1_800_000_000_000


@pytest.fixture
def board(tmp_path):
    """Give a moot of two that is served, a folder with one member's key alone, and its terminal."""
    clock = HandSetClock(START)

    def call(*arguments):
        here = Surroundings(clock=clock, asks=False)
        return CliRunner().invoke(main, [str(each) for each in arguments], obj=here)

    said = call("init", tmp_path / "board", "--template", "team", "--name", "ana", "--owner", "bo")
    assert said.exit_code == 0, said.stderr
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(tmp_path / "board" / "hand-over" / "bo.key", home / "bo.key")
    with open_hall(tmp_path / "board", clock=clock, served=True) as hall, served(hall) as (url, server):
        yield lambda verb, *more: call(verb, home, "--keys", home, "--url", url, *more), hall, server


def test_a_member_acts_from_a_folder_that_holds_its_key_alone(board):
    call, hall, _ = board
    said = call("propose", "--set", "wip=3", "--reason", "We start too much.", "--yes")
    assert said.exit_code == 0, said.stderr
    assert said.stdout.startswith("Recorded as entry 1, act ")
    [text] = [each.text for each in hall.store.texts()]
    assert text == "We start too much."
    inbox = json.loads(call("inbox", "--json").stdout)
    assert [(each["target"], each["stage"]) for each in inbox["open"]] == [("board", "drawing")]
    assert call("withdraw", "--yes").exit_code == 0
    assert [told.act.by for told in hall.door().entries(1)] == ["bo", "bo"]


def test_a_refusal_at_an_address_is_told_like_one_in_a_folder(board):
    call, hall, _ = board
    assert call("propose", "--set", "wip=3", "--yes").exit_code == 0
    size = hall.clerk.size
    said = call("propose", "--set", "wip=2", "--yes")
    assert said.exit_code == 5
    assert "Nothing was recorded." in said.stderr
    assert "TargetIsBusy · exit 5" in said.stderr
    assert hall.clerk.size == size


def test_where_nobody_answers_it_is_said(board, monkeypatch):
    monkeypatch.setattr("moot.kit.remote._PAUSE", 0.0)
    call, _, server = board
    server.leave()
    server.thread.join()
    said = call("inbox")
    assert said.exit_code == 6
    assert "did not answer" in said.stderr
    assert "Unanswered · exit 6" in said.stderr
