"""Coverage: who watches what, where somebody is missing, and what waits for those who watch.

Laws: holes come first; who was silent the last time is named; a cell says in figures and words what its shade says.
"""

from typing import Final

from fastapi import APIRouter

from moot.web.pages.finding import numbers
from moot.web.pages.frame import Reader, Shown, page

router: Final = APIRouter()


@page(router, "/coverage", "coverage.html")
async def coverage(reader: Reader) -> Shown:
    """Show mandates and the owners that hold them."""
    rows = await reader.see_all("coverage")
    docket = await reader.see_all("docket")
    waiting = [{**row, "reviews": _reviews(row)} for row in docket]
    return {
        "rows": sorted(rows, key=lambda row: (-row["missing"], -row["missing_next_epoch"])),
        "owners": sorted({owner for row in rows for owner in row["owners"]}),
        "waiting": [row for row in waiting if row["reviews"]],
        "numbers": await numbers(reader),
    }


def _reviews(row: Shown) -> list[Shown]:
    """Return those in a row of the docket that are awaited for a mandate."""
    return [each for each in row["awaits"] if each.get("mandate")]
