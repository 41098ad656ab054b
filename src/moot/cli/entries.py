"""Entries as JSON, one object a line: what the demonstration and the log print for machines.

>>> from moot.core.events import EpochClosed
>>> from moot.core.commands import Act, CloseEpoch
>>> from moot.wire.entry import Told
>>> act = Act("", "clerk", "", 0, 0, 0, CloseEpoch(3))
>>> print(entry_json(Told(7, "aa", 1, act, (EpochClosed(3),))))
{"kind":"entry","index":7,"id":"aa","received":1,"by":"clerk","act":"CloseEpoch",\
"events":[{"event":"EpochClosed","epoch":3}]}
"""

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moot.wire.entry import Told


def one_line(thing: object) -> str:
    """Return `thing` as compact JSON, its fields in the order in which they stand."""
    return json.dumps(thing, separators=(",", ":"))


def entry_json(told: "Told") -> str:
    """Return an entry with its events."""
    from moot.core.canonical import plain
    from moot.wire.canonical import fields_of

    events = [
        {"event": type(each).__name__, **{k: plain(v) for k, v in fields_of(each).items()}} for each in told.events
    ]
    return one_line(
        {
            "kind": "entry",
            "index": told.index,
            "id": told.id,
            "received": told.received,
            "by": told.act.by,
            "act": type(told.act.command).__name__,
            "events": events,
        }
    )
