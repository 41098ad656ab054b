"""The clerk acknowledges only what is durable, once, and changes nothing when it refuses."""

from dataclasses import replace

import pytest

from moot.clerk.clerk import Clerk
from moot.clerk.clock import HandSetClock
from moot.clerk.opening import ClerkKeys
from moot.clerk.ports import BadRecord, ClerkIsStopped, RecordIsBehind, StoreFailed, WrongKeys
from moot.core.canonical import canonical
from moot.core.commands import (
    Advance,
    CastVote,
    CommitChance,
    FileReview,
    FoundMoot,
    Review,
    Vote,
    Withdraw,
)
from moot.core.refusal import (
    BadShape,
    BadSignature,
    KeyNotValid,
    NonceIsSpent,
    NotCanonical,
    NotDue,
    NotNow,
    OutOfBounds,
    Refused,
    SealIsBroken,
    StageIsOver,
)
from moot.record.checkpoint import open_checkpoint
from moot.record.note import VerifierKey
from moot.record.signature import LOW_ORDER_ENCODINGS
from moot.stores.counterfoil import FileCounterfoil
from moot.stores.memory import MemoryStore
from moot.stores.sqlite import SqliteStore
from moot.wire.acts import act_id, write_act
from moot.wire.entry import Submission
from tests.clerk.town import CLERK_KEYS, NOW, Town, signed, signed_founding, signer

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


def refused(town, submission, kind):
    """Return the refusal, after seeing that nothing was recorded and everybody is told so."""
    before = (town.clerk.size, town.state, town.store.size())
    with pytest.raises(kind) as refusal:
        town.submit(submission)
    assert (town.clerk.size, town.state, town.store.size()) == before
    message = str(refusal.value)
    assert message.endswith("Nothing was recorded.")
    assert refusal.value.mend in message
    assert refusal.value.mend
    assert f"({refusal.value.clause})" in message
    return message


# Founding.


def test_the_id_of_the_founding_act_is_the_moot(town):
    [entry] = town.store.read(0, 1)
    assert town.moot == act_id(entry.act) == town.state.moot
    assert town.founded.index == 0


def test_nothing_but_a_founding_comes_first():
    clerk = Clerk(MemoryStore(), clock=HandSetClock(NOW), keys=CLERK_KEYS)
    [answer] = clerk.file([signed("ana.human", TIP, moot="", nonce=0)])
    assert isinstance(answer, NotNow)
    assert clerk.due() is None
    assert clerk.tend() == []


def test_a_founding_that_names_another_clerk_is_refused():
    clerk = Clerk(MemoryStore(), clock=HandSetClock(NOW), keys=ClerkKeys(signer("usurper"), bytes(32)))
    [answer] = clerk.file([signed("ana.human", signed_founding(), moot="", nonce=0)])
    assert isinstance(answer, KeyNotValid)
    assert "Ask this clerk for its key and tip" in str(answer)
    assert clerk.size == 0


def test_a_founding_with_a_chain_that_the_clerk_does_not_hold_is_refused():
    clerk = Clerk(MemoryStore(), clock=HandSetClock(NOW), keys=replace(CLERK_KEYS, secret=bytes(32)))
    [answer] = clerk.file([signed("ana.human", signed_founding(), moot="", nonce=0)])
    assert isinstance(answer, KeyNotValid)


# What comes in.


def test_a_receipt_says_where_the_act_stands_and_when_it_came(town):
    town.clock.advance(5)
    act = town.write("ana.human", TIP)
    receipt = town.submit(act)
    assert (receipt.index, receipt.id, receipt.received) == (1, act_id(act.act), NOW + 5)


def test_the_same_bytes_again_are_answered_with_the_first_receipt(town):
    act = town.write("ana.human", TIP)
    first = town.submit(act)
    town.clock.advance(90_000_000)
    assert town.submit(act) == first
    assert town.clerk.file([act, act]) == [first, first]
    assert town.clerk.size == 2


def test_the_same_bytes_twice_in_one_group_are_one_entry(town):
    act = town.write("ana.human", TIP)
    first, second = town.clerk.file([act, act])
    assert first == second
    assert town.clerk.size == 2


def test_a_signature_by_another_key_is_refused(town):
    act = town.write("ana.human", TIP)
    message = refused(town, replace(act, signature=signer("bo.human").sign(act.act)), BadSignature)
    assert "is not that of key" in message
    assert "Sign the exact bytes" in message


