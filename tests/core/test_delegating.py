"""Stories of votes that are handed on: for which ballot, until when, and what counts in the end."""

from dataclasses import replace

import pytest

from moot.core import refusal as r
from moot.core.charter import DAY
from moot.core.commands import Delegate, Object, RegisterAgent, RevokeDelegation
from moot.core.events import (
    BallotClosed,
    BallotExtended,
    DelegatesVoted,
    DelegationExpired,
    DelegationRevoked,
    DelegationsFrozen,
    Followed,
    Given,
    Spoken,
    VoteDelegated,
    VoteMoved,
    VotesCarried,
)
from moot.core.lot import lot
from tests.core.house import MILLION, MINUTE, House, charter, key_of
from tests.core.refusing import refused
from tests.core.telling import vote

FREE = {"delegation_cap": MILLION}  # so that seven owners may hand everything to one


def hand_on(house, owner, to, topic="all", lasts=30 * DAY):
    return house.file(f"{owner}.human", Delegate(topic, to, house.now + lasts))


def at_ballot(*lines, agency=FREE, **terms):
    """Return a house at its ballot in which each "ana bo" means that ana hands her vote on to bo."""
    house = House(charter(**agency))
    for line in lines:
        owner, to, *topic = line.split()
        hand_on(house, owner, to, *topic)
    house.propose(**terms)
    house.to("ballot")
    return house


def decided(house, **choices):
    """Let those vote who are named, wait for the count, and return the result."""
    house.vote(choices.get)
    house.advance()
    return result(house)


def result(house):
    closed = house.told(BallotClosed)[-1]
    return closed.in_favour, closed.abstained, closed.against, closed.passed


# ---- handing on and taking back -----------------------------------------------------------------


def test_a_vote_is_handed_on_for_a_topic_and_a_time_and_is_taken_back():
    house = House()
    until = house.now + DAY
    told = house.file("ana.human", Delegate("value/safety", "bo", until))
    assert told[0] == VoteDelegated(house.last, "ana", "value/safety", "bo", until)
    assert house.state.delegations["ana"]["value/safety"].to == "bo"
    hand_on(house, "ana", "cy", "kind/set_heat")
    assert house.file("ana.human", RevokeDelegation("value/safety"))[0] == DelegationRevoked(
        "ana", "value/safety", "bo"
    )
    assert set(house.state.delegations["ana"]) == {"kind/set_heat"}
    house.file("ana.human", RevokeDelegation("kind/set_heat"))
    assert house.state.delegations == {}


def test_a_later_delegation_on_a_topic_replaces_the_earlier_and_the_same_again_is_refused():
    house = House()
    hand_on(house, "ana", "bo")
    hand_on(house, "ana", "cy")
    assert house.state.delegations["ana"]["all"].to == "cy"
    refused(house, r.AlreadyDone, "ana.human", Delegate("all", "cy", house.now + 30 * DAY))
    hand_on(house, "ana", "cy", lasts=31 * DAY)  # for longer
    assert house.state.delegations["ana"]["all"].until == house.now + 31 * DAY


WRONG = {
    "to itself": (("all", "ana", DAY), r.NotAllowed),
    "to nobody": (("all", "zoe", DAY), r.UnknownMember),
    "to an owner without voice": (("all", "ed", DAY), r.NotAllowed),
    "on an unknown kind": (("kind/set_light", "bo", DAY), r.NotFound),
    "on an unknown value": (("value/beauty", "bo", DAY), r.NotFound),
    "on a value called as a kind": (("kind/safety", "bo", DAY), r.NotFound),
    "for no time": (("all", "bo", 0), r.OutOfBounds),
    "for longer than the charter allows": (("all", "bo", 180 * DAY + 1), r.OutOfBounds),
}


@pytest.mark.parametrize(("said", "refusal"), WRONG.values(), ids=WRONG)
def test_a_delegation_that_cannot_be_is_refused(said, refusal):
    house, (topic, to, lasts) = House(), said
    refused(house, refusal, "ana.human", Delegate(topic, to, house.now + lasts))


