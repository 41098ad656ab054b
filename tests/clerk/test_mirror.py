"""A mirror takes in what holds, and nothing that was cut, changed or replaced since it looked last."""

from dataclasses import replace

import pytest

from moot.clerk.audit import audit
from moot.clerk.mirror import Mirror
from moot.clerk.ports import BadCheckpoint, BadCopy, BadRecord, OtherRecord
from moot.core.commands import CommitChance
from moot.record.checkpoint import Checkpoint
from moot.record.tree import Tree, leaf_hash
from moot.stores.memory import MemoryStore
from moot.wire.entry import leaf
from tests.clerk.town import CLERK_KEYS, Town, signer


def commitment(number):
    return CommitChance(f"{number:064x}")


@pytest.fixture
def town():
    town = Town()
    for number in range(1, 4):
        town.submit(town.write("ana.human", commitment(number)))
    return town


class Showing:
    """Somebody who shows entries, under a checkpoint that the clerk's key, or another, signed over these or others."""

    def __init__(self, moot, entries, *, signs=CLERK_KEYS.signer, over=None):
        self.entries, self.asked = entries, []
        over = entries if over is None else over
        root = Tree(leaf_hash(leaf(each)) for each in over).root()
        self.note = Checkpoint(f"moot/{moot}", len(over), root).sign(signs).render()

    def checkpoint(self):
        return self.note

    def read(self, start, stop):
        self.asked.append((start, stop))
        return iter(self.entries[start:stop])


class Silent:
    """Somebody who shows nothing at all."""

    def checkpoint(self):
        return None


def entries_of(town):
    return list(town.store.read(0, town.store.size()))


def named(town):
    return town.clerk.assembly.moot


def mirror_of(town, store=None):
    mirror = Mirror(store or MemoryStore(), named(town))
    mirror.follow(Showing(named(town), entries_of(town)))
    return mirror


def test_what_holds_is_taken_in_and_only_news_are_asked_for(town):
    store = MemoryStore()
    mirror = mirror_of(town, store)
    assert mirror.head == replace(mirror.head, assembly=town.state)
    assert mirror.told == list(town.clerk.feed.entries(0))
    town.submit(town.write("ana.human", commitment(4)))
    source = Showing(named(town), entries_of(town))
    mirror.follow(source)
    mirror.follow(source)
    assert source.asked == [(4, 5)]
    assert list(store.read(0, 9)) == entries_of(town)
    assert audit(store).root == audit(town.store).root


def test_a_copy_goes_on_where_it_was_also_when_another_process_has_gone_on_with_it(town):
    store = MemoryStore()
    early = mirror_of(town, store)
    late = Mirror(store, named(town))
    assert (late.head, late.told, late.note) == (early.head, early.told, early.note)
    town.submit(town.write("ana.human", commitment(4)))
    source = Showing(named(town), entries_of(town))
    late.follow(source)
    early.follow(source)
    assert early.head == late.head
    assert [each.index for each in early.told] == [0, 1, 2, 3, 4]


def test_of_a_moot_that_is_not_founded_nothing_is_taken_in():
    mirror = Mirror(MemoryStore(), "aa" * 32)
    mirror.follow(Silent())
    assert mirror.head.size == 0


def test_a_record_that_is_gone_or_cut_is_refused(town):
    mirror = mirror_of(town)
    with pytest.raises(OtherRecord, match="no checkpoint is shown any more"):
        mirror.follow(Silent())
    with pytest.raises(OtherRecord, match="ends before entry 2") as cut:
        mirror.follow(Showing(named(town), entries_of(town)[:2]))
    assert (cut.value.index, cut.value.known) == (2, 4)


@pytest.mark.parametrize("grown", [False, True])
def test_a_rewritten_past_is_refused_at_its_first_entry_although_the_clerk_signs_it(town, grown):
    mirror = mirror_of(town)
    fork = Town()
    for number in (1, 7, 8, *([9] if grown else [])):
        fork.submit(fork.write("ana.human", commitment(number)))
    assert named(fork) == named(town)
    with pytest.raises(OtherRecord, match="entry 2 is not what was shown before: it was act") as other:
        mirror.follow(Showing(named(fork), entries_of(fork)))
    assert other.value.index == 2
    assert mirror.head.size == 4


