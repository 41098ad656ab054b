"""Who is an owner: rings of sponsors, borrowed names and keys, newcomers in bulk, and owners sent away."""

import pytest

from moot.core.act import WHOLE
from moot.core.charter import CREDIT
from moot.core.commands import (
    AdmitOwner,
    CommitChance,
    InviteOwner,
    LeaveMoot,
    RegisterAgent,
    Review,
    SuspendMember,
    WeighValues,
)
from moot.core.events import OwnerSuspended, SponsorCharged
from moot.core.ledger import owner_account
from moot.core.refusal import (
    AlreadyDone,
    KeyNotValid,
    NotAllowed,
    NotDue,
    NotFound,
    OwnerIsSuspended,
    Refused,
    VersionIsStale,
)
from tests.clerk.town import Town, signer
from tests.core.house import HUMAN_RIGHTS, OWNERS, House
from tests.core.newcomers import admit, arrive, evening, invitation, invite, join, person, settle_in, sits
from tests.stories.attackers import fund, purse, turned_away, under

EPOCHS = 14  # less than a newcomer's three epochs without voice and twelve in which others answer for it


@pytest.fixture
def town():
    return Town()


# Sybils and rings.


def test_one_owner_brings_in_nobody_however_many_agents_it_sends(town):
    act = invite(town, "ned")
    town.file("ana.human", RegisterAgent("ana.twin", "human", town.key("ana.twin"), None, (), HUMAN_RIGHTS))
    for agent in ("ana.human", "ana.twin"):
        turned_away(town, agent, AdmitOwner("ned", act), AlreadyDone)


def test_whom_an_owner_has_brought_in_does_not_help_it_to_bring_in_more(town):
    arrive(town, "ned", "ana", "bo")
    turned_away(town, person("ned"), AdmitOwner("oda", invite(town, "oda", "ana")), NotAllowed)  # others vouch for it
    while town.state.epoch < town.state.owners["ned"].liable:
        town.end_epoch()
    turned_away(town, person("ned"), AdmitOwner("oda", invite(town, "oda", "ana")), NotAllowed)  # one invitation tree


def grown(ring, epochs=EPOCHS):
    """Let a ring of owners and all whom it brings in try every pair in every epoch; return whom it brought in."""
    house, members = House(), list(ring)
    for _ in range(epochs):
        for number, first in enumerate(members * 2):
            name = f"sybil{len(house.state.owners)}.{number}"
            brought_in(house, members, first, name)
        house.end_epoch()
    return [name for name in members if name not in ring]


def brought_in(house, members, first, name):
    for second in tuple(members):
        try:
            admit(house, name, first, second)
        except Refused:
            continue
        join(house, name)
        members.append(name)
        return


@pytest.mark.parametrize("ring", [2, 3, 4])
def test_a_ring_brings_in_no_more_than_its_own_number_while_it_answers_for_them(ring):
    assert 2 <= len(grown(OWNERS[:ring])) <= ring


def test_one_owner_alone_brings_in_nobody_whatever_it_tries():
    assert not grown(["ana"])


def test_a_crowd_of_newcomers_comes_one_by_one(town):
    admit(town, "ned", "ana", "bo")
    act = invite(town, "oda", "cy")
    why = turned_away(town, "dee.human", AdmitOwner("oda", act), NotDue)
    assert "epoch 0" in why
    town.end_epoch()
    town.file("dee.human", AdmitOwner("oda", act))


def test_three_newcomers_who_act_as_one_are_no_majority_of_a_house_of_seven():
    house = House()
    for name, first, second in (("ned", "ana", "bo"), ("oda", "bo", "ana"), ("pip", "cy", "ana")):
        try:
            arrive(house, name, first, second)
        except NotAllowed:  # ana vouches for two already
            arrive(house, name, first, "dee")
    fresh = sum(house.state.influence["safety"][name] for name in ("ned", "oda", "pip"))
    assert 6 * fresh < WHOLE  # where an even share would be three tenths
    for name in ("ned", "oda", "pip"):
        house.file(person(name), WeighValues({"safety": 0, "thrift": 1_000_000}))
    for owner in OWNERS:
        house.file(f"{owner}.human", WeighValues({"safety": 1_000_000, "thrift": 0}))
    house.end_epoch()
    assert house.state.weights["thrift"] == 300_000  # the share of their voices, and no more


