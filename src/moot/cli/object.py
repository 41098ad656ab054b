"""`moot object`: to move one's vote towards against, once all votes are open; or to mind where consent is asked for.

Laws: whoever saw how the others voted may become stricter, never more lenient; where nobody votes, an
objection says what it would take to stop what is proposed.
"""

from typing import Unpack

import click

from moot.cli.asking import perhaps
from moot.cli.floor import Asked, Floor, floor, proposal_option, taking_the_floor
from moot.cli.matter import matter
from moot.cli.rows import Row, because
from moot.cli.vote import paper_rows
from moot.cli.words import some
from moot.views import Shown
from moot.views.wording import counted


@click.command(short_help="Say no: once votes are open, or to consent.")
@taking_the_floor
@proposal_option
@click.option("--abstain", is_flag=True, help="Move from for to abstain only; where votes are.")
@click.option("--reason", help="Why, for everybody to read.")
def object(*, reference: str | None, abstain: bool, reason: str | None, **asked: Unpack[Asked]) -> None:  # noqa: A001 - the verb is called so
    """Say no to the proposal in the moot in FOLDER, openly.

    After a ballot every vote is open. What you learnt from the others' reasons may make you say no now;
    nobody can say yes any more. A small risk has no ballot: it is adopted by consent, unless so many
    owners object that it goes to a panel of reviewers, and to a ballot.
    """
    with floor(asked) as now:
        page = matter(now, reference, ["objection", "consent"])
        reason = perhaps(reason, "Why (Enter for none)")
        choice = "abstain" if abstain else "against"
        rows = [*paper_rows(now, page), *_standing_rows(now, page), ("yours", f"is {choice} from now on")]
        rows += because(reason)
        rows.append(("open", "this is not sealed, and cannot be taken back"))
        now.file(
            f"an objection on {page['target']}",
            rows,
            lambda: now.member.object_to(page["proposal"], page["paper"], choice, reason),  # type: ignore[arg-type]
        )


def _standing_rows(floor: Floor, page: Shown) -> list[Row]:
    """Return how the owners stand to it so far."""
    from moot.core.assembly.consenting import limit

    if page["stage"] != "consent":
        votes = ", ".join(f"{owner} {each['choice']}" for owner, each in page["votes"].items()) or "none"
        return [("votes", votes)]
    most = limit(floor.assembly.proposals[page["proposal"]])
    return [
        ("consent", f"is asked for: nobody votes, and {counted(most, 'objection')} bring it before a panel"),
        ("object", some(list(page["votes"])) or "nobody so far"),
    ]
