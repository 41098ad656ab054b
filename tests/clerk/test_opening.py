"""A record is opened only if it is the one that was published, and failures stop the clerk."""

import pytest

from moot.clerk.clerk import Clerk
from moot.clerk.opening import ClerkKeys
from moot.clerk.ports import BadRecord, ClerkIsStopped, RecordIsBehind, StoreFailed, WrongKeys
from moot.core.commands import (
    CommitChance,
)
from moot.core.refusal import (
    NonceIsSpent,
)
from moot.record.checkpoint import open_checkpoint
from moot.record.note import VerifierKey
from moot.stores.counterfoil import FileCounterfoil
from moot.stores.memory import MemoryStore
from moot.stores.sqlite import SqliteStore
from moot.wire.entry import Submission
from tests.clerk.town import CLERK_KEYS, NOW, Town, signer
from tests.core.house import charter

SALT = "5a" * 32
TIP = CommitChance("77" * 32)


@pytest.fixture
def town():
    return Town()


class Failing(MemoryStore):
    """A store that fails when it is told to: another implementation of the port."""

    def __init__(self, *, lost: bool) -> None:
        super().__init__()
        self.failing, self.lost = False, lost

    def append(self, entries, **beside):
        if self.failing and self.lost:
            raise StoreFailed("appending", "the disk is full")
        super().append(entries, **beside)
        if self.failing:
            raise StoreFailed("appending", "the answer of the disk was lost")


def test_every_group_has_one_checkpoint_over_all_of_it(town):
    town.clerk.file([town.write("ana.human", TIP), town.write("bo.human", TIP)])
    assert [size for size, _ in town.store.checkpoints(0, 99)] == [1, 3]
    [(_, note)] = town.store.checkpoints(3, 4)
    known = VerifierKey(f"moot/{town.moot}", CLERK_KEYS.signer.public)
    assert open_checkpoint(note, [known]) == town.clerk.checkpoint
    assert town.clerk.checkpoint.size == 3


def test_a_group_of_refusals_appends_nothing(town):
    town.clerk.file([Submission(b"", b""), Submission(b"{}", b"")])
    assert [size for size, _ in town.store.checkpoints(0, 99)] == [1]


def test_an_opened_record_goes_on_where_it_ended(town):
    town.propose()
    clerk = town.another_clerk()
    assert clerk.assembly == town.state
    assert clerk.checkpoint == town.clerk.checkpoint
    town.clerk = clerk
    town.to("settled")
    assert town.closed.outcome == "settled"


def test_keys_of_another_clerk_do_not_open_the_record(town):
    with pytest.raises(WrongKeys, match="nothing was opened; put the clerk's own keys in their place"):
        Clerk(town.store, clock=town.clock, keys=ClerkKeys(signer("bo.ai"), bytes(32)))


@pytest.mark.parametrize("lost", [True, False])
def test_after_a_failure_of_the_store_the_clerk_stops_until_it_is_opened_again(lost):
    store = Failing(lost=lost)
    town = Town(store)
    before = (town.state, town.clerk.size)
    act = town.write("ana.human", TIP)
    store.failing = True
    with pytest.raises(StoreFailed, match="nothing was acknowledged; mend the cause, open the moot again"):
        town.clerk.file([act])
    store.failing = False
    assert (town.state, town.clerk.size) == before
    assert list(town.clerk.feed.entries(1)) == []
    with pytest.raises(ClerkIsStopped, match=r"the clerk has stopped .*nothing was recorded; open the moot again"):
        town.clerk.file([act])
    town.clerk = town.another_clerk()
    assert town.submit(act).index == 1
    assert town.clerk.size == 2


def test_a_record_that_lost_its_end_is_not_opened(tmp_path):
    counterfoil = FileCounterfoil(tmp_path / "checkpoint")
    town = Town(counterfoil=counterfoil)
    backup = list(town.store.read(0, 1))
    [(_, note)] = town.store.checkpoints(1, 2)
    town.file("ana.human", TIP)
    town.store = MemoryStore()
    for held in ([], backup):
        if held:
            town.store.append(held, at=0, checkpoint=note, held=[])
        with pytest.raises(RecordIsBehind, match="a checkpoint over 2 was published, as happens when an old backup"):
            town.another_clerk()


def test_a_crash_between_the_append_and_the_second_place_loses_nothing(tmp_path):
    class Crashing(FileCounterfoil):
        crash = False

        def keep(self, note):
            if self.crash:
                raise StoreFailed("keeping the second checkpoint", "the power failed")
            super().keep(note)

    town = Town(SqliteStore(tmp_path / "moot.sqlite"), counterfoil=Crashing(tmp_path / "checkpoint"))
    act = town.write("ana.human", TIP)
    town.counterfoil.crash = True
    with pytest.raises(StoreFailed):
        town.clerk.file([act])
    town.store.close()
    town.counterfoil.crash = False
    town.store = SqliteStore(tmp_path / "moot.sqlite")
    town.clerk = town.another_clerk()
    assert town.clerk.size == 2
    assert town.submit(act).index == 1
    town.file("bo.human", TIP)
    assert town.another_clerk().size == 3
    town.store.close()


def test_a_second_place_of_another_record_is_not_believed(tmp_path):
    town = Town(counterfoil=FileCounterfoil(tmp_path / "checkpoint"))
    other = Town(law=charter(contributors=1), counterfoil=FileCounterfoil(tmp_path / "other"))
    town.counterfoil.keep(other.counterfoil.last())
    with pytest.raises(BadRecord, match="entry 0 does not hold"):
        town.another_clerk()
    town.counterfoil.keep(b"scribbles")
    with pytest.raises(BadRecord, match="the signed note is refused"):
        town.another_clerk()


def test_a_record_without_its_last_checkpoint_is_not_opened(town):
    town.store._checkpoints.clear()  # noqa: SLF001 - tampered with
    with pytest.raises(BadRecord, match="no checkpoint covers the last entry"):
        town.another_clerk()


def test_the_slower_of_two_clerks_reads_on_and_decides_again(tmp_path):
    town = Town(SqliteStore(tmp_path / "moot.sqlite"))
    slow, quick = town.clerk, town.another_clerk()
    same, more = town.write("ana.human", TIP), town.write("bo.human", TIP)
    [first] = quick.file([same])
    [again, second] = slow.file([same, more])
    assert again == first
    assert (second.index, slow.size) == (2, 3)
    assert [told.index for told in slow.feed.entries(0)] == [0, 1, 2]
    [late] = quick.file([town.write("ana.human", TIP, nonce=1, until=NOW + 1)])
    assert isinstance(late, NonceIsSpent)
    town.store.close()


def test_two_clerks_that_tend_one_record_do_everything_once(tmp_path):
    town = Town(SqliteStore(tmp_path / "moot.sqlite"))
    first, second = town.clerk, town.another_clerk()
    town.clock.advance(3 * town.state.charter.structure.epoch)
    first.tend()
    second.tend()  # the same acts have the same bytes, hence the first receipts
    assert second.size == first.size == 4
    assert second.assembly == first.assembly
    town.store.close()


def test_a_record_that_shrinks_under_the_clerk_stops_it(town):
    town.file("ana.human", TIP)
    town.store._entries.pop()  # noqa: SLF001 - tampered with
    with pytest.raises(RecordIsBehind, match="the store holds 1 entries, but a checkpoint over 2"):
        town.file("bo.human", TIP)
    with pytest.raises(ClerkIsStopped):
        town.file("bo.human", TIP)
