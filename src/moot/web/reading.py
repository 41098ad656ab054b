"""What may be read at the door: views, entries, checkpoints, proofs and texts.

Laws: reading changes nothing and needs no key; a page of entries that was read stays as it is; an ETag names
exactly the content that was sent, and whoever has it already is answered 304; sealed content is absent.
"""

import asyncio
from base64 import b64encode
from typing import Annotated, Final

import orjson
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from moot.core.refusal import NotFound
from moot.kit.webhooks import public
from moot.record.failure import NotInTree
from moot.views.unknown import Unknown
from moot.web.hooks.book import Book
from moot.web.porch import Porch, porch_of
from moot.web.problems import KINDS, Turned, kind_page
from moot.web.tail import PAGE

router = APIRouter()

_FOREVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"  # may be kept, and is asked about each time
_MOST: Final = 2**53 - 1
Count = Annotated[int, Query(ge=0, le=_MOST)]
Hex = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


def sent(
    request: Request, body: bytes, etag: str, *, media: str = "application/json", keep: str = _ASK_AGAIN
) -> Response:
    """Return `body`, or 304 to whoever has it already."""
    headers = {"etag": f'"{etag}"', "cache-control": keep}
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if headers["etag"] in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media, headers=headers)


def fresh(body: object) -> Response:
    """Return what is true now, and is not to be kept."""
    return Response(orjson.dumps(body), media_type="application/json", headers={"cache-control": "no-store"})


@router.get("", operation_id="read_moot")
async def moot(request: Request) -> Response:
    """Say which moot this is, how far its record goes, and where everything is."""
    hall = porch_of(request).hall
    head, assembly = hall.clerk.checkpoint, hall.clerk.assembly
    places = ("acts", "views", "entries", "checkpoint", "events", "problems")
    return fresh(
        {
            "moot": assembly.moot,
            "origin": head.origin,
            "size": head.size,
            "root": head.root.hex(),
            "now": hall.clerk.now,
            "lifetime": assembly.charter.clarity.lifetime if assembly.moot else None,
            "clerk": assembly.clerk.key if assembly.moot else None,
            "places": {name: f"/api/v1/{name}" for name in places},
        }
    )


@router.get("/webhooks", operation_id="read_webhook_key")
async def webhooks(request: Request) -> Response:
    """Say with which key webhooks are signed (`v1a`), if anybody is told by one."""
    book: Book | None = request.app.state.book
    if book is None:
        raise Turned("NoSuchPlace", "nobody is told by webhooks here", "Follow /api/v1/events instead.")
    return fresh({"key": public(book.key)})


@router.get("/views", operation_id="list_views")
async def views(request: Request) -> Response:
    """List the views, and which arguments each takes."""
    return fresh(porch_of(request).hall.offers())  # dataclasses are JSON to orjson


@router.get("/views/{name}", operation_id="read_view")
async def view(request: Request, name: Annotated[str, Path(max_length=60)]) -> Response:
    """Show a view, up to every entry that is acknowledged; its arguments are those of the query."""
    asked = request.query_params.multi_items()
    if len({key for key, _ in asked}) < len(asked):
        raise Turned("BadArgument", "an argument is given twice", "Give each once.")
    try:
        page = await porch_of(request).view(name, dict(asked))
    except Unknown as unknown:
        if unknown.what.startswith("argument of"):
            raise Turned("BadArgument", str(unknown), "Look under /api/v1/views which there are.") from None
        raise NotFound(str(unknown), mend="Look under /api/v1/views which views there are.") from None
    except ValueError as error:
        raise Turned("BadArgument", str(error), "Look under /api/v1/views which arguments there are.") from None
    response = sent(request, page.body, page.etag)
    response.headers["moot-size"] = str(page.size)
    return response


@router.get("/entries", operation_id="list_entries")
async def entries(request: Request, start: Count = 0, limit: Annotated[int, Query(ge=1, le=PAGE)] = 100) -> Response:
    """Return entries from index `start` on, in order; the link `next` leads to those that follow."""
    porch = porch_of(request)
    size = porch.hall.clerk.feed.size
    found = await asyncio.to_thread(porch.tail.read, start, min(start + limit, size))
    after = start + len(found)
    more = after if after < size and found else None
    rows = b",".join(each.json for each in found)
    tail = f'],"size":{size},"next":{"null" if more is None else more}}}'
    response = sent(request, b'{"rows":[' + rows + tail.encode(), f"{start}-{after}-{size}")
    if more is not None:
        response.headers["link"] = f'</api/v1/entries?start={more}&limit={limit}>; rel="next"'
    return response


