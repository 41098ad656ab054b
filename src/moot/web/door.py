"""The door itself: an ASGI application over an open hall.

Laws: one door for one hall, whose acts are filed together by its desk; what is not served is told as a problem, like
everything else that fails; no page loads anything from elsewhere.

>>> from moot.hall import open_hall
>>> with open_hall() as hall:
...     open_door(hall).title
'Moot'
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Final, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from opentelemetry import trace
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from moot import __version__
from moot.clerk.ports import ClerkFailure
from moot.core.refusal import Refused
from moot.hall import Hall
from moot.web import acts, events, health, reading
from moot.web.bounds import Bounds
from moot.web.description import NAMES, Documents
from moot.web.envelope import Envelope
from moot.web.hooks.book import Book
from moot.web.hooks.courier import Courier
from moot.web.pages import open_pages
from moot.web.porch import Limits, Porch, porch_of
from moot.web.problems import Fault, Turned
from moot.web.reach import Reach
from moot.web.reading import sent
from moot.web.telling import tell
from moot.wire.canonical import sha256

API: Final = "/api/v1"
_OWN: Final[Mapping[int, tuple[str, str, str]]] = {
    HTTPStatus.NOT_FOUND: ("NoSuchPlace", "nothing is served at this address", "Begin at /api/v1."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("WrongMethod", "this address does not take this method", "Look at Allow."),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: ("WrongType", "the body is of another type", "Send application/json."),
}
_OFTEN: Final = ("POST", f"{API}/acts")
_TRACED: Final = "fastapi.telemetry"  # in the scope of a request of which the framework makes a span, with its route
_OTHER: Final = ("BadRequest", "the request cannot be understood", "Look into the description of the API.")
# Spans where somebody had set up OpenTelemetry when the door was opened (asked once, and not for each request); nothing
# is set up from here, nobody's words are logged, and no span has the address of a link that lets somebody in.
_TELEMETRY: Final = {
    **dict.fromkeys(("metrics", "logs", "operation_spans", "auto_configure"), False),
    "exclude": lambda scope: scope["path"].startswith("/sign-in/"),
}


def open_door(
    hall: Hall, limits: Limits | None = None, book: Book | None = None, reach: Reach | None = None
) -> FastAPI:
    """Return the public door of `hall`, which should be served; it neither opens nor closes the hall.

    While it is served, the subscribers in `book` are told of every entry. `reach` says at which address it is known.
    """
    porch = Porch(hall, limits or Limits())
    door = FastAPI(
        title="Moot",
        version=__version__,
        description="An assembly for agents and people, over HTTP. A write is a signed act; nothing else writes.",
        docs_url=None,  # both would load scripts from elsewhere
        redoc_url=None,
        openapi_url=None,  # served below, with a name for its content
        lifespan=_lifespan,
        telemetry={**_TELEMETRY, "tracing": _is_traced()},  # type: ignore[arg-type] # its settings
    )
    door.state.porch, door.state.book, door.state.reach = porch, book, reach or Reach()
    for kind in (Refused, Turned, ClerkFailure, RequestValidationError, HTTPException):
        door.add_exception_handler(kind, _told)
    for each in (acts, events, reading):  # what is asked most comes first: routes are tried in their order
        door.include_router(each.router, prefix=API)
    door.include_router(health.router)
    for name in NAMES:
        door.add_api_route(f"{API}/{name}.json", _described, operation_id=f"describe_{name}")
    door.state.documents = Documents(door, hall.offers())
    open_pages(door)
    door.add_middleware(Express)
    door.add_middleware(Bounds, porch=porch)
    door.add_middleware(Envelope)  # added last, so it stands outside
    return door


def _is_traced() -> bool:
    return not isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider)


class Express:
    """The way of acts, which come often and need nothing of what the framework looks up for each request."""

    def __init__(self, app: ASGIApp) -> None:
        """Lead everything else to `app`, where acts are described too."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or (scope["method"], scope["path"]) != _OFTEN or _TRACED in scope:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response = await acts.file(request)
        except (Refused, Turned, ClerkFailure) as trouble:
            response = await _told(request, trouble)
        await response(scope, receive, send)


async def _described(request: Request) -> Response:
    """Describe this door to machines."""
    name = request.url.path.rpartition("/")[2].removesuffix(".json")
    documents: Documents = request.app.state.documents
    body = documents[name]
    return sent(request, body, sha256(body)[:32])


@asynccontextmanager
async def _lifespan(door: FastAPI) -> AsyncIterator[None]:
    porch: Porch = door.state.porch
    porch.tail.start()
    porch.vigil.start()
    courier = Courier(door.state.book, porch.tail) if door.state.book else None
    if courier:
        courier.start()
    try:
        yield
    finally:
        porch.tail.close()
        porch.vigil.close()
        if courier:
            await courier.close()


async def _told(request: Request, trouble: Exception) -> Response:
    """Return the problem that tells what went wrong."""
    return await tell(request.scope, _turned(trouble), porch_of(request).hall.clerk.assembly.charter)


def _turned(trouble: Exception) -> Refused | Turned:
    match trouble:
        case Refused() | Turned():
            return trouble
        case ClerkFailure():
            return Turned("Unanswered", str(trouble), "Send the same again.")
        case RequestValidationError():
            return _bad_arguments(trouble)
        case _:
            found = cast("HTTPException", trouble)
            code, why, mend = _OWN.get(found.status_code, _OTHER)
            return Turned(code, why, mend, headers=_with_head(found.headers or {}))


def _with_head(headers: Mapping[str, str]) -> Mapping[str, str]:
    """Return headers whose `Allow` says that what may be got may be asked for its head."""
    return {name: f"{said}, HEAD" if (name, said) == ("Allow", "GET") else said for name, said in headers.items()}


def _bad_arguments(error: RequestValidationError) -> Turned:
    faults = [Fault("".join(f"/{step}" for step in each["loc"]), each["msg"]) for each in error.errors()]
    why = "; ".join(f"{each.pointer.rpartition('/')[2]}: {each.detail}" for each in faults)
    return Turned("BadArgument", why, "Correct that argument.", faults=faults)
