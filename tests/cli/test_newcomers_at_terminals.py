"""Who comes and who goes, at terminals."""

import json

import pytest

from tests.cli.people import DAY, Terminal


@pytest.fixture
def terminal(tmp_path):
    terminal = Terminal(tmp_path / "team")
    terminal.found()
    return terminal


def refused(terminal, who, verb, *words):
    said = terminal.type(verb, terminal.folder, "--as", who, "--yes", "--json", *words)
    assert said.stdout == ""
    problem = json.loads(said.stderr)
    assert "Nothing was" in problem["detail"]
    assert problem["next"]
    return problem["code"], said.exit_code


def inbox(terminal, who):
    return " ".join(terminal.type("inbox", terminal.folder, "--as", who).stdout.split())


def test_a_newcomer_is_invited_admitted_and_joins_with_the_key_that_was_made_for_it(terminal):
    said = terminal.say("ana", "invite", "--owner", "dee")
    assert "needs      2 owners who vouch for it" in said.stderr
    key = terminal.folder / "hand-over" / "dee.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert (terminal.folder / "hand-over" / "dee.recovery").exists()
    assert (
        f"admit dee, invited by ana: until Fri 29 Jan 2027 08:00 UTC (14 days left) moot admit {terminal.folder}"
        in inbox(terminal, "bo")
    )
    assert "admit" not in inbox(terminal, "ana")
    said = terminal.say("bo", "admit")
    assert "admits     dee, for whom ana vouched" in said.stderr
    assert "with you   2 owners of 2" in said.stderr
    assert "1 thing for you key chance dee joins with it" in inbox(terminal, "dee")
    said = terminal.type("key", "chance", terminal.folder, "--as", "dee", "--yes")
    assert said.exit_code == 0, said.stderr
    assert "Nothing waits for you." in inbox(terminal, "dee")
    terminal.clock.advance(28 * DAY)
    terminal.type("tend", terminal.folder)
    assert terminal.json("member")["owners"]["dee"]["voice"]
    terminal.say("dee", "propose", "--set", "wip=3")
    assert terminal.type("verify", terminal.folder).exit_code == 0


def test_a_refused_or_unsigned_invitation_leaves_no_key_behind(terminal):
    terminal.type("invite", terminal.folder, "--as", "ana", "--owner", "dee", "--dry-run")
    assert not (terminal.folder / "hand-over" / "dee.key").exists()
    assert refused(terminal, "keeper", "invite", "--owner", "dee") == ("NoRight", 4)
    assert refused(terminal, "ana", "invite", "--owner", "ana") == ("AlreadyDone", 5)
    assert not list((terminal.folder / "hand-over").glob("dee*"))
    assert not list((terminal.folder / "hand-over").glob("ana*"))


def test_no_key_is_replaced_by_an_invitation(terminal):
    before = (terminal.folder / "hand-over" / "bo.key").read_text()
    assert refused(terminal, "ana", "invite", "--owner", "bo") == ("KeyIsThere", 2)
    assert refused(terminal, "ana", "invite", "--owner", "../dee") == ("BadShape", 2)
    assert refused(terminal, "ana", "invite", "--owner", "Dee Doe") == ("BadShape", 2)
    assert refused(terminal, "ana", "invite") == ("MissingOption", 2)
    assert (terminal.folder / "hand-over" / "bo.key").read_text() == before


def test_whom_nobody_invited_nobody_admits(terminal):
    assert refused(terminal, "bo", "admit") == ("NotFound", 3)
    terminal.say("ana", "invite", "--owner", "dee")
    assert refused(terminal, "bo", "admit", "--owner", "eve") == ("NotFound", 3)
    assert refused(terminal, "ana", "admit") == ("AlreadyDone", 5)
    terminal.say("cy", "invite", "--owner", "eve")
    assert refused(terminal, "bo", "admit") == ("MissingOption", 2)


def test_who_leaves_sees_until_when_and_what_becomes_of_what_it_has(terminal):
    said = terminal.say("cy", "leave").stderr
    assert "leaves     cy, when epoch 0 ends, Fri 22 Jan 2027 08:00 UTC or soon after" in said
    assert "credits    what it has free goes to the fund" in said
    assert refused(terminal, "cy", "leave") == ("AlreadyDone", 5)
    assert refused(terminal, "bo", "leave") == ("NotAllowed", 4)
    assert refused(terminal, "keeper", "leave") == ("NoRight", 4)
    terminal.clock.advance(8 * DAY)
    terminal.type("tend", terminal.folder)
    assert terminal.json("member")["owners"]["cy"]["left"]


def test_an_owner_is_suspended_once_enough_others_demand_it(terminal):
    said = terminal.say("ana", "suspend", "--owner", "cy", "--epochs", "2", "--reason", "Signs for others.").stderr
    assert "suspends   cy, for 2 epochs, the present one included" in said
    assert "needs      2 of the 2 other owners" in said
    assert "so far     demanded by nobody else" in said
    said = terminal.say("bo", "suspend", "--owner", "cy").stderr
    assert "so far     demanded by ana" in said
    assert terminal.json("member")["owners"]["cy"]["suspended_until"] == 1
    assert refused(terminal, "cy", "propose", "--set", "wip=3") == ("OwnerIsSuspended", 5)


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        ([], "MissingOption", 2),
        (["--owner", "cy", "--epochs", "some"], "BadAmount", 2),
        (["--owner", "cy", "--epochs", "9"], "OutOfBounds", 4),
        (["--owner", "nobody"], "UnknownMember", 4),
        (["--owner", "ana"], "ConflictOfInterest", 4),
    ],
)
def test_what_cannot_be_demanded_is_refused(terminal, words, code, exit_code):
    assert refused(terminal, "ana", "suspend", *words) == (code, exit_code)
