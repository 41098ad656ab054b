"""The browser checks the whole record by itself, and names the first entry that does not hold, as every page does."""

import json
from contextlib import ExitStack

import apsw
import pytest

from moot.hall import STORE
from tests.browser.hamlet import Hamlet
from tests.browser.places import NAMED, PAGES, address
from tests.web.conftest import served
from tests.web.test_events import until


def _checked(page):
    page.get_by_role("button", name="Check every entry").click()
    answer = page.locator("[data-check] .answer")
    answer.filter(has_text="erified: ").wait_for()
    return answer.inner_text()


def test_a_record_that_holds_is_verified_in_the_browser(visit, shown):
    moot = shown("closed")
    said = _checked(visit(moot).open("/record"))
    head = moot.hall.clerk.checkpoint
    assert said.startswith(f"Verified: {head.size} entries")
    assert head.root.hex()[:16] in said.replace(" ", "")


def test_an_entry_that_was_changed_on_the_way_is_named(visit, shown):
    page = visit(shown("closed")).open("/record")

    def bend(route):
        told = route.fetch()
        body = json.loads(told.text())
        for row in body["rows"]:
            if row["index"] == 3:
                row["received"] += 1
        route.fulfill(response=told, body=json.dumps(body, separators=(",", ":"), ensure_ascii=False))

    page.route("**/api/v1/entries?*", bend)
    said = _checked(page)
    assert said.startswith("Not verified:")
    assert "entry 3" in said


@pytest.fixture
def kept(at):  # noqa: ARG001 - without a browser nothing is opened
    """Give a moot that is kept in a folder, and served, in which one proposal is closed."""
    with ExitStack() as stack:

        def open_there(place):
            moot = Hamlet(place)
            stack.enter_context(moot.hall)
            moot.propose(70)
            moot.go("closed")
            moot.url, moot.server = stack.enter_context(served(moot.hall))
            return moot

        yield open_there


def bend(place, *entries):
    """Change one byte of entries in the store, as a disk or a burglar would, while it is served."""
    base = apsw.Connection(str(place / STORE))
    for index in entries:
        [(signature,)] = base.execute("SELECT signature FROM entry WHERE place = ?", (index,))
        bent = bytes([signature[0] ^ 1]) + signature[1:]
        base.execute("UPDATE entry SET signature = ? WHERE place = ?", (bent, index))
    base.close()


def test_after_one_byte_is_changed_in_the_store_every_page_names_the_first_entry_that_does_not_hold(
    visit, kept, tmp_path
):
    moot = kept(tmp_path)
    one = visit(moot)
    places = [address(moot, path) for path in dict.fromkeys(path for _, path in PAGES) if not NAMED.search(path)]
    for path in places:
        assert one.open(path).locator(".alarm").count() == 0, path
    assert _checked(one.open("/record")).startswith("Verified:")
    other = one.open("/", one.context.new_page())
    one.live(other)
    bend(tmp_path, 5, 3)
    until(lambda: moot.server.door.state.porch.vigil.broken)  # it looks by itself, every five seconds
    for path in places:
        require_alarm(one.open(path), path)
    assert _checked(one.open("/record")).startswith("Not verified: entry 3")
    moot.propose(60)
    require_alarm(other, "a page that was open, with the next entry")


def require_alarm(page, where):
    """See that a page says in red, in sight, what does not hold."""
    alarm = page.locator("[role=alert] .alarm")
    alarm.wait_for()
    assert alarm.inner_text().startswith("The record does not hold: entry 3 is not what it was."), where
    assert alarm.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(140, 29, 24)", where
    box = alarm.bounding_box()
    assert box["y"] >= 0, where
    assert box["y"] + box["height"] < page.viewport_size["height"], where
