"""A labelled row, as wide as the terminal is: what commands say to people outside of a story.

Laws: what cannot be printed (a control character in somebody's text) is shown as a mark; anywhere but at a
terminal a row is as wide as ever.

>>> print(labelled("vote", "for"))
  vote       for
"""

import sys
from collections.abc import Iterable
from shutil import get_terminal_size
from textwrap import wrap
from typing import Final, TypeAlias

import click

from moot.cli.line import HARD_SPACE, WIDTH, printable

Row: TypeAlias = tuple[str, str]  # its label, and what it says

_LABEL: Final = 9
_START: Final = 2 + _LABEL + 2
_LEAST_ROOM: Final = 30


def room() -> int:
    """Return how many columns there are."""
    return min(WIDTH, get_terminal_size().columns) if sys.stdout.isatty() else WIDTH


def labelled(label: str, text: str) -> str:
    """Return `text` behind its label, wrapped under itself."""
    lines = wrap(printable(text), max(room() - _START, _LEAST_ROOM), break_long_words=False, break_on_hyphens=False)
    first, *more = lines or [""]
    rows = [f"  {label:<{_LABEL}}  {first}", *(" " * _START + line for line in more)]
    return "\n".join(rows).replace(HARD_SPACE, " ").rstrip()


def because(reason: str | None) -> list[Row]:
    """Return a row for the reason that somebody gives, if it is one."""
    return [("reason", f"“{reason}”")] if reason else []


def tell(rows: Iterable[Row], *, err: bool = False) -> None:
    """Print rows: results to stdout, everything else to stderr."""
    for label, text in rows:
        click.echo(labelled(label, text), err=err)
