"""The clerk acknowledges an act once, and changes nothing when it refuses."""

from dataclasses import replace

import pytest

from moot.clerk.clerk import Clerk
from moot.clerk.clock import HandSetClock
from moot.clerk.opening import ClerkKeys
from moot.core.commands import (
    AddKey,
    Advance,
    CommitChance,
    FoundMoot,
    RegisterAgent,
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
    Refused,
)
from moot.record.signature import LOW_ORDER_ENCODINGS
from moot.stores.memory import MemoryStore
from moot.wire.acts import act_id, write_act
from moot.wire.entry import Submission
from tests.clerk.town import CLERK_KEYS, NOW, Town, refused, signed, signed_founding, signer

SALT = "5a" * 32
TIP = CommitChance("77" * 32)
WEAK = "01" + "00" * 31


@pytest.fixture
def town():
    return Town()


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


@pytest.mark.parametrize("key", [key.hex() for key in sorted(LOW_ORDER_ENCODINGS)])
def test_an_act_under_a_key_for_which_anybody_can_sign_is_refused_and_told_so(town, key):
    message = refused(town, town.write("ana.human", TIP, key=key), KeyNotValid)
    assert message.startswith(f"key: {key} is a point of low order, under which anybody can sign")
    assert "Make a new key pair" in message


@pytest.mark.parametrize("command", [RegisterAgent("new.ai", "ai", WEAK, "gpt"), AddKey("ana.ai", WEAK)])
def test_a_key_for_which_anybody_can_sign_is_not_registered(town, command):
    assert f"body.key: {WEAK} is a point of low order" in refused(town, town.write("ana.human", command), KeyNotValid)


def test_what_a_recovery_key_commits_to_is_a_hash_and_no_key(town):
    level = len(town.state.agents["ana.ai"].recovery) + 1
    key = [town.write("ana.human", AddKey("ana.ai", WEAK, level))]
    [answer] = town.clerk.file(key)
    assert "low order" not in str(answer)


def test_a_founding_with_a_key_for_which_anybody_can_sign_is_refused():
    clerk = Clerk(MemoryStore(), clock=HandSetClock(NOW), keys=CLERK_KEYS)
    for plan, where in weakly_founded():
        [answer] = clerk.file([signed("ana.human", plan, moot="", nonce=0)])
        assert isinstance(answer, KeyNotValid)
        assert str(answer).startswith(f"body.{where}: {WEAK} is a point of low order")
        assert clerk.size == 0


def weakly_founded():
    plan = signed_founding()
    yield replace(plan, clerk=replace(plan.clerk, key=WEAK)), "clerk.key"
    last = plan.owners[-1]
    weak = replace(last, agents=(*last.agents[:-1], replace(last.agents[-1], key=WEAK)))
    where = f"owners.{last.id}.agents.{last.agents[-1].id}.key"
    yield replace(plan, owners=(*plan.owners[:-1], weak)), where


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


def test_a_founding_comes_once(town):
    act = write_act(founding_again(town))
    [answer] = town.clerk.file([Submission(act, signer("ana.human").sign(act))])
    assert isinstance(answer, Refused)
    assert town.clerk.size == 1


def founding_again(town):
    [told] = town.clerk.feed.entries(0)
    assert isinstance(told.act.command, FoundMoot)
    return replace(told.act, nonce=9)


def test_withdrawing_is_an_act_like_any_other(town):
    proposal = town.propose()
    town.file("ana.ai", Withdraw(proposal.id))
    assert town.closed.outcome == "withdrawn"
