"""`moot withdraw`: to take one's proposal back, before forecasts close."""

from typing import Unpack

import click

from moot.cli.asking import perhaps
from moot.cli.floor import Asked, floor, proposal_option, taking_the_floor
from moot.cli.matter import matter, versions_rows
from moot.cli.rows import because


@click.command(short_help="Take your proposal back.")
@taking_the_floor
@proposal_option
@click.option("--reason", help="Why, for everybody to read.")
def withdraw(reference: str | None, reason: str | None, **asked: Unpack[Asked]) -> None:
    """Take your proposal in the moot in FOLDER back, as long as its forecasts are not open."""
    from moot.core.proposal import STAGES, WITHDRAWABLE

    with floor(asked) as now:
        page = matter(now, reference, [name for name in STAGES if name in WITHDRAWABLE])
        reason = perhaps(reason, "Why (Enter for none)")
        rows = [*versions_rows(now, page), ("ends", "the proposal, for good; the reviewers' fees stay paid")]
        rows += because(reason)
        now.file(
            f"that the proposal on {page['target']} is withdrawn",
            rows,
            lambda: now.member.withdraw(page["proposal"], reason),
        )
