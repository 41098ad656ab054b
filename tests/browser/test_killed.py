"""A server that is killed: pages say so at once, take in what they missed, and keep what a person was sending."""

import json
from contextlib import contextmanager
from types import SimpleNamespace

import httpx2
import pytest
from click.testing import CliRunner

from moot.cli import main
from moot.web.serving import listening
from tests.browser import proxy
from tests.web.conftest import WAIT
from tests.web.test_serve import serving

PATIENCE = 10_000  # milliseconds: a page tries three times before it says that nobody answers
SAID, BACK = 2_000, 5_000  # milliseconds until a page says that nobody answers, and until it follows again
TRIES = 5  # after which a page waits longest before it tries again
HEARD = """() => {
  window.heard = [];
  document.addEventListener("moot:entry", (event) => window.heard.push(event.detail.index));
}"""
TEXT = "Let us *not* be interrupted."


@pytest.fixture
def board(tmp_path):
    """Give the folder of a moot in which something was proposed."""
    for asked in (
        ("init", tmp_path / "board", "--template", "team", "--name", "ana", "--owner", "bo"),
        ("propose", tmp_path / "board", "--set", "wip=3", "--as", "ana", "--yes"),
    ):
        done = CliRunner().invoke(main, [str(each) for each in asked])
        assert done.exit_code == 0, done.output
    return tmp_path / "board"


@contextmanager
def served(board, port):
    """Serve a moot in a process of its own; give it, and the path by which ana comes in."""
    with serving(board, "--port", str(port), "--json") as process:
        said = json.loads(process.stdout.readline())
        yield process, said["links"]["ana"].removeprefix(said["url"])


def seated(one, link):
    """Let somebody come by a link, make a key, and stand before the proposal; return the visit."""
    page = one.open(link)
    page.get_by_role("button", name="Make my key here").click()
    page.get_by_text("Your public key:").wait_for()
    one.open("/proposals/1")
    return one.live()


@contextmanager
def nothing(port):
    """Put nothing between a browser and the server at a port."""
    yield SimpleNamespace(url=f"http://127.0.0.1:{port}")


@pytest.mark.parametrize("between", [nothing, proxy.before], ids=["nobody answers", "a proxy answers 502"])
def test_after_a_kill_a_page_says_so_in_2_seconds_is_back_in_5_and_what_was_missed_appears_once(visit, board, between):
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
    with between(port) as middle:
        with served(board, port) as (process, _):
            one = visit(middle)
            page, tries = one.open("/proposals/1"), []
            one.live()
            page.evaluate(HEARD)
            first = _record(port)["size"]
            one.context.on("requestfinished", lambda each: tries.append(each) if "/events?" in each.url else None)
            one.context.on("requestfailed", lambda each: tries.append(each) if "/events?" in each.url else None)
            process.kill()
            pill = page.locator("#live[data-state=waiting]")
            pill.wait_for(timeout=SAID)
            assert pill.inner_text().startswith("reconnecting")
        for number in range(3):
            _comment(board, f"While you were away {number}.")
        while len(tries) < TRIES:
            page.wait_for_event("request", timeout=BACK)
        with served(board, port):
            page.locator("#live[data-state=live]").wait_for(timeout=BACK)
            page.get_by_text("While you were away 2.").wait_for()
            assert page.evaluate("window.heard") == list(range(first, first + 3))
            assert page.locator(".thread").count() == 3
            one.close()


@pytest.mark.parametrize("late", [False, True], ids=["before the act comes", "before its answer goes"])
def test_an_act_whose_server_was_killed_is_sent_again_from_the_same_form_and_counts_once(visit, board, late):
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
    with proxy.before(port) as between:
        with served(board, port) as (process, link):
            one = seated(visit(between), link)
            page = one.page
            size = _record(port)["size"]
            page.get_by_label("Your comment").fill(TEXT)
            between.cut, between.late = lambda: (process.kill(), process.wait(WAIT)), late
            page.get_by_role("button", name="Sign and comment").click()
            trouble = page.locator("#comment .trouble")
            trouble.wait_for(timeout=PATIENCE)
            assert trouble.inner_text() == (
                "The server did not answer. Whether it was recorded is not known; what you filled in is kept. "
                "Send it again: the same act counts once."
            )
            assert page.get_by_label("Your comment").input_value() == TEXT
            assert between.cut is None
        with served(board, port):
            one.live()
            assert _record(port)["size"] == size + late
            page.get_by_role("button", name="Sign and comment").click()
            page.locator("#comment .receipt").wait_for()
            assert f"Recorded as entry {size}." in page.locator("#comment .receipt").inner_text()
            assert _record(port)["size"] == size + 1
            page.locator(".thread").wait_for()
            assert page.get_by_label("Your comment").input_value() == ""
            one.close()


def test_what_was_never_sent_is_said_to_be_so(visit, board):
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
    with proxy.before(port) as between:
        with served(board, port) as (_, link):
            one = seated(visit(between), link)
            page = one.page
        page.get_by_label("Your comment").fill(TEXT)
        page.get_by_role("button", name="Sign and comment").click()
        trouble = page.locator("#comment .trouble")
        trouble.wait_for(timeout=PATIENCE)
        said = "The server did not answer. Nothing was sent; what you filled in is kept. Send it again."
        assert trouble.inner_text() == said
        assert page.get_by_label("Your comment").input_value() == TEXT
        one.close()


def _comment(board, text):
    done = CliRunner().invoke(main, ["comment", str(board), "--text", text, "--as", "ana", "--yes"])
    assert done.exit_code == 0, done.output


def _record(port):
    return httpx2.get(f"http://127.0.0.1:{port}/api/v1", timeout=WAIT).json()
