"""Rounds: budgets whose proposals are decided together, what was put in, who has voted, and what was bought and why.

Laws: a sealed ballot leaves only who filed it; the costs of what was bought and what is left sum to the budget.
"""

from typing import Final

from fastapi import APIRouter

from moot.core.commands import FileBallot, OpenRound
from moot.core.funding import ROUND_STAGES
from moot.views.rounds import FATES
from moot.web.pages.asked import BLANK
from moot.web.pages.entitled import Asked, leave, mine
from moot.web.pages.finding import named, numbers
from moot.web.pages.frame import Reader, Shown, page

router: Final = APIRouter()


@page(router, "/rounds", "rounds.html", here="/proposals")
async def rounds(reader: Reader) -> Shown:
    """Show all rounds, the newest first, and the budgets that the charter has."""
    law = (await reader.see("charter"))["charter"]
    budgets = law["structure"]["rounds"] if law else []
    return {
        "rows": list(reversed(await reader.see_all("rounds"))),
        "budgets": budgets,
        "may": {each["id"]: await leave(reader, _opens(each["id"])) for each in budgets},
    }


def _opens(budget: str) -> Asked:
    return lambda _agent: [OpenRound(budget)]


@page(router, "/rounds/{round}", "round.html", here="/proposals")
async def one_round(reader: Reader) -> Shown:
    """Show one round."""
    row = named(await reader.see_all("rounds"), "round", reader.asked["round"], "round", "/rounds")
    shown = await reader.see("round", round=row["round"])
    fates = {each["proposal"]: each for each in (shown["outcome"] or {"fates": []})["fates"]}
    law = (await reader.see("charter"))["charter"]
    budget = next((each for each in law["structure"]["rounds"] if each["id"] == shown["budget"]), None)
    return {
        "may": await leave(reader, lambda _agent: [FileBallot(row["round"], BLANK)]),
        "mine": mine(reader),
        "r": shown,
        "phase": ROUND_STAGES.get(shown["stage"]),
        "fates": fates,
        "words_of": FATES,
        "numbers": await numbers(reader),
        "budget": budget,
        "points": {name: sum(each.get(name, 0) for each in shown["ballots"].values()) for name in shown["projects"]},
    }
