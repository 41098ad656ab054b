"""Each verb where it belongs and where it does not: what is refused says why, and records nothing."""

import json
import shutil

import pytest

from moot.hall import STORE
from moot.stores.sqlite import SqliteStore
from tests.cli.people import DAY, Terminal

STAGES = ("drawing", "review", "negotiation", "forecast", "ballot", "objection", "timelock", "executing")


@pytest.fixture(scope="session")
def moots(tmp_path_factory):
    """Give a copy of a moot in each stage of one proposal, with the time there; `new` is before it."""
    room = tmp_path_factory.mktemp("stages")
    return next(filter(None, (kept_with(room / f"lot-{lot}", lot) for lot in range(1, 65))))


def kept_with(room, lot):
    """Return the copies, or nothing if this lot seats one reviewer twice."""
    room.mkdir()
    terminal, kept = Terminal(room / "live", lot), {}
    terminal.found()

    def keep(stage):
        kept[stage] = (shutil.copytree(terminal.folder, room / stage), terminal.clock.now())

    keep("new")
    terminal.say("ana", "propose", "--set", "wip=3", "--reason", "We start too much.")
    for stage in STAGES:
        terminal.to(stage)
        if stage == "review" and len({name for name, _, _ in terminal.awaited()}) == 1:
            return None
        keep(stage)
    terminal.say("keeper", "report", "--result", "executed")
    terminal.clock.advance(14 * DAY)
    terminal.type("tend", terminal.folder)
    keep("measuring")
    return kept


@pytest.fixture
def at(moots, tmp_path):
    """Give a moot of one's own in a stage."""

    def copy(stage):
        folder, now = moots[stage]
        terminal = Terminal(shutil.copytree(folder, tmp_path / f"{stage}-{len(list(tmp_path.iterdir()))}"))
        terminal.clock.set(now)
        return terminal

    return copy


CONDUCT = ("--about", "conduct", "--agent", "cy", "--clause", "protocol.rights")
RIGHT = {  # a stage, who, and what it says
    "propose": ("new", "ana", ["--set", "wip=3"]),
    "reveal": ("drawing", None, []),
    "review": ("review", None, ["--for"]),
    "amend": ("negotiation", "bo", ["--set", "wip=2"]),
    "forecast": ("forecast", None, ["--expect", "calm=60%", "--expect", "delivery=70%", "--stake", "5"]),
    "vote": ("ballot", "ana", ["--against", "--reason", "Not now."]),
    "object": ("objection", "bo", ["--abstain", "--reason", "I did not see that."]),
    "comment": ("review", "cy", ["--text", "Two of us are ill."]),
    "withdraw": ("negotiation", "ana", ["--reason", "Another time."]),
    "report": ("executing", "keeper", ["--result", "executed"]),
    "measure": ("measuring", "counter", ["--found", "delivery=75%", "--found", "calm=62%"]),
    "weigh": ("new", "cy", ["--value", "calm=3", "--value", "delivery=1"]),
    "delegate": ("new", "cy", ["--to", "bo", "--topic", "kind/pace", "--for", "30 days"]),
    "dispute": ("new", "bo", [*CONDUCT, "--reason", "Cy signs for others."]),
    "invite": ("new", "ana", ["--owner", "dee"]),
    "leave": ("new", "cy", []),
    "suspend": ("new", "ana", ["--owner", "cy", "--reason", "Signs for others."]),
}
ALWAYS = {"propose", "comment", "weigh", "delegate", "dispute", "invite", "leave", "suspend"}  # need no stage
EVERY = pytest.mark.parametrize("verb", RIGHT)


def ready(at, verb):
    stage, who, words = RIGHT[verb]
    terminal = at(stage)
    return terminal, who or terminal.awaited()[0][0], words


def test_the_lot_of_these_tests_gives_two_reviewers_a_seat_each(at):
    assert sorted(name for name, _, _ in at("review").awaited()) == ["bo", "cy"]


