"""A hall is a folder, stands on a store, or lives in memory; inside is the door that everybody uses."""

import json
import os
import sys
from contextlib import closing

import pytest

from moot.clerk.audit import audit
from moot.clerk.clock import HandSetClock
from moot.clerk.ports import BadKeys, RecordIsBehind, StoreFailed, WrongKeys
from moot.core.commands import CommitChance
from moot.core.refusal import KeyNotValid, NotCanonical
from moot.hall import CHECKPOINT, KEYS, STORE, open_hall, open_record
from moot.kit.door import Door
from moot.settings import SETTINGS, Settings
from moot.stores.memory import MemoryStore
from moot.stores.sqlite import SqliteStore
from moot.wire.entry import Submission, text_hash
from tests.clerk.town import CLERK_KEYS, NOW, signed, signed_founding
from tests.core.house import LINKS


def found(hall, **changes):
    plan = signed_founding()
    plan = type(plan)(plan.charter, hall.introduce("clerk", LINKS), plan.owners, plan.targets)
    act = signed("ana.human", plan, moot="", nonce=0, **changes)
    return hall.submit(act)


def opened(folder=None, **options):
    return open_hall(folder, clock=HandSetClock(NOW), **options)


def commit(moot: str, nonce: int = 1) -> Submission:
    return signed("ana.human", CommitChance("77" * 32), moot=moot, nonce=nonce)


def through(door: Door, act: Submission):
    return door.submit(act.act, act.signature, act.payload)


@pytest.mark.parametrize("served", [False, True])
def test_a_moot_in_memory_is_founded_and_used_through_its_door(served):
    with opened(served=served) as hall:
        moot = found(hall).id
        door = hall.door()
        receipt = through(door, commit(moot))
        assert receipt.index == 1
        assert [told.id for told in door.entries(0)] == [moot, receipt.id]
        with pytest.raises(NotCanonical):
            door.submit(b"", b"")


def test_a_folder_may_name_the_database_that_holds_its_record(cluster, tmp_path):
    folder = tmp_path / "moot"
    folder.mkdir()
    (folder / SETTINGS).write_text(Settings(cluster.place()).written())
    with opened(folder) as hall:
        moot = found(hall).id
        state = hall.clerk.assembly
    assert sorted(each.name for each in folder.iterdir()) == [CHECKPOINT, "keys", SETTINGS]
    with opened(folder) as hall:
        assert hall.clerk.assembly == state
        through(hall.door(), commit(moot))
    with closing(open_record(folder)) as record:
        assert audit(record, counterfoil=(folder / CHECKPOINT).read_bytes()).size == 2


def test_a_database_that_lost_entries_is_not_opened(cluster, tmp_path):
    (tmp_path / SETTINGS).write_text(Settings(cluster.place()).written())
    with opened(tmp_path) as hall:
        found(hall)
    (tmp_path / SETTINGS).write_text(Settings(cluster.place()).written())  # as after an older backup
    with pytest.raises(RecordIsBehind):
        opened(tmp_path)


def test_a_database_without_what_speaks_to_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "moot.stores.postgres", None)  # how Python notes that there is none
    (tmp_path / SETTINGS).write_text(Settings("postgresql://host/db").written())
    with pytest.raises(StoreFailed, match=r"opening the database failed: asyncpg is not installed; .*pip install"):
        opened(tmp_path)


def test_a_moot_in_a_folder_goes_on_where_it_ended(tmp_path):
    with opened(tmp_path / "moot") as hall:
        moot = found(hall).id
        through(hall.door(), commit(moot))
        state = hall.clerk.assembly
    assert sorted(each.name for each in (tmp_path / "moot").iterdir()) == [CHECKPOINT, "keys", STORE]
    with opened(tmp_path / "moot") as hall:
        assert hall.clerk.assembly == state
        assert through(hall.door(), commit(moot)).index == 1
        assert through(hall.door(), commit(moot, 2)).index == 2
        found_now = audit(hall.store, counterfoil=(tmp_path / "moot" / CHECKPOINT).read_bytes())
        assert (found_now.moot, found_now.size) == (moot, 3)


def test_a_moot_in_a_store_of_ones_own_goes_on_with_its_keys(tmp_path):
    path = tmp_path / STORE
    with opened(SqliteStore(path), keys=CLERK_KEYS) as hall:
        moot = found(hall).id
    with opened(SqliteStore(path), keys=CLERK_KEYS) as hall:
        assert hall.clerk.assembly.moot == moot
    with pytest.raises(WrongKeys):
        opened(SqliteStore(path))
    assert [each.name for each in tmp_path.iterdir()] == [STORE]


def test_secrets_are_for_their_owner_alone(tmp_path):
    opened(tmp_path / "moot").close()
    assert (tmp_path / "moot" / KEYS).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "moot").stat().st_mode & 0o777 == 0o700
    assert set(json.loads((tmp_path / "moot" / KEYS).read_text())) == {"seed", "chance"}


def test_keys_that_others_may_read_are_not_used(tmp_path):
    opened(tmp_path).close()
    (tmp_path / KEYS).chmod(0o644)
    with pytest.raises(BadKeys, match=r"others may read it; .*nothing was opened"):
        opened(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"seed": "00"}', '{"seed": "00", "chance": "zz"}', '{"seed": "00", "chance": ""}']
)
def test_keys_that_cannot_be_read_are_not_used(tmp_path, text):
    opened(tmp_path).close()
    (tmp_path / KEYS).write_text(text)
    with pytest.raises(BadKeys, match="it does not hold a seed and a chance secret"):
        opened(tmp_path)


