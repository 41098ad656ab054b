"""What every answer of the door carries: a request id, strict headers, and a problem document where it failed.

Laws: pure ASGI, no wrapped bodies; no page of ours may be framed, load from elsewhere, or run a script that does not
lie in a file of ours; a fault of the program is told with its request id, and told in the log with its cause.
"""

import logging
import secrets
from itertools import count
from typing import Final

import orjson
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from moot.core.charter import Charter
from moot.core.refusal import Refused
from moot.web.problems import MEDIA_TYPE, Problem, Turned, problem_of

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
        begun = False

        async def sealed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = [*message["headers"], *_RAW, (REQUEST_ID, named.encode())]
            await send(message)

        try:
            await self._app(scope, receive, sealed)
        except Exception:
            _LOG.exception("request %s: %s %s failed", named, scope["method"], scope["path"])
            if begun:  # half an answer cannot be taken back: the connection ends, which readers notice
                raise
            await answer(scope, FAULT)(scope, receive, sealed)


FAULT: Final = Turned("Fault", "the program is at fault", "Send the same again, or report it with the request's id.")


def answer(scope: Scope, trouble: Refused | Turned, charter: Charter | None = None) -> Response:
    """Return the answer that tells a refusal, or the door's own no."""
    problem = identified(scope, problem_of(trouble, charter))
    headers = trouble.headers if isinstance(trouble, Turned) else {}
    return Response(
        orjson.dumps(problem),
        status_code=int(str(problem["status"])),
        media_type=MEDIA_TYPE,
        headers={"cache-control": "no-store", **headers},
    )


def identified(scope: Scope, problem: Problem) -> Problem:
    """Return a problem with the place and the request in which it came up."""
    return {**problem, "instance": scope["path"], "request_id": scope.get("state", {}).get("request_id", "")}
