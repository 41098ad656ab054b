"""The folder of a moot, opened for reading.

Laws: nothing is made where nothing was; a folder without a moot is not found, which is no failed proof.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from moot import hall
from moot.clerk.ports import Store, StoreFailed
from moot.cli.failure import NotThere, Unverified
from moot.core.refusal import Refused
from moot.wire.entry import Entry, Told, tell


@contextmanager
def reading(folder: Path) -> Iterator[Store]:
    """Open the record in `folder`; ends with a `Failure` if there is none, or if it cannot be read."""
    if not (folder / hall.STORE).is_file():
        raise NotThere(
            f"there is no moot in {folder}",
            code="NoMoot",
            instead=f"Nothing was read: a moot's folder holds {hall.STORE}.",
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
