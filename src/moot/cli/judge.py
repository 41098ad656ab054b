"""`moot judge`: a juror's sealed verdict.

Laws: what cannot be found is refused before it is sealed, because nobody could see it afterwards; the file
is shown before the verdict is signed.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

import click

from moot.cli.asking import chosen, needed, shares_of
from moot.cli.floor import Asked, floor, taking_the_floor
from moot.cli.hearings import dispute_option, file_rows, hearing
from moot.cli.words import worded
from moot.views.wording import money, short
from moot.wire.units import PPM

if TYPE_CHECKING:
    from moot.core.dispute import Case


@click.command(short_help="Judge a dispute for which you were drawn, sealed.")
@taking_the_floor
@dispute_option
@click.option(
    "--find",
    "ruling",
    metavar="RULING",
    help="measured, executed, partly_executed, failed, upheld, dismissed; or void: it cannot be known.",
)
@click.option(
    "--choose", "assigned", multiple=True, metavar="VALUE=SHARE", help="Which report stands, with --find measured."
)
@click.option("--reason", help="Why, for everybody to read once verdicts are open.")
def judge(
    reference: str | None, ruling: str | None, assigned: tuple[str, ...], reason: str | None, **asked: Unpack[Asked]
) -> None:
    """Judge the dispute in the moot in FOLDER for whose jury you were drawn.

    Read the file, then say what you find: of what meters reported you choose a report, and nothing in
    between. Nobody sees your verdict before all are in. Who stays silent loses a deposit.
    """
    from moot.core.assembly.judging import check_verdict
    from moot.core.commands import Verdict
    from moot.core.jury import RULINGS

    with floor(asked) as now:
        case = hearing(now, reference, ["judging", "judging_standins"])
        rows = file_rows(now, case)
        if ruling is None:
            now.say("The file", rows)
        ruling = chosen(ruling, "--find", "What do you find", RULINGS[case.about], "such finding here:")
        values = _values(case, assigned) if ruling == "measured" else {}
        reason = needed(reason, "--reason TEXT", "Why")
        verdict = Verdict(ruling, "", values)  # type: ignore[arg-type] # a ruling; its reason is kept once it is signed
        check_verdict(case, verdict)
        rows += [
            ("find", worded(ruling)),
            *(("stands", f"{name} {PPM.write(each)}") for name, each in values.items()),
        ]
        rows += [("reason", f"“{reason}”"), ("pays", f"{money(case.fee)} credits, and your deposit comes back")]
        rows.append(("sealed", "until all verdicts are in; it cannot be taken back"))
        now.file(
            f"a verdict on dispute {short(case.id)}",
            rows,
            lambda: now.member.judge(case.id, replace(verdict, reason=now.member.door.hold(reason))),
        )


def _values(case: "Case", texts: tuple[str, ...]) -> dict[str, int]:
    """Return which report stands on each value that is contested, as said, or as somebody answers."""
    questions = {
        name: f"Which report on {name} stands, {' or '.join(map(PPM.write, reported))}"
        for name, reported in case.reported.items()
    }
    return shares_of(questions, "--choose", texts, "contested value")
