"""The quick canonical bytes are the core's, and only they are read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core import canonical as slow
from moot.core.act import SAFE
from moot.core.commands import Command, Finding, Review
from moot.core.refusal import BadShape, NotCanonical
from moot.core.value import value
from moot.wire.canonical import LARGEST_ACT, MOST_DEPTH, canonical, depth, parse, sha256
from tests.wire.shapes import TEXT, values

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-SAFE, SAFE) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
def test_the_quick_bytes_are_those_of_the_core(plain):
    assert canonical(plain) == slow.canonical(plain)


@given(values(Command))
def test_every_command_has_the_core_s_bytes(command):
    assert canonical(command) == slow.canonical(command)


def test_records_mappings_tuples_and_sets_have_the_core_s_bytes():
    class Frozen(dict):
        pass

    thing = {"review": Review("for", (Finding("note", "a"),)), "set": frozenset({"b", "a"}), "map": Frozen(z=1)}
    assert canonical(thing) == slow.canonical(thing)


def test_a_mapping_that_is_no_dictionary_is_an_object():
    class Opaque(slow.Mapping):
        def __getitem__(self, key):
            return 1

        def __iter__(self):
            return iter("ba")

        def __len__(self):
            return 2

    assert canonical(Opaque()) == slow.canonical(Opaque()) == b'{"a":1,"b":1}'


def test_what_has_no_exact_form_is_not_written():
    for thing in (b"bytes", object()):
        with pytest.raises(TypeError):
            canonical(thing)
    with pytest.raises(TypeError):
        canonical(SAFE + 1)


@given(PLAIN)
def test_canonical_bytes_are_read_back(plain):
    data = canonical(plain)
    if depth(data) <= MOST_DEPTH:
        assert parse(data, "it") == plain


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}',
        b'{"a":1, "b":2}',
        b'{"a":1,"a":2}',
        b'{"a":1}\n',
        b'"\\u0061"',
        b'"\\/"',
        b"-0",
        b"01",
        b"1.0000",
        b"1E2",
        b"1e2",
        b"123456789012345678901234567890",
        b"[1,]",
        b"NaN",
        b"{",
        b'"\xff"',
        b'"\\ud800"',
        b"",
        b"\xef\xbb\xbf1",
    ],
)
def test_another_spelling_is_refused(data):
    with pytest.raises(NotCanonical, match=r"the act is not .* Nothing was recorded"):
        parse(data, "the act")


def test_what_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(BadShape, match=f"the act has {LARGEST_ACT + 1} bytes, more than {LARGEST_ACT}"):
        parse(b"{" * (LARGEST_ACT + 1), "the act")


def test_sixteen_levels_are_deep_enough():
    assert parse(b"[" * MOST_DEPTH + b"]" * MOST_DEPTH, "the act") is not None
    with pytest.raises(BadShape, match="the act nests deeper than 16 levels"):
        parse(b"[" * (MOST_DEPTH + 1) + b"]" * (MOST_DEPTH + 1), "the act")


@given(PLAIN)
def test_depth_is_never_underrated(plain):
    def nested(thing):
        if isinstance(thing, dict):
            return 1 + max(map(nested, thing.values()), default=0)
        return 1 + max(map(nested, thing), default=0) if isinstance(thing, list) else 0

    data = canonical([plain, [[]] * MOST_DEPTH])
    assert depth(data) == nested(json.loads(data))


@pytest.mark.parametrize("data", [b'"' * LARGEST_ACT, b'"\\' * (LARGEST_ACT // 2), b'["' * (LARGEST_ACT // 2)])
def test_hostile_texts_are_scanned_in_one_pass(data):
    assert depth(data + b"[" * (MOST_DEPTH + 1)) >= 0


def test_brackets_in_texts_do_not_nest():
    assert depth(canonical(["[" * 40])) == 1


def test_a_hash_is_lower_case_hex():
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@value
class Nothing:
    """A record without fields."""


def test_a_record_without_fields_is_an_empty_object():
    assert canonical(Nothing()) == slow.canonical(Nothing()) == b"{}"


@pytest.mark.parametrize("write", [canonical, slow.canonical], ids=["wire", "core"])
def test_a_class_of_records_is_no_record(write):
    with pytest.raises(TypeError):
        write(Nothing)
