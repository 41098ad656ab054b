"""The two sites and one replay, loaded once for all tests."""

import pytest

from moot.worlds.charging import Replay, Site, load_site


@pytest.fixture(scope="session")
def caltech() -> Site:
    return load_site("caltech", capacity=0.5)


@pytest.fixture(scope="session")
def jpl() -> Site:
    return load_site("jpl", capacity=0.7)


@pytest.fixture(scope="session")
def replay(caltech) -> Replay:
    return Replay(caltech)
