"""What fits its annotation is read; what doesn't is named with its path."""

from collections.abc import Mapping
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.act import Between, Condition
from moot.core.canonical import plain
from moot.core.charter import Charter
from moot.core.commands import (
    COMMANDS,
    FoundingOwner,
    FoundMoot,
    Measure,
    OpenEnvelope,
    Review,
    Vote,
    WeighValues,
)
from moot.core.events import EVENTS
from moot.core.refusal import BadShape
from moot.wire.codec import read, reader
from tests.wire.shapes import values

HASH = "ab" * 32
VOTE = {"choice": "for", "block": None, "reason": None, "what": "vote"}
REVIEW = {"stance": "for", "findings": [], "conditions": [], "what": "review"}
CONDITION = {"strength": "must", "term": "heat", "relation": "<=", "value": [1]}


@given(st.data())
def test_whatever_an_annotation_allows_is_read_back(data):
    form = data.draw(st.sampled_from([*COMMANDS.values(), *EVENTS.values()]))
    value = data.draw(values(form))
    assert read(form, plain(value)) == value


@given(values(Charter))
def test_a_charter_is_read_back(charter):
    assert read(Charter, plain(charter)) == charter


def changed(base, **changes):
    return {**base, **changes}


@pytest.mark.parametrize(
    ("form", "said", "message"),
    [
        (Vote, changed(VOTE, choice="aye"), "body.choice: 'aye' is none of abstain, against, for"),
        (Vote, changed(VOTE, choice=["for"]), r"body.choice: \['for'\] is none of"),
        (Vote, changed(VOTE, extra=1), "body: the field 'extra' is unknown"),
        (Vote, {"choice": "for"}, "body: the field 'block' is missing"),
        (Vote, [], r"body: \[\] is no object"),
        (Vote, changed(VOTE, reason="AB" * 32), "body.reason: .* is not 64 lower-case hex digits"),
        (Vote, changed(VOTE, reason=HASH + "\n"), "body.reason"),
        (Vote, changed(VOTE, reason=7), "body.reason: 7 is no text"),
        (
            Vote,
            changed(VOTE, block={"clause": "", "finding": None}),
            "body.block.clause: '' is not a clause id",
        ),
        (Vote, changed(VOTE, block={"clause": 1, "finding": None}), "body.block.clause: 1 is no text"),
        (
            Measure,
            {"values": {"safety": 1_200_000}, "evidence": None, "what": "measure"},
            "body.values.safety: 1200000 is above 1000000",
        ),
        (Measure, {"values": {"safety": -1}, "evidence": None, "what": "measure"}, "body.values.safety: -1 is below 0"),
        (
            Measure,
            {"values": {"safety": True}, "evidence": None, "what": "measure"},
            "body.values.safety: True is no whole number",
        ),
        (
            Measure,
            {"values": {"safety": 0.5}, "evidence": None, "what": "measure"},
            "body.values.safety: 0.5 is no whole",
        ),
        (
            Measure,
            {"values": {"Safety": 1}, "evidence": None, "what": "measure"},
            "body.values.Safety: 'Safety' is not a name",
        ),
        (Measure, {"values": [], "evidence": None, "what": "measure"}, r"body.values: \[\] is no object"),
        (Review, changed(REVIEW, conditions=[CONDITION] * 17), "body.conditions: it has 17 items, not 0 to 16"),
        (
            Review,
            changed(REVIEW, conditions=[CONDITION, changed(CONDITION, value=[2**53])]),
            "body.conditions.1.value.0: 9007199254740992 is above",
        ),
        (Review, changed(REVIEW, conditions={}), "body.conditions: {} is no list"),
        (
            OpenEnvelope,
            {"act": HASH, "salt": HASH, "payload": {"what": "song"}},
            "body.payload.what: 'song' is none of ballot, forecast, measure, review, verdict, vote",
        ),
        (OpenEnvelope, {"act": HASH, "salt": HASH, "payload": {}}, "body.payload.what: None is none of"),
        (OpenEnvelope, {"act": HASH, "salt": HASH, "payload": None}, "body.payload: None is no object"),
        (
            OpenEnvelope,
            {"act": HASH, "salt": HASH, "payload": changed(VOTE, choice=1)},
            "body.payload.choice: 1 is none",
        ),
        (
            FoundingOwner,
            {"id": "ana", "agents": [{"id": "a.x", "nature": 1}], "tip": None, "voice": True},
            "body.agents.a.x: the field 'family' is missing",
        ),
        (
            FoundingOwner,
            {"id": "ana", "agents": [], "tip": None, "voice": 1},
            "body.agents: it has 0 items, not 1 to 64",
        ),
        (WeighValues, {"weights": {"": 1}}, "body.weights: '' is not a name"),
    ],
)
def test_what_does_not_fit_is_named_with_its_path(form, said, message):
    with pytest.raises(BadShape, match=f"^{message}"):
        read(form, said, "body")


def test_a_truth_value_is_not_a_number_nor_the_reverse():
    with pytest.raises(BadShape, match="1 is neither true nor false"):
        read(bool, 1)
    with pytest.raises(BadShape, match="True is no whole number"):
        read(int, True)
    with pytest.raises(BadShape, match="7 is no text"):
        read(str, 7)


def test_what_a_stranger_sent_is_quoted_short_and_escaped():
    with pytest.raises(BadShape) as refusal:
        read(Vote, changed(VOTE, choice="\x1b[31m" + "x" * 999))
    assert len(refusal.value.why) < 150
    assert "\x1b" not in refusal.value.why


def test_a_long_key_is_cut_in_the_path():
    with pytest.raises(BadShape) as refusal:
        read(WeighValues, {"weights": {"x" * 900: 1}})
    assert len(refusal.value.why) < 300


def test_a_reader_is_built_once():
    assert reader(Vote) is reader(Vote)


@pytest.mark.parametrize("form", [float, bytes, list, Annotated[int, "dozen"], Mapping[str, float]])
def test_what_has_no_place_in_the_vocabulary_has_no_reader(form):
    with pytest.raises(TypeError):
        reader(form)


def test_every_command_has_a_reader():
    assert all(map(reader, COMMANDS.values()))
    assert reader(FoundMoot)
    assert read(Annotated[int, Between(1, 2)], 2) == 2


def test_a_condition_holds_the_integers_it_names():
    assert read(Condition, CONDITION) == Condition("must", "heat", "<=", (1,))
