"""What the pages must do: each of the 25 is held by tests that are there to be run."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "docs" / "acceptance.md"
MANY = 25
NAMED = re.compile(r"`(tests/[\w/]+/test_\w+\.py): (test_\w+)`")


def rows():
    """Return the cells of each row, as they stand."""
    lines = [line for line in LIST.read_text().splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def collected(path):
    """Return the tests that a file has: pytest takes functions of the module whose name begins so."""
    return {each.name for each in ast.parse((ROOT / path).read_text()).body if isinstance(each, ast.FunctionDef)}


def test_there_are_25_each_with_a_sentence_and_what_is_left_out():
    assert [cells[0] for cells in rows()] == [str(number) for number in range(1, MANY + 1)]
    assert all(len(cells) == 4 and all(cells) for cells in rows())


def test_each_names_tests_and_every_one_that_is_named_is_there():
    for number, _, tests, _ in rows():
        named = NAMED.findall(tests)
        assert named, number
        assert len(named) == tests.count("`") // 2, number  # nothing else is named
        assert [each for each in named if each[1] not in collected(each[0])] == [], number
