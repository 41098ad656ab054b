"""Writing at the door: a signed act, and nothing else."""

import pytest

from moot.clerk import clerk
from moot.clerk.ports import StoreFailed
from moot.core.commands import Comment
from moot.stores.memory import MemoryStore
from moot.web.tail import Tail
from moot.wire.entry import text_hash
from tests.clerk.town import signed
from tests.web.conftest import posted, street
from tests.web.test_problems import is_problem


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


class Shelfless(MemoryStore):
    """A store that takes entries, and has no place for texts."""

    def hold(self, _text):
        raise StoreFailed("keeping a text", "the disk is full")


def with_a_text(here):
    comment = Comment("00" * 32, text_hash("11" * 32, "aye"))
    here.nonce += 1
    act = signed("ana.human", comment, moot=here.moot, nonce=here.nonce)
    return posted(act, texts=[{"salt": "11" * 32, "text": "aye"}])


def test_of_several_acts_each_is_answered_also_where_the_store_fails_one():
    with street(place=Shelfless()) as here:
        good, failing, more = posted(here.commit()), with_a_text(here), posted(here.commit())
        answers = here.post([good, failing, more]).json()
        assert [each["status"] for each in answers] == [201, 503, 201]
        assert [each.get("code") for each in answers] == [None, "Unanswered", None]
        assert "keeping a text failed: the disk is full" in answers[1]["why"]
        assert here.hall.clerk.size == 3
        is_problem(here.post(failing), 503, "Unanswered")


def test_of_several_acts_each_is_answered_also_where_the_program_is_at_fault_with_one(here, monkeypatch, caplog):
    def enter(head, checked, received):
        if checked.act.nonce == 2:
            message = "the secret of the house"
            raise RuntimeError(message)
        return entered(head, checked, received)

    entered = clerk.enter
    monkeypatch.setattr(clerk, "enter", enter)
    answer = here.post([posted(here.commit()) for _ in range(3)])
    assert [each["status"] for each in answer.json()] == [201, 500, 201]
    fault = answer.json()[1]
    assert (fault["code"], fault["instead"]) == ("Fault", "Whether it was recorded is not known.")
    assert "secret" not in answer.text
    assert f"request {fault['request_id']}" in caplog.text
    assert "the secret of the house" in caplog.text


def test_an_entry_that_cannot_be_read_back_is_no_reason_to_say_that_nothing_was_recorded(here, monkeypatch):
    async def lost(_tail, _index):
        raise StoreFailed("reading entries", "the disk is gone")

    monkeypatch.setattr(Tail, "entry", lost)
    [said] = here.post([posted(here.commit())]).json()
    assert (said["code"], said["instead"]) == ("Unanswered", "Whether it was recorded is not known.")
    assert here.hall.clerk.size == 2


SPAM = {"salt": "22" * 32, "text": "advertisement"}


def test_nobody_can_have_a_text_kept_by_a_payload_that_the_act_did_not_seal(here):
    recorded = posted(here.commit())
    assert here.post(recorded).status_code == 201
    body = {"salt": "00" * 32, "body": {"text": text_hash(**SPAM)}}
    is_problem(here.post({**recorded, "payload": body, "texts": [SPAM]}), 422, "BadShape")
    assert list(here.hall.store.texts()) == []


def test_nobody_can_have_a_text_kept_by_an_act_for_another_moot(here):
    act = signed("ana.human", Comment("00" * 32, text_hash(**SPAM)), moot="ab" * 32, nonce=1)
    is_problem(here.post(posted(act, texts=[SPAM])), 422, "WrongMoot")
    assert list(here.hall.store.texts()) == []
