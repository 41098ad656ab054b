"""Events lie beside their entry as they happened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.canonical import canonical
from moot.core.events import EVENTS, Event
from moot.core.refusal import BadShape
from moot.wire.events import read_events, write_events
from tests.wire.shapes import values


@given(st.lists(values(Event), max_size=3))
def test_events_are_read_as_they_were_written(events):
    data = write_events(events)
    assert read_events(data) == tuple(events)
    assert write_events(read_events(data)) == data


@given(st.data())
def test_no_event_has_a_field_where_its_name_stands(data):
    event = data.draw(values(EVENTS[data.draw(st.sampled_from(sorted(EVENTS)))]))
    assert f'"event":"{type(event).__name__}"'.encode() in write_events([event])
    assert canonical(read_events(write_events([event]))[0]) == canonical(event)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the events are not JSON"),
        (b"{}", "the events are no list: {}"),
        (b"[1]", "events.0: 1 is no object"),
        (b'[{"event":"EpochClosed","epoch":1},{"event":"Coup"}]', "events.1: 'Coup' is no event"),
        (b'[{"event":7}]', "events.0: 7 is no event"),
        (b'[{"event":"EpochClosed"}]', "events.0: the field 'epoch' is missing"),
    ],
)
def test_what_is_no_event_is_refused(data, message):
    with pytest.raises(BadShape, match=message):
        read_events(data)
