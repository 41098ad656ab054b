"""Trials: how much harm may still be risked, what is being tried, and one trial from its bounds to its report.

Laws: what is used of a budget and what is left of it sum to the charter's; an effect is shown with its interval alone;
what broke a bound stands first.
"""

from typing import Final

from fastapi import APIRouter

from moot.core.commands import HaltTrial
from moot.core.phases import ENDINGS, PHASES
from moot.web.pages.entitled import leave
from moot.web.pages.finding import named, texts
from moot.web.pages.frame import Reader, Shown, page

router: Final = APIRouter()


@page(router, "/trials", "trials.html")
async def trials(reader: Reader) -> Shown:
    """Show the budgets of harm and all trials."""
    law, rows, risk = await reader.see("charter"), await reader.see_all("trials"), await reader.see("risk")
    agency: Shown = law["charter"]["agency"] if law["charter"] else {}
    running = [row for row in rows if row["closed"] is None]
    return {
        "law": law["charter"],
        "total": _used(risk["total"], agency["risk_total"]) if agency else None,
        "targets": {name: _used(left, agency["risk_target"]) for name, left in risk["targets"].items()},
        "owners": {name: _used(left, agency["risk_budget"]) for name, left in risk["owners"].items()},
        "running": sorted(running, key=lambda row: row["harm"] < row["reserve"]),
        "closed": [row for row in reversed(rows) if row["closed"] is not None],
        "kinds": [each for each in law["charter"]["structure"]["actions"] if each["units"]] if law["charter"] else [],
    }


def _used(left: int, of: int) -> Shown:
    """Return what is used of a budget of harm, what is left, and the whole; a smaller budget may be overdrawn."""
    return {"left": left, "used": of - left, "of": of}


@page(router, "/trials/{trial}", "trial.html", here="/trials")
async def trial(reader: Reader) -> Shown:
    """Show one trial."""
    row = named(await reader.see_all("trials"), "trial", reader.asked["trial"], "trial", "/trials")
    shown, law = await reader.see("trial", trial=row["trial"]), await reader.see("charter")
    kind = next((each for each in law["charter"]["structure"]["actions"] if each["id"] == shown["kind"]), None)
    halted = shown["halted"] or {}
    evidence = [each["evidence"] for each in shown["releases"]]
    clause = f"purpose.values.{shown['metric']}"
    return {
        "may": await leave(reader, lambda _agent: [HaltTrial(row["trial"], clause)]),
        "t": shown,
        "row": row,
        "units": {each["id"]: each["unit"] for each in kind["terms"]} if kind else {},
        "kind": kind,
        "phase": PHASES.get(shown["stage"]),
        "over": shown["stage"] in ENDINGS,
        "texts": await texts(reader, [shown["reason"], halted.get("reason"), *evidence]),
        "guards": law["charter"]["agency"]["trials"]["guards"],
        "measured": sorted(
            {name for each in shown["batches"] for name in (*each["treated"], *each["control"], *each["disputed"])}
        ),
    }