def test_sponsors_pay_for_whom_they_brought_in():
    house = House()
    arrive(house, "ned")
    settle_in(house, "ned")
    house = evening(house, "review", lambda each: sits(each, "ned") and len(sits(each, "bo")) == 2)
    seats = len(sits(house, "ned"))
    house.review(lambda agent, _: None if agent == "ned.ai" else Review("for"))
    before, common = {name: purse(house, name) for name in ("ana", "bo")}, fund(house)
    house.advance()
    lost = 2 * CREDIT * seats  # already held for the seats
    assert {name: before[name] - purse(house, name) for name in before} == dict.fromkeys(("ana", "bo"), lost // 10)
    assert fund(house) - common == lost + 2 * (lost // 10)
    assert len(house.told(SponsorCharged)) == 2 * seats


def test_who_leaves_with_a_bad_name_and_comes_back_under_another_has_nothing_for_three_epochs(town):
    town.file("gus.human", LeaveMoot())
    town.end_epoch()
    assert purse(town, "gus") == 0
    turned_away(town, "ana.human", invitation("gus", key=town.key("gus.human")), AlreadyDone)
    arrive(town, "guy", "ana", "bo")
    assert town.state.epoch == 4
    even = WHOLE // 7
    assert town.state.influence["safety"]["guy"] * 2 <= even + even // 100


# Names and keys.


def test_a_key_that_nobody_holds_brings_in_nobody(town):
    admit(town, "ned")  # by a key that its sponsors made up, or read somewhere
    with pytest.raises(KeyNotValid):  # whoever signs for it signs with another one
        town.submit(under(town, signer("ana.human"), person("ned"), CommitChance("00" * 32), nonce=0))
    for _ in range(5):
        town.end_epoch()
    assert town.state.owners["ned"].left
    assert town.state.ledger.accounts.get(owner_account("ned"), 0) == 0


def test_an_invitation_is_not_changed_behind_the_back_of_who_vouches_for_it(town):
    act = invite(town, "ned")
    town.file("ana.human", InviteOwner("ned", person("ned"), town.key("ana.spare"), (), HUMAN_RIGHTS))
    turned_away(town, "bo.human", AdmitOwner("ned", act), VersionIsStale)


def test_nobody_takes_the_name_or_the_key_of_whom_somebody_has_invited(town):
    invite(town, "ned")
    turned_away(town, "cy.human", RegisterAgent(person("ned"), "human", town.key("x"), None, ()), AlreadyDone)
    turned_away(town, "cy.human", RegisterAgent("cy.x", "ai", town.key(person("ned")), "oak", ()), AlreadyDone)


def test_invitations_that_nobody_seconds_are_gone_after_two_epochs_and_each_owner_has_one(town):
    for name in ("ned", "oda", "pip"):
        invite(town, name)
    assert [each.owner for each in town.state.invitations.values()] == ["pip"]
    town.end_epoch()
    town.end_epoch()
    assert not town.state.invitations
    turned_away(town, "bo.human", AdmitOwner("pip", "00" * 32), NotFound)


# Owners sent away.


def test_fewer_than_two_thirds_of_the_others_send_nobody_away(town):
    for owner in OWNERS[:3]:
        town.file(f"{owner}.human", SuspendMember("gus", 4))
    assert not town.told(OwnerSuspended)
    town.file("gus.human", WeighValues({"safety": 500_000, "thrift": 500_000}))


def test_who_is_sent_away_can_hold_up_nobody_and_is_back_in_time(town):
    town.propose()
    accused = next(member for member in town.open.links["drawing"] if member != "clerk")
    for owner in [each for each in OWNERS if each != accused][:4]:
        town.file(f"{owner}.human", SuspendMember(accused, 1))
    turned_away(town, f"{accused}.human", WeighValues({"safety": 500_000, "thrift": 500_000}), OwnerIsSuspended)
    town.reveal()  # its link too
    assert town.open.stage == "review"
    town.to("ballot")
    town.vote(lambda owner: None if owner == accused else "for")
    town.to("closed")
    assert town.closed.outcome == "settled"
    town.end_epoch()
    town.file(f"{accused}.human", WeighValues({"safety": 500_000, "thrift": 500_000}))


def test_sending_away_one_after_the_other_stops_while_there_are_enough_to_decide(town):
    clique = ("ana", "bo", "cy", "dee")
    for accused in ("gus", "flo", "eli"):
        for owner in clique:
            town.file(f"{owner}.human", SuspendMember(accused, 4))
    assert len(town.told(OwnerSuspended)) == 3
    turned_away(town, "ana.human", SuspendMember("dee", 1), NotAllowed)
    for _ in range(4):
        town.end_epoch()
    assert town.propose().frozen.voters == OWNERS


def test_owners_who_leave_together_leave_enough_to_decide(town):
    for owner in ("gus", "flo", "eli"):
        town.file(f"{owner}.human", LeaveMoot())
    turned_away(town, "dee.human", LeaveMoot(), NotAllowed)
