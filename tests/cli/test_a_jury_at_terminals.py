"""A jury in the terminal: it is asked for, drawn, judges, and is appealed against."""

import json

import pytest

from tests.cli.people import DAY, Terminal

OWNERS = ("bo", "cy", "dee", "eli", "flo", "gus")


def executed(folder, owners=OWNERS):
    """A moot in which a proposal of ana's has been carried out."""
    terminal = Terminal(folder)
    terminal.found(owners=owners)
    terminal.say("ana", "propose", "--set", "wip=3")
    terminal.to("executing")
    terminal.say("keeper", "report", "--result", "executed")
    return terminal


def disputed(folder, owners=OWNERS):
    """A moot whose meters have just reported what does not agree."""
    terminal = executed(folder, owners)
    terminal.clock.advance(14 * DAY)
    terminal.say("counter", "measure", "--found", "delivery=75%", "--found", "calm=62%")
    terminal.say("witness", "measure", "--found", "delivery=20%", "--found", "calm=60%")
    return terminal


@pytest.fixture
def terminal(tmp_path):
    return disputed(tmp_path / "team")


def draw(terminal):
    """Let everybody reveal who is named, and return who sits on the jury."""
    for each in rows(terminal)[1]["awaits"]:
        terminal.say(each["owner"], "reveal", "--proposal", rows(terminal)[1]["dispute"][:6])
    return [each["agent"] for each in rows(terminal)[1]["awaits"]]


def judge(terminal, who, *words):
    return terminal.say(who, "judge", "--reason", "I counted myself.", *words)


def refused(terminal, who, verb, *words):
    said = terminal.type(verb, terminal.folder, "--as", who, "--yes", "--json", *words)
    assert said.stdout == ""
    problem = json.loads(said.stderr)
    assert "Nothing was" in problem["detail"]
    assert problem["next"]
    return problem["code"], said.exit_code


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


CHOICE = ("--find", "measured", "--choose", "delivery=75%")


def test_a_jury_reads_the_file_and_judges_sealed(terminal):
    first, *others = draw(terminal)
    said = " ".join(terminal.type("inbox", terminal.folder, "--as", first).stdout.split())
    assert f"judge dispute {rows(terminal)[1]['dispute'][:8]} about the measurement" in said
    assert f"moot judge {terminal.folder} --as {first}" in said
    said = judge(terminal, first, *CHOICE)
    assert "about      the measurement of board" in said.stderr
    assert "by         itself, without anybody's bond" in said.stderr
    assert "reported   delivery: 20 % or 75 %" in said.stderr
    assert "stands     delivery 75 %" in said.stderr
    assert "2.00 credits, and your deposit comes back" in said.stderr
    assert "a sealed verdict" in said.stdout
    for who in others:
        judge(terminal, who, *CHOICE)
    terminal.type("tend", terminal.folder)
    terminal.clock.advance(DAY)
    terminal.type("tend", terminal.folder)
    assert terminal.json("proposal")["measured"]["delivery"] == 750_000
    assert terminal.type("verify", terminal.folder).exit_code == 0


def test_a_verdict_is_asked_for_below_the_file(terminal):
    first = draw(terminal)[0]
    said = terminal.type("judge", terminal.folder, "--as", first, asks=True, answers="measured\n75\nI counted.\ny\n")
    assert said.stderr.index("The file") < said.stderr.index("What do you find") < said.stderr.index("about to sign")
    assert "Recorded as entry" in said.stdout


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        ([], "MissingOption", 2),
        (["--find", "upheld"], "NotFound", 2),
        (["--find", "measured"], "MissingOption", 2),
        (["--find", "measured", "--choose", "delivery=lots"], "BadAmount", 2),
        (["--find", "measured", "--choose", "joy=75%"], "NotFound", 2),
        (["--find", "measured", "--choose", "delivery=50%"], "OutOfBounds", 4),
        (["--find", "void", "--dispute", "zz"], "NotFound", 3),
    ],
)
def test_what_a_jury_cannot_find_is_refused_before_it_is_sealed(terminal, words, code, exit_code):
    first = draw(terminal)[0]
    assert refused(terminal, first, "judge", *words, *(["--reason", "So."] * bool(words))) == (code, exit_code)


