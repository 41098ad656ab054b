r"""The redline: what becomes of a number or a text, run by run, as a page marks it with what was and what becomes.

Laws: what is kept and what was is all that was said before; what is kept and what becomes is all that is said after;
a few words are replaced as one, a text word by word; nobody needs to see a colour to know which is which.

>>> runs(40, 70, "A")
[('', '40', '70\xa0A')]
>>> runs("Share the current.", "Share the current by night.")
[('Share the', 'current.', 'current by night.')]
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, TypeAlias

Run: TypeAlias = tuple[str, str, str]  # what is kept, and then what was and what becomes in its place
Said: TypeAlias = int | str | None
NOTHING: Final = "\N{EN DASH}"
_FEW: Final = 3  # words, which are replaced as one


def runs(before: Said, after: Said, unit: str = "") -> list[Run]:
    """Return what is kept, what was and what becomes, from beginning to end; the unit stands behind it."""
    behind = f"\N{NO-BREAK SPACE}{unit}" if unit else ""
    if before == after:
        return [(f"{_text(after)}{behind}", "", "")]
    old, new = _text(before).split(), _text(after).split()
    if min(len(old), len(new)) < _FEW:
        return [("", " ".join(old), " ".join(new) + behind)]
    return list(_compared(old, new))


def spoken(name: str, before: Said, after: Said, unit: str = "") -> str:
    """Return a change as one sentence.

    >>> spoken("amps", 40, 70, "A"), spoken("hours", None, 2)
    ('amps 40 to 70 A', 'hours nothing to 2')
    """
    was, will = ("nothing" if each is None else str(each) for each in (before, after))
    return f"{name} {was} to {will} {unit}".rstrip()


def _text(said: Said) -> str:
    return NOTHING if said is None else str(said)


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    """Yield the runs of two texts in words."""
    kept = ""
    for how, begin, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            kept = " ".join(new[first:last])
        else:
            yield kept, " ".join(old[begin:end]), " ".join(new[first:last])
            kept = ""
    if kept:
        yield kept, "", ""