def test_a_restored_backup_is_not_opened(tmp_path):
    with opened(tmp_path) as hall:
        moot = found(hall).id
    backup = {each.name: each.read_bytes() for each in tmp_path.iterdir() if each.is_file() and each.name != CHECKPOINT}
    with opened(tmp_path) as hall:
        through(hall.door(), commit(moot))
    for name, data in backup.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(RecordIsBehind, match="nothing was opened, because going on would fork the record"):
        opened(tmp_path)


def test_a_clerk_introduces_itself_by_the_keys_it_was_given():
    with opened(chance=lambda length: b"7" * length) as hall, opened(chance=lambda length: b"7" * length) as same:
        assert hall.introduce("clerk") == same.introduce("clerk")
        plan = signed_founding()  # names another clerk
        act = signed("ana.human", plan, moot="", nonce=0)
        with pytest.raises(KeyNotValid):
            hall.submit(act)


def test_a_store_in_which_the_program_stumbles_is_closed_again():
    class Stumbling(MemoryStore):
        closed = False

        def size(self):
            raise KeyError

        def close(self):
            self.closed = True

    store = Stumbling()
    with pytest.raises(KeyError):
        opened(store)
    assert store.closed


def test_what_is_not_known_to_be_recorded_is_a_connection_error(monkeypatch):
    with opened() as hall:
        moot = found(hall).id

        def fail(*_, **__):
            raise StoreFailed("appending", "the disk is full")

        monkeypatch.setattr(MemoryStore, "append", fail)
        with pytest.raises(ConnectionError, match=r"the disk is full; .*send the same acts again"):
            through(hall.door(), commit(moot))


def test_a_text_is_held_under_its_salted_hash():
    with opened(chance=lambda length: b"7" * length) as hall:
        named = hall.door().hold("because")
        assert named == text_hash((b"7" * 32).hex(), "because")
        assert hall.store.text(named) == "because"


def test_views_are_up_to_every_acknowledged_entry():
    with opened() as hall:
        assert hall.door().view("targets") == []
        found(hall)
        assert hall.door().view("targets") == ["hall"]
        with pytest.raises(ValueError, match="weather"):
            hall.door().view("weather")


def test_a_hall_that_is_not_served_is_tended_by_whoever_holds_it():
    clock = HandSetClock(NOW)
    with open_hall(clock=clock) as hall:
        found(hall)
        assert hall.tend() == []
        clock.advance(hall.clerk.assembly.charter.structure.epoch)
        assert len(hall.tend()) == 1


def test_a_hall_that_is_served_tends_itself():
    clock = HandSetClock(NOW)
    with open_hall(clock=clock, served=True) as hall:
        found(hall)
        clock.advance(hall.clerk.assembly.charter.structure.epoch)
        assert hall.tend() == []
        assert hall.clerk.feed.wait(1, 10_000) == 2


def test_a_record_is_read_without_keys(tmp_path):
    with opened(tmp_path / "moot") as hall:
        moot = found(hall).id
    store = open_record(tmp_path / "moot")
    assert audit(store).moot == moot
    store.close()
    with pytest.raises(StoreFailed, match="there is none in nowhere"):
        open_record(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_an_audit_leaves_a_folder_as_it_is(tmp_path):
    folder = tmp_path / "a moot? #1"  # a path is no address
    with opened(folder) as hall:
        moot = found(hall).id
        through(hall.door(), commit(moot))
        hall.hold("because")

    def seen():
        found = ((each, each.stat()) for each in sorted(folder.rglob("*")))
        return [(each, each.is_file() and each.read_bytes(), stat.st_mtime_ns) for each, stat in found]

    for each in (*folder.iterdir(), folder):
        each.chmod(0o500 if each.is_dir() else 0o400)
    before = seen()
    store = open_record(folder)
    assert (audit(store).size, audit(store).texts) == (2, 1)
    assert seen() == before
    store.close()
    assert seen() == before


def test_keys_appear_whole_or_not_at_all(tmp_path, monkeypatch):
    def crash(_):
        message = "the power failed"
        raise OSError(message)

    with monkeypatch.context() as power:
        power.setattr(os, "fsync", crash)
        with pytest.raises(OSError, match="the power failed"):
            opened(tmp_path)
    assert not list((tmp_path / "keys").iterdir())
    with opened(tmp_path) as hall:
        clerk = hall.introduce("clerk")
    with opened(tmp_path) as hall:
        assert hall.introduce("clerk") == clerk


def test_a_hall_that_was_closed_takes_nothing_and_says_so():
    hall = opened(served=True)
    moot = found(hall).id
    hall.close()
    with pytest.raises(ConnectionError, match="the moot was closed"):
        through(hall.door(), commit(moot))


def test_a_hall_that_is_closed_lets_go_of_its_checkers_and_files_nothing():
    hall = opened()
    moot = found(hall).id
    hall.close()
    with pytest.raises(ConnectionError, match="the moot was closed"):
        through(hall.door(), commit(moot))
    assert hall.store.size() == 1
