"""Acts that are sent twice, late, elsewhere or under a stolen key, and owners who pretend to be many."""

from dataclasses import fields

import pytest

from moot.core.act import SAFE
from moot.core.commands import (
    COMMANDS,
    AddKey,
    CastVote,
    OfferAmendment,
    Propose,
    RegisterAgent,
    RevokeKey,
    Vote,
    WeighValues,
    Withdraw,
)
from moot.core.events import CreditsMoved, ValuesRepriced, ValuesWeighed
from moot.core.proposal import base_of
from moot.core.refusal import (
    AlreadyDone,
    BadSignature,
    KeyNotValid,
    NonceIsSpent,
    NoRight,
    NotYours,
    OutOfTime,
    TargetIsBusy,
    WrongMoot,
)
from moot.wire.entry import Submission
from tests.clerk.town import Town, refused, signed, signer
from tests.core.house import HUMAN_RIGHTS, MINUTE, charter
from tests.stories.attackers import BOND, FEE, commitment, gains, purse, turned_away, under

HALVES = WeighValues({"safety": 500_000, "thrift": 500_000})
AMOUNTS = {"amount", "credits", "fee", "bond", "stake", "deposit", "influence", "source"}
GREED = WeighValues({"safety": 0, "thrift": 1_000_000})


@pytest.fixture
def town():
    return Town()


def heat(town, degrees):
    now = town.state.targets["hall"].terms
    return Propose("set_heat", {**now, "degrees": degrees}, base_of("hall", now))


def sealed_vote(town, by, choice):
    return CastVote(town.open.id, town.open.paper.id, town.sealed(by, "CastVote", Vote(choice)))


# Replay.


def test_whoever_sends_an_act_again_charges_nobody_twice(town):
    act = town.write("ana.ai", heat(town, 18))
    first = town.submit(act)
    before, size = purse(town, "ana"), town.clerk.size
    assert before == 1_000_000_000 - BOND - FEE
    assert town.submit(act) == first
    town.to("review")  # from another stage on as well
    assert town.submit(act) == first
    assert (purse(town, "ana"), len(town.state.proposals)) == (before, 1)
    assert town.clerk.size > size


def test_an_act_of_one_moot_says_nothing_in_another(town):
    other = Town(now=town.now + 1)
    assert other.moot != town.moot
    refused(other, town.write("ana.human", HALVES), WrongMoot)


def test_whoever_holds_an_act_back_cannot_use_it_after_a_newer_one(town):
    kept = town.write("ana.human", GREED)  # a messenger keeps it, and ana, without an answer, thinks again
    town.file("ana.human", HALVES)
    refused(town, kept, NonceIsSpent)
    assert town.state.owners["ana"].weights == HALVES.weights


def test_whoever_holds_an_act_back_cannot_use_it_after_its_time(town):
    kept = town.write("ana.human", GREED)
    town.now += MINUTE + 1
    refused(town, kept, OutOfTime)
    lifetime = town.state.charter.clarity.lifetime
    turned_away(town, "ana.human", GREED, OutOfTime, until=town.now + lifetime + 1)


def test_a_refused_act_can_be_used_against_its_author_only_until_it_runs_out(town):
    town.propose("bo.ai")
    asked = town.write("ana.ai", heat(town, 25))
    refused(town, asked, TargetIsBusy)
    town.file("bo.ai", Withdraw(town.open.id))
    # Anybody who has the bytes may hand them in. They say what ana said, a minute ago.
    town.submit(asked)
    assert town.open.author == "ana.ai"
    town.file("ana.ai", Withdraw(town.open.id))
    late = town.write("ana.ai", heat(town, 26))
    town.now += MINUTE + 1
    refused(town, late, OutOfTime)


# In another's name.


def test_an_act_cannot_be_taken_over_by_signing_it_anew(town):
    asked = town.write("ana.ai", heat(town, 25))
    refused(town, Submission(asked.act, signer("bo.ai").sign(asked.act)), BadSignature)
    refused(town, under(town, signer("bo.ai"), "ana.ai", heat(town, 25), nonce=9), KeyNotValid)


def test_who_copies_a_proposal_and_comes_first_has_its_bond_its_fee_and_its_gain():
    town = Town(law=charter(exploration=0))
    town.propose("bo.ai", degrees=25)  # what ana was about to propose
    assert gains(town, lambda: turned_away(town, "ana.ai", heat(town, 25), TargetIsBusy)) == {}
    assert purse(town, "bo") == 1_000_000_000 - BOND - FEE
    turned_away(town, "ana.ai", Withdraw(town.open.id), NotYours)
    town.to("closed")
    # Nothing tells whose idea it was: bo is paid, as ana would have been.
    assert purse(town, "bo") == 1_038_000_000
    assert purse(town, "ana") > 999_000_000


