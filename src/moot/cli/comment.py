"""`moot comment`: to say something about a proposal, in whatever stage it is.

Laws: a comment is open at once and moves nothing; what has a weight is said by another verb, which is named.
"""

from typing import Unpack

import click

from moot.cli.asking import needed
from moot.cli.floor import Asked, Floor, floor, proposal_option, taking_the_floor
from moot.cli.matter import matter, reason_rows, versions_rows
from moot.cli.rows import Row
from moot.views import Shown


@click.command(short_help="Say something, for everybody to read.")
@taking_the_floor
@proposal_option
@click.option("--text", help="What you want to say.")
def comment(reference: str | None, text: str | None, **asked: Unpack[Asked]) -> None:
    """Say something about an open proposal in the moot in FOLDER, in whatever stage it is.

    Everybody can read it at once, also while reviews, forecasts or votes are sealed: what you give away
    of yours is not sealed any more. A comment moves nothing. The charter says how many an owner has.
    """
    from moot.core.proposal import STAGES

    with floor(asked) as now:
        page = matter(now, reference, list(STAGES))
        text = needed(text, "--text", "What do you want to say")
        rows = [*versions_rows(now, page), *reason_rows(now, page), ("comment", f"“{text}”"), _left_row(now, page)]
        rows.append(("open", "everybody can read it at once; it cannot be taken back, and moves nothing"))
        now.file(f"a comment on {page['target']}", rows, lambda: now.member.comment(page["proposal"], text))


def _left_row(floor: Floor, page: Shown) -> Row:
    """Return how many comments the owner has left on this proposal."""
    proposal = floor.assembly.proposals[page["proposal"]]
    most, owner = proposal.frozen.charter.clarity.comments, floor.member.owner
    return "left", f"{owner} has {most - proposal.comments.get(owner, 0)} of {most} (clarity.comments)"
