"""What went wrong, as the terminal says it: what, what did not happen, what to do next, a stable code.

    Failure
    ├── BadUsage      2    what was given cannot be used
    ├── NotThere      3    what was named does not exist
    ├── Declined      4    the charter, or a right that is missing, says no
    ├── Overtaken     5    it may have been right at another time: the matter has moved on, or is not there yet
    ├── Unreachable   6    nobody answers at the address that was given
    ├── Unverified    7    something in a record does not hold, or cannot be read
    ├── NotInTime     8    what was waited for did not come
    └── Interrupted 130    somebody pressed Ctrl-C

Laws: it goes to stderr, and stdout stays what it was; with --json it is one JSON object; the code is
the name that the rest of Moot uses for it, and never changes.

>>> NotThere("there is no moot in attic", code="NoMoot", instead="Nothing was read.").exit_code
3
"""

import json
import sys
from collections.abc import Callable, Mapping
from shutil import get_terminal_size
from textwrap import wrap
from typing import IO, Any, Final, TypeVar

import click

from moot.cli.line import printable

F = TypeVar("F", bound=Callable[..., object])

NOTHING: Final = "Nothing was signed, and nothing was recorded."
_JSON: Final = "moot.json"


class Failure(click.ClickException):
    """Base of the tree: an end that is not the one that was asked for."""

    def __init__(
        self, what: str, *, code: str, instead: str = NOTHING, mend: str = "", more: Mapping[str, object] | None = None
    ) -> None:
        """Say `what` happened, what was (or was not) done `instead`, and how to `mend` it; `more` is for machines."""
        super().__init__(what)
        self.code, self.instead, self.mend, self.more = code, instead, mend, more or {}
        context = click.get_current_context(silent=True)
        self._as_json = context is not None and bool(context.meta.get(_JSON))

    def show(self, file: IO[Any] | None = None) -> None:
        """Write it where diagnostics go."""
        click.echo(self._object() if self._as_json else self._text(), file=file, err=file is None)

    def _object(self) -> str:
        said = {"code": self.code, "exit": self.exit_code, "title": self.message, "detail": self.instead}
        return json.dumps({**said, **({"next": self.mend} if self.mend else {}), **self.more})

    def _text(self) -> str:
        lines = [f"error: {self.message}", f"  {self.instead}"]
        lines += [f"  next: {self.mend}"] * bool(self.mend)
        # What it says may quote a stranger.
        return "\n".join(_fitted(printable(line)) for line in [*lines, f"{self.code} · exit {self.exit_code}"])


def _fitted(line: str) -> str:
    """Return a line, at a terminal wrapped between its words."""
    if not sys.stderr.isatty():
        return line
    indent = " " * (len(line) - len(line.lstrip()) or 2)
    width = get_terminal_size().columns
    return "\n".join(wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False))


class BadUsage(Failure):
    """What was given cannot be used."""

    exit_code = 2


class NotThere(Failure):
    """What was named does not exist."""

    exit_code = 3


class Declined(Failure):
    """The charter, or a right that is missing, says no."""

    exit_code = 4


class Overtaken(Failure):
    """It may have been right at another time: the matter has moved on, or is not there yet."""

    exit_code = 5


class Unreachable(Failure):
    """Nobody answers at the address that was given."""

    exit_code = 6


class Unverified(Failure):
    """Something in a record does not hold, or cannot be read."""

    exit_code = 7


class NotInTime(Failure):
    """What was waited for did not come."""

    exit_code = 8


class Interrupted(Failure):
    """Somebody pressed Ctrl-C; the code is the shell's: 128 and SIGINT."""

    exit_code = 130


def json_option(says: str) -> Callable[[F], F]:
    """Return the option --json, which also makes failures speak JSON; `says` what it prints."""

    def remember(context: click.Context, _parameter: click.Parameter, given: bool) -> bool:  # noqa: FBT001 - click's way
        context.meta[_JSON] = given
        return given

    # Eager: what fails in another option is then told in JSON too.
    return click.option("--json", "as_json", is_flag=True, is_eager=True, callback=remember, help=says)
