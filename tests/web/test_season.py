"""Members of a moot that stand outside: a whole decision, over HTTP."""

import httpx2
import pytest

from moot.core.refusal import BadShape, KeyNotValid
from moot.kit import Keyring, Member
from moot.kit.outer import OuterDoor
from moot.web.porch import Limits
from moot.web.rates import Rate
from moot.wire.entry import Submission
from tests.kit.conftest import LINKS, House
from tests.web.conftest import posted, served

FREE = Limits(key=Rate(1_000_000, 1))


@pytest.fixture
def outside():
    """Give a house whose members all stand before its door."""
    house = House()
    with house.hall, served(house.hall, FREE) as (url, _), OuterDoor(url) as door:
        house.url = url
        for member in house.members.values():
            member.door = door
        yield house


def test_a_whole_decision_is_taken_over_http_as_it_is_inside(outside):
    outside.run(outside.cast())
    inside = House()
    inside.run(inside.cast())
    pages = [last_page(house) for house in (outside, inside)]
    assert (pages[0]["outcome"], pages[0]["result"]) == ("settled", "executed")
    # Texts are salted by whoever holds them, so ids differ; what was decided doesn't.
    for part in ("outcome", "result", "in_force", "status_quo", "disputed", "replaced"):
        assert pages[0][part] == pages[1][part]
    reason = next(each["reason"] for each in pages[0]["versions"].values() if each["reason"])
    assert outside.hall.store.text(reason) == "More current for everybody."
    inside.hall.close()


def last_page(house):
    target = house.hall.view("target", target="garage")
    return house.hall.view("proposal", proposal=target["open"] or target["history"][-1]["proposal"])


def test_a_text_travels_with_the_act_that_names_it(outside):
    member = outside.members["ana.ai"]
    named = member.door.hold("because")
    assert outside.hall.store.text(named) is None
    member.propose("limit", {"amps": 50, "hours": 8}, "because it is so")
    assert outside.hall.store.text(named) is None  # this act did not name it
    [held] = [each.text for each in outside.hall.store.texts()]
    assert held == "because it is so"


def test_a_text_that_was_erased_does_not_come_back_with_its_act(outside):
    receipt = outside.members["ana.ai"].propose("limit", {"amps": 50, "hours": 8}, "because it is so")
    [text], store = outside.hall.store.texts(), outside.hall.store
    [entry] = store.read(receipt.index, receipt.index + 1)
    again = posted(Submission(entry.act, entry.signature), texts=[{"salt": text.salt, "text": text.text}])
    for erased in (False, True):
        if erased:
            store.erase(text.hash)
        answer = httpx2.post(f"{outside.url}/api/v1/acts", json=again)
        assert (answer.status_code, answer.json()["receipt"]["index"]) == (201, receipt.index)
    assert list(store.texts()) == []


def test_no_stranger_can_have_a_text_kept(outside):
    stranger = Keyring(bytes(range(32)), LINKS)
    member = Member(outside.members["ana.ai"].door, stranger, "ana.ai", "ana", outside.clock.now)
    with pytest.raises(KeyNotValid):
        member.propose("limit", {"amps": 50, "hours": 8}, "advertisement")
    assert list(outside.hall.store.texts()) == []
    assert httpx2.get(f"{outside.url}/api/v1").json()["size"] == 1


def test_a_text_that_the_act_does_not_name_is_refused(outside):
    member = outside.members["ana.ai"]
    sent = []
    member.door = type("Spy", (), {"submit": lambda _, *parts: sent.append(parts) or 1 / 0, "view": member.door.view})()
    with pytest.raises(ZeroDivisionError):
        member.propose("limit", {"amps": 50, "hours": 8})
    act, signature, _ = sent[0]
    body = posted(Submission(act, signature), texts=[{"salt": "00" * 32, "text": "spam"}])
    answer = httpx2.post(f"{outside.url}/api/v1/acts", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, BadShape.__name__)
    assert list(outside.hall.store.texts()) == []
