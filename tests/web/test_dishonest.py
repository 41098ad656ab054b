"""Servers that do not tell the truth, made from a true one: its store altered, its past forked, its answers bent."""

import json

import apsw
import httpx2
import orjson
import pytest
from starlette.responses import Response

from moot.hall import KEYS, STORE
from moot.record.checkpoint import Checkpoint
from moot.record.signature import Signer
from moot.record.tree import Tree, leaf_hash
from moot.stores.sqlite import SqliteStore
from moot.wire.acts import act_id
from moot.wire.entry import leaf
from tests.clerk.town import signer
from tests.web.board import START, Board, refused


@pytest.fixture
def board(tmp_path):
    """Give a moot in whose record some entries stand, the last of which is a comment of bo."""
    board = Board(tmp_path)
    for who, *words in (
        ("ana", "propose", "--set", "wip=3", "--reason", "We start too much."),
        ("bo", "reveal"),
        ("bo", "comment", "--text", "Two are ill."),
    ):
        said = board.type(words[0], board.folder, "--as", who, "--yes", *words[1:])
        assert said.exit_code == 0, said.stderr
    return board


def change(folder, statement, *bindings):
    """Change the file of a record behind everybody's back."""
    connection = apsw.Connection(str(folder / STORE))
    connection.execute(statement, bindings)
    connection.close()


def sign_anew(folder):
    """Have the clerk's own key sign what now stands in a folder."""
    seed = json.loads((folder / KEYS).read_text())["seed"]
    store = SqliteStore(folder / STORE)
    entries = list(store.read(0, store.size()))
    [*_, (_, note)] = store.checkpoints(0, 2**40)
    store.close()
    root = Tree(leaf_hash(leaf(each)) for each in entries).root()
    origin = note.decode().split("\n")[0]
    signed = Checkpoint(origin, len(entries), root).sign(Signer.from_seed(bytes.fromhex(seed))).render()
    change(folder, "UPDATE checkpoint SET note = ? WHERE size = ?", signed, len(entries))
    (folder / "checkpoint").write_bytes(signed)


def known_by(board):
    """Let somebody read the record as it is, and return how many entries it has."""
    with board.open() as (hall, _):
        assert board.afar("log").exit_code == 0
        return hall.clerk.size


def everybody(board):
    """Return what a reader, a member and an auditor are told at the address."""
    return board.afar("log"), board.as_bo("inbox"), board.afar("member"), board.type("verify", board.url)


def test_a_record_that_was_cut_is_refused_and_the_copy_stays(board):
    older = board.copied("older")
    board.type("comment", board.folder, "--as", "bo", "--yes", "--text", "And one is away.")
    size = known_by(board)
    with board.open(older) as (hall, _):
        cut = hall.clerk.size
        assert cut == size - 1
        for said in everybody(board):
            why = refused(said, "OtherRecord", 7)
            assert f"shows another record than before: entry {cut} does not hold" in why
            assert f"The {size} entries that you were shown before lie in" in why
            assert "do not act there" in why
    with board.open(port=board.port()):
        assert board.afar("log").exit_code == 0


@pytest.mark.parametrize("more", [1, 2])
def test_a_fork_with_the_clerks_own_key_is_refused_at_the_entry_at_which_it_parts(board, more):
    fork = board.copied("fork")
    board.type("comment", board.folder, "--as", "bo", "--yes", "--text", "I am against it.")
    size = known_by(board)
    for number in range(more):
        said = board.type("comment", fork, "--as", "bo", "--yes", "--text", f"I am for it {number}.")
        assert said.exit_code == 0, said.stderr
    with board.open(fork):
        for said in everybody(board):
            why = refused(said, "OtherRecord", 7)
            assert f"entry {size - 1} does not hold, because it was act " in why
        problem = json.loads(board.afar("log", more=("--json",)).stderr)
        assert (problem["code"], problem["index"], problem["known"]) == ("OtherRecord", size - 1, size)


def test_a_past_that_was_rewritten_and_signed_anew_is_refused(board):
    size = known_by(board)
    with board.open():
        assert board.type("verify", board.url).exit_code == 0
    change(board.folder, "UPDATE entry SET received = received + 1 WHERE place = ?", size - 1)
    sign_anew(board.folder)
    with board.open():
        for said in everybody(board):
            assert "the same act has another time, signature or events now" in refused(said, "OtherRecord", 7)


def test_who_comes_first_refuses_a_signature_that_does_not_hold(board, home):
    change(board.folder, "UPDATE entry SET signature = zeroblob(64) WHERE place = 1")
    sign_anew(board.folder)
    with board.open():
        for said in everybody(board):
            why = refused(said, "BadRecord", 7)
            assert f"entry 1 of the moot at {board.url} does not hold: its act is refused (BadSignature" in why
    [copy] = (home / "copies").iterdir()
    assert board.type("log", copy).stdout == ""  # nothing was taken in


def test_an_entry_that_was_changed_behind_the_server_is_refused(board):
    with board.open() as (hall, _):
        change(board.folder, "UPDATE entry SET received = received + 1 WHERE place = ?", hall.clerk.size - 1)
        assert "over which the clerk signed" in refused(board.afar("log"), "BadRecord", 7)
        assert refused(board.type("verify", board.url), "BadRecord", 7)


