"""`moot count`: a vote counted by a rule of choice, with the reason for each that won or did not.

Laws: the file is read strictly and never changed; the count needs no moot; every option has its reason; where the file
says what was decided, the two are compared, and a difference is shown, not judged.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Unpack

import click

from moot.cli.entries import one_line
from moot.cli.failure import BadUsage, NotThere, json_option
from moot.cli.line import printable
from moot.cli.parameters import Amount, Whole
from moot.cli.words import some
from moot.core.refusal import BadShape
from moot.views.wording import counted

if TYPE_CHECKING:
    from moot.cli.tallies import Answer, Choices, Compared
    from moot.wire.pabulib import Poll

RULES: Final = ("approval", "score", "schulze", "greedy", "greedy-no-skip", "greedy-threshold", "equal-shares")
COMPLETIONS: Final = ("none", "greedy", "add1", "add1-greedy")
_NAME: Final = 28  # letters of a project's name


@click.command(short_help="Count a vote, and say why.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--rule", type=click.Choice(RULES), help="How to count. Default: as the file says, else greedy.")
@click.option(
    "--utility",
    type=click.Choice(["cost", "points"]),
    default="cost",
    show_default=True,
    help="equal-shares: what a supporter has of a project, its points times the cost or the points alone.",
)
@click.option(
    "--completion",
    type=click.Choice(COMPLETIONS),
    default="add1",
    show_default=True,
    help="equal-shares: how to spend what is left: by raising everybody's share, by points, or both in turn.",
)
@click.option(
    "--step",
    type=Amount(),
    metavar="AMOUNT",
    help="add1: how much a raise is. Default: 1 unit, or a thousandth of a share where that is more.",
)
@click.option(
    "--seats", type=Whole(min=1), default=1, show_default=True, help="approval, score, schulze: how many win."
)
@json_option("Print one JSON object; amounts are whole millionths of the file's currency.")
def count(file: Path, as_json: bool, **choices: Unpack["Choices"]) -> None:  # noqa: FBT001 - click's way
    """Count the vote in FILE, a participatory budget in Pabulib's .pb format.

    approval, score and schulze fill places. The greedy rules and equal-shares spend the budget. Of equals, the one
    that stands earlier in the file comes first.
    """
    from moot.cli.tallies import compared, counted_by

    poll = _poll(file)
    with _waiting():
        answer = counted_by(poll, choices)
    beside = compared(poll, answer)
    if as_json:
        click.echo(one_line(_object(file, poll, answer, beside)))
    else:
        for row in _rows(poll, answer, beside):
            click.echo(row)


def _poll(file: Path) -> "Poll":
    from moot.wire.pabulib import read_pabulib

    try:
        return read_pabulib(file.read_bytes())
    except OSError as error:
        raise NotThere(
            f"{file} cannot be read: {error.strerror}", code="NoFile", instead="Nothing was counted.",
            mend="name a .pb file, such as those of pabulib.org",
        ) from error  # fmt: skip
    except BadShape as refused:
        raise BadUsage(
            f"{file}, {refused.why} ({refused.clause})", code=refused.code, instead="Nothing was counted.",
            mend=refused.mend,
        ) from refused  # fmt: skip


@contextmanager
def _waiting() -> Iterator[None]:
    """Show on a terminal that counting is under way."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status("counting"):
        yield


def _object(file: Path, poll: "Poll", answer: "Answer", beside: "Compared | None") -> dict[str, Any]:
    from moot.cli.tallies import odd_counts

    costs = {project.id: project.cost for project in poll.asked.projects}
    official: dict[str, object] | None = None
    if beside is not None:
        same = not beside.ours_alone and not beside.theirs_alone
        official = {"rule": poll.meta.get("rule"), "same": same}
        official |= {"ours_alone": beside.ours_alone, "theirs_alone": beside.theirs_alone}
    return {
        "kind": "count",
        "file": file.name,
        "rule": answer.rule,
        "how": answer.how,
        "projects": len(costs),
        "papers": len(poll.asked.papers),
        "vote_type": poll.kind,
        "budget": poll.asked.budget,
        "selected": answer.selected,
        "cost": sum(costs[option] for option in answer.selected),
        "reasons": [
            {"project": each.option, "selected": each.selected, "why": each.why, "by_lot": each.by_lot, **each.figures}
            for each in answer.reasons
        ],
        "official": official,
        "odd_counts": odd_counts(poll),
    }


def _rows(poll: "Poll", answer: "Answer", beside: "Compared | None") -> Iterator[str]:
    from moot.cli.reasons import amount
    from moot.cli.tallies import odd_counts

    costs = {project.id: project.cost for project in poll.asked.projects}
    yield printable(
        f"{poll.meta.get('description', 'a vote')}: {counted(len(costs), 'project')}, "
        f"{counted(len(poll.asked.papers), 'paper')} ({poll.kind}), budget {amount(poll.asked.budget)}"
    )
    yield f"{answer.rule}: {answer.how}"
    spent = amount(sum(costs[option] for option in answer.selected))
    yield f"{len(answer.selected)} selected, which cost {spent}"
    width = max((len(option) for option in costs), default=0)
    for selected, heading in ((True, "selected"), (False, "not selected")):
        yield from ("", heading)
        for each in (reason for reason in answer.reasons if reason.selected is selected):
            name = poll.names[each.option][:_NAME]
            yield printable(f"  {each.option:<{width}}  {amount(costs[each.option]):>12}  {name:<{_NAME}}  {each.why}")
    yield ""
    yield from map(printable, _beside(poll, answer, beside))
    for option, (told, given) in odd_counts(poll).items():
        yield printable(f"note: the file says {told:,} for {option}, its papers give {given:,}")


def _beside(poll: "Poll", answer: "Answer", beside: "Compared | None") -> Iterator[str]:
    """Yield how the city decided, and what a difference can come from."""
    if beside is None:
        said = (
            "this rule fills places, it spends no budget"
            if poll.official
            else "the file does not say what was selected"
        )
        yield f"not compared: {said}"
        return
    theirs = poll.meta.get("rule", "unknown")
    if not beside.ours_alone and not beside.theirs_alone:
        yield f"the city selected the same of the {beside.decided} projects (its rule: {theirs})"
        return
    yield f"the city selected others (its rule: {theirs})"
    for who, options in (("here alone", beside.ours_alone), ("the city alone", beside.theirs_alone)):
        yield f"  {who}: {some(options, 20) or 'none'}"
    by_lot = [each.option for each in answer.reasons if each.by_lot]
    yield f"  equal to the next, so that the order of ties decided: {some(by_lot, 20) or 'none'}"
    if poll.meta.get("comment"):
        yield f"  the file's comment: {poll.meta['comment']}"
