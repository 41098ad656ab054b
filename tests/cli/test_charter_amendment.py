"""Other rules, proposed and decided at terminals: every verb of a decision works on a charter too."""

import json

import pytest

from moot.cli.rules import differences, written
from tests.cli.people import DAY, Terminal


@pytest.fixture
def terminal(tmp_path):
    """A moot of three, and a file with the rules in force."""
    terminal = Terminal(tmp_path / "team")
    terminal.found()
    return terminal


def rules(terminal, *changes):
    """Write the rules in force to a file, changed."""
    text = terminal.type("charter", "show", terminal.folder, "--toml").stdout
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    place = terminal.folder.with_name("ours.toml")
    place.write_text(text)
    return place


SHORTER = ('ballot = "2 days"', 'ballot = "1 day"')
QUORUM = ('quorum = "50 %"', 'quorum = "60 %"')


def amend(terminal, who, *words):
    said = terminal.type("charter", "amend", *words, terminal.folder, "--as", who, "--yes")
    assert said.exit_code == 0, said.stderr
    return said


def refused(terminal, *words):
    said = terminal.type("charter", "amend", *words, terminal.folder, "--as", "ana", "--yes", "--json")
    assert said.stdout == ""
    problem = json.loads(said.stderr)
    assert "Nothing was" in problem["detail"]
    return problem["code"], said.exit_code


def test_who_proposes_other_rules_sees_every_clause_that_differs_and_how_slow_and_dear_it_is(terminal):
    said = amend(terminal, "ana", rules(terminal, SHORTER, QUORUM), "--reason", "We know each other.").stderr
    assert "a proposal on the charter" in said
    assert "change     structure.windows.ballot: 2 days → 1 day" in said
    assert "change     structure.quorum: 50 % → 60 %" in said
    assert said.count("change     ") == 2
    assert "lane       charter" in said
    assert "passes     with two thirds of the owners that acted in the last 30 epochs, or vote" in said
    assert "timelock   3 days between" in said
    assert "costs      " in said
    assert "reason     “We know each other.”" in said


def test_a_value_more_is_new_and_one_less_is_dropped(terminal):
    more = rules(terminal, ("guardians = []", 'guardians = [{ id = "bo", until = 9 }]'))
    said = terminal.type("charter", "amend", more, terminal.folder, "--as", "ana", "--dry-run").stderr
    assert "agency.guardians.bo.until is new: 9" in said
    with_bo, without = written(more, ""), written(rules(terminal), "")
    assert "agency.guardians.bo.until is dropped: 9" in differences(with_bo, without)


def test_rules_that_differ_in_nothing_or_cannot_hold_are_refused_before_anything_is_signed(terminal):
    assert refused(terminal, rules(terminal)) == ("AlreadyDone", 5)
    assert refused(terminal, rules(terminal, ('ballot = "2 days"', 'ballot = "soon"'))) == ("BadShape", 2)
    assert refused(terminal, rules(terminal, ('executor = "keeper"', 'executor = "nobody"'))) == ("UnknownMember", 4)
    assert refused(terminal, rules(terminal, ("contributors = 1", "contributors = 3"))) == ("CharterWouldLock", 4)
    assert terminal.stage() is None


def test_rules_are_decided_at_terminals_from_the_proposal_to_the_measurement(terminal):
    amend(terminal, "ana", rules(terminal, SHORTER))
    terminal.to("review")
    for who, _, mandate in terminal.awaited():
        said = terminal.say(
            who, "review", "--could-live", "--mandate", mandate, "--must", "structure.quorum>=600000"
        ).stderr
        assert "A          structure.windows.ballot: 2 days → 1 day   (by ana)" in said
        assert "now        the charter in force" in said
    assert terminal.stage() == "negotiation"
    said = terminal.say("bo", "amend", "--charter", rules(terminal, SHORTER, QUORUM)).stderr
    assert "bo for" in said.split("answers    ")[1].splitlines()[0]
    assert "new        structure.quorum: 50 % → 60 %, structure.windows.ballot: 2 days → 1 day   (on A)" in said
    terminal.to("forecast")
    for who, _, _ in terminal.awaited():
        words = ["--expect", "calm=60%", "--expect", "delivery=60%", "--expect", "B:delivery=80%", "--stake", "5"]
        assert "B          structure.quorum" in terminal.say(who, "forecast", *words).stderr
    assert terminal.stage() == "ballot"
    said = terminal.say("ana", "vote", "--for").stderr
    assert "would run  B with 100 %: structure.quorum: 50 % → 60 %" in said
    assert "else       the charter in force, as it is" in said
    terminal.vote()
    terminal.to("timelock")
    terminal.clock.advance(3 * DAY)
    terminal.type("tend", terminal.folder)
    assert terminal.stage() == "measuring"
    assert terminal.type("charter", "show", terminal.folder, "--json").stdout
    assert (
        json.loads(terminal.type("charter", "show", terminal.folder, "--json").stdout)["clauses"]["structure.quorum"]
        == "60 %"
    )
    terminal.clock.advance(7 * DAY)
    for who in ("counter", "witness"):
        said = terminal.say(who, "measure", "--found", "calm=60%", "--found", "delivery=70%").stderr
        assert "ran        charter: structure.quorum" in said
    assert terminal.type("proposal", terminal.folder).exit_code == 0
    assert terminal.type("verify", terminal.folder).exit_code == 0


def test_a_version_of_rules_is_a_whole_charter(terminal):
    place = rules(terminal, SHORTER)
    amend(terminal, "ana", place)
    terminal.to("review")
    for who, _, mandate in terminal.awaited():
        terminal.say(who, "review", "--for", "--mandate", mandate)
    said = terminal.type("amend", terminal.folder, "--as", "bo", "--yes", "--json")
    assert (json.loads(said.stderr)["code"], said.exit_code) == ("MissingOption", 2)
    said = terminal.type("amend", terminal.folder, "--as", "bo", asks=True, answers=f"{place}.bak\n")
    assert said.exit_code == 3
    assert "there is no file" in said.stderr
    rules(terminal, SHORTER, QUORUM)
    said = terminal.type("amend", terminal.folder, "--as", "bo", asks=True, answers=f"{place}\n\ny\n")
    assert "Recorded as entry" in said.stdout


def test_a_charter_is_no_version_of_a_board(terminal):
    terminal.say("ana", "propose", "--set", "wip=3")
    terminal.to("negotiation")
    said = terminal.type("amend", terminal.folder, "--as", "bo", "--yes", "--json", "--charter", rules(terminal))
    assert (json.loads(said.stderr)["code"], said.exit_code) == ("BadUsage", 2)
