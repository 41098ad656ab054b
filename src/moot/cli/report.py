"""`moot report`: what became of a grant, said by whoever carries things out by hand.

Laws: a grant is used once, for exactly the version that was drawn; what is not known is never called done.
"""

from typing import NoReturn, Unpack

import click

from moot.cli.amounts import require_known, terms
from moot.cli.asking import chosen, missing
from moot.cli.failure import NOTHING, Declined
from moot.cli.floor import Asked, Floor, floor, proposal_option, taking_the_floor
from moot.cli.matter import matter, said_terms
from moot.cli.words import instant, worded
from moot.views import Shown

RESULTS = ("executed", "partly_executed", "failed", "unknown")


@click.command(short_help="Say what became of what was decided, as its executor.")
@taking_the_floor
@proposal_option
@click.option("--result", type=click.Choice(RESULTS), help="What became of it.")
@click.option(
    "--in-force", multiple=True, metavar="TERM=NUMBER", help="What is in force now, where that does not follow."
)
@click.option("--undone", is_flag=True, help="It failed, and what was before is in force again.")
def report(
    *, reference: str | None, result: str | None, in_force: tuple[str, ...], undone: bool, **asked: Unpack[Asked]
) -> None:
    """Carry out what was drawn in the moot in FOLDER, then say so: for the executor that the charter names.

    Without --result you see what was granted. A program can do the same: docs/how-to/add-a-world.md.
    """
    from moot.core.commands import ReportExecution

    with floor(asked) as now:
        page = matter(now, reference, ["executing"])
        grant = page["grant"]
        if grant["executor"] != now.member.agent:
            _refuse(now, grant)
        rows = [
            ("granted", f"{page['target']}: {said_terms(now, page['kind'], grant['terms'])}"),
            ("until", instant(grant["until"])),
        ]
        if result is None:
            now.say("Your grant", rows)
        result = chosen(result, "--result", "What became of it", RESULTS)
        before = page["versions"][page["status_quo"]]["terms"]
        after = in_force_after(grant["terms"], before, result, in_force)
        rows += [("result", worded(result)), ("in force", said_terms(now, page["kind"], after))]
        said = ReportExecution(grant["grant"], grant["version"], result, after, undone)  # type: ignore[arg-type] # one of the four
        now.file(f"what became of {page['target']}", rows, lambda: now.member.report_execution(said))


def _refuse(floor: Floor, grant: Shown) -> NoReturn:
    raise Declined(
        f"the grant is for {grant['executor']}, not for {floor.member.agent}",
        code="NotYours",
        instead=f"{NOTHING} The reason is the clause structure.actions.{grant['kind']}.executor.",
        mend=f"let {grant['executor']} report, with its key: --as {grant['executor']}",
    )


def in_force_after(
    granted: dict[str, int], before: dict[str, int], result: str, texts: tuple[str, ...]
) -> dict[str, int]:
    """Return the terms in force: the granted ones if executed, those before if it failed, but for what is said."""
    said = terms(texts)
    follows = granted if result in {"executed", "partly_executed"} else before
    require_known(said, follows, "term")
    if result == "partly_executed" and not said:
        raise missing("--in-force TERM=NUMBER", "What is in force now")
    return {**follows, **said}
