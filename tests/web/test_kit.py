"""The kit over HTTP: the same member, the same agent, another door."""

import pytest

from moot.core.refusal import BadSignature
from moot.kit.door import Door
from moot.kit.outer import OuterDoor


@pytest.fixture
def door(here):
    with OuterDoor(here.url) as made:
        yield made


def test_what_a_door_promises_it_keeps_over_http(here, door):
    asked: Door = door
    act = here.commit()
    receipt = asked.submit(act.act, act.signature, act.payload)
    assert receipt.index == 1
    assert list(asked.entries(0)) == list(here.hall.door().entries(0))
    assert asked.view("targets") == here.hall.view("targets")
    with pytest.raises(ValueError, match="weather"):
        asked.view("weather")
    with pytest.raises(BadSignature):
        asked.submit(here.commit().act, bytes(64))


def test_the_feed_gives_what_was_and_what_comes(here, door):
    heard = door.events(-1)
    assert next(heard).index == 0
    act = here.commit()
    here.hall.door().submit(act.act, act.signature)
    assert next(heard).index == 1
    heard.close()
