import json
import shutil

import pytest

from moot.core.events import ProposalClosed, ProposalSubmitted
from moot.hall import CHECKPOINT, STORE
from moot.stores.counterfoil import FileCounterfoil
from moot.stores.sqlite import SqliteStore
from tests.clerk.town import Town


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """Give a folder with a settled and an open decision, and their ids."""
    folder = tmp_path_factory.mktemp("moots")
    store = SqliteStore(folder / STORE)
    town = Town(store, counterfoil=FileCounterfoil(folder / CHECKPOINT))
    town.propose()
    town.to("settled")
    now = town.state.targets["hall"].terms["degrees"]
    town.propose("bo.ai", degrees=now + 1)
    town.to("ballot")
    ids = [event.proposal for event in town.told(ProposalSubmitted)]
    store.close()
    return folder, ids


def test_every_decision_has_its_line(moot, two):
    folder, ids = two
    rows = moot("minutes", folder).output.splitlines()
    assert [row.split()[0] for row in rows] == ["1", "2"]
    assert [row.split()[3] for row in rows] == [each[:8] for each in ids]
    assert "settled" in rows[0]
    assert rows[0].endswith("executed, measured and settled")
    assert rows[1].split()[-1] == "ballot"


def test_with_json_every_decision_is_one_object(moot, two):
    folder, ids = two
    rows = [json.loads(row) for row in moot("minutes", folder, "--json").output.splitlines()]
    assert [(row["number"], row["proposal"], row["outcome"]) for row in rows] == [
        (1, ids[0], "settled"),
        (2, ids[1], None),
    ]


@pytest.mark.parametrize("how", ["number", "digits", "capitals", "whole"])
def test_a_decision_is_named_by_its_number_or_the_first_digits_of_its_id(moot, two, how):
    folder, ids = two
    named = {"number": "1", "digits": ids[0][:8], "capitals": ids[0][:8].upper(), "whole": ids[0]}[how]
    said = moot("minutes", folder, named)
    assert said.exit_code == 0
    assert said.output.startswith("# Decision 1: set_heat on hall\n\n**Settled**: executed, measured and settled.\n")
    assert f"`{ids[0]}`" in said.output


def test_minutes_are_there_while_a_decision_runs(moot, two):
    said = moot("minutes", two[0], "2")
    assert "**Running**: in ballot until 2027-" in said.output


def test_minutes_in_json_are_those_of_the_view(moot, two):
    folder, ids = two
    shown = json.loads(moot("minutes", folder, "1", "--json").output)
    assert (shown["proposal"], shown["outcome"], shown["ballot"]["tally"]["passed"]) == (ids[0], "settled", True)


def test_a_decision_that_is_not_there_is_not_found(moot, two):
    said = moot("minutes", two[0], "7777777")
    assert (said.exit_code, said.stdout) == (3, "")
    assert "there is no decision 7777777" in said.stderr
    assert "next: moot minutes FOLDER lists them" in said.stderr


def test_digits_with_which_several_ids_begin_are_refused(moot, two):
    said = moot("minutes", two[0], "")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "the beginning of 2 ids" in said.stderr


def test_reading_leaves_the_record_as_it_is(moot, two, tmp_path):
    copy = shutil.copytree(two[0], tmp_path / "moot")
    before = (copy / STORE).read_bytes()
    moot("minutes", copy, "1")
    assert (copy / STORE).read_bytes() == before
    assert moot("verify", copy).exit_code == 0


def test_the_minutes_of_the_record_end_where_it_does(whole, moot):
    folder, entries = whole
    [closed] = [told for told in entries if any(isinstance(each, ProposalClosed) for each in told.events)]
    assert json.loads(moot("minutes", folder, "1", "--json").output)["entries"]["last"] == closed.index
