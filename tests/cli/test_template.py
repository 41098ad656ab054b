import re
import tomllib
from pathlib import Path

import pytest

from moot.cli.template import TEMPLATES
from moot.core.charter import faults
from moot.core.refusal import Refused
from moot.wire.charter import read_charter

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "charters.md").read_text()
ALL = pytest.mark.parametrize("name", TEMPLATES)


def settings(table, path=()):
    """Yield the clause of each single setting, without the names of values, mandates and kinds."""
    for key, each in table.items():
        tables = each if isinstance(each, list) else [each]
        if isinstance(tables[0] if tables else None, dict) and key not in {"terms", "worst_case"}:
            for inner in tables:
                yield from settings(inner, (*path, key))
        else:
            yield ".".join((*path, key))


@ALL
def test_a_template_has_no_fault(name):
    charter = read_charter(TEMPLATES[name].text)
    assert not list(faults(charter))
    assert set(TEMPLATES[name].in_force) == {kind.id for kind in charter.structure.actions}


@ALL
def test_what_a_template_sets_differs_from_the_standard(name):
    text = TEMPLATES[name].text
    lines = [line for line in text.splitlines() if re.match(r"[a-z_]+ = ", line)]
    assert len(lines) > 30
    for line in set(lines):
        try:
            without = read_charter(text.replace(f"{line}\n", "", 1))
        except Refused:
            continue
        assert without != read_charter(text), line


@ALL
def test_every_clause_that_a_template_sets_is_explained(name):
    section = PAGE.split(f"## {name.capitalize()}")[1].split("\n## ")[0]
    missing = {clause for clause in settings(tomllib.loads(TEMPLATES[name].text)) if f"`{clause}`" not in section}
    assert not missing


@ALL
def test_every_name_that_is_to_be_filled_in_is_told(name):
    charter = read_charter(TEMPLATES[name].text)
    section = PAGE.split(f"## {name.capitalize()}")[1].split("\n## ")[0]
    names = {kind.executor for kind in charter.structure.actions}
    names |= {meter for each in charter.awareness.metering for meter in each.meters}
    assert not {each for each in names if f"`{each}`" not in section}


@ALL
def test_the_meters_can_report_before_their_time_is_over(name):
    charter = read_charter(TEMPLATES[name].text)
    assert all(kind.horizon < charter.structure.windows.measuring for kind in charter.structure.actions)
