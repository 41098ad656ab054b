"""`moot serve` as it stands in the world: a process of its own behind a proxy that speaks TLS."""

import json
import re
import socket
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx2
import pytest
from click.testing import CliRunner

from moot.cli import main
from moot.web.porch import Limits
from tests.web import tls
from tests.web.conftest import WAIT, certified
from tests.web.pages.test_sessions import cookies
from tests.web.test_serve import serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere this machine has but one address of its own")
PAGE = {"accept": "text/html"}
NOTHING = {"said": ""}
MANY = Limits().address.many  # requests, which come back in ten seconds
FRESH = MANY - 1  # left after a first one
FLAGS = {"Path=/", "SameSite=lax", "Secure"}
ELSEWHERE = "203.0.113."  # RFC 5737: nobody's


class Site:
    """A moot, where others reach it, where its server listens, and whom it lets in."""

    def __init__(self, said, trust):
        self.url, self.listens, self.links, self.trust = said["url"], said["listens"], said["links"], trust

    def browser(self, at="127.0.0.1", **headers):
        """Return a client that comes from an address of this machine, by the proxy."""
        line = httpx2.HTTPTransport(verify=self.trust, local_address=at)
        return httpx2.Client(base_url=self.url, transport=line, headers={**PAGE, **headers}, timeout=WAIT)


@contextmanager
def site(folder, certificate, *options):
    shows, trust = certificate
    with tls.before(shows) as proxy, serving(folder, "--json", "--public-url", f"{proxy.url}/", *options) as process:
        made = Site(json.loads(process.stdout.readline()), trust)
        proxy.port = urlsplit(made.listens).port
        assert made.url == proxy.url
        yield made
        process.terminate()
        made.said = process.stderr.read()


def founded(place):
    asked = ["init", place / "board", "--template", "team", "--name", "ana", "--owner", "bo"]
    assert CliRunner().invoke(main, [str(each) for each in asked]).exit_code == 0
    return place / "board"


@pytest.fixture
def folder(tmp_path):
    return founded(tmp_path)


@pytest.fixture
def here(folder, certificate):
    with site(folder, certificate, "--trusted-proxy", tls.AT) as made:
        yield made
    assert made.said == ""


@pytest.fixture(scope="module")
def guest(tmp_path_factory):
    """Give a browser that is signed in, and does nothing that would last."""
    place = tmp_path_factory.mktemp("guest")
    with site(founded(place), certified(place), "--trusted-proxy", tls.AT) as made, made.browser() as browser:
        browser.get(made.links["ana"])
        browser.site = made
        yield browser


def test_the_link_that_is_printed_lets_in_once_from_outside_and_leaves_no_secret(here):
    link = here.links["ana"]
    assert re.fullmatch(rf"{re.escape(here.url)}/sign-in/[0-9a-f]{{48}}", link)
    with here.browser() as browser:
        answer = browser.get(link)
        assert (answer.status_code, answer.headers["location"]) == (303, "/keys")
        assert cookies(answer) == {"__Host-session": FLAGS | {"HttpOnly"}, "as": FLAGS}
        keys = browser.get("/keys")
        assert "may speak for <strong>ana</strong>" in keys.text
        secret = link.rpartition("/")[2]
        assert secret not in f"{keys.url}{keys.text}{keys.headers}{dict(browser.cookies)}"
        assert browser.get(link).status_code == 410
    with here.browser() as another:
        assert another.get(link).status_code == 410


def test_what_the_browser_keeps_is_kept_from_scripts_and_from_plain_http(here):
    with here.browser() as browser:
        answer = browser.post("/looks", data={"theme": "dark"})
        assert cookies(answer) == dict.fromkeys(("theme", "density"), FLAGS | {"HttpOnly"})
        assert 'data-theme="dark"' in browser.get("/").text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "https://elsewhere.example", "host": "elsewhere.example"},
        {"origin": "OURS", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null"},
        {"origin": "LISTENS"},
    ],
)
@pytest.mark.parametrize("path", ["/keys/here", "/file", "/speak", "/keys/browser", "/looks", "/keys/leave"])
def test_a_form_of_another_site_is_refused_though_somebody_is_signed_in(guest, path, headers):
    ours = {"OURS": guest.site.url, "LISTENS": guest.site.listens}
    answer = guest.post(path, data=NOTHING, headers={name: ours.get(each, each) for name, each in headers.items()})
    assert (answer.status_code, "Another site sent this." in answer.text) == (403, True)
    assert "set-cookie" not in answer.headers
    assert "may speak for <strong>ana</strong>" in guest.get("/keys").text


