"""A record is opened only if it is the one that was published, and failures stop the clerk."""

from dataclasses import replace

import pytest

from moot.clerk.clerk import Clerk
from moot.clerk.head import enter, read_signed
from moot.clerk.opening import ClerkKeys
from moot.clerk.ports import (
    BadCounterfoil,
    BadRecord,
    ClerkIsStopped,
    RecordIsBehind,
    StoreFailed,
    WrongKeys,
)
from moot.core.commands import CommitChance, WeighValues
from moot.core.refusal import (
    NonceIsSpent,
)
from moot.record.checkpoint import Checkpoint, open_checkpoint
from moot.record.note import VerifierKey
from moot.stores.counterfoil import FileCounterfoil
from moot.stores.memory import MemoryStore
from moot.stores.sqlite import SqliteStore
from moot.wire.entry import Submission
from tests.clerk.town import CLERK_KEYS, NOW, Town, signed, signed_founding, signer
from tests.core.house import LINKS, charter

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
    with pytest.raises(
        ClerkIsStopped, match=r"the clerk has stopped .*nothing was recorded since; open the moot again"
    ):
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


# The second place.


@pytest.fixture
def kept(tmp_path):
    """Give a town of two entries whose second place says so."""
    town = Town(counterfoil=FileCounterfoil(tmp_path / "checkpoint"))
    town.file("ana.human", TIP)
    return town


def put(tmp_path, note: bytes) -> None:
    """Tamper with the second place."""
    (tmp_path / "checkpoint").write_bytes(note)


def not_opened(town, why: str) -> None:
    """See that the second place is blamed for `why`, no entry is, and nothing was written."""
    before = town.counterfoil.last()
    with pytest.raises(BadCounterfoil, match="nothing was opened; put this moot's newest checkpoint in") as failure:
        town.another_clerk()
    assert failure.value.why.startswith(why)
    said = f"in the second place cannot be relied upon: {why}"
    assert said in str(failure.value)
    assert f"the store's {town.store.size()} entries hold on their own" in str(failure.value)
    assert town.counterfoil.last() == before


def test_a_second_place_of_another_moot_is_not_believed_and_no_entry_is_blamed(kept, tmp_path):
    other = Town(law=charter(contributors=1), counterfoil=FileCounterfoil(tmp_path / "other"))
    put(tmp_path, other.counterfoil.last())
    not_opened(kept, f"it is of moot/{other.moot}, not of moot/{kept.moot}")


def test_a_longer_record_of_another_moot_does_not_make_this_one_look_old(kept, tmp_path):
    other = Town(law=charter(contributors=1), counterfoil=FileCounterfoil(tmp_path / "other"))
    for name in ("ana.human", "bo.human", "cy.human"):
        other.file(name, TIP)
    put(tmp_path, other.counterfoil.last())
    not_opened(kept, "it is of moot/")


@pytest.mark.parametrize(
    ("note", "why"),
    [(b"", "it is empty"), (b"scribbles", "it cannot be read: "), (b"\xff\xfe", "it cannot be read: ")],
)
def test_a_second_place_that_cannot_be_read_is_not_passed_over(kept, tmp_path, note, why):
    put(tmp_path, note)
    not_opened(kept, why)


@pytest.mark.parametrize("entries", [0, 2])
def test_a_second_place_that_somebody_else_signed_is_not_believed(kept, tmp_path, entries):
    forged = Checkpoint(f"moot/{kept.moot}", 9, bytes(32)).sign(signer("bo.ai")).render()
    put(tmp_path, forged)
    kept.store = kept.store if entries else MemoryStore()
    not_opened(kept, "it is not signed by this clerk: ")


def test_a_second_place_that_was_lost_is_not_taken_for_a_new_one(kept, tmp_path):
    (tmp_path / "checkpoint").unlink()
    not_opened(kept, "there is none, and a clerk always leaves one")


def test_a_second_place_over_other_entries_shows_two_records_of_one_clerk(kept, tmp_path):
    other = Town(counterfoil=FileCounterfoil(tmp_path / "other"))
    other.file("bo.human", TIP)
    kept.file("cy.human", TIP)
    put(tmp_path, other.counterfoil.last())
    with pytest.raises(BadRecord, match="entry 1 does not hold: the checkpoint over 2 entries is of another record"):
        kept.another_clerk()


@pytest.mark.parametrize("first", [True, False])
def test_what_a_crash_kept_from_the_second_place_is_brought_there_at_the_opening(tmp_path, first):
    town = Town(counterfoil=FileCounterfoil(tmp_path / "checkpoint"))
    behind = None if first else town.counterfoil.last()
    if not first:
        town.file("ana.human", TIP)
    newest = town.counterfoil.last()
    if first:
        (tmp_path / "checkpoint").unlink()
    else:
        put(tmp_path, behind)
    assert town.another_clerk().checkpoint == town.clerk.checkpoint
    assert town.counterfoil.last() == newest


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


