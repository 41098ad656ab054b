"""Stories of a proposal from its ballot to its lottery: who voted, what passed, what was drawn."""

from itertools import product

import pytest

from moot.core.act import MILLION
from moot.core.commands import Block, Object, OfferAmendment, Review
from moot.core.events import (
    BallotClosed,
    BallotExtended,
    CreditShared,
    FaultPublished,
    GrantIssued,
    LotteryDrawn,
    NothingBetter,
    StakesSettled,
    VoteOpened,
)
from moot.core.settlement import Wager, settle
from tests.core.house import MINUTE, OWNERS, VALUES
from tests.core.telling import CREDIT, at, balance, outcome, vote

# ---- voting -----------------------------------------------------------------------------------


def test_nothing_better_means_no_ballot_and_the_status_quo_is_measured():
    house = at("forecast")
    house.forecast(lambda *_: 600_000)
    assert house.open.stage == "measuring"
    assert house.told(NothingBetter)
    assert house.open.run.version == house.open.status_quo
    house.measure()
    assert outcome(house) == ("rejected", "nothing better than the status quo")
    assert house.told(StakesSettled)
    assert not house.told(GrantIssued)
    assert balance(house, "ana") == 988 * CREDIT  # its bond is back


def test_a_ballot_below_quorum_fails_and_the_status_quo_is_measured():
    house = at("ballot")
    house.vote(lambda owner: "for" if owner in OWNERS[:3] else None)
    house.to("measuring")
    [closed] = house.told(BallotClosed)
    assert (closed.in_favour, closed.quorum, closed.owners, closed.passed) == (3, 4, 7, False)
    house.measure()
    assert outcome(house) == ("rejected", "the ballot rejected it")


@pytest.mark.parametrize(
    ("in_favour", "against", "passed"), [(4, 3, True), (3, 3, False), (3, 4, False), (4, 0, True), (1, 0, False)]
)
def test_it_passes_with_a_quorum_and_more_for_than_against(in_favour, against, passed):
    house = at("ballot")
    choices = dict(zip(OWNERS, ["for"] * in_favour + ["against"] * against, strict=False))
    house.vote(choices.get)
    house.advance()
    assert house.told(BallotClosed)[0].passed == passed
    assert (house.open.stage == "timelock") == passed


@pytest.mark.parametrize(("in_favour", "against", "passed"), [(4, 2, True), (4, 3, False), (2, 1, False), (5, 2, True)])
def test_after_an_unheard_mandate_two_thirds_are_needed(in_favour, against, passed):
    house = at("review")
    heard = house.open.panels["safety"].seats[0].agent
    house.review(lambda agent, mandate: Review("for") if mandate == "thrift" or agent == heard else None)
    house.advance()
    house.advance()
    house.tend()
    assert house.open.unheard == ("safety",)
    house.to("ballot")
    house.vote(dict(zip(OWNERS, ["for"] * in_favour + ["against"] * against, strict=False)).get)
    house.advance()
    [closed] = house.told(BallotClosed)
    assert closed.two_thirds
    assert closed.passed == passed


def test_the_ballot_is_extended_once_by_half_when_the_quorum_is_first_reached_in_its_last_tenth():
    house = at("ballot")
    ends = house.open.until
    for owner in OWNERS[:3]:
        vote(house, owner, "for")
    house.now = ends - 6 * MINUTE
    vote(house, "ana", "against")  # a changed vote is no new one
    assert not house.told(BallotExtended)
    vote(house, "dee", "for")
    assert [each.until for each in house.told(BallotExtended)] == [ends + 30 * MINUTE]
    assert (house.open.stage, house.open.until) == ("ballot", ends + 30 * MINUTE)
    house.now = house.open.until - 1
    vote(house, "eli", "for")
    assert len(house.told(BallotExtended)) == 1


def test_a_quorum_before_the_last_tenth_extends_nothing():
    house = at("ballot")
    house.now = house.open.until - 6 * MINUTE - 1
    for owner in OWNERS:
        vote(house, owner, "for")
    assert not house.told(BallotExtended)


def test_a_later_vote_replaces_an_earlier_one_whichever_agent_cast_it():
    house = at("ballot")
    vote(house, "ana", "against")
    vote(house, "ana", "for")
    assert len(house.open.sealed) == 1
    house.advance()
    house.tend()
    assert house.open.votes == {"ana": "for"}


def test_an_unopened_vote_is_an_abstention():
    house = at("ballot")
    for owner in OWNERS[:4]:
        vote(house, owner, "for")
    house.advance()
    assert house.open.stage == "opening_votes"
    house.advance()
    assert {each.choice for each in house.told(VoteOpened)} == {"abstain"}
    assert house.open.votes == dict.fromkeys(OWNERS[:4], "abstain")
    house.advance()
    [closed] = house.told(BallotClosed)
    assert (closed.abstained, closed.passed) == (4, False)