def size(terminal):
    return len(terminal.type("log", terminal.folder).stdout.splitlines())


@EVERY
def test_a_verb_in_its_stage_is_recorded_and_the_receipt_says_where(at, verb):
    terminal, who, words = ready(at, verb)
    before = size(terminal)
    said = terminal.say(who, verb, *words)
    assert f"Recorded as entry {before}" in said.stdout
    assert f"{who} is about to sign" in said.stderr
    assert terminal.type("verify", terminal.folder).exit_code == 0


@EVERY
def test_in_json_a_verb_prints_its_receipt_alone(at, verb):
    terminal, who, words = ready(at, verb)
    said = terminal.type(verb, terminal.folder, "--as", who, "--yes", "--json", *words)
    receipt = json.loads(said.stdout)
    assert receipt["kind"] == "receipt"
    assert receipt["entries"][0]["by"] == who
    assert receipt["entries"][0]["index"] == receipt["index"]
    assert said.stderr == ""


@EVERY
def test_what_nobody_confirms_is_not_signed(at, verb):
    terminal, who, words = ready(at, verb)
    before = size(terminal)
    said = terminal.type(verb, terminal.folder, "--as", who, *words)
    assert (said.exit_code, said.stdout) == (2, "")
    assert "NotConfirmed" in said.stderr
    dry = terminal.type(verb, terminal.folder, "--as", who, "--dry-run", *words)
    assert (dry.exit_code, dry.stdout) == (0, "")
    assert "Nothing was signed, and nothing was recorded." in dry.stderr
    no = terminal.type(
        verb, terminal.folder, "--as", who, *words, asks=True, answers="\nn\n" if has_reason(verb, words) else "n\n"
    )
    assert "Nothing was signed, and nothing was recorded." in no.stderr
    assert size(terminal) == before


def has_reason(verb, words):
    return verb in {"propose", "amend"} and "--reason" not in words


def test_in_json_a_dry_run_prints_the_draft(at):
    terminal, who, words = ready(at, "vote")
    said = json.loads(terminal.type("vote", terminal.folder, "--as", who, "--dry-run", "--json", *words).stdout)
    assert (said["kind"], said["by"], said["signs"]) == ("draft", "ana", "a vote on board")
    assert ["vote", "against"] in said["rows"]


@EVERY
def test_a_key_of_somebody_else_is_refused(at, verb):
    terminal, who, words = ready(at, verb)
    before = size(terminal)
    place = terminal.folder / ("keys" if who == "ana" else "hand-over") / f"{who}.key"
    place.write_text(f"{'ab' * 32}\n")
    said = terminal.type(verb, terminal.folder, "--as", who, "--yes", *words)
    assert (said.exit_code, said.stdout) == (4, "")
    assert "KeyNotValid" in said.stderr
    assert "Nothing was recorded" in said.stderr
    assert size(terminal) == before


@EVERY
def test_a_folder_that_is_no_moot_is_not_found(tmp_path, verb):
    said = Terminal(tmp_path).type(verb, tmp_path, "--as", "ana", "--yes")
    assert (said.exit_code, said.stdout) == (3, "")
    assert said.stderr.startswith(f"error: there is no moot in {tmp_path}\n")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("verb", sorted(set(RIGHT) - ALWAYS))
def test_a_verb_without_its_stage_says_where_it_belongs(at, verb):
    terminal = at("new")
    said = terminal.type(verb, terminal.folder, "--as", "ana", "--yes", *RIGHT[verb][2])
    assert said.exit_code == 3
    assert "no proposal is open" in said.stderr
    other = at("ballot" if RIGHT[verb][0] != "ballot" else "review")
    said = other.type(verb, other.folder, "--as", "ana", "--yes", *RIGHT[verb][2])
    assert said.exit_code == 5
    assert "StageIsOver" in said.stderr
    assert "Nothing was signed, and nothing was recorded." in said.stderr


