"""`moot verify`: everything that a record claims, checked without trusting whoever keeps it.

Laws: nothing is believed and nothing is changed; the first entry that does not hold is named; what
cannot be seen from inside a folder (entries cut off its end) is said, not passed over.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import click

from moot.cli.failure import BadUsage, Unverified, json_option

if TYPE_CHECKING:
    from moot.clerk.audit import Audited
    from moot.clerk.ports import BadCheckpoint, BadRecord, Store
    from moot.cli.failure import Failure
    from moot.wire.entry import Entry


@click.command(short_help="Check all of a record.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--checkpoint", type=click.File("rb"), help="A checkpoint that you kept or were sent: a file, or - for stdin."
)
@json_option("Print one JSON object.")
def verify(folder: Path, checkpoint: IO[bytes] | None, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Check the record of the moot in FOLDER: every signature, the tree, every event derived again.

    Ends with 7 and the first bad entry if something does not hold. A folder cannot show that entries
    were cut off its end: keep a checkpoint (the file FOLDER/checkpoint) elsewhere and bring it with
    --checkpoint.
    """
    from moot.cli.entries import one_line
    from moot.core.canonical import plain

    note, compared = _note(checkpoint)
    found = audited(folder, note)
    if as_json:
        click.echo(one_line({"verified": True, **cast("dict[str, object]", plain(found)), "compared_to": compared}))
    else:
        for row in _rows(found, folder, brought=note is not None):
            click.echo(row)


def audited(folder: Path, checkpoint: bytes | None = None) -> "Audited":
    """Return what the record in `folder` holds; ends with a `Failure` that names the first bad entry."""
    from moot.clerk.audit import audit
    from moot.clerk.ports import BadCheckpoint, BadRecord, BadText
    from moot.cli.folder import reading
    from moot.hall import CHECKPOINT

    kept = folder / CHECKPOINT
    with reading(folder) as store:
        try:
            with _watched(store) as watched:
                return audit(watched, checkpoint=checkpoint, counterfoil=kept.read_bytes() if kept.is_file() else None)
        except BadRecord as bad:
            raise _bad_record(bad) from bad
        except BadCheckpoint as bad:
            raise _bad_checkpoint(bad) from bad
        except BadText as bad:
            raise Unverified(
                f"the text under {bad.hash} does not have that hash",
                code="BadText",
                instead="The acts, and what followed from them, hold. Nothing was changed.",
                mend="do not rely on this text; ask its author, the clerk or a mirror for it",
                more={"hash": bad.hash},
            ) from bad


def _bad_record(bad: "BadRecord") -> Unverified:
    before = f"The entries before it hold ({bad.index:,} of them)" if bad.index else "It is the first"
    return Unverified(
        f"entry {bad.index} does not hold: {bad.why}",
        code="BadRecord",
        instead=f"{before}; from it on, this is not what was signed and decided. Nothing was changed.",
        mend="rely on nothing from there on; ask the clerk or a mirror for a copy, and verify that",
        more={"index": bad.index},
    )


def _bad_checkpoint(bad: "BadCheckpoint") -> "Failure":
    from moot.views.wording import counted

    what = "the file 'checkpoint' beside the record" if bad.origin == "kept" else bad.which
    instead = f"No entry is blamed: the record up to {counted(bad.holds, 'entry', 'entries')} holds on its own"
    more: dict[str, object] = {"checkpoint": bad.origin, "holds": bad.holds}
    if bad.origin == "stored":
        instead += f", but from entry {bad.index} on no earlier checkpoint covers it"
        more["index"] = bad.index
    kind = BadUsage if bad.origin == "brought" else Unverified
    return kind(
        f"{what} cannot be relied upon: {bad.why}",
        code="BadCheckpoint",
        instead=f"{instead}. Nothing was changed.",
        mend=bad.mend,
        more=more,
    )


def _note(checkpoint: IO[bytes] | None) -> tuple[bytes | None, int | None]:
    """Return the checkpoint that was brought, and its size; ends with a `Failure` if it is none."""
    from moot.record.checkpoint import Checkpoint
    from moot.record.failure import RecordFailure
    from moot.record.note import Note

    if checkpoint is None:
        return None, None
    note = checkpoint.read()
    try:
        size = Checkpoint.parse(Note.parse(note).text).size
    except RecordFailure as failure:
        raise BadUsage(
            f"what was brought is no checkpoint: {failure.why}",
            code="BadCheckpoint",
            instead="Nothing was verified.",
            mend="bring a copy of the file 'checkpoint' that lies in a moot's folder",
        ) from failure
    return note, size


def _rows(found: "Audited", folder: Path, *, brought: bool) -> Iterator[str]:
    from moot.hall import CHECKPOINT
    from moot.views.wording import counted

    yield f"moot      {found.moot or 'not founded yet'}"
    yield f"size      {counted(found.size, 'entry', 'entries')}"
    yield f"root      {found.root}"
    yield f"state     {found.state}"
    yield (
        f"verified  every signature, every event derived again, {counted(found.checkpoints, 'checkpoint')}, "
        f"{counted(found.envelopes, 'envelope')}, {counted(found.texts, 'text')}"
    )
    if found.size and not (folder / CHECKPOINT).is_file():
        unseen = "" if brought else "; a cut behind the last stored checkpoint would not be seen"
        yield f"          There is no file '{CHECKPOINT}' beside it, which a clerk always leaves{unseen}."
    if brought:
        yield "          It reaches the checkpoint that you brought, and agrees with it."
    else:
        yield "          Entries cut off its end cannot be seen from inside. Keep a checkpoint elsewhere, and compare:"
        yield f"          moot verify {folder} --checkpoint NOTE"


@contextmanager
def _watched(store: "Store") -> Iterator["Store"]:
    """Show on a terminal how far the audit has come."""
    if not sys.stderr.isatty():
        yield store
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("verifying", total=store.size())
        yield cast("Store", _Watched(store, lambda: progress.advance(task)))


class _Watched:
    """A store that tells when an entry was read."""

    def __init__(self, store: "Store", step: Callable[[], None]) -> None:
        self._store, self._step = store, step

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def read(self, start: int, stop: int) -> "Iterator[Entry]":
        for entry in self._store.read(start, stop):
            yield entry
            self._step()
