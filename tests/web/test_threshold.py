"""What comes before the door and is no request: too slow, too long, or no HTTP at all."""

import json
import time

import pytest

from moot.web.porch import Limits
from tests.web.conftest import posted, street
from tests.web.lines import line
from tests.web.test_events import until

HTML = b"Accept: text/html\r\n"


@pytest.fixture(scope="module")
def quick():
    with street(Limits(arrival=0.2, stall=0.2, headers=2_000)) as made:
        yield made


@pytest.fixture
def before(quick):
    with line(quick) as made:
        yield made


def is_told(answer, status, code):
    """Whether an answer is a problem like any other, as a program reads it."""
    found, headers, body = answer
    assert (found, headers["content-type"]) == (status, "application/problem+json")
    assert f'"code":"{code}"' in body
    assert f'"request_id":"{headers["x-request-id"]}"' in body
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["connection"] == "close"


@pytest.mark.parametrize(
    "said",
    [
        b"what is this?\r\n\r\n",
        b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: \x00\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"POST /file HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"CONNECT elsewhere.example:443 HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # TLS, spoken to a door without
    ],
)
def test_what_is_no_http_is_told_like_all_else(before, said):
    is_told(before.say(said).answer(), 400, "BadRequest")
    assert before.rest() == b""


def test_who_reads_pages_is_told_on_a_page(before):
    status, headers, body = before.say(b"GET / HTTP/1.1\r\n", HTML, b"Host: x\r\nNonsense\r\n\r\n").answer()
    assert (status, headers["content-type"]) == (400, "text/html; charset=utf-8")
    for said in ("This is no HTTP/1.1.", "Nothing was recorded.", "RFC 9112", headers["x-request-id"]):
        assert said in body


def test_a_chunk_that_is_none_ends_its_request(quick, before):
    begun = b"POST /api/v1/acts HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    size = quick.hall.clerk.size
    is_told(before.say(begun, b"1\r\n{\r\n", b"no chunk\r\n").answer(), 400, "BadRequest")
    assert quick.hall.clerk.size == size


def test_what_came_before_is_answered_first(before):
    said = b"GET /healthz HTTP/1.1\r\n\r\n" * 3 + b"nonsense\r\n\r\n"
    before.say(said)
    assert [before.answer()[0] for _ in range(3)] == [200, 200, 200]
    is_told(before.answer(), 400, "BadRequest")
    assert before.rest() == b""


