"""`moot vote`: the owner's sealed vote on the printed lottery.

Laws: the paper is shown before the vote is signed; the record holds a hash until the ballot is closed;
a later vote replaces an earlier one.
"""

from typing import Unpack

import click

from moot.cli.asking import chosen, perhaps
from moot.cli.failure import BadUsage
from moot.cli.floor import Asked, Floor, floor, proposal_option, taking_the_floor
from moot.cli.matter import letter, matter, reason_rows, said_version
from moot.cli.rows import Row, because
from moot.cli.words import round_percent
from moot.views import Shown
from moot.views.wording import percent


@click.command(short_help="Vote on a proposal, sealed.")
@taking_the_floor
@proposal_option
@click.option("--for", "choice", flag_value="for", help="You want what is printed to run.")
@click.option("--against", "choice", flag_value="against", help="You want what is in force to stay.")
@click.option("--abstain", "choice", flag_value="abstain", help="You leave it to the others, and count to the quorum.")
@click.option("--reason", help="Why, for everybody to read once votes are open.")
@click.option("--block", metavar="CLAUSE", help="Say which clause it breaks; only with --against.")
def vote(
    reference: str | None, choice: str | None, reason: str | None, block: str | None, **asked: Unpack[Asked]
) -> None:
    """Vote for your owner on the open ballot of the moot in FOLDER.

    The record shows that you voted; how, is sealed until the ballot closes. Whoever runs this command
    on the machine that keeps the record could look; nobody can change it. Vote again to change your mind.
    """
    from moot.core.commands import Block, Vote

    with floor(asked) as now:
        page = matter(now, reference, ["ballot"])
        rows = [*reason_rows(now, page), *paper_rows(now, page)]
        if choice is None:
            now.say("The ballot paper", rows)
        choice = chosen(choice, "--for, --against or --abstain", "Your vote", ["for", "against", "abstain"])
        if block and choice != "against":
            raise BadUsage(
                "a block is a vote against",
                code="OutOfBounds",
                mend="give --against with --block, or leave --block out",
            )
        reason = perhaps(reason, "Why (Enter for none)")
        blocks = Block(block) if block else None
        rows += [("vote", choice), *([("block", block)] if block else []), *because(reason)]
        rows.append(("sealed", "until the ballot is closed; a later vote replaces this one"))
        now.file(
            f"a vote on {page['target']}",
            rows,
            lambda: now.member.vote(
                page["proposal"],
                page["paper"],
                Vote(choice, blocks, now.member.hold(reason)),  # type: ignore[arg-type] # one of the three
            ),
        )


def paper_rows(floor: Floor, page: Shown) -> list[Row]:
    """Return the printed lottery, and what stays if it does not pass."""
    rows = []
    for version, chance in page["lottery"].items():
        mark = ", recommended" if version == page["recommended"] else ""
        rows.append(
            (
                "would run",
                f"{letter(page, version)} with {round_percent(chance)}: {said_version(floor, page, version)}{mark}",
            )
        )
        pooled = ", ".join(f"{name} {percent(each['value'])}" for name, each in page["pools"][version].items())
        rows.append(("", f"forecast, in %: {pooled}; score {percent(page['scores'][version])}"))
    stays = page["status_quo"]
    rows.append(("else", f"{said_version(floor, page, stays)}, as it is"))
    rows.append(("", f"score {percent(page['scores'][stays])}"))
    return rows
