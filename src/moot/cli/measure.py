"""`moot measure`: what a meter found of what ran, sealed until the other meters reported too.

Laws: a meter measures the values that the charter gives it, all of them, once the horizon has run.
"""

from typing import TYPE_CHECKING, NoReturn, Unpack

import click

from moot.cli.asking import shares_of
from moot.cli.failure import NOTHING, Declined
from moot.cli.floor import Asked, Floor, floor, proposal_option, taking_the_floor
from moot.cli.matter import matter, ran_row
from moot.cli.rows import Row
from moot.cli.words import round_percent

if TYPE_CHECKING:
    from moot.core.charter import Charter


@click.command(short_help="Say what was measured, as a meter.")
@taking_the_floor
@proposal_option
@click.option("--found", multiple=True, metavar="VALUE=SHARE", help="pace=80%; repeat it for each of your values.")
def measure(reference: str | None, found: tuple[str, ...], **asked: Unpack[Asked]) -> None:
    """Say what you found of what ran in the moot in FOLDER: for the meters that the charter names.

    Meters do not see each other's findings before all are in; where they are too far apart, nothing is
    settled. A program can do the same: docs/how-to/add-a-world.md.
    """
    from moot.core.commands import Measure

    with floor(asked) as now:
        page = matter(now, reference, ["measuring"])
        ran = page["drawn"] or page["status_quo"]
        mine = metered(now.charter, now.member.agent) or _refuse(now)
        rows = [ran_row(now, page, ran), *to_measure(now.charter, mine)]
        if not found:
            now.say("To measure", rows)
        values = values_found(mine, "--found", found)
        rows += [("found", f"{name} {round_percent(share)}") for name, share in values.items()]
        rows.append(("sealed", "until all meters reported; it cannot be taken back"))
        now.file(
            f"a measurement of {page['target']}",
            rows,
            lambda: now.member.report_measure(page["proposal"], ran, Measure(values)),
        )


def metered(charter: "Charter", meter: str) -> list[str]:
    """Return the values that a charter has this agent measure."""
    return [each.value for each in charter.awareness.metering if meter in each.meters]


def to_measure(charter: "Charter", mine: list[str]) -> list[Row]:
    """Return what is to be measured of each value of a meter."""
    return [(worth.id, worth.measure) for worth in charter.purpose.values if worth.id in mine]


def _refuse(floor: Floor) -> NoReturn:
    from moot.core.charter import meters

    raise Declined(
        f"{floor.member.agent} is no meter",
        code="NotYours",
        instead=f"{NOTHING} The reason is the clause awareness.metering: it names {', '.join(meters(floor.charter))}.",
        mend="let them measure, each with its own key",
    )


def values_found(mine: list[str], option: str, texts: tuple[str, ...], where: str = "") -> dict[str, int]:
    """Return what was found (ppm) of each value of a meter, as `option` says it or as somebody answers."""
    return shares_of({name: f"What {name} measured{where}, in %" for name in mine}, option, texts, "value of yours")
