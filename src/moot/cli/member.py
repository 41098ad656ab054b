"""`moot member`: who takes part, with which agents and mandates, and where each owner stands.

Laws: reading changes nothing; an owner without voice is shown with what it does instead.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moot.cli.entries import one_line
from moot.cli.failure import NotThere, json_option
from moot.cli.floor import folder_argument, url_option
from moot.cli.words import listed, share
from moot.views import Shown
from moot.views.wording import counted, money, percent

if TYPE_CHECKING:
    from moot.cli.seen import Seen


@click.command(short_help="See who takes part, and where they stand.")
@folder_argument
@url_option
@click.option("--owner", help="Show one owner only.")
@json_option("Print one JSON object: owners with voice, credits, influence and agents; every account.")
def member(folder: Path, owner: str | None, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """See the owners of the moot in FOLDER, the people and agents that act for them, and where each stands."""
    from moot.cli.seen import seeing

    with seeing(folder) as seen:
        known = seen.view("standing")["owners"]
        if owner is not None and owner not in known:
            raise NotThere(
                f"no owner is called {owner}",
                code="NotFound",
                instead="There is nobody to show.",
                mend=f"there are {', '.join(known)}",
            )
        shown = seen.view("standing", **({"owner": owner} if owner else {}))
        if as_json:
            click.echo(one_line({"kind": "members", **shown}))
            return
        for row in _rows(seen, shown):
            click.echo(row)


def _rows(seen: "Seen", shown: Shown) -> Iterator[str]:
    voiced = {name: each for name, each in shown["owners"].items() if each["voice"]}
    if voiced:
        yield f"{counted(len(voiced), 'owner')} with a voice"
    for name, each in voiced.items():
        influence = ", ".join(f"{value} {share(mass)} %" for value, mass in each["influence"].items())
        yield f"\n  {name}   {money(each['credits'])} credits   influence {influence}"
        for agent, track in each["agents"].items():
            yield f"    {agent}: {_agent(track)}"
    others = [agent for each in shown["owners"].values() if not each["voice"] for agent in each["agents"]]
    if others:
        yield "\nwithout a voice"
    for agent in others:
        yield f"  {agent}: {_duty(seen, agent)}"


def _agent(track: Shown) -> str:
    nature = "a person" if track["nature"] == "human" else f"an agent of the family {track['family'] or 'other'}"
    watches = f" who watches {listed(track['mandates'])}" if track["mandates"] else ""
    missed = ", ".join(f"{name} {percent(error)}" for name, error in track["error"].items())
    record = f"; {counted(track['forecasts'], 'forecast')}" if track["forecasts"] else ""
    return f"{nature}{watches}{record}{f', off by {missed} points on average' if missed else ''}"


def _duty(seen: "Seen", agent: str) -> str:
    """Return what the charter has this agent do."""
    charter = seen.view("charter")["charter"]
    executes = [kind["target"] for kind in charter["structure"]["actions"] if kind["executor"] == agent]
    measures = [each["value"] for each in charter["awareness"]["metering"] if agent in each["meters"]]
    duties = [f"carries out {', '.join(executes)}"] * bool(executes) + [f"measures {', '.join(measures)}"] * bool(
        measures
    )
    return " and ".join(duties) or "nothing that the charter names"
