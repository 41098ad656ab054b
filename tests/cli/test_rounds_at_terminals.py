"""A round from its opening to what it bought, with nothing but terminals."""

import json

import pytest

from moot.cli.template import TEMPLATES
from tests.cli.people import Terminal

PLANT = """
[[structure.actions]]
id = "plant"
target = "yard"
terms = [{ id = "trees", unit = "trees", low = 0, high = 20 }]
executor = "keeper"
undo = "take them out"
worst_case = { constant = 0, slopes = {} }
horizon = "14 days"
explorable = false

[[structure.rounds]]
id = "green"
amount = "30 credits"
kinds = [{ kind = "plant", constant = "0 credits", slopes = { trees = 2_000_000 } }]

[structure.windows]
"""
RULES = TEMPLATES["team"].text.replace("\n[structure.windows]\n", PLANT)


@pytest.fixture
def terminal(tmp_path):
    found = Gardeners(tmp_path / "yard")
    found.found()
    return found


class Gardeners(Terminal):
    """Three owners who may spend 30 credits on trees of 2 credits each."""

    def found(self):
        place = self.folder.with_suffix(".toml")
        place.write_text(RULES)
        begins = [f"--in-force={each}" for each in ("wip=4", "meetings=6", "trees=0")]
        said = self.type("init", self.folder, "--charter", place, "--name", "ana", "--owner=bo", "--owner=cy", *begins)
        assert said.exit_code == 0, said.stderr

    def do(self, who, verb, *words):
        said = self.type("round", verb, self.folder, "--as", who, "--yes", *words)
        assert said.exit_code == 0, said.stderr
        return said

    def refused(self, who, verb, *words):
        before = self.type("log", self.folder).stdout
        said = self.type("round", verb, self.folder, "--as", who, "--yes", "--json", *words)
        assert said.stdout == ""
        assert self.type("log", self.folder).stdout == before
        problem = json.loads(said.stderr)
        assert problem["next"]
        return problem["code"], said.exit_code

    def row(self):
        return next(row for row in self.json("inbox", "--as", "ana")["open"] if "round" in row)

    def pass_deadline(self):
        self.clock.set(self.row()["until"])
        self.type("tend", self.folder)

    def page(self, *words):
        return json.loads(self.type("round", "show", self.folder, "--json", *words).stdout)

    def projects(self, **trees):
        """Open a round, and let owners put projects in it; return each by its owner."""
        self.do("ana", "open")
        for owner, many in trees.items():
            self.say(owner, "propose", "--kind", "plant", "--set", f"trees={many}")
        return dict(zip(trees, self.page()["projects"], strict=True))


def inbox(terminal, who):
    return " ".join(terminal.type("inbox", terminal.folder, "--as", who).stdout.split())


def test_whoever_opens_a_round_sees_what_it_spends_and_when_it_ends(terminal):
    said = terminal.type("round", "open", terminal.folder, "--as", "ana", "--dry-run")
    assert "spends     at most 30.00 credits of the commons fund, by equal shares" in said.stderr
    assert "pays for   plant" in said.stderr
    assert "takes      projects for 7 days, 2 of an owner at most" in said.stderr
    assert "Nothing was signed" in said.stderr
    nothing = terminal.type("round", "show", terminal.folder)
    assert (nothing.exit_code, "no round was ever opened" in nothing.stderr) == (3, True)
    assert "in submission until Fri 22 Jan 2027 08:00 UTC; projects may be" in terminal.do("ana", "open").stdout
    assert f"You may propose green, round {terminal.row()['round'][:8]}: until" in inbox(terminal, "bo")


def test_a_project_is_told_what_it_takes_of_the_budget_and_pays_no_reviewer(terminal):
    terminal.do("ana", "open")
    said = terminal.say("bo", "propose", "--kind", "plant", "--set", "trees=5").stderr
    assert "takes      10.00 credits of the 30.00 that a round can spend, if it is bought" in said
    assert "bond       20.00 credits are held until it is closed" in said
    assert "reviewers" not in said


