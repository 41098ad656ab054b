"""Real acts, spoilt at any depth: whoever holds a key may sign anything, and is answered with a refusal or heard.

The acts are those of a whole decision. A spoilt one is refused as `Malformed`, or it reads as an act; then the rules
decide on it or refuse it. Nothing else is ever raised, and whatever happened can be written and read back.
"""

import json
from copy import deepcopy
from dataclasses import fields, replace
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from moot.clerk.head import Head, follow
from moot.clerk.ports import BadRecord
from moot.core.act import CENTURY, SAFE
from moot.core.assembly import EMPTY, step
from moot.core.charter import Windows
from moot.core.commands import Filed, Forecast, Measure, Review, Vote
from moot.core.refusal import BadShape, CharterWouldLock, Malformed, Refused
from moot.wire.acts import act_id, read_act, read_payload, write_act, write_payload
from moot.wire.canonical import LARGEST_ACT, MOST_DEPTH
from moot.wire.charter import read_charter, write_charter
from moot.wire.entry import Entry
from moot.wire.events import read_events, write_events
from tests.clerk.town import Town
from tests.core.court import court, summon, unlike
from tests.core.house import House, charter


@cache
def told():
    """A whole decision, with the state before each act."""
    house = House()
    house.propose()
    house.to("closed")
    states = [EMPTY]
    for each in house.record:
        states.append(step(states[-1], Filed(each.act, each.id, each.index, each.received))[0])
    return list(zip(states, house.record, strict=False))


@cache
def recorded():
    """The entries of a record up to the first reviews, with the head before each."""
    town = Town()
    town.propose()
    town.to("negotiation")
    heads, entries = [Head()], list(town.store.read(0, town.store.size()))
    for entry in entries:
        heads.append(follow(heads[-1], entry).head)
    return list(zip(heads, entries, strict=False))


NASTY = [
    *(None, True, False, "", [], {}, 0, -1, 1, SAFE, SAFE + 1, -SAFE, 2**63, 2**64, -(2**63) - 1, 10**400),
    *(0.0, -0.0, 1.5, 1e308, float("inf"), float("-inf"), float("nan")),
    *("\ud800", "\x00", "\u202e", "é", "e\u0301", "A" * 70, "0" * 64, "f" * 64, "ff" * 33, "x" * 70_000),
    *([[]], [None] * 300, {"": 1}, {"\ud800": 1}, {"é": 1}, {"a" * 200: 1}, {"event": "Coup"}, {"what": "vote"}),
]
DEEP = st.integers(1, 3_000).map(lambda levels: b"[" * levels + b"]" * levels)


def places(plain, path=()):
    """Every place in a JSON text, as a path."""
    yield path
    if isinstance(plain, dict | list):
        for key in plain if isinstance(plain, dict) else range(len(plain)):
            yield from places(plain[key], (*path, key))


@st.composite
def spoilt(draw, data):
    """Bytes like `data` but for some places of its JSON, or some of its bytes."""
    plain = json.loads(data)
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(list(places(plain))[1:]))
        table = plain
        for key in path[:-1]:
            table = table[key]
        if draw(st.booleans()) and isinstance(table, dict):
            other = draw(st.sampled_from(list(table)))
            table[draw(st.sampled_from(["more", "\x00", path[-1] + "x"]))] = deepcopy(table[other])
        elif draw(st.integers(0, 9)) == 0:
            del table[path[-1]]
        else:
            near = table[path[-1]] + draw(st.sampled_from([-1, 1, 10**6])) if type(table[path[-1]]) is int else None
            table[path[-1]] = deepcopy(draw(st.sampled_from([*NASTY, near])))
    said = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=draw(st.booleans()))
    return said.encode(errors="surrogatepass")


@st.composite
def cut(draw, data, *others):
    """Bytes like `data` with a piece cut out, doubled or replaced."""
    start = draw(st.integers(0, len(data)))
    end = draw(st.integers(start, min(len(data), start + 200)))
    piece = draw(st.one_of(st.binary(max_size=8), st.just(data[start:end] * 2), *others))
    return data[:start] + piece + data[end:]


def heard(state, data, told):
    """Read and decide on `data`; return whether it was heard. Only a refusal may be raised."""
    try:
        act = read_act(data)
    except Malformed:
        return False
    assert write_act(act) == data
    try:
        after, events = step(state, Filed(act, act_id(data), told.index, told.received))
    except Refused:
        return False
    assert read_events(write_events(events)) == events
    assert after != state
    return True


