r"""Amounts, instants and tables as Markdown writes them, for reading alone: nothing shown here is computed with.

>>> print(*table(("value", "share"), [("safety", percent(661_234))]), sep="\n")
| value | share |
| --- | --- |
| safety | 66.1 % |
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from moot.core.act import WHOLE, Instant, Mass, Ppm
from moot.views.escaping import escaped

_LAST: Final = 253_402_300_799_999  # the last millisecond of the year 9999


def percent(ppm: Ppm) -> str:
    """Return a share in percent.

    >>> percent(661_234), percent(-500)
    ('66.1 %', '-0.1 %')
    """
    return f"{ppm / 10_000:.1f} %"


def signed(ppm: int) -> str:
    """Return a difference of shares in points, with its sign."""
    return f"{'+' if ppm > 0 else ''}{ppm / 10_000:.1f}"


def money(micro: int) -> str:
    """Return micro-credits as credits, with their sign, to the last of them and at least two places.

    >>> money(-50_000_000), money(2_183)
    ('-50.00', '+0.002183')
    """
    whole, rest = divmod(abs(micro), 1_000_000)
    places = f"{rest:06}".rstrip("0").ljust(2, "0")
    return f"{'-' if micro < 0 else '+'}{whole:,}.{places}"


def moment(instant: Instant | None) -> str:
    """Return an instant in UTC, or nothing for none."""
    if instant is None:
        return ""
    if instant > _LAST:
        return f"{instant} ms"
    return f"{datetime.fromtimestamp(instant // 1_000, UTC):%Y-%m-%d %H:%M:%S}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table, or nothing if it has no row."""
    lines = [" | ".join(row) for row in rows]
    if lines:
        yield f"| {' | '.join(head)} |"
        yield "|" + " --- |" * len(head)
        yield from (f"| {line} |" for line in lines)


def named(names: Iterable[str]) -> str:
    """Return names with commas."""
    return ", ".join(map(escaped, names))


def share(mass: Mass) -> str:
    """Return influence in percent of everybody's on one value."""
    return f"{mass * 100 / WHOLE:.1f} %"
