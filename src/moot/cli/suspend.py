"""`moot suspend`: to demand that an owner be sent out for a while.

Laws: a demand is one of many; how many it takes, and how many there are, is shown before it is signed.
"""

from typing import Unpack

import click

from moot.cli.amounts import whole
from moot.cli.asking import needed, perhaps
from moot.cli.floor import Asked, Floor, floor, taking_the_floor
from moot.cli.rows import Row, because
from moot.cli.words import listed
from moot.views.wording import counted


@click.command(short_help="Demand that an owner be sent out for a while.")
@taking_the_floor
@click.option("--owner", metavar="NAME", help="Whom.")
@click.option("--epochs", metavar="NUMBER", help="For how many epochs, the present one included; 1 if not said.")
@click.option("--reason", help="Why, for everybody to read.")
def suspend(owner: str | None, epochs: str | None, reason: str | None, **asked: Unpack[Asked]) -> None:
    """Demand that an owner of the moot in FOLDER be suspended for a while.

    It is once two thirds of the other owners demand it within one epoch, for as many epochs as all of them
    name. It ends by itself. Meanwhile that owner does only what protects others.
    """
    with floor(asked) as now:
        name = needed(owner, "--owner NAME", "Whom")
        lasting = whole(epochs or "1", "--epochs 2")
        reason = perhaps(reason, "Why (Enter for none)")
        rows = [
            ("suspends", f"{name}, for {counted(lasting, 'epoch')}, the present one included"),
            *_demands(now, name),
        ]
        rows += because(reason)
        now.file(f"a demand to suspend {name}", rows, lambda: now.member.suspend(name, lasting, reason))


def _demands(floor: Floor, name: str) -> list[Row]:
    """Return how many demands it takes, and whose there are in this epoch."""
    assembly = floor.assembly
    others = sum(each.voice and each.id != name for each in assembly.owners.values())
    there = sorted(assembly.demands.get(name, {}).keys() - {floor.member.owner})
    return [
        ("needs", f"{-(-2 * others // 3)} of the {others} other owners with a voice, within this epoch"),
        ("so far", f"demanded by {listed(there) or 'nobody else'}"),
    ]
