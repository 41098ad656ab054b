"""`moot proposal`: one proposal from its beginning, and where it stands.

Laws: it is told as everywhere else in the terminal; what is sealed is absent; what members say of it stands by
itself, as their words.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from moot.cli.entries import one_line
from moot.cli.failure import BadUsage, NotThere, json_option
from moot.cli.floor import folder_argument, proposal_option, url_option
from moot.cli.rows import tell
from moot.cli.words import instant, worded
from moot.views import Shown
from moot.views.wording import short

if TYPE_CHECKING:
    from moot.cli.seen import Seen


@click.command(short_help="Read one proposal, from its beginning.")
@folder_argument
@url_option
@proposal_option
@json_option("Print one JSON object: all that is public about the proposal.")
def proposal(folder: Path, reference: str | None, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Read what happened to a proposal in the moot in FOLDER: the last one, unless you name another."""
    from moot.cli.screen import Screen
    from moot.cli.seen import seeing

    with seeing(folder) as seen:
        named = _named(seen, reference, folder)
        page = seen.view("proposal", proposal=named)
        if as_json:
            texts = {each["text"]: seen.text(each["text"]) for each in page["comments"]}
            click.echo(one_line({"kind": "proposal", **page, "texts": texts}))
            return
        Screen().show(*seen.story("proposal", named))
        until = f" until {instant(page['until'])}" if page["until"] else f": {page['why']}"
        _thread(seen, page)
        click.echo(f"\nIt {'is in' if page['until'] else 'ended'} {worded(page['stage'])}{until}")


def _thread(seen: "Seen", page: Shown) -> None:
    """Print what members said of the proposal, in the order in which it came."""
    if page["comments"]:
        click.echo("\nSaid about it, in its members' words")
    for each in page["comments"]:
        text = seen.text(each["text"])
        said = "its text is not held here" if text is None else f"“{text}”"
        tell([(each["agent"], f"{said} ({instant(each['received'])}, in {worded(each['stage'])})")])


def _named(seen: "Seen", reference: str | None, folder: Path) -> str:
    """Return the proposal that is meant."""
    from moot.core.events import ProposalSubmitted

    known = [event.proposal for entry in seen.entries for event in entry.events if isinstance(event, ProposalSubmitted)]
    found = [each for each in known if each.startswith(reference)] if reference else known[-1:]
    if len(found) > 1:
        raise BadUsage(
            f"several proposals begin with {reference}: {', '.join(map(short, found))}",
            code="WhichProposal",
            instead="Nothing was shown.",
            mend="give more digits",
        )
    if not found:
        raise NotThere(
            f"no proposal begins with {reference}" if reference else "nothing was ever proposed",
            code="NotFound",
            instead="There is nothing to show.",
            mend=f"moot log {folder} shows every act" if known else f"moot propose {folder}",
        )
    return found[0]
