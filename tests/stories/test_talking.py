"""Cy says what no review asks for; Ana reads it, thinks again, and proposes something else."""

import pytest

from tests.cli.people import Terminal


@pytest.fixture
def terminal(tmp_path):
    terminal = Terminal(tmp_path / "team")
    terminal.found()
    return terminal


def named(terminal):
    return terminal.json("proposal")["proposal"]


def test_what_a_neighbour_says_makes_an_author_think_again(terminal):
    terminal.say("ana", "propose", "--set", "wip=3", "--reason", "We start too much.")
    first = named(terminal)
    stands = terminal.stage()

    # Cy need not be drawn, and waits for no stage. Nothing moves by it.
    said = terminal.say("cy", "comment", "--text", "Two of us are ill until Monday.")
    assert "followed   cy comments" in said.stdout
    assert terminal.stage() == stands

    # Ana reads it where she reads the proposal, answers, and takes her proposal back.
    assert "“Two of us are ill until Monday.” (Fri 15 Jan 2027 08:00 UTC, in drawing)" in " ".join(
        terminal.type("proposal", terminal.folder).stdout.split()
    )
    terminal.say("ana", "comment", "--text", "Then two are enough.")
    terminal.say("ana", "withdraw", "--reason", "Cy is right.")

    # What is closed is talked about no more, and keeps what was said.
    late = terminal.type("comment", terminal.folder, "--as", "bo", "--yes", "--proposal", first, "--text", "A pity.")
    assert late.exit_code == 3
    terminal.say("ana", "propose", "--set", "wip=2")
    assert terminal.json("proposal")["comments"] == []
    minutes = terminal.type("minutes", terminal.folder, "1").stdout
    assert minutes.index("Two of us are ill until Monday.") < minutes.index("Then two are enough.")
    assert terminal.type("verify", terminal.folder).exit_code == 0
    log = terminal.type("log", terminal.folder).stdout
    assert "ill until Monday" not in log  # the record holds a hash
    assert "cy comments" in log
