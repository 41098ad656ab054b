"""Participatory budgets as Pabulib's .pb files say them: the round out of META, PROJECTS and VOTES.

Laws: amounts become micro-credits without rounding; whatever a count depends on is read strictly, and refused with
`BadShape`, its line and its section; columns and keys that no count needs are passed over; a blank paper is a paper.

>>> text = b'''META
... key;value
... budget;100
... vote_type;approval
... num_projects;2
... num_votes;2
... PROJECTS
... project_id;cost;name
... 1;60;Bench
... 2;40;Tree
... VOTES
... voter_id;vote
... ana;1,2
... bo;2
... '''
>>> poll = read_pabulib(text)
>>> poll.asked.projects[1], poll.asked.papers, poll.names
(Project(id='2', cost=40000000), {'ana': {'1': 1, '2': 1}, 'bo': {'2': 1}}, {'1': 'Bench', '2': 'Tree'})
>>> read_pabulib(text.replace(b"bo;2", b"bo;3"))
Traceback (most recent call last):
moot.core.refusal.BadShape: line 14: there is no project '3' (VOTES). Correct the id, or list it under PROJECTS. \
Nothing was recorded.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, Literal, TypeAlias, cast, get_args

from moot.core.act import Credits, OwnerId
from moot.core.papers import OptionId, Project, Round
from moot.core.value import value
from moot.wire.sections import Row, Table, refuse, sections
from moot.wire.units import MONEY

VoteType: TypeAlias = Literal["approval", "choose-1", "cumulative", "ordinal", "scoring"]

_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_WITH_POINTS: Final = frozenset({"cumulative", "scoring"})


@value
class Poll:
    """What a file asks and how it was answered; `meta` as written.

    `official` says of each project whether the city selected it, where the file says so by 1 or 0; `told` is how many
    points the file says each project got (its column score, else votes), if it does. Ties go by the file's order.
    """

    meta: Mapping[str, str]
    asked: Round
    kind: VoteType
    names: Mapping[OptionId, str]
    official: Mapping[OptionId, bool]
    told: Mapping[OptionId, int]


def read_pabulib(raw: bytes) -> Poll:
    """Return what the bytes of a .pb file say; refuses with `BadShape`."""
    tables = sections(
        raw, {"META": ("key", "value"), "PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}
    )
    meta = _meta(tables["META"])
    kind = _kind(meta)
    rows = _unique(tables["PROJECTS"], "project_id", "num_projects", meta)
    projects = tuple(Project(name, _amount(row, "cost")) for name, row in rows.items())
    papers = _papers(tables["VOTES"], kind, meta, rows.keys())
    asked = Round(projects, papers, _amount(meta["budget"], "value"), tuple(rows))
    return Poll(
        {key: row.cells["value"] for key, row in meta.items()},
        asked,
        kind,
        {name: row.cells.get("name", "") for name, row in rows.items()},
        _official(rows),
        _told(rows),
    )


def _meta(table: Table) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in table.rows:
        if (key := row.cells["key"]) in found:
            refuse(row.line, f"{key} stands there twice", "META", "Keep one of the two.")
        found[key] = row
    for key in ("budget", "vote_type", "num_projects", "num_votes"):
        if key not in found:
            refuse(table.line, f"the key {key} is missing", "META", f"Add a line '{key};...'.")
    return found


def _kind(meta: Mapping[str, Row]) -> VoteType:
    row = meta["vote_type"]
    if (kind := row.cells["value"]) not in get_args(VoteType):
        known = ", ".join(get_args(VoteType))
        refuse(row.line, f"votes of the type '{kind}' are unknown", "META", f"There are {known}.")
    return cast(VoteType, kind)


def _unique(table: Table, column: str, count: str, meta: Mapping[str, Row]) -> dict[str, Row]:
    """Return the rows by their id in `column`, as many as META says."""
    found: dict[str, Row] = {}
    for row in table.rows:
        if not (name := row.cells[column]):
            refuse(row.line, f"the {column} is empty", table.name, "Give it one.")
        if name in found:
            mend = f"It stands in line {found[name].line} already: remove one of the two."
            refuse(row.line, f"the {column} '{name}' comes twice", table.name, mend)
        found[name] = row
    if len(found) != (promised := _number(meta[count], "value")):
        mend = "Is the file cut off? Bring all of it, or correct the number."
        refuse(meta[count].line, f"{count} is {promised}, but {table.name} has {len(found)}", "META", mend)
    return found


def _amount(row: Row, column: str) -> Credits:
    """Return a sum of money above 0, in micro-credits."""
    text = row.cells[column]
    try:
        amount = MONEY.read(f"{text} credits")
    except ValueError:
        amount = 0
    if amount == 0:
        mend = "Write an amount above 0 in digits, with a point before at most six decimals."
        refuse(row.line, f"'{text}' is no amount", row.section, mend)
    return amount


def _number(row: Row, column: str) -> int:
    return _numbers(row, [row.cells[column]])[0]


def _numbers(row: Row, texts: Iterable[str]) -> list[int]:
    def number(text: str) -> int:
        if not _WHOLE.fullmatch(text):
            refuse(row.line, f"'{text}' is no whole number", row.section, "Write 0 or more, in digits alone.")
        return int(text)

    return [number(text) for text in texts]


def _papers(
    table: Table, kind: VoteType, meta: Mapping[str, Row], known: Iterable[OptionId]
) -> dict[OwnerId, dict[OptionId, int]]:
    if kind in _WITH_POINTS and "points" not in table.columns:
        refuse(table.line, f"the column points is missing, which {kind} votes need", "VOTES", "Add it to the heading.")
    rows = _unique(table, "voter_id", "num_votes", meta)
    projects = frozenset(known)
    longest = _number(meta["max_length"], "value") if "max_length" in meta else len(projects)
    papers = {}
    for voter, row in rows.items():
        options = _options(row, projects)
        given = _given(row, kind, options, longest)
        # No points are as good as no word.
        papers[voter] = {option: points for option, points in zip(options, given, strict=True) if points}
    return papers


def _options(row: Row, projects: frozenset[OptionId]) -> list[OptionId]:
    options = row.cells["vote"].split(",") if row.cells["vote"] else []
    for option, times in Counter(options).items():
        if option not in projects:
            refuse(row.line, f"there is no project '{option}'", "VOTES", "Correct the id, or list it under PROJECTS.")
        if times > 1:
            refuse(row.line, f"it names the project '{option}' twice", "VOTES", "Name it once.")
    return options


def _given(row: Row, kind: VoteType, options: Sequence[OptionId], longest: int) -> Sequence[int]:
    """Return the points of a paper, in the order of its options."""
    if kind == "choose-1" and len(options) > 1:
        refuse(row.line, f"it names {len(options)} projects, and chooses one", "VOTES", "Name one, or none.")
    if kind in ("approval", "choose-1"):
        return [1] * len(options)
    if "points" in row.cells:
        given = _points(row, options)
        if kind == "ordinal" and any(first <= then for first, then in pairwise(given)):
            refuse(row.line, "its points do not fall from place to place", "VOTES", "Correct the points or the order.")
        return given
    if len(options) > longest:
        refuse(row.line, f"it ranks {len(options)} projects, and may rank {longest}", "VOTES", "Correct max_length.")
    # Borda's count: as many points as there were places from here on.
    return [longest - place for place in range(len(options))]


def _points(row: Row, options: Sequence[OptionId]) -> list[int]:
    given = _numbers(row, row.cells["points"].split(",") if row.cells["points"] else [])
    if len(given) != len(options):
        refuse(
            row.line,
            f"it names {len(options)} projects and gives {len(given)} times points",
            "VOTES",
            "Give each its points.",
        )
    return given


def _official(rows: Mapping[OptionId, Row]) -> dict[OptionId, bool]:
    # Other numbers stand for projects that were decided in another way, and there is nothing to compare.
    said = {name: row.cells.get("selected", "") for name, row in rows.items()}
    return {name: text == "1" for name, text in said.items() if text in ("0", "1")}


def _told(rows: Mapping[OptionId, Row]) -> dict[OptionId, int]:
    found = {}
    for name, row in rows.items():
        column = "score" if "score" in row.cells else "votes"
        if column in row.cells:
            found[name] = _number(row, column)
    return found
