"""A charter's numbers: every clause that is one, under its id, as the terms of an amendment.

Laws: equal charters have equal numbers; an id that is longer than a term's name may be is left out, and
so are texts, which no condition can speak of.

>>> from moot.core.charter.clauses import Clarity
>>> numbers(Clarity())["conditions"]
3
"""

from collections.abc import Iterator, Mapping
from typing import Final

from moot.core.canonical import Plain, plain

_LONGEST: Final = 64  # of a term's name


def numbers(charter: object) -> dict[str, int]:
    """Return each clause of a charter, or of a part of it, that is a number; a yes is 1, a no 0."""
    return {clause: number for clause, number in _numbers(plain(charter), "") if len(clause) <= _LONGEST}


def _numbers(part: Plain, path: str) -> Iterator[tuple[str, int]]:
    if isinstance(part, int):
        yield path, int(part)
    elif isinstance(part, dict):
        for name, inner in part.items():
            yield from _numbers(inner, f"{path}.{name}".removeprefix("."))
    elif isinstance(part, list):
        for place, inner in enumerate(part):
            yield from _numbers(inner, f"{path}.{_called(inner, place)}")


def _called(item: Plain, place: int) -> str:
    """Return the name of an item in a clause id: its own, the value that it measures, or its place."""
    names: Mapping[str, Plain] = item if isinstance(item, dict) else {}
    return str(names.get("id", names.get("value", place)))
