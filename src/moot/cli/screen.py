"""The screen: lines on stdout, with colour and pauses on a terminal, and as plain text anywhere else.

Laws: only values and changes have colour; NO_COLOR, TERM=dumb and COLUMNS are honoured; nobody waits
for a pause but a reader at a terminal.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Final

from rich.console import Console
from rich.text import Text

from moot.cli.line import WIDTH, Line, laid_out

_TINTS: Final = {
    "": "",
    "faint": "dim",
    "strong": "bold",
    "change": "bold",
    "rise": "green",
    "fall": "red",
    "value:safety": "bright_blue",
    "value:efficiency": "yellow",
    "value:ethics": "magenta",
    "value:climate": "green",
    "value:creativity": "cyan",
}
_PAUSE: Final = 0.12  # seconds for a row of a table
_LONGER: Final = {"row": 1, "text": 3, "heading": 6}


class Screen:
    """Where lines are shown."""

    def __init__(self, *, slow: bool = False) -> None:
        """Pause between lines if `slow` and if somebody reads at a terminal."""
        self._console = Console(highlight=False, soft_wrap=True)
        self._slow = slow and self._console.is_terminal

    @contextmanager
    def waiting(self, what: str) -> Iterator[None]:
        """Show on a terminal that something is under way, below whatever is shown meanwhile."""
        with self._console.status(f"[dim]{what}") if self._console.is_terminal else nullcontext():
            yield

    def show(self, *lines: Line) -> None:
        """Show lines, in order."""
        width = min(WIDTH, self._console.width) if self._console.is_terminal else WIDTH
        for line in lines:
            for row in laid_out(line, width):
                text = Text.assemble(*((part.text, _TINTS.get(part.tint, "")) for part in row))
                text.rstrip()
                self._console.print(text)
            if self._slow:
                time.sleep(_PAUSE * _LONGER[line.form])
