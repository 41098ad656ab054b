"""The list of attacks and their stories say the same."""

import ast
import re
from pathlib import Path

from tests.core.house import charter
from tests.core.refusing import stands

TESTS = Path(__file__).resolve().parents[1]
LIST = TESTS.parent / "docs" / "attacks.md"
WITHOUT_A_STORY = {"What still succeeds", "Not there yet"}


def rows():
    """Yield the heading and the cells of each attack."""
    for section in LIST.read_text().split("\n## ")[1:]:
        heading, *lines = section.splitlines()
        table = [line for line in lines if line.startswith("|")]
        for line in table[2:]:
            yield heading, [cell.strip() for cell in line.strip("|").split("|")]


def stories(paths):
    return {
        node.name
        for path in paths
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def named(text):
    return set(re.findall(r"`(test_\w+)`", text))


def test_every_attack_has_a_story_and_says_what_remains():
    for heading, cells in rows():
        assert all(cells), cells
        if heading not in WITHOUT_A_STORY:
            assert len(cells) == 4, cells
            assert named(cells[2]), cells


def test_every_story_that_is_named_exists_and_every_attack_that_is_played_is_listed():
    listed = named(LIST.read_text())
    assert not listed - stories(TESTS.rglob("test_*.py"))
    assert not stories((TESTS / "stories").glob("test_attacks_*.py")) - listed


def test_every_clause_that_is_named_stands():
    clauses = re.findall(r"`((?:purpose|structure|awareness|agency|clarity)\.[\w.]+)`", LIST.read_text())
    assert clauses
    assert not [clause for clause in clauses if not stands(charter(), clause)]
