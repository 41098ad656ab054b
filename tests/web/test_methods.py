"""What may be asked of an address: whoever may get it may ask for its head, and whoever asks otherwise is told how."""

import pytest

from tests.web.conftest import street
from tests.web.test_problems import is_problem

PAGE = {"accept": "text/html"}
JSON = {"content-type": "application/json"}
PAGES = ("/", "/proposals", "/inbox", "/keys", "/record", "/values", "/help")
PLACES = ("/api/v1", "/api/v1/views/targets", "/api/v1/entries", "/api/v1/checkpoint", "/healthz", "/static/page.js")
NEITHER = ("/nowhere", "/api/v1/nowhere", "/api/v1/entries/9", "/api/v1/acts", "/file")


@pytest.fixture(scope="module")
def here():
    with street() as made:
        yield made


def told(answer):
    """Return the headers that a GET and a HEAD share."""
    return {name: said for name, said in answer.headers.items() if name not in ("x-request-id", "date")}


@pytest.mark.parametrize("path", [*PAGES, *PLACES, *NEITHER])
def test_a_head_is_what_a_get_would_give_without_its_body(here, path):
    got = here.client.get(path, headers=PAGE)
    head = here.client.head(path, headers=PAGE)
    assert (head.status_code, head.content) == (got.status_code, b"")
    if got.status_code < 400:  # a problem has its request's id in it
        assert told(head) == told(got)
    assert told(head).keys() == told(got).keys()


def test_the_head_of_the_feed_ends_and_takes_no_place(here):
    head = here.client.head("/api/v1/events?after=-1")
    assert (head.status_code, head.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    porch = here.server.door.state.porch
    assert any(
        not porch.readers for _ in range(50) if here.get("").status_code == 200
    )  # within a few turns of the loop


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND"])
@pytest.mark.parametrize(
    ("path", "allow"),
    [
        ("/", "GET, HEAD"),
        ("/proposals", "GET, HEAD"),
        ("/static/page.js", "GET, HEAD"),
        ("/healthz", "GET, HEAD"),
        ("/file", "POST"),
        ("/api/v1", "GET, HEAD"),
        ("/api/v1/acts", "POST"),
        ("/api/v1/entries/0", "GET, HEAD"),
        ("/api/v1/events", "GET, HEAD"),
    ],
)
def test_a_method_that_is_not_taken_is_told_with_those_that_are(here, method, path, allow):
    answer = here.client.request(method, path, headers=JSON)
    is_problem(answer, 405, "WrongMethod")
    assert answer.headers["allow"] == allow
    page = here.client.request(method, path, headers={**JSON, **PAGE})
    assert (page.status_code, page.headers["allow"]) == (405, allow)


def test_a_page_is_told_of_a_wrong_method_on_a_page(here):
    page = here.client.request("OPTIONS", "/proposals", headers=PAGE)
    assert "This address does not take this method." in page.text
