"""Every problem of the closed list comes about at a real door, and is told as a page and as a problem document."""

import ast
import re
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings

import moot
from moot.web.problems import KINDS, NOTHING
from tests.web.pages.conftest import Sight
from tests.web.provoked import JSON, NONE, PROVOKED, places
from tests.web.test_fuzz import JUNK, fits
from tests.web.test_problems import is_problem

CANONICAL = "NotCanonical"  # of bytes, which this door writes itself from whatever JSON was posted
FAMILIES = {"Refused", "Malformed", "NotEntitled", "NotCovered"}  # of refusals, none of which is told by itself


@pytest.fixture(scope="module")
def at(tmp_path_factory):
    with places(tmp_path_factory.mktemp("places")) as made:
        yield made


def test_the_table_has_a_row_for_every_code():
    assert PROVOKED.keys() | FAMILIES | {CANONICAL} == KINDS.keys()
    assert len(PROVOKED) + len(FAMILIES) + 1 == len(KINDS)


def test_nobody_refuses_with_a_mere_family():
    raised = {
        node.exc.func.id
        for path in Path(moot.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name)
    }
    assert not raised & FAMILIES
    assert {"TargetIsBusy", "Turned"} < raised


@given(JUNK.filter(fits), JUNK.filter(fits))
@settings(max_examples=50, deadline=None)
def test_no_json_that_is_posted_is_without_a_canonical_form(at, act, body):
    said = {"act": {"body": body, "rest": act}, "signature": NONE * 2, "payload": {"salt": NONE, "body": act}}
    for each in (said, {**said, "act": act}):
        answer = at("review").client.post("/api/v1/acts", content=orjson.dumps(each), headers=JSON)
        assert answer.json()["code"] not in {CANONICAL, "Fault"}


@pytest.mark.parametrize("code", PROVOKED)
def test_a_problem_is_told_to_programs(at, code):
    here, ask = at(PROVOKED[code].place), PROVOKED[code].ask
    size = here.hall.clerk.size
    said = is_problem(ask(here, "application/json"), KINDS[code].status, code)
    assert said["instead"] != NOTHING or here.hall.clerk.size == size


@pytest.mark.parametrize("code", PROVOKED)
def test_a_problem_is_told_on_a_page(at, code):
    here, ask = at(PROVOKED[code].place), PROVOKED[code].ask
    answer = ask(here, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert (answer.status_code, answer.headers["content-type"]) == (KINDS[code].status, "text/html; charset=utf-8")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    page = Sight(answer.text)
    assert page.tags["h1"] == page.tags["main"] == 1
    for told in (KINDS[code].title, KINDS[code].instead, code, answer.headers["x-request-id"]):
        assert told in page.words
    program = ask(here, "application/json").json()
    assert timeless(program["next"][0]["say"]) in timeless(page.words)


def timeless(words):
    """Return words without what the clock has to do with them."""
    return re.sub(r"\d+ s\b", "", " ".join(words.split()))
