"""The frame of every page: what stands around its content, and how a page is asked for, set and kept.

Laws: a page is set once for everybody who sees the same of it at the same size of the record, and never for
anybody else; the server knows of who reads what a link or the reader's own browser says, believes none of it, and lets
nothing hang on it but which forms are shown; a page that failed says so in the same frame.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias, cast
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Request, Response
from starlette.responses import HTMLResponse
from starlette.routing import Route

from moot import __version__
from moot.core.act import AgentId
from moot.core.value import value
from moot.web.pages.cookies import kept
from moot.web.pages.press import PRESS, Palette
from moot.web.pages.sign_in import session_of, voices
from moot.web.porch import Porch, porch_of

NAV: Final = (
    ("Home", "/"),
    ("Proposals", "/proposals"),
    ("Needs you", "/inbox"),
    ("Values", "/values"),
    ("Members", "/members"),
    ("Charter", "/charter"),
    ("Trials", "/trials"),
    ("Coverage", "/coverage"),
    ("Record", "/record"),
)
KIN: Final = (("Proposals", "/proposals"), ("Disputes", "/disputes"), ("Rounds", "/rounds"))  # of one entry of NAV
THEMES: Final = ("light", "dark")
DENSITIES: Final = ("compact",)

_NO_CHARTER: Final = {"charter": None, "moot": None, "since": None}

SEEN: Final = "seen"  # what an address says that its reader saw before, in the words of its page
Shown: TypeAlias = dict[str, Any]
Moved: TypeAlias = tuple[str, Any, Any, str]  # something that moved, as it was and as it is, and its unit
Content: TypeAlias = Mapping[str, Any]
Page: TypeAlias = Callable[["Reader"], Awaitable[Content]]


class Reader:
    """What a page is made from: views of the moot, and what the request asks for."""

    def __init__(self, request: Request) -> None:
        """Read for one request."""
        self.request, self.porch = request, porch_of(request)
        self.failed = False  # a part of the page, which is then not kept

    @property
    def named(self) -> str:
        """Return the id of the request."""
        return str(self.request.scope.get("state", {}).get("request_id", ""))

    async def see(self, name: str, **arguments: str) -> Shown:
        """Return a view that is an object; ValueError if there is none such."""
        return cast("Shown", orjson.loads((await self.porch.view(name, arguments)).body))

    async def see_all(self, name: str, **arguments: str) -> list[Shown]:
        """Return a view that is a list."""
        return cast("list[Shown]", orjson.loads((await self.porch.view(name, arguments)).body))

    @property
    def voices(self) -> list[AgentId]:
        """Return the agents among which whoever reads may choose, the chosen one first."""
        session, known = session_of(self.request), self.porch.hall.clerk.assembly.agents
        said = (speaking(self.request), *voices(self.request), *(session.hosts if session else ()))
        return list(dict.fromkeys(each for each in said if each in known))

    @property
    def agent(self) -> AgentId:
        """Return as which agent somebody reads; empty for a guest."""
        said = speaking(self.request)
        return said if said in self.porch.hall.clerk.assembly.agents else ""

    @property
    def asked(self) -> Mapping[str, str]:
        """Return what the address asks for, in its path and its query."""
        return {**self.request.query_params, **self.request.path_params}

    @property
    def path(self) -> str:
        """Return the address of the page within the moot, without what was seen before."""
        asked = urlencode([each for each in self.request.query_params.multi_items() if each[0] != SEEN])
        return f"{self.request.url.path}?{asked}".removesuffix("?")


class Filled:
    """What a form said that comes back: each field stands again in the form of the same act."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        """Take the fields of a form by their names; none if none comes back."""
        self._fields = fields
        self._placed: set[str] = set()

    def said(self, act: str, name: str, default: object = "") -> object:
        """Return what the field `name` of the form of `act` is to hold."""
        if self._fields.get("act") != act:
            return default
        self._placed.add(name)
        return self._fields.get(name, default)

    def chosen(self, act: str, name: str, pairs: Sequence[tuple[object, str]], default: object) -> object:
        """Return which of `pairs` of a value and a word the field `name` is to have chosen."""
        said = self.said(act, name, default)
        return next((signed for signed, _ in pairs if str(signed) == said), default)

    @property
    def left(self) -> list[str]:
        """Return the texts that no form on the page asked for; true only once all its forms are set."""
        texts = ((name, text) for name, text in self._fields.items() if name.endswith(":text") and text.strip())
        return [text for name, text in texts if name not in self._placed]


@value
class Served:
    """How a page is made: at which addresses, its template, where it stands in the navigation, and its content."""

    route: Route
    template: str
    here: str
    content: Page


SERVED: Final[list[Served]] = []  # every page there is


def speaking(request: Request) -> str:
    """Return for whom a request says that it speaks: whom the browser names first, or else whom a link let in."""
    session = session_of(request)
    return next(iter(voices(request)), session.agent if session else "")


def page(router: APIRouter, path: str, template: str, here: str = "") -> Callable[[Page], Page]:
    """Serve a page at `path`: what the decorated function returns, set by `template`."""

    def serve(content: Page) -> Page:
        async def endpoint(request: Request) -> Response:
            return await _kept(request, template, here or path, content)

        SERVED.append(Served(Route(path, endpoint), template, here or path, content))
        router.add_api_route(path, endpoint, methods=["GET"], include_in_schema=False, name=content.__name__)
        return content

    return serve


async def _kept(request: Request, template: str, here: str, content: Page) -> Response:
    """Return a page, set anew only if the record has grown since it was."""

    async def set_it() -> tuple[bytes, str]:
        reader = Reader(request)
        html = (await printed(reader, template, here, content)).encode()
        if reader.failed:
            raise _FailedInPart(html)
        return html, f'"{hashlib.sha256(html).hexdigest()[:32]}"'

    porch = porch_of(request)
    key = (str(request.url.path), str(request.url.query), *_looks(request), porch.vigil.broken or "")
    try:
        html, etag = await porch.pages.made(key, porch.hall.clerk.feed.size, set_it)
    except _FailedInPart as failed:
        return HTMLResponse(failed.html, headers={"cache-control": "no-store"})
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=_headers(etag))
    return HTMLResponse(html, headers=_headers(etag))


class _FailedInPart(Exception):
    """A page of which a part says that it failed: it is shown, and not kept."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.html = html


