"""The screen: lines on stdout, with colour and pauses on a terminal, and as plain text anywhere else.

Laws: only values and changes have colour; NO_COLOR, TERM=dumb and COLUMNS are honoured; nobody waits
for a pause but a reader at a terminal.
"""

from collections.abc import Callable, Iterator
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

    def __init__(self, pause: Callable[[float], None] | None = None) -> None:
        """Call `pause` with seconds between lines, if somebody reads at a terminal."""
        self._console = Console(highlight=False, soft_wrap=True)
        self._pause = pause if self._console.is_terminal else None

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
            if self._pause:
                self._pause(_PAUSE * _LONGER[line.form])
