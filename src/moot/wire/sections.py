r"""A text of several tables, each behind a line with its name: cells between semicolons, a heading, then rows.

Laws: every row has as many cells as its heading; every row knows its line; a table that is missing, comes twice or
at another place, and a text that is not UTF-8, is refused with `BadShape` and the line.

>>> found = sections(b"PEOPLE\nname;town\nAna;Ghent\n", {"PEOPLE": ("name",)})
>>> found["PEOPLE"].rows
(Row(section='PEOPLE', line=3, cells={'name': 'Ana', 'town': 'Ghent'}),)
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import NoReturn

from moot.core.refusal import BadShape
from moot.core.value import value


@value
class Row:
    """The cells of a row by column; `line` counts from 1."""

    section: str
    line: int
    cells: Mapping[str, str]


@value
class Table:
    """A table; `line` is that of its name."""

    name: str
    line: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def refuse(line: int, why: str, section: str, mend: str) -> NoReturn:
    """Refuse with `BadShape` what stands in `line`."""
    raise BadShape(f"line {line}: {why}", clause=section, mend=mend)


def sections(raw: bytes, needed: Mapping[str, Sequence[str]]) -> dict[str, Table]:
    """Return the tables of a text, which must be those of `needed`, in its order, each with at least its columns."""
    parts: dict[str, list[tuple[int, list[str]]]] = {}
    order = list(needed)
    for line, cells in _records(_text(raw, order[0])):
        if len(cells) == 1 and cells[0] in needed:
            _require_turn(line, cells[0], order[len(parts) :])
            parts[cells[0]] = [(line, cells)]
        elif parts:
            parts[list(parts)[-1]].append((line, cells))
        else:
            refuse(line, f"it begins with '{';'.join(cells)[:40]}'", order[0], f"The first line is {order[0]}.")
    for name in order[len(parts) :]:
        raise BadShape(f"there is no section {name}", clause=name, mend="Is the file cut off? Bring all of it.")
    return {name: _table(name, lines, needed[name]) for name, lines in parts.items()}


def _text(raw: bytes, first: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        refuse(line, f"byte {error.start} is not UTF-8", first, "Save the file as UTF-8.")


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not blank with its first line; a quoted cell may go on over several."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=";")
    line = 1
    try:
        for cells in reader:
            if any(cells):
                yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        refuse(line, f"this cannot be read: {error}", "file", "Look for a quotation mark that is not closed.")


def _require_turn(line: int, name: str, order: Sequence[str]) -> None:
    if name not in order:
        refuse(line, f"the section {name} comes twice", name, "Keep one.")
    if name != order[0]:
        refuse(line, f"the section {name} comes before {order[0]}", name, f"Put {order[0]} before it.")


def _table(name: str, lines: Sequence[tuple[int, list[str]]], needed: Sequence[str]) -> Table:
    (line, _), *rest = lines
    if not rest:
        refuse(line, "there is no heading", name, f"Write the columns below it: {';'.join(needed)}.")
    (at, columns), *records = rest
    for column in columns:
        if columns.count(column) > 1:
            refuse(at, f"the column '{column}' comes twice", name, "Give each column a name of its own.")
    for column in needed:
        if column not in columns:
            refuse(at, f"the column {column} is missing", name, "Add it to the heading, and to each row.")
    rows = tuple(_row(name, columns, at, cells) for at, cells in records)
    return Table(name, line, tuple(columns), rows)


def _row(name: str, columns: Sequence[str], line: int, cells: Sequence[str]) -> Row:
    if len(cells) != len(columns):
        mend = "Look for semicolons and quotation marks that are too many or too few."
        refuse(line, f"it has {len(cells)} cells, and the heading {len(columns)}", name, mend)
    return Row(name, line, dict(zip(columns, cells, strict=True)))
