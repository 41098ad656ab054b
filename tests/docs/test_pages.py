"""Each page runs as its reader would run it: its files, its examples and its commands, from top to bottom."""

import doctest
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [DOCS / "tutorial.md", *sorted((DOCS / "how-to").glob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WITH_COMMANDS = [page for page in PAGES if CONSOLE.search(page.read_text())]
AT_THE_DESK = runpy.run_path(str(DOCS / "conftest.py"))["at_the_desk"]


def shell(command: str) -> None:
    """Run a command as at the reader's prompt, and show what it says."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    asked = ["sh", "-c", f"({command}) 2>&1"]
    done = subprocess.run(asked, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False)
    sys.stdout.write(done.stdout)


def with_commands_as_examples(text: str) -> str:
    """Return a page in which `$ command` stands as an example of Python, so that all of it runs in its order."""

    def spelled(console: re.Match[str]) -> str:
        text = re.sub(r"^$", "<BLANKLINE>", console[1].removesuffix("\n"), flags=re.MULTILINE)
        return re.sub(r"^\$ (.*)$", lambda line: f">>> shell({line[1]!r})", text, flags=re.MULTILINE) + "\n\n"

    return CONSOLE.sub(spelled, text)


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.stem)
def test_the_commands_of_a_page_say_what_it_shows(page, tmp_path):
    text = with_commands_as_examples(page.read_text())
    examples = doctest.DocTestParser().get_doctest(text, {"shell": shell}, page.stem, str(page), 0)
    said: list[str] = []
    with AT_THE_DESK(page, tmp_path):
        result = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS).run(examples, out=said.append)
    assert not result.failed, "".join(said)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_block_of_a_page_is_run(page):
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL)
    assert blocks
    starts = {"python": (">>> ", "# "), "toml": ("# ",), "text": ("# ",), "console": ("$ ",)}
    assert not [text for language, text in blocks if not text.startswith(starts.get(language, ()))]


def test_every_document_stands_in_its_index():
    for index in (DOCS / "README.md", DOCS / "decisions" / "README.md"):
        listed = set(re.findall(r"\]\(([\w/.-]+\.md)\)", index.read_text()))
        there = {path.relative_to(index.parent).as_posix() for path in index.parent.rglob("*.md")} - {"README.md"}
        inside = "decisions/" if index.parent == DOCS else ""
        assert not {name for name in there if not inside or not name.startswith(inside)} - listed
