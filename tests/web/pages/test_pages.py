"""Every page is whole without a browser: its frame, its rows, its problems."""

import re
from contextlib import ExitStack

import httpx2
import pytest

from moot.clerk.clock import HandSetClock
from moot.hall import open_hall
from moot.kit import founding
from moot.web.pages.charts import bar, over_time
from moot.web.pages.frame import Filled
from moot.web.pages.press import PRESS, Palette
from moot.web.problems import KINDS
from tests.browser.moots import opened
from tests.browser.places import PAGES, address
from tests.kit.test_a_whole_trial import RING, Trier, found, member
from tests.web.conftest import served

PAGE = {"accept": "text/html"}


@pytest.fixture(scope="module")
def shown():
    with ExitStack() as stack:
        moots = {}

        def open_once(stage):
            if stage not in moots:
                moots[stage] = stack.enter_context(opened(stage))
            return moots[stage]

        yield open_once


def asked(moot, path):
    return httpx2.get(moot.url + path, headers=PAGE)


@pytest.mark.parametrize("place", PAGES, ids=str)
def test_a_page_has_one_heading_and_its_frame(shown, place):
    moot = shown(place[0])
    answer = asked(moot, address(moot, place[1]))
    assert answer.status_code == (404 if place[1] == "/nowhere" else 200)
    assert answer.text.count("<h1>") == 1
    assert "This part of the page failed" not in answer.text
    assert answer.text.rstrip().endswith("</html>")


@pytest.mark.parametrize(
    ("words", "many"),
    [
        ("stage:settled", 1),
        ("by:ana", 1),
        ("by:bo", 0),
        ("on:garage", 1),
        ("kind:limit", 1),
        ("outcome:settled", 1),
        ("outcome:rejected", 0),
        ("GARAGE", 1),
        ("garage by:ana", 1),
        ("nothing:garage", 0),
    ],
)
def test_a_filter_finds_what_it_says(shown, words, many):
    answer = asked(shown("closed"), f"/proposals?filter={words}")
    assert answer.text.count('data-key="P-') == many


def test_a_proposal_is_found_by_its_number_and_by_its_id(shown):
    moot = shown("closed")
    named = moot.page["proposal"]
    names = ("1", "P-1", named, named[:8])
    pages = [asked(moot, f"/proposals/{name}").text.replace(f'data-at="/proposals/{name}"', "") for name in names]
    assert len(set(pages)) == 1
    for name in ("2", "0", named[:7], "9" * 20, "x"):
        assert asked(moot, f"/proposals/{name}").status_code == 404


def test_the_thread_of_comments_is_on_the_page(shown):
    text = asked(shown("ballot"), "/proposals/1").text
    assert "Why <em>not</em> less?" in text
    assert "<h3>A heading</h3>" in text


def test_trials_and_newcomers_have_rows_and_links_of_their_own():
    with open_hall(clock=HandSetClock(1_800_000_000_000), chance=bytes, served=False) as hall:
        hall.clock = HandSetClock(1_800_000_000_000)
        found(hall)
        Trier(member(hall, "ana.ai")).act()
        member(hall, "bo").invite(founding.newcomer(RING, "ned", "ned.person"))
        [trial] = hall.view("trials")
        with served(hall) as (url, _):
            for path in ("/", "/inbox"):
                text = httpx2.get(url + path, headers=PAGE).text
                assert f'href="/trials/{trial["trial"]}"' in text
                assert "Invited: ned" in text
                assert "None" not in text


@pytest.mark.parametrize("code", list(KINDS))
def test_every_problem_can_be_told_on_a_page(code):
    kind = KINDS[code]
    problem = {
        "title": kind.title,
        "why": "it is P-9",
        "instead": kind.instead,
        "clause": "door",
        "code": code,
        "next": [{"rel": "mend", "say": "Do otherwise."}],
        "request_id": "r1",
        "status": kind.status,
    }
    frame = {"nav": (), "here": "", "edition": "", "theme": "", "density": "", "speaker": "", "moot": "", "size": 1}
    frame |= {
        "me": "",
        "voices": [],
        "path": "/",
        "kin": (),
        "under": "/",
        "more": (),
        "trouble": None,
        "moved": [],
        "filled": Filled({}),
    }
    frame |= {"root": "ab" * 32, "statement": "", "broken": None, "palette": Palette([])}
    html = PRESS.get_template("problem.html").render(**frame, problem=problem)
    for said in (str(kind.title).replace("'", "&#39;"), "It is P-9.", kind.instead, "Do otherwise.", code, "r1"):
        assert said in html


def test_charts_say_their_numbers():
    assert 'aria-label="half"' in bar(500_000, label="half")
    assert over_time({}, {}, "nothing yet") == ""
    drawn = over_time({"a": [(0, 500_000), (9, 600_000)], "b": [(0, 400_000)]}, {"a": "v0", "b": "v1"}, "weights")
    assert drawn.count('class="trace"') == 2


def test_values_stand_in_the_order_of_the_charter_on_every_page_and_others_last():
    found = {"zeal": 1, "care": 2, "thrift": 3, "awe": 4}
    assert list(dict(Palette(["thrift", "care"]).ordered(found))) == ["thrift", "care", "awe", "zeal"]


def test_a_row_says_what_its_proposal_changes_and_how_much_more():
    row = PRESS.from_string('{% import "bits.html" as bits with context %}{{ bits.terms(changed, units) }}')
    told = row.render(changed={"amps": [40, 60], "hours": [None, 2]}, units={"amps": "A"})
    assert " ".join(told.split()) == "amps 40 → 60 A, hours \N{EN DASH} → 2"
    many = dict.fromkeys("abcdef", (1, 2))
    assert row.render(changed=many, units={}).strip().endswith("d 1 → 2 and 2 more")
    assert row.render(changed={}, units={}).strip() == "as it is"


@pytest.mark.parametrize(("stage", "path"), PAGES)
def test_every_chart_has_a_name_that_says_its_key_numbers(shown, stage, path):
    moot = shown(stage)
    text = httpx2.get(f"{moot.url}{address(moot, path)}", headers=PAGE).text
    charts = re.findall(r"<svg class=\"chart\"[^>]*>", text)
    assert len(charts) == text.count('class="chart"')
    for chart in charts:
        assert re.search(r'role="img" aria-label="[^"]*[0-9][^"]*"', chart)
