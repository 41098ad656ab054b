"""`moot serve`: a moot in a folder, opened to others."""

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import httpx2
import pytest

from moot.clerk.clock import HandSetClock
from moot.cli.approach import reach_of, warnings
from moot.cli.serve import PORT
from moot.hall import open_hall
from moot.kit.webhooks import checked
from moot.web.serving import listening
from tests.clerk.town import NOW
from tests.web.conftest import WAIT, found
from tests.web.hooks.conftest import receiving


@pytest.fixture
def folder(tmp_path):
    with open_hall(tmp_path / "board", clock=HandSetClock(NOW)) as hall:
        found(hall)
    return tmp_path / "board"


@contextmanager
def serving(folder, *options):
    asked = [sys.executable, "-c", "from moot.cli import main; main()", "serve", str(folder), "--port", "0", *options]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_moot_is_served_until_somebody_ends_it_whoever_listens(folder, end):
    with serving(folder) as process:
        url = re.fullmatch(r"The moot is at (http://127\.0\.0\.1:\d+)\n", process.stdout.readline())[1]
        assert httpx2.get(f"{url}/readyz").json()["size"] >= 1
        with httpx2.stream("GET", f"{url}/api/v1/events?after=-1", timeout=WAIT) as feed:
            lines = feed.iter_lines()
            assert next(lines) == "retry: 1000"
            process.send_signal(end)
            list(lines)  # ends, and so does the server
        assert process.wait(WAIT) == 0
        assert process.stderr.read() == ""


def test_the_address_is_told_to_machines(folder):
    with serving(folder, "--json") as process:
        said = json.loads(process.stdout.readline())
        assert (said["kind"], said["url"].startswith("http://127.0.0.1:")) == ("serving", True)
        assert said["links"] == {}  # nobody's key lies there


def test_an_address_that_is_taken_is_said_before_anything_is_served(folder, moot):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = moot("serve", folder, "--port", taken.getsockname()[1])
    assert said.exit_code == 5
    assert "Nothing is served." in said.stderr
    assert "AddressNotFree" in said.stderr


def test_an_address_of_another_machine_is_no_address_here(folder, moot):
    said = moot("serve", folder, "--host", "192.0.2.1")
    assert (said.exit_code, "AddressNotFree" in said.stderr) == (2, True)


def test_a_folder_without_a_moot_is_not_served(tmp_path, moot):
    assert moot("serve", tmp_path, "--port", 0).exit_code == 3


def test_while_a_moot_is_served_its_folder_is_the_servers(folder, moot):
    with serving(folder) as process:
        process.stdout.readline()
        assert moot("tend", folder).exit_code == 5


def test_no_part_of_an_answer_waits_until_its_reader_has_confirmed_the_part_before():
    async def come():
        undelayed = asyncio.get_running_loop().create_future()

        async def see(_, writer):
            undelayed.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        taken = listening("127.0.0.1", 0)
        async with await asyncio.start_server(see, sock=taken):
            _, writer = await asyncio.open_connection(*taken.getsockname())
            found = await asyncio.wait_for(undelayed, WAIT)
            writer.close()
            return found

    assert asyncio.run(come())  # without it, 40 ms are lost with each answer of two parts


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("moot.example", "begins neither with https:// nor with http://"),
        ("https://moot.example/board", "has the path /board"),
        ("https://ana:secret@moot.example", "holds a name or a password"),
        ("", "begins neither"),
    ],
)
def test_a_public_url_that_could_begin_no_link_is_refused_before_anything_is_served(folder, moot, url, why):
    said = moot("serve", folder, "--public-url", url)
    assert (said.exit_code, said.stdout) == (2, "")
    for told in (why, "Nothing is served.", "next: give its scheme and host", "BadPublicUrl"):
        assert told in said.stderr
    assert "secret" not in said.stderr


@pytest.mark.parametrize("proxy", ["localhost", "*", "0.0.0.0/0", "10.0.0.1/8"])
def test_a_proxy_that_cannot_be_told_from_others_is_refused_before_anything_is_served(folder, moot, proxy):
    said = moot("serve", folder, "--trusted-proxy", "127.0.0.1", "--trusted-proxy", proxy, "--json")
    told = json.loads(said.stderr)
    assert (said.exit_code, told["code"], told["detail"]) == (2, "BadTrustedProxy", "Nothing is served.")
    assert f"--trusted-proxy {proxy} cannot be trusted" in told["title"]
    assert "from which the proxy connects" in told["next"]


