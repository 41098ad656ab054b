"""The page of values: what they weigh, how that came about, what would flip, and a form to say one's own weights.

Laws: the weights are those of the view, to its last digit in the form; a line has a step for each re-pricing and ends
at the weight in force; what somebody asks for counts when the epoch is closed, and the page says so; what somebody
tries stands in the address, is decided by the rules without being filed, and changes nothing.

>>> history = [{"received": 5, "epoch": 0, "old": {"safety": 2}, "new": {"safety": 3}}]
>>> steps({"weights": {"safety": 3}, "history": history}, 1)
{'safety': [(1, 2), (5, 3)]}
"""

from collections.abc import Mapping
from typing import Final

import orjson
from fastapi import APIRouter

from moot.core.act import MILLION, Instant, Ppm
from moot.core.assembly.epochs import priced
from moot.core.commands import WeighValues
from moot.views.amounts import percent
from moot.web.pages.entitled import after, leave
from moot.web.pages.finding import numbers
from moot.web.pages.flipping import least, steps_of
from moot.web.pages.frame import Reader, Shown, page
from moot.web.pages.press import Palette, exact
from moot.wire.units import PPM

router: Final = APIRouter()


@page(router, "/values", "values.html")
async def values(reader: Reader) -> Shown:
    """Show what the values weigh, and what moved them."""
    shown, law = await reader.see("values"), await reader.see("charter")
    history, worths = law["history"], law["charter"]["purpose"]["values"] if law["charter"] else []
    lines = steps(shown, history[0]["since"] if history else 0)
    flips = (await reader.see("flips"))["rows"]
    return {
        "may": await leave(reader, lambda _agent: [WeighValues(shown["weights"])]),
        "flips": [row for row in map(least, flips) if row],
        "firm": sum(least(row) is None for row in flips),
        "steps": steps_of(flips, list(shown["weights"])),
        "numbers": await numbers(reader),
        **await _tried(reader, shown["weights"]),
        "v": shown,
        "worths": sorted(worths, key=lambda each: -shown["weights"].get(each["id"], 0)),
        "law": law["charter"],
        "pulse": (await reader.see("pulse"))["values"],
        "lines": lines,
        "tints": tints(law),
        "moved_said": "; ".join(
            f"{name} {percent(line[0][1])} at first, {percent(line[-1][1])} now" for name, line in lines.items()
        ),
        "moves": [row for row in reversed(shown["history"]) if row["moved_by"]],
    }


async def _tried(reader: Reader, now: Mapping[str, Ppm]) -> Shown:
    """Return what the weights that the address asks for would bring: together with the others', and by themselves."""
    asked = {name: reader.asked.get(f"body/weights/{name}:percent") for name in now}
    if not now or not all(asked.values()):
        return {"tried": None, "mine": now, "odd": ""}
    try:
        mine = {name: PPM.read(f"{str(text).strip()} %") for name, text in asked.items()}
    except ValueError as error:
        return {"tried": None, "mine": now, "odd": f"{error}"}
    if sum(mine.values()) != MILLION:
        return {"tried": None, "mine": mine, "odd": f"the numbers sum to {exact(sum(mine.values()))} %, not to 100 %"}
    rows = (await reader.see("flips", weights=orjson.dumps(mine).decode()))["rows"]
    then = after(reader, WeighValues(mine))
    return {
        "tried": [row for row in rows if row["would"] not in (None, row["present"])],
        "decisions": len(rows),
        "together": priced(then) if then else None,
        "mine": mine,
        "odd": "",
    }


def tints(law: Shown) -> dict[str, str]:
    """Return the class that colours each value."""
    names = [each["id"] for each in law["charter"]["purpose"]["values"]] if law["charter"] else []
    palette = Palette(names)
    return {name: palette.tint(name) for name in names}


def steps(shown: Shown, since: Instant) -> dict[str, list[tuple[Instant, Ppm]]]:
    """Return for each value that weighs something its weights over time, from the founding on."""
    history = shown["history"]
    lines: dict[str, list[tuple[Instant, Ppm]]] = {}
    for name, weight in shown["weights"].items():
        began = history[0]["old"].get(name, 0) if history else weight
        lines[name] = [(since, began), *((row["received"], row["new"].get(name, 0)) for row in history)]
    return lines
