"""A jury in the terminal: the inbox says who is awaited, and its link is revealed like any other."""

import pytest

from tests.cli.people import DAY, Terminal

OWNERS = ("bo", "cy", "dee", "eli", "flo", "gus")


@pytest.fixture
def terminal(tmp_path):
    """A moot of seven whose meters have just reported what does not agree."""
    terminal = Terminal(tmp_path / "team")
    terminal.found(owners=OWNERS)
    terminal.say("ana", "propose", "--set", "wip=3")
    terminal.to("executing")
    terminal.say("keeper", "report", "--result", "executed")
    terminal.clock.advance(14 * DAY)
    terminal.say("counter", "measure", "--found", "delivery=75%", "--found", "calm=62%")
    terminal.say("witness", "measure", "--found", "delivery=20%", "--found", "calm=60%")
    return terminal


def rows(terminal):
    """Return the proposal's row of the docket, and that of its dispute."""
    found = terminal.json("inbox", "--as", "ana")["open"]
    [proposal] = (row for row in found if "dispute" not in row)
    [hearing] = (row for row in found if "dispute" in row)
    return proposal, hearing


def test_the_inbox_shows_the_dispute_and_whom_it_waits_for(terminal):
    proposal, hearing = rows(terminal)
    assert (proposal["stage"], hearing["stage"]) == ("disputed", "summoning")
    who = hearing["awaits"][0]["owner"]
    said = " ".join(terminal.type("inbox", terminal.folder, "--as", who).stdout.split())
    assert "1 thing for you" in said
    assert f"dispute {hearing['dispute'][:8]} about the measurement: until" in said
    assert f"moot reveal {terminal.folder} --as {who}" in said
    assert "in disputed until" in said
    assert "waits for its jury" in said


def test_a_link_for_a_jury_is_revealed_by_the_verb_for_links_until_the_jury_is_drawn(terminal):
    _, hearing = rows(terminal)
    first, *others = [each["owner"] for each in hearing["awaits"]]
    said = terminal.say(first, "reveal", "--proposal", hearing["dispute"][:6]).stderr
    assert f"the link for the jury of dispute {hearing['dispute'][:8]}" in said
    assert "it helps to draw who judges" in said
    for who in others:
        terminal.say(who, "reveal")
    _, hearing = rows(terminal)
    assert hearing["stage"] == "judging"
    juror = hearing["awaits"][0]["agent"]
    shown = terminal.type("inbox", terminal.folder, "--as", juror)
    assert shown.exit_code == 0
    assert f"waits for {juror}" in shown.stdout
    assert terminal.type("verify", terminal.folder).exit_code == 0


def test_whoever_is_not_named_for_a_jury_reveals_nothing(terminal):
    _, hearing = rows(terminal)
    other = next(name for name in OWNERS if name not in {each["owner"] for each in hearing["awaits"]})
    assert terminal.type("reveal", terminal.folder, "--as", other, "--yes").exit_code != 0