class Bent:
    """A door that answers in some places with what `places` make of the request's body, and is true in others."""

    def __init__(self, door, places):
        self.door, self.places, self.state = door, places, door.state

    async def __call__(self, scope, receive, send):
        bent = self.places.get((scope.get("method"), scope.get("path", "").removeprefix("/api/v1")))
        if bent is None:
            await self.door(scope, receive, send)
            return
        body = (await receive()).get("body", b"")
        status, answer = bent(body)
        await Response(answer, status_code=status)(scope, receive, send)


def bent(board, places):
    """Serve the moot with bent answers; return what `open` does."""
    return board.open(around=lambda door: Bent(door, places))


def test_an_act_that_was_acknowledged_and_is_not_in_the_record_is_told(board):
    size = known_by(board)

    def swallow(body):
        named = act_id(orjson.dumps(orjson.loads(body)["act"], option=orjson.OPT_SORT_KEYS))
        return 201, orjson.dumps({"receipt": {"index": size, "id": named, "received": START}})

    with bent(board, {("POST", "/acts"): swallow}) as (hall, _):
        said = board.as_bo("comment", more=("--text", "I am against it.", "--yes"))
        why = refused(said, "NotRecorded", 7)
        assert f"was acknowledged as entry {size}, and the record that was signed since does not hold it there" in why
        assert hall.clerk.size == size


def test_a_checkpoint_that_somebody_else_signed_is_refused(board):
    size = known_by(board)
    note = (board.folder / "checkpoint").read_text()
    origin = note.split("\n")[0]
    forged = Checkpoint(origin, size + 1, bytes(32)).sign(signer("mallory")).render()
    for answer in (forged, b"no note"):
        with bent(board, {("GET", "/checkpoint"): lambda _, answer=answer: (200, answer)}):
            for said in (board.afar("log"), board.as_bo("inbox")):
                assert "not signed by this moot's clerk" in refused(said, "BadCheckpoint", 7)
            assert board.type("verify", board.url).exit_code == 7


@pytest.mark.parametrize("rows", ["7", '[{"index":0}]', '[{"index":"0","id":"","act":{},"events":[]}]', "[null]"])
def test_entries_that_are_none_are_refused(board, rows):
    answer = f'{{"rows":{rows},"size":9,"next":null}}'.encode()
    with bent(board, {("GET", "/entries"): lambda _: (200, answer)}):
        for said in (board.afar("log"), board.as_bo("inbox"), board.type("verify", board.url)):
            refused(said, "NoMoot", 6)


def test_a_door_that_shows_no_entries_or_others_than_were_asked_for_is_refused(board):
    none = b'{"rows":[],"size":9,"next":null}'
    with bent(board, {("GET", "/entries"): lambda _: (200, none)}):
        refused(board.afar("log"), "BadRecord", 7)
        refused(board.type("verify", board.url), "NotThisRecord", 7)
    size = known_by(board)
    with board.open():
        again = httpx2.get(f"{board.url}/api/v1/entries").content
    board.type("comment", board.folder, "--as", "bo", "--yes", "--text", "And one is away.")
    with bent(board, {("GET", "/entries"): lambda _: (200, again)}):
        assert f"the entries from {size} on were asked for, and others came" in refused(
            board.afar("log"), "NotThisRecord", 7
        )


def test_words_that_nobody_said_are_not_shown(board):
    with board.open() as (hall, _):
        [text] = [each for each in hall.store.texts() if each.text == "Two are ill."]
    said = orjson.dumps({"hash": text.hash, "salt": text.salt, "text": "I am for it."})
    with bent(board, {("GET", f"/texts/{text.hash}"): lambda _: (200, said)}):
        problem = board.afar("proposal", more=("--json",))
        assert (problem.exit_code, problem.stdout) == (7, "")
        assert "is not the one that was named by that hash" in json.loads(problem.stderr)["title"]


def test_a_copy_that_was_damaged_is_told_and_made_again(board, home):
    size = known_by(board)
    [copy] = (home / "copies").iterdir()
    change(copy, "UPDATE entry SET received = received + 1 WHERE place = 1")
    with board.open():
        assert "delete it" in refused(board.afar("log"), "BadCopy", 7)
        (copy / STORE).unlink()
        assert len(board.afar("log").stdout.splitlines()) == size


def test_what_the_audit_was_compared_with_is_said(board, tmp_path):
    note = tmp_path / "note"
    note.write_bytes((board.folder / "checkpoint").read_bytes())
    with board.open():
        assert "cannot be seen at first" in board.type("verify", board.url).stdout
        assert "the checkpoint that you brought" in board.type("verify", board.url, "--checkpoint", note).stdout
        assert board.told("verify")["compared_to"] is None
    size = known_by(board)
    with board.open():
        assert f"begins with all {size} entries" in board.afar("verify").stdout
        assert board.told("verify") == {
            **json.loads(board.here("verify", more=("--json",)).stdout),
            "checkpoints": 2,
            "envelopes": 0,
            "texts": 0,
            "compared_to": size,
        }
    note.write_bytes(note.read_bytes().replace(b"\n%d\n" % size, b"\n%d\n" % (size + 5), 1))
    with board.open():
        refused(board.type("verify", board.url, "--checkpoint", note), "BadCheckpoint", 2)
    other = Board(tmp_path / "other", lot=2)
    note.write_bytes((other.folder / "checkpoint").read_bytes())
    with board.open():
        refused(board.type("verify", board.url, "--checkpoint", note), "BadCheckpoint", 2)
