"""`moot leave`: to leave with one's owner when the epoch ends.

Laws: what becomes of the name, the credits and what is open is shown before it is signed.
"""

from typing import Unpack

import click

from moot.cli.floor import Asked, floor, taking_the_floor
from moot.cli.words import instant
from moot.views.wording import money


@click.command(short_help="Leave a moot when the epoch ends.")
@taking_the_floor
def leave(**asked: Unpack[Asked]) -> None:
    """Leave the moot in FOLDER with your owner and all that acts for it, when the epoch ends.

    What you have drawn, staked or proposed you see through. It cannot be taken back.
    """
    from moot.core.assembly.state import epoch_ends

    with floor(asked) as now:
        owner, assembly = now.member.owner, now.assembly
        free = now.see("standing", owner=owner)["owners"][owner]["credits"]
        rows = [
            ("leaves", f"{owner}, when epoch {assembly.epoch} ends, {instant(epoch_ends(assembly))} or soon after"),
            ("owes", "what it has drawn, staked or proposed, until that is closed"),
            ("credits", f"what it has free goes to the fund once nothing counts on it, {money(free)} today"),
            ("for good", f"it cannot be taken back, and nobody is called {owner} again"),
        ]
        now.file(f"that {owner} leaves", rows, now.member.leave)
