"""Admission: two owners vouch, the newcomer proves its key, its voice comes later, and others answer for it."""

from dataclasses import replace

import pytest

from moot.core import refusal as r
from moot.core.act import WHOLE
from moot.core.charter import Admission
from moot.core.commands import (
    AddKey,
    AdmitOwner,
    CommitChance,
    LeaveMoot,
    Propose,
    RegisterAgent,
    SuspendMember,
    TakeMandate,
    WeighValues,
)
from moot.core.events import (
    AgentRegistered,
    CreditsMoved,
    InvitationLapsed,
    OwnerAdmitted,
    OwnerJoined,
    OwnerLeft,
    VoiceGained,
)
from moot.core.ledger import owner_account
from moot.core.proposal import base_of
from tests.core.house import HUMAN_RIGHTS, MINUTE, OWNERS, House, charter, key_of
from tests.core.newcomers import admit, arrive, invitation, invite, join, person
from tests.core.refusing import NONE, refused

CREDIT = 1_000_000


def ruled(**admission):
    """A house under other rules of admission."""
    law = charter()
    return House(replace(law, structure=replace(law.structure, admission=Admission(**admission))))


# ---- vouching ---------------------------------------------------------------------------------


def test_two_owners_admit_a_newcomer_and_its_person_is_registered_by_nobody():
    house = House()
    told = admit(house, "ned")
    [admitted] = [event for event in told if isinstance(event, OwnerAdmitted)]
    assert (admitted.owner, admitted.sponsors, admitted.epoch) == ("ned", ("ana", "bo"), 0)
    [registered] = [event for event in told if isinstance(event, AgentRegistered)]
    assert (registered.agent, registered.key, registered.registrar) == (person("ned"), key_of(person("ned")), None)
    assert registered.nature == "human"
    assert not house.state.owners["ned"].voice
    assert not house.state.invitations


def test_nobody_vouches_twice_for_one():
    house = House()
    act = invite(house, "ned")
    assert refused(house, r.AlreadyDone, "ana.human", AdmitOwner("ned", act)).clause == "structure.admission.sponsors"


def test_who_vouches_names_exactly_the_invitation_that_it_has_read():
    house = House()
    old = invite(house, "ned")
    present = invite(house, "ned", key=key_of("another"))
    refused(house, r.VersionIsStale, "bo.human", AdmitOwner("ned", old))
    refused(house, r.NotFound, "bo.human", AdmitOwner("oda", present))
    house.file("bo.human", AdmitOwner("ned", present))
    assert house.state.keys[key_of("another")].agent == person("ned")


def test_a_later_invitation_takes_the_place_of_the_earlier_one_of_its_sponsor_alone():
    house = House()
    first, other = invite(house, "ned"), invite(house, "oda", "bo")
    invite(house, "pip")
    assert {each.owner for each in house.state.invitations.values()} == {"oda", "pip"}
    refused(house, r.NotFound, "cy.human", AdmitOwner("ned", first))
    house.file("cy.human", AdmitOwner("oda", other))


def test_names_and_keys_that_are_in_use_or_kept_for_somebody_invited_are_refused():
    house = House()
    for spoilt in (
        {"owner": "bo"},
        {"owner": "clerk"},
        {"person": "bo.ai"},
        {"person": "clerk"},
        {"key": key_of("bo.ai")},
    ):
        refused(house, r.AlreadyDone, "ana.human", invitation("ned", **spoilt))
    refused(house, r.BadShape, "ana.human", invitation("ned", may=(*HUMAN_RIGHTS, "Rule")))
    invite(house, "ned")
    refused(house, r.AlreadyDone, "bo.human", invitation("ned"))
    refused(house, r.AlreadyDone, "bo.human", invitation("oda", person=person("ned")))
    refused(house, r.AlreadyDone, "bo.human", invitation("oda", key=key_of(person("ned"))))
    refused(house, r.AlreadyDone, "bo.human", RegisterAgent(person("ned"), "ai", NONE))
    refused(house, r.AlreadyDone, "bo.human", AddKey("bo.ai", key_of(person("ned"))))