@pytest.mark.parametrize("said", [b"G", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: y"])
def test_headers_that_do_not_come_are_not_waited_for(before, said):
    is_told(before.say(said).answer(), 408, "TooSlow")
    assert before.rest() == b""


def test_nor_are_those_of_a_later_request(before):
    assert before.say(b"GET /healthz HTTP/1.1\r\n\r\nGET /he").answer()[0] == 200
    is_told(before.answer(), 408, "TooSlow")


@pytest.mark.parametrize("said", [b"", b"\r\n"])
def test_who_says_nothing_is_let_go_without_a_word(before, said):
    assert before.say(said).rest() == b""


def test_nobody_holds_a_connection_by_sending_on_what_was_answered(before):
    begun = b"GET /healthz HTTP/1.1\r\nContent-Length: 9\r\n\r\n"
    assert before.say(begun, b"x").answer()[0] == 200
    assert before.rest() == b""


@pytest.mark.parametrize(
    "said",
    [(b"GET /" + b"x" * 3_000,), (b"GET / HTTP/1.1\r\n", *[b"X: " + b"y" * 300 + b"\r\n"] * 10), (b"X" * 3_000,)],
)
@pytest.mark.parametrize("end", [b"", b" HTTP/1.1\r\n\r\n", b"\r\n\r\n"])
def test_who_says_too_much_before_a_body_is_turned_away(before, said, end):
    status, headers, _ = before.say(*said, end).answer()
    assert status in {400, 431}
    assert headers["connection"] == "close"


def test_long_headers_have_a_code_of_their_own(before):
    is_told(before.say(b"GET / HTTP/1.1\r\nX: ", b"y" * 2_001, b"\r\n\r\n").answer(), 431, "HeadersTooLarge")


def test_headers_as_long_as_is_allowed_are_read(before):
    assert before.say(b"GET /healthz HTTP/1.1\r\nX: ", b"y" * 1_900, b"\r\n\r\n").answer()[0] == 200


def connection(here, before):
    """Return what the server knows of a connection."""
    return next(each for each in here.server.server_state.connections if each.client == before.socket.getsockname())


def pass_time(here, seconds):
    """Let time pass at the door, in which others are served."""
    end = time.monotonic() + seconds
    until(lambda: here.client.get("/healthz").status_code == 200 and time.monotonic() > end)


LONG = b"GET /api/v1/entries?limit=256 HTTP/1.1\r\n\r\n" * 60  # more than what lies between two sides takes


def with_much_to_read(here):
    here.post([posted(here.commit()) for _ in range(200)])
    return here


def test_who_takes_nothing_of_an_answer_is_cut(quick):
    with line(with_much_to_read(quick), room=2_048) as idle:
        assert idle.say(b"GET /healthz HTTP/1.1\r\n\r\n").answer()[0] == 200
        mine = connection(quick, idle)
        idle.say(LONG)
        until(lambda: mine not in quick.server.server_state.connections)


def test_who_takes_slowly_gets_all():
    with street(Limits(stall=1.0)) as here, line(with_much_to_read(here), room=2_048) as slow:
        slow.say(LONG)
        for _ in range(12):
            assert slow.answer()[0] == 200
            pass_time(here, 0.25)
        assert [slow.answer()[0] for _ in range(48)] == [200] * 48


def test_who_asks_now_and_then_keeps_its_connection(quick, before):
    for _ in range(2):
        assert before.say(b"GET /healthz HTTP/1.1\r\n\r\n").answer()[0] == 200
        pass_time(quick, 0.3)


def test_a_large_body_is_let_by_and_the_answer_is_heard():
    with street(Limits(body=1_000)) as here, line(here) as large:
        large.say(b"POST /file HTTP/1.1\r\nContent-Length: 4000000\r\n", HTML, b"\r\n", b"x" * 4_000_000)
        status, headers, body = large.answer()
        assert (status, "connection" in headers) == (413, False)
        assert "The body has more than 1000 bytes." in body
        assert large.say(b"GET /healthz HTTP/1.1\r\n\r\n").answer()[0] == 200


def test_an_upgrade_that_nobody_offers_is_answered_as_if_none_was_asked(before):
    asked = b"GET /healthz HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"
    assert before.say(asked).answer()[0] == 200


def test_the_server_as_a_whole_is_no_address(before):
    status, _, body = before.say(b"OPTIONS * HTTP/1.1\r\n\r\n").answer()
    assert (status, '"code":"NoSuchPlace"' in body) == (404, True)


def test_a_chunk_that_is_none_behind_an_answer_ends_the_connection_without_another(before):
    begun = b"GET /healthz HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert before.say(begun).answer()[0] == 200
    assert before.say(b"no chunk\r\n").rest() == b""


def test_what_comes_after_a_no_is_let_by_and_nobody_waits_for_its_end(quick, before):
    size, act = quick.hall.clerk.size, json.dumps(posted(quick.commit())).encode()
    is_told(before.say(b"GET / HTTP/1.1\r\nX: " + b"y" * 2_001 + b"\r\n\r\n").answer(), 431, "HeadersTooLarge")
    mine = connection(quick, before)
    head = f"POST /api/v1/acts HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {len(act)}\r\n\r\n"
    assert before.say(head.encode() + act, b"nonsense\r\n\r\n").rest() == b""
    until(lambda: mine not in quick.server.server_state.connections)
    assert quick.hall.clerk.size == size


def test_an_answer_leaves_whole_and_not_in_parts(before):
    for _ in range(50):
        answer = before.say(b"GET /healthz HTTP/1.1\r\n\r\n").socket.recv(65_536)
        assert answer.endswith(b'{"status":"up"}'), answer


def test_who_waits_to_be_told_to_go_on_is_told_before_its_answer(before):
    before.say(b"POST /api/v1/acts HTTP/1.1\r\nContent-Type: application/json\r\n")
    before.say(b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n")
    assert before.answer()[0] == 100
    assert before.say(b"{}").answer()[0] == 422


def test_a_head_is_told_at_once(before):
    assert before.say(b"HEAD /healthz HTTP/1.1\r\n\r\n").socket.recv(65_536).startswith(b"HTTP/1.1 200 ")
