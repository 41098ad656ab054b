"""Write the reference pages that are data in the code: `python docs/generate.py`.

Laws: the pages hold nothing that the code does not say; a test compares them with what stands here.
"""
# ruff: noqa: INP001 - a script, not a package

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, Final

from moot.core.charter import (
    Admission,
    Agency,
    Alarms,
    Awareness,
    Budget,
    CharterLane,
    Clarity,
    ConsentLane,
    Guardian,
    Kind,
    LaneRule,
    Mandate,
    Metering,
    Priced,
    Purpose,
    Scope,
    Structure,
    Term,
    Trials,
    Windows,
    WorstCase,
    Worth,
)
from moot.core.dispute import DISPUTE_STAGES
from moot.core.funding import ROUND_STAGES
from moot.core.phases import ENDINGS, PHASES
from moot.core.proposal import FINAL, STAGES
from moot.core.stage import Stage
from moot.hall import open_hall
from moot.web.description import NAMES
from moot.web.door import open_door
from moot.wire.units import MONEY, PPM, TIME, Unit

DOCS: Final = Path(__file__).parent
UNITS: Final[Mapping[str, tuple[str, Unit | None]]] = {
    "Ppm": ("share, in ppm", PPM),
    "Harm": ("harm, in ppm", PPM),
    "Credits": ("money, in micro-credits", MONEY),
    "Duration": ("duration, in milliseconds", TIME),
    "Instant": ("instant, in milliseconds", None),
    "Text": ("text", None),
    "Count": ("number", None),
    "bool": ("yes or no", None),
}
SECTIONS: Final[Mapping[str, type]] = {
    "purpose": Purpose,
    "purpose.values.*": Worth,
    "structure": Structure,
    "structure.mandates.*": Mandate,
    "structure.actions.*": Kind,
    "structure.actions.*.terms.*": Term,
    "structure.actions.*.worst_case": WorstCase,
    "structure.windows": Windows,
    "structure.lanes.*": LaneRule,
    "structure.lanes.*.scope": Scope,
    "structure.consent": ConsentLane,
    "structure.charter": CharterLane,
    "structure.admission": Admission,
    "structure.rounds.*": Budget,
    "structure.rounds.*.kinds.*": Priced,
    "awareness": Awareness,
    "awareness.metering.*": Metering,
    "awareness.alarms": Alarms,
    "agency": Agency,
    "agency.trials": Trials,
    "agency.guardians.*": Guardian,
    "clarity": Clarity,
}
RECORDS: Final = frozenset(record.__name__ for record in SECTIONS.values())


def stages() -> str:
    """Return the page on the lives of a proposal and of a trial: the diagrams and the tables."""
    return "\n".join(
        (
            "# The life of a proposal",
            "",
            "Generated from `STAGES` in `moot.core.proposal` by `docs/generate.py`; change it there.",
            "",
            "```mermaid",
            *_diagram(STAGES, FINAL, "drawing", "round"),
            f"Final: {_listed(FINAL)}. A stage that is complete moves in the act that completes it; otherwise",
            "anybody may file `Advance` once its deadline is over. A draw that is kept for the epoch opens `review`",
            "at once. Nothing expires: what nobody carries on is `void` ([0015](decisions/0015-nothing-expires.md)).",
            "",
            "In every stage an agent may `Comment` if its registration says so, its owner up to `clarity.comments`",
            "times. That moves no stage and no stake, and is open at once, also while what others file is sealed.",
            "",
            *_hearing(),
            *_trials(),
            *_round(),
        )
    )


def _trials() -> tuple[str, ...]:
    """Return the part on trials, from `PHASES`."""
    return (
        "## The life of a trial",
        "",
        "Generated from `PHASES` in `moot.core.phases`. A trial needs nobody's approval to start, and no unit is",
        "treated before its guard has released it.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> drawing",
        *(f"    {name} --> {after}" for name, phase in PHASES.items() for after in phase.leads),
        *(f"    {name} --> [*]" for name in ENDINGS),
        "```",
        "",
        "| phase | who acts | acts | otherwise, at the deadline | leads to |",
        "|---|---|---|---|---|",
        *(
            f"| `{name}` | {phase.who} | {_listed(phase.acts)} | {phase.otherwise} | {_listed(phase.leads)} |"
            for name, phase in PHASES.items()
        ),
        "",
        f"Final: {_listed(ENDINGS)}. A draw that is kept for the owner's epoch opens `releasing` at once.",
        "",
    )


