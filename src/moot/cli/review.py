"""`moot review`: what a drawn reviewer says of a proposal, sealed until all reviews are in.

Laws: a review is on the original proposal and for one seat; a condition is on one term, so whether
a version meets it can be computed.
"""

from typing import TYPE_CHECKING, Unpack

import click

from moot.cli.amounts import bad_amount, condition
from moot.cli.asking import chosen, missing, perhaps
from moot.cli.citing import cite_option, cited, cited_rows
from moot.cli.failure import NOTHING, Declined, Failure, Overtaken
from moot.cli.floor import Asked, Floor, floor, proposal_option, taking_the_floor
from moot.cli.matter import matter, reason_rows, versions_rows
from moot.cli.rows import Row
from moot.cli.words import listed
from moot.views import Shown
from moot.views.wording import money

if TYPE_CHECKING:
    from moot.core.commands import Finding, Review

STANCES = ("for", "could_live", "against")


class ReviewAsked(Asked):
    """What may be said in a review."""

    reference: str | None
    mandate: str | None
    stance: str | None
    must: tuple[str, ...]
    should: tuple[str, ...]
    finding: tuple[str, ...]
    bonded: bool
    cite: str | None


@click.command(short_help="Review a proposal for which you were drawn, sealed.")
@taking_the_floor
@proposal_option
@click.option("--mandate", help="For which seat, if you hold several.")
@click.option("--for", "stance", flag_value="for", help="You support it.")
@click.option("--could-live", "stance", flag_value="could_live", help="You could live with it.")
@click.option("--against", "stance", flag_value="against", help="You do not support it.")
@click.option("--must", multiple=True, metavar="CONDITION", help="What a version must meet to win you: 'wip<=3'.")
@click.option("--should", multiple=True, metavar="CONDITION", help="What would make it better: 'wip in 2,3'.")
@click.option(
    "--finding",
    multiple=True,
    metavar="SEVERITY:CLAUSE",
    help="Which clause is touched, and how gravely (note, minor, major, critical).",
)
@click.option("--bonded", is_flag=True, help="Stand by your findings that a floor would be broken with a bond.")
@cite_option
def review(**asked: Unpack[ReviewAsked]) -> None:
    """Review the proposal in the moot in FOLDER for which you were drawn.

    Nobody sees your review, nor you theirs, until all are in or the time is over; then all are open.
    Who stays silent loses a deposit and is replaced. A finding may cite a trial. Where the charter asks
    for a bond behind a floor (agency.floor_bond), only a bonded finding excludes, and a trial may answer it.
    """
    with floor(asked) as now:
        page = matter(now, asked["reference"], ["review", "review_standins"])
        rows = [*versions_rows(now, page), *reason_rows(now, page)]
        mandate = _mandate(now, page, asked["mandate"])
        if asked["stance"] is None:
            now.say(f"For {mandate} you review", rows)
        stance = chosen(asked["stance"], "--for, --could-live or --against", "Your stance", STANCES)
        tried = cited(now, asked["cite"])
        said = _review(stance, asked, tried["trial"] if tried else None, interactive=asked["stance"] is None)
        rows += [*cited_rows(tried), *_bond_rows(now, page, said)]
        now.file(
            f"a review of A for {mandate}",
            [*rows, *_rows(said)],
            lambda: now.member.review(page["proposal"], page["original"], mandate, said),
        )


def _mandate(floor: Floor, page: Shown, name: str | None) -> str:
    """Return the seat that is meant: the one that still waits for this member, if it is one."""
    me = floor.member.agent
    mine: list[str] = [
        mandate
        for mandate, seats in page["seats"].items()
        for seat in seats
        if seat["agent"] == me and not seat["filed"]
    ]
    if name is None and len(mine) == 1:
        return mine[0]
    if name is None and not mine:
        raise _no_seat(floor, page)
    return chosen(name, "--mandate", "For which of your seats", mine)


def _no_seat(floor: Floor, page: Shown) -> Failure:
    """Return why no review of this member is awaited."""
    me = floor.member.agent
    if any(seat["agent"] == me for seats in page["seats"].values() for seat in seats):
        return Overtaken("your reviews are filed", code="AlreadyDone", mend="wait for the opening")
    seats = ", ".join(f"{seat['agent']} ({name})" for name, panel in page["seats"].items() for seat in panel)
    return Declined(
        f"{me} holds no seat on this proposal",
        code="NotYours",
        instead=f"{NOTHING} Reviewers are drawn by lot (structure.mandates); drawn were {seats}.",
        mend="wait for the negotiation, where any member may amend",
    )


def _review(stance: str, asked: ReviewAsked, trial: str | None, *, interactive: bool) -> "Review":
    from moot.core.commands import Review

    musts = list(asked["must"])
    if (
        interactive
        and not musts
        and (text := perhaps(None, "A condition that would win you, such as wip<=3 (Enter: none)"))
    ):
        musts = [text]
    conditions = [condition("must", each) for each in musts] + [condition("should", each) for each in asked["should"]]
    found = tuple(_finding(text, trial, bonded=asked["bonded"]) for text in asked["finding"])
    if (trial or asked["bonded"]) and not found:
        raise missing("--finding SEVERITY:CLAUSE", "What do you find")
    return Review(stance, found, tuple(conditions))  # type: ignore[arg-type] # a stance


def _bond_rows(floor: Floor, page: Shown, said: "Review") -> list[Row]:
    """Return what stands behind the findings; ends with a `Failure` where a bond counts for nothing."""
    clauses = [each.clause for each in said.findings if each.bonded]
    if not clauses:
        return []
    charter = floor.assembly.proposals[page["proposal"]].frozen.charter
    floors = [f"purpose.values.{worth.id}.floor" for worth in charter.purpose.values if worth.floor is not None]
    amount = charter.agency.floor_bond
    if not amount or not set(clauses).issubset(floors):
        raise Declined(
            f"no bond can stand behind {', '.join(clauses)}" if amount else "this charter asks for no such bond",
            code="OutOfBounds",
            instead=f"{NOTHING} A bond stands behind a floor, where agency.floor_bond asks for one.",
            mend=f"find on {', '.join(floors) or 'nothing'}" if amount else "leave --bonded out",
            more={"clause": "agency.floor_bond"},
        )
    each = f"{money(amount)} credits for each floor; they come back, unless a trial shows the terms to be above it"
    return [("bond", f"{each} (agency.floor_bond)")]


def _finding(text: str, trial: str | None, *, bonded: bool) -> "Finding":
    from moot.core.commands import Finding

    severity, colon, clause = text.partition(":")
    if not colon or severity not in {"note", "minor", "major", "critical"}:
        raise bad_amount(text, "major:purpose.values.pace.floor")
    return Finding(severity, clause, trial, bonded)  # type: ignore[arg-type] # one of the four


def _rows(said: "Review") -> list[Row]:
    stance = {"for": "for it", "could_live": "could live with it", "against": "against it"}[said.stance]
    rows = [("stance", stance)]
    rows += [
        (each.strength, f"{each.term} {each.relation} {listed([str(number) for number in each.value])}")
        for each in said.conditions
    ]
    rows += [("finding", f"{each.severity}: {each.clause}") for each in said.findings]
    rows.append(("sealed", "until all reviews are in; it cannot be taken back"))
    return rows
