"""What a command finds around it: the time, whether somebody sits at a terminal, how to wait, and chance.

Laws: nobody is asked who isn't there; a test or another program may bring a clock of its own, which
then goes for every moot that the command opens; keys and salts come from chance that nobody foresees.

>>> Surroundings(asks=False).asks
False
"""

import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from moot.clerk.ports import Clock


def _at_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A clock (None: the folder's own), whether questions are answered, what waits so many seconds, and real chance."""

    clock: "Clock | None" = None
    asks: bool = field(default_factory=_at_a_terminal)
    wait: Callable[[float], None] = time.sleep
    chance: Callable[[int], bytes] = secrets.token_bytes


def surroundings() -> Surroundings:
    """Return those of the running command."""
    context = click.get_current_context(silent=True)
    return (context.find_object(Surroundings) if context else None) or Surroundings()
