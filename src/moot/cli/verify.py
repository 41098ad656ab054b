"""`moot verify`: everything that a record claims, checked without trusting whoever keeps it.

Laws: nothing is believed and nothing is changed; the first entry that does not hold is named; what
cannot be seen from inside a record (entries cut off its end) is said, not passed over.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import click

from moot.cli.entries import one_line
from moot.cli.failure import BadUsage, Failure, Unverified, json_option
from moot.cli.floor import url_option
from moot.core.canonical import plain
from moot.views.wording import counted

if TYPE_CHECKING:
    from moot.clerk.audit import Audited
    from moot.clerk.ports import BadCheckpoint, BadRecord


@click.command(short_help="Check all of a record.")
@click.argument("folder", metavar="[FOLDER or URL]", default=".", envvar="MOOT_FOLDER")
@click.option(
    "--checkpoint", type=click.File("rb"), help="A checkpoint that you kept or were sent: a file, or - for stdin."
)
@url_option
@json_option("Print one JSON object.")
def verify(folder: str, checkpoint: IO[bytes] | None, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Check the record of the moot in FOLDER, or at URL: every signature, the tree, every event derived again.

    Ends with 7 and the first bad entry if something does not hold. A folder cannot show that entries
    were cut off its end: keep a checkpoint (the file FOLDER/checkpoint) elsewhere and bring it with
    --checkpoint. At an address the whole record is read over HTTP, and compared with the copy that
    this machine has made if any command was there before.
    """
    from moot.cli.afar import url_asked
    from moot.cli.distant import audited_at

    url = folder if folder.startswith(("http://", "https://")) else url_asked()
    note, compared = _note(checkpoint)
    if url:
        found, kept = audited_at(url.rstrip("/"), note)
        rows, compared = _rows_at(found, url, compared, kept), compared or kept
    else:
        found = audited(_folder(folder), note)
        rows = _rows(found, Path(folder), brought=note is not None)
    if as_json:
        click.echo(one_line({"verified": True, **cast("dict[str, object]", plain(found)), "compared_to": compared}))
        return
    for row in rows:
        click.echo(row)


def _folder(given: str) -> Path:
    if Path(given).is_file():
        raise click.BadParameter(f"Directory '{given}' is a file.", param_hint="FOLDER")
    return Path(given)


def audited(folder: Path, checkpoint: bytes | None = None) -> "Audited":
    """Return what the record in `folder` holds; ends with a `Failure` that names the first bad entry."""
    from moot.clerk.audit import audit
    from moot.clerk.ports import BadCheckpoint, BadRecord, BadText
    from moot.cli.folder import reading
    from moot.cli.progress import watched
    from moot.hall import CHECKPOINT

    kept = folder / CHECKPOINT
    with reading(folder) as store:
        try:
            with watched(store, store.size(), "verifying") as seen:
                return audit(seen, checkpoint=checkpoint, counterfoil=kept.read_bytes() if kept.is_file() else None)
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


def _bad_checkpoint(bad: "BadCheckpoint") -> Failure:
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


def _head_rows(found: "Audited") -> Iterator[str]:
    yield f"moot      {found.moot or 'not founded yet'}"
    yield f"size      {counted(found.size, 'entry', 'entries')}"
    yield f"root      {found.root}"
    yield f"state     {found.state}"


def _rows_at(found: "Audited", url: str, brought: int | None, kept: int | None) -> Iterator[str]:
    yield from _head_rows(found)
    yield "verified  every signature, every event derived again, the checkpoint; not what lies beside: texts"
    if brought is not None:
        yield "          It reaches the checkpoint that you brought, and agrees with it."
    if kept is not None:
        yield f"          It begins with all {kept:,} entries that this machine was shown there before."
    if brought is None and kept is None:
        yield "          Entries cut off its end cannot be seen at first. Bring a checkpoint that somebody kept:"
        yield f"          moot verify {url} --checkpoint NOTE"


def _rows(found: "Audited", folder: Path, *, brought: bool) -> Iterator[str]:
    from moot.hall import CHECKPOINT

    yield from _head_rows(found)
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
