"""What whoever keeps a moot's folder has settled there, in `moot.toml`.

Laws: a folder without one keeps its record itself; a word that is not known is refused, because it may
have been meant; nothing that stands in it is repeated in a failure, because it may be a password.

>>> read_settings(Path("nowhere"))
Settings(store=None)
"""

import json
import tomllib
from pathlib import Path
from typing import Final

from moot.clerk.ports import StoreFailed
from moot.core.value import value

SETTINGS: Final = "moot.toml"
_SCHEMES: Final = ("postgresql://", "postgres://")


@value
class Settings:
    """Where the record is, if it is not in the folder: the address of a PostgreSQL database."""

    store: str | None = None

    def written(self) -> str:
        """Return it as `read_settings` reads it."""
        # A string of JSON in ASCII is one of TOML too.
        return "" if self.store is None else f"store = {json.dumps(self.store)}\n"


def read_settings(folder: Path) -> Settings:
    """Return what is settled in `folder`; `StoreFailed` if that cannot be understood."""
    try:
        found = tomllib.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise StoreFailed(f"reading {SETTINGS}", error.strerror) from error
    except ValueError:
        raise _not_understood("it is no TOML") from None
    if found.keys() - {"store"}:
        raise _not_understood("it holds more than the address of a store")
    store = found.get("store")
    if store is not None and not is_database(store):
        raise _not_understood("its store is no address of a database")
    return Settings(store)


def is_database(store: object) -> bool:
    """Return whether that is the address of a database, as far as can be seen."""
    return isinstance(store, str) and store.startswith(_SCHEMES)


def _not_understood(why: str) -> StoreFailed:
    return StoreFailed(f"reading {SETTINGS}", why, 'write one line: store = "postgresql://USER@HOST/DATABASE"')
