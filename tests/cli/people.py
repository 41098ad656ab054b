"""People at terminals: a moot in a folder, a hand-set clock, and one call for each thing that somebody types."""

import json
import random
from pathlib import Path

from click.testing import CliRunner

from moot.clerk.clock import HandSetClock
from moot.cli import main
from moot.cli.surroundings import Surroundings

MORNING = 1_800_000_000_000  # 15 January 2027, 8:00
DAY = 86_400_000


class Terminal:
    """A folder and a clock; another `lot` draws others; `asks` is for somebody who answers questions."""

    def __init__(self, folder: Path, lot: int = 1):
        self.folder, self.clock = folder, HandSetClock(MORNING)
        self.chance = random.Random(lot).randbytes

    def type(self, *words, asks=False, answers=None, env=None, wait=lambda _: None):
        """Type a command; the clock stands still meanwhile."""
        around = Surroundings(clock=self.clock, asks=asks, wait=wait, chance=self.chance)
        return CliRunner().invoke(main, [str(word) for word in words], obj=around, input=answers, env=env)

    def found(self, *more, template="team", owners=("bo", "cy")):
        """Found the moot as ana."""
        named = [word for owner in owners for word in ("--owner", owner)]
        return self.type("init", self.folder, "--template", template, "--name", "ana", *named, *more)

    def found_by(self, rules, owners=("bo", "cy")):
        """Found the moot as ana under rules in TOML, with the numbers of a team's board in force."""
        place = self.folder.with_suffix(".toml")
        place.write_text(rules)
        begins = ("--in-force", "wip=4", "--in-force", "meetings=6")
        named = [word for owner in owners for word in ("--owner", owner)]
        said = self.type("init", self.folder, "--charter", place, "--name", "ana", *named, *begins)
        assert said.exit_code == 0, said.stderr

    def say(self, who, verb, *words):
        """Let somebody do something, and see that it is recorded."""
        said = self.type(verb, self.folder, "--as", who, "--yes", *words)
        assert said.exit_code == 0, said.stderr
        return said

    def json(self, verb, *words):
        """Return what a command prints as JSON."""
        said = self.type(verb, self.folder, "--json", *words)
        assert said.exit_code == 0, said.stderr
        return json.loads(said.stdout)

    def awaited(self):
        """Return who is awaited for what, as the docket of anybody's inbox has it."""
        rows = self.json("inbox", "--as", "ana")["open"]
        return [
            (each["agent"] or each["owner"], each["act"], each["mandate"]) for row in rows for each in row["awaits"]
        ]

    def stage(self):
        """Return in which stage the open proposal is, or nothing."""
        return next((row["stage"] for row in self.json("inbox", "--as", "ana")["open"]), None)

    def deadline(self):
        """Let time pass until the open proposal's stage is over."""
        [row] = self.json("inbox", "--as", "ana")["open"]
        self.clock.set(row["until"])

    # What everybody does in a stage.

    def reveal(self):
        for who, act, _ in self.awaited():
            if act == "RevealChance":
                self.say(who, "reveal")

    def wait_and_reveal(self):
        self.reveal()
        self.deadline()

    def review(self):
        for who, _, mandate in self.awaited():
            self.say(who, "review", "--could-live", "--mandate", mandate, "--must", "wip>=2")

    def forecast(self):
        for who, _, _ in self.awaited():
            self.say(
                who,
                "forecast",
                "--expect",
                "calm=60%",
                "--expect",
                "delivery=70%",
                "--expect",
                "now:delivery=60%",
                "--stake",
                "5",
            )

    def vote(self, choice="--for"):
        for who, _, _ in self.awaited():
            self.say(who, "vote", choice)
        self.deadline()

    def to(self, stage):
        """Take the open proposal to a stage."""
        steps = {
            "drawing": self.reveal,
            "review": self.review,
            "negotiation": self.deadline,
            "forecast": self.forecast,
            "ballot": self.vote,
            "objection": self.deadline,
            "timelock": self.wait_and_reveal,
        }
        while (now := self.stage()) != stage:
            assert now in steps, now
            steps[now]()
