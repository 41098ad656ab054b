import hashlib
import json
import shutil

import pytest

from moot.core.commands import RevokeKey
from moot.hall import open_hall
from moot.kit import Keyring, Member
from moot.record.signature import Signer
from tests.cli.people import Terminal


@pytest.fixture
def terminal(tmp_path):
    terminal = Terminal(tmp_path / "team")
    terminal.found()
    return terminal


def replace(terminal, *words):
    return terminal.type("key", "replace", terminal.folder, *words)


def test_a_stolen_key_is_replaced_and_counts_for_nothing(terminal, tmp_path):
    keys = terminal.folder / "keys"
    thief = tmp_path / "thief"
    shutil.copytree(keys, thief)
    said = replace(terminal, "--recovery", keys / "ana.recovery")
    assert said.exit_code == 0, said.stderr
    assert "The key of ana is replaced." in said.stdout
    assert {path.name for path in keys.iterdir()} == {"ana.key", "ana.recovery", "clerk.json"}
    weighed = ["weigh", terminal.folder, "--as", "ana", "--yes", "--value", "calm=1", "--value", "delivery=1"]
    assert terminal.type(*weighed, "--keys", thief).exit_code == 4
    assert terminal.type(*weighed).exit_code == 0
    # The recovery key stays good, and the new key draws lots.
    assert json.loads(replace(terminal, "--recovery", keys / "ana.recovery", "--json").stdout)["revoked"] == 1
    terminal.say("bo", "propose", "--set", "wip=3")
    terminal.to("executing")
    assert terminal.type("verify", terminal.folder).exit_code == 0


def test_a_lost_key_is_replaced_by_name(terminal):
    keys = terminal.folder / "keys"
    (keys / "ana.key").unlink()
    assert replace(terminal, "--recovery", keys / "ana.recovery").exit_code == 2
    assert replace(terminal, "--as", "ana", "--recovery", keys / "ana.recovery").exit_code == 0
    assert terminal.type("inbox", terminal.folder).stdout.startswith("ana, ")


def test_while_the_lot_draws_on_the_old_chance_fresh_chance_has_to_wait(terminal):
    terminal.say("ana", "propose", "--set", "wip=3")
    [(who, _, _)] = terminal.awaited()
    place = terminal.folder / "hand-over"
    said = replace(terminal, "--as", who, "--keys", place, "--recovery", place / f"{who}.recovery")
    assert "once it is closed: moot key chance" in said.stdout
    early = terminal.type("key", "chance", terminal.folder, "--as", who, "--yes")
    assert early.exit_code == 5
    terminal.say("ana", "withdraw")
    late = terminal.type("key", "chance", terminal.folder, "--as", who, "--yes")
    assert late.exit_code == 0, late.stderr
    assert f"{who} commits a chance chain" in late.stdout


def test_nobody_elses_recovery_key_replaces_a_key(terminal):
    said = replace(terminal, "--as", "ana", "--recovery", terminal.folder / "hand-over" / "bo.recovery", "--json")
    assert (said.exit_code, json.loads(said.stderr)["code"]) == (4, "KeyNotValid")
    assert replace(terminal, "--as", "eve", "--recovery", terminal.folder / "keys" / "ana.recovery").exit_code == 4
    assert terminal.type("inbox", terminal.folder).exit_code == 0


def test_a_recovery_key_that_was_revoked_leaves_no_new_key_behind(terminal):
    keys = terminal.folder / "keys"
    page = keys / "ana.recovery"
    signer = Signer.from_seed(bytes.fromhex(page.read_text().split()[-1]))
    with open_hall(terminal.folder, clock=terminal.clock) as hall:
        ana = Member(hall.door(), Keyring.load_or_make(keys / "ana.key"), "ana", "ana", terminal.clock.now)
        ana.nonce, ana.signer = -1, signer
        ana.file(RevokeKey("ana", hashlib.sha256(signer.public).hexdigest()))
    said = replace(terminal, "--recovery", page)
    assert said.exit_code == 4
    assert "Nothing was recorded" in said.stderr
    assert {path.name for path in keys.iterdir()} == {"ana.key", "ana.recovery", "clerk.json"}


@pytest.mark.parametrize("text", ["", "a page without a key", "abcd"])
def test_a_page_that_is_no_recovery_key_is_named(terminal, tmp_path, text):
    (tmp_path / "page").write_text(text)
    said = replace(terminal, "--recovery", tmp_path / "page", "--json")
    assert (said.exit_code, json.loads(said.stderr)["code"]) == (2, "BadKey")


def test_a_template_is_printed_to_be_changed(terminal, tmp_path):
    own = tmp_path / "ours.toml"
    own.write_text(terminal.type("charter", "template", "team").stdout)
    words = ["--charter", own, "--name", "ana", "--owner", "bo", "--in-force", "wip=4", "--in-force", "meetings=6"]
    assert terminal.type("init", tmp_path / "ours", *words).exit_code == 0
    assert "calm" in json.loads(terminal.type("charter", "template", "team", "--json").stdout)["text"]
