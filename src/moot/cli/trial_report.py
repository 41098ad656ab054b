"""`moot trial report`: what came of a trial, by whoever tried and by its guard.

Laws: the bounds follow from what is public about the trial, so that anybody can compute them again; nobody
writes them by hand; they are shown before they are signed.
"""

from dataclasses import replace
from typing import Unpack

import click

from moot.cli.asking import perhaps
from moot.cli.floor import Asked, floor, taking_the_floor
from moot.cli.rows import because
from moot.cli.trials import batch_rows, between, terms_row, trial_option, trying
from moot.cli.words import round_percent
from moot.core.act import MILLION
from moot.core.canonical import plain
from moot.views.wording import short


@click.command(short_help="Say what came of a trial.")
@taking_the_floor
@trial_option
@click.option("--reason", help="What else you saw, for everybody to read.")
def report(reference: str | None, reason: str | None, **asked: Unpack[Asked]) -> None:
    """Say what came of a trial in the moot in FOLDER that you tried or guarded.

    The bounds are computed from what the meters reported, and hold however often one looks. Of two reports
    the wider bounds count. Whoever tried and stays silent loses its bond, a guard its deposit.
    """
    from moot.kit.guard import report as computed

    with floor(asked) as now:
        trial, page = trying(now, reference, ["reporting"])
        said = computed(page)
        reason = perhaps(reason, "What else did you see (Enter for nothing)")
        rows = [terms_row(now, page, "tried"), *batch_rows(page)]
        rows += [("effect", f"on {name}: {between(plain(each))}") for name, each in said.effects.items()]  # type: ignore[arg-type] # of two numbers
        rows += [("level", f"of {name}: {between(plain(each)).replace('+', '')}") for name, each in said.levels.items()]  # type: ignore[arg-type]
        rows.append(("counts", f"with a chance of {round_percent(MILLION - page['alpha'])}, however often one looks"))
        rows += because(reason)
        now.file(
            f"a report on trial {short(trial.id)}",
            rows,
            lambda: now.member.file(replace(said, evidence=now.member.hold(reason))),
        )
