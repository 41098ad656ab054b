"""`moot dispute`: to say that what was measured, executed or done is not as it should be, with a bond.

Laws: a dispute names the clause that it says is broken; the bond, and what becomes of it, is shown before
it is signed.
"""

from typing import TYPE_CHECKING, Final, Unpack

import click

from moot.cli.amounts import credit
from moot.cli.asking import chosen, needed, perhaps
from moot.cli.floor import Asked, Floor, floor, proposal_option, taking_the_floor
from moot.cli.hearings import clause_row
from moot.cli.matter import matter
from moot.cli.rows import Row, because
from moot.views.wording import money

if TYPE_CHECKING:
    from moot.core.charter import Agency

ABOUT: Final = ("measurement", "execution", "conduct")
STAGES: Final = {"measurement": ["measured"], "execution": ["measuring"]}


class DisputeAsked(Asked):
    """What is disputed, under which clause, and what stands behind it."""

    reference: str | None
    about: str | None
    agent: str | None
    clause: str | None
    bond: str | None
    reason: str | None


@click.command(short_help="Have a jury judge what was measured or done.")
@taking_the_floor
@proposal_option
@click.option("--about", type=click.Choice(ABOUT), help="What meters agreed on, what was reported done, or an agent.")
@click.option("--agent", metavar="NAME", help="Whose conduct, with --about conduct.")
@click.option("--clause", metavar="CLAUSE", help="Which clause it breaks, by its id.")
@click.option("--bond", metavar="CREDITS", help="At least what the charter asks, which it is unless you say otherwise.")
@click.option("--reason", help="What you know, for everybody to read.")
def dispute(**asked: Unpack[DisputeAsked]) -> None:
    """Have a jury judge what was measured, reported as done, or how an agent acts, in the moot in FOLDER.

    A jury is drawn by lot from owners who are not involved, and what you dispute waits for it. You post a
    bond, which pays the jurors if they find otherwise. Meters that do not agree need no bond: their
    dispute opens by itself.
    """
    from moot.core.commands import Dispute

    with floor(asked) as now:
        about = chosen(asked["about"], "--about", "What do you dispute", ABOUT)
        subject, said, agency = _subject(now, about, asked)
        clause = needed(asked["clause"], "--clause CLAUSE", "Which clause does it break (moot charter show lists them)")
        bond = _bond(agency, asked["bond"])
        reason = perhaps(asked["reason"], "What do you know (Enter for nothing)")
        rows = [("about", said), clause_row(now, clause), *_bond_rows(bond)]
        rows += because(reason)
        now.file(
            f"a dispute about {said}",
            rows,
            lambda: now.member.dispute(
                Dispute(about, subject, clause, bond, now.member.hold(reason))  # type: ignore[arg-type] # of ABOUT
            ),
        )


def _subject(floor: Floor, about: str, asked: DisputeAsked) -> "tuple[str, str, Agency]":
    """Return the id of what is disputed, the same in words, and the rules on bonds that hold for it."""
    if about == "conduct":
        agent = needed(asked["agent"], "--agent NAME", "Whose conduct (moot member lists all)")
        return agent, f"the conduct of {agent}", floor.charter.agency
    page = matter(floor, asked["reference"], STAGES[about])
    frozen = floor.assembly.proposals[page["proposal"]].frozen.charter
    return page["proposal"], f"the {about} of {page['target']}", frozen.agency


def _bond(agency: "Agency", given: str | None) -> int:
    from moot.core.jury import SIZES

    return credit(given) if given else agency.dispute_bond * SIZES[0]


def _bond_rows(bond: int) -> list[Row]:
    return [
        ("bond", f"{money(bond)} credits; they come back if the jury finds for you (agency.dispute_bond)"),
        ("", "if it finds otherwise they pay the jurors, and the rest goes to whom you accuse"),
    ]
