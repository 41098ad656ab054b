"""The live feed: every entry once, in order, whatever breaks between its readers and the door."""

import asyncio
import time

import orjson
import pytest

from moot.clerk.clock import HandSetClock
from moot.core.commands import CommitChance, WeighValues
from moot.hall import open_hall
from moot.web.events import Following, Wanted
from moot.web.porch import Limits, Porch
from moot.web.showing import ShownEntry
from moot.web.tail import Tail
from moot.wire.acts import write_act
from moot.wire.entry import Entry
from tests.clerk.town import NOW, signed
from tests.web.conftest import WAIT, found, posted, street
from tests.web.test_problems import is_problem


class Reader:
    """Reads the feed as a browser would."""

    def __init__(self, here, **asked):
        headers = {"Last-Event-ID": asked.pop("last")} if "last" in asked else {}
        self._stream = here.client.stream("GET", "/api/v1/events", params=asked, headers=headers)
        self.answer = self._stream.__enter__()
        self._lines = self.answer.iter_lines()

    def event(self):
        """Return the next event as its fields; nothing when the feed ends."""
        fields = {}
        for line in self._lines:
            if line:
                name, _, content = line.partition(": ")
                fields[name] = content
            elif fields.keys() - {"retry"}:
                return fields
            else:
                fields = {}
        return None

    def index(self):
        return int(self.event()["id"])

    def close(self):
        self._stream.__exit__(None, None, None)


@pytest.fixture
def follow(here):
    readers = []

    def begin(**asked):
        readers.append(Reader(here, **asked))
        return readers[-1]

    yield begin
    for each in readers:
        each.close()


def file(here, many=1):
    for _ in range(many):
        assert here.post(posted(here.commit())).status_code == 201


def test_an_entry_is_told_as_a_cloud_event_that_holds_it(here, follow):
    reader = follow(after=-1)
    assert reader.answer.headers["content-type"].startswith("text/event-stream")
    assert reader.answer.headers["cache-control"] == "no-store"
    said = reader.event()
    assert (said["id"], said["event"]) == ("0", "entry")
    cloud = orjson.loads(said["data"])
    assert (cloud["specversion"], cloud["id"], cloud["type"]) == ("1.0", "0", "moot.FoundMoot.v1")
    assert cloud["source"] == f"moot/{here.moot}"
    assert cloud["data"] == here.get("/entries/0").json()
    assert cloud["loghash"] in here.get("/entries/0").headers["etag"]


def test_what_was_comes_first_and_then_what_happens(here, follow):
    file(here, 3)
    reader = follow(after=1)
    assert [reader.index() for _ in range(2)] == [2, 3]
    file(here)
    assert reader.index() == 4


def test_without_a_place_the_feed_begins_now(here, follow):
    file(here, 2)
    reader = follow()
    file(here)
    assert reader.index() == 3


def test_the_last_event_that_a_reader_has_goes_before_where_it_once_began(here, follow):
    file(here, 3)
    assert follow(after=-1, last="2").index() == 3


def test_what_is_older_than_the_tail_remembers_is_read_from_the_store(follow, here, monkeypatch):
    monkeypatch.setattr("moot.web.tail.KEPT", 2)
    file(here, 6)
    reader = follow(after=-1)
    assert [reader.index() for _ in range(7)] == list(range(7))
    assert here.post(posted(here.commit())).json()["entry"]["index"] == 7


def test_a_reader_hears_only_of_what_it_wants(here, follow):
    file(here, 2)
    here.post(posted(signed("bo.human", CommitChance("ab" * 32), moot=here.moot, nonce=1)))
    assert orjson.loads(follow(after=-1, types="moot.CommitChance.v1").event()["data"])["id"] == "1"
    assert follow(after=-1, types="MootFounded, Nothing").index() == 0
    about = follow(after=-1, subject="bo")
    assert [about.index(), about.index()] == [0, 3]  # bo is one of the founders


