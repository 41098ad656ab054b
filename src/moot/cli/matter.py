"""The matter: which proposal a command is about, and what its versions are called.

Laws: a version is called as everywhere in the terminal: `now` what is in force, A the proposal, B, C, ...
the amendments; a proposal that is in another stage is told with its stage and until when.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moot.cli.failure import NOTHING, BadUsage, NotThere, Overtaken
from moot.cli.floor import Floor
from moot.cli.rows import Row
from moot.cli.rules import differences, in_one_line
from moot.cli.words import instant, worded
from moot.views import Shown
from moot.views.wording import short, version_name

if TYPE_CHECKING:
    from moot.core.charter import Charter

CHARTER = "charter"  # the kind of what amends the rules themselves
WINDOWS = {"measured": "challenge", "consent": "objection"}  # of stages that are called otherwise


@dataclass(frozen=True)
class Noun:
    """What commands are about: its name, what one is called, how one begins, and the window (or clause) of stages."""

    name: str
    called: Callable[[Shown], str]
    begins: str
    window: Callable[[Sequence[str]], str]

    def clause(self, stages: Sequence[str]) -> str:
        """Return the clause of the window of `stages`, which is a window of the structure if it has no dot."""
        window = self.window(stages)
        return window if "." in window else f"structure.windows.{window}"


def matter(floor: Floor, reference: str | None, stages: Sequence[str]) -> Shown:
    """Return the page of the proposal that is meant, which is in one of `stages`; ends with a `Failure` if none is."""
    row = meant(floor, PROPOSAL, reference, stages)
    return floor.see("proposal", proposal=row["proposal"])


def meant(floor: Floor, noun: Noun, reference: str | None, stages: Sequence[str]) -> Shown:
    """Return the open row that is meant, which is in one of `stages`; ends with a `Failure` if none is."""
    rows = floor.pending(noun.name)
    found = [row for row in rows if row[noun.name].startswith(reference or "")]
    if reference is None:
        found = [row for row in rows if row["stage"] in stages] or rows
    if len(found) > 1:
        raise BadUsage(
            f"{len(found)} {noun.name}s are meant: {', '.join(noun.called(row) for row in found)}",
            code=f"Which{noun.name.capitalize()}",
            mend=f"name one with --{noun.name} and the first digits of its id",
        )
    for row in found:
        _require_stage(noun, row, stages)
        return row
    raise NotThere(
        f"no open {noun.name} begins with {reference}" if reference else f"no {noun.name} is open",
        code="NotFound",
        mend=f"moot inbox {floor.asked['folder']} shows what is open; {noun.begins}",
    )


def _require_stage(noun: Noun, row: Shown, stages: Sequence[str]) -> None:
    if row["stage"] not in stages:
        until = f" until {instant(row['until'])}" if row["until"] else ""
        raise Overtaken(
            f"{noun.name} {noun.called(row)} is in {worded(row['stage'])}{until}",
            code="StageIsOver",
            instead=f"{NOTHING} What you ask for has its place in the stage {worded(stages[0])}.",
            mend="moot inbox shows what it waits for, and whom",
            more={"clause": noun.clause(stages)},
        )


PROPOSAL = Noun(
    "proposal",
    called=lambda row: f"{short(row['proposal'])} on {row['target']}",
    begins="moot propose opens one",
    window=lambda stages: WINDOWS.get(stages[0], stages[0].split("_")[0]),
)


def letters(page: Shown) -> dict[str, str]:
    """Return each version of a page by what it is called."""
    return {version_name(place): version for place, version in enumerate(page["versions"])}


def letter(page: Shown, version: str) -> str:
    """Return what a version of a page is called."""
    return next(name for name, each in letters(page).items() if each == version)


def version_called(page: Shown, name: str) -> str:
    """Return the version that somebody means by a letter, or by the first digits of its id."""
    named = letters(page)
    exact = {key.lower(): version for key, version in named.items()}.get(name.lower())
    found = [exact] if exact else [each for each in page["versions"] if len(name) > 1 and each.startswith(name)]
    if len(found) != 1:
        raise BadUsage(
            f"'{name}' is no version of this proposal",
            code="NotFound",
            mend=f"there are {', '.join(f'{key} ({short(each)})' for key, each in named.items())}",
        )
    return found[0]


def said_terms(floor: Floor, kind: str, terms: dict[str, int]) -> str:
    """Return terms with their units."""
    units = {term.id: term.unit for each in floor.charter.structure.actions if each.id == kind for term in each.terms}
    return ", ".join(f"{name} {number}{f' ({units[name]})' * bool(units.get(name))}" for name, number in terms.items())


def said_version(floor: Floor, page: Shown, version: str) -> str:
    """Return what a version says: its terms, or in what its charter differs from the one in force."""
    if page["kind"] != CHARTER:
        return said_terms(floor, page["kind"], page["versions"][version]["terms"])
    if version == page["status_quo"]:
        return "the charter in force"
    return in_one_line(differences(charter_in(page, page["status_quo"]), charter_in(page, version)))


def ran_row(floor: Floor, page: Shown, ran: str) -> Row:
    """Return what is in force on the target of a page, on which the version `ran` was carried out."""
    in_force = page["in_force"] if page["kind"] != CHARTER else None
    said = said_terms(floor, page["kind"], in_force) if in_force else said_version(floor, page, ran)
    return "ran", f"{page['target']}: {said}"


def charter_in(page: Shown, version: str) -> "Charter":
    """Return the charter of a version, where the charter is what is decided."""
    from moot.core.charter import Charter
    from moot.wire.codec import read

    return read(Charter, page["versions"][version]["charter"])


def versions_rows(floor: Floor, page: Shown) -> list[Row]:
    """Return a row for each version: what is in force, then in what each other one differs from it."""
    rows = []
    in_force = page["versions"][page["status_quo"]]["terms"]
    for name, version in letters(page).items():
        each = page["versions"][version]
        if each["agent"] is None:
            rows.append((name, said_version(floor, page, version)))
        elif page["kind"] == CHARTER:
            rows.append((name, f"{said_version(floor, page, version)}   (by {each['agent']})"))
        else:
            rows.append((name, f"{', '.join(moves(each['terms'], in_force))}   (by {each['agent']})"))
    return rows


def moves(terms: dict[str, int], before: dict[str, int], units: Mapping[str, str] | None = None) -> list[str]:
    """Return how each term that differs from before has moved, with its unit if it has one."""
    said = {term: f" ({unit})" for term, unit in (units or {}).items() if unit}
    return [f"{term} {before[term]} → {to}{said.get(term, '')}" for term, to in terms.items() if to != before[term]]


def reason_rows(floor: Floor, page: Shown) -> list[Row]:
    """Return the author's reason, as text that somebody wrote."""
    text = page["reason"] and floor.hall.store.text(page["reason"])
    return [("because", f"“{text}” ({page['author']})")] if text else []
