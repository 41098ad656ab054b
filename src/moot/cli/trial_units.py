"""`moot trial treat` and `measure`: what was done to the units of a batch, and what meters found of them.

Laws: a grant of units is for its executor alone; a meter reports on the treated units and on the others, on
all of its values, once the batch has run; both are sealed until every meter reported.
"""

from typing import TYPE_CHECKING, NoReturn, Unpack

import click

from moot.cli.asking import chosen
from moot.cli.failure import NOTHING, Declined, Overtaken
from moot.cli.floor import Asked, Floor, floor, taking_the_floor
from moot.cli.matter import said_terms
from moot.cli.measure import metered, to_measure, values_found
from moot.cli.report import RESULTS, in_force_after
from moot.cli.trials import terms_row, trial_option, trying
from moot.cli.words import instant, listed, round_percent, worded
from moot.views import Shown
from moot.views.wording import counted

if TYPE_CHECKING:
    from moot.core.assembly.trial import Trial
    from moot.core.commands import Measure
    from moot.wire.entry import Receipt


@click.command(short_help="Treat the units that were granted, as the executor.")
@taking_the_floor
@trial_option
@click.option("--result", type=click.Choice(RESULTS), help="What became of it.")
@click.option(
    "--in-force", multiple=True, metavar="TERM=NUMBER", help="What holds on the units, if that does not follow."
)
@click.option("--undone", is_flag=True, help="It failed, and on the units what was before holds again.")
def treat(
    *, reference: str | None, result: str | None, in_force: tuple[str, ...], undone: bool, **asked: Unpack[Asked]
) -> None:
    """Let the tried terms hold on the units of a batch in the moot in FOLDER, or leave all units alone again.

    For the executor that the charter names. Without --result you see what was granted.
    """
    from moot.core.commands import ReportExecution

    with floor(asked) as now:
        _, page = trying(now, reference, ["executing", "undoing"])
        grant = page["grant"]
        if grant["executor"] != now.member.agent:
            _refuse(
                f"the grant is for {grant['executor']}, not for {now.member.agent}",
                f"structure.actions.{page['kind']}.executor",
                grant["executor"],
            )
        rows = [("granted", _granted(now, page)), ("until", instant(grant["until"]))]
        if result is None:
            now.say("Your grant", rows)
        result = chosen(result, "--result", "What became of it", RESULTS)
        after = in_force_after(grant["terms"], page["before"], result, in_force)
        rows += [("result", worded(result)), ("there", said_terms(now, page["kind"], after))]
        said = ReportExecution(grant["grant"], grant["version"], result, after, undone)  # type: ignore[arg-type] # one of the four
        now.file(f"what became of the units on {page['target']}", rows, lambda: now.member.report_execution(said))


def _granted(floor: Floor, page: Shown) -> str:
    grant = page["grant"]
    if not grant["units"]:
        return (
            f"to treat no unit of {page['target']} any more: {said_terms(floor, page['kind'], grant['terms'])} for all"
        )
    treated = said_terms(floor, page["kind"], grant["terms"])
    return f"{counted(grant['units'], 'unit')} of {page['target']}, batch {grant['batch']}: {treated}"


def _refuse(what: str, clause: str, whose: str) -> NoReturn:
    raise Declined(
        what,
        code="NotYours",
        instead=f"{NOTHING} The reason is the clause {clause}.",
        mend=f"leave it to {whose}, with a key of its own",
        more={"clause": clause},
    )


@click.command(short_help="Say what was measured, as a meter.")
@taking_the_floor
@trial_option
@click.option("--treated", multiple=True, metavar="VALUE=SHARE", help="pace=80%, on the treated units; once a value.")
@click.option("--others", multiple=True, metavar="VALUE=SHARE", help="pace=75%, on all the others; once a value.")
def measure(reference: str | None, treated: tuple[str, ...], others: tuple[str, ...], **asked: Unpack[Asked]) -> None:
    """Say what you found on the treated units of a batch in the moot in FOLDER, and on the others.

    For the meters that the charter names, once the batch has run. Two sealed measurements are filed, and
    nobody sees yours before all are in. Where meters are too far apart on what is guarded, the worst
    case counts as harm, and the trial ends.
    """
    from moot.core.charter import meters
    from moot.core.commands import Measure

    with floor(asked) as now:
        trial, page = trying(now, reference, ["measuring"])
        charter = trial.frozen.charter
        mine = metered(charter, now.member.agent) or _refuse(
            f"{now.member.agent} is no meter", "awareness.metering", listed(meters(charter))
        )
        rows = [terms_row(now, page), *to_measure(charter, mine)]
        _require_run(now, trial)
        if not (treated or others):
            now.say("To measure, on the treated units and on the others", rows)
        found = {
            trial.version: values_found(mine, "--treated", treated, " on the treated units"),
            trial.status_quo: values_found(mine, "--others", others, " on the others"),
        }
        for label, values in zip(("treated", "others"), found.values(), strict=True):
            rows.append((label, ", ".join(f"{name} {round_percent(share)}" for name, share in values.items())))
        rows.append(("sealed", "until all meters reported; it cannot be taken back"))
        said = {version: Measure(values) for version, values in found.items()}
        title = f"two measurements of batch {trial.batch} on {page['target']}"
        now.file(title, rows, lambda: _both(now, page, said))


def _both(floor: Floor, page: Shown, said: "dict[str, Measure]") -> "Receipt":
    """File what is not filed yet, and return the first receipt."""
    filed = {version for meter, version in page["filed"] if meter == floor.member.agent}
    late = {version: each for version, each in said.items() if version not in filed} or said
    receipts = [floor.member.report_measure(page["trial"], version, each) for version, each in late.items()]
    return receipts[0]


def _require_run(floor: Floor, trial: "Trial") -> None:
    """End with `Overtaken` while the batch runs: what has not run cannot be measured."""
    over = trial.since + trial.wanted.duration
    if not trial.ending and floor.member.clock() < over:
        raise Overtaken(
            f"batch {trial.batch} runs until {instant(over)}",
            code="NotDue",
            instead=f"{NOTHING} It is measured after that, until {instant(trial.until)}.",
            mend="measure it then",
            more={"clause": "structure.windows.measuring"},
        )
