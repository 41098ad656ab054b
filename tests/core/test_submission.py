"""Stories of a proposal as its author sees it: what submitting costs, and withdrawing."""

from moot.core.commands import (
    FileForecast,
    Propose,
    RevealChance,
    Withdraw,
)
from moot.core.lot import link
from moot.core.proposal import base_of
from moot.core.refusal import FundCannotPay, OwnerCannotPay, TargetIsBusy
from tests.core.house import LINKS, OWNERS, House, secret_of, two_targets
from tests.core.refusing import refused
from tests.core.telling import CREDIT, balance, propose_light

# ---- submitting -------------------------------------------------------------------------------


def test_the_bond_rises_with_the_owners_open_proposals():
    house = House(two_targets())
    house.propose()
    assert house.open.purse.bond == 20 * CREDIT
    second = propose_light(house, "ana.human", degrees=3)
    assert house.state.proposals[second].purse.bond == 40 * CREDIT
    assert balance(house, "ana") == (1000 - 20 - 12 - 40 - 12) * CREDIT


def test_a_fund_that_cannot_pay_the_reviewers_refuses():
    house = House(two_targets(fund=60 * CREDIT, income=1))
    house.propose()
    now = house.state.targets["lamp"].terms
    refused(house, FundCannotPay, "bo.ai", Propose("set_light", {**now, "degrees": 3}, base_of("lamp", now)))


def test_an_owner_that_cannot_pay_its_bond_is_refused():
    house = House(two_targets(grant=60 * CREDIT))
    house.propose()
    now = house.state.targets["lamp"].terms
    refused(house, OwnerCannotPay, "ana.ai", Propose("set_light", {**now, "degrees": 3}, base_of("lamp", now)))


def test_a_busy_target_says_until_when():
    house = House()
    house.propose()
    now = house.state.targets["hall"].terms
    command = Propose("set_heat", {**now, "degrees": 3}, base_of("hall", now))
    assert str(house.open.until) in refused(house, TargetIsBusy, "bo.ai", command).why


# ---- withdrawing ------------------------------------------------------------------------------


def test_before_the_draw_withdrawing_costs_the_review_fee_alone():
    house = House()
    house.propose()
    house.file("bo.ai", RevealChance(house.open.id, 1, link(secret_of("bo"), 1, LINKS).hex()))
    house.file("ana.human", Withdraw(house.open.id))
    assert house.closed.outcome == "withdrawn"
    assert {owner: balance(house, owner) for owner in OWNERS} == {
        owner: (988 if owner == "ana" else 1000) * CREDIT for owner in OWNERS
    }


def test_a_silent_contributors_deposit_is_not_given_back_by_a_withdrawal():
    house = House()
    house.propose()
    house.advance()
    assert house.open.stage == "drawing_clerk"
    house.file("ana.ai", Withdraw(house.open.id))
    assert balance(house, "bo") == 998 * CREDIT
    assert house.state.ledger.accounts["fund"] == 1018 * CREDIT


def test_after_the_draw_the_bond_goes_to_the_forecasters():
    house = House()
    house.propose()
    house.to("forecast")
    slate = house.open.slate
    first, second = list(slate.pooled)[:2]
    before = {agent: balance(house, agent.split(".")[0]) for agent in (first, second)}
    for agent in (first, second):
        house.file(agent, FileForecast(house.open.id, slate.id, CREDIT, "00" * 32))
    purse = house.open.purse
    house.file("ana.ai", Withdraw(house.open.id))
    for agent in (first, second):
        deposits = sum(held.get(agent, 0) for held in purse.deposits.values())
        assert balance(house, agent.split(".")[0]) == before[agent] + 10 * CREDIT + deposits
    assert balance(house, "ana") == 968 * CREDIT


def test_without_forecasters_the_bond_goes_to_the_fund():
    house = House()
    house.propose()
    house.to("review")
    house.file("ana.ai", Withdraw(house.open.id))
    assert balance(house, "ana") == 968 * CREDIT
    assert house.state.ledger.accounts["fund"] == 1032 * CREDIT
    assert all(balance(house, owner) == 1000 * CREDIT for owner in OWNERS[1:])
