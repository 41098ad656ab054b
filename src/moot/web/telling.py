"""How a no of the door is told: as a page to those who read pages, as a problem document (RFC 9457) to programs.

Laws: every no is told here, whoever says it: the rules, the rooms behind the door, or the layers before them; both
forms say the same, with the request's id, and carry the same headers; what nobody may keep is not kept.
"""

from typing import Final

import orjson
from fastapi import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from moot.core.charter import Charter
from moot.core.refusal import Refused
from moot.web.pages import problem_page, wants_page
from moot.web.problems import MEDIA_TYPE, Problem, Turned, problem_of

FAULT: Final = Turned("Fault", "the program is at fault", "Send the same again, or report it with the request's id.")


async def tell(scope: Scope, trouble: Refused | Turned, charter: Charter | None = None) -> Response:
    """Return the answer that tells a refusal, or the door's own no, to whoever asked."""
    if not wants_page(scope):
        return answer(scope, trouble, charter)
    problem = identified(scope, problem_of(trouble, charter))
    html = await problem_page(Request(scope), problem)
    return HTMLResponse(html, _status(problem), headers=_headers(trouble))


def answer(scope: Scope, trouble: Refused | Turned, charter: Charter | None = None) -> Response:
    """Return the answer that tells a program."""
    problem = identified(scope, problem_of(trouble, charter))
    return Response(orjson.dumps(problem), _status(problem), _headers(trouble), MEDIA_TYPE)


def identified(scope: Scope, problem: Problem) -> Problem:
    """Return a problem with the place and the request in which it came up."""
    return {**problem, "instance": scope["path"], "request_id": scope.get("state", {}).get("request_id", "")}


def _status(problem: Problem) -> int:
    return int(str(problem["status"]))


def _headers(trouble: Refused | Turned) -> dict[str, str]:
    return {"cache-control": "no-store", **(trouble.headers if isinstance(trouble, Turned) else {})}