def _headers(etag: str) -> dict[str, str]:
    return {"etag": etag, "cache-control": "no-cache", "vary": "cookie"}


def _looks(request: Request) -> tuple[str, str, str, str, str]:
    """Return what a page depends on: theme, density, whom a link let in, for whom the server signs, and who reads."""
    theme, density = kept(request, "theme"), kept(request, "density")
    session = session_of(request)
    guest = session.agent if session else ""
    speaker = guest if session and session.held and guest == speaking(request) else ""
    looks = theme if theme in THEMES else "", density if density in DENSITIES else ""
    return *looks, "/".join((guest, *(session.hosts if session else ()))), speaker, "/".join(voices(request))


async def printed(reader: Reader, template: str, here: str, content: Page) -> str:
    """Return a page as HTML."""
    told = await content(reader)
    return PRESS.get_template(template).render({**await frame(reader, here), **told})


async def frame(reader: Reader, here: str) -> Shown:
    """Return what every page shows."""
    return _framed(reader, here, await reader.see("charter"))


def bare(reader: Reader, template: str, **told: object) -> str:
    """Return a page that asks for no view, for when those fail."""
    return PRESS.get_template(template).render(**_framed(reader, "", _NO_CHARTER), **told)


def _framed(reader: Reader, here: str, charter: Shown) -> Shown:
    porch: Porch = reader.porch
    purpose = (charter["charter"] or {}).get("purpose", {"statement": "", "values": []})
    head = porch.hall.clerk.checkpoint
    theme, density, _, speaker, _ = _looks(reader.request)
    return {
        "nav": NAV,
        "kin": KIN if here == KIN[0][1] else (),
        "under": f"/{reader.request.url.path.split('/')[1]}",
        "more": KIN[1:],
        "here": here,
        "edition": __version__,
        "theme": theme,
        "density": density,
        "speaker": speaker,
        "me": reader.agent,
        "voices": reader.voices,
        "path": reader.path,
        "moot": charter["moot"] or "",
        "statement": purpose["statement"],
        "palette": Palette([each["id"] for each in purpose["values"]]),
        "size": head.size,
        "root": head.root.hex(),
        "now": charter["since"] or 0,
        "broken": porch.vigil.broken,
        "trouble": None,
        "seen": "",
        "moved": [],
        "filled": Filled({}),
    }
