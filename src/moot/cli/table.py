"""The tables of a decision: what each candidate was forecast to bring, and what was measured.

Laws: one column for each value, the same for forecasts and outcomes, so that the eye can run down;
every cell is a share in percent.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from moot.cli.line import Line, Part
from moot.cli.words import signed, tint_of
from moot.core.act import Ppm, ValueId, VersionId
from moot.core.charter import Charter, value_ids
from moot.views.page import Page
from moot.views.wording import percent

_FIRST: Final = 22  # the width of the first column
_NARROW: Final = 8
_LAST: Final = 9
_CUT: Final = 5  # letters of a name too long for a narrow column

Letter = Callable[[VersionId], str]


def candidates(page: Page, charter: Charter, when: str, letter: Letter) -> Iterator[Line]:
    """Yield a row for each candidate: its pooled forecasts, its score, and how many owners support it."""
    yield _row(when, "forecast, in %", _names(charter), Part("score", "strong"), "support")
    floors = {worth.id: worth.floor or 0 for worth in charter.purpose.values}
    for candidate in page.candidates:
        # Read back from the record, a mapping is in the order of its keys.
        pools = {name: page.pools[candidate.version][name] for name in value_ids(charter)}
        marks = {name: "!" if each.value < floors[name] else " " for name, each in pools.items()}
        cells = [_cell(f"{percent(each.value)}{marks[name]}", name) for name, each in pools.items()]
        author = page.versions[candidate.version].agent or ""
        name = f"{_mark(page, candidate.version)}{letter(candidate.version)} {author}"
        yield _row("", name, cells, Part(percent(page.scores[candidate.version])), str(len(candidate.supporters)))


def outcome(page: Page, charter: Charter, when: str, letter: Letter) -> Iterator[Line]:
    """Yield what was measured of the version that ran, and how far the forecasts were off."""
    ran = page.drawn or page.status_quo
    forecast = {name: each.value for name, each in page.pools[ran].items()}
    cells = [_cell(f"{percent(found)} ", name) for name, found in _in_order(page.measured, charter)]
    score = Part("" if page.score is None else percent(page.score))
    yield _row(when, f"measured, {letter(ran)}", cells, score)
    off = [
        _cell(f"{signed(found - forecast[name], percent)} ", name, tint_of(found - forecast[name]))
        for name, found in _in_order(page.measured, charter)
    ]
    miss = None if page.score is None else page.score - page.scores[ran]
    yield _row("", "  off by", off, Part("" if miss is None else signed(miss, percent), tint_of(miss or 0)))


def _mark(page: Page, version: VersionId) -> str:
    if version in page.excluded:
        return "x "
    return "> " if version == page.recommended else "  "


def _names(charter: Charter) -> list[Part]:
    return [_cell(f"{name} ", name, f"value:{name}") for name in value_ids(charter)]


def _in_order(measured: Mapping[ValueId, Ppm], charter: Charter) -> list[tuple[ValueId, Ppm]]:
    return [(name, measured[name]) for name in value_ids(charter) if name in measured]


def _cell(text: str, name: ValueId, tint: str = "") -> Part:
    return Part(f"{text:>{max(_NARROW, len(name) + 2)}}", tint)


def _row(when: str, first: str, cells: list[Part], score: Part, last: str = "") -> Line:
    start = Part(f"{first:<{_FIRST}.{_FIRST}}", "strong" if when or first.startswith(">") else "")
    total = Part(f"{score.text:>7}", score.tint)
    narrow = (start, *map(_narrowed, cells), total, Part(f"{last:>{_LAST - 1}}"))
    return Line(when, "", (start, *cells, total, Part(f"{last:>{_LAST}}")), "row", narrow)


def _narrowed(cell: Part) -> Part:
    """Return a cell as wide as the narrowest; five values then fit 80 columns."""
    text = cell.text.lstrip()
    if len(text) > _NARROW:
        text = f"{text[:_CUT]}. "
    return Part(f"{text:>{_NARROW}}", cell.tint)
