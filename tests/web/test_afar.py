"""Members at terminals elsewhere: the verbs of the terminal, with an address in place of a folder."""

import json
import socket
from importlib import import_module
from threading import Thread

import click
import pytest

from moot.cli import COMMANDS
from moot.cli.copies import address_of
from tests.web.board import Board, refused

KEEPER = "it is for whoever keeps the moot in a folder"
NOT_AFAR = {
    "demo": "it makes a moot",
    "init": "it makes a moot",
    "serve": KEEPER,
    "tend": f"{KEEPER}: over there the calendar keeps itself",
    **dict.fromkeys(
        [f"webhook {each}" for each in ("add", "list", "log", "resend", "off", "on", "remove")],
        f"{KEEPER}, and holds secrets",
    ),
    "count": "it counts a file",
    "charter template": "it prints a text of ours",
}
READING = (
    ("log",),
    ("log", "--limit", "1"),
    ("charter", "show"),
    ("charter", "show", "--toml"),
    ("minutes",),
    ("proposal",),
    ("member",),
    ("value",),
    ("mandate", "show"),
    ("delegate",),
    ("watch", "--start", "0", "--for", "0 s"),
)


def verbs(prefix, command):
    """Yield each command that does something, with its whole name."""
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from verbs(f"{prefix} {name}", each)
    else:
        yield prefix, command


@pytest.mark.parametrize("name", COMMANDS)
def test_every_verb_goes_to_an_address_or_stands_in_the_table_with_the_reason(name):
    for verb, command in verbs(name, getattr(import_module(f"moot.cli.{name}"), name)):
        takes = any(option.name == "url" for option in command.params)
        assert takes != (verb in NOT_AFAR), verb


@pytest.fixture
def board(tmp_path):
    board = Board(tmp_path)
    said = board.here("propose", more=("--set", "wip=3", "--reason", "We start too much.", "--yes"))
    assert said.exit_code == 0, said.stderr
    return board


@pytest.mark.parametrize("verb", READING, ids=" ".join)
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["text", "json"])
def test_what_is_read_at_an_address_is_what_is_read_in_the_folder(board, verb, form):
    words = [each for each in verb if each in ("show", verb[0])]
    more = (*(each for each in verb if each not in words), *form)
    here = board.here(*words, more=more)
    with board.open():
        afar = board.afar(*words, more=more)
    assert (afar.exit_code, afar.stdout) == (here.exit_code, here.stdout), afar.output
    assert here.exit_code == 0
    assert here.stdout


def test_the_minutes_of_one_decision_need_no_folder(board):
    here = board.here("minutes", more=("1",))
    with board.open():
        assert board.afar("minutes", "1").stdout == here.stdout


def test_what_came_of_a_trial_is_asked_alike(board):
    here = board.here("trial", "show")
    with board.open():
        afar = board.afar("trial", "show")
    assert (here.exit_code, afar.exit_code) == (3, 3)
    assert afar.stderr.splitlines()[0] == here.stderr.splitlines()[0]


def test_a_member_acts_from_a_folder_that_holds_its_key_alone(board):
    with board.open() as (hall, _):
        assert board.as_bo("reveal", more=("--yes",)).stdout.startswith("Recorded as entry 2, act ")
        said = board.as_bo("comment", more=("--text", "Two are ill.", "--yes"))
        assert said.exit_code == 0, said.stderr
        assert sorted(each.text for each in hall.store.texts()) == ["Two are ill.", "We start too much."]
        inbox = json.loads(board.as_bo("inbox", more=("--json",)).stdout)
        assert [(each["target"], each["stage"]) for each in inbox["open"]] == [("board", "review")]
        assert "“Two are ill.”" in board.afar("proposal").stdout
        assert [told.act.by for told in hall.door().entries(1)][:2] == ["ana", "bo"]


def test_what_the_inbox_advises_leads_to_the_same_address(board):
    with board.open():
        said = " ".join(board.as_bo("inbox").stdout.split())
        assert f" moot reveal {board.home} --url {board.url} " in said
        there = board.type("inbox", board.home, "--keys", board.home, "--url", f"{board.url}/")
        assert there.exit_code == 0
        assert json.loads(board.as_bo("inbox", more=("--json",)).stdout)["webhooks_off"] == []


def test_an_amendment_of_the_charter_begins_and_ends_at_the_address(board, tmp_path):
    with board.open():
        theirs = tmp_path / "theirs.toml"
        rules = board.afar("charter", "show", more=("--toml",)).stdout
        theirs.write_text(rules.replace('review_fee = "2 credits"', 'review_fee = "1 credit"'))
        said = board.afar("charter", "amend", theirs, board.home, more=("--keys", board.home, "--yes"))
        assert said.exit_code == 0, said.stderr
        assert "on charter" in said.stdout


def test_a_key_is_replaced_at_the_address(board):
    recovery = next(board.folder.rglob("ana.recovery"))
    before = (board.folder / "keys" / "ana.key").read_text()
    with board.open() as (hall, _):
        more = ("--as", "ana", "--recovery", recovery)
        said = board.afar("key", "replace", board.folder, more=more)
        assert said.exit_code == 0, said.stderr
        assert sum(not each.revoked for each in hall.clerk.assembly.keys.values() if each.agent == "ana") == 2
    assert (board.folder / "keys" / "ana.key").read_text() != before


