"""A server that ends answers everybody who waits still: with what came, or with what is not known."""

import asyncio
from contextlib import contextmanager
from threading import Event, Thread

import httpx2
import pytest

from moot.stores.memory import MemoryStore
from moot.web import serving
from moot.web.envelope import Envelope
from tests.web.conftest import WAIT, posted, street
from tests.web.test_problems import is_problem

PAGES = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class Stuck(MemoryStore):
    """A store whose disk takes what it is given when it is let."""

    def __init__(self):
        super().__init__()
        self.asked, self.let = Event(), Event()

    def append(self, entries, **beside):
        if beside["at"]:
            self.asked.set()
            self.let.wait(WAIT)
        super().append(entries, **beside)


@contextmanager
def asking(here, act, **headers):
    """Post an act in a thread; yield the list in which the answer will be, once the store has the act."""
    answers = []
    thread = Thread(target=lambda: answers.append(here.post(act, headers=headers)), daemon=True)
    thread.start()
    assert here.hall.store.asked.wait(WAIT)
    yield answers
    thread.join(WAIT)
    assert not thread.is_alive()


@pytest.fixture
def stuck(monkeypatch):
    monkeypatch.setattr(serving, "GRACE", 5)
    monkeypatch.setattr(serving, "LAST_WORDS", 4.5)
    store = Stuck()
    with street(place=store) as here:
        yield here
        store.let.set()


def test_an_act_whose_disk_is_slow_is_answered_while_the_server_ends(stuck):
    with asking(stuck, posted(stuck.commit())) as answers:
        stuck.server.leave()
        stuck.hall.store.let.set()
    assert answers[0].status_code == 201


@pytest.mark.parametrize("accept", ["application/json", PAGES])
def test_an_act_that_hangs_while_the_server_ends_is_told_that_it_is_not_known(stuck, accept):
    act = stuck.commit()
    with asking(stuck, posted(act), accept=accept) as answers:
        stuck.server.leave()
        stuck.server.thread.join(WAIT)
    if accept == PAGES:
        assert (answers[0].status_code, "Whether it was recorded is not known." in answers[0].text) == (504, True)
    else:
        said = is_problem(answers[0], 504, "NotInTime")
        assert (said["instead"], said["retryable"]) == ("Whether it was recorded is not known.", True)
    stuck.hall.store.let.set()
    assert stuck.hall.submit(act).index == 1  # it was


def test_an_act_with_which_the_clerk_has_not_begun_when_the_server_ends_is_not_filed(stuck):
    with asking(stuck, posted(stuck.commit())) as answers, httpx2.Client(base_url=stuck.url, timeout=WAIT) as other:
        later = []
        thread = Thread(target=lambda: later.append(other.post("/api/v1/acts", json=posted(stuck.commit()))))
        thread.start()
        while len(stuck.hall._desk._queue) < 1:  # noqa: SLF001 - the act that is to wait
            pass
        stuck.server.leave()
        stuck.server.thread.join(WAIT)
        thread.join(WAIT)
    for answer in (*answers, *later):
        is_problem(answer, 504, "NotInTime")
    stuck.hall.store.let.set()
    stuck.hall.close()
    assert stuck.hall.store.size() == 2


def test_half_an_answer_is_not_taken_back_when_the_server_ends():
    async def half(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise asyncio.CancelledError

    async def ask():
        sent = []

        async def send(message):
            sent.append(message)

        with pytest.raises(asyncio.CancelledError):
            await Envelope(half)({"type": "http", "method": "GET", "path": "/", "headers": []}, None, send)
        return [each["type"] for each in sent]

    assert asyncio.run(ask()) == ["http.response.start"]
