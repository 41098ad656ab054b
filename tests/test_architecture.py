import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STEPS = re.findall(r"`(src/moot/[\w/]+\.py): ([\w.]+)`", (ROOT / "ARCHITECTURE.md").read_text())
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def defined(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    names = set()
    for node in tree.body:
        if isinstance(node, FUNCTION | ast.ClassDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}.{each.name}" for each in node.body if isinstance(each, FUNCTION)}
    return names


def test_the_life_of_an_act_has_its_steps() -> None:
    assert len(STEPS) > 10


@pytest.mark.parametrize(("path", "name"), STEPS)
def test_each_step_of_an_acts_life_is_where_the_page_says(path: str, name: str) -> None:
    assert name in defined(ROOT / path)


def test_links_between_documents_lead_somewhere() -> None:
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
        assert not [link for link in links if not (page.parent / link).exists()], page