def test_a_block_counts_as_against_and_shows_its_clause():
    house = at("ballot")
    block = Block("purpose.values.safety.floor")
    vote(house, "ana", "for", block)
    house.advance()
    house.tend()
    assert house.open.votes == {"ana": "against"}
    assert house.told(VoteOpened)[0].block == block


def test_objections_can_turn_a_pass_into_a_rejection():
    house = at("objection")
    for owner in OWNERS[:4]:
        house.file(f"{owner}.human", Object(house.open.id, house.open.paper.id))
    house.advance()
    assert house.told(BallotClosed)[0].against == 4
    house.to("gone")
    assert outcome(house)[0] == "rejected"


# ---- the lottery ------------------------------------------------------------------------------


def explored(amended=False):
    """A house whose lottery drew another version than the recommended; with an amendment, that one."""
    for degrees, hours in product(range(20), range(8)):
        house = at("negotiation", degrees=degrees, hours=hours)
        if amended:
            house.file("bo.ai", OfferAmendment(house.open.id, house.open.original, {"hours": 24}))
        wanted = list(house.open.versions)[-1] if amended else house.open.status_quo
        house.advance()
        quo, best = house.open.status_quo, house.open.original
        house.forecast(lambda _, version, __, quo=quo, best=best: {quo: 600_000, best: 660_000}.get(version, 630_000))
        house.to("executing")
        if house.open.run.version == wanted:
            return house
    raise AssertionError


def nets(house, probability, least, found):
    proposal = house.open
    wagers = [
        Wager(proposal.purse.stakes[agent] // 2, cells[proposal.run.version]["safety"])
        for agent, cells in proposal.forecasts.items()
    ]
    return dict(zip(proposal.forecasts, settle(wagers, found, least, probability), strict=True))


def test_the_recommended_is_drawn_with_what_exploration_leaves():
    house = at("executing")
    [drawn] = house.told(LotteryDrawn)
    assert drawn.probability == house.open.paper.lottery[drawn.version]
    assert sum(house.open.paper.lottery.values()) == MILLION
    assert 0 <= drawn.number < MILLION


def test_an_explored_version_runs_is_settled_and_earns_for_its_author():
    house = explored(amended=True)
    drawn = house.told(LotteryDrawn)[0]
    assert (drawn.probability, house.open.paper.least) == (50_000, 50_000)
    house.execute()
    expected = nets(house, 50_000, 50_000, 700_000)
    house.measure()
    assert outcome(house) == ("settled", "executed, measured and settled")
    assert house.told(StakesSettled)[0].nets == expected
    assert set(house.told(CreditShared)[0].shares) == {"ana"}  # its step on the base chain was the one that improved
    assert house.state.targets["hall"].terms["hours"] == 24


def test_settlement_is_scaled_down_for_the_recommended():
    house = at("forecast")
    low = next(iter(house.open.slate.pooled))
    house.forecast(lambda agent, version, _: 500_000 if agent == low else house.hopeful(agent, version, ""))
    house.to("executing")
    run, least = house.open.run, house.open.paper.least
    house.execute()
    expected = nets(house, run.probability, least, 700_000)
    house.measure()
    found = {each.value: each.nets for each in house.told(StakesSettled)}
    assert found["safety"] == expected
    assert found["safety"][low] < 0
    assert set(found) == set(VALUES)


def test_a_status_quo_that_the_lottery_drew_runs_and_earns_nobody_a_gain():
    house = explored()
    assert house.told(LotteryDrawn)[0].probability == 100_000
    house.execute()
    house.measure()
    assert outcome(house)[0] == "settled"
    assert not house.told(CreditShared)
    assert balance(house, "ana") >= 988 * CREDIT - 2 * CREDIT
    assert house.state.targets["hall"].terms == {"degrees": 20, "hours": 8}


def test_a_clerk_that_is_silent_at_the_lottery_is_waited_for_once():
    house = at("timelock")
    house.advance()
    assert house.open.stage == "timelock_clerk"
    house.advance()
    assert house.open.extended
    house.advance()
    assert house.open.stage == "executing"
    silent = [each.member for each in house.told(FaultPublished)]
    assert silent == [*(member for member in house.open.links["lottery"] if member != "clerk"), "clerk", "clerk"]


def test_owners_reveal_their_second_link_and_have_their_deposit_back():
    house = at("objection")
    before = {owner: balance(house, owner) for owner in OWNERS}
    house.to("executing")
    assert {owner: balance(house, owner) for owner in OWNERS} == before
    numbers = {member: each.number for member, each in house.open.links["lottery"].items()}
    assert set(numbers.values()) == {2}
