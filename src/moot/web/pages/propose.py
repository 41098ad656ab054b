"""Proposing: a form that stands at what is in force, and shows beforehand what was proposed that is alike.

Laws: the form names what it is based on, so that a proposal on what has changed meanwhile is refused, not twisted; a
number can be told to the page by its address (`set.amps=60`); nothing is recorded before somebody signs.
"""

import re
from typing import Final

import orjson
from fastapi import APIRouter

from moot.core.act import Terms
from moot.core.charter import CHARTER
from moot.web.pages.asked import proposals
from moot.web.pages.entitled import leave
from moot.web.pages.finding import named, numbers
from moot.web.pages.frame import SEEN, Moved, Reader, Shown, page
from moot.web.pages.press import changes
from moot.web.problems import Turned

router: Final = APIRouter()
LIKE: Final = 8  # precedents that are shown
_WORDS: Final = 500  # characters of a reason that are compared
_NUMBER: Final = re.compile("-?[0-9]{1,15}")


@page(router, "/propose", "propose.html", here="/proposals")
async def propose(reader: Reader) -> Shown:
    """Show the form for one kind of action, or which kinds there are."""
    law = (await reader.see("charter"))["charter"]
    kinds: list[Shown] = law["structure"]["actions"] if law else []
    wanted = reader.asked.get("kind", kinds[0]["id"] if len(kinds) == 1 else "")
    told = {"kinds": kinds, "law": law, "charter": wanted == CHARTER}
    if wanted in ("", CHARTER):
        return {**told, "kind": None}
    kind = next((each for each in kinds if each["id"] == wanted), None)
    if kind is None:
        raise Turned("NoSuchPlace", f"no kind of action is called {wanted[:64]}", "Choose one at /propose.")
    return {**told, "kind": kind, **await _form(reader, kind)}


async def _form(reader: Reader, kind: Shown) -> Shown:
    """Return what the form of a kind shows: what is in force, what is asked, and what was like it."""
    target = await reader.see("target", target=kind["target"])
    terms = {**target["terms"], **await _tried(reader, kind), **_asked(reader, kind)}
    text = reader.asked.get("text", "")[:_WORDS]
    arguments = {"kind": kind["id"], "terms": orjson.dumps(terms).decode(), "limit": str(LIKE)}
    if text:
        arguments["text"] = text
    return {
        "may": await leave(reader, lambda _agent: proposals(kind, target["terms"], target["base"])),
        "target": target,
        "terms": terms,
        "text": text,
        "differs": terms != target["terms"],
        "alike": await reader.see("precedents", **arguments),
        "numbers": await numbers(reader),
        "trial": reader.asked.get("trial", ""),
        "seen": orjson.dumps(target["terms"]).decode(),
        "moved": _moved(reader.asked.get(SEEN, ""), kind, target["terms"]),
    }


def _moved(seen: str, kind: Shown, terms: Terms) -> list[Moved]:
    """Return which terms in force moved since somebody saw them, as JSON."""
    try:
        was = orjson.loads(seen)
    except ValueError:
        return []
    units = {each["id"]: each["unit"] for each in kind["terms"]}
    rows = changes(was, terms) if isinstance(was, dict) and set(was) == set(terms) else []
    return [(f"{name} in force", old, new, units.get(name, "")) for name, old, new in rows if old != new]


async def _tried(reader: Reader, kind: Shown) -> dict[str, int]:
    """Return the terms of the trial that the address names, if one is."""
    asked = reader.asked.get("trial", "")
    if not asked:
        return {}
    row = named(await reader.see_all("trials"), "trial", asked, "trial", "/trials")
    terms: dict[str, int] = (await reader.see("trial", trial=row["trial"]))["terms"]
    return terms if row["kind"] == kind["id"] else {}


def _asked(reader: Reader, kind: Shown) -> dict[str, int]:
    """Return the terms that the address states, each within its bounds."""
    said = {each["id"]: (reader.asked.get(f"set.{each['id']}", ""), each) for each in kind["terms"]}
    return {
        name: max(term["low"], min(int(number), term["high"]))
        for name, (number, term) in said.items()
        if _NUMBER.fullmatch(number)
    }
