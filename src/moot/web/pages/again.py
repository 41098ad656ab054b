"""A form that was refused comes back on its page: why, what moved since it was opened, and what was filled in.

Laws: coming back records nothing; what was filled in stands in the present form of the same act, so that one click
sends it, and what was written where nothing asks for it any more stands there to be copied; only a page of our own is
gone back to.
"""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import Request, Response
from starlette.responses import HTMLResponse
from starlette.routing import Match

from moot.core.refusal import Refused
from moot.web.pages.frame import SEEN, SERVED, Filled, Reader, Served, Shown, printed
from moot.web.porch import porch_of
from moot.web.problems import Turned, problem_of

AT: Final = "at"  # the field of a form that says on which page it stands


async def again(request: Request, form: Mapping[str, str], refused: Refused) -> Response:
    """Return the page on which a refused form stands, as it is now; raises `refused` if it names no page."""
    here = _served(request, form)
    if here is None:
        raise refused
    served, reader = here
    problem = problem_of(refused, porch_of(request).hall.clerk.assembly.charter)
    trouble = {**problem, "request_id": reader.named}

    async def content(reader: Reader) -> Shown:
        return {**await served.content(reader), "trouble": trouble, "filled": Filled(form)}

    try:
        html = await printed(reader, served.template, served.here, content)
    except Turned:  # that page is there no more
        raise refused from None
    headers = {"cache-control": "no-store", "content-location": reader.path}
    return HTMLResponse(html, int(str(problem["status"])), headers=headers)


def _served(request: Request, form: Mapping[str, str]) -> tuple[Served, Reader] | None:
    """Return the page that a form names, and a reader of it who saw what the form says was seen."""
    scheme, host, path, query, _ = urlsplit(form.get(AT, ""))
    if scheme or host:
        return None
    asked = urlencode({**dict(parse_qsl(query)), SEEN: form.get(SEEN, "")})
    scope = {**request.scope, "method": "GET", "path": path, "raw_path": path.encode(), "query_string": asked.encode()}
    for served in SERVED:
        match, found = served.route.matches(scope)
        if match is Match.FULL:
            return served, Reader(Request({**scope, **found}))
    return None
