"""The how-tos that follow one rule and one event through the rooms name places that are there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRACES = ("add-a-rule", "add-an-event")
PLACE = re.compile(r"`((?:src|tests)/[\w/]+\.py): (\w+)`")
PLACES = {page: PLACE.findall((ROOT / "docs" / "how-to" / f"{page}.md").read_text()) for page in TRACES}


def names(path: Path) -> set[str]:
    """Return what a module defines at its top."""
    found = set()
    for node in ast.parse(path.read_text()).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
            case _:
                pass
    return found


@pytest.mark.parametrize("page", TRACES)
def test_a_trace_goes_through_the_rooms(page):
    assert len(PLACES[page]) >= 10


@pytest.mark.parametrize(("path", "name"), sorted({place for places in PLACES.values() for place in places}))
def test_each_place_is_where_the_page_says(path, name):
    assert name in names(ROOT / path)


def test_the_rooms_that_an_event_passes_through_name_it():
    rooms = {path for path, _ in PLACES["add-an-event"] if path.startswith("src/")}
    # Its bytes follow from its annotations.
    for path in rooms - {"src/moot/wire/events.py"}:
        assert "BallotExtended" in (ROOT / path).read_text(), path