@pytest.mark.parametrize("right", ["CastVote", "WeighValues", "CommitChance"])
def test_a_newcomer_whose_person_could_not_be_heard_is_not_invited(right):
    may = tuple(each for each in HUMAN_RIGHTS if each != right)
    reason = refused(House(), r.OutOfBounds, "ana.human", invitation("ned", may=may))
    assert (reason.clause, right in reason.mend) == ("structure.admission", True)


def test_who_has_no_voice_vouches_for_nobody():
    house = House()
    admit(house, "ned")
    refused(house, r.NoRight, person("ned"), invitation("oda"))


def test_an_invitation_lapses_with_the_second_epochs_end():
    house = House()
    act = invite(house, "ned")
    house.end_epoch()
    house.copy().file("bo.human", AdmitOwner("ned", act))
    house.end_epoch()
    assert house.told(InvitationLapsed) == [InvitationLapsed("ned")]
    reason = refused(house, r.NotFound, "bo.human", AdmitOwner("ned", act))
    assert "lapses" in reason.mend


def test_where_three_must_vouch_the_third_admits():
    house = ruled(sponsors=3)
    act = invite(house, "ned")
    house.file("bo.human", AdmitOwner("ned", act))
    assert "ned" not in house.state.owners
    refused(house, r.AlreadyDone, "bo.human", AdmitOwner("ned", act))
    house.file("cy.human", AdmitOwner("ned", act))
    assert house.state.owners["ned"].sponsors == ("ana", "bo", "cy")


# ---- how many ---------------------------------------------------------------------------------


def test_of_seven_owners_one_newcomer_is_admitted_in_an_epoch_and_the_next_hears_when():
    house = House()
    admit(house, "ned")
    act = invite(house, "oda", "cy")
    reason = refused(house, r.NotDue, "dee.human", AdmitOwner("oda", act))
    assert (reason.clause, reason.why) == ("structure.admission.newcomers", "epoch 0 has admitted 1, as many as it may")
    assert str(house.state.founded + house.state.charter.structure.epoch) in reason.mend
    house.end_epoch()
    house.file("dee.human", AdmitOwner("oda", act))


def test_where_two_sevenths_may_come_two_are_admitted_and_no_third():
    house = ruled(newcomers=285_714)  # of seven owners 1.99
    admit(house, "ned")
    refused(house, r.NotDue, "dee.human", AdmitOwner("oda", invite(house, "oda", "cy")))
    house = ruled(newcomers=285_715)
    admit(house, "ned")
    admit(house, "oda", "cy", "dee")
    refused(house, r.NotDue, "flo.human", AdmitOwner("pip", invite(house, "pip", "eli")))


def test_when_the_epoch_is_over_and_not_closed_nobody_vouches_and_nobody_joins():
    house = House()
    act = invite(house, "ned")
    twin = house.copy()
    twin.file("bo.human", AdmitOwner("ned", act))
    for each in (house, twin):
        each.now = each.state.founded + each.state.charter.structure.epoch
    refused(house, r.NotDue, "bo.human", AdmitOwner("ned", act))
    refused(house, r.NotDue, "cy.human", invitation("oda"))
    refused(twin, r.NotDue, person("ned"), CommitChance(NONE))


def test_an_owner_vouches_for_two_at_a_time():
    house = House()
    for name in ("ned", "oda"):
        admit(house, name)
        join(house, name)
        house.end_epoch()
    reason = refused(house, r.NotAllowed, "ana.human", invitation("pip"))
    assert (reason.clause, "ned and oda" in reason.why) == ("structure.admission.wards", True)
    refused(house, r.NotAllowed, "bo.human", AdmitOwner("pip", invite(house, "pip", "cy")))


def test_who_has_found_other_wards_since_its_invitation_vouches_no_longer():
    house = ruled(wards=1, newcomers=1_000_000)
    act = invite(house, "ned")
    house.file("ana.human", AdmitOwner("oda", invite(house, "oda", "bo")))
    reason = refused(house, r.NotAllowed, "cy.human", AdmitOwner("ned", act))
    assert (reason.clause, reason.why) == ("structure.admission.wards", "ana vouches for oda already")


