"""Members: agents, keys of every level, chance chains, mandates that wait for their epoch."""

import hashlib
from dataclasses import replace

from moot.core.commands import AddKey, CommitChance, LeaveMandate, RegisterAgent, RevokeKey, TakeMandate, WeighValues
from moot.core.membership import PERSONAL
from moot.core.refusal import AlreadyDone, KeyNotValid, NoRight, NotYours, OutOfBounds
from tests.core.house import House, founding, key_of
from tests.core.refusing import refused

NEW = "11" * 32
HALVES = WeighValues({"safety": 500_000, "thrift": 500_000})


def commitment(name):
    return hashlib.sha256(bytes.fromhex(key_of(name))).hexdigest()


def recoverable():
    """A house in which ana's person has committed to two recovery keys."""
    plain = founding()
    ana = plain.owners[0]
    person = replace(ana.agents[1], recovery=(commitment("spare"), commitment("vault")))
    return House(first=replace(plain, owners=(replace(ana, agents=(ana.agents[0], person)), *plain.owners[1:])))


def test_a_registered_agent_acts_within_its_registration():
    house = House()
    house.file("ana.human", RegisterAgent("ana.new", "ai", key_of("ana.new"), "oak", (), ("TakeMandate",)))
    agent = house.state.agents["ana.new"]
    assert (agent.owner, agent.nature, agent.family) == ("ana", "ai", "oak")
    house.file("ana.new", TakeMandate("safety"))
    refused(house, NoRight, "ana.new", LeaveMandate("safety"))


def test_a_family_that_is_not_listed_is_other_and_people_have_none():
    house = House()
    house.file("ana.human", RegisterAgent("ana.new", "ai", NEW, "birch"))
    house.file("ana.human", RegisterAgent("ana.kin", "human", "22" * 32, "oak"))
    assert house.state.agents["ana.new"].family == "other"
    assert house.state.agents["ana.kin"].family is None


def test_an_added_key_signs_and_a_revoked_one_does_not():
    house = House()
    house.file("ana.human", AddKey("ana.human", NEW))
    house.file("ana.human", HALVES, key=NEW)
    house.file("ana.human", RevokeKey("ana.human", NEW))
    refused(house, KeyNotValid, "ana.human", HALVES, key=NEW)


def test_an_act_counts_by_its_keys_state_before_its_own_entry():
    house = House()
    house.file("ana.human", AddKey("ana.human", NEW))
    house.file("ana.human", RevokeKey("ana.human", NEW), key=NEW)  # the last thing it can say
    refused(house, KeyNotValid, "ana.human", HALVES, key=NEW)
    house.file("ana.human", HALVES)


def test_a_revoked_key_spends_no_nonce_of_another():
    house = House()
    house.file("ana.human", AddKey("ana.human", NEW))
    house.file("ana.human", HALVES, key=NEW, nonce=7)
    house.file("ana.human", HALVES)
    assert house.state.keys[NEW].nonce == 7
    assert house.state.keys[key_of("ana.human")].nonce == 2


def test_a_recovery_key_revokes_and_adds_and_does_nothing_else():
    house = recoverable()
    spare = key_of("spare")
    house.file("ana.human", RevokeKey("ana.human", key_of("ana.human")), key=spare)
    refused(house, KeyNotValid, "ana.human", HALVES)
    refused(house, NoRight, "ana.human", HALVES, key=spare)
    house.file("ana.human", AddKey("ana.human", NEW), key=spare)
    house.file("ana.human", HALVES, key=NEW)
    assert house.state.keys[spare].level == 1


def test_only_an_equal_or_higher_key_revokes():
    house = recoverable()
    refused(house, KeyNotValid, "ana.human", RevokeKey("ana.human", key_of("spare")))
    refused(house, KeyNotValid, "ana.human", RevokeKey("ana.human", key_of("vault")), key=key_of("spare"))
    house.file("ana.human", RevokeKey("ana.human", key_of("spare")), key=key_of("vault"))
    refused(house, KeyNotValid, "ana.human", AddKey("ana.human", NEW), key=key_of("spare"))


def test_a_recovery_key_that_signed_once_is_still_of_its_level():
    house = recoverable()
    house.file("ana.human", AddKey("ana.human", NEW), key=key_of("vault"))
    refused(house, KeyNotValid, "ana.human", RevokeKey("ana.human", key_of("vault")))
    house.file("ana.human", RevokeKey("ana.human", key_of("vault")), key=key_of("vault"))


