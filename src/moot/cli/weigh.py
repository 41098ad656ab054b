"""`moot weigh`: what the values are worth to an owner.

Laws: only proportions count, and they are divided exactly; every value is named, because what is left out
would be worth nothing; weights move when the epoch is closed.
"""

from fractions import Fraction
from typing import Unpack

import click

from moot.cli.amounts import assignment, bad_amount, require_known
from moot.cli.asking import needed
from moot.cli.floor import Asked, Floor, floor, taking_the_floor
from moot.cli.words import round_percent


@click.command(short_help="Say what the values are worth to you.")
@taking_the_floor
@click.option(
    "--value", "assigned", multiple=True, metavar="VALUE=WEIGHT", help="pace=60% or pace=3; name every value."
)
def weigh(assigned: tuple[str, ...], **asked: Unpack[Asked]) -> None:
    """Say what the values of the moot in FOLDER are worth to you, at any time and as often as you like.

    When the epoch ends, everybody's weights are put together so that exaggerating gains nothing. What
    runs already keeps the weights under which it was proposed.
    """
    from moot.kit.exact import shares

    with floor(asked) as now:
        weights = shares(_weights(now, assigned))
        old = now.see("values")
        mine = old["vectors"].get(now.member.owner, {})
        rows = []
        for name, weight in weights.items():
            so_far = round_percent(mine[name]) if name in mine else "nothing"
            together = round_percent(old["weights"][name])
            rows.append((name, f"{round_percent(weight)}; so far you said {so_far}, all together {together}"))
        rows.append(("counts", f"from the end of epoch {old['epoch']} on, until you say otherwise"))
        now.file(f"weights for {now.member.owner}", rows, lambda: now.member.weigh(weights))


def _weights(floor: Floor, texts: tuple[str, ...]) -> dict[str, Fraction]:
    """Return a weight for each value, as said or as somebody answers."""
    values = [worth.id for worth in floor.charter.purpose.values]
    said = dict(assignment(text, "pace=60%") for text in texts)
    require_known(said, values, "value")
    found = {}
    for name in values:
        text = needed(said.get(name), f"--value {name}=WEIGHT", f"What {name} is worth to you")
        try:
            found[name] = Fraction(text.removesuffix("%").strip())
        except (ValueError, ZeroDivisionError):
            raise bad_amount(text, "pace=60% or pace=3") from None
    if min(found.values()) < 0 or not any(found.values()):
        raise bad_amount(", ".join(said.values()), "pace=60%, none below 0, and not all 0")
    return found
