"""Home, the inbox, receipts and keys: what there is to do, what was done, and who does it.

Laws: the docket is public, so the inbox of anybody can be read by anybody; which inbox is yours your browser says,
and nobody has to; a part of Home that fails leaves the others as they are.
"""

import re
from collections import Counter
from typing import Final

from fastapi import APIRouter

from moot.core.canonical import Plain
from moot.web.pages.frame import Reader, Shown, page
from moot.web.pages.steps import STEPS, position
from moot.web.problems import Turned

router: Final = APIRouter()
LATELY: Final = 30
_ACT: Final = re.compile("[0-9a-f]{64}")
VERBS: Final = {
    "FileReview": "review",
    "FileForecast": "forecast",
    "CastVote": "vote",
    "RevealChance": "reveal chance",
    "ReportExecution": "execute",
    "ReportMeasure": "measure",
    "Judge": "judge",
}


MAY: Final = {"negotiation": "amend", "consent": "object", "objection": "object", "measured": "dispute"}  # anybody may


@page(router, "/", "home.html")
async def home(reader: Reader) -> Shown:
    """Show whether the commons is well, and what is going on."""
    pulse = await reader.see("pulse")
    docket = await reader.see_all("docket")
    count = (await reader.see("decisions", start="0", limit="1"))["size"]
    start = max(0, count - LATELY)
    recent = (await reader.see("decisions", start=str(start), limit=str(LATELY)))["rows"] if count else []
    numbers = {row["proposal"]: row["number"] for row in recent}
    flow = Counter(position(row["stage"]) for row in docket if row["proposal"] and "dispute" not in row)
    return {
        "pulse": pulse,
        "docket": docket,
        "numbers": numbers,
        "recent": list(reversed(recent)),
        "flow": [(step, flow.get(at, 0)) for at, step in enumerate(STEPS[:-1])],
        "coverage": await reader.see_all("coverage"),
        "calibration": (await reader.see("calibration", start="0", limit="1"))["pool"],
        "trials": [row for row in await reader.see_all("trials") if row["closed"] is None],
        "disputes": [row for row in docket if "dispute" in row],
        "rounds": [row for row in await reader.see_all("rounds") if row["stage"] != "closed"],
    }


@page(router, "/inbox", "inbox.html")
async def inbox(reader: Reader) -> Shown:
    """Show what waits for an agent, the most urgent first."""
    agent = reader.asked.get("as", reader.agent)
    known = agents(await reader.see("standing"))
    rows: list[Shown] = []
    if agent in known:
        rows = await reader.see_all("docket", agent=agent)
    open_rows = await reader.see_all("docket")
    count = (await reader.see("decisions", start="0", limit="1"))["size"]
    start = max(0, count - 1000)
    recent = (await reader.see("decisions", start=str(start), limit="1000"))["rows"] if count else []
    return {
        "agent": agent if agent in known else "",
        "unknown": agent if agent and agent not in known else "",
        "rows": rows,
        "may": [{**row, "may": MAY[row["stage"]]} for row in open_rows if row["stage"] in MAY and row not in rows],
        "open": open_rows,
        "verbs": VERBS,
        "numbers": {row["proposal"]: row["number"] for row in recent},
        "agents": sorted(known),
    }


def agents(standing: Shown) -> dict[str, str]:
    """Return the owner of every agent."""
    return {agent: owner for owner, row in standing["owners"].items() for agent in row["agents"]}


@page(router, "/receipts/{act}", "receipt.html", here="/record")
async def receipt(reader: Reader) -> Shown:
    """Show where an act stands in the record."""
    act = reader.asked["act"]
    found = reader.porch.hall.store.find([act]) if _ACT.fullmatch(act) else {}
    if act not in found:
        raise Turned(
            "NoSuchPlace", f"no act {act[:12]} is in the record", "Look whether it was refused, and file it again."
        )
    entry = reader.porch.tail.read(found[act], found[act] + 1)[0]
    return {"act": act, "index": found[act], "entry": entry.json.decode()}


@page(router, "/keys", "keys.html", here="/keys")
async def keys(reader: Reader) -> Shown:
    """Show who signs here, and how to come to a key."""
    session = reader.request.app.state.reception.session(reader.request)
    standing = await reader.see("standing")
    told: dict[str, Plain] = {"session": session.agent if session else None, "held": bool(session and session.held)}
    return {**told, "agents": agents(standing)}


@page(router, "/help", "help.html", here="/help")
async def help_page(_reader: Reader) -> Shown:
    """Explain the pages, and the keys of the keyboard."""
    return {}