def test_the_inbox_leads_through_a_round_to_what_it_bought_and_why(terminal):
    works = terminal.projects(ana=5, bo=12, cy=4)
    assert "is decided with its round" in inbox(terminal, "bo")
    terminal.pass_deadline()
    assert f"1 thing for you vote green, round {terminal.row()['round'][:8]}: until" in inbox(terminal, "bo")
    assert f"moot round vote {terminal.folder} --as bo" in inbox(terminal, "bo")
    for who in ("ana", "bo", "cy"):
        given = ("--give", f"{works['ana'][:6]}=1", "--give", f"{works['cy'][:6]}=1")
        said = terminal.do(who, "vote", *given)
        assert f"gives 0    {works['bo'][:8]}: plant with trees 12, by bo: 24.00 credits" in said.stderr
    assert "Nothing waits for you." in inbox(terminal, "bo")
    assert terminal.page()["ballots"] == {}
    terminal.pass_deadline()
    [each] = terminal.row()["awaits"]
    assert f"moot reveal {terminal.folder} --as {each['owner']}" in inbox(terminal, each["owner"])
    assert "it helps to part projects that are wanted alike" in terminal.say(each["owner"], "reveal").stderr
    told = terminal.type("round", "show", terminal.folder).stdout
    assert "plant with trees 5, by ana: 10.00 credits; bought by those who wanted it" in told
    assert "plant with trees 12, by bo: 24.00 credits; nobody wanted it" in told
    assert "spent      18.00 credits; 12.00 go back to the fund" in told
    assert "2 things for you report yard" in inbox(terminal, "keeper")
    assert terminal.type("verify", terminal.folder).exit_code == 0


def test_while_a_round_runs_its_page_says_whom_it_waits_for(terminal):
    terminal.projects(ana=5)
    terminal.pass_deadline()
    terminal.do("bo", "vote", "--nothing")
    told = terminal.type("round", "show", terminal.folder, "--round", terminal.page()["round"][:6])
    assert "waits for ana, cy" in " ".join(told.stdout.split())
    assert "voted      1 of 3 owners" in told.stdout


def test_whoever_is_asked_answers_project_by_project(terminal):
    terminal.projects(ana=5, bo=2)
    terminal.pass_deadline()
    said = terminal.type("round", "vote", terminal.folder, "--as", "cy", asks=True, answers="1\n0\ny\n")
    assert "Recorded as entry" in said.stdout
    assert "The projects; each gets 0 to 1" in said.stderr
    assert "gives 1" in said.stderr


def test_what_cannot_be_is_refused_and_nothing_is_recorded(terminal):
    assert terminal.refused("ana", "vote", "--nothing") == ("NotFound", 3)
    assert terminal.refused("ana", "open", "--budget", "blue") == ("NotFound", 2)
    works = terminal.projects(ana=5)
    assert terminal.refused("ana", "open") == ("AlreadyDone", 5)
    assert terminal.refused("ana", "vote", "--nothing") == ("StageIsOver", 5)
    terminal.pass_deadline()
    project = works["ana"][:6]
    assert terminal.refused("bo", "vote") == ("MissingOption", 2)
    assert terminal.refused("bo", "vote", "--give", f"{project}=2") == ("OutOfBounds", 2)
    assert terminal.refused("bo", "vote", "--give", "zz=1") == ("NotFound", 2)
    assert terminal.refused("bo", "vote", "--give", project) == ("BadAmount", 2)
    shown = terminal.type("round", "show", terminal.folder, "--round", "zz")
    assert (shown.exit_code, "no round begins with zz" in shown.stderr) == (3, True)


def test_without_a_budget_there_is_nothing_to_open(tmp_path):
    team = Terminal(tmp_path / "team")
    assert Terminal.found(team).exit_code == 0
    said = team.type("round", "open", team.folder, "--as", "ana", "--yes")
    assert (said.exit_code, "the charter names no budget" in said.stderr) == (3, True)
