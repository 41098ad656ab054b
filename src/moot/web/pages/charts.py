"""Charts as plain SVG: drawn by the server, of the page's own width, each with the numbers beside it.

Laws: a chart has an accessible name that says its key numbers, and stands in a `figure` with a table of the same
ones (bits.html: as_table); position and length speak, colour only tells values apart; no inline style, for the policy
of the page forbids it.

>>> 'aria-label="safety 60.0 %"' in bar(600_000, label="safety 60.0 %")
True
"""

from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup, escape

from moot.core.act import MILLION, Ppm

WIDTH: Final = 440
_BAR: Final = 12


def _svg(height: int, label: str, inner: str, width: int = WIDTH) -> Markup:
    return Markup(  # noqa: S704 - numbers and escaped words alone
        f'<svg class="chart" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
        f' aria-label="{escape(label)}">{inner}</svg>'
    )


def bar(share: Ppm, of: Ppm = MILLION, tint: str = "", *, label: str) -> Markup:
    """Return one bar: `share` of `of`, which `label` says."""
    width = round(WIDTH * max(0, min(share, of)) / max(of, 1))
    inner = (
        f'<rect class="track" y="3" width="{WIDTH}" height="{_BAR}" rx="2"/>'
        f'<rect class="mark {tint}" y="3" width="{width}" height="{_BAR}" rx="2"/>'
    )
    return _svg(_BAR + 6, label, inner)


def interval(  # noqa: PLR0913 - a picture of that many numbers
    of: str,
    value: Ppm,
    lower: Ppm,
    upper: Ppm,
    *,
    measured: Ppm | None = None,
    floor: Ppm | None = None,
    tint: str = "",
) -> Markup:
    """Return what is said `of` something as a band with its middle, the measured as a hollow dot, a floor as a tick."""

    def at(ppm: Ppm) -> int:
        return round(8 + (WIDTH - 16) * max(0, min(ppm, MILLION)) / MILLION)

    said = f"{of} {value / 10_000:.1f} %, from {lower / 10_000:.1f} to {upper / 10_000:.1f} %"
    inner = f'<line class="axis" x1="8" x2="{WIDTH - 8}" y1="12" y2="12"/>'
    wide = max(at(upper) - at(lower), 2)
    inner += f'<g class="{tint}"><rect class="range" x="{at(lower)}" y="6" width="{wide}" height="12" rx="3"/>'
    inner += f'<circle class="dot" cx="{at(value)}" cy="12" r="5"/>'
    if measured is not None:
        said += f"; measured {measured / 10_000:.1f} %"
        inner += f'<circle class="hollow" cx="{at(measured)}" cy="12" r="6"/>'
    inner += "</g>"
    if floor is not None:
        said += f"; floor {floor / 10_000:.1f} %"
        inner += f'<path class="tick" d="M{at(floor)} 2v20" stroke="currentColor" stroke-width="2"/>'
    return _svg(24, said, inner)


def over_time(lines: Mapping[str, Sequence[tuple[int, Ppm]]], tints: Mapping[str, str], label: str) -> Markup:
    """Return step lines over time, one for each name; points are (instant, ppm), in the order of time."""
    height, left, right, top = 200, 34, 96, 10
    points = [point for line in lines.values() for point in line]
    if not points:
        return Markup("")
    first, last = min(when for when, _ in points), max(when for when, _ in points)
    most = max(50_000, *(ppm for _, ppm in points))
    span = max(last - first, 1)

    def x(when: int) -> float:
        return round(left + (WIDTH - left - right) * (when - first) / span, 1)

    def y(ppm: Ppm) -> float:
        return round(top + (height - 2 * top) * (1 - ppm / most), 1)

    inner = "".join(
        f'<line class="axis" x1="{left}" x2="{WIDTH - right}" y1="{y(tick)}" y2="{y(tick)}"/>'
        f'<text class="tick" x="{left - 6}" y="{y(tick) + 4}" text-anchor="end">{tick / 10_000:.0f}</text>'
        for tick in (0, most // 2, most)
    )
    labels: list[float] = []
    for name, line in sorted(lines.items(), key=lambda each: -each[1][-1][1]):
        path = f"M{x(line[0][0])} {y(line[0][1])}" + "".join(f"H{x(when)}V{y(ppm)}" for when, ppm in line[1:])
        path += f"H{WIDTH - right}"
        inner += f'<g class="{tints[name]}"><path class="trace" d="{path}"/></g>'
        place = max(y(line[-1][1]) + 4, labels[-1] + 14 if labels else 0)
        labels.append(place)
        inner += f'<text x="{WIDTH - right + 6}" y="{place}">{escape(name)}</text>'
    return _svg(height, label, inner)
