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
