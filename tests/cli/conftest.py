"""A moot in a folder, as the demonstration leaves one, and a way to call the terminal."""

import shutil
from pathlib import Path

import apsw
import pytest
from click.testing import CliRunner

from moot.cli import main
from moot.hall import CHECKPOINT, STORE
from moot.stores.counterfoil import FileCounterfoil
from moot.stores.sqlite import SqliteStore
from tests.clerk.town import Town


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """Give a folder with the record of one decision, from founding to settlement, and its entries."""
    folder = tmp_path_factory.mktemp("moots") / "whole"
    folder.mkdir()
    store = SqliteStore(folder / STORE)
    town = Town(store, counterfoil=FileCounterfoil(folder / CHECKPOINT))
    town.propose()
    town.to("settled")
    entries = list(town.clerk.feed.entries(0))
    store.close()
    return folder, entries


@pytest.fixture
def folder(whole, tmp_path) -> Path:
    """Give a copy of that folder that a test may spoil."""
    return Path(shutil.copytree(whole[0], tmp_path / "moot"))


@pytest.fixture
def spoil(folder):
    """Give a way to change the file of a record behind everybody's back."""

    def change(statement: str, *bindings: object) -> None:
        connection = apsw.Connection(str(folder / STORE))
        connection.execute(statement, bindings)
        connection.close()

    return change


@pytest.fixture
def moot():
    """Give a call of the terminal: `moot("verify", folder)`."""

    def call(*arguments: object, **options: object):
        return CliRunner().invoke(main, [str(each) for each in arguments], **options)

    return call
