"""What the door takes in: so many requests of a caller, and bodies of one type, size and depth.

Laws: pure ASGI; nothing is parsed before its size and depth are known; a body goes on whole, in one message; who was
turned away is told when to come again; nobody escapes the count by a header.
"""

from math import ceil
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from moot.web.porch import Porch
from moot.web.problems import Turned
from moot.web.rates import network_of, unmapped
from moot.web.telling import tell
from moot.wire.canonical import depth

_WRITES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
_API: Final = "/api/"
TURNED: Final = "turned"  # in a request's state: why it is none
_FREE: Final = frozenset({"/healthz", "/readyz"})
_FORWARDED: Final = frozenset({b"x-forwarded-for", b"forwarded"})  # set where somebody asks for others


class Bounds:
    """The layer that turns away, before anything is read, what the door would not take."""

    def __init__(self, app: ASGIApp, porch: Porch) -> None:
        """Guard `app` by the limits of `porch`."""
        self._app, self._porch, self._limits = app, porch, porch.limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or turn it away."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            send = self._rated(scope, send)
            _require_whole(scope)
            if scope["method"] in _WRITES:
                receive = _replaying(await self._body(scope, receive), receive)
        except Turned as turned:
            await (await tell(scope, turned))(scope, receive, send)
        except ClientDisconnect:
            return
        else:
            await self._app(scope, receive, send)

    def _rated(self, scope: Scope, send: Send) -> Send:
        """Count a request of its caller, or turn it away; what it is answered says what is left."""
        address, rates = unmapped((scope.get("client") or ("",))[0]), self._porch.addresses
        if scope["path"] in _FREE or (address in self._limits.trusted and not _forwarded(scope)):
            return send
        who = network_of(address)
        wait, rate = rates.take(who, self._porch.now()), rates.rate
        state = {
            "ratelimit-policy": f'"address";q={rate.many};w={rate.seconds}',
            "ratelimit": f'"address";r={rates.left(who, self._porch.now())};t={ceil(max(wait, rate.each))}',
        }
        if wait:
            raise too_many(f"{who} asked more than {rate.many} times in {rate.seconds} s", wait, state)

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(state)
            await send(message)

        return told

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        headers, most = Headers(scope=scope), self._limits.body
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > most:
            raise _too_large(most)
        body = await _gathered(scope, receive, most)
        self._require_type(scope["path"], headers.get("content-type", ""), body)
        return body

    def _require_type(self, path: str, said: str, body: bytes) -> None:
        kind = said.partition(";")[0].strip().lower()
        if kind in _FORMS and not path.startswith(_API):
            return  # pages have forms
        if kind != "application/json":
            raise Turned("WrongType", f"the body is said to be {kind[:60] or 'nothing'}", "Send application/json.")
        if depth(body) > self._limits.depth:
            why = f"the body nests deeper than {self._limits.depth} levels"
            raise Turned("TooDeep", why, "Flatten it.")


def _forwarded(scope: Scope) -> bool:
    """Whether a request comes for somebody else, believed or not: then it is not this machine's own."""
    return any(name in _FORWARDED for name, _ in scope["headers"])


async def _gathered(scope: Scope, receive: Receive, most: int) -> bytes:
    parts, size = [], 0
    while True:
        message = await receive()
        _require_whole(scope)
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            raise _too_large(most)
        if not message.get("more_body", False):
            return b"".join(parts)


def _require_whole(scope: Scope) -> None:
    """Turn away what the threshold did not take for a request."""
    if turned := scope.get("state", {}).get(TURNED):
        raise turned


def _replaying(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that is here already, and then whatever else comes."""
    left = [body]

    async def replay() -> Message:
        return {"type": "http.request", "body": left.pop(), "more_body": False} if left else await receive()

    return replay


def _too_large(most: int) -> Turned:
    why = f"the body has more than {most} bytes"
    # The connection stays: closed on bytes that nobody has read it would be reset, and the answer lost (RFC 9112 9.6).
    return Turned("BodyTooLarge", why, "Send less at once.")


def too_many(why: str, wait: float, headers: dict[str, str] | None = None) -> Turned:
    """Return how somebody is told to come again after `wait` seconds."""
    seconds = ceil(wait)
    retry = {"retry-after": str(seconds), **(headers or {})}
    return Turned("TooMany", why, f"Come again after {seconds} s.", headers=retry)
