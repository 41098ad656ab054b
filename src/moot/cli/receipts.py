"""A receipt in words: where an act stands in the record, what followed, and whom it waits for now.

Laws: whatever is told here stands in the record already; nothing is told of what is sealed.
"""

from collections.abc import Iterator, Sequence

from moot.cli.entries import entry_json, one_line
from moot.cli.inboxes import standing_rows
from moot.cli.rows import labelled
from moot.core.assembly import Assembly
from moot.views import Shown
from moot.views.sentences import followed
from moot.views.wording import short
from moot.wire.entry import Receipt, Told


def receipt_json(receipt: Receipt, told: Sequence[Told]) -> str:
    """Return the receipt, and every entry from it on, as one object."""
    import json

    entries = [json.loads(entry_json(each)) for each in told]
    shown = {"kind": "receipt", "act": receipt.id, "index": receipt.index, "received": receipt.received}
    return one_line({**shown, "entries": entries})


def receipt_lines(told: Sequence[Told], docket: list[Shown], assembly: Assembly) -> Iterator[str]:
    """Yield the receipt as people read it, and where each open proposal stands now."""
    first, *more = told
    yield f"Recorded as entry {first.index}, act {short(first.id)}."
    for entry in (first, *more):
        who = "" if entry is first else f"{entry.act.by}: "
        yield labelled("followed" if entry is first else "then", who + followed(entry.events))
    yield from (labelled(*row) for row in standing_rows(docket, assembly))
