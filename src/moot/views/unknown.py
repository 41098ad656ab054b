"""The one thing that a view can answer besides what is so: that nothing has that name.

>>> raise Unknown("view", "dockets", ["charter", "docket"])
Traceback (most recent call last):
moot.views.unknown.Unknown: no view is called 'dockets'; there are: charter, docket
"""

from collections.abc import Iterable
from typing import Final

_NAMED: Final = 20  # more names than that help nobody


class Unknown(ValueError):
    """A view, an argument or a thing was asked for that is not there; says which are."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        """Keep what was asked for, its name, and the names that there are."""
        self.what, self.name, self.known = what, name, tuple(known)
        more = f" and {len(self.known) - _NAMED} more" if len(self.known) > _NAMED else ""
        super().__init__(f"no {what} is called '{name}'; there are: {', '.join(self.known[:_NAMED]) or 'none'}{more}")
