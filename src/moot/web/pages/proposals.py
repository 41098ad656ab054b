"""The pages of proposals: the list, and one proposal from what would run to what it came to.

Laws: a proposal is called by its number, as people do, and found by its id as well; the list is cut into pages by
number, so that what is new moves nothing on them; what is sealed is not on any page.
"""

from typing import Any, Final

from fastapi import APIRouter

from moot.core.ballot import quorum_count
from moot.core.jury import SIZES
from moot.core.proposal import FINAL
from moot.web.pages.asked import of_proposal, reviews
from moot.web.pages.entitled import leaves, mine, taken
from moot.web.pages.flipping import nearest
from moot.web.pages.frame import SEEN, Moved, Reader, Shown, page
from moot.web.pages.press import called, changes, stage_name
from moot.web.pages.steps import STEPS, fate, position, reached
from moot.web.pages.versions import spelled, terms_of, worded
from moot.web.problems import Turned

router: Final = APIRouter()
ROWS: Final = 50
_SEARCHED: Final = ("kind", "target", "author", "owner", "stage", "why")
_ASKS: Final = ("stage", "by", "on", "kind", "outcome")  # what the filter understands, as in `stage:vote by:ana`


@page(router, "/proposals", "proposals.html")
async def proposals(reader: Reader) -> Shown:
    """Show all proposals, the newest first, or those that a filter finds."""
    words = reader.asked.get("filter", "").split()
    before = _number(reader.asked.get("before", ""))
    rows, count, more = await (_filtered(reader, words, before) if words else _newest(reader, before))
    awaits = {row["proposal"]: row for row in await reader.see_all("docket") if row.get("proposal")}
    return {
        "rows": [
            {**row, "docket": awaits.get(row["proposal"])}
            for row in spelled(rows, reader.porch.hall.clerk.assembly.charter)
        ],
        "filter": " ".join(words),
        "count": count,
        "next": rows[-1]["number"] if more else None,
        "first": before is None,
    }


async def _newest(reader: Reader, before: int | None) -> tuple[list[Shown], int, bool]:
    """Return the newest proposals below a number, how many there are in all, and whether there are older ones."""
    count = (await reader.see("decisions", start="0", limit="1"))["size"]
    end = min(count, count if before is None else before - 1)
    start = max(0, end - ROWS)
    cut = await reader.see("decisions", start=str(start), limit=str(max(end - start, 1)))
    return list(reversed(cut["rows"][: end - start])), count, start > 0


async def _filtered(reader: Reader, words: list[str], before: int | None) -> tuple[list[Shown], int, bool]:
    found = [row for row in reversed(await _rows(reader)) if all(_fits(row, word) for word in words)]
    cut = [row for row in found if before is None or row["number"] < before]
    return cut[:ROWS], len(found), len(cut) > ROWS


@page(router, "/proposals/{number}", "proposal.html", here="/proposals")
async def proposal(reader: Reader) -> Shown:
    """Show one proposal."""
    row = await find(reader, reader.asked["number"])
    shown = await reader.see("proposal", proposal=row["proposal"])
    minutes = worded(await reader.see("minutes", proposal=row["proposal"]), shown["versions"])
    law = (await reader.see("charter"))["charter"]
    docket = next((each for each in await reader.see_all("docket") if each.get("proposal") == row["proposal"]), None)
    names = {each["version"]: called(each["name"]) for each in minutes["versions"]}
    flips = [{**each, "names": names} for each in (await reader.see("flips", proposal=row["proposal"]))["rows"]]
    bond = law["agency"]["dispute_bond"] * SIZES[0]  # of whoever disputes it
    front = next(each for each in minutes["versions"] if each["version"] == minutes["what"]["leading"])
    kind = next((each for each in law["structure"]["actions"] if each["id"] == row["kind"]), None)
    asked = of_proposal(shown, front, kind, law, bond)
    return {
        "may": await leaves(reader, asked),
        "mandates": [each.mandate for each in await taken(reader, reviews(shown, reader.agent))],
        "flips": flips[0] if flips else None,
        "crossings": nearest(flips[0]) if flips else [],
        "m": minutes,
        "p": shown,
        "row": row,
        **_standing(minutes),
        "docket": docket,
        "names": names,
        "law": law,
        "kind": kind,
        "by_name": {each["name"]: each for each in minutes["versions"]},
        "leading": front,
        "nature": reader.porch.hall.clerk.assembly.agents[row["author"]].nature,
        "terms": terms_of(minutes),
        "bond": bond,
        "mine": mine(reader),
        "wanted": [_wanted(each, minutes["conditions"]) for each in minutes["reviews"]],
        "quorum": quorum_count(len(minutes["who"]["voters"]), law["structure"]["quorum"]),
        "seen": f"{minutes['stage']}.{front['version']}",
        "moved": _moved(reader.asked.get(SEEN, ""), minutes, front),
    }