def test_what_somebody_offered_cannot_be_offered_again(town):
    town.propose()
    town.to("negotiation")
    town.file("bo.ai", OfferAmendment(town.open.id, town.open.original, {"hours": 9}))
    turned_away(town, "cy.ai", OfferAmendment(town.open.id, town.open.original, {"hours": 9}), AlreadyDone)


# Stolen keys and stale powers.


def test_a_thief_of_a_signing_key_is_thrown_out_with_the_recovery_key(town):
    stolen, rescue, new = signer("ana.human"), signer("rescue"), signer("new")
    town.file("ana.human", AddKey("ana.human", commitment("rescue"), 1))
    town.file("ana.human", GREED)  # the thief speaks for ana ...
    town.file("ana.human", AddKey("ana.human", signer("thief").public.hex()))
    lower = RevokeKey("ana.human", rescue.public.hex())
    turned_away(town, "ana.human", lower, KeyNotValid)  # ... and cannot shut her out
    turned_away(town, "ana.human", AddKey("ana.human", commitment("thief's"), 2), KeyNotValid)
    for number, taken in enumerate((stolen, signer("thief"))):
        town.submit(under(town, rescue, "ana.human", RevokeKey("ana.human", taken.public.hex()), nonce=number))
    town.submit(under(town, rescue, "ana.human", AddKey("ana.human", new.public.hex()), nonce=2))
    for key in (stolen, signer("thief")):
        refused(town, under(town, key, "ana.human", GREED, nonce=99), KeyNotValid)
    town.submit(under(town, new, "ana.human", HALVES, nonce=0))
    assert town.state.owners["ana"].weights == HALVES.weights


def test_a_thief_who_moves_in_with_an_agent_of_its_own_is_thrown_out_with_all_its_keys(town):
    rescue, new, hidden = signer("rescue"), signer("new"), signer("hidden")
    town.file("ana.human", AddKey("ana.human", commitment("rescue"), 1))
    lodger = RegisterAgent(
        "ana.lodger", "human", signer("ana.lodger").public.hex(), None, (commitment("hidden"),), HUMAN_RIGHTS
    )
    town.file("ana.human", lodger)  # with the stolen key of a person; the thief speaks for ana ...
    town.file("ana.lodger", RegisterAgent("ana.heir", "human", signer("ana.heir").public.hex(), None, (), HUMAN_RIGHTS))
    town.file("ana.lodger", GREED)
    for agent in ("ana.human", "ana.ai"):  # ... and has no hold on those who were there before
        turned_away(town, "ana.lodger", RevokeKey(agent, signer(agent).public.hex()), NotYours)
        turned_away(town, "ana.lodger", AddKey(agent, signer("thief").public.hex()), NotYours)
    for number, command in enumerate(
        (RevokeKey("ana.human", signer("ana.human").public.hex()), AddKey("ana.human", new.public.hex()))
    ):
        town.submit(under(town, rescue, "ana.human", command, nonce=number))
    # The recovery key was never used: its hash is all that ana knows of it.
    keys = ("ana.lodger", commitment("hidden")), ("ana.lodger", signer("ana.lodger").public.hex())
    for number, (agent, key) in enumerate(keys):
        town.submit(under(town, new, "ana.human", RevokeKey(agent, key), nonce=number))
    another = AddKey("ana.lodger", signer("another").public.hex())
    for key in (hidden, signer("ana.lodger")):
        refused(town, under(town, key, "ana.lodger", another, nonce=9), KeyNotValid)
    town.file("ana.heir", GREED)  # whom a thief brought in stays until it is thrown out as well
    town.submit(under(town, new, "ana.human", RevokeKey("ana.heir", signer("ana.heir").public.hex()), nonce=len(keys)))
    turned_away(town, "ana.heir", GREED, KeyNotValid)
    town.submit(under(town, new, "ana.human", HALVES, nonce=len(keys) + 1))
    assert town.state.owners["ana"].weights == HALVES.weights


