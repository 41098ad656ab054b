"""`moot invite`: to vouch for a newcomer, for whom keys are made to be handed over.

Laws: the newcomer's key is on disk before the record knows it, and gone again if the invitation is refused;
a key that lies there already is never replaced.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from moot.cli.asking import needed
from moot.cli.failure import NOTHING, BadUsage
from moot.cli.floor import Asked, Floor, floor, taking_the_floor
from moot.cli.surroundings import surroundings

if TYPE_CHECKING:
    from moot.cli.founders import Pair
    from moot.core.commands import InviteOwner


@click.command(short_help="Vouch for a newcomer, and make its keys.")
@taking_the_floor
@click.option("--owner", metavar="NAME", help="What the newcomer is called: small letters, digits, '.', '_' and '-'.")
def invite(owner: str | None, **asked: Unpack[Asked]) -> None:
    """Vouch for somebody who is to have a voice in the moot in FOLDER.

    Others have to vouch for it too, with moot admit. Then it joins with its own key, and some epochs later
    its voice begins. As long as you answer for it, you pay along for what it loses by its own fault. An
    invitation lapses with the second epoch's end; a later one takes the place of your earlier one.
    """
    from moot.cli.founders import Pair, handed_over
    from moot.cli.voice import HAND_OVER
    from moot.kit.keys import SEED_BYTES

    with floor(asked) as now:
        name = needed(owner, "--owner NAME", "What is the newcomer called")
        place = asked["folder"] / HAND_OVER
        require_no_key(place, name)
        pair = Pair(*(surroundings().chance(SEED_BYTES).hex() for _ in range(2)))
        rules = now.charter.structure.admission
        rows = [
            ("invites", name),
            ("needs", f"{rules.sponsors} owners who vouch for it, you among them (structure.admission.sponsors)"),
            ("hand over", f"{place / name}.key and .recovery, which are made now; keep no copy"),
            ("answer", f"for {rules.liability} epochs of its voice you pay along for its faults"),
        ]
        newcomer = _newcomer(now, name, pair)
        now.file(
            f"an invitation of {name}",
            rows,
            lambda: handed_over(name, pair, place, lambda: now.member.invite(newcomer)),
        )


def require_no_key(place: Path, name: str) -> None:
    """End with `BadUsage` if `name` is no name for a key, or a key of that name lies in `place`."""
    from moot.cli.voice import ENDING

    path = place / f"{name}{ENDING}"
    if Path(name).name != name or path.exists():
        raise BadUsage(
            f"{path} is there already" if Path(name).name == name else f"'{name}' is no name",
            code="KeyIsThere" if path.exists() else "BadShape",
            instead=f"{NOTHING} No key is ever replaced by another.",
            mend="choose another name, or take that file away if it was never handed over",
        )


def _newcomer(floor: Floor, name: str, pair: "Pair") -> "InviteOwner":
    """Return what is said of a newcomer in public: everything that a person may do who has no agents."""
    from moot.core.commands import InviteOwner
    from moot.kit import founding

    person = founding.citizen(pair.ring(floor.charter), name, pair.recovers)
    return InviteOwner(name, person.id, person.key, person.recovery, person.may)
