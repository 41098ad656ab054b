"""The one definition of canonical bytes: compact JSON with sorted ASCII keys and no floats.

Laws: equal values have equal bytes; integers stay below 2^53, so that every JSON reader agrees
(RFC 8785 gives the same bytes on this profile); a record becomes an object of its fields, a set a
sorted list.

>>> canonical({"b": 1, "a": ("x", None)})
b'{"a":["x",null],"b":1}'
"""

import hashlib
import json
from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Final, TypeAlias, cast

Plain: TypeAlias = "Mapping[str, Plain] | list[Plain] | str | int | bool | None"
_SIMPLE: Final = frozenset({str, int, bool, type(None)})
_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def plain(thing: object) -> Plain:
    """Return `thing` as plain JSON; refuses floats, bytes and whatever else has no exact form."""
    if type(thing) in _SIMPLE:
        return cast(Plain, thing)
    if (names := _fields(cast(Hashable, type(thing)))) is not None:
        return {name: plain(getattr(thing, name)) for name in names}
    if isinstance(thing, Mapping):
        return {str(key): plain(each) for key, each in thing.items()}
    if isinstance(thing, tuple | list):
        return [plain(each) for each in thing]
    if isinstance(thing, frozenset):
        return [plain(each) for each in sorted(thing)]
    message = f"{type(thing).__name__} has no canonical form; use integers, text, lists and objects"
    raise TypeError(message)


@cache
def _fields(kind: type) -> tuple[str, ...] | None:
    """Return the names of a record's fields; None is for whatever is no record."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


def canonical(thing: object) -> bytes:
    """Return the canonical bytes of `thing`."""
    return _ENCODER.encode(plain(thing)).encode()


def digest(thing: object) -> str:
    """Return the SHA-256 of the canonical bytes of `thing`, in hex."""
    return hashlib.sha256(canonical(thing)).hexdigest()


def framed(*parts: bytes) -> bytes:
    """Return `parts` joined, each behind its length in 8 bytes, so that no two lists look alike."""
    return b"".join([len(part).to_bytes(8, "big") + part for part in parts])
