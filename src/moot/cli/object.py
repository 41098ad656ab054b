"""`moot object`: to move one's vote towards against, once all votes are open.

Laws: whoever saw how the others voted may become stricter, never more lenient.
"""

from typing import Unpack

import click

from moot.cli.floor import Asked, proposal_option, taking_the_floor


class ObjectAsked(Asked):
    """How the vote moves."""

    reference: str | None
    abstain: bool
    reason: str | None


@click.command(short_help="Move your vote towards against, once votes are open.")
@taking_the_floor
@proposal_option
@click.option("--abstain", is_flag=True, help="Move from for to abstain only.")
@click.option("--reason", help="Why, for everybody to read.")
def object(**asked: Unpack[ObjectAsked]) -> None:  # noqa: A001 - the verb is called so
    """Move or add your owner's open vote against the proposal in the moot in FOLDER.

    The ballot is closed and every vote is open. What you learnt from the others' reasons may make you
    say no now; nobody can say yes any more.
    """
    from moot.cli.asking import perhaps
    from moot.cli.floor import floor
    from moot.cli.matter import matter
    from moot.cli.vote import paper_rows

    with floor(asked) as now:
        page = matter(now, asked["reference"], ["objection"])
        votes = ", ".join(f"{owner} {each['choice']}" for owner, each in page["votes"].items()) or "none"
        reason = perhaps(asked["reason"], "Why (Enter for none)")
        choice = "abstain" if asked["abstain"] else "against"
        rows = [*paper_rows(now, page), ("votes", votes), ("yours", f"is {choice} from now on")]
        rows += [("reason", f"“{reason}”")] * bool(reason)
        rows.append(("open", "this is not sealed, and cannot be taken back"))
        now.file(
            f"an objection on {page['target']}",
            rows,
            lambda: now.member.object_to(page["proposal"], page["paper"], choice, reason),  # type: ignore[arg-type]
        )
