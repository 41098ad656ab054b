"""Votes that are handed on in the terminal: to whom, on what, for how long, and back."""

from tests.cli.people import DAY, Terminal


def founded(tmp_path):
    terminal = Terminal(tmp_path / "team")
    terminal.found()
    return terminal


def test_who_hands_votes_on_sees_to_whom_on_what_and_until_when(tmp_path):
    terminal = founded(tmp_path)
    said = terminal.say("cy", "delegate", "--to", "bo").stderr
    assert "hands on   the votes of cy on everything" in said
    assert "to         bo, who votes for 15" in said
    assert "so far" not in said
    said = terminal.say("cy", "delegate", "--to", "ana", "--for", "3 days").stderr
    assert "so far     to bo, until" in said
    assert "until      Mon 18 Jan 2027 08:00 UTC" in said


def test_anybody_sees_who_votes_for_whom_until_it_has_run_out(tmp_path):
    terminal = founded(tmp_path)
    assert terminal.type("delegate", terminal.folder).stdout == "Nobody hands a vote on.\n"
    terminal.say("cy", "delegate", "--to", "bo", "--for", "3 days")
    terminal.say("ana", "delegate", "--to", "cy", "--topic", "value/calm")
    said = terminal.type("delegate", terminal.folder).stdout
    assert "cy         bo on everything, until Mon 18 Jan 2027 08:00 UTC" in said
    assert "ana        cy on proposals that move calm, until" in said
    assert terminal.json("delegate")["delegations"][1]["to"] == "bo"
    terminal.clock.advance(3 * DAY)
    assert [each["to"] for each in terminal.json("delegate")["delegations"]] == ["cy"]


def test_what_is_taken_back_is_ones_own_again(tmp_path):
    terminal = founded(tmp_path)
    terminal.say("cy", "delegate", "--to", "bo", "--topic", "kind/pace")
    said = terminal.say("cy", "delegate", "--back", "--topic", "kind/pace")
    assert "so far     to bo" in said.stderr
    assert "the votes of cy on proposals of the kind pace are its own again" in said.stderr
    assert terminal.json("delegate")["delegations"] == []


def test_who_hands_its_vote_on_is_not_awaited_at_the_ballot(tmp_path):
    terminal = founded(tmp_path)
    terminal.say("cy", "delegate", "--to", "bo")
    terminal.say("ana", "propose", "--set", "wip=3")
    terminal.to("ballot")
    assert sorted(owner for owner, act, _ in terminal.awaited() if act == "CastVote") == ["ana", "bo"]
    terminal.to("timelock")
    assert terminal.json("proposal")["votes_of"] == {"bo": 2}


def test_to_whom_is_asked_for(tmp_path):
    terminal = founded(tmp_path)
    said = terminal.type(
        "delegate", terminal.folder, "--as", "cy", "--topic", "value/calm", asks=True, answers="bo\ny\n"
    )
    assert "a delegation to bo" in said.stderr
    assert "Recorded as entry" in said.stdout
