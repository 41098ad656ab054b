"""Who watches what, and who acts for whom, at terminals."""

import json

import pytest

from tests.cli.people import DAY
from tests.cli.trying import Trying


@pytest.fixture
def terminal(tmp_path):
    terminal = Trying(tmp_path / "team")
    terminal.found()
    return terminal


def do(terminal, noun, verb, who, *words):
    said = terminal.type(noun, verb, terminal.folder, "--as", who, "--yes", *words)
    assert said.exit_code == 0, said.stderr
    return said


def show(terminal, *words):
    return terminal.type("mandate", "show", terminal.folder, *words).stdout


def test_a_mandate_is_left_and_taken_from_the_next_epoch_on(terminal):
    assert "mandate    calm watches calm, 1 seat; held by ana, bo, cy" in show(terminal)
    said = do(terminal, "mandate", "leave", "bo", "--mandate", "calm").stderr
    assert "counts     from epoch 1 on, Fri 22 Jan 2027 08:00 UTC or soon after" in said
    assert "owes       the seats that are drawn already" in said
    assert "held by ana, bo, cy" in show(terminal)
    terminal.clock.advance(8 * DAY)
    terminal.type("tend", terminal.folder)
    assert "mandate    calm watches calm, 1 seat; held by ana, cy" in show(terminal)
    assert "missing    calm has 2 of the 3 owners" in show(terminal)
    said = do(terminal, "mandate", "take", "bo", "--mandate", "calm").stderr
    assert "pays       2.00 credits a review; each seat holds 2.00" in said
    rows = json.loads(show(terminal, "--json"))["mandates"]
    assert [row["missing_next_epoch"] for row in rows if row["mandate"] == "calm"] == [0]


def test_whoever_was_silent_when_drawn_is_told_so(terminal):
    terminal.say("ana", "propose", "--set", "wip=3")
    terminal.to("review")
    silent = terminal.awaited()[0][0]
    terminal.deadline()
    terminal.type("tend", terminal.folder)
    assert f"silent     the last time they were drawn: {silent}" in show(terminal)


def test_what_cannot_be_taken_or_left_is_refused(terminal):
    assert terminal.refused("bo", "mandate", "take") == ("MissingOption", 2)
    assert terminal.refused("bo", "mandate", "take", "--mandate", "joy") == ("NotFound", 2)
    assert terminal.refused("bo", "mandate", "take", "--mandate", "calm") == ("AlreadyDone", 5)
    assert terminal.refused("keeper", "mandate", "take", "--mandate", "calm") == ("NoRight", 4)
    do(terminal, "mandate", "leave", "bo", "--mandate", "calm")
    assert terminal.refused("bo", "mandate", "leave", "--mandate", "calm") == ("AlreadyDone", 5)
    said = terminal.type("mandate", "leave", terminal.folder, "--as", "cy", asks=True, answers="calm\ny\n")
    assert "Which mandate do you leave" in said.stderr
    assert "Recorded" in said.stdout


def test_an_agent_is_registered_watches_and_acts_with_the_key_that_was_made_for_it(terminal):
    said = do(terminal, "agent", "add", "ana", "--agent", "ana.ai").stderr
    assert "adds       ana.ai, who acts for ana" in said
    assert "an agent of the family other" in said
    key = terminal.folder / "hand-over" / "ana.ai.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert not key.with_suffix(".recovery").exists()
    do(terminal, "mandate", "take", "ana.ai", "--mandate", "calm")
    terminal.say("ana.ai", "propose", "--set", "wip=3")
    assert terminal.json("member")["owners"]["ana"]["agents"]["ana.ai"]["nature"] == "ai"
    said = do(terminal, "agent", "dismiss", "ana", "--agent", "ana.ai").stderr
    assert "revokes    1 key of ana.ai" in said
    terminal.clock.advance(8 * DAY)
    terminal.type("tend", terminal.folder)
    assert terminal.refused("ana.ai", "propose", "--set", "wip=2") == ("KeyNotValid", 4)
    assert terminal.refused("ana", "agent", "dismiss", "--agent", "ana.ai") == ("NotFound", 3)


def test_a_person_is_registered_with_a_recovery_key_and_votes_for_the_owner(terminal):
    said = do(terminal, "agent", "add", "bo", "--agent", "bea", "--person").stderr
    assert "a person, who also votes, weighs, delegates and sees to keys" in said
    assert (terminal.folder / "hand-over" / "bea.recovery").exists()
    terminal.say("bea", "weigh", "--value", "calm=3", "--value", "delivery=1")
    do(terminal, "mandate", "take", "bea", "--mandate", "calm")
    terminal.clock.advance(8 * DAY)
    terminal.type("tend", terminal.folder)
    said = do(terminal, "agent", "dismiss", "bo", "--agent", "bea").stderr
    assert "revokes    2 keys of bea" in said
    assert "watches    calm: a seat drawn for it stays empty" in said
    assert terminal.refused("bea", "weigh", "--value", "calm=1", "--value", "delivery=1") == ("KeyNotValid", 4)


def test_a_refused_or_unsigned_registration_leaves_no_key_behind(terminal):
    terminal.type("agent", "add", terminal.folder, "--as", "ana", "--agent", "ana.ai", "--dry-run")
    assert terminal.refused("keeper", "agent", "add", "--agent", "helper") == ("NoRight", 4)
    assert terminal.refused("ana", "agent", "add", "--agent", "cy.x y") == ("BadShape", 2)
    assert terminal.refused("ana", "agent", "add") == ("MissingOption", 2)
    assert terminal.refused("ana", "agent", "add", "--agent", "bo") == ("KeyIsThere", 2)
    assert terminal.refused("ana", "agent", "add", "--agent", "a.ai", "--family", "gpt") == ("NotFound", 2)
    assert terminal.refused("ana", "agent", "dismiss", "--agent", "bo") == ("NotFound", 3)
    assert terminal.refused("ana", "agent", "dismiss") == ("MissingOption", 2)
    assert {path.stem for path in (terminal.folder / "hand-over").iterdir()} <= {
        *("bo", "cy", "keeper", "counter", "witness"),
    }