def test_a_changed_act_is_refused(town):
    act = town.write("ana.human", TIP)
    refused(town, replace(act, act=act.act.replace(b"77", b"78", 1)), BadSignature)


@pytest.mark.parametrize("key", sorted(LOW_ORDER_ENCODINGS)[:3])
def test_a_key_for_which_anybody_can_sign_is_refused(town, key):
    act = town.write("ana.human", TIP, key=key.hex())
    refused(town, act, BadSignature)


def test_what_cannot_be_read_is_refused(town):
    refused(town, Submission(b"{", b""), NotCanonical)
    refused(town, Submission(b"{}", b""), BadShape)


def test_a_spent_nonce_is_refused(town):
    town.submit(town.write("ana.human", TIP, nonce=7))
    refused(town, town.write("ana.human", TIP, nonce=7, until=NOW + 1), NonceIsSpent)


def test_what_the_assembly_refuses_changes_nothing(town):
    proposal = town.propose().id
    message = refused(town, town.write("bo.ai", Advance(proposal, "drawing")), NotDue)
    assert message


def test_a_refusal_in_a_group_leaves_the_others_alone(town):
    acts = [town.write("ana.human", TIP), Submission(b"", b""), town.write("bo.human", TIP)]
    first, second, third = town.clerk.file(acts)
    assert (first.index, third.index) == (1, 2)
    assert isinstance(second, Refused)
    assert town.clerk.size == 3


def test_time_never_goes_back_in_the_record(town):
    town.clock.advance(1_000)
    town.file("ana.human", TIP)
    town.clock.set(NOW)
    town.submit(town.write("bo.human", TIP, at=NOW + 1_000))
    assert [entry.received for entry in town.store.read(0, 9)] == [NOW, NOW + 1_000, NOW + 1_000]


# What sealed acts hold.


def in_review(town):
    """Return a drawn reviewer, its mandate and the seal of a review on the open proposal."""
    town.propose()
    proposal = town.to("review")
    mandate, panel = next(iter(proposal.panels.items()))
    agent = panel.seats[0].agent
    sealing = town.sealed(agent, "FileReview", Review("for"), mandate)
    return agent, FileReview(proposal.id, proposal.original, mandate, sealing)


def test_the_content_of_a_sealed_act_is_held_and_stands_in_no_entry(town):
    agent, review = in_review(town)
    town.file(agent, review)
    assert town.store.held(town.last).payload == canonical(Review("for"))
    assert all(b"stance" not in entry.act + entry.events for entry in town.store.read(1, 99))


def test_a_sealed_act_without_its_content_is_refused(town):
    agent, review = in_review(town)
    message = refused(town, replace(town.write(agent, review), payload=None), BadShape)
    assert "the content of this FileReview is missing" in message


def test_content_that_was_not_sealed_is_refused(town):
    agent, review = in_review(town)
    act = town.write(agent, review)
    other = canonical(Review("against"))
    message = refused(town, replace(act, payload=(act.payload[0], other)), SealIsBroken)
    assert "do not give the seal" in message
    refused(town, replace(act, payload=(SALT, act.payload[1])), SealIsBroken)


@pytest.mark.parametrize(
    ("salt", "content", "kind"),
    [
        ("salt", canonical(Review("for")), BadShape),
        (SALT, canonical(Vote("for")), BadShape),
        (SALT, b'{"stance": "for"}', NotCanonical),
        (SALT, b"x" * 59_001, BadShape),
    ],
)
def test_content_that_cannot_be_read_is_refused(town, salt, content, kind):
    agent, review = in_review(town)
    refused(town, replace(town.write(agent, review), payload=(salt, content)), kind)


def test_content_that_is_out_of_bounds_is_refused_on_receipt(town):
    agent, review = in_review(town)
    wrong = town.sealed(agent, "FileReview", Review("for", (), (replace_condition("wings"),)), review.mandate)
    message = refused(town, town.write(agent, replace(review, seal=wrong)), OutOfBounds)
    assert "'wings'" in message


def replace_condition(term):
    from moot.core.act import Condition

    return Condition("must", term, "<=", (1,))