def test_the_longest_delegation_is_allowed_and_where_the_charter_allows_none_none_is():
    hand_on(House(), "ana", "bo", lasts=180 * DAY)
    reason = refused(House(charter(delegation_expiry=0)), r.OutOfBounds, "ana.human", Delegate("all", "bo", DAY))
    assert reason.clause == "agency.delegation_expiry"


def test_what_was_not_handed_on_or_has_run_out_cannot_be_taken_back():
    house = House()
    refused(house, r.NotFound, "ana.human", RevokeDelegation("all"))
    hand_on(house, "ana", "bo", "value/safety", DAY)
    refused(house, r.NotFound, "ana.human", RevokeDelegation("all"))
    refused(house, r.NotFound, "bo.human", RevokeDelegation("value/safety"))
    house.wait(DAY - 1)
    house.copy().file("ana.human", RevokeDelegation("value/safety"))
    house.wait(1)
    refused(house, r.NotFound, "ana.human", RevokeDelegation("value/safety"))


def test_only_who_speaks_for_an_owner_hands_its_vote_on():
    house = House()
    refused(house, r.NoRight, "ana.ai", Delegate("all", "bo", house.now + DAY))
    refused(house, r.NoRight, "ana.ai", RevokeDelegation("all"))
    refused(house, r.NoRight, "ed.ai", Delegate("all", "bo", house.now + DAY))


@pytest.mark.parametrize("right", ["Delegate", "RevokeDelegation"])
def test_the_right_to_hand_votes_on_is_handed_on_only_by_who_has_it(right):
    house = House()
    keeper = RegisterAgent("ana.keeper", "human", key_of("ana.keeper"), may=("RegisterAgent",))
    house.file("ana.human", keeper)
    refused(house, r.NoRight, "ana.keeper", RegisterAgent("ana.x", "ai", key_of("ana.x"), "oak", may=(right,)))


def test_an_owner_without_voice_hands_nothing_on():
    house = House()
    house.file("ana.human", RegisterAgent("ana.two", "human", key_of("ana.two"), may=("Delegate",)))
    house.state = silenced(house.state, "ana")
    refused(house, r.NoRight, "ana.two", Delegate("all", "bo", house.now + DAY))


def silenced(state, owner):
    """Return a house in which an owner has lost its voice, as it would when it leaves or is suspended."""
    return replace(state, owners={**state.owners, owner: replace(state.owners[owner], voice=False)})


def test_what_has_run_out_is_told_when_the_epoch_closes():
    house = House()
    hand_on(house, "ana", "bo", lasts=7 * DAY)
    hand_on(house, "ana", "cy", "value/safety", 7 * DAY + 1)
    hand_on(house, "bo", "cy", "all", DAY)
    assert [each for each in house.end_epoch() if isinstance(each, DelegationExpired)] == [
        DelegationExpired("ana", "all", "bo"),
        DelegationExpired("bo", "all", "cy"),
    ]
    assert {owner: set(each) for owner, each in house.state.delegations.items()} == {"ana": {"value/safety"}}


# ---- what a ballot takes along ------------------------------------------------------------------


def test_a_ballot_freezes_who_hands_its_vote_on_when_it_opens():
    house = House(charter(**FREE))
    house.propose()
    house.to("forecast")
    hand_on(house, "ana", "bo")
    house.to("ballot")
    assert house.told(DelegationsFrozen) == [DelegationsFrozen(house.open.id, {"ana": Given("all", "bo")}, ())]
    house.file("ana.human", RevokeDelegation("all"))
    hand_on(house, "cy", "bo")
    hand_on(house, "ana", "dee")
    assert house.open.given == {"ana": "bo"}
    assert decided(house, bo="for", dee="against") == (2, 0, 1, False)


def test_without_delegations_nothing_more_is_told_of_a_ballot():
    house = at_ballot()
    decided(house, **dict.fromkeys(("ana", "bo", "cy", "dee"), "for"))
    kinds = (DelegationsFrozen, VotesCarried, DelegatesVoted)
    assert not [each for each in house.events if isinstance(each, kinds)]


def test_a_delegation_that_runs_out_before_the_ballot_opens_is_not_in_it():
    def given(early):
        house = House()
        house.propose()
        house.to("forecast")
        hand_on(house, "ana", "bo", lasts=MINUTE)
        house.wait(MINUTE - early)
        house.to("ballot")
        return house.open.given

    assert given(1) == {"ana": "bo"}
    assert given(0) == {}