def _diagram(stages: Mapping[str, Stage], final: tuple[str, ...], *also: str) -> Iterator[str]:
    """Yield the diagram and the table of some stages; it begins with the first of them, or with one of `also`."""
    yield "stateDiagram-v2"
    yield from (f"    [*] --> {name}" for name in (next(iter(stages)), *also))
    yield from (f"    {name} --> {after}" for name, stage in stages.items() for after in stage.leads)
    yield from (f"    {name} --> [*]" for name in final)
    yield from (
        "```",
        "",
        "| stage | who acts | acts | otherwise, at the deadline | leads to |",
        "|---|---|---|---|---|",
    )
    for name, stage in stages.items():
        yield f"| `{name}` | {stage.who} | {_listed(stage.acts)} | {stage.otherwise} | {_listed(stage.leads)} |"
    yield ""


def _hearing() -> Iterator[str]:
    """Yield the life of a dispute."""
    yield from ("## The life of a dispute", "", "From `DISPUTE_STAGES` in `moot.core.dispute`.", "", "```mermaid")
    yield from _diagram(DISPUTE_STAGES, ("closed",))


def _round() -> Iterator[str]:
    """Yield the life of a round."""
    yield from ("## The life of a round", "", "From `ROUND_STAGES` in `moot.core.funding`.", "", "```mermaid")
    yield from _diagram(ROUND_STAGES, ("closed",))


def charter() -> str:
    """Return the page on the charter: every clause with its unit, its standard and its meaning."""
    lines = [
        "# The charter, clause by clause",
        "",
        "Generated from `moot.core.charter` by `docs/generate.py`; change it there. A `*` stands for the name of a",
        "value, mandate, kind of action or term. How people write amounts in TOML is shown under *standard*.",
        "",
    ]
    for path, record in SECTIONS.items():
        summary = (inspect.getdoc(record) or "").splitlines()[0]
        lines += [f"## {path}", "", summary, "", "| clause | unit | standard | meaning |", "|---|---|---|---|"]
        lines += list(_rows(path, record))
        lines.append("")
    return "\n".join(lines)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _rows(path: str, record: type) -> Iterator[str]:
    said = dict(re.findall(r"^(\w+): (.*)$", inspect.getdoc(record) or "", re.MULTILINE))
    forms = _annotations(record)
    for field in fields(record):
        unit, writes = UNITS.get(forms[field.name].split(" | ")[0], (_kind(forms[field.name]), None))
        yield f"| `{path}.{field.name}` | {unit} | {_standard(field.default, writes)} | {said[field.name]} |"


def _annotations(record: type) -> dict[str, str]:
    """Return each field's annotation as it is written, for its name says the unit."""
    [definition] = ast.parse(inspect.getsource(record)).body
    body = definition.body if isinstance(definition, ast.ClassDef) else []
    return {ast.unparse(each.target): ast.unparse(each.annotation) for each in body if isinstance(each, ast.AnnAssign)}


def _kind(form: str) -> str:
    if "tuple" in form:
        return "tables" if RECORDS & set(re.findall(r"\w+", form)) else "list"
    if "Mapping" in form or form in RECORDS:
        return "table"
    return "number" if "int" in form else "name"


def _standard(default: Any, unit: Unit | None) -> str:  # noqa: ANN401 - any field's default
    if default is MISSING:
        return "to be given"
    if default is None or isinstance(default, bool):
        return {None: "none", True: "yes", False: "no"}[default]
    if default == "":
        return "none"
    if isinstance(default, int):
        return unit.write(default) if unit else f"{default:,}"
    return "as below"


def api() -> dict[str, bytes]:
    """Return the descriptions of the public door, by name."""
    with open_hall() as hall:
        documents = open_door(hall).state.documents
        return {name: documents[name] for name in NAMES}


if __name__ == "__main__":
    for name, document in api().items():
        (DOCS / "api" / f"{name}.json").write_bytes(document)
    (DOCS / "stages.md").write_text(stages())
    (DOCS / "charter.md").write_text(charter())
