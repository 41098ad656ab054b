"""The canonical bytes of `moot.core.canonical`, quickly, and the strict reading of them.

Laws: `canonical` here and in the core agree on everything that holds no float; `parse` takes only
bytes that are the canonical form of what they say, within the bounds of size and depth, which are
looked at before anything is built.

>>> canonical({"b": 1, "a": ("x", None)})
b'{"a":["x",null],"b":1}'
>>> parse(b'{"b": 1}', "the act")  # doctest: +ELLIPSIS
Traceback (most recent call last):
moot.core.refusal.NotCanonical: the act is not in canonical form (protocol)...
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Final

import orjson

from moot.core.canonical import Plain
from moot.core.refusal import BadShape, NotCanonical

LARGEST_ACT: Final = 60_000
MOST_DEPTH: Final = 16

# An open string swallows the rest, which keeps the scan linear whatever the bytes.
_TEXTS: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_NO_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
_OPTIONS: Final = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER | orjson.OPT_PASSTHROUGH_DATACLASS


def canonical(thing: object) -> bytes:
    """Return the canonical bytes of `thing`, which holds no float."""
    return orjson.dumps(thing, default=_opened, option=_OPTIONS)


def fields_of(record: object) -> dict[str, object]:
    """Return the fields of a frozen record by name, as they are."""
    # dataclasses.fields() gives the same names, at five times the price.
    return {name: getattr(record, name) for name in vars(type(record))["__dataclass_fields__"]}


def _opened(thing: object) -> object:
    """Return a record as its fields, any mapping as a plain one, and a set as a sorted list."""
    if is_dataclass(thing):
        return fields_of(thing)
    if isinstance(thing, Mapping):
        return dict(thing)
    if isinstance(thing, frozenset):
        return sorted(thing)
    message = f"{type(thing).__name__} has no canonical form; use integers, text, lists and objects"
    raise TypeError(message)


def sha256(data: bytes) -> str:
    """Return the SHA-256 of `data` in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def parse(data: bytes, what: str, *, bytes_at_most: int = LARGEST_ACT, depth_at_most: int = MOST_DEPTH) -> Plain:
    """Return what `data` says, or refuse it as `what`: too large, too deep, or not canonical."""
    if len(data) > bytes_at_most:
        raise BadShape(f"{what} has {len(data)} bytes, more than {bytes_at_most}", mend="Say it in fewer words.")
    if depth(data) > depth_at_most:
        raise BadShape(f"{what} nests deeper than {depth_at_most} levels", mend="Flatten it.")
    try:
        said: Plain = orjson.loads(data)
        again = orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
    except ValueError as error:
        why = f"{what} is not JSON in UTF-8: {error}"
        raise NotCanonical(why, mend="Sign compact JSON with sorted keys.") from error
    if again != data:
        raise NotCanonical(f"{what} is not in canonical form", mend="Sign compact JSON with sorted keys.")
    return said


def depth(data: bytes) -> int:
    """Return how deep lists and objects in `data` nest, at most; texts do not count."""
    flat = data.count(b"{") + data.count(b"[")
    if flat <= MOST_DEPTH:  # it cannot nest deeper than it has brackets
        return flat
    deepest = level = 0
    for bracket in _TEXTS.sub(b"", data).translate(None, _NO_BRACKETS):
        level += 1 if bracket in b"[{" else -1
        deepest = max(deepest, level)
    return deepest
