"""A form that is refused comes back on its page, whatever it says of where it stood and what it had seen."""

from contextlib import contextmanager

import httpx2
import pytest

from moot.web.pages.frame import Filled
from tests.browser.hamlet import hamlet
from tests.web.pages.conftest import EVIL

PAGE = {"accept": "text/html"}


@pytest.fixture(scope="module")
def town():
    with hamlet("objection", absent=("bo.person",)) as moot:
        yield moot


@pytest.fixture(scope="module")
def quiet():
    with hamlet("closed") as moot:
        yield moot


@pytest.fixture(scope="module")
def client(town):
    with signing(town) as made:
        yield made


@pytest.fixture(scope="module")
def asker(quiet):
    with signing(quiet) as made:
        yield made


@contextmanager
def signing(moot):
    """Come as bo's person, and let the server hold a key."""
    with httpx2.Client(base_url=moot.url, headers=PAGE, follow_redirects=True) as made:
        made.get(moot.reception.invite(moot.members["bo.person"]))
        made.post("/keys/here", data={"said": ""})
        yield made


def late(town, **more):
    """Return a vote that comes after the ballot."""
    body = f'{{"proposal":"{town.page["proposal"]}","paper":"{town.page["paper"]}","seal":""}}'
    payload = '{"what":"vote","choice":null,"block":null,"reason":null}'
    said = {"act": "CastVote", "body": body, "payload": payload, "payload/choice": "for"}
    return {**said, "payload/reason:text": "Warm enough.", **more}


def test_a_refused_form_comes_back_on_its_page_with_what_moved_and_what_was_written(town, client):
    seen, size = f"ballot.{town.page['original']}", town.size
    answer = client.post("/file", data=late(town, at="/proposals/1?x=1", seen=seen))
    assert answer.status_code == 409
    assert answer.headers["content-location"] == "/proposals/1?x=1"
    assert answer.headers["cache-control"] == "no-store"
    for said in ("Nothing was recorded.", "StageIsOver", "<dt>stage</dt>", "What you had written", "Warm enough."):
        assert said in answer.text
    assert 'data-at="/proposals/1?x=1"' in answer.text
    assert town.size == size


@pytest.mark.parametrize(
    "seen",
    ["", "ballot", "ballot.", "lunch.{original}", "ballot." + "0" * 64, "objection.{leading}", *EVIL],
)
def test_what_nobody_can_have_seen_did_not_move(town, client, seen):
    row = town.view("decisions", start="0", limit="1")["rows"][0]
    seen = seen.replace("{original}", town.page["original"]).replace("{leading}", row["leading"])
    answer = client.post("/file", data=late(town, at="/proposals/1", seen=seen))
    assert answer.status_code == 409
    assert "Since you opened the form" not in answer.text
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "at",
    ["", "/nowhere", "https://elsewhere.example/", "//elsewhere.example/proposals/1x", "/proposals/9", "/file", "?"],
)
def test_a_form_of_no_page_of_ours_is_told_as_a_problem(town, client, at):
    answer = client.post("/file", data=late(town, at=at))
    assert answer.status_code == 409
    assert "StageIsOver" in answer.text
    assert 'id="moved"' not in answer.text
    assert "content-location" not in answer.headers


def test_a_number_that_does_not_fit_comes_back_where_it_was_filled_in(quiet, asker):
    asked = asker.get("/propose?kind=limit").text
    base = quiet.view("target", target="garage")["base"]
    body = f'{{"kind":"limit","terms":{{}},"base":"{base}","reason":null,"charter":null}}'
    said = {"act": "Propose", "body": body, "body/terms/amps:int": "9000", "body/terms/hours:int": "8"}
    said |= {"at": "/propose?kind=limit", "body/reason:text": EVIL[0]}
    size, answer = quiet.size, asker.post("/file", data=said)
    assert answer.status_code == 403
    assert "OutOfBounds" in answer.text
    assert "9000" not in asked
    assert 'name="body/terms/amps:int" value="9000"' in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</textarea>" in answer.text
    assert "What you had written" not in answer.text
    assert quiet.size == size


@pytest.mark.parametrize("seen", ["", "7", "[]", '{"amps":1}', "{", '{"amps":40,"hours":8,"more":1}'])
def test_terms_that_nobody_can_have_seen_did_not_move(asker, seen):
    assert "Since you opened" not in asker.get("/propose", params={"kind": "limit", "seen": seen}).text


def test_terms_that_moved_are_shown_as_they_were_and_as_they_are(asker):
    shown = asker.get("/propose", params={"kind": "limit", "seen": '{"amps":1,"hours":2}'}).text
    assert "Since you opened the form" in shown
    assert "amps in force" in shown


def test_a_form_of_another_act_is_not_filled_and_its_texts_are_left_over():
    filled = Filled({"act": "CastVote", "payload/reason:text": "Enough.", "body/other:text": " ", "x": "y"})
    assert filled.said("Object", "payload/reason:text", "none") == "none"
    assert filled.left == ["Enough."]
    assert filled.said("CastVote", "payload/reason:text") == "Enough."
    assert filled.left == []


def test_a_choice_stands_again_if_it_is_still_offered():
    filled = Filled({"act": "Delegate", "body/to": "bo", "body/until:int": "9"})
    assert filled.chosen("Delegate", "body/to", [("ana", "ana"), ("bo", "bo")], "ana") == "bo"
    assert filled.chosen("Delegate", "body/until:int", [(7, "7 days"), (30, "30 days")], 30) == 30
    assert filled.chosen("Judge", "body/to", [("ana", "ana")], "") == ""