def test_where_others_reach_it_comes_first_and_then_where_it_listens(folder):
    given = ("--public-url", "HTTPS://Moot.Example:443/", "--trusted-proxy", "127.0.0.1", "--trusted-proxy", "fd00::/8")
    with serving(folder, *given) as process:
        assert process.stdout.readline() == "The moot is at https://moot.example\n"
        listens = re.fullmatch(r"Its server listens at (http://127\.0\.0\.1:\d+)\n", process.stdout.readline())[1]
        assert httpx2.get(f"{listens}/readyz").status_code == 200
        process.terminate()
        assert process.stderr.read() == ""


def test_this_machines_own_are_counted_too_where_others_come_in(folder):
    for given, counted in (
        ((), False),
        (("--public-url", "http://localhost"), True),
        (("--trusted-proxy", "::1"), True),
    ):
        with serving(folder, "--json", *given) as process:
            listens = json.loads(process.stdout.readline())["listens"]
            assert ("ratelimit" in httpx2.get(f"{listens}/api/v1").headers) == counted  # a proxy may add nothing
            process.terminate()
            process.wait(WAIT)


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        (
            "http://moot.example",
            "Over plain HTTP, whoever is on the way reads the links and can take a session over.\n",
        ),
        ("http://localhost:8080", ""),
        (
            "https://moot.example",
            "All who come through a proxy count as one caller until --trusted-proxy names it.\n",
        ),
    ],
)
def test_what_a_public_url_leaves_open_is_said_at_the_start(url, warned):
    assert "".join(f"{each}\n" for each in warnings(reach_of(url, ()))) == warned
    assert list(warnings(reach_of(url, ["127.0.0.1"]))) == ([warned.strip()] if "plain" in warned else [])


def test_the_environment_may_say_how_others_come(folder, monkeypatch):
    monkeypatch.setenv("MOOT_PUBLIC_URL", "https://moot.example")
    monkeypatch.setenv("MOOT_TRUSTED_PROXY", "127.0.0.1 10.0.0.0/24")
    with serving(folder, "--json") as process:
        said = json.loads(process.stdout.readline())
        caller = httpx2.get(f"{said['listens']}/", headers={"x-forwarded-for": "10.0.0.9, 203.0.113.7, 10.0.0.8"})
        again = httpx2.get(f"{said['listens']}/", headers={"x-forwarded-for": "203.0.113.8"})
        assert all("r=1199" in each.headers["ratelimit"] for each in (caller, again))
        process.terminate()
        assert (said["url"], process.stderr.read()) == ("https://moot.example", "")


def test_the_port_is_the_one_in_the_documents():
    assert PORT == 7420


def test_whoever_has_a_key_in_the_folder_is_let_in_once_and_makes_one_of_its_own(tmp_path, moot):
    folder = tmp_path / "board"
    assert moot("init", folder, "--template", "team", "--name", "ana", "--owner", "bo").exit_code == 0
    with serving(folder, "--json") as process:
        said = json.loads(process.stdout.readline())
        assert list(said["links"]) == ["ana"]
        with httpx2.Client(base_url=said["url"], follow_redirects=True) as browser:
            assert "may speak for <strong>ana</strong>" in browser.get(said["links"]["ana"]).text
            assert browser.post("/keys/here", data={"here": "yes"}).status_code == 200
            last = browser.get("/api/v1/entries?start=1").json()["rows"][-1]
        assert last["events"][0]["event"] == "KeyAdded"
        assert (last["act"]["by"], last["act"]["body"]["held"]) == ("ana", "door")


def test_while_a_moot_is_served_a_command_has_somebody_told(folder, moot):
    with receiving() as (receiver, place), serving(folder) as process:
        process.stdout.readline()
        said = moot("webhook", "add", folder, "--to", place, "--allow-private", "--from", "0", "--json")
        headers, body = receiver.came.get(timeout=WAIT)
        assert checked(headers, body, json.loads(said.stdout)["secret"])["data"]["act"]["kind"] == "FoundMoot"