def test_a_refusal_at_an_address_is_told_like_one_in_a_folder(board):
    with board.open() as (hall, _):
        size = hall.clerk.size
        said = board.as_bo("propose", more=("--set", "wip=2", "--yes"))
        assert "Nothing was recorded." in refused(said, "TargetIsBusy", 5)
        assert hall.clerk.size == size


def test_what_comes_is_told_as_it_comes_also_when_nobody_answers_meanwhile(board, monkeypatch):
    monkeypatch.setattr("moot.kit.remote._PAUSE", 0.0)
    looks = iter(range(9))
    with board.open() as (hall, server):

        def wait(_):
            match next(looks):
                case 0:
                    board.as_bo("reveal", more=("--yes",))
                case 1:
                    server.leave()
                    server.thread.join()
                case 2:
                    raise KeyboardInterrupt

        said = board.type("watch", "--json", "--url", board.url, wait=wait)
        size = hall.clerk.size
    assert said.exit_code == 0, said.output
    assert [json.loads(line)["index"] for line in said.stdout.splitlines()] == list(range(2, size))


def test_the_calendar_is_not_kept_from_afar(board):
    with board.open():
        refused(board.afar("watch", more=("--tend",)), "NotHere", 2)


def test_what_was_read_once_is_not_read_again(board, home):
    with board.open() as (hall, _):
        board.afar("log")
        [copy] = (home / "copies").iterdir()
        assert copy.name == hall.clerk.assembly.moot
        assert copy.stat().st_mode & 0o777 == 0o700
        asked = []
        read = hall.store.read
        hall.store.read = lambda start, stop: asked.append((start, stop)) or read(start, stop)
        assert board.afar("log").exit_code == 0
        assert asked == []
    assert board.type("verify", copy).exit_code == 0  # it is a record like any other


# Where nobody answers, or somebody else.


def test_where_nobody_answers_it_is_said(board, monkeypatch):
    monkeypatch.setattr("moot.kit.remote._PAUSE", 0.0)
    with board.open():
        pass
    assert "may have been recorded" in refused(board.as_bo("inbox"), "Unanswered", 6)
    assert "Nothing was read." in refused(board.afar("log"), "Unanswered", 6)
    refused(board.type("verify", board.url), "Unanswered", 6)


def test_what_is_no_address_is_a_matter_of_usage(board):
    assert board.type("log", "--url", "board").exit_code == 2


def test_a_moot_that_is_not_founded_is_not_found(board, tmp_path):
    with board.open(tmp_path / "empty"):
        refused(board.afar("log"), "NotFounded", 3)
        refused(board.as_bo("inbox"), "NotFounded", 3)


class Stranger:
    """A server that answers everything alike."""

    def __init__(self, status, body):
        self.answer = b"HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (status, len(body), body)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                line, _ = self.socket.accept()
            except OSError:
                return
            with line:
                line.recv(65_536)
                line.sendall(self.answer)


STRANGE = [
    (b"404 Not Found", b"<h1>no such page</h1>", "NoMoot"),
    (b"200 OK", b"<h1>welcome</h1>", "NoMoot"),
    (b"200 OK", b"[1]", "NoMoot"),
    (b"200 OK", b'{"moot":"../../etc","size":1}', "NoMoot"),
    (b"200 OK", b'{"moot":"%s","size":"many"}' % (b"a" * 64), "NoMoot"),
    (b"200 OK", b"\xff\xfe", "NoMoot"),
    (b"502 Bad Gateway", b"<h1>proxy</h1>", "Unanswered"),
]


@pytest.mark.parametrize("strange", STRANGE)
def test_whoever_is_no_moot_is_told_apart(board, monkeypatch, home, strange):
    monkeypatch.setattr("moot.kit.remote._PAUSE", 0.0)
    status, body, code = strange
    stranger = Stranger(status, body)
    try:
        for said in (
            board.type("log", "--url", stranger.url),
            board.type("inbox", board.home, "--keys", board.home, "--url", stranger.url),
            board.type("verify", stranger.url),
        ):
            assert stranger.url in refused(said, code, 6)
    finally:
        stranger.socket.close()
    assert not home.exists()


def test_another_moot_at_the_address_is_refused_until_somebody_says_that_it_is_meant(board, tmp_path):
    other = Board(tmp_path / "other", lot=2)
    with board.open():
        assert board.afar("log").exit_code == 0
    with other.open(port=board.port()):
        assert other.url == board.url
        for said in (board.afar("log"), board.as_bo("inbox"), board.type("verify", board.url)):
            assert f"delete {address_of(board.url)}" in refused(said, "AnotherMoot", 7)
        address_of(board.url).unlink()
        assert board.afar("log").exit_code == 0
    assert board.afar("log").exit_code == 6


def test_a_home_that_cannot_be_written_is_told(board, home):
    home.parent.mkdir()
    home.write_text("no folder")
    with board.open():
        assert "XDG_DATA_HOME" in refused(board.afar("log"), "NoHome", 3)