def test_content_beside_an_open_act_is_refused(town):
    act = replace(town.write("ana.human", TIP), payload=(SALT, b"{}"))
    assert "CommitChance, which seals nothing" in refused(town, act, BadShape)


def test_a_sealed_act_at_the_wrong_time_is_refused(town):
    proposal = town.propose()
    town.held["11" * 32] = (SALT, Vote("for"))
    sealing = town.sealed("ana.human", "CastVote", Vote("for"))
    assert refused(town, town.write("ana.human", CastVote(proposal.id, "22" * 32, sealing)), StageIsOver)


# The calendar.


def test_the_clerk_tends_a_proposal_from_submission_to_settlement(town):
    town.propose()
    town.to("settled")
    assert town.closed.outcome == "settled"
    assert town.clerk.tend() == []
    assert town.clerk.due() == town.state.founded + town.state.charter.structure.epoch


def test_the_clerk_knows_when_it_is_wanted_next(town):
    town.propose()
    assert town.clerk.due() == town.open.until
    town.clock.set(town.open.until)
    assert town.clerk.due() == town.clock.now()


def test_an_epoch_that_is_over_is_closed(town):
    town.end_epoch()
    assert town.state.epoch == 1
    assert town.clerk.tend() == []


def test_years_pass_in_one_tending(town):
    town.clock.advance(20 * town.state.charter.structure.epoch)
    town.tend()
    assert town.state.epoch == 20


def test_a_content_that_is_not_held_is_left_to_its_author(town):
    agent, review = in_review(town)
    town.file(agent, review)
    town.store._held.clear()  # noqa: SLF001 - the drawer burnt
    town.clock.set(town.open.until)
    town.tend()
    town.clock.set(town.open.until)
    town.tend()
    assert all(type(told.act.command).__name__ != "OpenEnvelope" for told in town.clerk.feed.entries(0))


def test_the_clerk_s_own_acts_are_signed_acts_like_any_other(town):
    town.end_epoch()
    told = list(town.clerk.feed.entries(1))
    assert [each.act.by for each in told] == ["clerk"]
    assert told[0].act.key == CLERK_KEYS.signer.public.hex()


def test_a_clerk_whose_acts_are_refused_gives_up_until_the_next_time(town):
    town.end_epoch()
    town.clock.advance(town.state.charter.structure.epoch)

    class Rushed(Clerk):
        def _signed(self, command, now, nonce):
            return super()._signed(command, now - 10**9, nonce)

    clerk = Rushed(town.store, clock=town.clock, keys=CLERK_KEYS)
    [answer] = clerk.tend()
    assert isinstance(answer, Refused)


# The record.


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


# Failures.


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
    with pytest.raises(ClerkIsStopped, match="the clerk has stopped .*nothing was recorded; open the moot again"):
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
    other = Town(law=replace_statement(), counterfoil=FileCounterfoil(tmp_path / "other"))
    town.counterfoil.keep(other.counterfoil.last())
    with pytest.raises(BadRecord, match="entry 0 does not hold"):
        town.another_clerk()
    town.counterfoil.keep(b"scribbles")
    with pytest.raises(BadRecord, match="the signed note is refused"):
        town.another_clerk()


def replace_statement():
    from tests.core.house import charter

    law = charter()
    return replace(law, purpose=replace(law.purpose, statement="Another hall."))


def test_a_record_without_its_last_checkpoint_is_not_opened(town):
    town.store._checkpoints.clear()  # noqa: SLF001 - tampered with
    with pytest.raises(BadRecord, match="no checkpoint covers the last entry"):
        town.another_clerk()


# Two clerks on one record.


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
    assert not [each for each in second.tend() if not isinstance(each, Refused)]
    assert second.size == first.size == 4
    assert second.assembly == first.assembly
    town.store.close()


def test_a_founding_comes_once(town):
    act = write_act(replace_moot(town))
    [answer] = town.clerk.file([Submission(act, signer("ana.human").sign(act))])
    assert isinstance(answer, Refused)
    assert town.clerk.size == 1


def replace_moot(town):
    [told] = town.clerk.feed.entries(0)
    assert isinstance(told.act.command, FoundMoot)
    return replace(told.act, nonce=9)


def test_withdrawing_is_an_act_like_any_other(town):
    proposal = town.propose()
    town.file("ana.ai", Withdraw(proposal.id))
    assert town.closed.outcome == "withdrawn"
