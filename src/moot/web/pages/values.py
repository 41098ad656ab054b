"""The page of values: what they weigh now, how that came about, and a form to say what they are worth to oneself.

Laws: the weights are those of the view, to its last digit in the form; a line has a step for each re-pricing and ends
at the weight in force; what somebody asks for counts when the epoch is closed, and the page says so.

>>> history = [{"received": 5, "epoch": 0, "old": {"safety": 2}, "new": {"safety": 3}}]
>>> steps({"weights": {"safety": 3}, "history": history}, 1)
{'safety': [(1, 2), (5, 3)]}
"""

from typing import Final

from fastapi import APIRouter

from moot.core.act import Instant, Ppm
from moot.views.amounts import percent
from moot.web.pages.frame import Reader, Shown, page
from moot.web.pages.press import Palette

router: Final = APIRouter()


@page(router, "/values", "values.html")
async def values(reader: Reader) -> Shown:
    """Show what the values weigh, and what moved them."""
    shown, law = await reader.see("values"), await reader.see("charter")
    history, worths = law["history"], law["charter"]["purpose"]["values"] if law["charter"] else []
    return {
        "v": shown,
        "worths": sorted(worths, key=lambda each: -shown["weights"].get(each["id"], 0)),
        "law": law["charter"],
        "pulse": (await reader.see("pulse"))["values"],
        "lines": steps(shown, history[0]["since"] if history else 0),
        "tints": tints(law),
        "now_said": ", ".join(f"{name} {percent(weight)}" for name, weight in shown["weights"].items()),
        "exact": exact,
        "moves": [row for row in reversed(shown["history"]) if row["moved_by"]],
    }


def tints(law: Shown) -> dict[str, str]:
    """Return the class that colours each value."""
    names = [each["id"] for each in law["charter"]["purpose"]["values"]] if law["charter"] else []
    palette = Palette(names)
    return {name: palette.tint(name) for name in names}


def exact(ppm: Ppm) -> str:
    """Return a share in percent with all its digits, as a form reads it back.

    >>> exact(275_902), exact(200_000)
    ('27.5902', '20')
    """
    return f"{ppm // 10_000}.{ppm % 10_000:04}".rstrip("0").rstrip(".")


def steps(shown: Shown, since: Instant) -> dict[str, list[tuple[Instant, Ppm]]]:
    """Return for each value that weighs something its weights over time, from the founding on."""
    history = shown["history"]
    lines: dict[str, list[tuple[Instant, Ppm]]] = {}
    for name, weight in shown["weights"].items():
        began = history[0]["old"].get(name, 0) if history else weight
        lines[name] = [(since, began), *((row["received"], row["new"].get(name, 0)) for row in history)]
    return lines
