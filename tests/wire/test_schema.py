"""The vocabulary as JSON Schema says what the reader reads."""

from typing import Annotated

import pytest

from moot.core.act import Length, Ppm
from moot.core.commands import COMMANDS, Vote
from moot.core.events import EVENTS
from moot.wire.schema import act_schemas, event_schemas, schema


def test_bounds_and_sizes_are_told():
    assert schema(Ppm, {}) == {"type": "integer", "minimum": 0, "maximum": 1_000_000}
    assert schema(Annotated[str, Length(1, 9)], {}) == {"type": "string", "minLength": 1, "maxLength": 9}
    row = schema(Annotated[tuple[bool, ...], Length(0, 2)], {})
    assert row == {"type": "array", "items": {"type": "boolean"}, "minItems": 0, "maxItems": 2}


def test_a_record_is_described_once_and_referred_to():
    known = {}
    assert schema(Vote | None, known)["anyOf"][1] == {"type": "null"}
    assert known["Vote"]["required"] == ["choice", "block", "reason", "what"]
    assert known["Vote"]["additionalProperties"] is False


def test_every_act_and_every_event_has_a_schema():
    known = act_schemas()
    event_schemas(known)
    assert {f"ActOf{kind}" for kind in COMMANDS} | {f"EventOf{kind}" for kind in EVENTS} <= known.keys()


def test_a_mark_that_no_schema_knows_is_a_fault():
    with pytest.raises(TypeError, match="no mark"):
        schema(Annotated[int, "odd"], {})
