"""`moot trial release`, `stop` and `halt`: whoever guards a trial lets it go on or not, and others may end it.

Laws: what the batches measured, and what bets against the trial have become of it, is shown before a batch is
released; once the bets have won by the trial's own rule, no batch is released from here.
"""

from typing import TYPE_CHECKING, Unpack

import click

from moot.cli.asking import needed, perhaps
from moot.cli.failure import NOTHING, Declined
from moot.cli.floor import Asked, Floor, floor, taking_the_floor
from moot.cli.hearings import clause_row
from moot.cli.rows import Row, because
from moot.cli.trials import RUNNING, batch_rows, terms_row, trial_option, trying
from moot.core.act import MILLION, SAFE
from moot.views import Shown
from moot.views.wording import counted, money, short

if TYPE_CHECKING:
    from moot.core.assembly.trial import Trial


@click.command(short_help="Release the next batch, as the guard.")
@taking_the_floor
@trial_option
@click.option("--reason", help="What you saw, for everybody to read.")
def release(reference: str | None, reason: str | None, **asked: Unpack[Asked]) -> None:
    """Release the next batch of units of the trial that you guard in the moot in FOLDER.

    Without you no unit is treated. Look at what the batches so far measured: bets against the trial are
    computed from it, and once they have won, stop it. Who stays silent loses a deposit and is replaced.
    """
    with floor(asked) as now:
        trial, page = trying(now, reference, ["releasing"])
        bets = _bets(now, page)
        _require_open_bets(bets, page)
        _file(now, trial, page, ("release", bets, reason))


@click.command(short_help="Stop a trial, as its guard.")
@taking_the_floor
@trial_option
@click.option("--reason", help="What you saw, for everybody to read.")
def stop(reference: str | None, reason: str | None, **asked: Unpack[Asked]) -> None:
    """Stop the trial that you guard in the moot in FOLDER, at any time, for good.

    No unit is treated any more, what was treated is measured, and then you report what came of it.
    """
    with floor(asked) as now:
        trial, page = trying(now, reference, RUNNING[:4])
        _file(now, trial, page, ("stop", _bets(now, page), reason))


def _bets(floor: Floor, page: Shown) -> int:
    """Return what bets against the trial have become of a million, as what everybody may see gives them."""
    from fractions import Fraction

    from moot.kit.guard import guarded, wealth

    found = wealth(page, guarded(floor.see("charter")["charter"]))
    return min(round(Fraction(found) * MILLION), SAFE)


def _require_open_bets(bets: int, page: Shown) -> None:
    if bets * page["alpha"] >= MILLION * MILLION:
        raise Declined(
            f"the bets against this trial have won: {_odds(bets, page)}",
            code="BetsHaveWon",
            instead=f"{NOTHING} The trial itself said when to stop; your word as its guard is that it does "
            "(agency.trials.guards).",
            mend="moot trial stop ends it; what was treated is then measured",
            more={"clause": "agency.trials.guards"},
        )


def _odds(bets: int, page: Shown) -> str:
    return f"they stand at {bets / MILLION:.1f} to 1, and it stops at {MILLION / page['alpha']:.1f} to 1"


def _file(floor: Floor, trial: "Trial", page: Shown, said: tuple[str, int, str | None]) -> None:
    from moot.core.commands import ReportGuard

    verdict, bets, reason = said
    waits, sizes = trial.stage == "releasing", trial.wanted.sizes
    number = trial.batch + waits
    rows = [terms_row(floor, page), *batch_rows(page), ("bets", f"against it: {_odds(bets, page)}")]
    if verdict == "release":
        rows.append(("releases", f"batch {number} of {len(sizes)}, {counted(sizes[number - 1], 'unit')}"))
    else:
        rows.append(("stops", "it for good; what is treated is left alone again, and measured"))
    fee = trial.frozen.charter.agency.trials.guard_fee if waits else 0
    rows += [("pays", f"{money(fee)} credits (agency.trials.guard_fee)")] * bool(fee)
    reason = perhaps(reason, "What did you see (Enter for nothing)")
    rows += because(reason)
    title = f"{'the release of a batch' if verdict == 'release' else 'the end'} of trial {short(trial.id)}"
    floor.file(
        title,
        rows,
        lambda: floor.member.file(ReportGuard(trial.id, number, verdict, bets, floor.member.hold(reason))),  # type: ignore[arg-type] # one of the two
    )


@click.command(short_help="Halt a trial: your own, or to protect.")
@taking_the_floor
@trial_option
@click.option("--clause", metavar="CLAUSE", help="Which clause it endangers, by its id.")
@click.option("--reason", help="Why, for everybody to read.")
def halt(reference: str | None, reason: str | None, clause: str | None, **asked: Unpack[Asked]) -> None:
    """Halt a trial in the moot in FOLDER for good: your own, or anybody's if you hold a mandate that guards.

    No unit is treated any more, and what was treated is measured. Halts of others' trials are counted:
    each owner has so many in an epoch.
    """
    with floor(asked) as now:
        trial, page = trying(now, reference, RUNNING)
        clause = needed(clause, "--clause CLAUSE", "Which clause does it endanger")
        reason = perhaps(reason, "Why (Enter for nothing)")
        rows = [terms_row(now, page), *batch_rows(page), clause_row(now, clause), *_halts(now, trial)]
        rows += because(reason)
        now.file(f"a halt of trial {short(trial.id)}", rows, lambda: now.member.halt(trial.id, clause, reason))


def _halts(floor: Floor, trial: "Trial") -> list[Row]:
    """Return how many halts are left to the member's owner, if the trial is another's."""
    mine, trials = floor.member.owner, trial.frozen.charter.agency.trials
    if mine == trial.owner:
        return [("halts", "your own trial, which you may at any time")]
    used = floor.assembly.halts.get(mine, 0)
    return [("halts", f"{used} of {trials.halts} are used by {mine} in this epoch (agency.trials.halts)")]
