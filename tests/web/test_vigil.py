"""While a moot is served its store is held against what was signed, and every page says what does not hold."""

import apsw
import httpx2

from moot.clerk.clock import HandSetClock
from moot.hall import STORE, open_hall
from moot.web.vigil import Vigil
from tests.clerk.town import NOW
from tests.web.conftest import found, served

HTML = {"accept": "text/html"}


def test_a_byte_that_was_changed_in_the_store_is_found_and_told_on_every_page(tmp_path):
    with open_hall(tmp_path, clock=HandSetClock(NOW)) as hall:
        found(hall)
        with served(hall) as (url, server), httpx2.Client(base_url=url, headers=HTML) as client:
            vigil = server.door.state.porch.vigil
            assert vigil.look() is None
            assert "does not hold" not in client.get("/").text
            _change(tmp_path / STORE)
            assert vigil.look() == "entry 0 is not what it was"
            assert vigil.look() == "entry 0 is not what it was"
            for page in ("/", "/proposals", "/keys", "/nowhere"):
                assert "The record does not hold: entry 0 is not what it was" in client.get(page).text


def test_a_store_that_was_changed_before_it_was_read_has_another_root(tmp_path):
    with open_hall(tmp_path, clock=HandSetClock(NOW)) as hall:
        found(hall)
        _change(tmp_path / STORE)
        assert "do not have the root that was signed" in Vigil(hall).look()


def _change(path):
    """Change one byte of the first entry, as a disk or a burglar would."""
    base = apsw.Connection(str(path))
    [(signature,)] = base.execute("SELECT signature FROM entry WHERE place = 0")
    base.execute("UPDATE entry SET signature = ? WHERE place = 0", (bytes([signature[0] ^ 1]) + signature[1:],))
    base.close()
