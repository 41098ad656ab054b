"""What every test can rely on: no network, repeatable laws, and the shared data where it exists."""

import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.cluster import Cluster, programs

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.", "::1", "localhost")

settings.register_profile("default", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True, print_blob=True)
settings.register_profile("nightly", deadline=None, max_examples=5_000, print_blob=True)
settings.load_profile("default")  # --hypothesis-profile, read later, prevails


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let .ci/run crash a moot more often than a quick run does."""
    parser.addoption("--kills", type=int, default=12, help="how often crash stories kill a clerk (power cuts: 3 each)")


def pytest_configure() -> None:
    """Let sockets reach this machine alone. From here on, so that doctests are held to it as well."""
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, _only_to_this_machine(getattr(socket.socket, name)))


def _only_to_this_machine(connect):
    def guarded(self: socket.socket, address):
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(LOOPBACK):
            message = f"a test tried to reach {address}; tests use this machine alone"
            raise RuntimeError(message)
        return connect(self, address)

    return guarded


@pytest.fixture(scope="session")
def kills(request: pytest.FixtureRequest) -> int:
    """Give how often a crash story is to kill a clerk."""
    return request.config.getoption("--kills")


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """Give the path of a shared data set ("pabulib/Poland_Lodz_2023.pb"), or skip where there is none.

    The sets are too large for the repository, or not ours to pass on. They lie beside it, in
    ../shared/data, or where MOOT_SHARED_DATA says.
    """
    folder = Path(os.environ.get("MOOT_SHARED_DATA", ROOT.parent / "shared" / "data"))

    def find(name: str) -> Path:
        path = folder / name
        if not path.exists():
            pytest.skip(f"needs the shared data set {name}")
        return path

    return find


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Give a PostgreSQL server of the tests' own, or skip where none is installed."""
    found = programs()
    if found is None:
        pytest.skip("needs PostgreSQL (on Debian: apt-get install postgresql)")
    # Not in pytest's folder, which is closed to the server's owner.
    with tempfile.TemporaryDirectory(prefix="moot-") as folder:
        cluster = Cluster(Path(folder), found)
        try:
            yield cluster
        finally:
            cluster.stop("immediate")
