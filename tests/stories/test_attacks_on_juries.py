"""Attacks on those who judge, and with what judging is for: captured juries, blocks, disputes and guardians at will."""

from math import comb

from moot.core import refusal as r
from moot.core.commands import CancelProposal, Dispute, Pause
from moot.core.events import BallotClosed, JurorReplaced, ProposalCancelled, VerdictReached
from tests.core.court import (
    CREDIT,
    FLOOR,
    WHY,
    appeal,
    blocked,
    case_of,
    court,
    disputed,
    ended,
    found,
    guarded,
    judge,
    move_on,
    summon,
    unlike,
)
from tests.core.house import OWNERS
from tests.core.many import many
from tests.core.refusing import refused
from tests.stories.attackers import gains

LOW, HIGH = found("measured", safety=300_000), found("measured", safety=700_000)
LONGEST = 3 * (10 + 2 * 10 + 60 + 5 + 60) * 60_000  # of a dispute, with two appeals and nobody ever in a hurry


def test_two_captured_jurors_of_five_move_nothing_and_three_decide_until_somebody_appeals():
    house = unlike(court(first=many(16)))
    summon(house)
    judge(house, lambda place: LOW if place < 2 else HIGH)
    assert house.told(VerdictReached)[0].values == {"safety": 700_000}
    captured = unlike(court(first=many(16)))
    summon(captured)
    judge(captured, lambda place: LOW if place < 3 else HIGH)
    assert captured.told(VerdictReached)[0].values == {"safety": 300_000}
    appeal(captured, "ana.human", 44 * CREDIT)
    summon(captured)
    judge(captured, lambda place: LOW if place < 5 else HIGH)
    move_on(captured)
    assert (ended(captured).values, captured.closed.outcome) == ({"safety": 700_000}, "settled")


def chance_of_capture(owners, captured, seats):
    """The chance, in percent, that the majority of a jury is drawn from the captured (hypergeometric)."""
    most = min(captured, seats)
    ways = sum(comb(captured, bad) * comb(owners - captured, seats - bad) for bad in range(seats // 2 + 1, most + 1))
    return round(100 * ways / comb(owners, seats), 1)


def test_a_captured_jury_is_the_less_likely_the_more_it_has_seats():
    assert [chance_of_capture(100, 20, seats) for seats in (5, 11, 23)] == [5.3, 0.8, 0.0]
    assert [chance_of_capture(100, 40, seats) for seats in (5, 11, 23)] == [31.4, 23.5, 13.3]


def test_a_jury_that_stays_silent_upholds_nothing_and_pays_for_it():
    house = unlike(court())
    summon(house)
    first = {seat.owner for seat in case_of(house).seats}
    lost = gains(house, lambda: (move_on(house), move_on(house)))
    assert len(house.told(JurorReplaced)) == 5 + 1  # one stand-in was left, who is silent as well
    assert house.closed.outcome == "void"
    assert first <= {each.silent.owner for each in house.told(JurorReplaced)}
    assert lost["fund"] >= 5 * 2 * CREDIT


def test_a_block_without_ground_costs_its_owner_the_bond_and_delays_by_hours_at_most():
    house = blocked(court(), "bo")
    began = house.now
    house.advance()
    assert house.open.until - house.now == LONGEST
    summon(house)
    before = dict(house.state.ledger.accounts)
    judge(house, lambda _: found("dismissed"))
    assert ended(house).nets == {"bo": -20 * CREDIT}
    assert house.state.ledger.accounts["owner/ana"] == before["owner/ana"] + 10 * CREDIT
    assert house.open.stage == "timelock"
    assert house.now - began < LONGEST
    assert house.told(BallotClosed)[0].passed


def test_whoever_blocks_to_be_bought_off_has_nothing_to_sell():
    house = blocked(court(), "bo")
    house.advance()
    # Nobody can take a block back: once it is posted, a jury judges it, whatever its owner is paid.
    refused(house, r.StageIsOver, "bo.human", Dispute("execution", house.open.id, FLOOR, 20 * CREDIT))
    house.advance()
    assert (ended(house).upheld, ended(house).nets, house.open.stage) == (False, {"bo": 0}, "timelock")


def test_whoever_disputes_to_delay_does_it_once_and_pays_for_it():
    house = court()
    house.propose()
    house.to("measuring")
    lost = gains(house, lambda: disputed(house, "bo.human"))
    assert lost["bo"] <= -20 * CREDIT
    summon(house)
    judge(house, lambda _: found("executed"))
    assert ended(house).nets == {"bo": -20 * CREDIT}
    for owner in OWNERS[2:]:
        refused(house, r.AlreadyDone, f"{owner}.human", Dispute("execution", house.open.id, FLOOR, 20 * CREDIT))


def test_a_party_neither_draws_the_jury_nor_sits_on_it():
    house = blocked(court(first=many(9)), "bo", "cy")
    house.advance()
    assert not {"ana", "bo", "cy"} & set(case_of(house).links)
    summon(house)
    assert not {"ana", "bo", "cy"} & {seat.owner for seat in case_of(house).seats}


def test_a_guardian_at_will_has_two_powers_and_then_none():
    house = court(guarded())
    for degrees in (18, 17):
        house.propose(degrees=degrees)
        house.to("timelock")
        house.file("gus.human", CancelProposal(house.open.id, FLOOR, WHY))
    assert [(each.clause, each.reason, each.left) for each in house.told(ProposalCancelled)] == [
        (FLOOR, WHY, 1),
        (FLOOR, WHY, 0),
    ]
    house.propose(degrees=16)
    house.to("timelock")
    refused(house, r.NotAllowed, "gus.human", CancelProposal(house.open.id, FLOOR, WHY))
    refused(house, r.NotAllowed, "gus.ai", Pause("hall", FLOOR, WHY))
    house.to("closed")
    assert house.closed.outcome == "settled"


def test_a_guardian_who_dislikes_a_draw_comes_too_late():
    house = court(guarded())
    house.propose()
    house.to("timelock")
    house.advance()
    refused(house, r.StageIsOver, "gus.human", CancelProposal(house.open.id, FLOOR, WHY))
