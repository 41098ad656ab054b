"""A served moot is killed (SIGKILL) while somebody posts an act: it is in the record whole or not at all, and once."""

import asyncio
import hashlib
import json
import logging
from collections import Counter
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from random import Random
from threading import Event, Thread
from time import perf_counter

import httpx2
import orjson
import pytest
from click.testing import CliRunner

from moot.cli import main
from moot.core.commands import CastVote, Comment, Vote
from moot.hall import CHECKPOINT, KEYS, STORE
from moot.kit.outer import OuterDoor
from moot.kit.remote import RemoteDoor
from moot.kit.secret import make_secret
from moot.settings import SETTINGS, Settings
from moot.stores.counterfoil import FileCounterfoil
from moot.stores.postgres import PostgresStore
from moot.stores.sqlite import SqliteStore
from moot.web.serving import listening
from moot.wire.acts import act_id
from moot.wire.entry import text_hash
from tests.clerk.town import Town
from tests.core.house import OWNERS, secret_of
from tests.web.conftest import WAIT, posted
from tests.web.lines import line
from tests.web.test_serve import serving

LOG = logging.getLogger(__name__)
SALT = "5a" * 32
INSTANTS = ("half", "whole", "whole", "whole", "answered")  # of the body, or its answer, after which it is killed
HEAD = "POST /api/v1/acts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n"


class Board:
    """A moot in a folder, in the middle of a ballot, whose server comes and goes."""

    def __init__(self, folder, place=None):
        """Begin in `folder`, or with the record in the database at `place`."""
        self.folder = folder
        store = SqliteStore(folder / STORE) if place is None else PostgresStore(place)
        if place is not None:
            make_secret(folder / SETTINGS, Settings(place).written())
        self.town = Town(store, counterfoil=FileCounterfoil(folder / CHECKPOINT))
        self.town.propose()
        self.town.to("ballot")
        self.town.store.close()
        (folder / "keys").mkdir()
        seed = hashlib.sha256(b"seed of clerk").hexdigest()
        make_secret(folder / KEYS, json.dumps({"seed": seed, "chance": secret_of("clerk").hex()}))
        with listening("127.0.0.1", 0) as taken:
            self.port = taken.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def acts(self):
        """Yield acts, each of which changes the record: votes in their envelopes, and comments with their texts."""
        open_one = self.town.open
        for owner in OWNERS[:4]:
            sealing = self.town.sealed(f"{owner}.human", "CastVote", Vote("for"))
            act = self.town.write(f"{owner}.human", CastVote(open_one.id, open_one.paper.id, sealing))
            yield act, posted(act)
        for number in range(8):
            text = f"Comment {number}."
            act = self.town.write(f"{OWNERS[number % 7]}.ai", Comment(open_one.id, text_hash(SALT, text)))
            yield act, posted(act, texts=[{"salt": SALT, "text": text}])

    @contextmanager
    def served(self):
        """Serve it in a process of its own, which is killed in the end, if it was not before."""
        with serving(self.folder, "--port", str(self.port)) as process:
            assert process.stdout.readline().startswith("The moot is at")
            yield process


@pytest.fixture
def board(request, tmp_path):
    """Give a board whose record is in its folder, or where the test's parameter says."""
    in_database = getattr(request, "param", "sqlite") == "postgres"
    return Board(tmp_path, request.getfixturevalue("cluster").place() if in_database else None)


def spin(seconds):
    """Let a moment pass; no sleep, which would be longer than an append."""
    begun = perf_counter()
    while perf_counter() - begun < seconds:
        pass


