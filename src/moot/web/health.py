"""Whether the door is up, and whether the moot takes acts: for whoever keeps a server running.

Laws: to be alive needs no clerk; to be ready, the clerk must be able to file.
"""

from fastapi import APIRouter, Request
from starlette.responses import Response

from moot.web.porch import porch_of
from moot.web.problems import Turned
from moot.web.reading import fresh

router = APIRouter()


@router.get("/healthz", operation_id="health")
async def health() -> Response:
    """Say that the program runs."""
    return fresh({"status": "up"})


@router.get("/readyz", operation_id="readiness")
async def readiness(request: Request) -> Response:
    """Say that acts are taken: the moot is founded, and its clerk files; and how far the feed has followed it."""
    porch = porch_of(request)
    clerk = porch.hall.clerk
    if why := clerk.stopped:
        raise Turned("NotReady", f"the clerk has stopped: {why}", "Open the moot again.")
    if not clerk.assembly.moot:
        raise Turned("NotReady", "the moot is not founded", "Found it, with moot init or a signed act.")
    return fresh({"status": "ready", "size": clerk.size, "told": porch.tail.size})
