"""What every answer of the door carries: a request id, strict headers, and a told problem where the program failed.

Laws: pure ASGI, no wrapped bodies; no page of ours may be framed, load from elsewhere, or run a script that does not
lie in a file of ours; where an answer leads is a path of ours, whatever host was asked for; a fault of the
program is told with its request id, and told in the log with its cause; who still waits when the server ends is told
that nobody knows yet; HEAD is answered as GET is, without the body.
"""

import logging
import re
import secrets
from asyncio import CancelledError
from itertools import count
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from moot.web.problems import Turned
from moot.web.telling import FAULT, tell

REQUEST_ID: Final = b"x-request-id"
_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect")),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
_RAW: Final = [(name.encode(), content.encode()) for name, content in HEADERS.items()]
_HOST: Final = re.compile(rb"\A(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/?#]*/*")
_LEADING: Final = range(300, 400)  # statuses
_ENDED: Final = Turned(
    "NotInTime",
    "the server was ended before there was an answer",
    "Look in the record once it is back; the same bytes sent again count once.",
)
_LOG: Final = logging.getLogger(__name__)


class Envelope:
    """The outermost layer of the door."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app
        # Unique without asking the system for chance each time, which is slow; nobody relies on not guessing one.
        start = secrets.token_hex(4)
        self._numbers = (f"{start}{number:08x}" for number in count())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        named = next(self._numbers)
        scope.setdefault("state", {})["request_id"] = named
        begun, send = False, _bodiless(send) if scope["method"] == "HEAD" else send
        scope = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope

        async def sealed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                ours = _leading_here(message) if message["status"] in _LEADING else message["headers"]
                message["headers"] = [*ours, *_RAW, (REQUEST_ID, named.encode())]
            await send(message)

        try:
            await self._app(scope, receive, sealed)
        except Exception:
            _LOG.exception("request %s: %s %s failed", named, scope["method"], scope["path"])
            if begun:  # half an answer cannot be taken back: the connection ends, which readers notice
                raise
            await (await tell(scope, FAULT))(scope, receive, sealed)
        except CancelledError:  # which nothing but the end of the server does to a request
            if begun:
                raise
            await (await tell(scope, _ENDED))(scope, receive, sealed)


def _leading_here(message: Message) -> list[tuple[bytes, bytes]]:
    """Return headers whose `Location` names no host: the router would name the one that was asked for."""
    return [
        (name, _HOST.sub(b"/", said, count=1) if name == b"location" else said) for name, said in message["headers"]
    ]


def _bodiless(send: Send) -> Send:
    """Return what sends an answer without its body, so that it is over once it has begun."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    return sent