def test_a_changed_time_is_refused_although_the_clerk_signs_it(town):
    mirror = mirror_of(town)
    entries = entries_of(town)
    entries[3] = replace(entries[3], received=entries[3].received + 1)
    with pytest.raises(OtherRecord, match="the same act has another time, signature or events now"):
        mirror.follow(Showing(named(town), entries))


def test_an_entry_that_is_withheld_is_refused(town):
    mirror = mirror_of(town)
    town.submit(town.write("ana.human", commitment(4)))
    entries = entries_of(town)
    with pytest.raises(BadRecord, match="a checkpoint over 5 entries was signed, and no more are shown"):
        mirror.follow(Showing(named(town), entries[:4], over=entries))
    with pytest.raises(OtherRecord, match="and is missing now"):
        mirror.follow(Showing(named(town), entries[:2], over=entries))


@pytest.mark.parametrize(
    "changes", [{"signature": bytes(64)}, {"events": b"[]"}, {"received": 1}, {"index": 3}], ids=str
)
def test_a_first_look_refuses_an_entry_that_does_not_hold_although_the_clerk_signs_it(town, changes):
    entries = entries_of(town)
    entries[2] = replace(entries[2], **changes)
    store = MemoryStore()
    with pytest.raises(BadRecord) as bad:
        Mirror(store, named(town)).follow(Showing(named(town), entries))
    assert bad.value.index == 2
    assert store.size() == 0


def test_entries_over_which_the_clerk_did_not_sign_are_refused(town):
    entries = entries_of(town)
    other = [*entries[:3], replace(entries[3], received=entries[3].received + 1)]
    with pytest.raises(BadRecord, match="not those over which the clerk signed"):
        Mirror(MemoryStore(), named(town)).follow(Showing(named(town), entries, over=other))


def test_a_checkpoint_of_somebody_else_is_refused(town):
    mirror = mirror_of(town)
    town.submit(town.write("ana.human", commitment(4)))
    forged = Showing(named(town), entries_of(town), signs=signer("mallory"))
    for each in (mirror, Mirror(MemoryStore(), named(town))):
        with pytest.raises(BadCheckpoint, match="not signed by this moot's clerk"):
            each.follow(forged)
    forged.note = b"no note"
    for each in (mirror, Mirror(MemoryStore(), named(town))):
        with pytest.raises(BadCheckpoint, match="shown"):
            each.follow(forged)


def test_another_moot_is_not_taken_for_this_one(town):
    with pytest.raises(BadRecord, match="it founds another moot"):
        Mirror(MemoryStore(), "aa" * 32).follow(Showing(named(town), entries_of(town)))


@pytest.mark.parametrize("changes", [{"received": 0}, {"act": b"{}"}])
def test_a_copy_that_was_changed_where_it_lies_is_refused(town, changes):
    entries, store = entries_of(town), MemoryStore()
    entries[1] = replace(entries[1], **changes)
    store.append(entries, at=0, checkpoint=mirror_of(town).note, held=[])
    with pytest.raises(BadCopy, match="not those over which its checkpoint was signed"):
        Mirror(store, named(town))


def test_a_copy_without_its_checkpoint_or_of_no_record_is_refused(town):
    [first, *_] = entries_of(town)
    spoilt = replace(first, act=b"{}")
    root = Tree([leaf_hash(leaf(spoilt))]).root()
    note = Checkpoint(f"moot/{named(town)}", 1, root).sign(CLERK_KEYS.signer).render()
    for entry, beside in ((first, b""), (spoilt, note)):
        store = MemoryStore()
        store.append([entry], at=0, checkpoint=beside, held=[])
        with pytest.raises(BadCopy):
            Mirror(store, named(town))