def test_a_thief_who_burns_every_nonce_of_a_key_costs_its_owner_one_more_key(town):
    town.file("ana.ai", heat(town, 25), nonce=SAFE)
    refused(town, signed("ana.ai", Withdraw(town.open.id), moot=town.moot, nonce=SAFE, at=town.now), NonceIsSpent)
    town.file("ana.human", AddKey("ana.ai", signer("new").public.hex()))
    town.file("ana.human", RevokeKey("ana.ai", signer("ana.ai").public.hex()))
    town.submit(under(town, signer("new"), "ana.ai", Withdraw(town.open.id), nonce=0))
    assert not town.state.proposals


def test_what_was_signed_before_a_key_was_revoked_and_comes_after_does_not_count(town):
    town.propose("bo.ai")
    town.to("ballot")
    kept = town.write("ana.human", sealed_vote(town, "ana.human", "for"))
    town.file("ana.human", RevokeKey("ana.human", signer("ana.human").public.hex()))
    refused(town, kept, KeyNotValid)


def test_an_agent_does_not_outgrow_its_registration(town):
    for command in (RegisterAgent("ana.two", "ai", signer("x").public.hex()), HALVES, AddKey("ana.ai", "ab" * 32)):
        turned_away(town, "ana.ai", command, NoRight)
    turned_away(town, "bo.human", AddKey("ana.ai", "ab" * 32), NotYours)


def test_a_program_that_may_register_agents_hands_on_nothing_that_speaks_for_its_owner(town):
    def newcomer(right):
        name = f"ana.{right.lower()}"
        return RegisterAgent(name, "human", signer(name).public.hex(), None, (), (right,))

    program = RegisterAgent("ana.porter", "ai", signer("ana.porter").public.hex(), "oak", (), ("RegisterAgent",))
    town.file("ana.human", program)
    for right in ("CastVote", "Object", "Delegate", "RevokeDelegation", "WeighValues", "AddKey", "RevokeKey"):
        turned_away(town, "ana.porter", newcomer(right), NoRight)
    # What remains: it may let others spend what its owner has.
    town.file("ana.porter", newcomer("Propose"))
    before = purse(town, "ana")
    town.file("ana.propose", heat(town, 18))
    assert purse(town, "ana") == before - BOND - FEE


# One owner that pretends to be many.


def test_ten_agents_of_one_owner_have_one_voice_one_seat_each_panel_and_two_amendments(town):
    family = [f"ana.{number}" for number in range(10)]
    for name in family:
        town.file("ana.human", RegisterAgent(name, "human", signer(name).public.hex(), None, (), HUMAN_RIGHTS))
    town.propose("bo.ai")
    town.to("negotiation")
    seats = [seat.owner for panel in town.open.panels.values() for seat in (*panel.seats, *panel.standins)]
    assert seats.count("ana") <= len(town.open.panels)
    for number, name in enumerate(family[:2]):
        town.file(name, OfferAmendment(town.open.id, town.open.original, {"hours": number}))
    turned_away(town, family[2], OfferAmendment(town.open.id, town.open.original, {"hours": 5}), AlreadyDone)
    town.to("ballot")
    for name in family:
        town.file(name, sealed_vote(town, name, "against"))
    town.vote(lambda owner: None if owner == "ana" else "for")
    assert town.open.votes == {**dict.fromkeys(("bo", "cy", "dee", "eli", "flo", "gus"), "for"), "ana": "against"}


def test_no_credits_ever_go_from_one_owner_to_another(town):
    # What cannot be handed over can be neither lent for an evening nor paid for a vote.
    town.propose()
    town.to("closed")
    moves = town.told(CreditsMoved)
    assert len(moves) > 20
    assert not [each for each in moves if each.source.startswith("owner/") and each.target.startswith("owner/")]
    amounts = [each.name for command in COMMANDS.values() for each in fields(command) if each.name in AMOUNTS]
    assert amounts == ["stake", "bond", "bond"]  # all that acts can name: it goes to the proposal, or the dispute


def test_an_owner_who_weighs_again_and_again_has_one_act_in_the_event_that_ends_the_epoch(town):
    others = ("bo", "cy", "dee")
    for owner in others:
        town.file(f"{owner}.human", HALVES)
    size = town.clerk.size
    for number in range(40):
        town.file("ana.human", (HALVES, GREED)[number % 2])
    last = town.last
    assert town.clerk.size == size + 40  # each of them is on the record all the same
    town.end_epoch()
    [priced] = town.told(ValuesRepriced)
    assert len(priced.moved_by) == len(others) + 1
    assert [each.act for each in town.told(ValuesWeighed) if each.owner == "ana" and each.act in priced.moved_by] == [
        last
    ]
    assert priced.vectors == len(others) + 1
