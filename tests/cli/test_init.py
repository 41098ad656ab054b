import json
import shutil
import stat
from pathlib import Path

import pytest

from moot.cli.founders import enough
from moot.cli.template import TEMPLATES
from moot.core.charter import faults
from moot.hall import KEYS, STORE
from moot.settings import SETTINGS
from moot.wire.charter import read_charter
from tests.cli.people import Terminal


@pytest.fixture
def terminal(tmp_path):
    return Terminal(tmp_path / "commons")


def test_three_answers_found_a_moot(terminal):
    said = terminal.type("init", terminal.folder, asks=True, answers="\nana\n\n")
    assert said.exit_code == 0, said.stderr
    assert said.stderr.count("?") + said.stderr.count(": ") >= 3
    assert [each for each in ("charter", "called", "voice") if each in said.stderr] == ["charter", "called", "voice"]
    assert "voices     ana, member-2, member-3" in said.stdout
    assert (terminal.folder / STORE).is_file()
    assert "Nothing waits for you." in terminal.type("inbox", terminal.folder).stdout


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_founds_a_moot(terminal, name):
    owners = [f"owner-{number}" for number in range(enough(read_charter(TEMPLATES[name].text)) - 1)]
    assert terminal.found(template=name, owners=owners).exit_code == 0
    assert terminal.type("verify", terminal.folder).exit_code == 0
    shown = terminal.json("member")
    assert [owner for owner, each in shown["owners"].items() if each["voice"]] == ["ana", *owners]
    assert not list(faults(read_charter(TEMPLATES[name].text)))


def test_everybody_gets_a_key_that_its_owner_alone_may_read(terminal):
    terminal.found()
    keys = {path.name for path in (terminal.folder / "keys").iterdir()}
    handed = {path.name for path in (terminal.folder / "hand-over").iterdir()}
    assert keys == {"ana.key", "ana.recovery", "clerk.json"}
    assert handed == {"bo.key", "bo.recovery", "cy.key", "cy.recovery", "keeper.key", "counter.key", "witness.key"}
    for path in [*(terminal.folder / "keys").iterdir(), *(terminal.folder / "hand-over").iterdir()]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(terminal.folder.stat().st_mode) == 0o700
    recovery = (terminal.folder / "keys" / "ana.recovery").read_text()
    assert "It will not be made again." in recovery
    assert (terminal.folder / "keys" / "ana.key").read_text().strip() not in recovery


def test_a_script_is_told_which_option_is_missing(terminal):
    said = terminal.type("init", terminal.folder, "--template", "team")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "error: --name is missing" in said.stderr
    assert not terminal.folder.exists()


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (["--name", "Ana Banana", "--owner", "bo"], "BadShape", 2),
        (["--name", "ana", "--owner", "ana bo"], "OutOfBounds", 4),
        (["--name", "ana", "--owner", "keeper"], "OutOfBounds", 4),
        (["--name", "ana", "--owner", "bo", "--in-force", "wip=99"], "OutOfBounds", 4),
        (["--name", "ana", "--owner", "bo", "--in-force", "wip"], "BadAmount", 2),
        (["--name", "ana", "--owner", "bo", "--in-force", "speed=3"], "NotFound", 2),
        (["--name", "ana", "--owner", "bo", "--rehearse", "tomorrow"], "BadAmount", 2),
    ],
)
def test_a_founding_that_is_refused_leaves_nothing_behind(terminal, words, code, exit_code):
    said = terminal.type("init", terminal.folder, "--template", "team", *words, "--json")
    assert (said.exit_code, said.stdout) == (exit_code, "")
    assert json.loads(said.stderr)["code"] == code
    assert not terminal.folder.exists()


def test_too_few_owners_are_refused_with_the_clause(terminal):
    said = terminal.found(template="community", owners=["bo"])
    assert said.exit_code == 2
    assert "agency.contributors" in said.stderr
    assert not terminal.folder.exists()


def test_a_folder_that_holds_something_is_not_touched(terminal):
    terminal.folder.mkdir()
    (terminal.folder / "letters").write_text("mine")
    said = terminal.found()
    assert said.exit_code == 2
    assert "is not empty" in said.stderr
    assert [path.name for path in terminal.folder.iterdir()] == ["letters"]


def test_a_dry_run_shows_the_founding_and_writes_nothing(terminal):
    said = terminal.found("--dry-run")
    assert said.exit_code == 0
    assert "voices     ana, bo, cy" in said.stdout
    assert not terminal.folder.exists()


def test_a_moot_is_founded_in_a_database_and_lives_there(terminal, cluster):
    place = cluster.place()
    assert terminal.found("--store", place).exit_code == 0
    assert not (terminal.folder / STORE).exists()
    settled = terminal.folder / SETTINGS
    assert (settled.read_text(), stat.S_IMODE(settled.stat().st_mode)) == (f'store = "{place}"\n', 0o600)
    assert "Nothing waits for you." in terminal.type("inbox", terminal.folder).stdout
    proposed = terminal.type("propose", terminal.folder, "--as", "ana", "--set", "wip=3", "--reason", "Less.", "--yes")
    assert proposed.exit_code == 0, proposed.stderr
    look = terminal.folder.parent / "look"
    look.mkdir()
    shutil.copy(settled, look)
    for folder in (terminal.folder, look):  # who reads needs no keys
        assert "size      2 entries" in terminal.type("verify", folder).stdout
        assert len(terminal.type("log", folder).stdout.splitlines()) == 2
    said = terminal.type("propose", look, "--as", "ana", "--set", "wip=2")
    assert "is not kept here: it has no keys/clerk.json" in said.stderr


