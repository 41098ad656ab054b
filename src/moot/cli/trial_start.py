"""`moot trial start`: to try terms on some units of a target, without asking anybody.

Laws: what is reserved, what is left of the budgets and what it costs is shown before it is signed; a term
that is not named stays as it is.
"""

from typing import TYPE_CHECKING, Final, Unpack

import click

from moot.cli.amounts import require_known, share, whole
from moot.cli.asking import needed, perhaps
from moot.cli.floor import Asked, Floor, floor, taking_the_floor
from moot.cli.matter import moves
from moot.cli.propose import changes_of, kind_of
from moot.cli.rows import Row, because
from moot.cli.tend import duration
from moot.cli.words import listed, round_percent
from moot.views.wording import counted, money
from moot.wire.units import PPM

if TYPE_CHECKING:
    from moot.core.charter import Kind
    from moot.core.commands import StartTrial

BATCHES: Final = 4
SHARE: Final = "5%"


class StartAsked(Asked):
    """What is tried, on how much, for how long, and when to stop."""

    kind: str | None
    assigned: tuple[str, ...]
    units: str | None
    batches: str | None
    lasting: str | None
    about: str | None
    tolerance: str | None
    alpha: str | None
    reason: str | None


@click.command(short_help="Try other terms on a part of a target.")
@taking_the_floor
@click.option("--kind", help="Which kind of action, if the charter has several.")
@click.option("--set", "assigned", multiple=True, metavar="TERM=NUMBER", help="A term to try; repeat it for more.")
@click.option("--units", metavar="NUMBER", help="On how many units in all.")
@click.option("--batches", metavar="NUMBER", help=f"In how many batches, {BATCHES} unless you say otherwise.")
@click.option("--for", "lasting", metavar="DURATION", help="How long a batch runs, such as '4 h'; or the horizon.")
@click.option("--about", metavar="VALUE", help="Which value you try to move.")
@click.option("--tolerance", metavar="SHARE", help=f"The mean loss that is borne, {SHARE} unless you say otherwise.")
@click.option("--alpha", metavar="SHARE", help=f"The chance of a false alarm, {SHARE} unless you say otherwise.")
@click.option("--reason", help="Why, for everybody to read.")
def start(**asked: Unpack[StartAsked]) -> None:
    """Try other terms on some units of a target in the moot in FOLDER, such as --set degrees=18 --units 10.

    It starts at once: nobody has to approve it. Its worst case is reserved from budgets of harm that the
    charter gives to you, to the target, and to all trials together. A guard of another owner releases each
    batch, and stops the trial once units lose more than it bears. When it is over you report.
    """
    from moot.core.commands import StartTrial

    with floor(asked) as now:
        kind = kind_of(now, asked["kind"])
        target = now.see("target", target=kind.target)
        terms = {**target["terms"], **changes_of(now, kind, asked["assigned"], target["terms"])}
        units, batches, duration, about, tolerance, alpha = _scope(now, kind, asked)
        reason = perhaps(asked["reason"], "Why (Enter for none)")
        said = StartTrial(kind.id, terms, target["base"], units, batches, duration, about, tolerance, alpha)
        moved = moves(terms, target["terms"], {term.id: term.unit for term in kind.terms})
        rows = [*(("tries", each) for each in moved), *_rows(now, kind, said)]
        rows += because(reason)
        now.file(f"a trial on {kind.target}", rows, lambda: now.member.try_out(said, reason))


def _scope(floor: Floor, kind: "Kind", asked: StartAsked) -> tuple[int, int, int, str, int, int]:
    """Return on how many units in how many batches of how long, about which value, and the stop rule."""
    whole_target = f" (the whole target has {kind.units}: {kind.unit})" if kind.units else ""
    units = whole(needed(asked["units"], "--units NUMBER", f"On how many units{whole_target}"), "--units 10")
    batches = whole(asked["batches"] or str(max(1, min(BATCHES, units))), "--batches 4")
    values = [worth.id for worth in floor.charter.purpose.values]
    about = asked["about"] or (values[0] if len(values) == 1 else None)
    about = needed(about, "--about VALUE", f"Which value do you try to move ({', '.join(values)})")
    require_known([about], values, "value")
    tolerance, alpha = (share(asked[name] or SHARE, "5%") for name in ("tolerance", "alpha"))
    lasting = duration(asked["lasting"]) if asked["lasting"] else kind.horizon
    return units, batches, lasting, about, tolerance, alpha


def _rows(floor: Floor, kind: "Kind", said: "StartTrial") -> list[Row]:
    from moot.cli.inboxes import left
    from moot.core.trial import guarded

    trials, batches = floor.charter.agency.trials, counted(said.batches, "batch", "batches")
    of = f" of {kind.units} ({kind.unit})" if kind.units else ""
    guards = f"by a guard of another owner, drawn by lot; {kind.executor} treats them"
    watched = listed(guarded(floor.charter)) or "anything"
    stop = f"the guard, once its bets say that units lose more than {round_percent(said.tolerance)} in {watched}"
    return [
        ("on", f"{counted(said.units, 'unit')}{of}, in {batches}, each released {guards}"),
        ("runs", f"{left(said.duration, 0)} for each batch; then it is measured beside what is in force"),
        ("about", said.metric),
        ("stops", f"{stop}; with a chance of {round_percent(said.alpha)} by a false alarm"),
        *_risk_rows(floor, kind, said),
        ("costs", f"{money(trials.guard_fee * said.batches)} credits for the guard, at most (agency.trials.guard_fee)"),
        ("bond", f"{money(trials.bond)} credits are held until you report what came of it (agency.trials.bond)"),
    ]


def _risk_rows(floor: Floor, kind: "Kind", said: "StartTrial") -> list[Row]:
    """Return the harm that is reserved, and what is left of the budgets, where the target divides into units."""
    from moot.core.assembly.trying import budgets_left
    from moot.core.lane import worst_case
    from moot.core.trial import reserve

    if not kind.units:
        return []
    mine = floor.member.owner
    free = budgets_left(floor.assembly, mine, kind.target, floor.member.clock())
    harm = reserve(worst_case(kind, said.terms), said.units, kind.units)
    rows = [("reserves", f"{PPM.write(harm)} of harm until it is over; what is not done as harm comes back")]
    each = f"{PPM.write(free.owner)} to {mine}, {PPM.write(free.target)} on {kind.target}"
    return [*rows, ("of", f"what is left in this epoch: {each}, {PPM.write(free.total)} in all (agency.risk_budget)")]
