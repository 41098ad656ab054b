r"""What members wrote, made fit for Markdown: it is shown, and is never markup, link or instruction.

Laws: a text stays on one line and within its place; nothing in it begins a heading, list, table, quote,
emphasis, code, link, picture or HTML; what cannot be seen (control and direction marks) is shown as a mark.

>>> print(escaped("*Free* <b>beer</b>\n# at [my place](https://x.example)"))
\*Free\* \<b\>beer\</b\> \# at \[my place\](https\://x.example)
"""

import re
from typing import Final

MARK: Final = "\ufffd"
_MARKUP: Final = re.compile(r"[\\`*{}\[\]<>#|~&!$^@]|(?<![a-z0-9])_|_(?![a-z0-9])", re.IGNORECASE)
_LINKS: Final = re.compile(r"(?<=[a-z]):(?=//)|(?<=www)\.", re.IGNORECASE)  # which some readers make links of


def escaped(text: str) -> str:
    """Return `text` for a place inside a line."""
    seen = "".join(each if each.isprintable() else MARK for each in " ".join(text.split()))
    return _LINKS.sub(r"\\\g<0>", _MARKUP.sub(r"\\\g<0>", seen))


def quoted(text: str) -> str:
    """Return `text` as a quotation in a line of its own; its marks keep it from beginning anything."""
    return f"> “{escaped(text)}”"
