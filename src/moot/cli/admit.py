"""`moot admit`: to vouch for whom another owner has invited.

Laws: it is exactly the invitation that is shown which is vouched for.
"""

from typing import Unpack

import click

from moot.cli.asking import chosen
from moot.cli.failure import NotThere
from moot.cli.floor import Asked, Floor, floor, taking_the_floor
from moot.cli.words import listed
from moot.views import Shown
from moot.views.wording import counted


@click.command(short_help="Vouch for whom another has invited.")
@taking_the_floor
@click.option("--owner", metavar="NAME", help="Whom, if several are invited.")
def admit(owner: str | None, **asked: Unpack[Asked]) -> None:
    """Vouch for somebody whom another owner has invited to the moot in FOLDER.

    Once enough owners vouch, it is an owner without voice. It joins with its own first act, moot key
    chance, and some epochs later its voice begins.
    """
    with floor(asked) as now:
        row = _invited(now, owner)
        rules, name = now.charter.structure.admission, row["owner"]
        vouching = len(row["sponsors"]) + 1
        rows = [
            ("admits", f"{name}, for whom {listed(row['sponsors'])} vouched"),
            ("with you", f"{counted(vouching, 'owner')} of {rules.sponsors} (structure.admission.sponsors)"),
            ("then", f"{name} joins with moot key chance --as {name}; {rules.vesting} epochs later it has a voice"),
            ("answer", f"for {rules.liability} epochs of its voice you pay along for its faults"),
        ]
        now.file(f"that you vouch for {name}", rows, lambda: now.member.admit(name))


def _invited(floor: Floor, name: str | None) -> Shown:
    """Return the invitation that is meant; ends with a `Failure` if there is none, or several."""
    rows = {row["owner"]: row for row in floor.member.see_all("admissions") if row["stage"] == "invited"}
    if not rows or (name is not None and name not in rows):
        raise NotThere(
            f"nobody has invited {name}" if name else "nobody is invited",
            code="NotFound",
            mend=f"there are {', '.join(rows)}" if rows else "moot invite invites somebody",
        )
    if name is None and len(rows) == 1:
        [name] = rows
    return rows[chosen(name, "--owner NAME", "Whom do you vouch for", list(rows))]
