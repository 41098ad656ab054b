"""Delegation under attack: circles for a quorum, votes of the gone, chains around the cap, delegates who steer."""

from collections import Counter
from dataclasses import replace

import pytest

from moot.core.charter import DAY
from moot.core.commands import CastVote, Delegate, Object, RegisterAgent, Vote
from moot.core.events import BallotClosed, BallotExtended, DelegatesVoted, DelegationsFrozen, VotesCarried
from moot.core.refusal import NoRight, NotAllowed, OutOfBounds
from tests.clerk.town import Town, signer
from tests.core.house import MINUTE, OWNERS, House, charter
from tests.stories.attackers import turned_away


def hand_on(town, *lines, topic="all"):
    for line in lines:
        owner, to = line.split()
        town.file(f"{owner}.human", Delegate(topic, to, town.now + 30 * DAY))


def decided(town, **choices):
    town.to("ballot")
    town.vote(choices.get)
    town.advance()
    closed = town.told(BallotClosed)[-1]
    return closed.in_favour, closed.abstained, closed.against, closed.passed


def cast(town, owner, choice):
    sealing = town.sealed(f"{owner}.human", "CastVote", Vote(choice))
    town.file(f"{owner}.human", CastVote(town.open.id, town.open.paper.id, sealing))


def free(**agency):
    return charter(**{"delegation_cap": 1_000_000, **agency})


def test_a_circle_of_four_brings_no_quorum_about():
    town = Town(law=free())
    hand_on(town, "dee eli", "eli flo", "flo gus", "gus dee")
    town.propose()
    assert decided(town, ana="for", bo="for", cy="for") == (3, 0, 0, False)  # a quorum of four was one short
    assert set(town.told(VotesCarried)[0].uncounted.values()) == {"circle"}


def test_who_leaves_its_vote_to_the_silent_brings_no_quorum_about():
    town = Town(law=free())
    hand_on(town, "dee gus", "eli gus", "flo gus")
    town.propose()
    assert decided(town, ana="for", bo="for", cy="for") == (3, 0, 0, False)


@pytest.mark.parametrize("gone", ["bo", "cy"])
def test_whoever_has_lost_its_voice_neither_votes_for_others_nor_is_voted_for(gone):
    house = House(free())
    hand_on(house, "ana bo", "bo cy", "cy dee")
    owners = house.state.owners  # nobody can leave yet: the voice is taken by hand
    house.state = replace(house.state, owners={**owners, gone: replace(owners[gone], voice=False)})
    house.propose(by="flo.ai")
    house.to("ballot")
    given = {owner: each.to for owner, each in house.told(DelegationsFrozen)[0].given.items()}
    assert gone not in {*given, *given.values()}
    votes = dict.fromkeys(house.open.frozen.voters, "for")
    del votes["ana"]
    house.vote(votes.get)
    house.advance()
    # Six voices are left; ana's is lost if bo is gone, and goes down the line to bo itself if cy is.
    assert house.told(BallotClosed)[-1].in_favour == (5 if gone == "bo" else 6)


def test_a_chain_around_the_cap_ends_with_the_same_root_and_the_same_cap():
    for lines in (["ana cy", "bo cy", "dee cy", "eli cy"], ["ana bo", "bo dee", "dee eli", "eli cy"]):
        town = Town()
        hand_on(town, *lines)
        town.propose()
        assert decided(town, cy="for", flo="against", gus="abstain") == (2, 1, 1, True)
        assert Counter(town.told(VotesCarried)[0].uncounted.values()) == {"cap": 3}


def test_a_delegate_beyond_its_cap_brings_in_no_quorum_that_it_alone_decides():
    town = Town()
    hand_on(town, *(f"{owner} ana" for owner in OWNERS[1:]))
    town.propose()
    assert decided(town, ana="for") == (2, 0, 0, False)


def test_two_roots_in_league_carry_what_two_caps_allow():
    town = Town()
    hand_on(town, "ana cy", "bo cy", "eli dee", "flo dee")
    town.propose()
    # Each of the two brings one along: four voices of seven, where two more were handed on.
    assert decided(town, cy="for", dee="for", gus="against") == (4, 0, 1, True)


def test_a_name_that_is_tried_again_does_not_get_around_the_lot():
    def outside(seconds):
        town = Town(now=1_800_000_000_000 + seconds)
        hand_on(town, "ana cy", "bo cy")
        town.propose()
        decided(town, cy="for", dee="against")
        return next(iter(town.told(VotesCarried)[0].uncounted))

    assert {outside(evening * MINUTE) for evening in range(8)} == {"ana", "bo"}  # the first in the alphabet, or not


def test_a_delegate_who_comes_in_the_last_minute_with_its_followers_extends_the_ballot():
    town = Town(law=free())
    hand_on(town, "ana cy", "bo cy", "dee cy")
    town.propose()
    town.to("ballot")
    town.now = town.open.until - 1
    cast(town, "cy", "for")
    assert len(town.told(BallotExtended)) == 1


def test_an_objection_makes_no_room_for_a_vote_in_favour():
    town = Town()
    hand_on(town, "ana cy", "bo cy")
    town.propose()
    town.to("ballot")
    town.vote({"cy": "for", "dee": "for", "eli": "against"}.get)
    [inside] = town.told(VotesCarried)[0].followed
    town.file(f"{inside}.human", Object(town.open.id, town.open.paper.id))
    town.advance()
    closed = town.told(BallotClosed)[-1]
    assert (closed.in_favour, closed.against) == (2, 2)
    assert not town.told(DelegatesVoted)


def test_a_vote_that_is_handed_on_after_the_ballot_has_opened_is_not_in_it():
    town = Town(law=free())
    town.propose()
    town.to("ballot")
    hand_on(town, "ana cy", "bo cy", "dee cy")
    assert decided(town, cy="for") == (1, 0, 0, False)


def test_a_program_does_not_hand_on_its_owners_vote_nor_the_right_to():
    town = Town()
    turned_away(town, "ana.ai", Delegate("all", "bo", town.now + DAY), NoRight)
    key = signer("ana.spy").public.hex()
    keeper = RegisterAgent("ana.keeper", "human", signer("ana.keeper").public.hex(), may=("RegisterAgent",))
    town.file("ana.human", keeper)
    turned_away(town, "ana.keeper", RegisterAgent("ana.spy", "ai", key, "oak", may=("Delegate",)), NoRight)


def test_nobody_hands_its_vote_on_for_ever_or_to_itself_or_to_who_only_executes():
    town = Town()
    turned_away(town, "ana.human", Delegate("all", "bo", town.now + 180 * DAY + 1), OutOfBounds)
    turned_away(town, "ana.human", Delegate("all", "ana", town.now + DAY), NotAllowed)
    turned_away(town, "ana.human", Delegate("all", "ed", town.now + DAY), NotAllowed)


def test_forecasters_who_move_a_value_choose_among_an_owners_own_delegates_and_it_sees_whom():
    town = Town(law=free())
    hand_on(town, "ana bo", topic="value/safety")
    hand_on(town, "ana cy", topic="value/thrift")
    town.propose(by="dee.ai")
    town.to("forecast")
    quo = town.open.status_quo
    better = {"safety": 610_000, "thrift": 690_000}
    town.forecast(lambda _, version, value: 600_000 if version == quo else better[value])
    assert town.told(DelegationsFrozen)[0].given["ana"].to == "cy"
    cast(town, "ana", "against")  # it has the whole ballot to vote itself
    town.vote({"cy": "for", "bo": "for"}.get)
    assert town.open.votes["ana"] == "against"