def test_only_jurors_judge_once_each_and_in_their_time(terminal):
    assert refused(terminal, "bo", "judge", "--find", "void", "--reason", "So.") == ("StageIsOver", 5)
    assert refused(terminal, "bo", "appeal") == ("StageIsOver", 5)
    jury = draw(terminal)
    other = next(name for name in ("ana", *OWNERS) if name not in jury)
    assert refused(terminal, other, "judge", "--find", "void", "--reason", "So.") == ("NotYours", 4)
    assert refused(terminal, jury[0], "judge", "--find", "void") == ("MissingOption", 2)
    judge(terminal, jury[0], "--find", "void")
    assert refused(terminal, jury[0], "judge", "--find", "void", "--reason", "So.") == ("AlreadyDone", 5)


def test_an_owner_asks_a_larger_jury_and_sees_what_it_costs(tmp_path):
    terminal = disputed(tmp_path / "team", owners=(*OWNERS, "hal", "ida"))
    for who in draw(terminal):
        judge(terminal, who, *CHOICE)
    assert rows(terminal)[1]["stage"] == "appealing"
    said = " ".join(terminal.type("inbox", terminal.folder, "--as", "bo").stdout.split())
    assert f"moot appeal {terminal.folder} --as bo" in said
    assert refused(terminal, "bo", "appeal", "--bond", "5") == ("OutOfBounds", 4)
    assert refused(terminal, "bo", "appeal", "--bond", "much") == ("BadAmount", 2)
    assert refused(terminal, "keeper", "appeal") == ("NoRight", 4)
    said = terminal.say("bo", "appeal", "--reason", "They asked nobody.").stderr
    assert "so far     measured (delivery 75 %)" in said
    assert "asks       a jury of 7 seats instead of 5" in said
    assert "bond       28.00 credits" in said
    assert rows(terminal)[1]["stage"] == "summoning"
    jury = draw(terminal)
    assert len(jury) == 7
    assert "bo" not in jury
    assert "evidence   “They asked nobody.”" in judge(terminal, jury[0], "--find", "void").stderr


def test_what_was_reported_as_done_is_disputed_with_a_bond(tmp_path):
    terminal = executed(tmp_path / "team")
    said = terminal.say(
        "bo", "dispute", "--about", "execution", "--clause", "structure.actions.pace.executor", "--reason", "It says 4."
    ).stderr
    assert "about      the execution of board" in said
    assert "clause     structure.actions.pace.executor: keeper" in said
    assert "bond       20.00 credits; they come back if the jury finds for you" in said
    for who in draw(terminal):
        said = judge(terminal, who, "--find", "failed").stderr
        assert "evidence   “It says 4.”" in said
        assert "so far     executed" in said
    assert terminal.json("proposal")["outcome"] == "failed"


def test_how_an_agent_acts_is_disputed_at_any_time(tmp_path):
    terminal = Terminal(tmp_path / "team")
    terminal.found(owners=OWNERS)
    said = terminal.type(
        "dispute", terminal.folder, "--as", "bo", asks=True, answers="conduct\ncy\nprotocol.rights\nHe shouts.\ny\n"
    )
    assert "a dispute about the conduct of cy" in said.stderr
    assert "Recorded as entry" in said.stdout


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        ([], "MissingOption", 2),
        (["--about", "conduct"], "MissingOption", 2),
        (["--about", "conduct", "--agent", "cy"], "MissingOption", 2),
        (["--about", "conduct", "--agent", "cy", "--clause", "No Clause"], "BadShape", 2),
        (["--about", "conduct", "--agent", "nobody", "--clause", "protocol.rights"], "NotFound", 3),
        (["--about", "conduct", "--agent", "bo", "--clause", "protocol.rights"], "ConflictOfInterest", 4),
        (["--about", "conduct", "--agent", "cy", "--clause", "protocol.rights", "--bond", "5"], "OutOfBounds", 4),
        (["--about", "measurement", "--clause", "protocol.rights"], "StageIsOver", 5),
    ],
)
def test_what_cannot_be_disputed_is_refused(tmp_path, words, code, exit_code):
    terminal = executed(tmp_path / "team")
    assert refused(terminal, "bo", "dispute", *words) == (code, exit_code)


def test_where_nothing_is_disputed_nobody_judges_or_appeals(tmp_path):
    terminal = Terminal(tmp_path / "team")
    terminal.found()
    assert refused(terminal, "bo", "judge") == ("NotFound", 3)
    assert refused(terminal, "bo", "appeal") == ("NotFound", 3)
    assert refused(terminal, "bo", "dispute", "--about", "execution", "--clause", "protocol.rights") == ("NotFound", 3)
