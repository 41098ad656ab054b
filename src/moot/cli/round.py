"""`moot round`: to open a round of a budget, to give points to its projects, and to see what it bought and why.

Laws: what a round spends and until when is shown before it is opened; a ballot names projects by the first digits of
their ids, and what it leaves out gets nothing; reading needs no key.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from moot.cli.amounts import assignment, whole
from moot.cli.asking import chosen, missing
from moot.cli.entries import one_line
from moot.cli.failure import BadUsage, NotThere, json_option
from moot.cli.floor import Asked, Floor, floor, folder_argument, taking_the_floor, url_option
from moot.cli.matter import Noun, meant
from moot.cli.rows import Row, tell
from moot.cli.surroundings import surroundings
from moot.cli.words import instant, some, worded
from moot.views import Shown
from moot.views.wording import money

if TYPE_CHECKING:
    from moot.cli.seen import Seen
    from moot.core.charter import Budget

ROUND = Noun(
    "round",
    called=lambda row: f"{row['round'][:8]} of {row['budget']}",
    begins="moot round open begins one",
    window=lambda _stages: "structure.rounds",
)


round_option = click.option("--round", "reference", metavar="ID", help="Which one, by the first digits of its id.")


@click.group(short_help="Spend a budget together: open a round, vote in one, or read one.")
def round() -> None:  # noqa: A001 - what people call it
    """Spend a budget of the charter together.

    While a round is open, owners put projects in it with moot propose; then each owner files one sealed ballot on
    all of them, and the budget is spent by the charter's rule, so that who comes first never matters.
    """


@round.command("open", short_help="Open a round of a budget.")
@taking_the_floor
@click.option("--budget", help="Which one, if the charter has several.")
def open_(budget: str | None, **asked: Unpack[Asked]) -> None:
    """Open a round of a budget of the moot in FOLDER, into which owners then put projects."""
    from moot.cli.inboxes import left

    with floor(asked) as now:
        spent = _budget(now, budget)
        rows = [
            (
                "spends",
                f"at most {money(spent.amount)} credits of the commons fund, by {worded(spent.rule)}",
            ),
            ("pays for", ", ".join(each.kind for each in spent.kinds)),
            ("takes", f"projects for {left(spent.window, 0)}, {spent.each} of an owner at most"),
            ("then", f"everybody votes for {left(spent.ballot, 0)}, sealed"),
        ]
        now.file(f"the opening of a round of {spent.id}", rows, lambda: now.member.open_round(spent.id))


def _budget(floor: Floor, name: str | None) -> "Budget":
    budgets = {each.id: each for each in floor.charter.structure.rounds}
    if not budgets:
        raise NotThere(
            "the charter names no budget",
            code="NotFound",
            mend="moot charter amend can name one (structure.rounds)",
        )
    if name is None and len(budgets) == 1:
        [name] = budgets
    return budgets[chosen(name, "--budget", "Which budget", list(budgets), "budget")]


@round.command(short_help="Give points to the projects of a round, sealed.")
@taking_the_floor
@round_option
@click.option("--give", "given", multiple=True, metavar="PROJECT=POINTS", help="Points for a project; repeat for more.")
@click.option("--nothing", is_flag=True, help="You want none of them.")
def vote(*, reference: str | None, given: tuple[str, ...], nothing: bool, **asked: Unpack[Asked]) -> None:
    """File your owner's ballot on the projects of the open round of the moot in FOLDER.

    The record shows that you voted; how, is sealed until the ballot is over. Vote again to change your mind.
    """
    with floor(asked) as now:
        row = meant(now, ROUND, reference, ["voting"])
        page = now.see("round", round=row["round"])
        projects = {
            str(each): _project(now.see("proposal", proposal=each), cost) for each, cost in page["projects"].items()
        }
        rule = next((each.points for each in now.charter.structure.rounds if each.id == page["budget"]), "approval")
        most = 10 if rule == "score" else 1
        points = _points(given, projects, most) if given or nothing else _answered(now, projects, most)
        rows = [(f"gives {points.get(each, 0)}", f"{each[:8]}: {what}") for each, what in projects.items()]
        rows.append(("sealed", "until the ballot is over; a later one replaces it"))
        now.file(f"a ballot on the round of {page['budget']}", rows, lambda: now.member.ballot(page["round"], points))


def _project(page: Shown, cost: int) -> str:
    terms = ", ".join(f"{name} {number}" for name, number in page["versions"][page["original"]]["terms"].items())
    return f"{page['kind']} with {terms}, by {page['author']}: {money(cost)} credits"


def _points(given: tuple[str, ...], projects: dict[str, str], most: int) -> dict[str, int]:
    """Return the points that are given, without those that are none."""
    example = f"{next(iter(projects), '1a2b3c4d')[:8]}=1"
    found = {}
    for name, amount in (assignment(each, example) for each in given):
        number = whole(amount, example)
        if not 0 <= number <= most:
            raise BadUsage(f"a project gets 0 to {most}, not {number}", code="OutOfBounds", mend=f"give {example}")
        found[_called(name, projects)] = number
    return {each: number for each, number in found.items() if number}


def _answered(floor: Floor, projects: dict[str, str], most: int) -> dict[str, int]:
    """Return the points that somebody answers with, without those that are none."""
    if not surroundings().asks:
        raise missing("--give PROJECT=POINTS, or --nothing", "what does each project get")
    floor.say(f"The projects; each gets 0 to {most}", [(each[:8], what) for each, what in projects.items()])
    found = {each: click.prompt(each[:8], default=0, type=click.IntRange(0, most), err=True) for each in projects}
    return {each: number for each, number in found.items() if number}


def _called(name: str, projects: dict[str, str]) -> str:
    found = [each for each in projects if each.startswith(name)]
    if len(found) != 1:
        raise BadUsage(
            f"'{name}' is {'no project' if not found else 'the beginning of several projects'} of this round",
            code="NotFound",
            mend=f"there are {', '.join(each[:8] for each in projects) or 'none'}",
        )
    return found[0]


@round.command(short_help="Read one round, from its beginning.")
@folder_argument
@url_option
@round_option
@json_option("Print one JSON object: all that is public about the round.")
def show(folder: Path, reference: str | None, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Read what was put in a round of the moot in FOLDER, what was bought, and why: the last, or the one you name."""
    from moot.cli.seen import seeing

    with seeing(folder) as seen:
        known = [str(row["round"]) for row in seen.rows("rounds")]
        found = [each for each in known if each.startswith(reference)] if reference else known[-1:]
        if len(found) != 1:
            raise NotThere(
                f"{'several rounds begin' if found else 'no round begins'} with {reference}"
                if reference
                else "no round was ever opened",
                code="NotFound",
                instead="There is nothing to show, and nothing was recorded.",
                mend=f"there are {', '.join(each[:8] for each in known)}"
                if known
                else f"moot round open {folder} begins one, if the charter names a budget",
            )
        page = seen.view("round", round=found[0])
        if as_json:
            click.echo(one_line({"kind": "round", **page}))
            return
        tell(_rows(seen, page))


def _rows(seen: "Seen", page: Shown) -> Iterator[Row]:
    from moot.views.rounds import FATES

    yield "round", f"{page['round'][:8]} of {page['budget']}, opened {instant(page['opened'])} by {page['owner']}"
    yield "spends", f"at most {money(page['amount'])} credits"
    if page["until"]:
        waits = f"; waits for {some(page['awaits'])}" if page["awaits"] else ""
        yield "stands", f"in {worded(page['stage'])} until {instant(page['until'])}{waits}"
    yield "voted", f"{len(page['voted'])} of {len(page['voters'])} owners"
    outcome = page["outcome"]
    fates = {each["proposal"]: each for each in outcome["fates"]} if outcome else {}
    for each, cost in page["projects"].items():
        said = _project(seen.view("proposal", proposal=each), cost)
        if fate := fates.get(each):
            said += f"; {FATES[fate['verdict']]}{', by lot between equals' * fate['by_lot']}"
        yield "project", f"{each[:8]}: {said}"
    if outcome:
        yield "spent", f"{money(outcome['spent'])} credits; {money(outcome['left'])} go back to the fund"
