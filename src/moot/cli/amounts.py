"""Amounts as options say them: `wip=3`, `A:pace=70%`, `wip>=2`, `5`.

Laws: shares and credits become exact integers or are refused, nothing is rounded; what is refused is
refused with an example of what would be right.

>>> share("70 %"), share("0.5%"), credit("2.5"), assignment("wip=3")
(700000, 5000, 2500000, ('wip', '3'))
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from moot.cli.failure import BadUsage
from moot.core.act import Condition, Strength
from moot.wire.units import MONEY, PPM

_CONDITION: Final = re.compile(r"([a-z0-9._-]+) *(<=|>=|=| in ) *(-?[0-9]+(?: *, *-?[0-9]+)*)")


def bad_amount(text: str, example: str) -> BadUsage:
    """Return the failure that says what would have been right."""
    return BadUsage(
        f"'{text}' cannot be read",
        code="BadAmount",
        mend=f"write it like {example}",
    )


def assignment(text: str, example: str = "wip=3") -> tuple[str, str]:
    """Return the two sides of NAME=AMOUNT."""
    name, equals, amount = text.partition("=")
    if not equals or not name.strip() or not amount.strip():
        raise bad_amount(text, example)
    return name.strip(), amount.strip()


def share(text: str, example: str = "70%") -> int:
    """Return a share in ppm; at most the whole."""
    try:
        found = PPM.read(text.replace(" ", ""))
    except ValueError:
        raise bad_amount(text, example) from None
    if found > 100 * PPM.units["%"]:
        raise bad_amount(text, f"{example}; a share is at most 100 %")
    return found


def credit(text: str) -> int:
    """Return credits in micro-credits."""
    try:
        return MONEY.read(f"{text.removesuffix('credits').removesuffix('credit').strip()} credits")
    except ValueError:
        raise bad_amount(text, "5 or 2.5, in credits") from None


def whole(text: str, example: str = "wip=3") -> int:
    """Return a whole number."""
    try:
        return int(text)
    except ValueError:
        raise bad_amount(text, example) from None


def terms(texts: Iterable[str]) -> dict[str, int]:
    """Return terms by name; the last word on a term counts."""
    return {name: whole(amount) for name, amount in map(assignment, texts)}


def require_known(names: Iterable[str], known: Mapping[str, object] | Iterable[str], what: str) -> None:
    """End with `BadUsage` at the first of `names` that is none of `known`."""
    there = list(known)
    for name in names:
        if name not in there:
            raise BadUsage(
                f"there is no {what} '{name}'",
                code="NotFound",
                mend=f"there are {', '.join(there)}",
            )


def condition(strength: Strength, text: str) -> Condition:
    """Return a condition on a term."""
    match = _CONDITION.fullmatch(text.strip())
    if match is None:
        raise bad_amount(text, "'wip<=3', 'wip>=2', 'wip=3' or 'wip in 2,3'")
    term, relation, amounts = match[1], match[2].strip(), match[3]
    return Condition(strength, term, relation, tuple(int(each) for each in amounts.split(",")))  # type: ignore[arg-type] # one of the four
