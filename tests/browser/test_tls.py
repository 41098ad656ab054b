"""A browser before a door that is reached as in the world: by a proxy that speaks TLS, at an address of its own."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest

from moot.web.reach import Reach
from tests.web import tls
from tests.web.conftest import certified


@pytest.fixture
def proxy(tmp_path):
    with tls.before(certified(tmp_path)[0]) as made:
        yield made


@pytest.fixture
def reached(proxy, at):
    """Give a moot on which somebody may vote, where others reach it."""
    moot = at("ballot", "bo.person", reach=Reach(proxy.url, (tls.AT,)))
    proxy.port, moot.url = urlsplit(moot.url).port, proxy.url
    return moot


def kept(one):
    """Return what the browser keeps, by name: whether only over TLS, and whether from scripts."""
    cookies = one.context.cookies()
    assert {each["sameSite"] for each in cookies} <= {"Lax"}
    return {each["name"]: (each["secure"], each["httpOnly"]) for each in cookies}


def test_over_tls_a_browser_keeps_nothing_for_plain_http_and_scripts_see_one_cookie_alone(visit, reached):
    one = visit(reached, ignore_https_errors=True)
    one.join(reached, "bo.person")
    assert one.page.url == f"{reached.url}/keys"
    one.page.get_by_label("dark").check()
    one.page.get_by_role("button", name="Keep").click()
    one.page.locator("html[data-theme=dark]").wait_for()
    assert kept(one) == {"__Host-session": (True, True), "as": (True, False), "theme": (True, True)}
    assert one.page.evaluate("document.cookie") == "as=bo.person"
    one.live().page.get_by_role("button", name="Forget it here").click()
    one.page.get_by_text("There is no key in this browser yet.").wait_for()
    assert one.page.evaluate("document.cookie") in ("", "as=")  # what the server set, the script could change


def test_who_leaves_over_tls_leaves_nothing_behind(visit, reached):
    one = visit(reached, ignore_https_errors=True)
    one.hosted(reached, "bo.person")
    one.page.get_by_role("button", name="Leave, and have that key revoked").click()
    one.page.get_by_text("To take part you need to be somebody here").wait_for()
    assert kept(one) == {}
    assert len(reached.acts("RevokeKey")) == 1


@contextmanager
def another_site(html):
    """Serve one page at an address that is not the moot's."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_another_site_can_neither_frame_a_page_nor_send_its_forms(visit, reached):
    one = visit(reached, ignore_https_errors=True)
    one.hosted(reached, "bo.person")
    size = reached.size
    form = f"<form method=post action='{reached.url}/keys/leave'><button>Win a prize</button></form>"
    with another_site(f"{form}<iframe src='{reached.url}/keys'></iframe>") as address:
        page = one.open(address, one.context.new_page())
        page.frames[1].wait_for_url("chrome-error://chromewebdata/")  # shown in place of what may not be framed
        page.get_by_role("button", name="Win a prize").click()
        page.get_by_role("heading", name="Another site sent this.").wait_for()
        assert (reached.size, "__Host-session" in kept(one)) == (size, True)
        page.close()
    assert {each.startswith(address) for each in one.foreign} == {True}
    assert all("frame-ancestors 'none'" in each for each in one.complaints)
    one.foreign.clear()
    one.complaints.clear()
