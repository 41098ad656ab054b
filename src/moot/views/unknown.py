"""The one thing that a view can answer besides what is so: that it has nothing of that name.

>>> raise Unknown("view", "dockets", ["charter", "docket"])
Traceback (most recent call last):
moot.views.unknown.Unknown: there is no view 'dockets'; there are: charter, docket
"""

from collections.abc import Iterable


class Unknown(ValueError):
    """A view, an argument or a thing was asked for that is not there; says which are."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        """Keep what was asked for, its name, and the names that there are."""
        self.what, self.name, self.known = what, name, tuple(known)
        super().__init__(f"there is no {what} '{name}'; there are: {', '.join(self.known) or 'none'}")
