"""Amounts, dates and names in words, for reading alone: nothing shown here is ever computed with.

>>> signed(-12_500, percent), thousandths(3_200_000), listed(["ana", "bo", "cy"])
('-1.2', '3.200', 'ana, bo and cy')
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, tzinfo

from moot.cli.line import HARD_SPACE, Part
from moot.core.act import WHOLE, Instant, Mass, Ppm
from moot.views.wording import percent


def round_percent(ppm: Ppm) -> str:
    """Return a share as percent, in whole numbers where it is one."""
    return f"{percent(ppm).removesuffix('.0')}{HARD_SPACE}%"


def thousandths(micro: int) -> str:
    """Return micro-credits as credits, with as many digits as a stake moves by."""
    return f"{micro / 1_000_000:,.3f}"


def share(mass: Mass) -> str:
    """Return influence as percent of the influence of everybody together."""
    return f"{mass * 100 / WHOLE:.1f}"


def signed(amount: int, write: Callable[[int], str]) -> str:
    """Return `amount` as `write` has it, with its sign; what is shown as nothing has none."""
    text = write(abs(amount))
    if not text.strip("0."):
        return text
    return f"{'-' if amount < 0 else '+'}{text}"


def tint_of(amount: int) -> str:
    """Return the tint of a change by `amount`."""
    return "rise" if amount > 0 else "fall" if amount < 0 else ""


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def some(names: Sequence[str], most: int = 6) -> str:
    """Return names with commas, the first of them if they are many."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def moment(instant: Instant, zone: tzinfo = UTC) -> datetime:
    """Return an instant as the clocks of `zone` show it."""
    return datetime.fromtimestamp(instant / 1_000, zone)


def worded(stage: str) -> str:
    """Return the name of a stage in words."""
    return stage.replace("_", " ")


def instant(when: int) -> str:
    """Return an instant as the terminal writes it, UTC."""
    return f"{moment(when):%a %d %b %Y %H:%M} UTC"


def moved(old: str, new: str, unit: str = "") -> tuple[Part, ...]:
    """Return a change as its two ends, the new one tinted; it stays on one line."""
    return (Part(f"{old}{HARD_SPACE}→{HARD_SPACE}"), Part(f"{new}{HARD_SPACE}{unit}".rstrip(), "change"))


def joined(items: Iterable[Iterable[Part]], between: str = ", ") -> tuple[Part, ...]:
    """Return groups of parts in a row, with a mark between them."""
    row: list[Part] = []
    for item in items:
        row += [Part(between)] * bool(row)
        row += item
    return tuple(row)