@pytest.mark.parametrize(
    ("verb", "words", "code", "exit_code"),
    [
        ("propose", ["--set", "wip=99"], "OutOfBounds", 4),
        ("propose", ["--set", "wip=4"], "AlreadyDone", 5),
        ("propose", ["--set", "wip"], "BadAmount", 2),
        ("propose", ["--set", "wip=three"], "BadAmount", 2),
        ("propose", ["--set", "speed=3"], "NotFound", 2),
        ("propose", ["--kind", "tax", "--set", "wip=3"], "NotFound", 2),
        ("propose", [], "MissingOption", 2),
        ("review", ["--for", "--must", "wip like 3"], "BadAmount", 2),
        ("review", ["--for", "--must", "speed>=3"], "OutOfBounds", 4),
        ("review", ["--for", "--finding", "calm"], "BadAmount", 2),
        ("review", ["--for", "--mandate", "beauty"], "NotFound", 3),
        ("review", [], "MissingOption", 2),
        ("amend", ["--set", "wip=4", "--base", "now"], "NotAllowed", 4),
        ("amend", ["--set", "wip=2", "--base", "Q"], "NotFound", 2),
        ("amend", ["--set", "speed=2"], "NotFound", 2),
        ("amend", [], "MissingOption", 2),
        ("forecast", ["--expect", "calm=60%", "--stake", "5"], "MissingOption", 2),
        ("forecast", ["--expect", "calm=600%", "--stake", "5"], "BadAmount", 2),
        ("forecast", ["--expect", "joy=60%", "--stake", "5"], "NotFound", 2),
        ("forecast", ["--expect", "calm=60%", "--expect", "delivery=60%", "--stake", "much"], "BadAmount", 2),
        ("forecast", ["--expect", "calm=60%", "--expect", "delivery=60%", "--stake", "900"], "OutOfBounds", 4),
        ("forecast", ["--expect", "calm=60%", "--expect", "delivery=60%"], "MissingOption", 2),
        ("comment", [], "MissingOption", 2),
        ("comment", ["--text", "x", "--proposal", "zz"], "NotFound", 3),
        ("vote", [], "MissingOption", 2),
        ("vote", ["--for", "--block", "purpose.values.calm.floor"], "OutOfBounds", 2),
        ("vote", ["--against", "--block", "No Clause"], "BadShape", 2),
        ("vote", ["--for", "--proposal", "zz"], "NotFound", 3),
        ("report", [], "MissingOption", 2),
        ("report", ["--result", "partly_executed"], "MissingOption", 2),
        ("report", ["--result", "executed", "--in-force", "wip=7"], "OutOfBounds", 4),
        ("measure", ["--found", "calm=62%"], "MissingOption", 2),
        ("measure", ["--found", "joy=62%"], "NotFound", 2),
        ("weigh", ["--value", "calm=60%"], "MissingOption", 2),
        ("weigh", ["--value", "calm=60%", "--value", "delivery=lots"], "BadAmount", 2),
        ("weigh", ["--value", "calm=0", "--value", "delivery=0"], "BadAmount", 2),
        ("weigh", ["--value", "calm=-1", "--value", "delivery=2"], "BadAmount", 2),
        ("weigh", ["--value", "joy=1"], "NotFound", 2),
        ("delegate", ["--topic", "all"], "MissingOption", 2),
        ("delegate", ["--to", "bo", "--back"], "BadUsage", 2),
        ("delegate", ["--to", "bo", "--for", "a while"], "BadAmount", 2),
        ("delegate", ["--to", "bo", "--for", "300 days"], "OutOfBounds", 4),
        ("delegate", ["--to", "bo", "--topic", "Kind"], "BadShape", 2),
        ("delegate", ["--to", "bo", "--topic", "value/joy"], "NotFound", 3),
        ("delegate", ["--to", "cy"], "NotAllowed", 4),
        ("delegate", ["--to", "keeper"], "NotAllowed", 4),
        ("delegate", ["--to", "nobody"], "UnknownMember", 4),
        ("delegate", ["--back"], "NotFound", 3),
    ],
)
def test_what_cannot_be_said_is_refused_with_a_code(at, verb, words, code, exit_code):
    terminal, who, _ = ready(at, verb)
    before = size(terminal)
    said = terminal.type(verb, terminal.folder, "--as", who, "--yes", "--json", *words)
    problem = json.loads(said.stderr)
    assert (problem["code"], said.exit_code, said.stdout) == (code, exit_code, "")
    assert problem["next"]
    assert "Nothing was" in problem["detail"]
    assert size(terminal) == before


