r"""A line of what the terminal shows: when, a label, and parts of which some carry a tint.

Laws: colour is the second channel, the words say it all; a line wraps under its own text and never
inside an amount; what cannot be printed (a control character in somebody's text) is shown as a mark.

>>> line = Line("22:00", "proposes", (Part("ana.ai: heat 20 → "), Part("18\xa0C", "change")))
>>> print(line)
  22:00   proposes   ana.ai: heat 20 → 18 C
"""

from collections.abc import Iterator
from itertools import accumulate
from textwrap import wrap
from typing import Final, Literal

from moot.core.value import value

WIDTH: Final = 100
MARK: Final = "\ufffd"
HARD_SPACE: Final = "\xa0"
_WHEN, _LABEL = 6, 9
_BEFORE: Final = 2 + _WHEN + 2  # where labels and tables begin
_TEXT: Final = _BEFORE + _LABEL + 2
_LEAST_ROOM: Final = 20


@value
class Part:
    """Some text and its tint: `faint`, `strong`, `change`, `rise`, `fall`, or `value:` and a value's id."""

    text: str
    tint: str = ""


@value
class Line:
    """One thing said. A `heading` begins something new, a `row` is part of a table and does not wrap."""

    when: str
    label: str
    parts: tuple[Part, ...]
    form: Literal["heading", "text", "row"] = "text"
    narrow: tuple[Part, ...] = ()  # of a row: what stands for its parts where these are too wide

    def __str__(self) -> str:
        """Return the line without tints, as wide as it may be."""
        return "\n".join("".join(part.text for part in row) for row in laid_out(self))


def said(label: str, *parts: Part | str, when: str = "", tint: str = "") -> Line:
    """Return a line, at no time of its own unless it says `when`; parts that are bare text get `tint`."""
    return Line(when, label, tuple(Part(part, tint) if isinstance(part, str) else part for part in parts))


def heading(title: str, *rest: Part) -> Line:
    """Return the line with which something new begins."""
    return Line("", "", (Part(title, "strong"), *rest), "heading")


def laid_out(line: Line, width: int = WIDTH) -> Iterator[tuple[Part, ...]]:
    """Yield the rows that the line takes on a screen of `width` columns."""
    parts = tuple(Part(printable(part.text), part.tint) for part in line.parts)
    for row in _rows(line, parts, width):
        yield tuple(Part(part.text.replace(HARD_SPACE, " "), part.tint) for part in row)


def _rows(line: Line, parts: tuple[Part, ...], width: int) -> Iterator[tuple[Part, ...]]:
    when = Part(f"  {line.when:<{_WHEN}}  ", "faint")
    if line.form == "heading":
        yield from ((), parts)
    elif line.form == "row":
        wide = len(when.text) + sum(len(part.text) for part in parts)
        yield _narrow(line) if line.narrow and wide > width else (when, *parts)
    else:
        start = (when, Part(f"{line.label:<{_LABEL}}  ", "strong"))
        for row in _wrapped(parts, max(width - _TEXT, _LEAST_ROOM)):
            yield *start, *row
            start = (Part(" " * _TEXT), Part(""))


def _narrow(line: Line) -> tuple[Part, ...]:
    """Return a row without its margin: the time stands in its first column."""
    first, *cells = (Part(printable(part.text), part.tint) for part in line.narrow)
    text = f"{line.when} {first.text}" if line.when else first.text
    return Part("  "), Part(text[: len(first.text)], first.tint), *cells


def _wrapped(parts: tuple[Part, ...], room: int) -> Iterator[tuple[Part, ...]]:
    text, at = "".join(part.text for part in parts), 0
    for row in wrap(text, room, break_long_words=False, break_on_hyphens=False):
        at = text.index(row, at)
        yield tuple(_between(parts, at, at + len(row)))
        at += len(row)


def _between(parts: tuple[Part, ...], start: int, stop: int) -> Iterator[Part]:
    """Yield what of `parts` lies between two places of their joint text."""
    ends = accumulate(len(part.text) for part in parts)
    for part, end in zip(parts, ends, strict=True):
        begin = end - len(part.text)
        if text := part.text[max(start - begin, 0) : max(stop - begin, 0)]:
            yield Part(text, part.tint)


def printable(text: str) -> str:
    """Return `text` with a mark for every letter that could move a cursor or change what was shown before."""
    return "".join(letter if letter.isprintable() or letter == HARD_SPACE else MARK for letter in text)
