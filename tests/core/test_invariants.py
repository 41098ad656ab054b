"""The page of invariants names tests that exist, and says of every invariant where it is tried."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "invariants.md").read_text()
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py): (\w+)`", PAGE)))
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ")][1:]


@cache
def defined(path):
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_each_test_that_the_page_names_is_there(path, name):
    assert name in defined(path)


def test_every_invariant_has_its_test_or_says_why_not():
    assert len(ROWS) > 12
    assert not [row for row in ROWS if not re.search(r"`tests/[\w/]+\.py: \w+`|\| not yet: ", row)]
