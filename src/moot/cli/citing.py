"""Citing: a trial's report as evidence, in what somebody proposes, offers or finds.

Laws: what is cited is over, and stands in the record under the id that is cited; no rule reads it, people do;
a finding cites the trial itself, a reason names it by digits enough for no other.
"""

from typing import Final

import click

from moot.cli.failure import NOTHING, BadUsage, NotThere, Overtaken
from moot.cli.floor import Floor
from moot.cli.rows import Row
from moot.cli.trials import between
from moot.cli.words import instant, listed, signed, worded
from moot.views import Shown
from moot.views.wording import percent, short

DIGITS: Final = 16  # of an id, in a text


cite_option = click.option("--cite", metavar="TRIAL", help="A trial that is over, by the first digits of its id.")


def cited(floor: Floor, reference: str | None) -> Shown | None:
    """Return the page of the trial that is cited, if one is; ends with a `Failure` unless exactly one is over."""
    if reference is None:
        return None
    rows = [row for row in floor.member.see_all("trials") if row["trial"].startswith(reference)]
    if not rows:
        raise NotThere(f"no trial begins with {reference}", code="NotFound", mend="moot trial show shows the last")
    if len(rows) > 1:
        raise BadUsage(
            f"{len(rows)} trials begin with {reference}: {', '.join(short(row['trial']) for row in rows)}",
            code="WhichTrial",
            mend="give more digits",
        )
    if rows[0]["closed"] is None:
        raise Overtaken(
            f"trial {short(rows[0]['trial'])} is in {worded(rows[0]['stage'])} until {instant(rows[0]['until'])}",
            code="NotDue",
            instead=f"{NOTHING} What came of it is known once it is reported (agency.trials.report).",
            mend="cite it then",
            more={"clause": "agency.trials.report"},
        )
    return floor.see("trial", trial=rows[0]["trial"])


def cited_rows(page: Shown | None) -> list[Row]:
    """Return what the trial that is cited showed, as far as anybody reported."""
    if page is None:
        return []
    said = [
        f"{name} {signed(point, percent)} %"
        + (f", {between(page['effects'][name])}" if name in page["effects"] else "")
        for name, point in page["points"].items()
    ]
    tried = listed([f"{term} {number}" for term, number in page["terms"].items() if number != page["before"][term]])
    return [
        ("cites", f"trial {short(page['trial'])} of {tried}, {page['ending']}: {'; '.join(said) or 'nothing measured'}")
    ]


def with_citation(reason: str | None, page: Shown | None) -> str | None:
    """Return a reason that names the trial that is cited."""
    if page is None:
        return reason
    return " ".join(filter(None, (reason, f"See trial {page['trial'][:DIGITS]}.")))
