"""Finding what a page is about, and what it shows beside a view: numbers of proposals, and texts by their hashes.

Laws: what has an id of 64 digits is found by the first eight of them; what is not there is `NoSuchPlace`, and what
would be right is said; a text that was erased is absent.

>>> named([{"trial": "ab" * 32}], "trial", "abababab", "trial", "/trials")["trial"][:4]
'abab'
"""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Final

from moot.core.act import Hash
from moot.web.pages.frame import Reader, Shown
from moot.web.problems import Turned

_DIGITS: Final = 8  # that people compare


def named(rows: Iterable[Shown], key: str, asked: str, what: str, place: str) -> Shown:
    """Return the row whose id under `key` begins with what was asked for."""
    for row in rows:
        if len(asked) >= _DIGITS and row[key].startswith(asked):
            return row
    raise Turned("NoSuchPlace", f"there is no {what} {asked[:64]}", f"Look it up at {place}.")


async def numbers(reader: Reader) -> dict[str, int]:
    """Return the number of every proposal by its id."""
    found: dict[str, int] = {}
    start: int | None = 0
    while start is not None:
        cut = await reader.see("decisions", start=str(start), limit="1000")
        found |= {row["proposal"]: row["number"] for row in cut["rows"]}
        start = cut["next"]
    return found


async def texts(reader: Reader, hashes: Iterable[Hash | None]) -> Mapping[Hash, str]:
    """Return the texts that are held under these hashes."""
    wanted, store = [each for each in hashes if each], reader.porch.hall.store
    found = await asyncio.to_thread(lambda: {each: store.text(each) for each in wanted})
    return {each: text for each, text in found.items() if text is not None}
