"""`moot cancel`: a guardian ends a proposal before it is drawn what runs.

Laws: it ends the proposal for good; bond and stakes go back.
"""

from typing import Unpack

import click

from moot.cli.floor import Asked, floor, proposal_option, taking_the_floor
from moot.cli.guardians import case_rows
from moot.cli.matter import matter


@click.command(short_help="End a proposal in its timelock, as a guardian.")
@taking_the_floor
@proposal_option
@click.option("--clause", metavar="CLAUSE", help="Which clause it endangers, by its id.")
@click.option("--reason", help="Why, for everybody to read; it has to be given.")
def cancel(reference: str | None, clause: str | None, reason: str | None, **asked: Unpack[Asked]) -> None:
    """End a proposal in the moot in FOLDER that has passed and waits to be carried out, as a guardian.

    What is in force stays in force; bond and stakes go back to those who posted them.
    """
    with floor(asked) as now:
        page = matter(now, reference, ["timelock"])
        clause, reason, rows = case_rows(now, page, clause, reason)
        rows.append(("ends", "the proposal, for good; bond and stakes go back"))
        title = f"the end of the proposal on {page['target']}"
        now.file(title, rows, lambda: now.member.cancel(page["proposal"], clause, reason))
