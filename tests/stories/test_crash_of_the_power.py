"""The power fails at any instant: nothing acknowledged is lost, and what is left opens and holds."""

import logging
from random import Random

from moot.clerk.audit import audit
from moot.clerk.ports import ClerkFailure
from moot.hall import CHECKPOINT, STORE, open_hall
from moot.record.checkpoint import Checkpoint
from moot.record.note import Note
from moot.stores.counterfoil import FileCounterfoil
from moot.stores.sqlite import SqliteStore
from moot.wire.acts import act_id
from tests.clerk.town import CLERK_KEYS, Town
from tests.stories.disk import Disk

LOG = logging.getLogger(__name__)
INSTANTS = 600  # at which a first decision changes or syncs a file, at least
CUTS = 3  # for each time that a clerk is killed


class Hasty(SqliteStore):
    """A store that does not wait for the disk: acknowledged is not durable."""

    def _prepare(self):
        super()._prepare()
        self._writer.pragma("synchronous", "NORMAL")


class Hearing(FileCounterfoil):
    """The second place, where it is heard how much is acknowledged: it is filled last."""

    heard = 0

    def keep(self, note):
        super().keep(note)
        self.heard = Checkpoint.parse(Note.parse(note).text).size


class Photographs:
    """What cuts at random instants of a moot's first decision would have left, and what was acknowledged then."""

    def __init__(self, folder, store, share):
        self.chance, self.taken, self.share = Random(str(folder.name)), [], share
        folder.mkdir()
        with Disk(folder, self.look) as self.disk:
            self.second = Hearing(folder / CHECKPOINT)
            town = Town(store(folder / STORE), counterfoil=self.second)
            town.propose()
            town.to("gone")
            self.store = town.store
            audit(town.store, counterfoil=self.second.last())

    def truth(self, size):
        return contents(self.store, size)

    def look(self):
        if self.chance.random() < self.share:
            self.taken.append((self.second.heard, self.disk.after_a_cut(self.chance)))


def contents(store, size):
    """Return everything that `store` holds for its first `size` entries."""
    entries = list(store.read(0, size))
    held = store.held([act_id(each.act) for each in entries])
    return entries, list(store.checkpoints(0, size + 1)), held


def why_lost(folder, photographs, acknowledged, left):
    """Return what is wrong with the folder that a cut left, or nothing."""
    folder.mkdir()
    for name, data in left.items():
        (folder / name).write_bytes(data)
    try:
        with Disk(folder), open_hall(folder, keys=CLERK_KEYS) as hall:
            size = hall.store.size()
            whole = contents(hall.store, size) == photographs.truth(size)
    except ClerkFailure as failure:
        return str(failure)
    return "" if size >= acknowledged and whole else f"{acknowledged} were acknowledged, {size} are there"


def trials(tmp_path, store, number):
    """Return what went wrong at each of about `number` instants, with nothing for those that lost nothing."""
    for run in range(-(-number // INSTANTS)):
        photographs = Photographs(tmp_path / f"run {run}", store, min(1, number / INSTANTS - run))
        for index, (acknowledged, left) in enumerate(photographs.taken):
            yield why_lost(tmp_path / f"{run} {index}", photographs, acknowledged, left)
        photographs.store.close()


def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path, kills):
    said = list(trials(tmp_path, SqliteStore, CUTS * kills))
    LOG.info("%d cuts", len(said))
    assert len(said) > kills
    assert [why for why in said if why] == []


def test_a_store_that_does_not_wait_for_the_disk_is_found_out(tmp_path, kills):
    said = list(trials(tmp_path, Hasty, CUTS * kills))
    lost = sum("were acknowledged" in why or "was published" in why for why in said)
    LOG.info("%d cuts, %d of them lost what was acknowledged", len(said), lost)
    assert lost > len(said) // 10
