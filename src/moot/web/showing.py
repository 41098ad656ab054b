"""An entry as the door shows it: as JSON, and as an event of the feed (CloudEvents 1.0 in a server-sent event).

Laws: the act's own bytes stand in it unchanged, so that whoever reads it can check its signature and its place
in the tree; an entry is shown once for all its readers; an event is found by what happened and by what it is about.

>>> act, events = b'{"body":{"proposal":"aa"},"by":"bo","kind":"CastVote"}', b'[{"event":"VoteCast","owner":"bo"}]'
>>> shown = ShownEntry(Entry(7, 1, act, b"", events), "moot/ff")
>>> shown.json[:12], sorted(shown.kinds), {"aa", "bo"} < shown.subjects
(b'{"index":7,"', ['CastVote', 'VoteCast'], True)
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final, cast

import orjson

from moot.record.tree import leaf_hash
from moot.wire.acts import act_id
from moot.wire.entry import Entry, leaf

# Fields of acts and events that name what an entry is about, the nearest first.
_ABOUT: Final = ("proposal", "dispute", "trial", "subject", "target")
_WHO: Final = ("by", "agent", "owner", "member")


class ShownEntry:
    """An entry, ready to be sent; what nobody asks for is not made."""

    def __init__(self, entry: Entry, source: str) -> None:
        """Show `entry`; `source` is the origin of the record."""
        self.index = entry.index
        self._entry, self._source = entry, source

    def require_whole(self) -> None:
        """Raise an error unless its act and its events can be read, as those of a damaged store cannot."""
        _ = self.subjects, self.kinds

    @cached_property
    def json(self) -> bytes:
        """The entry alone."""
        entry = self._entry
        head = f'{{"index":{entry.index},"id":"{act_id(entry.act)}","received":{entry.received},"signature":"'
        return b"".join(
            (head.encode(), entry.signature.hex().encode(), b'","act":', entry.act, b',"events":', entry.events, b"}")
        )

    @cached_property
    def event(self) -> bytes:
        """The entry as an event of the feed."""
        head = f"id: {self.index}\nevent: entry\ndata: ".encode()
        return b"".join((head, self.cloud, b"\n\n"))

    @cached_property
    def cloud(self) -> bytes:
        """The event alone, as JSON."""
        attributes = {
            "specversion": "1.0",
            "id": str(self.index),
            "source": self._source,
            "type": f"moot.{self._act['kind']}.v1",
            "subject": next(iter(self._about)),
            "time": instant(self._entry.received),
            "datacontenttype": "application/json",
            "logseq": self.index,
            "loghash": self.hash,
        }
        return b"".join((orjson.dumps(attributes)[:-1], b',"data":', self.json, b"}"))

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of its act and its events."""
        return frozenset([self._act["kind"], *(each["event"] for each in self._events)])

    @cached_property
    def subjects(self) -> frozenset[str]:
        """What and whom it is about."""
        return frozenset(self._about)

    @cached_property
    def hash(self) -> str:
        """The hash of its leaf in the tree."""
        return leaf_hash(leaf(self._entry)).hex()

    @cached_property
    def _act(self) -> dict[str, Any]:
        return cast("dict[str, Any]", orjson.loads(self._entry.act))

    @cached_property
    def _events(self) -> list[dict[str, Any]]:
        return cast("list[dict[str, Any]]", orjson.loads(self._entry.events))

    @cached_property
    def _about(self) -> dict[str, None]:
        """What it is about, the most telling first."""
        return dict.fromkeys(_subjects(act_id(self._entry.act), self._act, self._events))


def instant(milliseconds: int) -> str:
    """Return milliseconds UTC since 1970 as RFC 3339 has it.

    >>> instant(1_800_000_000_007)
    '2027-01-15T08:00:00.007Z'
    """
    seconds, rest = divmod(milliseconds, 1_000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:03}Z"


def _subjects(named: str, act: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what an entry is about, the most telling first: never nothing, for somebody has acted."""
    said = (act["body"], *events)
    yield from _named(_ABOUT, said)
    yield from _named(_WHO, (act, *said))
    yield named


def _named(fields: tuple[str, ...], said: tuple[Mapping[str, Any], ...]) -> Iterator[str]:
    for field in fields:
        yield from (each[field] for each in said if isinstance(each.get(field), str) and each[field])
