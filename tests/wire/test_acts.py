"""An act has one spelling, and whatever bytes come, the answer is an act or a refusal."""

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.commands import Act, CommitChance, Payload, Review, Vote
from moot.core.refusal import BadShape, Malformed, NotCanonical
from moot.wire.acts import MOST_PAYLOAD_BYTES, act_id, read_act, read_payload, write_act, write_payload
from moot.wire.canonical import canonical
from tests.wire.shapes import values

ACT = Act("", "ana", "11" * 32, 1, 3, 2, CommitChance("00" * 32))
MOOT = st.just("") | values(Act.__annotations__["by"]).map(lambda name: sha256(name.encode()).hexdigest())
ACTS = st.builds(lambda act, moot: Act(moot, *(getattr(act, name) for name in Act.__slots__[1:])), values(Act), MOOT)


@given(ACTS)
def test_an_act_is_read_as_it_was_written(act):
    data = write_act(act)
    assert read_act(data) == act
    assert write_act(read_act(data)) == data
    assert act_id(data) == sha256(data).hexdigest()


@given(st.binary() | st.text().map(str.encode))
def test_noise_is_refused_and_nothing_else(data):
    with pytest.raises(Malformed):
        read_act(data)


def assert_read_or_refused(data):
    try:
        again = write_act(read_act(data))
    except Malformed as refusal:
        again, message = data, str(refusal)
        assert message.endswith("Nothing was recorded.")
    assert again == data


@given(ACTS, st.data())
def test_a_damaged_act_is_another_act_or_refused(act, data):
    good = bytearray(write_act(act))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(good) - 1))
        good[place : place + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    assert_read_or_refused(bytes(good))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(ACTS, st.data())
def test_anything_in_any_field_is_read_or_refused(act, data):
    paper = json.loads(write_act(act))
    table = data.draw(st.sampled_from([paper, paper["body"]]))
    table[data.draw(st.sampled_from([*table, "more"]))] = data.draw(JSON)
    spelled = json.dumps(paper, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(errors="replace")
    assert_read_or_refused(spelled)


def test_an_unknown_kind_is_refused_with_those_that_exist():
    said = {**json.loads(write_act(ACT)), "kind": "Abdicate"}
    with pytest.raises(BadShape, match=r"'Abdicate' is no kind of act .* Choose among AddKey, AdmitOwner, Advance"):
        read_act(canonical(said))


def test_a_float_never_comes_in():
    said = write_act(ACT).replace(b'"nonce":1', b'"nonce":1.5')
    with pytest.raises(BadShape, match=r"nonce: 1\.5 is no whole number"):
        read_act(said)


def test_a_moot_is_named_by_its_id():
    with pytest.raises(BadShape, match="moot: 'mine' is not the id of a moot, or empty at founding"):
        read_act(canonical({**json.loads(write_act(ACT)), "moot": "mine"}))


@given(values(Payload))
def test_a_payload_is_read_as_it_was_written(payload):
    assert read_payload(type(payload), write_payload(payload)) == payload


def test_a_payload_is_strict_too():
    good = write_payload(Vote("for"))
    with pytest.raises(NotCanonical, match="the payload is not in canonical form"):
        read_payload(Vote, good + b" ")
    with pytest.raises(BadShape, match="payload: the field 'conditions' is missing"):
        read_payload(Review, good)
    with pytest.raises(BadShape, match="the payload has"):
        read_payload(Vote, b" " * (MOST_PAYLOAD_BYTES + 1))
