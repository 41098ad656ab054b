"""Home stands on parts: one that fails says so in its place, and the others are as they were."""

import re

import httpx2
import pytest

from moot.hall import open_hall
from tests.clerk.town import CLERK_KEYS
from tests.web.conftest import served
from tests.web.pages.conftest import Sight, decided_town

PAGE = {"accept": "text/html"}
PARTS = {"sentence", "needs", "values", "decisions", "flow", "forecasts", "coverage", "trials"}
NEEDED = {
    "pulse": {"sentence", "values", "flow"},
    "docket": {"sentence", "needs", "flow"},
    "decisions": {"needs", "decisions"},
    "calibration": {"forecasts"},
    "coverage": {"sentence", "coverage"},
    "trials": {"trials"},
}


class Ailing:
    """A hall some of whose views fail, as a fold with a fault in it would."""

    def __init__(self, hall):
        self.hall, self.failing = hall, set()

    def __getattr__(self, name):
        return getattr(self.hall, name)

    def view(self, name, **arguments):
        if name in self.failing:
            message = f"the fold of {name} has a fault"
            raise RuntimeError(message)
        return self.hall.view(name, **arguments)


@pytest.fixture(scope="module")
def hall():
    town = decided_town()
    with open_hall(town.store, keys=CLERK_KEYS, clock=town.clock, served=True) as made:
        yield made


@pytest.fixture
def ailing(hall):
    return Ailing(hall)


@pytest.fixture
def ask(ailing):
    with served(ailing) as (url, _), httpx2.Client(base_url=url, headers=PAGE) as client:
        yield client.get


def failed(answer):
    """Return the parts of a page that say that they failed, each with the request's id."""
    named = answer.headers["x-request-id"]
    sections = re.findall(r'<section class="card" data-key="(\w+)">(.*?)</section>', answer.text, re.DOTALL)
    return {key for key, content in sections if f'Fault · request <span class="mono">{named}' in content}


def test_every_view_of_home_is_tried():
    assert set.union(*NEEDED.values()) == PARTS


@pytest.mark.parametrize("view", NEEDED)
def test_a_view_that_fails_leaves_the_other_parts_as_they_are(ailing, ask, view, caplog):
    ailing.failing.add(view)
    answer = ask("/")
    ailing.failing.clear()
    whole = ask("/")
    assert (answer.status_code, whole.status_code) == (200, 200)
    assert (failed(answer), failed(whole)) == (NEEDED[view], set())
    assert set(Sight(answer.text).values("section", "data-key")) | {"sentence"} == PARTS
    for part in PARTS - NEEDED[view] - {"sentence"}:
        [before], [after] = (
            re.findall(rf'data-key="{part}">(.*?)</section>', each.text, re.DOTALL) for each in (answer, whole)
        )
        assert before == after
    assert f"the fold of {view} has a fault" not in answer.text
    for part in NEEDED[view]:
        assert f"request {answer.headers['x-request-id']}: the part {part} of / failed" in caplog.text
    assert f"the fold of {view} has a fault" in caplog.text


def test_a_page_of_which_a_part_failed_is_kept_by_nobody(ailing, ask):
    ailing.failing.add("trials")
    answer = ask("/")
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert failed(ask("/")) == {"trials"}  # with an id of its own
    ailing.failing.clear()
    assert "etag" in ask("/").headers


def test_where_even_the_frame_fails_the_problem_is_told_in_a_bare_one(ailing, ask, caplog):
    ailing.failing.add("charter")
    answer = ask("/")
    assert answer.status_code == 500
    page = Sight(answer.text)
    assert page.tags["h1"] == page.tags["main"] == 1
    assert "The program is at fault." in page.words
    assert answer.headers["x-request-id"] in page.words
    assert "the frame of its problem failed" in caplog.text
    ailing.failing.clear()
    assert ask("/").status_code == 200
