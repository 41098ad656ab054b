"""An entry as the door shows it: as JSON, and as an event of the feed (CloudEvents 1.0 in a server-sent event).

Laws: the act's own bytes stand in it unchanged, so that whoever reads it can check its signature and its place
in the tree; an entry is shown once for all its readers; an event is found by what happened and by what it is about.

>>> act, events = b'{"body":{"proposal":"aa"},"by":"bo","kind":"CastVote"}', b'[{"event":"VoteCast","owner":"bo"}]'
>>> shown = show(Entry(7, 1, act, b"", events), "moot/ff")
>>> shown.json[:12], sorted(shown.kinds), {"aa", "bo"} < shown.subjects
(b'{"index":7,"', ['CastVote', 'VoteCast'], True)
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from moot.core.value import value
from moot.record.tree import leaf_hash
from moot.wire.acts import act_id
from moot.wire.entry import Entry, leaf

# Fields of acts and events that name what an entry is about, the nearest first.
_ABOUT: Final = ("proposal", "dispute", "trial", "subject", "target")
_WHO: Final = ("by", "agent", "owner", "member")


@value
class Shown:
    """An entry, ready to be sent: `json` alone, `event` for the feed."""

    index: int
    json: bytes
    event: bytes
    kinds: frozenset[str]  # of its act and its events
    subjects: frozenset[str]  # what and whom it is about
    hash: str  # of its leaf in the tree

    @property
    def cloud(self) -> bytes:
        """The event alone, as JSON."""
        return self.event.partition(b"\ndata: ")[2].removesuffix(b"\n\n")


def show(entry: Entry, source: str) -> Shown:
    """Return `entry` as it is sent to everybody; `source` is the origin of the record."""
    named = act_id(entry.act)
    act, events = orjson.loads(entry.act), orjson.loads(entry.events)
    head = f'{{"index":{entry.index},"id":"{named}","received":{entry.received},"signature":"{entry.signature.hex()}"'
    text = b"".join((head.encode(), b',"act":', entry.act, b',"events":', entry.events, b"}"))
    hashed = leaf_hash(leaf(entry)).hex()
    subjects = list(dict.fromkeys(_subjects(named, act, events)))
    cloud = _cloud_event(entry, act["kind"], source, subjects[0], hashed)
    event = b"".join((f"id: {entry.index}\nevent: entry\ndata: ".encode(), cloud[:-1], b',"data":', text, b"}\n\n"))
    kinds = frozenset([act["kind"], *(each["event"] for each in events)])
    return Shown(entry.index, text, event, kinds, frozenset(subjects), hashed)


def _cloud_event(entry: Entry, kind: str, source: str, subject: str, hashed: str) -> bytes:
    """Return the attributes of an event, as an object that has no `data` yet."""
    attributes = {
        "specversion": "1.0",
        "id": str(entry.index),
        "source": source,
        "type": f"moot.{kind}.v1",
        "subject": subject,
        "time": instant(entry.received),
        "datacontenttype": "application/json",
        "logseq": entry.index,
        "loghash": hashed,
    }
    return orjson.dumps(attributes)


def instant(milliseconds: int) -> str:
    """Return milliseconds UTC since 1970 as RFC 3339 has it.

    >>> instant(1_800_000_000_007)
    '2027-01-15T08:00:00.007Z'
    """
    seconds, rest = divmod(milliseconds, 1_000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:03}Z"


def _subjects(named: str, act: Mapping[str, Any], events: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what an entry is about, the most telling first: never nothing, for somebody has acted."""
    said = (act["body"], *events)
    yield from _named(_ABOUT, said)
    yield from _named(_WHO, (act, *said))
    yield named


def _named(fields: tuple[str, ...], said: tuple[Mapping[str, Any], ...]) -> Iterator[str]:
    for field in fields:
        yield from (each[field] for each in said if isinstance(each.get(field), str) and each[field])