def test_a_database_that_holds_a_moot_gets_no_second_one(terminal, cluster):
    place = cluster.place()
    terminal.found("--store", place)
    second = Terminal(terminal.folder.parent / "second")
    said = second.found("--store", place)
    assert (said.exit_code, "the database holds a record already, of 1 entries" in said.stderr) == (2, True)
    assert not second.folder.exists()


@pytest.mark.parametrize(
    ("store", "code", "why"),
    [
        ("mysql://ana:hunter2@host/db", 2, "no address of a database"),
        ("postgresql://ana:hunter2@127.0.0.1:1/db", 7, "the database cannot be used: [Errno 111]"),
        ("postgresql://ana:hunter/2@127.0.0.1:1/db", 7, "the database cannot be used: its address cannot be read"),
    ],
)
def test_a_database_that_cannot_be_used_is_refused_without_its_password(terminal, store, code, why):
    said = terminal.found("--store", store)
    assert (said.exit_code, said.stdout) == (code, "")
    assert why in said.stderr
    assert "hunter" not in said.stderr
    assert not terminal.folder.exists()


def test_a_moot_whose_database_is_gone_says_so_without_its_password(terminal, cluster):
    assert terminal.found("--store", cluster.place()).exit_code == 0
    settled = terminal.folder / SETTINGS
    settled.write_text('store = "postgresql://ana:hunter2@127.0.0.1:1/db"')
    for words in (["log"], ["verify"], ["inbox"], ["tend"], ["serve", "--port", "0"]):
        said = terminal.type(words[0], terminal.folder, *words[1:])
        assert (said.exit_code, said.stdout) == (7, "")
        assert "Connect call failed" in said.stderr
        assert "hunter" not in said.stderr


def test_in_json_the_founding_names_the_keys(terminal):
    said = json.loads(terminal.found("--json").stdout)
    assert said["people"] == ["ana", "bo", "cy"]
    assert said["workers"] == ["keeper", "counter", "witness"]
    assert said["keys"]["ana"] == str(terminal.folder / "keys" / "ana.key")
    assert not set(said) & {"seed", "recovery"}


def test_a_charter_of_ones_own_asks_for_what_is_in_force(terminal, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(TEMPLATES["team"].text.replace('"board"', '"desk"'))
    words = ["--charter", own, "--name", "ana", "--owner", "bo"]
    said = terminal.type("init", terminal.folder, *words, "--in-force", "wip=2")
    assert "error: --in-force pace.meetings=NUMBER is missing" in said.stderr
    said = terminal.type("init", terminal.folder, *words, "--in-force", "wip=2", "--in-force", "pace.meetings=5")
    assert said.exit_code == 0, said.stderr
    assert "desk: wip 2" in said.stdout


def test_a_charter_that_cannot_stand_is_refused_with_its_clause(terminal, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(TEMPLATES["team"].text.replace('meters = ["counter", "witness"]', 'meters = ["counter"]', 1))
    said = terminal.type("init", terminal.folder, "--charter", own, "--name", "ana", "--owner", "bo")
    assert said.exit_code == 2
    assert "awareness.metering.delivery" in said.stderr
    said = terminal.type("init", terminal.folder, "--charter", own, "--template", "team", "--name", "ana")
    assert "exclude one another" in said.stderr
    assert not terminal.folder.exists()


def test_an_unknown_template_is_answered_with_those_that_there_are(terminal):
    said = terminal.type("init", terminal.folder, asks=True, answers="guild\n")
    assert said.exit_code == 2
    assert "there are team, community, laboratory" in said.stderr


def test_a_place_where_nobody_may_write_is_named(terminal):
    terminal.folder.parent.joinpath("file").write_text("")
    terminal.folder = terminal.folder.parent / "file" / "commons"
    said = terminal.found()
    assert said.exit_code == 2
    assert "FolderCannotBeWritten" in said.stderr


def test_a_disk_that_does_not_keep_the_record_is_named(terminal, monkeypatch):
    # The place of the database is taken by a folder, as soon as there is one.
    write = Path.write_text

    def and_take_its_place(path, *words, **more):
        (path.parent / STORE).mkdir(exist_ok=True)
        return write(path, *words, **more)

    monkeypatch.setattr(Path, "write_text", and_take_its_place)
    said = terminal.found("--json")
    assert said.exit_code == 7
    assert json.loads(said.stderr)["code"] == "StoreFailed"


def test_the_clerk_has_a_key_of_its_own(terminal):
    terminal.found()
    clerk = json.loads((terminal.folder / KEYS).read_text())
    assert clerk["seed"] not in {path.read_text().strip() for path in terminal.folder.rglob("*.key")}
