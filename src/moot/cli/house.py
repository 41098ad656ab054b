"""The house: a moot in a folder, opened to write by whoever has something to say, for as long as that takes.

Laws: one command at a time; what the calendar owes is filed before anybody speaks and again afterwards,
so that nobody acts on a stage that is over; what fails is told with what was not recorded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from moot import hall
from moot.clerk.clock import SystemClock
from moot.clerk.ports import BadKeys, ClerkFailure, Clock, StoreFailed
from moot.cli.afar import at, url_asked
from moot.cli.failure import BadUsage, Declined, Failure, NotThere, Overtaken, Unverified
from moot.cli.lock import locked
from moot.cli.rehearsal import clock_in
from moot.cli.surroundings import surroundings
from moot.core.charter import Charter
from moot.core.refusal import Malformed, NotFound, NotNow, Refused
from moot.hall import Hall
from moot.settings import SETTINGS
from moot.wire.charter import clauses

_REFUSALS = ((Malformed, BadUsage), (NotFound, NotThere), (NotNow, Overtaken))


@contextmanager
def writing(folder: Path, *, served: bool = False) -> Iterator[Hall]:
    """Open the moot in `folder` to act in it; ends with a `Failure` if there is none, or it cannot be opened.

    When `served`, many may act at once, and the hall tends itself. A command that was given --url acts there.
    """
    if url := url_asked():
        with at(url) as house:
            try:
                yield house
            except Refused as refused:
                raise refusal(refused, house.clerk.assembly.charter) from refused
        return
    require_moot(folder)
    with failing(folder), locked(folder):
        house = hall.open_hall(folder, clock=clock_of(folder), served=served, chance=surroundings().chance)
        try:
            _require_founded(house, folder)
            house.tend()
            yield house
            house.tend()
        except Refused as refused:
            raise refusal(refused, house.clerk.assembly.charter) from refused
        finally:
            house.close()


def clock_of(folder: Path) -> Clock:
    """Return the clock of the moot in `folder`: the one that was brought, its rehearsal's, or the machine's."""
    return surroundings().clock or clock_in(folder) or SystemClock()


def require_moot(folder: Path) -> None:
    """End with `NotThere` unless `folder` holds a moot whose record this machine keeps."""
    if not hall.holds_moot(folder):
        raise NotThere(
            f"there is no moot in {folder}",
            code="NoMoot",
            instead=f"Nothing was recorded: a moot's folder holds {hall.STORE}, or {SETTINGS}.",
            mend="name the folder that was given to moot init, or work inside of it",
        )
    if not (folder / hall.KEYS).is_file():
        raise Declined(
            f"the record in {folder} is not kept here: it has no {hall.KEYS}",
            code="NoClerk",
            instead="Nothing was recorded. Whoever has only a copy of a record can read and verify it.",
            mend=f"moot log {folder}; moot verify {folder}",
        )


def _require_founded(house: Hall, folder: Path) -> None:
    if not house.clerk.size:
        raise NotThere(
            f"the moot in {folder} is not founded yet",
            code="NotFound",
            instead="Nothing was recorded: its record is empty.",
            mend="moot init another folder",
        )


@contextmanager
def failing(folder: Path) -> Iterator[None]:
    """Tell the clerk's failures as the terminal does."""
    try:
        yield
    except BadKeys as failure:
        raise Declined(
            str(failure), code="BadKeys", instead="Nothing was recorded.", mend=f"chmod 600 {folder / hall.KEYS}"
        ) from failure
    except ClerkFailure as failure:
        raise Unverified(
            f"the record in {folder} cannot be written on: {failure}",
            code=type(failure).__name__,
            instead="Nothing of this command was acknowledged.",
            mend=f"moot verify {folder}" if not isinstance(failure, StoreFailed) else "mend the cause, and try again",
        ) from failure


def refusal(refused: Refused, charter: Charter) -> Failure:
    """Return a refusal as the terminal tells it: with what the clause says in this charter."""
    kind: type[Failure] = next((ours for theirs, ours in _REFUSALS if isinstance(refused, theirs)), Declined)
    text = next((rule.text for rule in clauses(charter) if rule.id == refused.clause), None)
    says = f" ({text})" if text else ""
    return kind(
        refused.why,
        code=refused.code,
        instead=f"Nothing was recorded. The reason is the clause {refused.clause}{says}.",
        mend=refused.mend,
        more={"clause": refused.clause},
    )
