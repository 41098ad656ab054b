"""What the door does not take, it turns away before anything is read."""

import asyncio
import json
import socket
from ipaddress import IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.hall import open_hall
from moot.web.bounds import Bounds
from moot.web.porch import Limits, Porch
from moot.web.rates import Rate, Rates, network_of, unmapped
from moot.web.reach import Reach
from tests.web.conftest import WAIT, posted, street
from tests.web.test_problems import is_problem

JSON = {"content-type": "application/json"}
BEGUN = b"POST /api/v1/acts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
SMALL = Limits(body=2_000, arrival=0.2)


@pytest.fixture(scope="module")
def narrow():
    with street(SMALL) as made:
        yield made


def sent(here, body, **headers):
    return here.client.post("/api/v1/acts", content=body, headers={**JSON, **headers})


def test_a_body_that_says_it_is_too_large_is_not_read(narrow):
    is_problem(sent(narrow, b" " * 2_001), 413, "BodyTooLarge")
    is_problem(sent(narrow, b"[" + b" " * 1_998 + b"]"), 422, "BadArgument")


def test_a_body_that_comes_in_pieces_is_cut_where_it_is_too_large(narrow):
    is_problem(sent(narrow, (b" " * 500 for _ in range(5))), 413, "BodyTooLarge")


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "", "application/jsonp", "multipart/form-data"])
def test_a_body_of_another_type_is_turned_away(narrow, kind):
    answer = narrow.client.post("/api/v1/acts", content=b"{}", headers={"content-type": kind})
    is_problem(answer, 415, "WrongType")


def test_a_body_that_nests_too_deep_is_not_parsed(narrow):
    is_problem(sent(narrow, b"[" * 900 + b"]" * 900), 422, "TooDeep")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"act":nan}', b'"\\ud800"', b"{} {}"])
def test_a_body_that_is_no_json(narrow, body):
    is_problem(sent(narrow, body), 400, "NotJson")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"act": {}}, "/act"),
        ({"signature": "00" * 64}, "/act"),
        ({"act": {}, "signature": "zz"}, "/act/signature"),
        ({"act": {}, "signature": "00" * 64, "token": "x"}, "/act"),
        ({"act": {}, "signature": "00" * 64, "payload": 7}, "/payload/body"),
        ({"act": {}, "signature": "00" * 64, "texts": [{"salt": "00", "text": "x"}]}, ""),
    ],
)
def test_fields_that_are_unknown_missing_or_wrong_are_named(narrow, body, path):
    del path
    is_problem(sent(narrow, json.dumps(body)), 422, "BadShape")


@pytest.mark.parametrize("body", ["7", '"act"', "null", "true"])
def test_what_is_no_object_is_no_act(narrow, body):
    is_problem(sent(narrow, body), 422, "BadShape")


def test_numbers_that_no_reader_keeps_are_refused(narrow):
    act = posted(narrow.commit())
    for number in (2**53, 2**64, 1.5, 1e300):
        answer = sent(narrow, json.dumps({**act, "act": {**act["act"], "nonce": number}}))
        assert answer.status_code in {400, 422}
        assert answer.json()["code"] in {"BadShape", "NotCanonical", "BadSignature"}


def test_lists_are_bounded():
    with street(Limits(together=2)) as here:
        is_problem(here.post([]), 422, "BadArgument")
        is_problem(here.post([1, 2, 3]), 422, "BadArgument")
        assert [each["code"] for each in here.post([1, 2]).json()] == ["BadShape", "BadShape"]


def test_who_sends_too_slowly_is_cut(narrow):
    host, port = narrow.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), WAIT) as line:
        line.sendall(
            b"POST /api/v1/acts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
        )
        said = b"".join(iter(lambda: line.recv(65_536), b""))
    assert said.startswith(b"HTTP/1.1 408")
    assert b'"code":"TooSlow"' in said


def test_who_leaves_in_the_middle_is_not_answered_and_nothing_is_recorded(narrow):
    host, port = narrow.url.removeprefix("http://").split(":")
    size = narrow.hall.clerk.size
    with socket.create_connection((host, int(port)), WAIT) as line:
        line.sendall(
            b"POST /api/v1/acts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
        )
    assert narrow.get("").json()["size"] == size


def test_an_address_that_asks_too_often_is_told_when_to_come_again():
    with street(Limits(address=Rate(3, 60), trusted=())) as here:
        left = [here.get("").headers["ratelimit"] for _ in range(3)]
        assert [each.split(";")[1] for each in left] == ["r=2", "r=1", "r=0"]
        answer = here.get("")
        said = is_problem(answer, 429, "TooMany")
        assert 0 < int(answer.headers["retry-after"]) <= 20
        assert answer.headers["ratelimit-policy"] == '"address";q=3;w=60'
        assert said["retryable"]
        assert here.client.get("/healthz").status_code == 200  # whoever watches a server is not counted


def test_a_key_that_files_too_often_is_told_so():
    with street(Limits(key=Rate(2, 60))) as here:
        assert [here.post(posted(here.commit())).status_code for _ in range(2)] == [201, 201]
        answer = here.post(posted(here.commit()))
        is_problem(answer, 429, "TooMany")
        assert answer.headers["ratelimit"].startswith('"key";r=0')


