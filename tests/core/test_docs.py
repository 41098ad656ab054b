"""The reference pages are what the code says."""

import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
GENERATED = runpy.run_path(str(DOCS / "generate.py"))


@pytest.mark.parametrize("page", ["stages", "charter"])
def test_a_generated_page_is_as_it_would_be_written_now(page):
    # Not so? Run: python docs/generate.py
    assert (DOCS / f"{page}.md").read_text() == GENERATED[page]()
