"""The folder of a moot, opened for reading.

Laws: nothing is made where nothing was; a folder without a moot is not found, which is no failed proof.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TypeAlias, cast

from moot import hall
from moot.clerk.ports import Store, StoreFailed
from moot.cli.afar import Shelf, copied, url_asked
from moot.cli.failure import NotThere, Unverified
from moot.core.refusal import Refused
from moot.kit.answers import Unanswered
from moot.settings import SETTINGS
from moot.wire.entry import Entry, Told, tell

Look: TypeAlias = Callable[[], AbstractContextManager[Store]]


@contextmanager
def reading(folder: Path) -> Iterator[Store]:
    """Open the record in `folder`; ends with a `Failure` if there is none, or if it cannot be read.

    A command that was given --url reads the record there.
    """
    if url := url_asked():
        with copied(url) as store:
            yield store
        return
    if not hall.holds_moot(folder):
        raise NotThere(
            f"there is no moot in {folder}",
            code="NoMoot",
            instead=f"Nothing was read: a moot's folder holds {hall.STORE}, or {SETTINGS}.",
            mend="name the folder that was given to --keep (moot demo --keep DIR makes one)",
        )
    try:
        store = hall.open_record(folder)
        try:
            yield store
        finally:
            store.close()
    except StoreFailed as failure:
        raise Unverified(
            f"the record in {folder} cannot be read: {failure.why}",
            code="StoreFailed",
            instead="Nothing in it was verified, and nothing was changed.",
            mend=failure.mend or "restore the folder from a copy, or ask a mirror for the record",
        ) from failure


@contextmanager
def looking(folder: Path) -> Iterator[Look]:
    """Yield a way to look into the record in `folder` again and again, each time as it is then.

    At an address the copy stays open meanwhile, and when nobody answers, it is as it was.
    """
    if not url_asked():
        yield lambda: reading(folder)
        return
    with reading(folder) as store:
        yield lambda: _at_a_look(cast("Shelf", store))


@contextmanager
def _at_a_look(shelf: Shelf) -> Iterator[Store]:
    with suppress(Unanswered):  # the server went, or something between: it comes again
        shelf.look()
    yield cast("Store", shelf)


def told(entries: Iterable[Entry]) -> Iterator[Told]:
    """Yield entries decoded; ends with a `Failure` at the first that cannot be."""
    for entry in entries:
        try:
            yield tell(entry)
        except Refused as refused:
            raise Unverified(
                f"entry {entry.index} cannot be read: {refused.why}",
                code="BadRecord",
                instead="Nothing from it on is shown, because a record that was changed says nothing reliable.",
                mend="run moot verify on the folder: it names the first entry that does not hold",
                more={"index": entry.index},
            ) from refused
