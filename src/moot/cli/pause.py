"""`moot pause`: a guardian lets a proposal wait.

Laws: what is paused goes on by itself, where it was, with the time that it had left.
"""

from typing import Unpack

import click

from moot.cli.floor import Asked, floor, proposal_option, taking_the_floor
from moot.cli.guardians import case_rows
from moot.cli.matter import matter


@click.command(short_help="Let a proposal wait, as a guardian.")
@taking_the_floor
@proposal_option
@click.option("--clause", metavar="CLAUSE", help="Which clause it endangers, by its id.")
@click.option("--reason", help="Why, for everybody to read; it has to be given.")
def pause(reference: str | None, clause: str | None, reason: str | None, **asked: Unpack[Asked]) -> None:
    """Let a proposal in the moot in FOLDER wait, as a guardian whom the charter names.

    It goes on by itself, where it was, with the time that it had left; nobody can make it go on before.
    """
    from moot.cli.inboxes import left
    from moot.core.proposal import PAUSABLE, STAGES

    with floor(asked) as now:
        page = matter(now, reference, [name for name in STAGES if name in PAUSABLE])
        clause, reason, rows = case_rows(now, page, clause, reason)
        frozen = now.assembly.proposals[page["proposal"]].frozen.charter
        rows.append(("waits", f"{left(frozen.structure.windows.pause, 0)}, and then goes on (structure.windows.pause)"))
        title = f"a pause of the proposal on {page['target']}"
        now.file(title, rows, lambda: now.member.pause(page["proposal"], clause, reason))
