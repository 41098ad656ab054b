"""Whatever fails at the door is told as a problem: what, why, what did not happen, what to do."""

import re

import pytest

from moot.core import refusal
from moot.core.refusal import Refused
from moot.web.problems import KINDS, OWN, Turned, problem_of, refusals, status_of
from tests.web.conftest import posted, street

FIELDS = {
    *("type", "title", "status", "detail", "code", "why", "clause", "instead", "retryable", "next", "errors"),
    *("instance", "request_id"),
}


def is_problem(answer, status, code):
    said = answer.json()
    assert (answer.status_code, said["status"], said["code"]) == (status, status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert said.keys() - {"says"} == FIELDS
    assert said["request_id"] == answer.headers["x-request-id"]
    assert said["type"] == f"/api/v1/problems/{code}"
    assert said["detail"].endswith(said["instead"])
    assert said["next"][0]["say"]
    return said


def test_every_refusal_of_the_core_has_one_code_and_one_status():
    kinds = [each for each in vars(refusal).values() if isinstance(each, type) and issubclass(each, Refused)]
    assert set(kinds) == set(refusals())
    assert {each.__name__ for each in kinds} | OWN.keys() == KINDS.keys()
    assert not {each.__name__ for each in kinds} & OWN.keys()
    assert {status_of(each) for each in kinds} == {400, 402, 403, 404, 409, 422}


@pytest.mark.parametrize("kind", list(refusals()))
def test_a_refusal_is_told_with_its_clause_and_its_mend(kind):
    said = problem_of(kind("it is late", clause="clarity.lifetime", mend="Come earlier."))
    assert (said["why"], said["clause"], said["instead"]) == ("it is late", "clarity.lifetime", "Nothing was recorded.")
    assert said["next"] == [{"rel": "mend", "say": "Come earlier."}]
    assert said["detail"] == "it is late. Nothing was recorded."


@pytest.mark.parametrize("code", list(OWN))
def test_what_the_door_says_no_to_says_what_did_not_happen(code):
    said = problem_of(Turned(code, "so it is", "Do otherwise."))
    assert said["instead"] in {"Nothing was recorded.", "Whether it was recorded is not known."}
    # What may have happened may be asked for again, and then counts once.
    assert said["retryable"] or said["status"] != 504


@pytest.mark.parametrize("code", list(KINDS))
def test_every_code_explains_itself(here, code):
    said = here.get(f"/problems/{code}").json()
    assert said["code"] == code
    assert said["title"].endswith(".")


def test_the_list_of_codes_is_closed(here):
    assert here.get("/problems").json().keys() == KINDS.keys()
    is_problem(here.get("/problems/Weather"), 404, "NotFound")


def test_an_address_where_nothing_is(here):
    is_problem(here.client.get("/nowhere"), 404, "NoSuchPlace")
    is_problem(here.get("/nowhere"), 404, "NoSuchPlace")


def test_a_method_that_an_address_does_not_take(here):
    answer = here.client.delete("/api/v1/acts", headers={"content-type": "application/json"})
    is_problem(answer, 405, "WrongMethod")
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize("path", ["/entries?start=-1", "/entries?limit=257", "/entries?start=x", "/entries/x"])
def test_an_argument_out_of_bounds_is_named(here, path):
    said = is_problem(here.get(path), 422, "BadArgument")
    [fault] = said["errors"]
    assert fault["pointer"].split("/")[-1] in said["why"]


@pytest.mark.parametrize("path", ["/acts/xyz", "/texts/" + "A" * 64, f"/entries/{2**63}", "/proofs/inclusion?index=1"])
def test_what_cannot_be_a_name_is_a_bad_argument(here, path):
    is_problem(here.get(path), 422, "BadArgument")


def test_a_fault_of_the_program_is_told_with_its_request_and_no_more(here, monkeypatch, caplog):
    def fail(*_, **__):
        message = "the secret of the house"
        raise RuntimeError(message)

    monkeypatch.setattr(type(here.hall), "offers", fail)
    answer = here.get("/views")
    said = is_problem(answer, 500, "Fault")
    assert "secret" not in answer.text
    assert said["instead"] == "Whether it was recorded is not known."
    assert f"request {said['request_id']}" in caplog.text
    assert "the secret of the house" in caplog.text


def test_a_refusal_says_what_its_clause_says_in_this_charter(here):
    act = here.commit(until=10**15)
    said = is_problem(here.post(posted(act)), 409, "OutOfTime")
    assert re.fullmatch(r"[\w.]+", said["clause"])
    assert said.get("says") or not said["clause"].startswith("clarity")


@pytest.mark.parametrize("path", ["/api/v1", "/nowhere", "/healthz", "/api/v1/events", "/api/v1/entries/x"])
def test_every_answer_carries_the_strict_headers(here, path):
    with here.client.stream("GET", path) as answer:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "server" not in answer.headers


def test_the_door_says_when_the_moot_takes_no_acts():
    with street() as here:
        assert here.client.get("/readyz").json()["status"] == "ready"
        here.hall.clerk.close()
        is_problem(here.client.get("/readyz"), 503, "NotReady")
        assert here.client.get("/healthz").json() == {"status": "up"}
        said = is_problem(here.post(posted(here.commit())), 503, "Unanswered")
        assert said["retryable"]
