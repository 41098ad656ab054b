"""`moot value`: what the values weigh, which floors they have, how they measured, and who moved them.

Laws: reading changes nothing; a weight that moved is shown with those whose acts moved it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moot.cli.entries import one_line
from moot.cli.failure import json_option
from moot.cli.floor import folder_argument, url_option
from moot.cli.rows import labelled
from moot.cli.words import listed, round_percent
from moot.views import Shown

if TYPE_CHECKING:
    from moot.cli.seen import Seen


@click.command(short_help="See what the values weigh, and who moved them.")
@folder_argument
@url_option
@json_option("Print one JSON object: the values with weight, floor and measurements, vectors, and every re-pricing.")
def value(folder: Path, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """See the values of the moot in FOLDER: weights, floors, measurements, and who moved the weights when."""
    from moot.cli.seen import seeing

    with seeing(folder) as seen:
        shown = _values(seen)
        if as_json:
            click.echo(one_line({"kind": "values", **shown}))
            return
        for row in _rows(shown):
            click.echo(row)


def _values(seen: "Seen") -> Shown:
    """Return each value with all that is known of it, everybody's vectors, and the past by whose acts moved it."""
    weighed = seen.view("values")
    by = {entry.id: entry.act.by for entry in seen.entries}
    purpose = seen.view("charter")["charter"]["purpose"]["values"]
    runs = [(name, run) for name in seen.names("targets") for run in seen.view("target", target=name)["history"]]
    values = [
        {
            **worth,
            "now": weighed["weights"][worth["id"]],
            "measured": [
                {"target": name, "proposal": run["proposal"], "share": run["measured"][worth["id"]]}
                for name, run in runs
                if worth["id"] in run["measured"]
            ],
        }
        for worth in purpose
    ]
    history = [{**each, "movers": [by[act] for act in each["moved_by"]]} for each in weighed["history"]]
    return {"values": values, "epoch": weighed["epoch"], "vectors": weighed["vectors"], "history": history}


def _rows(shown: Shown) -> Iterator[str]:
    yield f"Epoch {shown['epoch']}"
    yield f"\n  {'value':<14} {'weight':>7} {'at first':>9} {'floor':>7} {'measured':>9}"
    for each in shown["values"]:
        floor = "-" if each["floor"] is None else round_percent(each["floor"])
        last = each["measured"][-1]["share"] if each["measured"] else each["founding"]
        cells = (round_percent(each["now"]), round_percent(each["weight"]), floor, round_percent(last))
        weight, first, floor, found = (cell.replace("\xa0", " ") for cell in cells)
        mark = "" if each["measured"] else "*"
        yield f"  {each['id']:<14} {weight:>7} {first:>9} {floor:>7} {found:>9}{mark}"
    if not all(each["measured"] for each in shown["values"]):
        yield "  * as the founders put it: not measured yet"
    yield "\nWhat they mean"
    yield from (labelled(each["id"], each["measure"]) for each in shown["values"])
    if shown["vectors"]:
        yield "\nWho says what they are worth"
    for owner, vector in shown["vectors"].items():
        yield labelled(owner, ", ".join(f"{name} {round_percent(each)}" for name, each in vector.items()))
    yield from _past(shown["history"])


def _past(history: list[Shown]) -> Iterator[str]:
    moved = [each for each in history if each["new"] != each["old"]]
    if moved:
        yield "\nHow the weights moved"
    for each in moved:
        said = ", ".join(
            f"{name} {round_percent(each['old'][name])} → {round_percent(new)}"
            for name, new in each["new"].items()
            if new != each["old"][name]
        )
        yield labelled(f"epoch {each['epoch']}", f"{said}, moved by {listed(each['movers']) or 'nobody anew'}")
