"""Events as the bytes that lie beside an entry, and back.

Laws: `read_events(write_events(events)) == events`; the list keeps its order; each event is an object
of its fields and its name, which stands under "event".

>>> from moot.core.events import EpochClosed
>>> write_events((EpochClosed(3),))
b'[{"epoch":3,"event":"EpochClosed"}]'
"""

from collections.abc import Iterable

import orjson

from moot.core.canonical import Plain
from moot.core.events import EVENTS, Event
from moot.core.refusal import BadShape
from moot.wire.canonical import canonical, fields_of
from moot.wire.codec import Misfit, dictionary, read, shown

_NAME = "event"


def write_events(events: Iterable[Event]) -> bytes:
    """Return the canonical bytes of `events`, in their order."""
    return canonical([fields_of(each) | {_NAME: type(each).__name__} for each in events])


def read_events(data: bytes) -> tuple[Event, ...]:
    """Return the events that `data` says; what cannot be read is `BadShape`."""
    try:
        plain: Plain = orjson.loads(data)
    except ValueError as error:
        raise BadShape(f"the events are not JSON: {error}") from error
    if type(plain) is not list:
        raise BadShape(f"the events are no list: {shown(plain)}")
    return tuple(_event(each, f"events.{place}") for place, each in enumerate(plain))


def _event(plain: Plain, where: str) -> Event:
    try:
        fields = dict(dictionary(plain))
    except Misfit as misfit:
        raise BadShape(misfit.told(where)) from None
    name = fields.pop(_NAME, None)
    form = EVENTS.get(name) if isinstance(name, str) else None
    if form is None:
        raise BadShape(f"{where}: {shown(name)} is no event")
    return read(form, fields, where)
