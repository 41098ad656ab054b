"""The press: how a page is set, from a template and plain JSON to HTML.

Laws: whatever members wrote is escaped, or went through `words`; a share, an amount and an instant look the same on
every page; a value has the same colour, code and shape everywhere, and its code tells it apart without the colour.

>>> codes(["ethics", "efficiency", "efforts"])
{'ethics': 'Et', 'efficiency': 'Ef', 'efforts': 'Eo'}
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from moot.core.act import Instant, Ppm
from moot.core.charter import CHARTER
from moot.views.amounts import percent, share, signed
from moot.web.pages import charts
from moot.web.pages.redline import runs, spoken
from moot.web.pages.steps import LANES, STEPS, explained, position, purpose
from moot.web.pages.words import words

MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
TINTS: Final = 8  # beyond them a value has its code alone


def codes(values: Iterable[str]) -> dict[str, str]:
    """Return two letters for each value, by which it is known where there is no room for its name."""
    found: dict[str, str] = {}
    for name in values:
        letters = [name[0].upper() + each for each in name[1:].lower() if each.isalnum()] or [name[0].upper()]
        found[name] = next((each for each in letters if each not in found.values()), letters[0])
    return found


class Palette:
    """The values of a moot in the order of its charter, each with its tint, its code and its name."""

    def __init__(self, values: Sequence[str]) -> None:
        """Take the ids of the values."""
        self._at = {name: min(at, TINTS) for at, name in enumerate(values)}
        self._codes = codes(values)

    def ordered(self, found: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """Return what was found of each value in the order of the charter; of others, last."""
        return sorted(found.items(), key=lambda each: (self._at.get(each[0], TINTS), each[0]))

    def tint(self, name: str) -> str:
        """Return the class that colours a value."""
        return f"v{self._at.get(name, TINTS)}"

    def badge(self, name: str) -> Markup:
        """Return the badge of a value: colour, shape and two letters, with its name for those who cannot see it."""
        code = self._codes.get(name, name[:2].capitalize())
        return Markup('<abbr class="badge {}" title="{}">{}</abbr>').format(self.tint(name), name, code)


def moment(instant: Instant | None) -> Markup:
    """Return an instant as a page shows it, UTC, with its exact form for machines."""
    if instant is None:
        return Markup("")
    when = datetime.fromtimestamp(instant / 1000, UTC)
    return Markup('<time datetime="{}">{}</time>').format(f"{when:%Y-%m-%dT%H:%M:%SZ}", f"{when:%d %b %Y, %H:%M}")


def span(milliseconds: int) -> str:
    """Return a duration, roughly.

    >>> span(90_000), span(36 * 3_600_000), span(4 * 86_400_000)
    ('1 min', '36 h', '4 days')
    """
    if milliseconds < HOUR:
        return f"{max(milliseconds, 0) // MINUTE} min"
    return f"{milliseconds // HOUR} h" if milliseconds < 2 * DAY else f"{milliseconds // DAY} days"


def exact(ppm: Ppm, least: int = 0) -> str:
    """Return a share in percent with all its digits, at `least` so many after the point, as a form reads it back.

    >>> exact(275_902), exact(200_000), exact(-200_000, 1)
    ('27.5902', '20', '-20.0')
    """
    places = f"{abs(ppm) % 10_000:04}".rstrip("0").ljust(least, "0")
    return f"{'-' * (ppm < 0)}{abs(ppm) // 10_000}{'.' * bool(places)}{places}"


def fine(ppm: Ppm) -> str:
    r"""Return a share in percent with all its digits, for what is small.

    >>> fine(216), fine(20_000)
    ('0.0216\xa0%', '2.0\xa0%')
    """
    return bound(f"{exact(ppm, 1)} %")


def credits_of(micro: int | None) -> str:
    """Return micro-credits as credits, with two places.

    >>> credits_of(1_057_175_962), credits_of(-500)
    ('1,057.18', '-0.00')
    """
    return "" if micro is None else f"{micro / 1_000_000:,.2f}"


def grouped(digits: str, groups: int = 2) -> str:
    """Return the first digits of a hash in groups of four, as people compare them."""
    return " ".join(digits[at : at + 4] for at in range(0, 4 * groups, 4))


def bound(text: str) -> str:
    r"""Return a text in which no number is parted from its sign of percent.

    >>> bound("20 % of 5").index("\xa0")
    2
    """
    return text.replace(" %", "\xa0%")


def stage_name(stage: str) -> str:
    """Return the name of a stage, as a sentence would write it."""
    return stage.replace("_", " ")


def matter(row: Mapping[str, Any]) -> str:
    """Return what is to be decided on, as a sentence would write it: a kind of action on a target, or other rules.

    >>> matter({"kind": "set_heat", "target": "hall"}), matter({"kind": "charter", "target": "charter"})
    ('set heat on hall', 'other rules')
    """
    return "other rules" if row["kind"] == CHARTER else f"{stage_name(row['kind'])} on {row['target']}"


def called(version: str) -> str:
    """Return the name of a version as a sentence would have it: what holds now is none that somebody offered.

    >>> called("now"), called("B")
    ('what is in force', 'B')
    """
    return "what is in force" if version == "now" else version


def clause_word(clause: str) -> str:
    """Return what a clause is about in a word or two.

    >>> clause_word("agency.review_fee")
    'review fee'
    """
    return stage_name(clause.rpartition(".")[2])


def paired(those: Iterable[Any]) -> list[tuple[Any, str]]:
    """Return names as pairs of what is signed and what is read; pairs as they are.

    >>> paired(["ana", (7, "seven")])
    [('ana', 'ana'), (7, 'seven')]
    """
    return [(each, each) if isinstance(each, str) else each for each in those]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """Return the terms of either version, each with what it was and what it becomes."""
    return [(name, before.get(name), after.get(name)) for name in sorted({*before, *after})]


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return the terms that differ, each with what it was and what it becomes."""
    return {name: (was, will) for name, was, will in changes(before, after) if was != will}


def _press() -> Environment:
    press = Environment(
        loader=PackageLoader("moot.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    press.filters |= {
        "percent": lambda ppm: bound(percent(ppm)),
        "bound": bound,
        "exact": exact,
        "fine": fine,
        "signed": signed,
        "share": lambda mass: bound(share(mass)),
        "credits": credits_of,
        "moment": moment,
        "span": span,
        "grouped": grouped,
        "stage_name": stage_name,
        "paired": paired,
        "matter": matter,
        "called": called,
        "clause_word": clause_word,
        "words": words,
    }
    press.globals |= {
        "changes": changes,
        "changed": changed,
        "runs": runs,
        "spoken": spoken,
        "chart": charts,
        "STEPS": STEPS,
        "position": position,
        "explained": explained,
        "purpose": purpose,
        "LANES": LANES,
    }
    return press


PRESS: Final = _press()
