"""A board of which parts can be tried, and what each does at a terminal who has a part in a trial."""

import json

from moot.cli.template import TEMPLATES
from tests.cli.people import Terminal

HOUR = 3_600_000
RULES = (
    TEMPLATES["team"]
    .text.replace('horizon = "14 days"', 'horizon = "14 days"\nunit = "a task of two weeks"\nunits = 40')
    .replace("worst_case = { constant = 0, slopes = {} }", "worst_case = { constant = 200000, slopes = {} }")
    + 'risk_budget = "8 %"\nfloor_bond = "10 credits"\n\n[agency.trials]\nguards = ["calm"]\n'
)
START = ("--set", "wip=3", "--units", "8", "--batches", "2", "--for", "4 h", "--about", "delivery")
GOOD = ("--treated", "delivery=70%", "--treated", "calm=61%", "--others", "delivery=60%", "--others", "calm=61%")


class Trying(Terminal):
    """A moot with at most one open trial."""

    def row(self):
        """Return the row of the open trial, or nothing."""
        return next((row for row in self.json("inbox", "--as", "ana")["open"] if "trial" in row), None)

    def waits(self):
        """Return whom the trial waits for."""
        return [each["agent"] or each["owner"] for each in self.row()["awaits"]]

    def answer(self, verb, *words, who=None):
        """Let the one for whom the trial waits, or somebody else, do something about it."""
        said = self.type("trial", verb, self.folder, "--as", who or self.waits()[0], "--yes", *words)
        assert said.exit_code == 0, said.stderr
        return said

    def start(self, *more):
        """Let ana try what START says, and the lot draw a guard; return its name."""
        self.answer("start", *START, *more, who="ana")
        for who in self.waits() if self.row()["stage"] == "drawing" else ():  # once an epoch
            self.say(who, "reveal")
        return self.waits()[0]

    def batch(self, *found):
        """Release, treat and measure a batch."""
        self.answer("release")
        self.answer("treat", "--result", "executed")
        self.clock.advance(4 * HOUR)
        for who in self.waits():
            self.answer("measure", *(found or GOOD), who=who)

    def conclude(self):
        """Leave the units alone, and report."""
        self.answer("treat", "--result", "executed")
        for who in self.waits():
            self.answer("report", who=who)

    def page(self, *words):
        """Return the page of the last trial."""
        said = self.type("trial", "show", self.folder, "--json", *words)
        assert said.exit_code == 0, said.stderr
        return json.loads(said.stdout)

    def refused(self, who, *words):
        """Return the code and exit code with which something is refused, and see that it is told well."""
        before = len(self.type("log", self.folder).stdout.splitlines())
        verb = words[: 2 if words[0] in {"trial", "mandate", "agent"} else 1]
        said = self.type(*verb, self.folder, "--as", who, "--yes", "--json", *words[len(verb) :])
        assert said.stdout == "", said.stdout
        problem = json.loads(said.stderr)
        assert "Nothing was" in problem["detail"]
        assert problem["next"]
        assert len(self.type("log", self.folder).stdout.splitlines()) == before
        return problem["code"], said.exit_code


def founded(folder):
    """Found that moot."""
    terminal = Trying(folder)
    terminal.found_by(RULES)
    return terminal
