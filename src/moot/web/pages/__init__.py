"""The pages: what people see and do at the door, set by the server and complete as they arrive.

Laws: reading works without a script, and so does voting for those whose key is held here; no page loads anything from
elsewhere; a problem is told in the same frame as everything else, to those who asked for a page.
"""

import logging
import re
from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request
from starlette.datastructures import Headers
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

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
    reference,
    rounds,
    trials,
    values,
)
from moot.web.pages.frame import Reader, Shown, bare, printed
from moot.web.pages.sign_in import Reception
from moot.web.problems import Problem

_PAGES: Final = (
    *(home, proposals, filing, values, members, record),
    *(charter, amendment, trials, coverage, propose, disputes, rounds, reference),
)
_LOG: Final = logging.getLogger(__name__)
_SHARE: Final = re.compile(r"[01](?:\.[0-9]{0,3})?")
STATIC: Final = Path(__file__).parent.parent / "static"


def open_pages(door: FastAPI) -> Reception:
    """Serve the pages at `door`; return the reception, which lets people in by links."""
    reception = door.state.reception = Reception()
    for each in _PAGES:
        door.include_router(each.router)
    door.mount("/static", StaticFiles(directory=STATIC), name="static")
    return reception


def wants_page(scope: Scope) -> bool:
    """Whether a request comes from somebody who reads pages, so that a problem is told as one (RFC 9110 12.5.1)."""
    asked = Headers(scope=scope).get("accept", "")
    return _weight(asked, "text/html") > _weight(asked, "application/json")


def _weight(asked: str, kind: str) -> float:
    """Return how much an Accept header asks for exactly this kind: from 0, not at all, to 1."""
    for each in asked.lower().split(","):
        name, *said = (part.strip() for part in each.split(";"))
        if name == kind:
            return next((_share(part[2:]) for part in said if part.startswith("q=")), 1.0)
    return 0.0


def _share(said: str) -> float:
    return float(said) if _SHARE.fullmatch(said) else 1.0


async def problem_page(request: Request, problem: Problem) -> str:
    """Return a problem as a page, in the frame of all others, or in a bare one where that fails too."""

    async def content(_: Reader) -> Shown:
        return {"problem": problem}

    reader = Reader(request)
    try:
        return await printed(reader, "problem.html", "", content)
    except Exception:  # noqa: BLE001 - whatever it was, it is logged, and the problem is told
        _LOG.exception("request %s: the frame of its problem failed", problem["request_id"])
        return bare(reader, "problem.html", problem=problem)
