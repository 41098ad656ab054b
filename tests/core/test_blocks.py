"""Stories of blocks: a vote against that names a clause, with a bond, and what a jury makes of it."""

from moot.core import refusal as r
from moot.core.commands import Block, Judge
from moot.core.events import BallotClosed, BlockLapsed, BlockPosted, BlockUpheld, DisputeOpened
from tests.core.court import CREDIT, FLOOR, WHY, blocked, case_of, court, ended, found, judge, summon, vote_of
from tests.core.house import House
from tests.core.refusing import NONE, refused
from tests.core.telling import balance, outcome, with_balance


def test_a_block_that_is_upheld_ends_what_passed_and_its_bond_comes_back():
    house = blocked(court(), "bo")
    assert house.open.votes["bo"] == "against"
    paid = balance(house, "bo")
    house.advance()
    assert house.told(BallotClosed)[0].passed
    assert house.open.stage == "disputed"
    summon(house)
    judge(house, lambda place: found("upheld" if place < 3 else "dismissed"))
    assert house.open.stage == "measuring"
    assert [each.clause for each in house.told(BlockUpheld)] == [FLOOR]
    assert balance(house, "bo") == paid + 20 * CREDIT
    house.measure()
    assert outcome(house) == ("rejected", "a block was upheld")
    assert house.sums_to_zero()


def test_a_block_that_is_dismissed_costs_its_bond_and_what_passed_goes_on():
    house = blocked(court(), "bo")
    house.advance()
    summon(house)
    author = balance(house, "ana")
    judge(house, lambda _: found("dismissed"))
    assert house.open.stage == "timelock"
    assert balance(house, "ana") == author + (20 - 5 * 2) * CREDIT
    assert ended(house).nets == {"bo": -20 * CREDIT}
    house.to("measuring")
    house.measure()
    assert house.closed.outcome == "settled"


def test_all_blocks_of_a_ballot_are_one_dispute():
    house = blocked(court(), "bo", "cy")
    assert [(each.owner, each.bond) for each in house.told(BlockPosted)] == [("bo", 20 * CREDIT), ("cy", 20 * CREDIT)]
    house.advance()
    [opened] = house.told(DisputeOpened)
    assert (opened.bonds, opened.evidence) == ({"bo": 20 * CREDIT, "cy": 20 * CREDIT}, WHY)
    summon(house)
    assert not {"ana", "bo", "cy"} & {seat.owner for seat in case_of(house).seats}
    assert case_of(house).size == 3
    judge(house, lambda _: found("upheld"))
    assert ended(house).nets == {"bo": 0, "cy": 0}


def test_where_the_ballot_fails_anyway_there_is_nothing_to_judge_and_bonds_go_back():
    house = blocked(court(), "bo", "cy", "dee", "eli")
    before = balance(house, "bo")
    house.advance()
    assert house.open.stage == "measuring"
    assert balance(house, "bo") == before + 20 * CREDIT
    assert [each.owner for each in house.told(BlockLapsed)] == ["bo", "cy", "dee", "eli"]
    house.measure()
    assert outcome(house) == ("rejected", "the ballot rejected it")


def test_who_cannot_pay_the_bond_has_voted_against_and_that_is_said():
    house = court()
    house.propose()
    house.to("ballot")
    with_balance(house, ("bo",), 20 * CREDIT - 1)
    for owner in house.open.frozen.voters:
        vote_of(house, owner, house.open.paper, Block(FLOOR) if owner == "bo" else None)
    house.advance()
    house.tend()
    [lapsed] = house.told(BlockLapsed)
    assert (lapsed.owner, lapsed.clause) == ("bo", FLOOR)
    assert lapsed.why == "bo cannot pay its bond: it is a vote against and no more"
    house.advance()
    assert (house.open.stage, house.told(BallotClosed)[0].against) == ("timelock", 1)


def test_a_block_that_nobody_can_judge_is_not_upheld_and_its_bond_goes_back():
    house = blocked(House(), "bo")
    house.advance()
    assert house.open.stage == "timelock"
    assert (ended(house).upheld, ended(house).nets) == (False, {"bo": 0})


def test_a_jury_on_a_block_has_no_measurements_to_choose_from():
    house = blocked(court(), "bo")
    house.advance()
    refused(house, r.StageIsOver, "cy.ai", Judge(case_of(house).id, NONE))
    assert case_of(house).reported == {}