@pytest.mark.parametrize(
    ("verb", "who", "code"),
    [
        ("review", "ana", "NotYours"),
        ("forecast", "ana", "NotYours"),
        ("vote", "keeper", "NoRight"),
        ("report", "ana", "NotYours"),
        ("measure", "ana", "NotYours"),
        ("withdraw", "bo", "NotYours"),
        ("amend", "keeper", "NoRight"),
        ("weigh", "counter", "NoRight"),
        ("comment", "counter", "NoRight"),
        ("delegate", "counter", "NoRight"),
    ],
)
def test_who_has_no_right_is_told_so(at, verb, who, code):
    terminal, _, words = ready(at, verb)
    said = terminal.type(verb, terminal.folder, "--as", who, "--yes", "--json", *words)
    problem = json.loads(said.stderr)
    assert (problem["code"], said.exit_code) == (code, 4)


def test_whoever_was_not_named_by_the_lot_reveals_nothing(at):
    terminal, who, _ = ready(at, "reveal")
    other = next(name for name in ("ana", "bo", "cy") if name != who)
    said = terminal.type("reveal", terminal.folder, "--as", other, "--yes")
    assert said.exit_code == 4
    assert f"no link of {other} is awaited" in said.stderr


def test_a_meter_is_told_from_when_on_it_can_measure(at):
    terminal = at("executing")
    terminal.say("keeper", "report", "--result", "executed")
    [item] = terminal.json("inbox", "--as", "counter")["items"]
    assert (item["verb"], item["since"]) == ("measure", terminal.clock.now() + 14 * DAY)
    terminal.clock.set(item["since"])
    [item] = terminal.json("inbox", "--as", "counter")["items"]
    assert item["since"] is None


def test_a_seat_is_reviewed_once(at):
    terminal, who, _ = ready(at, "review")
    for name, _, mandate in terminal.awaited():
        if name == who:
            terminal.say(who, "review", "--for", "--mandate", mandate)
    said = terminal.type("review", terminal.folder, "--as", who, "--yes", "--for")
    assert said.exit_code == 5
    assert "your reviews are filed" in said.stderr


def test_meters_come_too_early_only_with_a_reason(at):
    terminal = at("executing")
    terminal.say("keeper", "report", "--result", "executed")
    said = terminal.type(
        "measure", terminal.folder, "--as", "counter", "--yes", "--found", "calm=1%", "--found", "delivery=1%"
    )
    assert said.exit_code == 5
    assert "NotDue" in said.stderr


def test_a_refusal_quotes_the_clause_as_this_charter_has_it(at):
    terminal = at("negotiation")
    for number in (1, 2):
        terminal.say("bo", "amend", "--set", f"wip={number}")
    said = terminal.type("amend", terminal.folder, "--as", "bo", "--yes", "--set", "wip=5")
    assert said.exit_code == 5
    assert "The reason is the clause structure.amendments (2)." in said.stderr


def test_a_comment_needs_an_open_proposal_and_no_stage_of_it(at):
    for stage in (*STAGES, "measuring"):
        at(stage).say("cy", "comment", "--text", f"In {stage}.")
    said = at("new").type("comment", at("new").folder, "--as", "cy", "--yes", "--text", "Hello?")
    assert said.exit_code == 3
    assert "no proposal is open" in said.stderr


