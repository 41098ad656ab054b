"""Guardians at terminals: they let a proposal wait or end it, and never approve."""

import pytest

from moot.cli.template import TEMPLATES
from tests.cli.people import DAY
from tests.cli.trying import Trying

RULES = TEMPLATES["team"].text + '\n[[agency.guardians]]\nid = "cy"\nuntil = 40\npowers = 2\n'
WHY = ("--clause", "purpose.values.calm.floor", "--reason", "The team is tired.")


@pytest.fixture
def terminal(tmp_path):
    terminal = Trying(tmp_path / "team")
    terminal.found_by(RULES, owners=("bo", "cy", "dee"))
    terminal.say("ana", "propose", "--set", "wip=3", "--reason", "We start too much.")
    return terminal


def inbox(terminal, who):
    return " ".join(terminal.type("inbox", terminal.folder, "--as", who).stdout.split())


def test_a_guardian_lets_a_proposal_wait_and_it_goes_on_by_itself(terminal):
    terminal.to("negotiation")
    assert f"pause board, proposal {terminal.json('proposal')['proposal'][:8]}" in inbox(terminal, "cy")
    assert "moot pause" not in inbox(terminal, "bo")
    said = terminal.say("cy", "pause", *WHY).stderr
    assert "because    “We start too much.” (ana)" in said
    assert "clause     purpose.values.calm.floor: 40 %" in said
    assert "powers     0 of 2 of cy are used, until epoch 40" in said
    assert "and then goes on (structure.windows.pause)" in said
    assert terminal.stage() == "paused"
    assert "moot pause" not in inbox(terminal, "cy")
    assert terminal.refused("cy", "pause", *WHY) == ("StageIsOver", 5)
    terminal.clock.advance(30 * DAY)
    terminal.type("tend", terminal.folder)
    assert terminal.stage() != "paused"


def test_a_guardian_ends_a_proposal_before_it_is_drawn_and_has_so_many_powers(terminal):
    terminal.to("negotiation")
    terminal.say("cy", "pause", *WHY)
    terminal.deadline()
    terminal.to("timelock")
    assert "moot cancel" in inbox(terminal, "cy")
    said = terminal.say("cy", "cancel", *WHY).stderr
    assert "powers     1 of 2 of cy are used" in said
    assert "ends       the proposal, for good; bond and stakes go back" in said
    assert terminal.json("proposal")["outcome"] == "cancelled"
    terminal.say("ana", "propose", "--set", "wip=3")
    assert "moot pause" not in inbox(terminal, "cy")
    assert terminal.refused("cy", "pause", *WHY) == ("NotAllowed", 4)
    assert terminal.type("verify", terminal.folder).exit_code == 0


def test_whoever_is_no_guardian_or_has_made_a_version_stops_nothing(terminal):
    assert terminal.refused("bo", "pause", *WHY) == ("NoRight", 4)
    assert terminal.refused("cy", "cancel", *WHY) == ("StageIsOver", 5)
    assert terminal.refused("cy", "pause") == ("MissingOption", 2)
    assert terminal.refused("cy", "pause", "--clause", "x") == ("MissingOption", 2)
    assert terminal.refused("cy", "pause", "--clause", "No Clause", "--reason", "x") == ("BadShape", 2)
    assert terminal.refused("cy", "pause", "--proposal", "zz", *WHY) == ("NotFound", 3)
    terminal.to("negotiation")
    terminal.say("cy", "amend", "--set", "wip=2")
    assert "moot pause" not in inbox(terminal, "cy")
    assert terminal.refused("cy", "pause", *WHY) == ("ConflictOfInterest", 4)
