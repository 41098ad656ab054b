"""The record, entry by entry, the newest first: who did what, what followed in words, and whether it was signed.

Laws: a page begins with the entry that its address names and goes back from there, so what is new moves nothing on
it; what stands there is the entry itself, and its signature was checked when the page was set; what is sealed is not
in it; that nothing was changed is for whoever reads to check, in the browser or with a program of their own.
"""

import asyncio
from typing import Final

from fastapi import APIRouter

from moot.core.act import ProposalId
from moot.record.signature import verify
from moot.record.tree import leaf_hash
from moot.views.sentences import followed
from moot.web import showing
from moot.web.pages.finding import numbers
from moot.web.pages.frame import Reader, Shown, page
from moot.web.porch import Porch
from moot.web.problems import Turned
from moot.wire.entry import Entry, Told, leaf, tell

router: Final = APIRouter()
ROWS: Final = 50


@page(router, "/record", "record.html")
async def record(reader: Reader) -> Shown:
    """Show a page of entries, the checkpoint over them all, and how to check them."""
    porch, size = reader.porch, reader.porch.hall.clerk.feed.size
    newest = _newest(reader.asked.get("start", ""), size)
    known = await numbers(reader)
    rows, note = await asyncio.to_thread(_read, porch, newest)
    return {
        "rows": [{**row, "number": known.get(row["proposal"])} for row in rows],
        "newest": newest,
        "older": newest - ROWS if newest >= ROWS else None,
        "newer": min(newest + ROWS, size - 1) if newest < size - 1 else None,
        "note": note,
        "origin": porch.hall.clerk.checkpoint.origin,
        "clerk_key": porch.hall.clerk.assembly.clerk.key if size else "",
    }


def _newest(start: str, size: int) -> int:
    if not start:
        return size - 1
    if not (start.isascii() and start.isdecimal() and len(start) < 16) or int(start) >= size:  # noqa: PLR2004
        raise Turned("NoSuchPlace", f"there is no entry {start[:20]}", "Begin with the newest, at /record.")
    return int(start)


def _read(porch: Porch, newest: int) -> tuple[list[Shown], str]:
    """Return entries from `newest` back as a page shows them, and the newest checkpoint as it was signed."""
    store, size = porch.hall.store, porch.hall.clerk.size
    entries = store.read(max(0, newest + 1 - ROWS), newest + 1)
    notes = [note for _, note in store.checkpoints(size, size + 1)]
    rows = [_row(entry, porch.hall.clerk.checkpoint.origin) for entry in entries]
    return rows[::-1], notes[0].decode() if notes else ""


def _row(entry: Entry, origin: str) -> Shown:
    told = tell(entry)
    return {
        "index": entry.index,
        "received": entry.received,
        "by": told.act.by,
        "kind": type(told.act.command).__name__,
        "proposal": _proposal(told),
        "followed": followed(told.events),
        "id": told.id,
        "key": told.act.key,
        "signed": verify(bytes.fromhex(told.act.key), entry.act, entry.signature),
        "leaf": leaf_hash(leaf(entry)).hex(),
        "json": showing.ShownEntry(entry, origin).json.decode(),
    }


def _proposal(told: Told) -> ProposalId:
    """Return the id of the proposal that an entry is about; empty where there is none."""
    named = (getattr(each, "proposal", None) for each in (told.act.command, *told.events))
    return next(filter(None, named), "")