def test_wards_are_over_with_the_liability_or_when_the_newcomer_is_gone():
    house = ruled(wards=1, liability=1)
    arrive(house, "ned")
    refused(house, r.NotAllowed, "ana.human", invitation("oda"))
    house.end_epoch()
    house.copy().file("ana.human", invitation("oda"))
    house = ruled(wards=1)
    arrive(house, "ned")
    house.file(person("ned"), LeaveMoot())
    house.end_epoch()
    house.file("ana.human", invitation("oda"))


# ---- of whom: the graph of invitations ---------------------------------------------------------


def ring(house, *names):
    """Let ana invite each of `names`, with another founder each time, and wait for their voices."""
    for name, second in zip(names, OWNERS[1:], strict=False):
        arrive(house, name, "ana", second)


def test_two_of_one_invitation_tree_admit_nobody_and_one_of_another_tree_may():
    house = ruled(liability=0)
    ring(house, "ned", "oda")
    for first, second in (("ana", "ned"), ("ned", "ana"), ("ned", "oda")):
        act = invite(house, "pip", first)
        reason = refused(house, r.NotAllowed, person(second), AdmitOwner("pip", act))
        assert reason.clause == "structure.admission.sponsors"
        house.end_epoch()
        house.end_epoch()  # so that the invitation lapses
    house.file("bo.human", AdmitOwner("pip", invite(house, "pip", "oda")))


def test_the_tree_is_that_of_who_invited_not_of_who_came_second():
    house = ruled(liability=0)
    arrive(house, "ned", "ana", "bo")
    refused(house, r.NotAllowed, "ana.human", AdmitOwner("pip", invite(house, "pip", "ned")))
    house.file("bo.human", AdmitOwner("pip", invite(house, "pip", "ned")))


def test_where_all_voices_are_of_one_tree_its_owners_may_vouch_together():
    house = ruled(liability=0)
    ring(house, "ned", "oda")
    voices = {each.id: replace(each, voice=each.id in {"ana", "ned", "oda"}) for each in house.state.owners.values()}
    house.state = replace(house.state, owners=voices)
    house.file(person("ned"), AdmitOwner("pip", invite(house, "pip")))


def test_who_is_vouched_for_vouches_for_nobody():
    house = ruled(liability=1)
    arrive(house, "ned")
    reason = refused(house, r.NotAllowed, person("ned"), invitation("oda"))
    assert (reason.clause, reason.why) == (
        "structure.admission.liability",
        f"others vouch for ned until epoch {house.state.epoch + 1} begins",
    )
    house.end_epoch()
    house.file(person("ned"), invitation("oda"))


def test_who_is_leaving_vouches_for_nobody():
    house = House()
    house.file("ana.human", LeaveMoot())
    refused(house, r.NotAllowed, "ana.human", invitation("ned"))


def test_who_vouched_first_must_still_be_there_when_the_last_one_does():
    house = House()
    act = invite(house, "ned")
    for deed in (leaves, is_suspended):
        twin = house.copy()
        deed(twin)
        reason = refused(twin, r.NotAllowed, "bo.human", AdmitOwner("ned", act))
        assert reason.why == f"ana {deed.__name__.replace('_', ' ').replace('leaves', 'is leaving')}"


def leaves(house):
    house.file("ana.human", LeaveMoot())


def is_suspended(house):
    for owner in OWNERS[1:5]:
        house.file(f"{owner}.human", SuspendMember("ana", 1))


def test_an_invitation_goes_with_whoever_vouched_for_it():
    house = House()
    act = invite(house, "ned")
    house.file("ana.human", LeaveMoot())
    house.end_epoch()
    refused(house, r.NotFound, "bo.human", AdmitOwner("ned", act))


# ---- joining and the voice ----------------------------------------------------------------------


def test_a_newcomer_joins_with_its_own_keys_first_commitment():
    house = House()
    admit(house, "ned")
    refused(house, r.KeyNotValid, person("ned"), CommitChance(NONE), key=key_of("ana.human"))
    told = join(house, "ned")
    assert [event for event in told if isinstance(event, OwnerJoined)] == [OwnerJoined("ned", 3)]
    assert not [event for event in join(house, "ned") if isinstance(event, OwnerJoined)]


