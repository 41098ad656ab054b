"""Whose voice it is: which key a command signs with, by one rule that a person can say by heart.

Laws: `--as NAME` takes NAME.key; without it the one key there is, and where there are several nobody is
guessed; keys lie in files that their owner alone may read, in the folder that --keys (or MOOT_KEYS) names,
in the moot's `keys`, or where it was put to be handed over; a simulated member has no file of its own.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from moot.cli.failure import BadUsage, Declined, NotThere
from moot.core.charter import Charter
from moot.kit.keys import Keyring

ENDING: Final = ".key"
KEYS: Final = "keys"
HAND_OVER: Final = "hand-over"
SIMULATED: Final = "simulated"  # a season's members all have their keys from one seed


def key_folders(folder: Path, keys: Path | None) -> list[Path]:
    """Return where keys for the moot in `folder` may lie, the first choice first."""
    return [*([keys] if keys else []), folder / KEYS, folder / HAND_OVER]


def speaker(folder: Path, keys: Path | None, name: str | None) -> str:
    """Return who speaks: `name`, or the one whose key there is; ends with `BadUsage` if that is not one."""
    if name is not None:
        return name
    found = next(filter(None, map(names_in, key_folders(folder, keys))), [])
    if len(found) == 1:
        return found[0]
    there = f"there are keys of {', '.join(found)}" if found else "there is no key"
    if (folder / KEYS / f"{SIMULATED}{ENDING}").is_file():
        there = "this was a demonstration, and you may speak for any of its simulated members, such as driver-01"
    raise BadUsage(
        f"it is not clear who you are: {there}",
        code="WhoAreYou",
        mend="say --as NAME, or set MOOT_AS; your key is NAME.key, in the folder that --keys or MOOT_KEYS names",
    )


def names_in(place: Path) -> list[str]:
    """Return whose keys lie in a folder."""
    return sorted(path.stem for path in place.glob(f"*{ENDING}") if path.stem != SIMULATED)


def ring_of(name: str, folder: Path, keys: Path | None, charter: Charter) -> Keyring:
    """Return the keyring of `name`; ends with a `Failure` if there is none, or if it is not safe to use."""
    path = next(_candidates(name, folder, keys), None)
    if path is None:
        places = ", ".join(map(str, key_folders(folder, keys)))
        raise NotThere(
            f"there is no key of {name}",
            code="NoKey",
            instead=f"Nothing was signed. {name}{ENDING} was looked for in {places}.",
            mend="put the key file that you were handed into one of them, or name its folder with --keys",
        )
    try:
        return Keyring.load_or_make(path, charter.agency.links)
    except PermissionError as error:
        raise Declined(
            f"others may read {path}",
            code="KeyIsReadable",
            instead="Nothing was signed: whoever has read it can sign in your name.",
            mend=f"chmod 600 {path}; if somebody may have read it, think of a new key",
        ) from error
    except ValueError as error:
        raise BadUsage(
            f"{path} holds no key: {error}",
            code="BadKey",
            instead="Nothing was signed.",
            mend="bring the file as it was handed over: one line of 64 hexadecimal digits",
        ) from error


def _candidates(name: str, folder: Path, keys: Path | None) -> Iterator[Path]:
    plain = Path(name).name  # a name is no way out of the folder
    paths = [place / f"{plain}{ENDING}" for place in key_folders(folder, keys)]
    yield from (path for path in (*paths, folder / KEYS / f"{SIMULATED}{ENDING}") if path.is_file())
