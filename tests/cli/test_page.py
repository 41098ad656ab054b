"""The page of a demonstration is served beside the story, and time waits for whoever sits down at it."""

import httpx2
import pytest

from moot.cli.failure import BadUsage
from moot.cli.page import page_of
from moot.core.events import KeyAdded
from moot.lab.season import Plan, Season
from moot.web.serving import listening


@pytest.fixture
def season():
    with Season(Plan(days=5, guest=True)) as found:
        yield found


@pytest.fixture
def page(season):
    with page_of(season, 0) as found:
        yield found


@pytest.fixture
def browser(page):
    with httpx2.Client(base_url=page.url, follow_redirects=True) as found:
        yield found


def test_the_page_is_up_before_anything_is_told(page, browser):
    assert browser.get("/healthz").json() == {"status": "up"}
    assert not page.stay()  # nobody has come


def test_time_stands_still_while_the_guest_may_say_something(season, page, browser):
    assert browser.get(page.link).url.path == "/keys"
    stages, heard = [], []

    def stay():
        if not page.stay():
            return False
        [row] = season.hall.view("docket")
        stages.append(row["stage"])
        heard.append(browser.post("/keys/here", data={"here": "yes"}, headers={"origin": page.url}).status_code)
        page.forget()  # as if its patience were over
        return True

    season.run(stay=stay)
    assert season.closed == 1
    assert "consent" in stages
    assert set(heard) == {200}
    [key] = [
        event for told in season.hall.clerk.feed.entries(0) for event in told.events if isinstance(event, KeyAdded)
    ]
    assert (key.agent, key.held) == ("guest", "door")


def test_a_link_lets_in_once(page, browser):
    assert browser.get(page.link).url.path == "/keys"
    again = httpx2.get(page.link, headers={"accept": "application/json"})
    assert (again.status_code, again.json()["code"]) == (410, "LinkIsUsed")


def test_a_season_without_a_seat_has_no_guest():
    with Season(Plan(days=5)) as closed, pytest.raises(ValueError, match="no seat"):
        closed.host()


def test_a_port_that_is_taken_is_told(season):
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadUsage, match="cannot be listened on"), page_of(season, port):
            pass