def _standing(minutes: Shown) -> Shown:
    """Return where a proposal stands, what has become of it, and what is held for it, in micro-credits."""
    return {
        "closed": minutes["stage"] in FINAL,
        "fate": fate(minutes),
        "reached": reached(minutes),
        "since": {each["stage"]: each["since"] for each in minutes["dates"]},
        "held": -sum(each["net"] for each in minutes["money"].values()),
    }


def _wanted(review: Shown, conditions: list[Shown]) -> Shown:
    """Return a review with each condition that it sets, and whether what is recommended, or was asked for, meets it."""
    own = [each for each in conditions if all(each[name] == review[name] for name in ("agent", "mandate"))]
    met = [each["met"]["original" if each["met"]["recommended"] is None else "recommended"] for each in own]
    return {**review, "conditions": [{**each["condition"], "met": good} for each, good in zip(own, met, strict=True)]}


def _moved(seen: str, minutes: Shown, front: Shown) -> list[Moved]:
    """Return what moved since somebody saw `ballot.3f…`: the stage, and what would run."""
    stage, _, version = seen.partition(".")
    was = next((each for each in minutes["versions"] if each["version"] == version), None)
    if was is None or stage not in {each["stage"] for each in minutes["dates"]}:
        return []
    units = minutes["what"]["units"]
    terms = [(name, old, new, units.get(name, "")) for name, old, new in changes(was["terms"], front["terms"])]
    stages = stage_name(stage), stage_name(minutes["stage"])
    moved = [("stage", *stages, ""), ("what runs if it passes", was["name"], front["name"], ""), *terms]
    return [each for each in moved if each[1] != each[2]]


async def _rows(reader: Reader) -> list[Shown]:
    """Return every proposal in the order of submission."""
    rows: list[Shown] = []
    start: Any = 0
    while start is not None:
        cut = await reader.see("decisions", start=str(start), limit="1000")
        rows += cut["rows"]
        start = cut["next"]
    return rows


async def find(reader: Reader, named: str) -> Shown:
    """Return the row of the proposal with this number or id; refuses with `NoSuchPlace`."""
    number = _number(named.removeprefix("P-"))
    if number is not None and number > 0:
        rows: list[Shown] = (await reader.see("decisions", start=str(number - 1), limit="1"))["rows"]
        if rows:
            return rows[0]
    for row in await _rows(reader):
        if row["proposal"].startswith(named) and len(named) >= 8:  # noqa: PLR2004 - digits that people compare
            return row
    raise Turned("NoSuchPlace", f"there is no proposal {named}", "Look it up on the page of proposals.")


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - far above any number


def _fits(row: Shown, word: str) -> bool:
    """Whether a row is what a word of the filter asks for: `stage:vote`, `by:ana`, or any text in it."""
    name, colon, wanted = word.partition(":")
    if not colon or name not in _ASKS:
        return any(word.lower() in str(row[each]).lower() for each in _SEARCHED)
    match name:
        case "stage":
            return wanted in (row["stage"], STEPS[position(row["stage"])])
        case "by":
            return wanted in (row["author"], row["owner"])
        case "on":
            return bool(row["target"] == wanted)
        case _:
            return bool(row[name] == wanted)
