"""The store in a PostgreSQL database keeps the port's promises, and some more."""

import pytest

from moot.stores.postgres import PostgresStore
from tests.stores.lasting import *  # noqa: F403 - the promises are inherited


@pytest.fixture
def path(cluster):
    return cluster.place()


@pytest.fixture
def store(path):
    store = PostgresStore(path)
    yield store
    store.close()


@pytest.fixture
def lies_anywhere(cluster):
    return cluster.lies_anywhere
