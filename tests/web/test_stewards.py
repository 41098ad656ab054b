"""The server discloses what its people's chance chains owe while they are away, and does nothing else for them."""

from moot.core.events import ChanceRevealed, ReviewFiled
from moot.web.stewards import Stewards
from tests.kit.conftest import House


def test_a_steward_reveals_and_speaks_for_nobody():
    house = House()
    with house.hall:
        feed, people = house.hall.clerk.feed, [each for name, each in house.members.items() if name.endswith(".ai")]
        house.members["ana.ai"].propose("limit", {"amps": 100, "hours": 8})
        with Stewards(house.hall, people):
            while house.stage() == "drawing":
                assert feed.wait(feed.size, 5_000)
        events = [event for told in feed.entries(0) for event in told.events]
        assert any(isinstance(event, ChanceRevealed) for event in events)
        assert house.stage() == "drawing_clerk"
        assert not any(isinstance(event, ReviewFiled) for event in events)
