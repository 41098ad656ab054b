"""Where this machine keeps what it was shown of moots at addresses: a copy of each record, and which moot was where.

Laws: it lies in one folder of the person's own (`$XDG_DATA_HOME/moot`, or `~/.local/share/moot`), for its owner alone;
a moot has one copy, under whatever address it is met; what an address was is forgotten only by whoever deletes it.
"""

import os
from pathlib import Path
from typing import Final
from urllib.parse import quote

from moot.cli.failure import NotThere, Unverified
from moot.core.act import ActId

COPIES: Final = "copies"
ADDRESSES: Final = "addresses"
_LONGEST: Final = 200  # letters of a file's name


def home() -> Path:
    """Return the folder for all of it, as the XDG rules for a person's data have it."""
    said = os.environ.get("XDG_DATA_HOME", "")
    return (Path(said) if Path(said).is_absolute() else Path.home() / ".local" / "share") / "moot"


def copy_of(moot: ActId) -> Path:
    """Return the folder of the copy of a moot's record; it is made if there is none."""
    return _made(home() / COPIES / moot)


def address_of(url: str) -> Path:
    """Return the file that says which moot was met at `url`, whether or not there is one."""
    return home() / ADDRESSES / quote(url, safe="")[-_LONGEST:]


def require_the_same(url: str, moot: ActId) -> None:
    """End with a `Failure` if another moot was met at `url` before."""
    place = address_of(url)
    before = place.read_text().strip() if place.is_file() else moot
    if before != moot:
        raise Unverified(
            f"another moot answers at {url}: it is {moot[:12]}, and it was {before[:12]} before",
            code="AnotherMoot",
            instead="Nothing was taken from it, and nothing was sent to it.",
            mend=f"ask those who serve it; if it is meant, delete {place}, and it is new to you",
            more={"moot": moot, "before": before},
        )


def remember(url: str, moot: ActId) -> None:
    """Keep that `moot` was met at `url`."""
    place = address_of(url)
    if not place.is_file():
        _made(place.parent)
        place.write_text(f"{moot}\n")


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise NotThere(
            f"{folder} cannot be made: {error.strerror or error}",
            code="NoHome",
            instead="Nothing was asked for, because nothing could be remembered of it.",
            mend="name a folder that you may write to in XDG_DATA_HOME",
        ) from error
    return folder
