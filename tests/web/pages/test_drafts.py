"""A form is read exactly, or refused; the browser reads it alike (tests/browser/test_drafts.py)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.refusal import BadShape
from moot.web.pages.drafts import MOST, PLACES, read_draft
from tests.web.pages.drafts import READ, REFUSED


def held(text):
    return f"held:{text}"


@pytest.mark.parametrize("name", READ)
def test_a_form_is_read_as_it_is_filled_in(name):
    fields, body, payload = READ[name]
    draft = read_draft(fields, held)
    assert (draft.kind, draft.body, draft.payload) == (fields["act"], body, payload)


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_before_any_text_is_held(name):
    kept = []
    with pytest.raises(BadShape) as refused:
        read_draft({**REFUSED[name], "body/why:text": "Because"}, kept.append)
    assert kept == []
    assert refused.value.mend


@given(st.sampled_from(sorted(PLACES)), st.integers(0, MOST))
def test_what_is_written_exactly_is_read_exactly(kind, number):
    whole, rest = divmod(number, 10 ** PLACES[kind])
    said = f"{whole:,}.{rest:0{PLACES[kind]}}" if PLACES[kind] else str(number)
    assert read_draft({"body": "{}", f"body/x:{kind}": said}, held).body == {"x": number}


def test_json_that_nests_without_end_is_refused():
    with pytest.raises(BadShape):
        read_draft({"body": '{"a":' + "[" * 100_000}, held)


@given(st.dictionaries(st.text("abpayloddy01/:int", max_size=12), st.text(max_size=6), max_size=6))
def test_whatever_a_stranger_sends_is_read_or_refused(fields):
    try:
        draft = read_draft({"act": "X", "body": "{}", "payload": '{"l":[1,{"a":2}]}', **fields}, held)
    except BadShape:
        return
    json.dumps([draft.body, draft.payload])