def killed(board, process, body, instant, chance):
    """Post a body and kill the server meanwhile; return the answer, if there was one."""
    sent = orjson.dumps(body)
    said = HEAD.format(len(sent)).encode() + sent[: len(sent) // 2]
    with line(board) as before:
        before.say(said)
        if instant != "half":
            before.say(sent[len(sent) // 2 :])
        answer = before.answer() if instant == "answered" else None
        spin(chance.uniform(0, 0.005))
        process.kill()
        process.wait(WAIT)
        with suppress(ConnectionError):  # nothing was said any more
            answer = answer or before.answer()
    return answer


def seen_after(board, act, body, answer, instant):
    """See that an act is there whole or not at all, and counts once when it is sent again; return whether it was."""
    named = act_id(act.act)
    with httpx2.Client(base_url=board.url, timeout=WAIT) as client, OuterDoor(board.url) as door:
        size, there = client.get("/api/v1").json()["size"], client.get(f"/api/v1/acts/{named}")
        assert there.status_code in {"half": {404}, "answered": {200}}.get(instant, {200, 404})
        if answer:
            assert (answer[0], json.loads(answer[2])["entry"]) == (201, there.json())
        again = client.post("/api/v1/acts", json=body).json()
        assert again["receipt"]["id"] == named
        assert client.get(f"/api/v1/acts/{named}").json() == again["entry"]
        assert door.submit(act.act, act.signature, act.payload).index == again["receipt"]["index"]
        assert client.get("/api/v1").json()["size"] == size + (there.status_code == 404)
        for each in body.get("texts", ()):
            kept = client.get(f"/api/v1/texts/{text_hash(each['salt'], each['text'])}")
            assert kept.json()["text"] == each["text"]
    return there.status_code == 200


@pytest.mark.parametrize("board", ["sqlite", "postgres"], indirect=True)
def test_an_act_is_recorded_whole_or_not_at_all_and_sent_again_it_counts_once(board, kills):
    seen, chance = Counter(), Random(11)
    with ExitStack() as lives:
        process = lives.enter_context(board.served())
        for act, body in islice(board.acts(), kills):
            instant = chance.choice(INSTANTS)
            answer = killed(board, process, body, instant, chance)
            process = lives.enter_context(board.served())
            recorded = seen_after(board, act, body, answer, instant)
            seen.update(kills=1, answered=bool(answer), recorded=recorded)
    LOG.info("%s", dict(seen))
    assert 0 < seen["recorded"] < seen["kills"]
    _verify(board)


def test_a_member_whose_server_dies_and_comes_back_gets_its_receipt(board):
    chance, size = Random(3), None
    acts = [act for act, _ in board.acts()][:4]
    for act in acts:
        back, receipts = Event(), []
        with board.served() as process:
            size = size or httpx2.get(f"{board.url}/api/v1").json()["size"]
            member = Thread(target=lambda: receipts.append(asyncio.run(_submit(board, act, back))))  # noqa: B023
            member.start()
            spin(chance.uniform(0, 0.02))
            process.kill()
            process.wait(WAIT)
        with board.served():
            back.set()
            member.join(WAIT)
            [receipt] = receipts
            assert httpx2.get(f"{board.url}/api/v1/acts/{receipt.id}").json()["index"] == receipt.index
    assert receipt.index == size + len(acts) - 1
    _verify(board)


def test_a_database_that_crashes_under_a_served_moot_stops_its_clerk_and_keeps_what_was_acknowledged(cluster, tmp_path):
    board = Board(tmp_path, cluster.place())
    (first, body), (_, lost), *_ = board.acts()
    with board.served(), httpx2.Client(base_url=board.url, timeout=WAIT) as client:
        receipt = client.post("/api/v1/acts", json=body).json()["receipt"]
        with cluster.down():
            answer = client.post("/api/v1/acts", json=lost)
            assert answer.status_code == 503
            assert "open the moot again" in answer.json()["detail"]
        assert client.get("/readyz").json()["detail"].startswith("the clerk has stopped: appending 1 entries at ")
        assert client.post("/api/v1/acts", json=lost).status_code == 503  # also now that it is back
    with board.served(), httpx2.Client(base_url=board.url, timeout=WAIT) as client:
        assert client.get(f"/api/v1/acts/{act_id(first.act)}").json()["index"] == receipt["index"]
        assert client.post("/api/v1/acts", json=lost).status_code == 201
    _verify(board)


async def _submit(board, act, back):
    """Hand in an act; between two tries wait until the server is back."""

    async def rest(_seconds):
        await asyncio.to_thread(back.wait, WAIT)

    async with RemoteDoor(board.url, sleep=rest) as door:
        return await door.submit(act.act, act.signature, act.payload)


def _verify(board):
    done = CliRunner().invoke(main, ["verify", str(board.folder)])
    assert done.exit_code == 0, done.output