def test_who_never_joins_is_gone_with_the_next_epochs_end_and_its_name_with_it():
    house = House()
    admit(house, "ned")
    house.end_epoch()
    house.copy().file(person("ned"), CommitChance(NONE))
    house.end_epoch()
    assert [each.owner for each in house.told(OwnerLeft)] == ["ned"]
    refused(house, r.NoRight, person("ned"), CommitChance(NONE))
    refused(house, r.AlreadyDone, "ana.human", invitation("ned"))


def test_without_voice_a_newcomer_registers_agents_and_keys_and_decides_nothing():
    house = House()
    admit(house, "ned")
    join(house, "ned")
    house.file(person("ned"), RegisterAgent("ned.hand", "ai", NONE, "oak", (), ("Propose",)))
    now = house.state.targets["hall"].terms
    refused(house, r.NoRight, "ned.hand", Propose("set_heat", {**now, "hours": 3}, base_of("hall", now)), key=NONE)
    refused(house, r.NoRight, person("ned"), WeighValues({"safety": 500_000, "thrift": 500_000}))
    refused(house, r.NoRight, person("ned"), TakeMandate("safety"))
    assert house.state.ledger.accounts.get(owner_account("ned")) is None
    assert "ned" not in house.propose().frozen.voters


def test_voice_and_grant_come_after_three_epochs_and_not_before():
    house = House()
    admit(house, "ned")
    house.end_epoch()
    join(house, "ned")  # in epoch 1
    for _ in range(2):
        house.end_epoch()
    assert not house.state.owners["ned"].voice
    told = house.end_epoch()
    assert house.state.epoch == 4
    assert [event for event in told if isinstance(event, VoiceGained)] == [VoiceGained("ned", 4, 16)]
    assert CreditsMoved("mint", "owner/ned", 1_000 * CREDIT, "agency.grant", None) in told
    assert house.sums_to_zero()
    assert "ned" in house.propose().frozen.voters


def test_a_newcomer_begins_with_half_an_even_share_of_influence_and_the_others_keep_their_proportions():
    house = House()
    before = house.state.influence["safety"]
    unequal = {**before, "ana": before["ana"] + before["bo"] - 1, "bo": 1}
    house.state = replace(house.state, influence={**house.state.influence, "safety": unequal})
    agency = replace(house.state.charter.agency, spread=0)
    house.state = replace(house.state, charter=replace(house.state.charter, agency=agency))
    arrive(house, "ned")
    after = house.state.influence["safety"]
    assert after["ned"] == WHOLE // 16
    assert sum(after.values()) == WHOLE
    for owner in OWNERS:
        assert abs(after[owner] * 16 - unequal[owner] * 15) <= 16


def test_a_running_proposal_keeps_its_voters_and_influence_when_a_newcomer_gains_its_voice():
    house = House()
    admit(house, "ned")
    join(house, "ned")
    for _ in range(2):
        house.end_epoch()
    house.now = house.state.founded + 3 * house.state.charter.structure.epoch - MINUTE
    before = house.propose().frozen
    house.end_epoch()
    assert house.state.owners["ned"].voice
    assert house.open.frozen == before


def test_a_newcomer_is_named_for_chance_no_sooner_than_those_named_most_often():
    house = House()
    admit(house, "ned")
    join(house, "ned")
    for degrees in (18, 19, 20):
        house.propose(degrees=degrees)
        house.to("closed")
    most = max(house.state.chains[owner].ever for owner in OWNERS)
    assert most > 0
    while not house.state.owners["ned"].voice:
        house.end_epoch()
    assert house.state.chains["ned"].ever == most


def test_a_newcomer_may_leave_before_it_has_a_voice_and_gains_none():
    house = House()
    admit(house, "ned")
    join(house, "ned")
    house.file(person("ned"), LeaveMoot())
    for _ in range(4):
        house.end_epoch()
    assert not house.told(VoiceGained)
    assert house.state.owners["ned"].left