def weigh(value: int) -> WeighValues:
    return WeighValues({"safety": value, "thrift": 1_000_000 - value})


def appended(town, *, signature: bytes | None = None, note: bytes | None = None) -> None:
    """Append, as somebody else than the clerk, Ana's next act, and `note` or a checkpoint signed by Bo's agent."""
    act = town.write("ana.human", weigh(0))
    before = town.clerk._head  # noqa: SLF001 - anybody who reads the record can derive it
    entered = enter(before, read_signed(act.act, signature or act.signature), town.now)
    own = Checkpoint(entered.head.origin, entered.head.size, entered.head.frontier.root()).sign(signer("bo.ai"))
    town.store.append([entered.entry], at=before.size, checkpoint=note or own.render(), held=[])


def not_taken_in(town, why: str) -> None:
    """See that the clerk stops where somebody else wrote on, and neither says nor signs anything over it."""
    before = (town.clerk.size, town.state, town.clerk.checkpoint)
    stored = (town.store.size(), list(town.store.checkpoints(0, 99)))
    with pytest.raises(BadRecord, match=why):
        town.file("bo.human", weigh(0))
    assert (town.clerk.size, town.state, town.clerk.checkpoint) == before
    assert (town.store.size(), list(town.store.checkpoints(0, 99))) == stored
    assert list(town.clerk.feed.entries(town.clerk.size)) == []
    with pytest.raises(ClerkIsStopped):
        town.file("bo.human", weigh(1))


def test_what_somebody_else_appended_without_the_clerk_s_checkpoint_is_not_taken_in(town):
    appended(town, signature=bytes(64), note=b"forged")
    not_taken_in(town, "entry 1 does not hold: ")


def test_what_somebody_else_appended_under_their_own_checkpoint_is_not_taken_in(town):
    appended(town)
    not_taken_in(town, "entry 1 does not hold: .*no key that you know has signed it")


def test_what_somebody_else_appended_under_a_checkpoint_of_another_record_is_not_taken_in(town):
    other = Town()
    other.file("cy.human", weigh(0))
    [(_, note)] = other.store.checkpoints(2, 3)
    appended(town, note=note)
    not_taken_in(town, "entry 1 does not hold: the checkpoint over 2 entries is of another record")


def test_what_was_appended_without_any_checkpoint_over_it_is_not_taken_in(town):
    appended(town)
    town.store._checkpoints.pop(2)  # noqa: SLF001 - tampered with
    not_taken_in(town, "entry 1 does not hold: no checkpoint covers the last entry")


def test_a_moot_that_was_founded_meanwhile_with_another_clerk_is_not_this_clerk_s(town):
    store, usurper = MemoryStore(), ClerkKeys(signer("usurper"), bytes(32))
    clerk = Clerk(store, clock=town.clock, keys=usurper)
    [(_, note)] = town.store.checkpoints(1, 2)
    store.append(list(town.store.read(0, 1)), at=0, checkpoint=note, held=[])
    plan = replace(signed_founding(), clerk=usurper.introduce("clerk", LINKS))
    with pytest.raises(WrongKeys):
        clerk.file([signed("ana.human", plan, moot="", nonce=0)])
    assert (clerk.size, list(clerk.feed.entries(0))) == (0, [])


def test_a_closed_clerk_files_nothing_and_has_let_go_of_its_threads(town):
    town.clerk.file([town.write("ana.human", weigh(each)) for each in range(20)])
    town.clerk.close()
    town.clerk.close()
    before = town.store.size()
    with pytest.raises(ClerkIsStopped, match=r"the clerk has stopped \(the moot was closed\)"):
        town.file("bo.human", weigh(0))
    assert town.store.size() == before


def test_the_slower_of_two_clerks_does_not_turn_the_second_place_back(tmp_path):
    class Slow(FileCounterfoil):
        overtaking = False

        def keep(self, note):
            if self.overtaking:
                quick.file([town.write("bo.human", TIP)])
            super().keep(note)

    town = Town(counterfoil=FileCounterfoil(tmp_path / "checkpoint"))
    quick, town.counterfoil = town.clerk, Slow(tmp_path / "checkpoint")
    town.clerk = town.another_clerk()
    town.counterfoil.overtaking = True
    town.file("ana.human", TIP)
    [(_, newest)] = town.store.checkpoints(3, 4)
    assert town.counterfoil.last() == newest


def test_a_record_that_shrinks_under_the_clerk_stops_it(town):
    town.file("ana.human", TIP)
    town.store._entries.pop()  # noqa: SLF001 - tampered with
    with pytest.raises(RecordIsBehind, match="the store holds 1 entries, but a checkpoint over 2"):
        town.file("bo.human", TIP)
    with pytest.raises(ClerkIsStopped):
        town.file("bo.human", TIP)
