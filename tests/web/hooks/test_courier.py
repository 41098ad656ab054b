"""Whoever subscribed is told every entry until it has heard, and nobody else is kept waiting."""

import asyncio
import json
import logging
import socket
from contextlib import contextmanager
from logging.handlers import QueueHandler
from queue import Queue

import apsw
import pytest

from moot.kit.webhooks import checked, public, shared
from moot.web.hooks.book import Book
from moot.web.hooks.courier import RETRIES, Courier
from moot.web.tail import Tail
from tests.clerk.town import NOW
from tests.web.conftest import WAIT, Street, posted, served
from tests.web.hooks.conftest import receiving

GONE, BUSY, MOVED = (410, {}), (503, {}), (302, {"location": "http://127.0.0.1:1/"})


class Hand:
    """A clock that somebody sets by hand, in ms."""

    def __init__(self):
        self.at = NOW

    def __call__(self):
        return self.at

    def wait(self, seconds):
        self.at += 1_000 * seconds


def attend(hall, book, name, clock=lambda: NOW, trust=None):
    """Let a courier tell one subscriber whatever is due."""

    async def once():
        courier = Courier(book, Tail(hall), now=clock, trust=trust)
        try:
            await courier.attend(name)
        finally:
            await courier.close()

    asyncio.run(once())


def subscribed(book, url, start=0, kinds=(), *, private=True):
    return book.add(url, kinds=kinds, private=private, start=start)


def grown(hall, many):
    """Let somebody file that many acts."""
    with served(hall) as (url, server):
        here = Street(hall, url, server)
        with here.client:
            for _ in range(many):
                assert here.client.post("/api/v1/acts", json=posted(here.commit())).status_code == 201


def test_every_entry_is_told_once_in_order_and_is_what_the_feed_shows(hall, book):
    grown(hall, 3)
    with receiving() as (receiver, url):
        each = subscribed(book, url)
        attend(hall, book, each.name)
        attend(hall, book, each.name)
        assert receiver.heard() == [0, 1, 2, 3]
        headers, body = receiver.came.queue[3]
        shown = Tail(hall).read(3, 4)[0]
        assert body == shown.cloud
        assert json.loads(body)["data"]["index"] == 3
        assert headers["content-type"] == "application/cloudevents+json"
        for key in (shared(each.secret), public(book.key)):
            assert checked(headers, body, key, now=NOW / 1_000)["id"] == "3"
    assert book.one(each.name).next == 4
    assert [(row.entry, row.status, row.why) for row in book.log(each.name)] == [(n, 204, "") for n in (3, 2, 1, 0)]


def test_only_what_is_wanted_is_told_and_the_rest_is_passed_over(hall, book):
    grown(hall, 2)
    with receiving() as (receiver, url):
        each = subscribed(book, url, kinds=("FoundMoot",))
        attend(hall, book, each.name)
        assert receiver.heard() == [0]
    assert book.one(each.name).next == hall.clerk.size


def test_whoever_takes_nothing_is_tried_again_at_longer_and_longer_intervals_and_then_no_more(hall, book):
    clock = Hand()
    with receiving(*[BUSY] * 20) as (receiver, url):
        each = subscribed(book, url)
        for number, pause in enumerate(RETRIES, start=1):
            attend(hall, book, each.name, clock)
            assert receiver.heard() == [0] * number
            clock.wait(pause - 1)
            attend(hall, book, each.name, clock)
            assert receiver.heard() == [0] * number  # not yet
            clock.wait(1)
        assert book.one(each.name).off is None
        attend(hall, book, each.name, clock)
        assert book.one(each.name).off == "10 tries failed, the last one because it answered 503"
        assert book.given_up() == [(book.one(each.name), clock.at)]
        clock.wait(10**6)
        attend(hall, book, each.name, clock)
        assert receiver.heard() == [0] * 10
        receiver.answers.clear()
        book.switch(each.name, None)
        assert book.given_up() == []
        attend(hall, book, each.name, clock)
        assert receiver.heard() == [0] * 11
        assert book.one(each.name).next == 1


