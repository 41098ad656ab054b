"""Writing at the door: a signed act, and nothing else."""

import pytest

from tests.web.conftest import posted


def test_an_act_is_answered_with_its_receipt_and_its_entry(here):
    act = here.commit()
    answer = here.post(posted(act))
    assert answer.status_code == 201
    said = answer.json()
    assert said["receipt"]["index"] == said["entry"]["index"] == 1
    assert said["entry"]["id"] == said["receipt"]["id"]
    assert said["entry"]["events"][0]["event"] == "ChanceCommitted"
    assert here.get("/entries/1").json() == said["entry"]


def test_the_same_act_again_gets_the_same_answer(here):
    act = posted(here.commit())
    assert here.post(act).json() == here.post(act).json()
    assert here.hall.clerk.size == 2


def test_several_acts_are_answered_each_for_itself(here):
    good, bad = here.commit(), posted(here.commit(), signature="00" * 64)
    answers = here.post([posted(good), bad, {"act": 1}]).json()
    assert [each["status"] for each in answers] == [201, 422, 422]
    assert [each.get("code") for each in answers] == [None, "BadSignature", "BadShape"]


@pytest.mark.parametrize("path", ["", "/views", "/views/docket", "/entries", "/entries/0", "/checkpoint", "/problems"])
def test_whatever_may_be_read_is_read_without_a_key(here, path):
    assert here.get(path).status_code == 200
