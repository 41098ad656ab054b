"""The pages: what people see and do at the door, set by the server and complete as they arrive.

Laws: reading works without a script, and so does voting for those whose key is held here; no page loads anything from
elsewhere; a problem is told in the same frame as everything else, to those who asked for a page.
"""

from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request, Response
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from moot.web.pages import (
    amendment,
    charter,
    coverage,
    disputes,
    filing,
    home,
    members,
    proposals,
    propose,
    record,
    rounds,
    trials,
    values,
)
from moot.web.pages.frame import Reader, Shown, printed
from moot.web.pages.sign_in import Reception
from moot.web.problems import Problem

_PAGES: Final = (
    *(home, proposals, filing, values, members, record),
    *(charter, amendment, trials, coverage, propose, disputes, rounds),
)
STATIC: Final = Path(__file__).parent.parent / "static"


def open_pages(door: FastAPI) -> Reception:
    """Serve the pages at `door`; return the reception, which lets people in by links."""
    reception = door.state.reception = Reception()
    for each in _PAGES:
        door.include_router(each.router)
    door.mount("/static", StaticFiles(directory=STATIC), name="static")
    return reception


def wants_page(request: Request) -> bool:
    """Whether a request comes from somebody who reads pages, so that a problem is told as one."""
    accept = request.headers.get("accept", "")
    return "text/html" in accept and not request.url.path.startswith("/api/")


async def problem_page(request: Request, problem: Problem) -> Response:
    """Return a problem as a page, in the frame of all others."""

    async def content(_: Reader) -> Shown:
        return {"problem": problem}

    html = await printed(Reader(request), "problem.html", "", content)
    return HTMLResponse(html, status_code=int(str(problem["status"])), headers={"cache-control": "no-store"})