@pytest.mark.parametrize("gone", ["bo", "ana"])
def test_who_has_no_voice_in_a_proposal_votes_for_nobody_and_is_voted_for_by_nobody(gone):
    house = House()
    hand_on(house, "ana", "bo", "kind/set_heat")
    hand_on(house, "ana", "cy")
    house.state = silenced(house.state, gone)
    house.propose(by="dee.ai")
    house.to("ballot")
    assert house.open.given == ({"ana": "cy"} if gone == "bo" else {})


def test_the_most_specific_topic_applies_and_of_values_the_one_most_at_stake():
    house = House()
    for topic, to in {"all": "bo", "value/thrift": "cy", "value/safety": "dee", "kind/set_heat": "eli"}.items():
        hand_on(house, "ana", to, topic)
    hand_on(house, "flo", "bo", "value/thrift")
    hand_on(house, "gus", "bo", "value/safety")
    house.propose(by="bo.ai")
    house.to("forecast")

    def frozen(safety, thrift, *revoked):
        twin = house.copy()
        for topic in revoked:
            twin.file("ana.human", RevokeDelegation(topic))
        better = {"safety": 600_000 + safety, "thrift": 600_000 + thrift}
        quo = twin.open.status_quo
        twin.forecast(lambda _, version, value: 600_000 if version == quo else better[value])
        return {owner: each.to for owner, each in twin.told(DelegationsFrozen)[0].given.items()}

    assert frozen(30_000, 0) == {"ana": "eli", "gus": "bo"}  # thrift isn't at stake
    assert frozen(30_000, 10_000, "kind/set_heat") == {"ana": "dee", "flo": "bo", "gus": "bo"}
    assert frozen(10_000, 30_000, "kind/set_heat")["ana"] == "cy"  # 40 % of 30,000 are more than 60 % of 10,000
    assert frozen(-10_000, 30_000, "kind/set_heat", "value/thrift")["ana"] == "dee"
    assert frozen(0, 30_000, "kind/set_heat", "value/thrift")["ana"] == "bo"


# ---- the count ----------------------------------------------------------------------------------


def test_a_delegate_votes_for_those_behind_it_who_do_not_vote_themselves():
    house = at_ballot("ana bo", "bo cy", "dee cy")
    assert decided(house, cy="for", dee="against") == (3, 0, 1, True)
    assert house.told(VotesCarried) == [
        VotesCarried(house.open.id, {"ana": Followed("cy", 2), "bo": Followed("cy", 1)}, {})
    ]
    assert house.told(DelegatesVoted) == [
        DelegatesVoted(house.open.id, {"ana": Spoken("cy", "for"), "bo": Spoken("cy", "for")}, {"cy": 3})
    ]


def test_who_is_counted_counts_for_the_quorum_too():
    assert decided(at_ballot("ana cy", "bo cy"), cy="for", dee="for") == (4, 0, 0, True)  # four of seven
    assert decided(at_ballot("ana cy"), cy="for", dee="for") == (3, 0, 0, False)


def test_a_root_that_abstains_abstains_for_those_behind_it():
    assert decided(at_ballot("ana cy", "bo cy"), cy="abstain", dee="for") == (1, 3, 0, True)


def test_a_root_whose_vote_is_never_opened_abstains_for_those_behind_it():
    house = at_ballot("ana cy", "bo cy")
    vote(house, "dee", "for")
    house.tend()
    vote(house, "cy", "for")
    house.held.clear()
    house.advance()
    house.advance()
    house.advance()
    assert result(house) == (0, 4, 0, False)


def test_a_circle_and_a_silent_root_are_not_counted_and_are_told_so():
    house = at_ballot("ana bo", "bo ana", "cy dee")
    assert house.told(DelegationsFrozen)[0].circles == ("ana", "bo")  # while they can still vote
    assert decided(house, eli="for", flo="for", gus="for") == (3, 0, 0, False)
    [told] = house.told(VotesCarried)
    assert told.uncounted == {"ana": "circle", "bo": "circle", "cy": "silent"}
    assert not house.told(DelegatesVoted)


