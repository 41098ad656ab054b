"""Whatever a stranger posts, the door stays on its feet, answers with a problem, and nothing is recorded."""

import asyncio

import httpx2
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.clerk.clock import HandSetClock
from moot.core.canonical import plain
from moot.core.commands import COMMANDS
from moot.hall import open_hall
from moot.web.door import open_door
from moot.web.problems import KINDS
from tests.clerk.town import NOW, signed
from tests.web.conftest import found, posted
from tests.wire.shapes import values

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(["act", "signature", "payload", "texts", "salt", "body", "kind", "at", "by", "key", "moot"])


@pytest.fixture(scope="module")
def hall():
    with open_hall(clock=HandSetClock(NOW), served=True) as made:
        found(made)
        yield made


def answered(hall, body, kind="application/json"):
    """Post to a door in process."""

    async def post():
        transport = httpx2.ASGITransport(app=open_door(hall))
        async with httpx2.AsyncClient(transport=transport, base_url="http://door") as client:
            return await client.post("/api/v1/acts", content=body, headers={"content-type": kind})

    return asyncio.run(post())


def is_refused(hall, answer):
    said = answer.json()
    for each in said if isinstance(said, list) else [said]:
        assert each["code"] in KINDS
        assert 400 <= each["status"] < 500, each
        assert each["instead"] == "Nothing was recorded."
    assert hall.clerk.size == 1


@given(st.binary(max_size=200))
def test_any_bytes(hall, body):
    is_refused(hall, answered(hall, body))


@given(JUNK | st.dictionaries(NAMES, JUNK) | st.fixed_dictionaries({"act": JUNK, "signature": JUNK}))
def test_any_json(hall, body):
    is_refused(hall, answered(hall, orjson.dumps(body, default=str) if fits(body) else repr(body).encode()))


def fits(body):
    try:
        orjson.dumps(body)
    except TypeError:
        return False
    return True


@given(st.data())
def test_any_command_of_the_vocabulary_from_somebody_who_may_not(hall, data):
    command = data.draw(values(COMMANDS[data.draw(st.sampled_from(sorted(COMMANDS)))]))
    act = signed("nobody", command, moot=hall.clerk.assembly.moot, nonce=1)
    is_refused(hall, answered(hall, orjson.dumps(posted(act))))


@given(st.data(), JUNK)
def test_one_field_of_an_act_replaced_by_anything(hall, data, junk):
    act = signed("ana.human", data.draw(values(COMMANDS["CommitChance"])), moot=hall.clerk.assembly.moot, nonce=1)
    body = posted(act)
    where = data.draw(st.sampled_from([body, body["act"], body["act"]["body"]]))
    name = data.draw(st.sampled_from(sorted(where)))
    if plain_equal(where[name], junk) or not fits(junk):
        return
    where[name] = junk
    is_refused(hall, answered(hall, orjson.dumps(body)))


def plain_equal(one, other):
    try:
        return plain(one) == plain(other)
    except TypeError:
        return False
