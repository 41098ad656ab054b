"""A connection to a door on which a test says what it likes, byte by byte."""

import socket
from contextlib import contextmanager

from tests.web.conftest import WAIT


class Line:
    """A connection on which a test says what it likes, byte by byte."""

    def __init__(self, here, room=None):
        self.socket = socket.socket()
        if room:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        host, port = here.url.removeprefix("http://").split(":")
        self.socket.settimeout(WAIT)
        self.socket.connect((host, int(port)))

    def say(self, *words):
        for each in words:
            self.socket.sendall(each)
        return self

    def rest(self):
        """Return all that is said until the other side has ended."""
        return b"".join(iter(lambda: self.socket.recv(65_536), b""))

    def answer(self):
        """Return the next answer: its status, its headers and its body, by its length."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self._some(1)
        first, *rest = head.decode().splitlines()[:-1]
        headers = {name.lower(): said for name, _, said in (each.partition(": ") for each in rest)}
        body = b""
        while len(body) < int(headers.get("content-length", 0)):
            body += self._some(int(headers["content-length"]) - len(body))
        return int(first.split()[1]), headers, body.decode()

    def _some(self, most):
        if found := self.socket.recv(most):
            return found
        message = "the other side has ended in the middle of its answer"
        raise ConnectionError(message)


@contextmanager
def line(here, room=None):
    made = Line(here, room)
    with made.socket:
        yield made