def test_a_key_that_is_refused_too_often_is_told_so():
    with street(Limits(key=Rate(2, 60))) as here:
        for _ in range(2):
            is_problem(here.post(posted(here.commit(until=10**15))), 409, "OutOfTime")
        is_problem(here.post(posted(here.commit())), 429, "TooMany")


def unread(act):
    return {**act, "act": {**act["act"], "nonce": -1}}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda act: {**act, "signature": "00" * 64}, "BadSignature"),
        (unread, "BadShape"),
        (lambda act: {**act, "act": {**act["act"], "at": 2**60}}, "BadShape"),
        (lambda act: act, None),  # it is in the record, where everybody finds it
    ],
)
def test_nobody_can_spend_the_rate_of_the_key_of_another(change, code):
    with street(Limits(key=Rate(2, 60))) as here:
        first = posted(here.commit())
        assert here.post(first).status_code == 201
        assert {here.post(change(first)).json().get("code") for _ in range(4)} == {code}
        assert here.post(posted(here.commit())).status_code == 201
        is_problem(here.post(posted(here.commit())), 429, "TooMany")


def test_an_act_for_another_moot_spends_nobodys_rate_here():
    with street(Limits(key=Rate(1, 60))) as here:
        for _ in range(3):
            is_problem(here.post(posted(here.commit(moot="00" * 32))), 422, "WrongMoot")
        assert here.post(posted(here.commit())).status_code == 201


def test_a_rate_comes_back_with_time_and_its_memory_is_bounded():
    rates = Rates(Rate(2, 10))
    assert [rates.take("bo", 0.0), rates.take("bo", 0.0), rates.left("bo", 0.0)] == [0.0, 0.0, 0]
    assert rates.take("bo", 1.0) == pytest.approx(4.0)
    assert (rates.left("bo", 5.0), rates.left("bo", 100.0)) == (1, 2)
    for number in range(10_001):
        rates.count(f"other {number}", 100.0)
    assert rates.left("bo", 0.0) == 2


def test_behind_a_proxy_that_is_believed_each_caller_is_counted_for_itself():
    with street(Limits(address=Rate(2, 60)), reach=Reach(proxies=("127.0.0.1",))) as here:

        def asked(caller):
            return here.get("", headers={"x-forwarded-for": caller}).status_code

        assert [asked("203.0.113.7") for _ in range(3)] == [200, 200, 429]
        assert asked("203.0.113.8") == 200
        assert asked("198.51.100.1, 203.0.113.8") == 200  # what the caller says before the proxy does is not believed
        assert asked("198.51.100.2, 203.0.113.8") == 429
        assert [here.get("").status_code for _ in range(4)] == [200] * 4  # this machine's own are not counted


def test_who_is_not_believed_is_counted_at_its_own_address_whatever_it_says():
    with street(Limits(address=Rate(2, 60))) as here:
        asked = [here.get("", headers={"x-forwarded-for": f"203.0.113.{each}"}).status_code for each in range(3)]
        assert asked == [200, 200, 429]
        assert here.get("", headers={"forwarded": "for=203.0.113.9"}).status_code == 429


def test_all_addresses_of_one_network_of_ipv6_are_one_caller_and_those_of_ipv4_are_each_their_own():
    with street(Limits(address=Rate(2, 60)), reach=Reach(proxies=("127.0.0.1",))) as here:

        def asked(caller):
            return here.get("", headers={"x-forwarded-for": caller})

        last = [asked(f"2001:db8:7:7:{each:x}::{each}") for each in (1, 2, 3)][-1]
        assert "2001:db8:7:7::/64 asked more than 2 times" in is_problem(last, 429, "TooMany")["why"]
        assert asked("2001:db8:7:8::1").status_code == 200
        assert [asked(f"::ffff:203.0.113.{each}").status_code for each in (1, 2, 3)] == [200] * 3
        assert [asked(f"{each}203.0.113.1").status_code for each in ("", "::ffff:")] == [200, 429]


def test_this_machines_own_are_not_counted_whichever_way_the_socket_shows_them():
    async def asked(client):
        sent = []

        async def take(message):
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "client": client, "state": {}}
        for _ in range(2):
            await bounds({**scope}, None, take)
        return [each["status"] for each in sent if each["type"] == "http.response.start"]

    async def inside(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 204, "headers": []})

    with open_hall() as hall:
        bounds = Bounds(inside, Porch(hall, Limits(address=Rate(1, 60))))
        for own in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
            assert asyncio.run(asked((own, 1))) == [204, 204]
        for other in ("::2", "203.0.113.7", "unix", "not:an:address"):
            assert asyncio.run(asked((other, 1))) == [204, 429]
        assert asyncio.run(asked(None)) == [204, 429]  # of whom nothing is known


@given(st.ip_addresses(v=6), st.ip_addresses(v=6))
def test_two_addresses_of_ipv6_are_one_caller_exactly_if_they_begin_with_the_same_64_bits(one, other):
    same = int(one) >> 64 == int(other) >> 64
    assert (network_of(str(one)) == network_of(str(other))) is same
    assert network_of(str(one)) == network_of(one.exploded) == network_of(f"{one}%eth0")


@given(st.ip_addresses(v=4))
def test_an_address_of_ipv4_is_one_caller_however_it_is_written(four):
    for written in (str(four), f"::ffff:{four}", str(IPv6Address((0xFFFF << 32) | int(four)))):
        assert network_of(unmapped(written)) == str(four)