@pytest.mark.parametrize("said", [{}, {"sec-fetch-site": "same-origin"}])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:7420"])  # as some proxies name the server behind
def test_a_form_of_our_own_is_taken_whatever_host_the_proxy_asks_for(guest, said, host):
    answer = guest.post("/looks", data=NOTHING, headers={"origin": guest.site.url, "host": host, **said})
    assert answer.status_code == 303


def test_no_page_can_be_framed_or_loads_from_elsewhere(guest):
    for path in ("/", "/keys", "/proposals", "/nothing", "/sign-in/none"):
        answer = guest.get(path)
        assert {"frame-ancestors 'none'", "default-src 'none'"} <= set(
            answer.headers["content-security-policy"].split("; ")
        )
        assert answer.headers["x-frame-options"] == "DENY"


def test_no_answer_leads_to_a_host_that_somebody_made_up(guest):
    for path in ("/", "/proposals/", "/keys", "/static", "/api/v1/openapi.json", "/api/v1/nothing"):
        answer = guest.get(path, headers={"host": "elsewhere.example", "x-forwarded-host": "elsewhere.example"})
        assert answer.status_code < 500
        assert "elsewhere.example" not in f"{answer.text}{answer.headers}"


def asked_at_once(site, times, header, at):
    """Ask the server itself so often, on one line; return how many requests the caller had left after each."""
    parts = urlsplit(site.listens)
    asks = [f"GET /api/v1/checkpoint HTTP/1.1\r\nHost: x\r\n{header(each)}\r\n" for each in range(times)]
    asks[-1] += "Connection: close\r\n"
    with socket.create_connection((parts.hostname, parts.port), WAIT, source_address=(at, 0)) as line:
        line.sendall("".join(f"{each}\r\n" for each in asks).encode())
        heard = b"".join(iter(lambda: line.recv(65_536), b"")).decode()
    return [int(each) for each in re.findall(r'^ratelimit: "address";r=(\d+)', heard, re.MULTILINE)]


def left(client, **headers):
    """Return how many requests the caller of this one has left."""
    said = client.get("/api/v1/checkpoint", headers=headers).headers["ratelimit"]
    return int(re.search(r";r=(\d+)", said)[1])


def test_who_is_no_proxy_is_counted_at_its_own_address_whatever_it_says_of_itself(here):
    forged = asked_at_once(here, MANY, lambda each: f"X-Forwarded-For: {ELSEWHERE}{each % 250}", "127.0.0.1")
    assert len(forged) == MANY
    assert min(forged) < FRESH - 100  # each as somebody else would have had nearly all
    assert asked_at_once(here, 1, lambda _: f"X-Forwarded-For: {ELSEWHERE}1", "127.0.0.3") == [FRESH]


def test_by_the_proxy_each_caller_is_counted_for_itself_and_cannot_say_to_be_another(here):
    spent = asked_at_once(here, MANY, lambda _: "X-Forwarded-For: 127.0.0.4", tls.AT)
    assert min(spent) < FRESH - 100
    with here.browser("127.0.0.4") as same, here.browser("127.0.0.5") as other:
        assert left(same, **{"x-forwarded-for": f"{ELSEWHERE}9"}) < FRESH  # before the proxy's own word
        assert left(other) == FRESH


def test_a_proxy_that_is_not_named_is_believed_in_nothing(folder, certificate):
    with site(folder, certificate) as here, here.browser("127.0.0.4") as one, here.browser("127.0.0.5") as other:
        asked_at_once(here, MANY, lambda _: "Accept: */*", tls.AT)
        assert max(left(one), left(other)) < FRESH  # all who come by it are one caller
        assert "Secure" in cookies(one.get(here.links["ana"]))["__Host-session"]  # the address says so
    assert here.said == "All who come through a proxy count as one caller until --trusted-proxy names it.\n"
