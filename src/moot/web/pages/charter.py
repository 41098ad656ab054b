"""The charter, clause by clause: what holds, what it means, since when, what it was before, and who has named it.

Laws: a clause keeps its anchor, which is its id; what it says is in the units in which people write it; its meaning is
that of the code, so that neither can fall behind.
"""

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any, Final, cast

from fastapi import APIRouter

from moot.core.charter import Charter
from moot.web.pages.finding import numbers
from moot.web.pages.frame import Reader, Shown, page
from moot.wire.canonical import fields_of
from moot.wire.charter import clauses
from moot.wire.codec import called
from moot.wire.redraft import settings

router: Final = APIRouter()
_FIELD: Final = re.compile(r"^(\w+): (.*)$", re.MULTILINE)


@page(router, "/charter", "charter.html")
async def charter(reader: Reader) -> Shown:
    """Show every clause in force."""
    shown, cited = await reader.see("charter"), await reader.see("citations")
    founded = reader.porch.hall.clerk.assembly.charter if shown["charter"] else None
    changes = [{**row, "at": place} for place, row in enumerate(shown["history"])]
    return {
        "c": shown,
        "parts": _parts(founded, shown["history"], cited) if founded else [],
        "settable": {each.id for each in settings(founded)} if founded else set(),
        "changes": list(reversed(changes[1:])),
        "numbers": await numbers(reader),
        "others": {clause: rows for clause, rows in cited.items() if clause not in _said(founded)},
    }


def _said(founded: Charter | None) -> frozenset[str]:
    return frozenset(each.id for each in clauses(founded)) if founded else frozenset()


def _parts(founded: Charter, history: list[Shown], cited: Shown) -> list[Shown]:
    """Return the parts of a charter with their clauses, numbered, in its order."""
    means, since = meanings(founded), _since(history)
    parts: dict[str, list[Shown]] = {name: [] for name in fields_of(founded)}
    for each in clauses(founded):
        name, rows = each.id.partition(".")[0], parts[each.id.partition(".")[0]]
        at = list(parts).index(name) + 1
        row = {"id": each.id, "number": f"{at}.{len(rows) + 1}", "says": each.text, "means": means.get(each.id, "")}
        rows.append({**row, "since": since.get(each.id), "cited": cited.get(each.id, [])})
    return [{"name": name, "means": means.get(name, ""), "clauses": rows} for name, rows in parts.items()]


def _since(history: list[Shown]) -> dict[str, Shown]:
    """Return for each clause that was amended what last did."""
    return {clause: row for row in history[1:] for clause in row["changed"]}


def meanings(founded: Charter) -> Mapping[str, str]:
    """Return what each clause of a charter is for, by its id; of a part or a list, what it is."""
    return dict(_meanings(founded, ""))


def _meanings(record: object, path: str) -> Iterator[tuple[str, str]]:
    said = _documented(inspect.getdoc(type(record)) or "")
    for field in fields(cast("Any", record)):
        within, entry = f"{path}.{field.name}".removeprefix("."), getattr(record, field.name)
        yield within, said.get(field.name, "")
        if isinstance(entry, Mapping):
            yield from ((f"{within}.{key}", said.get(field.name, "")) for key in entry)
        elif is_dataclass(entry):
            yield from _meanings(entry, within)
        elif isinstance(entry, tuple) and entry and is_dataclass(entry[0]):
            for place, each in enumerate(entry):
                yield from _meanings(each, f"{within}.{called(fields_of(each), place)}")


@lru_cache
def _documented(docstring: str) -> Mapping[str, str]:
    """Return what a record's docstring says of each of its fields."""
    return dict(_FIELD.findall(docstring))