def test_an_entry_is_found_by_what_happened_and_by_what_it_is_about():
    weigh = signed("bo.human", WeighValues({"heat": 1_000_000}), moot="", nonce=1)
    events = b'[{"event":"TrialHalted","trial":"ee"},{"event":"ProposalClosed","proposal":"cc"}]'
    shown = ShownEntry(Entry(5, 0, weigh.act, weigh.signature, events), "moot/x")
    for wanted in (Wanted("", ""), Wanted("WeighValues", ""), Wanted("ProposalClosed", "cc"), Wanted("", "ee")):
        assert wanted(shown)
    for unwanted in (Wanted("CastVote", ""), Wanted("", "dd"), Wanted("WeighValues", "dd"), Wanted("CastVote", "cc")):
        assert not unwanted(shown)
    assert b'"subject":"cc"' in shown.event


def test_a_sign_of_life_moves_a_reader_on_past_what_it_does_not_want():
    with street(Limits(ping=0.05)) as here:
        file(here, 2)
        reader = Reader(here, after=-1, types="Nothing")
        said = reader.event()
        assert (said["event"], said["id"], said["data"]) == ("ping", "2", '{"size":3}')
        reader.close()


def test_who_has_more_than_there_is_is_told_to_begin_again(here, follow):
    reader = follow(last="40")
    said = reader.event()
    assert (said["event"], said["id"], orjson.loads(said["data"])) == ("reset", "0", {"first": 0, "size": 1})
    file(here)
    assert reader.index() == 1


@pytest.mark.parametrize("last", ["x", "-1", "9" * 17, "1.5"])
def test_a_place_that_is_none_is_refused(here, last):
    is_problem(here.get("/events", headers={"Last-Event-ID": last}), 422, "BadArgument")
    is_problem(here.get("/events?after=-2"), 422, "BadArgument")


def test_there_are_only_so_many_places():
    with street(Limits(readers=1)) as here:
        reader = Reader(here)
        answer = here.get("/events")
        is_problem(answer, 503, "TooManyReaders")
        assert answer.headers["retry-after"] == "5"
        reader.close()


def until(holds):
    """Wait until something holds, for as long as a test may take; without sleeping the processor away."""
    end = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_place_is_free_again_when_its_reader_has_gone(here):
    porch = here.server.config.app.state.porch
    reader = Reader(here)
    assert porch.readers == 1
    reader.close()
    until(lambda: porch.readers == 0)


def test_a_reader_that_takes_nothing_is_cut():
    async def follow(porch):
        sent = []

        async def receive():
            await asyncio.Event().wait()

        async def send(message):
            sent.append(message)
            if len(sent) > 2:  # its buffers are full
                await asyncio.Event().wait()

        await asyncio.wait_for(Following(porch, 0, Wanted("", ""))({}, receive, send), WAIT)
        return sent, porch.readers

    with street(Limits(stall=0.05)) as here:
        sent, readers = asyncio.run(follow(Porch(here.hall, Limits(stall=0.05))))
    assert [each.get("more_body") for each in sent] == [None, True, True]
    assert readers == 0


def test_when_the_door_closes_its_readers_hear_the_end_at_once():
    with street() as here:
        reader = Reader(here, after=-1)
        assert reader.index() == 0
        here.server.leave()
        assert reader.event() is None
        reader.close()


def test_an_act_as_it_was_signed_stands_in_the_feed(here, follow):
    act = here.commit()
    here.post(posted(act))
    cloud = orjson.loads(follow(after=0).event()["data"])
    assert orjson.dumps(cloud["data"]["act"], option=orjson.OPT_SORT_KEYS) == act.act
    assert write_act(next(iter(here.hall.door().entries(1))).act) == act.act


def test_a_loop_that_ended_without_closing_its_tail_troubles_no_clerk():
    async def begin(tail):
        tail.start()

    with open_hall(clock=HandSetClock(NOW)) as hall:
        tail = Tail(hall)
        asyncio.run(begin(tail))
        found(hall)
        assert (hall.clerk.size, tail.size) == (1, 0)