def test_comments_are_read_with_the_proposal_by_anybody(at):
    terminal = at("review")
    terminal.say("cy", "comment", "--text", "Two of us are ill.")
    assert "left       cy has 15 of 16 (clarity.comments)" in terminal.say("cy", "comment", "--text", "Three.").stderr
    said = terminal.type("proposal", terminal.folder).stdout
    assert "comments   cy, 2 comments so far" in said
    first, second = (line for line in said.splitlines() if line.startswith("  cy "))
    assert "“Two of us are ill.”" in first
    assert "“Three.”" in second
    assert "in review)" in second
    page = terminal.json("proposal")
    assert [page["texts"][each["text"]] for each in page["comments"]] == ["Two of us are ill.", "Three."]
    assert "“Three.”" in terminal.type("minutes", terminal.folder, "1").stdout


def test_an_erased_comment_is_told_as_erased(at):
    terminal = at("review")
    terminal.say("cy", "comment", "--text", "My telephone number is secret.")
    [comment] = terminal.json("proposal")["comments"]
    store = SqliteStore(terminal.folder / STORE)
    store.erase(comment["text"])
    store.close()
    assert "its text is not held here" in terminal.type("proposal", terminal.folder).stdout
    assert terminal.type("verify", terminal.folder).exit_code == 0


# With somebody there to answer.


def answered(at, verb, answers, *words):
    terminal, who, _ = ready(at, verb)
    said = terminal.type(verb, terminal.folder, "--as", who, *words, asks=True, answers=answers)
    assert said.exit_code == 0, said.stderr
    assert "Recorded as entry" in said.stdout
    return terminal, said


def test_a_proposal_is_asked_for_term_by_term(at):
    terminal, _ = answered(at, "propose", "2\n\nToo much at once.\ny\n")
    assert terminal.json("proposal")["versions"].popitem()[1]["terms"] == {"wip": 2, "meetings": 6}


def test_a_review_is_asked_for(at):
    terminal, who, _ = ready(at, "review")
    mandate = next(mandate for name, _, mandate in terminal.awaited() if name == who)
    said = terminal.type(
        "review", terminal.folder, "--as", who, "--mandate", mandate, asks=True, answers="could_live\nwip<=3\ny\n"
    )
    assert "must       wip <= 3" in said.stderr
    assert "Recorded as entry" in said.stdout


def test_a_forecast_is_asked_for_cell_by_cell(at):
    _, said = answered(at, "forecast", "60\n60\n70 %\n65\n\ny\n")
    assert "A gives    delivery 70.0 %, calm 65.0 %" in said.stderr
    assert "1.00 credits; you can lose them" in said.stderr


def test_a_vote_is_asked_for_below_the_paper(at):
    _, said = answered(at, "vote", "abstain\n\n\n")
    assert said.stderr.index("The ballot paper") < said.stderr.index("Your vote") < said.stderr.index("about to sign")


def test_an_amendment_is_asked_for(at):
    _, said = answered(at, "amend", "2\n\nLess.\ny\n")
    assert "reason     “Less.”" in said.stderr


def test_a_report_a_measurement_and_weights_are_asked_for(at):
    answered(at, "report", "executed\ny\n")
    answered(at, "measure", "75\n62 %\ny\n".replace(" %", "%"))
    answered(at, "weigh", "1\n3\ny\n")


def test_a_partial_execution_says_what_is_in_force(at):
    terminal = at("executing")
    terminal.say("keeper", "report", "--result", "partly_executed", "--in-force", "wip=4")
    assert terminal.json("proposal")["result"] == "partly_executed"
    terminal = at("executing")
    terminal.say("keeper", "report", "--result", "failed", "--undone")
    assert terminal.json("proposal")["outcome"] == "failed"
