"""`moot webhook`: who keeps a moot says whom its server tells, sees what came of it, and has it sent once more."""

import json

import pytest

from moot.cli.webhook import book_of
from moot.web.hooks.book import Delivery
from tests.cli.people import Terminal

PLACE = "http://127.0.0.1:9/moot"


@pytest.fixture
def terminal(tmp_path):
    team = Terminal(tmp_path / "team")
    assert team.found().exit_code == 0
    return team


def call(terminal, verb, *words):
    return terminal.type("webhook", verb, terminal.folder, *words)


def add(terminal, *more):
    said = call(terminal, "add", "--to", PLACE, "--allow-private", "--json", *more)
    assert said.exit_code == 0, said.stderr
    return json.loads(said.stdout)


def rows(terminal):
    return json.loads(call(terminal, "list", "--json").stdout)["rows"]


def refused(terminal, *words):
    said = terminal.type("webhook", words[0], terminal.folder, *words[1:])
    assert said.stdout == ""
    return said.stderr.rstrip().splitlines()[-1].split(" · ")[0], said.exit_code


def test_a_secret_is_told_once_and_the_list_says_what_is_told_from_where(terminal):
    said = call(terminal, "add", "--to", PLACE, "--allow-private", "--kind", "VoteCast")
    assert "secret     whsec_" in said.stdout
    secret = said.stdout.split("whsec_")[1].split()[0]
    listed = call(terminal, "list").stdout
    assert f"webhook    127.0.0.1: {PLACE}" in listed
    assert "tells      every VoteCast; next is entry 1" in listed  # the founding is older
    assert secret not in listed + call(terminal, "list", "--json").stdout
    assert add(terminal, "--from", "0")["next"] == 0
    assert call(terminal, "log", "--name", "127.0.0.1").stdout == ""


def test_nobody_is_told_until_somebody_says_so(terminal):
    assert "Nobody is told by webhooks." in call(terminal, "list").stdout
    assert rows(terminal) == []


def test_what_came_of_telling_is_shown_and_what_failed_is_sent_once_more(terminal):
    name = add(terminal, "--from", "0")["name"]
    book = book_of(terminal.folder)
    book.settle(Delivery(name, 0, 1_800_000_000_000, 1, 503, "it answered 503", 12), 1_800_000_005_000)
    said = call(terminal, "log").stdout
    assert said == "Fri 15 Jan 2027 08:00 UTC  entry 0, try 1: it answered 503 (12 ms)\n"
    assert json.loads(call(terminal, "log", "--json").stdout)["status"] == 503
    assert "waits      until Fri 15 Jan 2027 08:00 UTC, after 1 that failed" in call(terminal, "list").stdout
    assert "1 entry will be sent once more" in call(terminal, "resend", "--failed").stdout
    assert book.asked_again(name) == 0
    book.settle(Delivery(name, 0, 1_800_000_005_000, 2, 204, "", 3), None)
    assert "entry 0, try 2: taken, 204 (3 ms)" in call(terminal, "log", "--most", "1").stdout
    book.close()


def test_somebody_is_switched_off_and_on_again_and_forgotten(terminal):
    add(terminal)
    assert "is off; next is entry 1" in call(terminal, "off").stdout
    assert "off        somebody switched it off; moot webhook on" in call(terminal, "list").stdout
    assert "is on; next is entry 1" in call(terminal, "on").stdout
    assert rows(terminal)[0]["off"] is None
    assert "is forgotten" in call(terminal, "remove").stdout
    assert rows(terminal) == []


def test_what_cannot_be_is_refused_and_nothing_is_changed(terminal):
    assert refused(terminal, "add", "--to", PLACE) == ("AddressNotCalled", 2)
    assert refused(terminal, "add", "--to", "ftp://ana.example/", "--allow-private") == ("AddressNotCalled", 2)
    assert refused(terminal, "add", "--to", PLACE, "--allow-private", "--kind", "Votes") == ("NotFound", 2)
    assert refused(terminal, "off") == ("NotFound", 3)
    add(terminal)
    assert refused(terminal, "resend", "--entry", "7") == ("NotFound", 3)
    assert refused(terminal, "remove", "--name", "nobody") == ("NotFound", 3)
    add(terminal)
    assert refused(terminal, "off") == ("WhichWebhook", 2)
    assert [each["off"] for each in rows(terminal)] == [None, None]


def test_a_book_that_cannot_be_used_is_told_and_left_as_it_is(terminal):
    book = terminal.folder / "webhooks.sqlite"
    book.write_bytes(b"a list of those who asked to be told, typed by hand, and rather long" * 20)
    before = book.read_bytes()
    said = call(terminal, "list")
    assert (said.exit_code, "webhooks.sqlite cannot be used" in said.stderr) == (7, True)
    said = terminal.type("serve", terminal.folder, "--port", "0")
    assert (said.exit_code, "nothing is served" in said.stderr) == (7, True)
    assert book.read_bytes() == before


def test_a_folder_without_a_moot_gets_no_book(tmp_path):
    nowhere = Terminal(tmp_path)
    assert call(nowhere, "list").exit_code == 3
    assert list(tmp_path.iterdir()) == []


def test_a_webhook_that_was_given_up_stands_in_the_inbox_until_it_is_switched_on_again(terminal):
    looking = ("inbox", terminal.folder, "--as", "ana")
    name = add(terminal)["name"]
    assert "For whoever keeps" not in terminal.type(*looking).stdout
    call(terminal, "off")  # on purpose: nobody has to be told
    assert "For whoever keeps" not in terminal.type(*looking).stdout
    book = book_of(terminal.folder)
    book.give_up(name, "10 tries failed, the last one because it answered 503", 1_800_000_000_000)
    book.close()
    said = " ".join(terminal.type(*looking).stdout.split())
    assert "For whoever keeps this folder" in said
    assert f"webhook {name} is told no more since Fri 15 Jan 2027 08:00 UTC: 10 tries failed" in said
    assert f"moot webhook on {terminal.folder} --name {name}" in said
    assert PLACE not in said
    assert "since Fri 15 Jan 2027 08:00 UTC: 10 tries failed" in " ".join(call(terminal, "list").stdout.split())
    [row] = json.loads(terminal.type(*looking, "--json").stdout)["webhooks_off"]
    assert (row["name"], row["since"]) == (name, 1_800_000_000_000)
    assert "503" in row["why"]
    call(terminal, "on")
    assert "For whoever keeps" not in terminal.type(*looking).stdout


def test_to_look_into_an_inbox_begins_no_book_of_webhooks(terminal):
    assert terminal.type("inbox", terminal.folder, "--as", "ana").exit_code == 0
    assert not (terminal.folder / "webhooks.sqlite").exists()
