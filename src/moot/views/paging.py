"""Long lists a page at a time: a number of rows, and where the next page begins.

Laws: pages in their order hold every row once; a page that was read stays as it is where rows are only
ever added at the end.

>>> paged(["ana", "bo", "cy"], "1", "1")
{'rows': ['bo'], 'size': 3, 'next': 2}
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from moot.core.canonical import Plain, plain

T = TypeVar("T")
FIRST: Final = "0"
MOST: Final = "100"  # rows of a page, unless its reader wants more or fewer


def paged(
    rows: Sequence[T], start: str, limit: str, show: Callable[[T], object] = lambda row: row
) -> Mapping[str, Plain]:
    """Return `{rows, size, next}`: at most `limit` of `rows` from number `start` (0 is the first) as `show` has them.

    `size` counts all rows, `next` is where to go on, or None at the end. ValueError for what is no number.
    """
    first, most = whole("start", start), whole("limit", limit)
    shown = [plain(show(row)) for row in rows[first : first + most]]
    after = first + len(shown)
    return {"rows": shown, "size": len(rows), "next": after if shown and after < len(rows) else None}


def whole(name: str, text: str) -> int:
    """Return the whole number that an argument states; ValueError if it states none.

    >>> whole("start", "-3")
    Traceback (most recent call last):
    ValueError: 'start' must be a whole number from 0 on, not '-3'
    """
    said = str(text)
    if not (said.isascii() and said.isdecimal()):
        message = f"'{name}' must be a whole number from 0 on, not '{said[:20]}'"
        raise ValueError(message)
    return int(said)
