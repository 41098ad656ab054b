"""What tests of several topics begin with."""

import pytest

from tests.core.tried import Tried


@pytest.fixture
def house():
    """Give a house with a trial whose guard is drawn and awaited; a topic that begins elsewhere has its own."""
    house = Tried()
    house.start()
    house.draw()
    return house