@given(st.data())
def test_a_spoilt_act_is_heard_or_refused_at_every_moment_of_a_decision(data):
    state, each = data.draw(st.sampled_from(told()))
    heard(state, data.draw(spoilt(write_act(each.act))), each)


@given(st.data())
def test_an_act_with_spoilt_bytes_is_heard_or_refused(data):
    state, each = data.draw(st.sampled_from(told()))
    heard(state, data.draw(cut(write_act(each.act), DEEP)), each)


@given(st.data())
def test_any_act_of_a_decision_at_any_other_moment_is_heard_or_refused(data):
    state, now = data.draw(st.sampled_from(told()))
    _, each = data.draw(st.sampled_from(told()))
    said = {**json.loads(write_act(each.act)), "at": now.received, "until": now.received + 1, "nonce": SAFE}
    heard(state, json.dumps(said, sort_keys=True, separators=(",", ":")).encode(), now)


def test_every_act_of_a_decision_is_heard_as_it_was():
    assert all(heard(state, write_act(each.act), each) for state, each in told())


@pytest.mark.parametrize("levels", [MOST_DEPTH, MOST_DEPTH + 1, 1_000, 29_000])
def test_no_nesting_is_too_deep_to_be_refused(levels):
    with pytest.raises(Malformed):
        read_act(b"[" * levels + b"]" * levels)
    with pytest.raises(Malformed):
        read_act(b'{"a":' * (levels // 5) + b"1" + b"}" * (levels // 5))


@pytest.mark.parametrize(
    "data", [b'{"at":1,"at":1}', b'{"at":' + b"9" * 50_000 + b"}", b"9" * (LARGEST_ACT + 1), b"\xff"]
)
def test_what_no_json_allows_is_refused(data):
    with pytest.raises(Malformed):
        read_act(data)


PAYLOADS = [
    Review("for"),
    Forecast({"ab" * 32: {"safety": 500_000}}),
    Vote("against"),
    Measure({"safety": 600_000, "thrift": 400_000}),
]


@given(st.sampled_from(PAYLOADS), st.sampled_from(PAYLOADS), st.data())
def test_a_spoilt_payload_is_read_or_refused(payload, form, data):
    said = data.draw(st.one_of(spoilt(write_payload(payload)), cut(write_payload(payload), DEEP)))
    try:
        found = read_payload(type(form), said)
    except Malformed:
        return
    assert write_payload(found) == said


@given(st.data())
def test_spoilt_events_are_read_or_refused(data):
    _, each = data.draw(st.sampled_from(told()))
    said = write_events(each.events)
    try:
        events = read_events(data.draw(st.one_of(spoilt(said), cut(said, DEEP))))
    except BadShape:
        return
    assert read_events(write_events(events)) == events


@given(st.data())
def test_a_spoilt_entry_is_the_record_s_fault_and_nothing_else(data):
    head, entry = data.draw(st.sampled_from(recorded()))
    part = data.draw(st.sampled_from(["act", "signature", "events"]))
    old = getattr(entry, part)
    new = data.draw(cut(old) if part == "signature" else st.one_of(spoilt(old), cut(old, DEEP)))
    assume(new != old)
    parts = {name: getattr(entry, name) for name in ("index", "received", "act", "signature", "events")}
    with pytest.raises(BadRecord) as caught:
        follow(head, Entry(**{**parts, part: new}))
    assert caught.value.index == entry.index


@given(cut(write_charter(charter()).encode()))
def test_a_spoilt_charter_is_read_or_refused(said):
    try:
        found = read_charter(said.decode(errors="replace"))
    except (BadShape, CharterWouldLock):
        return
    assert read_charter(write_charter(found)) == found


def test_a_charter_that_nests_too_deep_is_refused():
    with pytest.raises(BadShape):
        read_charter("a = " + "[" * 3_000 + "]" * 3_000)


def test_what_happens_under_the_longest_windows_that_can_be_read_can_be_written():
    law = charter()
    windows = Windows(**{each.name: CENTURY for each in fields(Windows)})
    house = House(read_charter(write_charter(replace(law, structure=replace(law.structure, windows=windows)))))
    house.propose()
    house.to("gone")
    assert write_events(house.events)
    contested = unlike(court(replace(law, structure=replace(law.structure, windows=windows))))
    summon(contested)
    assert write_events(contested.events)


def test_a_window_beyond_a_century_is_refused():
    with pytest.raises(BadShape, match=r"structure\.windows\.drawing"):
        read_charter(write_charter(charter()).replace('drawing = "10 min"', f"drawing = {CENTURY + 1}"))
