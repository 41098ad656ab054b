import pytest

from tests.oracles.asking import MISSING, oracle

collect_ignore = ["answer.py"]  # it runs in an environment of its own


@pytest.fixture(scope="session")
def others():
    """Give other people's countings, or skip where they are not installed."""
    with oracle() as found:
        if found is None:
            pytest.skip(MISSING)
        yield found
