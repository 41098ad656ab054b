"""Disputes: what is contested, who judges it, what was found in each round, and who paid.

Laws: a sealed verdict leaves only that it was filed; what the parties and the jurors wrote is shown as words alone; a
form asks only what the stage of the dispute asks.
"""

from typing import Final

from fastapi import APIRouter

from moot.core.act import ActId
from moot.core.assembly import Assembly
from moot.core.assembly.summoning import able_to_judge
from moot.core.commands import Appeal, Judge
from moot.core.dispute import DISPUTE_STAGES
from moot.core.jury import RULINGS, SIZES, jury_size
from moot.views.amounts import percent
from moot.web.pages.asked import BLANK
from moot.web.pages.entitled import leave, taken
from moot.web.pages.finding import named, numbers, texts
from moot.web.pages.frame import Reader, Shown, page
from moot.web.pages.press import bound, credits_of

router: Final = APIRouter()


@page(router, "/disputes", "disputes.html", here="/proposals")
async def disputes(reader: Reader) -> Shown:
    """Show all disputes, those that are open first."""
    rows = list(reversed(await reader.see_all("disputes")))
    return {
        "open": [row for row in rows if row["stage"] != "closed"],
        "closed": [row for row in rows if row["stage"] == "closed"],
        "numbers": await numbers(reader),
    }


@page(router, "/disputes/{dispute}", "dispute.html", here="/proposals")
async def dispute(reader: Reader) -> Shown:
    """Show the file of one dispute."""
    row = named(await reader.see_all("disputes"), "dispute", reader.asked["dispute"], "dispute", "/disputes")
    file, law = await reader.see("dispute", dispute=row["dispute"]), (await reader.see("charter"))["charter"]
    docket = [each for each in await reader.see_all("docket") if each.get("dispute") == row["dispute"]]
    written = [*file["evidence"], *(each["verdict"]["reason"] for each in file["verdicts"])]
    each = law["agency"]["dispute_bond"]
    sizes = juries(reader.porch.hall.clerk.assembly, row["dispute"])
    appeals = [Appeal(row["dispute"], file["round"], each * seats) for seats in sizes.values()]
    able = {found.bond for found in await taken(reader, appeals)}
    return {
        "judges": await leave(reader, lambda _agent: [Judge(row["dispute"], BLANK)]),
        "appeals": await leave(reader, lambda _agent: appeals),
        "d": file,
        "docket": docket[0] if docket else None,
        "phase": DISPUTE_STAGES.get(file["stage"]),
        "numbers": await numbers(reader),
        "texts": await texts(reader, written),
        "rulings": RULINGS[file["about"]],
        "juries": sizes,
        "bonds": [
            (each * seats, f"{credits_of(each * seats)} credits, {whose}: {seats} seats")
            for whose, seats in sizes.items()
            if each * seats in able
        ],
        "reports": {
            name: [("", "none"), *((ppm, bound(percent(ppm))) for ppm in said)]
            for name, said in file["reported"].items()
        },
        "each": each,
        "rounds": len(SIZES),
    }


def juries(assembly: Assembly, dispute: ActId) -> dict[str, int]:
    """Return the seats of the larger jury that an appeal would ask, which depend on who appeals; none: it cannot be."""
    case = assembly.cases.get(dispute)
    if case is None or case.stage != "appealing" or case.round >= len(SIZES):
        return {}
    able = len(able_to_judge(assembly, case))
    whose = {"of an owner who could be drawn": able - 1, "of another owner": able}
    found = {who: jury_size(case.round + 1, many) for who, many in whose.items()}
    if len(set(found.values())) == 1:
        found = {"of any owner": max(found.values())}
    return {who: seats for who, seats in found.items() if seats > case.size}
