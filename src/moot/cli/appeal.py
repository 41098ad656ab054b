"""`moot appeal`: to ask a larger jury.

Laws: an appeal names the verdict that it is against, which is shown; it costs as much as the larger jury
has seats.
"""

from typing import TYPE_CHECKING, Unpack

import click

from moot.cli.amounts import credit
from moot.cli.asking import perhaps
from moot.cli.floor import Asked, Floor, floor, taking_the_floor
from moot.cli.hearings import dispute_option, file_rows, hearing
from moot.cli.rows import because
from moot.core.value import changed
from moot.views.wording import counted, money, short

if TYPE_CHECKING:
    from moot.core.dispute import Case


@click.command(short_help="Ask a larger jury.")
@taking_the_floor
@dispute_option
@click.option("--bond", metavar="CREDITS", help="At least what the charter asks, which it is unless you say otherwise.")
@click.option("--reason", help="What the jury overlooked, for everybody to read.")
def appeal(reference: str | None, bond: str | None, reason: str | None, **asked: Unpack[Asked]) -> None:
    """Ask a larger jury to judge the dispute in the moot in FOLDER again, while its verdict can be appealed.

    Any owner with a voice may, and is a party from then on. If the larger jury finds the same, your bond
    pays it; if it finds nothing, the verdict before it stands.
    """
    from moot.core.commands import Appeal

    with floor(asked) as now:
        case = hearing(now, reference, ["appealing"])
        seats = _seats(now, case)
        posted = credit(bond) if bond else case.charter.agency.dispute_bond * seats
        reason = perhaps(reason, "What did the jury overlook (Enter for nothing)")
        rows = [*file_rows(now, case), ("asks", f"a jury of {counted(seats, 'seat')} instead of {case.size}")]
        rows.append(("bond", f"{money(posted)} credits; they pay that jury if it finds the same (agency.dispute_bond)"))
        rows += because(reason)
        now.file(
            f"an appeal in dispute {short(case.id)}",
            rows,
            lambda: now.member.appeal(Appeal(case.id, case.round, posted, now.member.hold(reason))),
        )


def _seats(floor: Floor, case: "Case") -> int:
    """Return how many seats the larger jury has, on which the appellant cannot sit."""
    from moot.core.assembly.summoning import able_to_judge
    from moot.core.jury import jury_size

    without = changed(case, barred=case.barred | {floor.member.owner})
    return jury_size(case.round + 1, len(able_to_judge(floor.assembly, without)))