def test_only_the_highest_recovery_key_commits_to_a_higher_one():
    house = recoverable()
    third = commitment("third")
    refused(house, KeyNotValid, "ana.human", AddKey("ana.human", third, 3))
    refused(house, KeyNotValid, "ana.human", AddKey("ana.human", third, 3), key=key_of("spare"))
    refused(house, OutOfBounds, "ana.human", AddKey("ana.human", third, 1), key=key_of("vault"))
    house.file("ana.human", AddKey("ana.human", third, 3), key=key_of("vault"))
    house.file("ana.human", RevokeKey("ana.human", key_of("vault")), key=key_of("third"))


def kin():
    """A recoverable house in which ana's mind may see to keys, and has a recovery key of its own."""
    house = recoverable()
    rights = ("AddKey", "RevokeKey")
    house.file(
        "ana.human", RegisterAgent("ana.new", "ai", key_of("ana.new"), "oak", (commitment("new spare"),), rights)
    )
    house.file("ana.human", RegisterAgent("ana.kin", "human", key_of("ana.kin"), may=()))
    return house


def test_a_recovery_key_acts_for_its_own_agent_alone():
    house = kin()
    for key, by in (("vault", "ana.human"), ("new spare", "ana.new")):
        other = "ana.new" if by == "ana.human" else "ana.human"
        refused(house, KeyNotValid, by, AddKey(other, NEW), key=key_of(key))
        refused(house, KeyNotValid, by, RevokeKey(other, key_of(other)), key=key_of(key))
        refused(house, KeyNotValid, by, RevokeKey("ana.ai", key_of("ana.ai")), key=key_of(key))
    house.file("ana.new", RevokeKey("ana.new", key_of("ana.new")), key=key_of("new spare"))


def test_only_a_person_with_the_right_sees_to_a_siblings_keys():
    house = kin()
    refused(house, NoRight, "ana.new", AddKey("ana.human", NEW))
    refused(house, NoRight, "ana.new", RevokeKey("ana.ai", key_of("ana.ai")))
    refused(house, NoRight, "ana.kin", RevokeKey("ana.ai", key_of("ana.ai")))
    house.file("ana.new", AddKey("ana.new", "33" * 32))
    house.file("ana.human", AddKey("ana.new", NEW))
    house.file("ana.human", RevokeKey("ana.new", NEW))


def test_who_registered_an_agent_may_revoke_all_its_keys_and_never_the_reverse():
    house = kin()
    thief = RegisterAgent(
        "ana.thief", "human", key_of("ana.thief"), None, (commitment("hidden"),), tuple(sorted(PERSONAL))
    )
    house.file("ana.human", thief)
    house.file("ana.thief", RegisterAgent("ana.heir", "human", key_of("ana.heir"), may=("RevokeKey",)))
    refused(house, NotYours, "ana.thief", RevokeKey("ana.human", key_of("ana.human")))
    refused(house, NotYours, "ana.thief", RevokeKey("ana.ai", key_of("ana.ai")))
    refused(house, NotYours, "ana.heir", RevokeKey("ana.thief", key_of("ana.thief")))
    house.file("ana.thief", RevokeKey("ana.heir", key_of("ana.heir")))
    house.file("ana.human", RevokeKey("ana.thief", commitment("hidden")))
    house.file("ana.human", RevokeKey("ana.thief", key_of("ana.thief")))
    assert "revoked" in refused(house, KeyNotValid, "ana.thief", AddKey("ana.thief", NEW), key=key_of("hidden")).why


def test_a_recovery_key_that_signed_once_is_revoked_by_its_hash_as_well():
    house = kin()
    house.file("ana.new", AddKey("ana.new", NEW), key=key_of("new spare"))
    house.file("ana.human", RevokeKey("ana.new", commitment("new spare")))
    refused(house, KeyNotValid, "ana.new", AddKey("ana.new", "44" * 32), key=key_of("new spare"))


def test_a_hash_that_somebody_else_adds_as_a_key_revokes_nothing():
    house = recoverable()
    house.file("bo.human", AddKey("bo.human", commitment("spare")))
    house.file("bo.human", RevokeKey("bo.human", commitment("spare")))
    house.file("ana.human", AddKey("ana.human", NEW), key=key_of("spare"))
    house.file("ana.human", RevokeKey("ana.human", commitment("spare")), key=key_of("vault"))
    refused(house, KeyNotValid, "ana.human", AddKey("ana.human", "44" * 32), key=key_of("spare"))