def test_nobody_votes_for_more_owners_than_the_cap_and_the_lot_says_whom_it_leaves_out():
    house = at_ballot("ana cy", "bo cy", "dee bo", agency={"delegation_cap": 430_000})  # three of seven
    assert decided(house, cy="for", eli="against") == (3, 0, 1, True)
    assert house.told(VotesCarried)[0].uncounted == {"dee": "cap"}
    house = at_ballot("ana cy", "bo cy", agency={})  # two of seven
    decided(house, cy="for", eli="against")
    seed = bytes.fromhex(house.open.seeds["drawing"])
    first, last = sorted(("ana", "bo"), key=lambda owner: lot(seed, "delegation", owner))
    assert house.told(VotesCarried) == [VotesCarried(house.open.id, {first: Followed("cy", 1)}, {last: "cap"})]
    assert house.told(DelegatesVoted)[0].weights == {"cy": 2}


def test_a_vote_that_brings_in_the_quorum_with_those_behind_it_extends_a_ballot_as_four_votes_would():
    house = at_ballot("ana cy", "bo cy")
    vote(house, "dee", "for")
    house.now = house.open.until - 6 * MINUTE
    vote(house, "dee", "against")
    assert not house.told(BallotExtended)
    vote(house, "cy", "for")
    assert len(house.told(BallotExtended)) == 1


# ---- objections ---------------------------------------------------------------------------------


def objecting(house, owner, choice="against"):
    return house.file(f"{owner}.human", Object(house.open.id, house.open.paper.id, choice))


def open_votes(*lines, agency=FREE, **choices):
    house = at_ballot(*lines, agency=agency)
    house.vote(choices.get)
    return house


def test_who_handed_its_vote_on_may_still_move_towards_against_for_itself():
    house = open_votes("ana cy", "bo cy", "dee cy", cy="for")
    [moved] = [each for each in objecting(house, "ana") if isinstance(each, VoteMoved)]
    assert (moved.old, moved.new) == ("for", "against")
    assert objecting(house, "bo", "abstain")[0].old == "for"
    house.advance()
    assert result(house) == (2, 1, 1, True)
    assert house.told(DelegatesVoted)[0].spoken == {"dee": Spoken("cy", "for")}


def test_who_is_counted_against_already_cannot_move_and_who_is_not_counted_can_only_add_a_vote_against():
    house = open_votes("ana cy", "bo dee", cy="against")
    for owner, choice in (("ana", "against"), ("ana", "abstain"), ("bo", "abstain")):
        refused(house, r.NotAllowed, f"{owner}.human", Object(house.open.id, house.open.paper.id, choice))
    assert objecting(house, "bo")[0].old is None


@pytest.mark.parametrize("first", ["ana", "cy"])
def test_whoever_objects_first_the_count_is_the_same(first):
    house = open_votes("ana cy", "bo cy", cy="for", dee="for")
    moves = {"ana": "abstain", "cy": "against"}
    for owner in sorted(moves, key=lambda owner: owner != first):
        objecting(house, owner, moves[owner])
    house.advance()
    assert result(house) == (1, 1, 2, False)


def test_a_delegate_that_moves_takes_along_those_behind_it():
    house = open_votes("ana cy", "bo cy", cy="for", dee="for")
    objecting(house, "cy")
    house.advance()
    assert result(house) == (1, 0, 3, False)


def test_who_objects_in_the_middle_of_a_line_takes_along_those_behind_it_alone():
    house = open_votes("ana bo", "bo cy", "dee cy", cy="for", eli="for")
    objecting(house, "bo")
    house.advance()
    assert result(house) == (3, 0, 2, True)
    assert house.told(DelegatesVoted)[0].weights == {"bo": 2, "cy": 2}


def test_once_votes_are_open_nobody_enters_the_count_but_by_its_own_act():
    # Bo makes room behind cy for the one whom the cap left out, and eli breaks a circle: neither brings anybody in.
    house = open_votes("ana cy", "bo cy", "dee eli", "eli dee", agency={}, cy="for")
    [(inside, _)] = house.told(VotesCarried)[0].followed.items()
    objecting(house, inside)
    objecting(house, "eli")
    house.advance()
    assert result(house) == (1, 0, 2, False)
