"""`moot reveal`: to disclose the chance that one's owner committed to, when the lot asks for it.

Laws: a link is disclosed for the proposal, jury, trial or round for which it was assigned, and never before.
"""

from typing import Unpack

import click

from moot.cli.failure import NOTHING, Declined, Failure
from moot.cli.floor import Asked, Floor, floor, proposal_option, taking_the_floor
from moot.cli.matter import matter
from moot.views import Shown
from moot.views.wording import money, short

STAGES = ("drawing", "timelock")
DRAWN = {
    "dispute": ("the jury of dispute", "draw who judges"),
    "trial": ("the guard of trial", "draw who guards"),
    "round": ("the count of round", "part projects that are wanted alike"),
}


@click.command(short_help="Disclose your part of the lot.")
@taking_the_floor
@proposal_option
def reveal(reference: str | None, **asked: Unpack[Asked]) -> None:
    """Disclose the part of the lot that you committed to when the moot in FOLDER was founded.

    Nobody alone can bend who is drawn, because several owners and the clerk each add a number that
    they could not choose afterwards. Whoever keeps it back loses a deposit.
    """
    with floor(asked) as now:
        if row := _elsewhere(now, reference):
            title, helps = next(said for noun, said in DRAWN.items() if noun in row)
            _file(now, _id(row), f"{title} {short(_id(row))}", helps, _awaited(now, row) or 0)
            return
        if reference is None and not now.pending("proposal") and any(map(now.pending, DRAWN)):
            raise _nothing_awaited(now.member.owner)
        page = matter(now, reference, STAGES)
        helps = "draw who reviews" if page["stage"] == "drawing" else "draw which candidate runs"
        _file(now, page["proposal"], page["target"], helps, _number(now, page))


def _file(floor: Floor, about: str, title: str, helps: str, number: int) -> None:
    rows = [
        ("link", f"number {number} of {floor.member.owner}'s chain; it helps to {helps}"),
        ("deposit", f"{money(floor.charter.agency.chance_deposit)} credits come back to you with it"),
    ]
    floor.file(f"the link for {title}", rows, lambda: floor.member.reveal(about, number))


def _elsewhere(floor: Floor, reference: str | None) -> Shown | None:
    """Return the dispute, trial or round that waits for this owner's link, if no proposal is meant or waits for one."""
    rows = [row for noun in DRAWN for row in floor.pending(noun) if _awaited(floor, row) is not None]
    if reference is None:
        return rows[0] if rows and all(_awaited(floor, row) is None for row in floor.pending("proposal")) else None
    return next((row for row in rows if _id(row).startswith(reference)), None)


def _id(row: Shown) -> str:
    return str(row.get("dispute") or row.get("trial") or row["round"])


def _awaited(floor: Floor, row: Shown) -> int | None:
    """Return the number of the link of this owner for which a row of the docket waits."""
    for each in row["awaits"]:
        if (each["act"], each["owner"]) == ("RevealChance", floor.member.owner):
            return int(each["number"])
    return None


def _number(floor: Floor, page: Shown) -> int:
    for row in floor.pending("proposal"):
        if row["proposal"] == page["proposal"] and (number := _awaited(floor, row)) is not None:
            return number
    raise _nothing_awaited(floor.member.owner)


def _nothing_awaited(owner: str) -> Failure:
    return Declined(
        f"no link of {owner} is awaited",
        code="NotYours",
        instead=f"{NOTHING} Others were named to add chance to what is open, or yours is there already.",
        mend="moot inbox shows what waits for you",
    )
