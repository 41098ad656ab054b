"""An auditor believes nothing, and names the first entry that does not hold."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moot.clerk import audit as auditing
from moot.clerk import head
from moot.clerk.audit import audit
from moot.clerk.ports import BadCheckpoint, BadRecord, BadText, Held, HeldText
from moot.core.canonical import canonical, digest
from moot.core.commands import AddKey, Vote
from moot.record.checkpoint import Checkpoint
from moot.stores.memory import MemoryStore
from moot.wire.entry import text_hash
from tests.clerk.town import CLERK_KEYS, Town, signer
from tests.core.house import charter

SALT = "5a" * 32


def whole(law=None) -> Town:
    town = Town(law=law)
    town.propose()
    town.to("settled")
    return town


TOWN = whole()
SIZE = TOWN.clerk.size
NOTES = dict(TOWN.store.checkpoints(0, SIZE + 1))


@pytest.fixture
def copy():
    return copied()


def copied(entries=None, notes=None) -> MemoryStore:
    """Return the record in a store of its own, as somebody may have changed it."""
    store = MemoryStore()
    store._entries = list(TOWN.store.read(0, SIZE)) if entries is None else entries  # noqa: SLF001
    store._checkpoints = dict(NOTES if notes is None else notes)  # noqa: SLF001
    store._indexes = dict(TOWN.store._indexes)  # noqa: SLF001
    store._held = dict(TOWN.store._held)  # noqa: SLF001
    return store


def bad(store, **brought) -> tuple[int, str]:
    with pytest.raises(BadRecord) as failure:
        audit(store, **brought)
    assert "rely on nothing from there on" in str(failure.value)
    return failure.value.index, str(failure.value.why)


def not_signed(store, **brought) -> BadCheckpoint:
    with pytest.raises(BadCheckpoint) as failure:
        audit(store, **brought)
    return failure.value


def test_an_honest_record_holds(copy):
    found = audit(copy, checkpoint=NOTES[SIZE], counterfoil=NOTES[1])
    assert (found.moot, found.size) == (TOWN.moot, SIZE)
    assert found.root == TOWN.clerk.checkpoint.root.hex()
    assert found.state == digest(TOWN.state)
    assert found.checkpoints == len(NOTES) + 2
    assert found.envelopes > 0


def test_nothing_is_a_record_too():
    found = audit(MemoryStore())
    assert (found.moot, found.size) == ("", 0)


@given(st.integers(0, SIZE - 1), st.sampled_from(["act", "signature", "events"]), st.data())
@settings(max_examples=60)
def test_any_changed_byte_is_found_where_it_is(index, part, data):
    entries = list(TOWN.store.read(0, SIZE))
    good = getattr(entries[index], part)
    place = data.draw(st.integers(0, len(good) - 1))
    flipped = bytes([good[place] ^ data.draw(st.integers(1, 255))])
    entries[index] = replace(entries[index], **{part: good[:place] + flipped + good[place + 1 :]})
    assert bad(copied(entries))[0] == index


def test_what_is_changed_is_said():
    entries = list(TOWN.store.read(0, SIZE))
    for change, why in (
        ({"signature": bytes(64)}, "its act is refused (BadSignature"),
        ({"act": entries[3].act + b" "}, "its act is refused (NotCanonical"),
        ({"events": b"[]"}, "its events are not those that follow from its act"),
        ({"received": entries[2].received - 1}, "it was received before the entry that precedes it"),
        ({"index": 4}, "entry 4 stands in its place"),
    ):
        index, said = bad(copied([*entries[:3], replace(entries[3], **change), *entries[4:]]))
        assert index == 3
        assert said.startswith(why)


@given(st.data())
@settings(max_examples=20)
def test_entries_cannot_change_places(data):
    entries = list(TOWN.store.read(0, SIZE))
    first, second = sorted(data.draw(st.lists(st.integers(1, SIZE - 1), min_size=2, max_size=2, unique=True)))
    entries[first], entries[second] = replace(entries[second], index=first), replace(entries[first], index=second)
    # The later act may be right in the earlier place; then the other is wrong in its own.
    assert bad(copied(entries))[0] <= second


def test_a_changed_time_is_found_by_the_checkpoint_that_covers_it():
    entries = list(TOWN.store.read(0, SIZE))
    entries[-1] = replace(entries[-1], received=entries[-1].received + 1)
    index, _ = bad(copied(entries))
    assert max(size for size in NOTES if size < SIZE) <= index < SIZE


def test_an_entry_that_brings_in_a_key_for_which_anybody_can_sign_is_found(monkeypatch):
    town = Town()
    with monkeypatch.context() as careless:
        careless.setattr(head, "require_usable_keys", lambda _: None)
        town.file("ana.human", AddKey("ana.ai", "00" * 32))
    index, why = bad(town.store)
    assert index == 1
    assert why.startswith("its act is refused (KeyNotValid: body.key: 0000")


def test_an_entry_left_out_is_found():
    entries = list(TOWN.store.read(0, SIZE))
    del entries[5]
    assert bad(copied(entries))[0] == 5


def test_a_record_cut_short_is_found_only_by_a_checkpoint_over_more():
    cut = max(size for size in NOTES if size < SIZE)
    entries = list(TOWN.store.read(0, cut))
    notes = {size: note for size, note in NOTES.items() if size <= cut}
    assert audit(copied(entries, notes)).size == cut
    for brought in ({"checkpoint": NOTES[SIZE]}, {"counterfoil": NOTES[SIZE]}):
        index, why = bad(copied(entries, notes), **brought)
        assert index == cut
        assert why == f"a checkpoint over {SIZE} entries was signed, and the record ends here"
    assert bad(copied(entries, NOTES))[0] == cut


def test_entries_that_no_checkpoint_covers_are_found():
    notes = {size: note for size, note in NOTES.items() if size < SIZE}
    index, why = bad(copied(notes=notes))
    assert (index, why) == (max(notes), "no checkpoint covers it")


def test_a_checkpoint_by_another_key_is_found():
    usurped = Checkpoint.parse(NOTES[1].decode().split("\n\n")[0] + "\n").sign(signer("usurper")).render()
    failure = not_signed(copied(notes={**NOTES, 1: usurped}))
    assert (failure.origin, failure.index, failure.holds) == ("stored", 0, 1)
    assert "no key that you know has signed it" in failure.why
    assert "the first 1 entries hold on their own" in str(failure)


def test_of_a_false_checkpoint_and_a_bad_entry_behind_it_the_checkpoint_is_told():
    entries = list(TOWN.store.read(0, SIZE))
    entries[9] = replace(entries[9], events=b"[]")
    forged = {**NOTES, 3: NOTES[3].replace(b"\n3\n", b"\n4\n", 1)}
    assert bad(copied(entries))[0] == 9
    assert not_signed(copied(entries, forged)).index == max(size for size in NOTES if size < 3)


@pytest.mark.parametrize("page", [1, 7, SIZE - 1])
def test_it_makes_no_difference_how_many_entries_are_checked_together(monkeypatch, page):
    found = audit(copied())
    monkeypatch.setattr(auditing, "_PAGE", page)
    assert audit(copied()) == found
    entries = list(TOWN.store.read(0, SIZE))
    entries[8] = replace(entries[8], signature=bytes(64))
    assert bad(copied(entries))[0] == 8
    assert bad(copied(entries[:8]))[0] == 8
    assert bad(copied([*entries[:5], *entries[6:]]))[0] == 5


def test_a_checkpoint_over_another_record_is_found():
    other = whole(charter(contributors=1))
    [(_, note)] = other.store.checkpoints(1, 2)
    failure = not_signed(copied(), checkpoint=note)
    assert failure.origin == "brought"
    assert failure.why == f"it is of moot/{other.moot}, not of moot/{TOWN.moot}"


def test_a_note_with_a_forged_size_shows_no_cut():
    forged = NOTES[SIZE].replace(b"\n%d\n" % SIZE, b"\n%d\n" % (SIZE + 5), 1)
    for origin, brought in (("brought", {"checkpoint": forged}), ("kept", {"counterfoil": forged})):
        failure = not_signed(copied(), **brought)
        assert (failure.origin, failure.holds) == (origin, SIZE)
        assert "does not fit the text" in failure.why


def test_a_checkpoint_stored_in_the_place_of_another_is_found():
    assert not_signed(copied(notes={**NOTES, 2: NOTES[1]})).why == "it is over 1 entries"


def test_a_record_without_entries_shows_nobody_s_signature():
    index, why = bad(MemoryStore(), checkpoint=NOTES[SIZE])
    assert index == 0
    assert why.startswith("there are no entries")


def test_an_entry_filed_under_another_act_is_found(copy):
    copy._indexes[next(act for act, index in copy._indexes.items() if index == 3)] = 4  # noqa: SLF001
    assert bad(copy)[0] == 3


def test_two_histories_signed_by_the_clerk_are_found():
    honest = Checkpoint.parse(NOTES[2].decode().split("\n\n")[0] + "\n")
    forked = Checkpoint(honest.origin, 2, bytes(32)).sign(CLERK_KEYS.signer).render()
    index, why = bad(copied(), checkpoint=forked)
    assert index == 1
    assert why == "the checkpoint over 2 entries is of another record"


def test_a_note_that_is_none_is_found():
    assert not_signed(copied(), checkpoint=b"scribbles").holds == SIZE
    nothing = Checkpoint("moot/x", 0, bytes(32)).sign(CLERK_KEYS.signer).render()
    assert not_signed(copied(), checkpoint=nothing).origin == "brought"


def test_a_changed_content_is_found_at_its_act(copy):
    act, held = next((each.act, each) for each in copy._held.values())  # noqa: SLF001
    for other in (canonical(Vote("against")), b"{", held.payload[:-1]):
        copy._held[act] = Held(act, held.salt, other)  # noqa: SLF001
        index, why = bad(copy)
        assert index == index_of(act)
        assert why.startswith("what is held for it is not what it sealed")


def test_a_content_under_an_act_that_seals_nothing_is_found_at_it(copy):
    [founding] = (each for each, index in copy._indexes.items() if index == 0)  # noqa: SLF001
    copy._held[founding] = Held(founding, SALT, b"{}")  # noqa: SLF001
    index, why = bad(copy)
    assert index == 0
    assert "which seals nothing" in why


def test_a_content_under_no_entry_is_found(copy):
    copy._held["ff" * 32] = Held("ff" * 32, SALT, b"{}")  # noqa: SLF001
    index, why = bad(copy)
    assert index == SIZE
    assert why == f"of {copy.holdings()} contents that are held, 1 belong to no entry"


def test_what_a_clerk_at_work_adds_during_the_audit_is_no_surplus():
    class Growing(MemoryStore):
        def read(self, start, stop):
            self._held["ee" * 32] = Held("ee" * 32, SALT, b"{}")  # for an entry that comes after those audited
            return super().read(start, stop)

    growing = Growing()
    vars(growing).update(vars(copied()))
    assert audit(growing) == audit(copied())
    assert growing.holdings() == audit(copied()).envelopes + 1


def index_of(act: str) -> int:
    return TOWN.store.find([act])[act]


def test_a_content_that_is_gone_is_no_fault_of_the_record(copy):
    copy._held.clear()  # noqa: SLF001
    assert audit(copy).envelopes == 0


def test_a_text_must_have_its_hash(copy):
    copy.hold(HeldText(text_hash(SALT, "because"), SALT, "because"))
    assert audit(copy).texts == 1
    copy.hold(HeldText("11" * 32, SALT, "because"))
    with pytest.raises(BadText, match="the record itself is not touched by it"):
        audit(copy)


def test_the_state_of_two_audits_is_one_state(copy):
    assert audit(copy) == audit(copied())
