"""Somebody who is told by webhooks: a real server on this machine that answers as it was told to."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread

import pytest

from moot.clerk.clock import HandSetClock
from moot.hall import open_hall
from moot.web.hooks.book import Book
from tests.clerk.town import NOW
from tests.web.conftest import found


class Receiver:
    """What came, and what is to be answered: a status with headers each time, and then always 204."""

    def __init__(self, answers=()):
        self.answers, self.came = list(answers), Queue()

    def heard(self):
        """Return the indexes that came so far, in their order."""
        return [int(headers["webhook-id"]) for headers, _ in self.came.queue]


@contextmanager
def receiving(*answers, shows=None):
    """Give somebody who hears, and the address; over TLS if it `shows` a certificate."""
    receiver = Receiver(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.came.put(({name.lower(): each for name, each in self.headers.items()}, body))
            status, headers = receiver.answers.pop(0) if receiver.answers else (204, {})
            self.send_response(status)
            for name, each in headers.items():
                self.send_header(name, each)
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if shows:
            server.socket = shows.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield receiver, f"http{'s' if shows else ''}://127.0.0.1:{server.server_port}/moot?who=us"
        finally:
            server.shutdown()


@pytest.fixture
def book(tmp_path):
    made = Book(tmp_path / "webhooks.sqlite")
    yield made
    made.close()


@pytest.fixture
def hall():
    with open_hall(clock=HandSetClock(NOW), served=True) as made:
        found(made)
        yield made
