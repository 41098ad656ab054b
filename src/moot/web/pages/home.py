"""Home, the inbox, receipts and keys: what there is to do, what was done, and who does it.

Laws: the docket is public, so the inbox of anybody can be read by anybody; which inbox is yours your browser says,
and nobody has to; a part of Home that fails leaves the others as they are.
"""

import asyncio
import re
from collections import Counter
from typing import Final

from fastapi import APIRouter

from moot.core.canonical import Plain
from moot.views.docket import about
from moot.views.offers import offers
from moot.web.pages.frame import Reader, Shown, page
from moot.web.pages.parts import parts
from moot.web.pages.steps import STEPS, position
from moot.web.pages.versions import spelled
from moot.web.problems import Turned

router: Final = APIRouter()
LATELY: Final = 30
_ACT: Final = re.compile("[0-9a-f]{64}")
VERBS: Final = {
    "FileReview": "review",
    "FileForecast": "forecast",
    "CastVote": "vote",
    "FileBallot": "vote in the round",
    "RevealChance": "reveal chance",
    "ReportExecution": "execute",
    "ReportMeasure": "measure",
    "Judge": "judge",
}

OFFERED: Final = {  # nobody waits for them
    "OfferAmendment": "amend",
    "Object": "object",
    "Dispute": "dispute",
    "Appeal": "appeal",
    "Propose": "put a project in",
    "CancelProposal": "cancel",
    "Pause": "pause",
    "HaltTrial": "halt",
}


@page(router, "/", "home.html")
async def home(reader: Reader) -> Shown:
    """Show whether the commons is well, and what is going on."""
    found = await parts(
        reader,
        "home_parts.html",
        sentence=_sentence,
        needs=_needs,
        values=_values,
        decisions=_decisions,
        flow=_flow,
        forecasts=_forecasts,
        coverage=_coverage,
        trials=_trials,
    )
    return {"parts": found}


async def _sentence(reader: Reader) -> Shown:
    docket = await reader.see_all("docket")
    open_ones = {f"{each}s": [row for row in docket if each in row] for each in ("dispute", "round")}
    return {**await _values(reader), **await _coverage(reader), "docket": docket, **open_ones}


async def _needs(reader: Reader) -> Shown:
    named = {row["proposal"]: row for row in await _recent(reader)}
    numbers = {proposal: row["number"] for proposal, row in named.items()}
    return {"docket": await reader.see_all("docket"), "numbers": numbers, "named": named}


async def _values(reader: Reader) -> Shown:
    return {"pulse": await reader.see("pulse")}


async def _decisions(reader: Reader) -> Shown:
    return {"recent": list(reversed(await _recent(reader)))}


async def _flow(reader: Reader) -> Shown:
    docket = await reader.see_all("docket")
    flow = Counter(position(row["stage"]) for row in docket if row["proposal"] and "dispute" not in row)
    return {**await _values(reader), "flow": [(step, flow.get(at, 0)) for at, step in enumerate(STEPS[:-1])]}


async def _forecasts(reader: Reader) -> Shown:
    return {"calibration": (await reader.see("calibration", start="0", limit="1"))["pool"]}


async def _coverage(reader: Reader) -> Shown:
    return {"coverage": await reader.see_all("coverage")}


async def _trials(reader: Reader) -> Shown:
    return {"trials": [row for row in await reader.see_all("trials") if row["closed"] is None]}


async def _recent(reader: Reader, many: int = LATELY) -> list[Shown]:
    """Return the latest decisions, the oldest of them first."""
    count = (await reader.see("decisions", start="0", limit="1"))["size"]
    if not count:
        return []
    rows = (await reader.see("decisions", start=str(max(0, count - many)), limit=str(many)))["rows"]
    return spelled(rows, reader.porch.hall.clerk.assembly.charter)


@page(router, "/inbox", "inbox.html")
async def inbox(reader: Reader) -> Shown:
    """Show what waits for an agent, the most urgent first."""
    agent = reader.asked.get("as", reader.agent)
    known = agents(await reader.see("standing"))
    rows: list[Shown] = []
    open_rows = await reader.see_all("docket")
    may: list[Shown] = []
    if agent in known:
        rows, may = await reader.see_all("docket", agent=agent), await _offered(reader, agent, open_rows)
    recent = await _recent(reader, 1_000)
    return {
        "agent": agent if agent in known else "",
        "unknown": agent if agent and agent not in known else "",
        "rows": rows,
        "may": may,
        "open": open_rows,
        "verbs": VERBS,
        "numbers": {row["proposal"]: row["number"] for row in recent},
        "named": {row["proposal"]: row for row in recent},
        "agents": sorted(known),
    }


async def _offered(reader: Reader, agent: str, rows: list[Shown]) -> list[Shown]:
    """Return a row for each act that the rules would take of an agent though nobody waits for it."""
    clerk = reader.porch.hall.clerk
    offered = await asyncio.to_thread(offers, clerk.assembly, agent, clerk.now)
    return [{**row, "may": OFFERED[each.act]} for row in rows for each in offered if each.about == about(row)]


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
