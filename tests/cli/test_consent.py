"""A small risk in the terminal: it is adopted by consent, unless owners object."""

import json

import pytest

from moot.cli.template import TEMPLATES
from tests.cli.people import Terminal

LANES = """
[[structure.lanes]]
id = "small"
lane = "consent"
worst_case = 0
"""


@pytest.fixture
def terminal(tmp_path):
    """A moot in which ana's proposal waits for whoever minds."""
    terminal = Terminal(tmp_path / "team")
    terminal.found_by(TEMPLATES["team"].text + LANES)
    terminal.say("ana", "propose", "--set", "wip=3")
    steps = {"drawing": terminal.reveal, "review": terminal.review, "forecast": terminal.forecast}
    while (now := terminal.stage()) != "consent":
        steps[now]()
    return terminal


def test_the_inbox_invites_every_owner_to_mind(terminal):
    said = " ".join(terminal.type("inbox", terminal.folder, "--as", "bo").stdout.split())
    assert "You may object board" in said
    assert f"moot object {terminal.folder} --as bo" in said
    assert "it is adopted, unless owners object" in said
    workers = terminal.json("inbox", "--as", "keeper")
    assert workers["items"] == []


def test_an_objection_to_consent_says_how_many_it_takes_and_who_minds_already(terminal):
    said = terminal.say("bo", "object", "--reason", "Not in spring.")
    assert "would run  A with 100" in said.stderr
    assert "consent    is asked for: nobody votes, and 2 objections bring it before a panel" in said.stderr
    assert "object     nobody so far" in said.stderr
    assert "votes" not in said.stderr.replace("nobody votes", "")
    assert "object     bo" in terminal.say("ana", "object").stderr
    terminal.deadline()
    terminal.type("tend", terminal.folder)
    assert terminal.json("proposal")["lane"] == "panel"


def test_who_minds_consent_cannot_abstain(terminal):
    said = terminal.type("object", terminal.folder, "--as", "bo", "--abstain", "--yes", "--json")
    problem = json.loads(said.stderr)
    assert (problem["code"], problem["clause"], said.exit_code) == ("NotAllowed", "structure.consent", 4)


def test_one_objection_alone_does_not_stop_it(terminal):
    terminal.say("bo", "object")
    terminal.deadline()
    terminal.type("tend", terminal.folder)
    assert terminal.stage() == "executing"
