"""The kit over HTTP: the same member, the same agent, another door."""

import asyncio
import json

import httpx2
import pytest

from moot.core.refusal import BadSignature, NotFound, Refused
from moot.kit import remote
from moot.kit.answers import NotThisRecord, Unanswered, refused, told_of
from moot.kit.door import Door
from moot.kit.outer import OuterDoor
from moot.kit.remote import RemoteDoor
from moot.web.problems import Turned, problem_of, refusals
from tests.web.conftest import WAIT, served


@pytest.fixture
def door(here):
    with OuterDoor(here.url) as made:
        yield made


def test_what_a_door_promises_it_keeps_over_http(here, door):
    asked: Door = door
    act = here.commit()
    receipt = asked.submit(act.act, act.signature, act.payload)
    assert receipt.index == 1
    assert asked.submit(act.act, act.signature, act.payload) == receipt
    assert list(asked.entries(0)) == list(here.hall.door().entries(0))
    assert list(asked.entries(2)) == []
    assert asked.view("targets") == here.hall.view("targets")
    with pytest.raises(ValueError, match="weather"):
        asked.view("weather")
    with pytest.raises(BadSignature) as refusal:
        asked.submit(here.commit().act, bytes(64))
    assert refusal.value.mend


def test_a_door_that_is_closed_is_closed_for_good(here):
    door = OuterDoor(here.url)
    heard = door.events(-1)
    assert next(heard).index == 0
    door.close()
    door.close()
    heard.close()


def test_the_feed_gives_what_was_and_what_comes(here, door):
    heard = door.events(-1)
    assert next(heard).index == 0
    act = here.commit()
    here.hall.door().submit(act.act, act.signature)
    assert next(heard).index == 1
    heard.close()


def test_a_feed_goes_on_through_a_restart_and_tells_each_entry_once(here, door):
    port = int(here.url.rpartition(":")[2])
    heard = door.events(-1)
    assert next(heard).index == 0
    here.server.leave()
    here.server.thread.join(WAIT)
    act = here.commit()
    here.hall.door().submit(act.act, act.signature)  # while nobody could hear it
    with served(here.hall, port=port):
        assert next(heard).index == 1
        again = here.commit()
        here.hall.door().submit(again.act, again.signature)
        assert next(heard).index == 2
        heard.close()


class Between:
    """A proxy that answers for the server what a test tells it to, and passes on the rest."""

    def __init__(self, here, *answers):
        self.answers, self.asked, self.pauses = list(answers), [], []
        self.inner = httpx2.AsyncHTTPTransport()
        self.door = RemoteDoor(here.url, transport=httpx2.MockTransport(self.answer), sleep=self.sleep)

    async def answer(self, request):
        self.asked.append(request)
        if not self.answers:
            return await self.inner.handle_async_request(request)
        match self.answers.pop(0):
            case "lost":  # it comes through, and its answer does not
                await (await self.inner.handle_async_request(request)).aread()
                raise httpx2.ReadError("the line broke")
            case "down":
                raise httpx2.ConnectError("nobody listens")
            case int(status), headers:
                return httpx2.Response(status, headers=headers, content=b"<h1>proxy</h1>")
            case httpx2.Response() as other:
                return other

    async def sleep(self, seconds):
        self.pauses.append(seconds)

    async def close(self):
        await self.door.aclose()
        await self.inner.aclose()


def through(here, asking, *answers):
    """Let somebody ask through a proxy; return what it got, and the proxy."""

    async def run():
        between = Between(here, *answers)
        try:
            return await asking(between.door), between
        finally:
            await between.close()

    return asyncio.run(run())


def test_an_act_whose_answer_was_lost_is_sent_again_and_counts_once(here):
    act = here.commit()
    receipt, between = through(here, lambda door: door.submit(act.act, act.signature), "lost", "down", (502, {}))
    assert (receipt.index, here.hall.clerk.size) == (1, 2)
    assert len({request.content for request in between.asked}) == 1
    assert len(between.pauses) == 3


def test_pauses_grow_and_a_door_that_names_one_is_heeded(here):
    _, between = through(here, lambda door: door.view("targets"), (503, {"retry-after": "7"}), (429, {}), (502, {}))
    assert between.pauses[0] == 7.0
    assert all(0 < pause <= 20 for pause in between.pauses)


@pytest.mark.parametrize("answer", ["down", (502, {}), (500, {})])
def test_what_never_comes_through_is_not_known(here, answer):
    act = here.commit()
    for asking in (lambda door: door.submit(act.act, act.signature), lambda door: door.view("targets")):
        with pytest.raises(Unanswered):
            through(here, asking, *[answer] * remote.TRIES)
    assert here.hall.clerk.size == 1


def test_the_feed_comes_through_a_proxy_that_answers_502_meanwhile(here):
    async def listen(door):
        return (await anext(door.events(-1))).index

    assert through(here, listen, (502, {}), "down", (502, {}))[0] == 0


def test_a_record_that_is_shorter_than_what_was_read_is_another(here):
    async def listen(door):
        return await anext(door.events(7))

    async def page(door):
        return await door.page(7)

    for asking in (listen, page):
        with pytest.raises(NotThisRecord):
            through(here, asking)


@pytest.mark.parametrize(("start", "told"), [(-1, 2), (0, 1)])
def test_a_feed_that_leaves_an_entry_out_or_numbers_it_otherwise_is_refused(here, start, told):
    for _ in range(2):
        act = here.commit()
        here.hall.door().submit(act.act, act.signature)
    data = json.dumps({"data": here.get(f"/entries/{told}").json()})
    lies = httpx2.Response(200, text=f"id: 2\nevent: entry\ndata: {data}\n\n")

    async def listen(door):
        return await anext(door.events(start))

    with pytest.raises(NotThisRecord, match=f"entry {told} came as 2"):
        through(here, listen, lies)


def test_an_entry_is_not_believed_to_be_an_act_that_it_is_not(here):
    entry = here.get("/entries/0").json()
    assert told_of(entry).index == 0
    with pytest.raises(NotThisRecord, match="does not hold the act"):
        told_of({**entry, "id": "00" * 32})


def test_a_receipt_for_another_act_is_not_taken(here):
    act = here.commit()
    wrong = {"status": 201, "receipt": {"index": 1, "id": "00" * 32, "received": 0}, "entry": {}}
    with pytest.raises(NotThisRecord, match="was not sent"):
        through(here, lambda door: door.submit(act.act, act.signature), httpx2.Response(201, json=wrong))


@pytest.mark.parametrize("kind", list(refusals()))
def test_a_refusal_comes_out_as_it_went_in(kind):
    before = kind("it is late", clause="clarity.lifetime", mend="Come earlier.")
    after = refused(json.loads(json.dumps(problem_of(before))))
    assert (type(after), str(after)) == (kind, str(before))


def test_what_the_door_itself_says_is_no_refusal():
    assert refused(problem_of(Turned("TooMany", "too many", "Wait."))) is None
    assert isinstance(refused({"code": "NotFound"}), NotFound)
    assert issubclass(NotFound, Refused)
