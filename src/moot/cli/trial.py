"""`moot trial`: to try terms on a part of a target, to guard, treat, measure and report, and to see what came of it.

Laws: each part that somebody may have in a trial has its verb; reading needs no key.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moot.cli.entries import one_line
from moot.cli.failure import BadUsage, NotThere, json_option
from moot.cli.floor import folder_argument, url_option
from moot.cli.rows import Row, tell
from moot.cli.trial_guard import halt, release, stop
from moot.cli.trial_report import report
from moot.cli.trial_start import start
from moot.cli.trial_units import measure, treat
from moot.cli.trials import between, trial_option
from moot.cli.words import instant, signed, worded
from moot.views import Shown
from moot.views.wording import percent, short
from moot.wire.units import PPM

if TYPE_CHECKING:
    from moot.cli.seen import Seen


@click.group(short_help="Try terms on a part of a target, guard a trial, or read one.")
def trial() -> None:
    """Try terms on a part of a target without anybody's approval, within a budget of harm that the charter gives.

    Somebody of another owner, drawn by lot, releases each batch of units and may stop. Nothing becomes
    permanent by it: what came of a trial is evidence that a proposal may cite.
    """


for verb in (start, release, stop, halt, treat, measure, report):
    trial.add_command(verb)


@trial.command(short_help="Read one trial, from its beginning.")
@folder_argument
@url_option
@trial_option
@json_option("Print one JSON object: all that is public about the trial, and what is left of the budgets of harm.")
def show(folder: Path, reference: str | None, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Read what happened in a trial in the moot in FOLDER: the last one, unless you name another."""
    from moot.cli.screen import Screen
    from moot.cli.seen import seeing

    with seeing(folder) as seen:
        named = named_trial(seen, reference, folder)
        page, risk = seen.view("trial", trial=named), seen.view("risk")
        if as_json:
            click.echo(one_line({"kind": "trial", **page, "risk": risk}))
            return
        Screen().show(*seen.story("trial", named))
        click.echo()
        tell(_standing(page, risk))
        tell(_answered(seen, named))


def named_trial(seen: "Seen", reference: str | None, folder: Path) -> str:
    """Return the trial that is meant, open or over; ends with a `Failure` if none is, or several."""
    known = [str(row["trial"]) for row in seen.rows("trials")]
    found = [each for each in known if each.startswith(reference)] if reference else known[-1:]
    if len(found) > 1:
        raise BadUsage(
            f"several trials begin with {reference}: {', '.join(map(short, found))}",
            code="WhichTrial",
            instead="Nothing was shown, and nothing was recorded.",
            mend="give more digits",
        )
    if not found:
        raise NotThere(
            f"no trial begins with {reference}" if reference else "nothing was ever tried",
            code="NotFound",
            instead="There is nothing to show, and nothing was recorded.",
            mend=f"there are {', '.join(map(short, known))}" if known else f"moot trial start {folder} begins one",
        )
    return found[0]


def _answered(seen: "Seen", named: str) -> Iterator[Row]:
    """Yield what the trial has decided of findings that a floor would be broken."""
    from moot.core.events import FindingDecided, TrialClosed
    from moot.views.sentences import sentence

    for entry in seen.entries:
        if any(isinstance(event, TrialClosed) and event.trial == named for event in entry.events):
            yield from (("decides", sentence(event)) for event in entry.events if isinstance(event, FindingDecided))


def _standing(page: Shown, risk: Shown) -> Iterator[Row]:
    """Yield where a trial stands, or what it is evidence of, and what may still be tried."""
    if page["until"]:
        done = f"; {PPM.write(page['harm'])} of harm done so far, at most {PPM.write(page['reserve'])}"
        yield "stands", f"in {worded(page['stage'])} until {instant(page['until'])}{done}"
    for name, point in page["points"].items():
        bound = f", {between(page['effects'][name])}" if name in page["effects"] else ", nobody reported bounds"
        yield "effect", f"on {name}: measured as {signed(point, percent)} %{bound}"
    for name, level in page["levels"].items():
        yield "level", f"of {name} on the treated units: {between(level).replace('+', '')}"
    owner, target = page["owner"], page["target"]
    mine, there = risk["owners"].get(owner, 0), risk["targets"].get(target, 0)
    left = f"{PPM.write(mine)} of harm to {owner}, {PPM.write(there)} on {target}, {PPM.write(risk['total'])} in all"
    yield "left", f"in this epoch: {left}"
