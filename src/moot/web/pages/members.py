"""Members: everybody who belongs here, and one of them: where it stands, how it foresees, whose keys sign for it.

Laws: an agent is found on the page of its owner; no score is shown before ten forecasts were settled; who holds a
key is said of each; a form files for whoever signs it, never for whoever is looked at.
"""

from typing import Final

from fastapi import APIRouter

from moot.core.act import Instant
from moot.core.commands import Delegate, LeaveMandate, RevokeDelegation, TakeMandate
from moot.core.delegation import ALL, KIND, VALUE
from moot.web.pages.entitled import leave, mine, taken
from moot.web.pages.finding import numbers
from moot.web.pages.frame import Reader, Shown, page
from moot.web.pages.press import DAY
from moot.web.problems import Turned

router: Final = APIRouter()
ENOUGH: Final = 10  # settled forecasts, before which nothing is said
_MONTH: Final = 30  # days, unless somebody chooses otherwise
_TERMS: Final = (1, 7, _MONTH, 90, 365)  # days for which a vote may be handed on, as far as the charter lets one


@page(router, "/members", "members.html")
async def members(reader: Reader) -> Shown:
    """Show every owner, and who is about to join."""
    standing, law = await reader.see("standing"), await reader.see("charter")
    owners: Shown = standing["owners"]
    return {
        "owners": {name: row for name, row in owners.items() if not row["left"]},
        "left": [name for name, row in owners.items() if row["left"]],
        "people": [name for name, row in owners.items() if not row["left"] and row["voice"]],
        "newcomers": await reader.see_all("admissions"),
        "clerk": law["clerk"],
    }


@page(router, "/members/{name}", "member.html", here="/members")
async def member(reader: Reader) -> Shown:
    """Show one owner, or the owner of an agent."""
    name, standing = reader.asked["name"], await reader.see("standing")
    law = await reader.see("charter")
    if name == law["clerk"]:
        return {"clerk": name, "owner": "", "agent": ""}
    found = {agent: owner for owner, row in standing["owners"].items() for agent in row["agents"]}
    found |= {owner: owner for owner in standing["owners"]}
    if name not in found:
        raise Turned("NoSuchPlace", f"nobody here is called {name[:64]}", "Look among the members.")
    owner = found[name]
    charter = law["charter"]
    others = [each for each, row in standing["owners"].items() if row["voice"] and each != owner]
    until = untils(reader.porch.hall.clerk.now, charter["agency"]["delegation_expiry"])
    mandates = [each["id"] for each in charter["structure"]["mandates"]]
    return {
        **await _part(reader, mandates, others, until, standing["owners"][owner]["hands_on"]),
        "clerk": "",
        "owner": owner,
        "agent": name if name in standing["owners"][owner]["agents"] else "",
        "m": standing["owners"][owner],
        "tracks": tracks((await reader.see("calibration", owner=owner, limit="1000"))["rows"], owner),
        "enough": ENOUGH,
        "right": await reader.see("minority", owner=owner, limit="1000"),
        "numbers": await numbers(reader),
        "topics": topics(charter),
        "others": others,
        "until": [(at, f"{days} day{'s' if days > 1 else ''}") for days, at in until],
        "month": next((at for days, at in until if days == _MONTH), None),
        "awaits": await reader.see_all("docket", agent=name) if name in standing["owners"][owner]["agents"] else [],
    }


async def _part(
    reader: Reader, mandates: list[str], others: list[str], until: list[tuple[int, Instant]], hands_on: list[Shown]
) -> Shown:
    """Return what whoever reads may sign for its own owner: of votes that are handed on, and of mandates."""
    handed = [Delegate(ALL, to, at) for to in others for _, at in until]
    watches = [TakeMandate(each) for each in mandates]
    leaving = await taken(reader, (LeaveMandate(each) for each in mandates))
    taking, back = (
        await taken(reader, watches),
        await taken(reader, (RevokeDelegation(each["topic"]) for each in hands_on)),
    )
    return {
        "mine": mine(reader),
        "delegate": await leave(reader, lambda _agent: handed),
        "watching": await leave(reader, lambda _agent: watches),
        "takes": [each.mandate for each in taking],
        "leaves": [each.mandate for each in leaving],
        "revocable": [each.topic for each in back],
    }


def tracks(rows: list[Shown], owner: str) -> list[Shown]:
    """Return the tracks of an owner and its agents, each with how many of its forecasts were settled."""
    told = []
    for row in rows:
        settled = max((each["compared"] for each in row["values"].values()), default=0)
        told.append({**row, "name": row["agent"] or owner, "settled": settled})
    return [each for each in told if each["forecasts"]]


def topics(charter: Shown) -> list[str]:
    """Return the topics on which a vote can be handed on."""
    kinds = [f"{KIND}{each['id']}" for each in charter["structure"]["actions"]]
    return [ALL, *kinds, *(f"{VALUE}{each['id']}" for each in charter["purpose"]["values"])]


def untils(now: Instant, longest: int) -> list[tuple[int, Instant]]:
    """Return for how many days a vote may be handed on from now, and until when that is.

    >>> untils(0, 8 * DAY)
    [(1, 86400000), (7, 604800000)]
    """
    return [(days, now + days * DAY) for days in _TERMS if days * DAY <= longest]
