"""The store in memory keeps the port's promises."""

import pytest

from moot.stores.memory import MemoryStore
from tests.stores.contract import *  # noqa: F403 - the promises are inherited


@pytest.fixture
def store():
    return MemoryStore()
