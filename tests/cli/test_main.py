import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from moot import __version__
from moot.cli import COMMANDS

HEAVY = {"numpy", "rich", "apsw", "nacl", "orjson", "fastapi", "starlette", "uvicorn", "pydantic", "httpx2", "jinja2"}
OURS = ("moot.clerk", "moot.core.assembly", "moot.core.commands", "moot.core.events", "moot.hall", "moot.kit")


def test_help_imports_nothing_heavy():
    asked = (
        "import sys\n"
        "from moot.cli import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit as end:\n    print(end.code, *sorted(sys.modules))\n"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    code, *modules = said.splitlines()[-1].split()
    assert code == "0"
    assert not HEAVY & {name.split(".")[0] for name in modules}
    assert not [name for name in modules if name.startswith(OURS)]


def test_help_names_every_command_and_what_it_is_for(moot):
    said = moot("--help").output
    assert [line.split()[0] for line in said.split("Commands:")[1].strip().splitlines()] == list(COMMANDS)
    assert all(len(line.split()) > 2 for line in said.split("Commands:")[1].strip().splitlines())


def test_the_readme_names_every_command_and_no_other():
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text()
    named = set(re.findall(r"(?:`|bin/)moot ([a-z]+)", readme))
    assert named == set(COMMANDS)


def test_the_version_is_told(moot):
    assert moot("--version").output == f"moot {__version__}\n"


def test_an_unknown_command_is_a_matter_of_usage(moot):
    said = moot("verfy")
    assert said.exit_code == 2
    assert "verfy" in said.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_speaks_json(moot, name):
    nouns = {"key": ("replace",), "agent": ("add",), "webhook": ("list",)}
    nouns |= dict.fromkeys(("charter", "trial", "round", "mandate"), ("show",))
    said = moot(name, *nouns.get(name, []), "--help")
    assert said.exit_code == 0
    assert "--json" in said.output


@pytest.mark.parametrize("command", [["verify"], ["log"], ["minutes"], ["charter", "show"]])
def test_a_folder_without_a_moot_is_not_found_and_stays_empty(moot, tmp_path, command):
    said = moot(*command, tmp_path)
    assert said.exit_code == 3
    assert said.stdout == ""
    assert said.stderr.startswith(f"error: there is no moot in {tmp_path}\n  Nothing was read")
    assert "next: " in said.stderr
    assert said.stderr.endswith("NoMoot · exit 3\n")
    assert list(tmp_path.iterdir()) == []


def test_with_json_a_failure_is_one_object(moot, tmp_path):
    said = moot("verify", tmp_path, "--json")
    assert (said.exit_code, said.stdout) == (3, "")
    problem = json.loads(said.stderr)
    assert (problem["code"], problem["exit"]) == ("NoMoot", 3)
    assert set(problem) == {"code", "exit", "title", "detail", "next"}
