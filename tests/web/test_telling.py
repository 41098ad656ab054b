"""Who is told on a page, and who in a document: by what a request says that it reads, and by nothing else."""

import pytest

from moot.web.pages import wants_page

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("TEXT/HTML; charset=utf-8", True),
        ("text/html;q=0.5, application/json;q=0.4", True),
        ("application/json", False),
        ("application/problem+json, text/plain", False),
        ("*/*", False),
        ("text/event-stream", False),
        ("text/html, application/json", False),
        ("text/html;q=0.4, application/json;q=0.5", False),
        ("text/html;q=0", False),
        ("text/html;q=x", True),
        ("", False),
        (",;=,q=", False),
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/v1/acts"])
def test_a_page_is_for_who_would_rather_have_one(path, accept, page):
    assert wants_page({"type": "http", "path": path, "headers": [(b"accept", accept.encode())]}) is page


@pytest.mark.parametrize("path", ["/", "/api/v1/acts"])
def test_who_says_nothing_is_a_program(path):
    assert not wants_page({"type": "http", "path": path, "headers": []})