def test_what_was_not_taken_comes_again_with_the_same_id_and_a_time_of_its_own(hall, book):
    clock = Hand()
    with receiving(BUSY) as (receiver, url):
        each = subscribed(book, url)
        attend(hall, book, each.name, clock)
        clock.wait(5)
        attend(hall, book, each.name, clock)
        (first, body), (second, same) = receiver.came.queue
    assert (first["webhook-id"], body) == (second["webhook-id"], same)
    assert int(second["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 5
    checked(second, same, public(book.key), now=clock.at / 1_000)


@pytest.mark.parametrize(
    ("asks", "seconds"),
    [("3600", 3_600), ("1", 5), ("999999", 86_400), ("Fri, 15 Jan 2027 09:00:00 GMT", 3_600), ("soon", 5)],
)
def test_whoever_asks_to_be_left_alone_for_a_while_is_within_a_day(hall, book, asks, seconds):
    with receiving((429, {"retry-after": asks})) as (_, url):
        each = subscribed(book, url)
        attend(hall, book, each.name)
    assert book.one(each.name).due == NOW + 1_000 * seconds


def test_whoever_is_gone_is_told_no_more_at_once(hall, book):
    with receiving(GONE) as (receiver, url):
        each = subscribed(book, url)
        attend(hall, book, each.name)
        attend(hall, book, each.name)
        assert receiver.heard() == [0]
    assert "410" in book.one(each.name).off
    assert book.given_up() == [(book.one(each.name), NOW)]


def test_a_redirect_is_not_followed(hall, book):
    with receiving(MOVED) as (receiver, url):
        each = subscribed(book, url)
        attend(hall, book, each.name)
        assert receiver.heard() == [0]
    assert book.log(each.name)[0].why == "it answered a redirect, which is not followed"


@contextmanager
def mute():
    """Give an address at which somebody listens, and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"


def test_whoever_never_answers_is_left_after_a_while(hall, book, monkeypatch):
    monkeypatch.setattr("moot.web.hooks.courier.PATIENCE", 0.05)
    with mute() as url:
        each = subscribed(book, url)
        attend(hall, book, each.name)
    assert book.log(each.name)[0].why == "nothing was answered within 0 s"


def test_whoever_is_not_there_is_tried_again(hall, book):
    with mute() as url:
        pass
    each = subscribed(book, url)
    attend(hall, book, each.name)
    assert "ConnectError" in book.log(each.name)[0].why
    assert book.one(each.name).due == NOW + 5_000


def test_a_certificate_must_be_trusted_and_for_the_name_though_an_address_is_called(hall, book, certificate):
    shows, trust = certificate
    with receiving(shows=shows) as (receiver, url):
        wrong = subscribed(book, url)  # by its number, for which the certificate is not
        right = subscribed(book, url.replace("127.0.0.1", "localhost"))
        attend(hall, book, wrong.name, trust=trust)
        attend(hall, book, right.name)  # nobody has vouched for it
        assert receiver.heard() == []
        assert "certificate" in book.log(wrong.name)[0].why.lower()
        assert "certificate" in book.log(right.name)[0].why.lower()
        book.switch(right.name, None)
        attend(hall, book, right.name, trust=trust)
        assert receiver.heard() == [0]
        assert receiver.came.queue[0][0]["host"].startswith("localhost:")


def test_when_one_address_of_a_host_does_not_answer_the_next_is_tried(hall, book, monkeypatch):
    with receiving() as (receiver, url):
        port = int(url.split(":")[2].split("/")[0])

        async def both(_url, *, private):
            return (["127.0.0.9", "127.0.0.1"], port) if private else ([], port)

        monkeypatch.setattr("moot.web.hooks.courier.found", both)
        each = subscribed(book, url)
        attend(hall, book, each.name)
        assert receiver.heard() == [0]


def test_a_private_address_is_called_only_where_it_was_allowed(hall, book):
    with receiving() as (receiver, url):
        each = subscribed(book, url, private=False)
        attend(hall, book, each.name)
        assert receiver.heard() == []
    assert book.log(each.name)[0].why == "127.0.0.1 is 127.0.0.1, which is no public address"


def test_an_entry_is_sent_once_more_beside_the_rest_even_when_the_next_is_not_due(hall, book):
    grown(hall, 1)
    with receiving((204, {}), BUSY, BUSY) as (receiver, url):
        each = subscribed(book, url)
        attend(hall, book, each.name)
        assert receiver.heard() == [0, 1]
        assert book.failed(each.name) == [1]
        book.ask_again(each.name, [0, 1])
        attend(hall, book, each.name)
        assert receiver.heard() == [0, 1, 0, 1]
    assert book.asked_again(each.name) is None
    assert book.failed(each.name) == [0]  # which was tried once, and not taken
    assert book.one(each.name).next == 1


def test_while_a_moot_is_served_news_comes_at_once_and_nobody_waits_for_who_is_slow(hall, tmp_path):
    book = Book(tmp_path / "webhooks.sqlite")
    with mute() as slow, receiving() as (receiver, url):
        subscribed(book, slow.replace("127.0.0.1", "localhost"))
        each = subscribed(book, url)
        with served(hall, book=book) as (door, server):
            here = Street(hall, door, server)
            with here.client:
                assert receiver.came.get(timeout=WAIT)[0]["webhook-id"] == "0"
                here.client.post("/api/v1/acts", json=posted(here.commit()))
                headers, body = receiver.came.get(timeout=WAIT)
                assert headers["webhook-id"] == "1"
                key = here.get("/webhooks").json()["key"]
                assert checked(headers, body, key)["data"]["index"] == 1
                other = subscribed(book, url.replace("moot", "another"))
                assert receiver.came.get(timeout=WAIT)[0]["webhook-id"] == "0"  # no restart was needed
    assert book.one(each.name).next == 2
    assert other.name == "127.0.0.1-2"
    book.close()


def test_a_book_that_cannot_be_read_for_a_while_is_said_and_then_everybody_hears(hall, tmp_path, monkeypatch):
    book, said = Book(tmp_path / "webhooks.sqlite"), Queue()
    monkeypatch.setattr(logging.getLogger("moot.web.hooks.courier"), "handlers", [QueueHandler(said)])
    other = apsw.Connection(str(tmp_path / "webhooks.sqlite"))
    with receiving() as (receiver, url):
        subscribed(book, url)
        other.execute("ALTER TABLE subscriber RENAME TO elsewhere")
        with served(hall, book=book):
            assert "tried again soon" in said.get(timeout=WAIT).getMessage()
            other.execute("ALTER TABLE elsewhere RENAME TO subscriber")
            assert receiver.came.get(timeout=WAIT)[0]["webhook-id"] == "0"
    other.close()
    book.close()


def test_without_a_book_nobody_is_told_and_there_is_no_key(here):
    answer = here.get("/webhooks")
    assert (answer.status_code, answer.json()["code"]) == (404, "NoSuchPlace")