def test_a_recovery_key_that_is_added_as_a_signing_key_too_is_still_revoked_by_its_hash():
    house = kin()
    house.file("ana.human", AddKey("ana.new", key_of("new spare")))
    house.file("ana.human", RevokeKey("ana.new", commitment("new spare")))
    refused(house, KeyNotValid, "ana.new", TakeMandate("safety"), key=key_of("new spare"))
    refused(house, AlreadyDone, "ana.human", RevokeKey("ana.new", commitment("new spare")))


def test_nobody_commits_to_a_recovery_key_that_it_could_not_revoke():
    house = kin()
    refused(house, KeyNotValid, "ana.human", AddKey("ana.ai", commitment("evil"), 1))
    refused(house, KeyNotValid, "ana.human", AddKey("ana.new", commitment("second"), 2))
    house.file("ana.new", AddKey("ana.new", commitment("second"), 2), key=key_of("new spare"))


def test_a_key_that_is_its_own_commitment_is_none():
    house = kin()
    bare = RegisterAgent("ana.bare", "human", "88" * 32, None, (key_of("bare"),), ("AddKey",))
    house.file("ana.human", bare)
    refused(house, KeyNotValid, "ana.bare", AddKey("ana.bare", NEW), key=key_of("bare"))


def test_a_key_for_another_hands_on_nothing_that_one_has_not():
    house = kin()
    house.file("ana.human", RegisterAgent("ana.aide", "human", key_of("ana.aide"), may=("AddKey", "RegisterAgent")))
    house.file("ana.aide", RegisterAgent("ana.bot", "ai", key_of("ana.bot"), "oak", (), ("FileReview",)))
    house.file("ana.aide", AddKey("ana.bot", "99" * 32))
    plain = founding()
    ana = plain.owners[0]
    aide = replace(ana.agents[1], id="ana.porter", key=key_of("ana.porter"), may=("AddKey",))
    house = House(first=replace(plain, owners=(replace(ana, agents=(*ana.agents, aide)), *plain.owners[1:])))
    refused(house, NoRight, "ana.porter", AddKey("ana.human", NEW))


def test_however_many_registered_one_another_the_first_answers_for_the_last():
    house = kin()
    above = "ana.human"
    for number in range(1_200):
        name = f"ana.a{number}"
        house.file(above, RegisterAgent(name, "human", key_of(name), may=("RegisterAgent",)))
        above = name
    house.file("ana.human", RevokeKey(above, key_of(above)))


def test_what_speaks_for_an_owner_is_handed_on_only_by_who_has_it():
    house = kin()
    house.file(
        "ana.human", RegisterAgent("ana.clerkling", "ai", key_of("ana.clerkling"), "oak", (), ("RegisterAgent",))
    )
    voter = RegisterAgent("ana.voter", "human", "66" * 32, may=("CastVote",))
    assert "CastVote" in refused(house, NoRight, "ana.clerkling", voter).why
    house.file("ana.clerkling", RegisterAgent("ana.reviewer", "ai", "77" * 32, "oak", (), ("FileReview",)))


def test_a_key_revoked_twice_is_nothing_new():
    house = House()
    house.file("ana.human", RevokeKey("ana.ai", key_of("ana.ai")))
    assert "revoked" in refused(house, KeyNotValid, "ana.ai", TakeMandate("safety")).why
    refused(house, AlreadyDone, "ana.human", RevokeKey("ana.ai", key_of("ana.ai")))


def test_a_mandate_taken_or_left_acts_from_the_next_epoch():
    house = House()
    house.file("bo.ai", LeaveMandate("safety"))
    house.file("bo.human", TakeMandate("safety"))
    assert "safety" in house.state.agents["bo.ai"].mandates
    assert "safety" not in house.state.agents["bo.human"].mandates
    house.end_epoch()
    assert "safety" not in house.state.agents["bo.ai"].mandates
    assert "safety" in house.state.agents["bo.human"].mandates
    assert house.state.changes == ()


def test_a_change_of_mind_within_an_epoch_is_taken_in_order():
    house = House()
    house.file("bo.ai", LeaveMandate("safety"))
    house.file("bo.ai", TakeMandate("safety"))
    house.file("bo.ai", LeaveMandate("safety"))
    house.end_epoch()
    assert "safety" not in house.state.agents["bo.ai"].mandates


def test_a_new_chain_begins_at_its_first_link():
    house = House()
    house.propose()
    house.to("gone")
    assert house.state.chains["bo"].assigned == 2
    house.file("bo.human", CommitChance(NEW))
    assert (house.state.chains["bo"].known, house.state.chains["bo"].assigned) == (NEW, 0)
