"""`moot forecast`: what a drawn reviewer expects of every candidate, with a stake on it.

Laws: every candidate and every value gets a number; a forecast is about what the meters will find, not
about what is wished; the stake is taken from the owner's credits and can be lost, nothing more.
"""

from typing import Unpack

import click

from moot.cli.amounts import assignment, credit, require_known, share
from moot.cli.asking import missing, needed
from moot.cli.floor import Asked, Floor, floor, proposal_option, taking_the_floor
from moot.cli.matter import letter, matter, said_version, version_called
from moot.cli.surroundings import surroundings
from moot.views import Shown
from moot.views.wording import money, percent

EXAMPLE = "pace=70% or B:pace=70%"


@click.command(short_help="Forecast what each candidate would bring, sealed.")
@taking_the_floor
@proposal_option
@click.option(
    "--expect",
    "cell",
    multiple=True,
    metavar="[VERSION:]VALUE=SHARE",
    help="B:pace=70% for one candidate, pace=70% for all that are not named; repeat it until all is said.",
)
@click.option("--stake", metavar="CREDITS", help="What you put on it; at least what the charter asks.")
def forecast(reference: str | None, cell: tuple[str, ...], stake: str | None, **asked: Unpack[Asked]) -> None:
    """Forecast what the meters will find for each candidate in the moot in FOLDER, should it run.

    You were drawn to review, so you are asked. Only the candidate that runs is settled: whoever came
    nearer gains from whoever was further off, and is heard more next time. Sealed until all are in.
    """
    from moot.core.commands import Forecast

    with floor(asked) as now:
        page = matter(now, reference, ["forecast", "forecast_standins"])
        rows = [(name, said_version(now, page, version)) for name, version in _candidates(page).items()]
        if not cell:
            now.say("What would be measured of each, should it run", rows)
        cells = _cells(now, page, cell)
        least = money(now.charter.agency.least_stake)
        put = credit(needed(stake, "--stake", "How many credits do you put on it", least))
        said = {version: name for name, version in _candidates(page).items()}
        rows += [
            (f"{said[version]} gives", ", ".join(f"{name} {percent(each)} %" for name, each in shares.items()))
            for version, shares in cells.items()
        ]
        rows.append(("stake", f"{money(put)} credits; you can lose them, and nothing more"))
        rows.append(("sealed", "until all forecasts are in; it cannot be taken back"))
        now.file(
            f"a forecast on {page['target']}",
            rows,
            lambda: now.member.forecast(page["proposal"], page["slate"], put, Forecast(cells)),
        )


def _candidates(page: Shown) -> dict[str, str]:
    return {letter(page, each["version"]): each["version"] for each in page["candidates"]}


def _cells(floor: Floor, page: Shown, texts: tuple[str, ...]) -> dict[str, dict[str, int]]:
    """Return a share for each candidate and value, as said, or as somebody answers."""
    values = [worth.id for worth in floor.charter.purpose.values]
    candidates = _candidates(page)
    said = _said(page, texts, values)
    cells: dict[str, dict[str, int]] = {}
    for name, version in candidates.items():
        row = {**said.get("", {}), **said.get(version, {})}
        for value in values:
            if value not in row:
                if not surroundings().asks:
                    raise missing(f"--expect {name}:{value}=SHARE", f"What {value} will measure if {name} runs")
                row[value] = _answer(name, value)
        cells[version] = {value: row[value] for value in values}
    return cells


def _said(page: Shown, texts: tuple[str, ...], values: list[str]) -> dict[str, dict[str, int]]:
    """Return what the options say, by version; under the empty name, what goes for all."""
    said: dict[str, dict[str, int]] = {}
    for text in texts:
        named, amount = assignment(text, EXAMPLE)
        version, _, value = named.rpartition(":")
        require_known([value], values, "value")
        key = version_called(page, version) if version else ""
        said.setdefault(key, {})[value] = share(amount, EXAMPLE)
    return said


def _answer(name: str, value: str) -> int:
    return share(click.prompt(f"{value} if {name} runs, in %", type=str, err=True).removesuffix("%").strip() + "%")
