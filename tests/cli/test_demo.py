"""The demonstration runs, tells, verifies itself and leaves what was asked for."""

import json
import os
import signal
import subprocess
import sys

import pytest
from click.testing import CliRunner

from moot.cli import main

SHORT = ["demo", "--fast", "--days", "5"]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Run a short season once, in JSON, and keep it."""
    folder = tmp_path_factory.mktemp("demo") / "season"
    return folder, CliRunner().invoke(main, [*SHORT, "--json", "--keep", str(folder)])


@pytest.fixture(scope="module")
def rows(kept):
    return [json.loads(row) for row in kept[1].stdout.splitlines()]


def test_the_last_line_of_json_is_the_summary(kept, rows):
    assert kept[1].exit_code == 0
    *entries, summary = rows
    assert [row["index"] for row in entries] == list(range(summary["size"]))
    assert {row["kind"] for row in entries} == {"entry"}
    assert summary["kind"] == "summary"
    assert summary["moot"] == entries[0]["id"]
    assert summary["decisions"] == 1
    assert set(summary["welfare"]) == {"executed", "status_quo", "best_fixed", "plain"}
    assert (summary["ledger_sum"], summary["verified"]) == (0, True)


def test_what_was_kept_can_be_verified_and_read(kept, rows, moot):
    folder, _ = kept
    found = json.loads(moot("verify", folder, "--json").stdout)
    assert {name: found[name] for name in ("moot", "size", "root", "state")} == {
        name: rows[-1][name] for name in ("moot", "size", "root", "state")
    }
    assert [json.loads(row) for row in moot("log", folder, "--json").stdout.splitlines()] == rows[:-1]
    assert "structure.windows.ballot" in moot("charter", "show", folder).stdout


def test_the_same_seed_gives_the_same_record_told_in_words(rows, moot):
    said = moot(*SHORT)
    assert said.exit_code == 0
    assert "Decision 1" in said.stdout
    assert "Decision 2" not in said.stdout
    assert f"moot {rows[-1]['moot'][:8]} · root {rows[-1]['root'][:8]}" in said.stdout
    assert "\x1b" not in said.stdout
    assert max(map(len, said.stdout.splitlines())) <= 100


def test_a_folder_that_is_not_empty_is_left_alone(moot, tmp_path):
    (tmp_path / "mine").write_text("precious")
    said = moot(*SHORT, "--keep", tmp_path)
    assert said.exit_code == 2
    assert "is not empty" in said.stderr
    assert "FolderIsNotEmpty" in said.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["mine"]


def test_what_holds_the_clerks_key_stays_out_of_repositories(kept, moot, tmp_path):
    assert (kept[0] / ".gitignore").read_text() == "*\n"
    assert kept[0].stat().st_mode & 0o777 == 0o700
    (tmp_path / ".gitignore").write_text("!mine\n")
    assert "is not empty" in moot(*SHORT, "--keep", tmp_path).stderr
    assert (tmp_path / ".gitignore").read_text() == "!mine\n"


@pytest.mark.parametrize("place", ["/proc/x", "/dev/null/x", f"{__file__}/x", "/tmp/" + "x" * 300])  # noqa: S108
def test_a_place_that_cannot_be_written_starts_nothing(moot, place):
    said = moot(*SHORT, "--keep", place)
    assert (said.exit_code, said.stdout) == (2, "")
    assert said.stderr.startswith(f"error: {place} cannot be written: ")
    assert "Nothing was started." in said.stderr
    assert "FolderCannotBeWritten" in said.stderr


@pytest.mark.parametrize(("site", "there", "most"), [("caltech", 141, 28), ("jpl", 146, 29)])
def test_more_days_than_the_data_have_are_refused(moot, tmp_path, site, there, most):
    said = moot("demo", "--site", site, "--days", there + 1, "--keep", tmp_path / "season")
    assert (said.exit_code, said.stdout) == (2, "")
    assert f"{there} usable days after the warm-up: {most} decisions. Nothing was started." in said.stderr
    assert not (tmp_path / "season").exists()


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (["--capacity", "nan"], "nan is not a share from 0.05 to 1"),
        (["--capacity", "inf"], "inf is not a share"),
        (["--capacity", "0.049"], "0.049 is not a share"),
        (["--seed", "x"], "'x' is not a whole number"),
        (["--days", "7.5"], "'7.5' is not a whole number"),
        (["--keep", ""], "the folder has no name"),
        (["--capture", "x"], "'x' is not a whole number"),
        (["--capture", "11"], "11 are too many: there are 10 owners with agents"),
        (["--capture-best", "11"], "give 10 or fewer"),
        (["--capture", "2", "--capture-best", "2"], "two ways to choose who is captured"),
        (["--crash", "22"], "22 are too many: there are 21 agents that could crash"),
        (["--drift", "15"], "there is no decision 15: this run has 14"),
        (["--days", "10", "--capture", "1"], "when a third of the decisions are closed, and 2 have no third"),
        (["--days", "14", "--crash", "1"], "give --days 15 or more"),
    ],
)
def test_what_is_wrong_is_said(moot, bad, says):
    said = moot("demo", *bad)
    assert (said.exit_code, said.stdout) == (2, "")
    assert says in said.stderr


@pytest.mark.parametrize(
    "bad",
    [
        ["--site", "attic"],
        ["--capacity", "0"],
        ["--days", "4"],
        ["--capacity", "half"],
        ["--capture", "0"],
        ["--drift", "1"],
    ],
)
def test_what_cannot_be_played_is_a_matter_of_usage(moot, bad):
    assert moot("demo", *bad).exit_code == 2


def test_an_interruption_leaves_a_record_that_is_whole(moot, tmp_path):
    folder = tmp_path / "season"
    # A shell starts what runs behind it deaf to interruptions: this demo listens wherever the tests run.
    listening = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    started = listening + "from moot.cli import main; main()"
    command = [sys.executable, "-c", started, "demo", "--json", "--keep", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as demo:
        told = [demo.stdout.readline() for _ in range(20)]
        os.kill(demo.pid, signal.SIGINT)
        told += demo.stdout.readlines()
        problem = json.loads(demo.stderr.read())
    assert demo.returncode == 130
    assert problem["code"] == "Interrupted"
    found = json.loads(moot("verify", folder, "--json").stdout)
    assert found["size"] >= len(told)
    assert found["size"] == problem["size"]
    assert f"log {folder}" in problem["next"]