@router.get("/entries/{index}", operation_id="read_entry")
async def entry(request: Request, index: Annotated[int, Path(ge=0, le=_MOST)]) -> Response:
    """Return one entry, which never changes."""
    return await _one(request, index)


@router.get("/acts/{act}", operation_id="find_act")
async def act(request: Request, act: Hex) -> Response:
    """Return the entry of an act."""
    found = await asyncio.to_thread(porch_of(request).hall.store.find, [act])
    if act not in found:
        raise NotFound(f"no act {act[:12]} is in the record", mend="Send it, or look whether it was refused.")
    return await _one(request, found[act])


async def _one(request: Request, index: int) -> Response:
    porch = porch_of(request)
    _require_there(porch, index)
    [found] = await asyncio.to_thread(porch.tail.read, index, index + 1)
    return sent(request, found.json, found.hash, keep=_FOREVER)


def _require_there(porch: Porch, index: int) -> None:
    size = porch.hall.clerk.feed.size
    if index >= size:
        raise NotFound(f"there are {size} entries, and none has index {index}", mend="Follow /api/v1/events.")


@router.get("/checkpoint", operation_id="read_checkpoint")
async def checkpoint(request: Request) -> Response:
    """Return the newest signed checkpoint: a note that names the record's size and root (C2SP tlog-checkpoint)."""
    porch = porch_of(request)
    size = porch.hall.clerk.feed.size  # entries that can be read already
    notes = await asyncio.to_thread(lambda: list(porch.hall.store.checkpoints(size, size + 1)))
    if not notes:
        raise NotFound("nothing was signed yet, because the moot is not founded", mend="Found it.")
    return sent(request, notes[0][1], f"{size}", media="text/plain; charset=utf-8")


@router.get("/proofs/inclusion", operation_id="prove_inclusion")
async def inclusion(request: Request, index: Count, size: Count) -> Response:
    """Prove that an entry is in the record as a checkpoint of that size has it (RFC 6962 2.1.1)."""
    return await _proof(request, "inclusion", index, size)


@router.get("/proofs/consistency", operation_id="prove_consistency")
async def consistency(request: Request, old: Count, new: Count) -> Response:
    """Prove that the record of size `new` begins with that of size `old` (RFC 6962 2.1.2)."""
    return await _proof(request, "consistency", old, new)


async def _proof(request: Request, kind: str, first: int, size: int) -> Response:
    porch = porch_of(request)
    if size > porch.hall.clerk.size:
        raise NotFound(f"the record has fewer entries than {size}", mend="Ask for a size that was signed.")
    try:
        proof = await asyncio.to_thread(getattr(porch.proofs, kind), first, size)
        root = await asyncio.to_thread(porch.proofs.root, size)
    except NotInTree as error:
        raise Turned("BadArgument", str(error), "Ask for what lies within the size.") from None
    names = ("index", "size") if kind == "inclusion" else ("old", "new")
    body = {names[0]: first, names[1]: size, "root": _base64(root), "hashes": [_base64(each) for each in proof]}
    return sent(request, orjson.dumps(body), f"{kind}-{first}-{size}", keep=_FOREVER)


def _base64(hashed: bytes) -> str:
    return b64encode(hashed).decode()


@router.get("/texts/{named}", operation_id="read_text")
async def text(request: Request, named: Hex) -> Response:
    """Return the text that is kept under a salted hash with its salt, unless it was erased."""
    found = await asyncio.to_thread(porch_of(request).hall.store.held_text, named)
    if found is None:
        raise NotFound(f"no text is kept under {named[:12]}", mend="It may have been erased; ask its author.")
    return sent(request, orjson.dumps({"hash": named, "salt": found.salt, "text": found.text}), named)


@router.get("/problems", operation_id="list_problems")
async def problems() -> Response:
    """List every code by which this door says no."""
    return fresh({code: kind_page(code) for code in sorted(KINDS)})


@router.get("/problems/{code}", operation_id="read_problem")
async def problem(code: Annotated[str, Path(max_length=60)]) -> Response:
    """Say what a code means."""
    if code not in KINDS:
        raise NotFound(f"no problem is called {code[:60]!r}", mend="Look under /api/v1/problems.")
    return fresh(kind_page(code))
