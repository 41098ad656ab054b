"""Rules as people write them: a charter from its text, and in which clauses one differs from another.

Laws: a charter that cannot stand is told with its clause; a clause is told in the units in which people
write it; what has no other is told as new or as dropped.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from moot.cli.failure import BadUsage, NotThere
from moot.cli.words import some
from moot.core.refusal import Refused

if TYPE_CHECKING:
    from moot.core.charter import Charter

SHOWN: Final = 6  # clauses, in one line


def written(file: Path, instead: str) -> "Charter":
    """Return the charter in a file; ends with a `Failure` if there is none, or it cannot stand."""
    if not file.is_file():
        raise NotThere(f"there is no file {file}", code="NotFound", instead=instead, mend="name a charter in TOML")
    return charter_of(file.read_text(encoding="utf-8", errors="replace"), instead)


def charter_of(text: str, instead: str) -> "Charter":
    """Return the charter that a text says; ends with `BadUsage`, saying what was not done instead."""
    from moot.wire.charter import read_charter

    try:
        return read_charter(text)
    except Refused as refused:
        raise BadUsage(
            f"the charter cannot stand: {refused.why}",
            code=refused.code,
            instead=f"{instead} The clause is {refused.clause}.",
            mend=refused.mend,
        ) from refused


def differences(before: "Charter", after: "Charter") -> list[str]:
    """Return what each clause that differs says before and after, in the order of the later charter."""
    from moot.wire.charter import clauses

    # The id of a value, mandate or action is a part of its clauses' ids.
    old, new = (
        {rule.id: rule.text for rule in clauses(each) if not rule.id.endswith(".id")} for each in (before, after)
    )
    said = [f"{name}: {old[name]} → {text}" for name, text in new.items() if name in old and old[name] != text]
    said += [f"{name} is new: {text}" for name, text in new.items() if name not in old]
    return said + [f"{name} is dropped: {text}" for name, text in old.items() if name not in new]


def in_one_line(said: list[str]) -> str:
    """Return differences in a row, the first of them if they are many; that they may be none but an order."""
    return some(said, SHOWN) or "the order of its tables"
