"""A moot behind a door on a loopback port: a town with a hall that is served on a hand-set clock."""

import asyncio
import ssl
import subprocess
from contextlib import contextmanager
from threading import Event, Thread

import httpx2
import orjson
import pytest
from click.testing import CliRunner

from moot.clerk.clock import HandSetClock
from moot.cli import main
from moot.core.commands import CommitChance
from moot.hall import open_hall
from moot.web.door import open_door
from moot.web.serving import Server, address, listening
from moot.wire.acts import act_id
from tests.clerk.town import NOW, signed, signed_founding
from tests.core.house import LINKS

WAIT = 10  # seconds, at most, for what comes in milliseconds


@contextmanager
def served(hall, limits=None, port=0, around=lambda door: door, **more):
    """Serve a hall in a thread, and yield the address and the server; something may stand `around` its door."""
    door, ready = around(open_door(hall, limits, **more)), Event()
    taken = listening("127.0.0.1", port)
    server = Server(door, ready.set)
    server.thread = thread = Thread(target=lambda: asyncio.run(server.serve(sockets=[taken])), daemon=True)
    url = address(taken)
    thread.start()
    assert ready.wait(WAIT)
    try:
        yield url, server
    finally:
        server.leave()
        thread.join(WAIT)
        assert not thread.is_alive()


def posted(submission, **more):
    """Return an act as it is posted."""
    body = {"act": orjson.loads(submission.act), "signature": submission.signature.hex(), **more}
    if submission.payload:
        body["payload"] = {"salt": submission.payload[0], "body": orjson.loads(submission.payload[1])}
    return body


class Street:
    """A founded moot, its door, and a client before it."""

    def __init__(self, hall, url, server):
        self.hall, self.url, self.server = hall, url, server
        self.client = httpx2.Client(base_url=url, timeout=WAIT)
        self.nonce = 0

    @property
    def moot(self):
        return self.hall.clerk.assembly.moot

    def commit(self, **changes):
        """Return the next act of somebody who may commit chance, signed."""
        self.nonce += 1
        tip = f"{self.nonce:064x}"
        return signed("ana.human", CommitChance(tip), **{"moot": self.moot, "nonce": self.nonce, **changes})

    def post(self, body, **options):
        return self.client.post("/api/v1/acts", json=body, **options)

    def get(self, path, **options):
        return self.client.get(f"/api/v1{path}", **options)


def found(hall):
    plan = signed_founding()
    plan = type(plan)(plan.charter, hall.introduce("clerk", LINKS), plan.owners, plan.targets)
    act = signed("ana.human", plan, moot="", nonce=0)
    hall.submit(act)
    assert hall.clerk.assembly.moot == act_id(act.act)


@contextmanager
def street(limits=None, place=None, clock=None, **more):
    with open_hall(place, clock=clock or HandSetClock(NOW), served=True) as hall:
        if not hall.clerk.size:
            found(hall)
        with served(hall, limits, **more) as (url, server):
            here = Street(hall, url, server)
            with here.client:
                yield here


@pytest.fixture
def here():
    with street() as made:
        yield made


@pytest.fixture
def certificate(tmp_path):
    """Give what a server shows that is localhost, and whoever trusts it."""
    return certified(tmp_path)


def certified(place):
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    made += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", "key", "-out", "cert"]
    subprocess.run(made, cwd=place, check=True, capture_output=True)
    shows = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shows.load_cert_chain(place / "cert", place / "key")
    return shows, ssl.create_default_context(cafile=str(place / "cert"))


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Let what the terminal keeps of moots elsewhere lie in a folder of the test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "moot"


@pytest.fixture
def moot():
    """Give a call of the terminal: `moot("serve", folder)`."""

    def call(*arguments):
        return CliRunner().invoke(main, [str(each) for each in arguments])

    return call
