import json
import re
import sys
from pathlib import Path

import pytest

from moot.clerk.audit import Audited
from moot.cli import COMMANDS
from moot.cli.ending import ending, program, summary_json, title
from moot.lab.season import Plan, Summary
from moot.lab.welfare import Arm

FOUND = Audited("ab" * 32, 1_234, "cd" * 32, "ef" * 32, 1_200, 300, 14)
SUMMARY = Summary(
    moot=FOUND.moot,
    size=FOUND.size,
    root=FOUND.root,
    decisions=14,
    outcomes={"settled": 11, "rejected": 3},
    happened={"VoteCast": 280},
    explored=2,
    horizons=14,
    executed=Arm(661_234, 1),
    status_quo=Arm(600_000, 8),
    best_fixed=Arm(671_000, 0),
    any_fixed=Arm(590_000, 3),
    plain=Arm(640_000, 5),
    goal=None,
    onsets=(),
    attempts=(),
    ledger_sum=0,
)


def said(kept=None) -> str:
    return "\n".join(map(str, ending(SUMMARY, FOUND, kept)))


def test_the_ending_says_what_it_was_worth_beside_what_else_could_have_been():
    text = " ".join(said().split())
    assert "66.1 with what ran: +6.1 over the founding terms kept throughout (60.0)" in text
    assert "known only in hindsight, 67.1" in text
    assert "broken in 1 of 14 horizons; it would have been 8 with the founding terms, 0 with the best" in text
    assert "11 settled, 3 rejected" in text
    assert "all balances sum to 0" in text
    assert "1,234 entries, 1,200 checkpoints" in text
    assert "moot abababab · root cdcdcdcd" in text


def test_only_commands_that_exist_are_named():
    for kept in (None, Path("season")):
        named = re.findall(r"moot ([a-z]+)", said(kept).split("Go on")[1])
        assert set(named) <= set(COMMANDS)
        assert {"verify", "minutes", "log", "charter"} <= set(named)
    assert "docs/" not in said()


def test_what_was_kept_is_where_it_can_be_checked():
    assert "moot verify my-season" in said(Path("my-season"))
    assert "deleted" not in said(Path("my-season"))
    assert "deleted" in said()


def test_who_calls_moot_by_its_place_is_told_that_place(monkeypatch, tmp_path):
    called = tmp_path / "bin" / "moot"
    called.parent.mkdir()
    called.touch()
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "argv", [str(called)])
    assert program() == str(called)
    monkeypatch.chdir(tmp_path)
    assert program() == "bin/moot"


@pytest.mark.parametrize("argv", ["-c", "pytest"])
def test_anybody_else_is_told_the_name(monkeypatch, argv):
    monkeypatch.setattr(sys, "argv", [argv])
    assert program() == "moot"


def test_the_title_says_what_is_about_to_happen():
    text = "\n".join(map(str, title(Plan(site="jpl", capacity=0.7, seed=3, days=25))))
    assert "jpl, with 70 % of the garage's power; seed 3, 5 decisions" in " ".join(text.split())
    assert "no language model; times are those of Los Angeles" in " ".join(text.split())


def test_the_summary_in_json():
    summary = json.loads(summary_json(SUMMARY, FOUND))
    assert summary["kind"] == "summary"
    assert summary["verified"] is True
    assert (summary["moot"], summary["size"], summary["root"]) == (FOUND.moot, FOUND.size, FOUND.root)
    assert summary["welfare"] == {"executed": 661_234, "status_quo": 600_000, "best_fixed": 671_000, "plain": 640_000}
    assert summary["floors_broken"] == {"executed": 1, "status_quo": 8, "best_fixed": 0, "plain": 5}
    assert (summary["decisions"], summary["ledger_sum"]) == (14, 0)
    assert "faults" not in summary
