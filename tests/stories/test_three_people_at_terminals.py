"""Ana, Bo and Cy share a board. They found a moot and decide in it from their terminals alone."""

import pytest

from tests.cli.people import DAY, Terminal


@pytest.fixture
def terminal(tmp_path):
    return Terminal(tmp_path / "team", lot=3)  # which seats Bo and Cy once each


def deliberation(terminal):
    found = terminal.found()
    assert "Moot " in found.stdout
    assert "hand-over" in found.stdout

    # Ana finds that they start too much, and proposes three things at once instead of four.
    proposed = terminal.say("ana", "propose", "--set", "wip=3", "--reason", "We start too much.")
    assert "wip 4 → 3" in proposed.stderr
    assert "20.00 credits are held" in proposed.stderr
    terminal.reveal()

    # Bo and Cy were drawn, each for one value; their inboxes say so, Ana's does not.
    assert "1 thing for you" in terminal.type("inbox", terminal.folder, "--as", "bo").stdout
    assert "Nothing waits for you." in terminal.type("inbox", terminal.folder, "--as", "ana").stdout
    for who, _, mandate in terminal.awaited():
        said = terminal.say(
            who, "review", "--could-live", "--mandate", mandate, "--must", "wip>=2", "--should", "wip=3"
        )
        assert "“We start too much.” (ana)" in said.stderr

    # Now reviews are open, and Bo offers two.
    shown = terminal.say("bo", "amend", "--set", "wip=2", "--reason", "If less, then less.").stderr
    assert "review     bo for" in shown
    terminal.deadline()

    # The reviewers bet on what each would bring. Cy does not believe in two.
    common = ["--expect", "now:delivery=60%", "--expect", "calm=60%", "--expect", "A:delivery=72%", "--stake", "10"]
    terminal.say("bo", "forecast", *common, "--expect", "B:delivery=75%", "--expect", "B:calm=70%")
    terminal.say("cy", "forecast", *common, "--expect", "B:delivery=50%")
    ballot = terminal.type("vote", terminal.folder, "--as", "ana", "--for", "--dry-run").stderr
    assert "A with 100 %" in ballot


def ballot_and_deed(terminal):
    # All vote for it; Bo has second thoughts once the votes are open, and it passes all the same.
    terminal.vote()
    terminal.say("bo", "object", "--abstain", "--reason", "I would have liked two.")
    terminal.deadline()
    terminal.wait_and_reveal()

    # The keeper writes it on the board; two weeks later two who have no vote count.
    terminal.say("keeper", "report", "--result", "executed")
    assert "from Wed 03 Feb 2027" in terminal.type("inbox", terminal.folder, "--as", "counter").stdout
    early = terminal.type(
        "measure", terminal.folder, "--as", "counter", "--yes", "--found", "calm=1%", "--found", "delivery=1%"
    )
    assert early.exit_code == 5
    terminal.clock.advance(14 * DAY)
    terminal.say("counter", "measure", "--found", "delivery=75%", "--found", "calm=62%")
    terminal.say("witness", "measure", "--found", "delivery=74%", "--found", "calm=60%")


def test_three_people_found_a_moot_and_decide_in_it(terminal):
    deliberation(terminal)
    ballot_and_deed(terminal)

    page = terminal.json("proposal")
    assert (page["outcome"], page["result"]) == ("settled", "executed")
    assert page["measured"] == {"calm": 600_000, "delivery": 740_000}
    assert page["votes"]["bo"]["choice"] == "abstain"
    assert terminal.json("value")["values"][0]["measured"][0]["share"] == 740_000
    standing = terminal.json("member")
    assert standing["ledger_sum"] == 0
    assert standing["owners"]["ana"]["credits"] > 1_000_000_000 - 4_000_000
    story = terminal.type("proposal", terminal.folder).stdout
    assert "ana for delivery and calm: wip 4 → 3" in story
    assert "settled: executed, measured and settled" in story
    verified = terminal.type("verify", terminal.folder)
    assert verified.exit_code == 0, verified.stderr


def test_weights_move_when_the_epoch_ends_and_everybody_sees_who_moved_them(terminal):
    terminal.found()
    for who, calm in (("ana", 80), ("bo", 70), ("cy", 40)):
        terminal.say(who, "weigh", "--value", f"calm={calm}%", "--value", f"delivery={100 - calm}%")
    assert "so far you said 40 %" in terminal.say("cy", "weigh", "--value", "calm=60", "--value", "delivery=40").stderr
    terminal.clock.advance(7 * DAY)
    assert "epoch 0 is closed" in terminal.type("tend", terminal.folder).stdout
    shown = terminal.type("value", terminal.folder).stdout
    assert "moved by ana, bo and cy" in shown
    assert "calm 50 % → 66.7 %" in shown


def test_a_proposal_that_its_author_takes_back_is_over(terminal):
    terminal.found()
    terminal.say("ana", "propose", "--set", "meetings=3")
    terminal.reveal()
    terminal.say("ana", "withdraw", "--reason", "I asked them at lunch.")
    assert terminal.json("proposal")["outcome"] == "withdrawn"
    assert "No proposal is open." in terminal.type("inbox", terminal.folder, "--as", "bo").stdout
    assert "It ended withdrawn" in terminal.type("proposal", terminal.folder).stdout


def test_whoever_stays_silent_does_not_hold_the_others_up(terminal):
    terminal.found()
    terminal.say("ana", "propose", "--set", "wip=3")
    for _ in range(20):
        if terminal.stage() is None:
            break
        terminal.deadline()
    page = terminal.json("proposal")
    assert page["outcome"] in {"rejected", "void"}
    assert page["unheard"] == ["delivery", "calm"]
    assert terminal.type("verify", terminal.folder).exit_code == 0
