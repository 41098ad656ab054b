"""Rounds: who opens one, and what may be put in it, and when."""

import pytest

from moot.core import refusal as r
from moot.core.commands import (
    Advance,
    OpenRound,
    Withdraw,
)
from tests.core.house import OWNERS, House
from tests.core.refusing import refused
from tests.core.telling import with_balance
from tests.core.tenders import (
    CREDIT,
    house,
    in_round,
    open_round,
    pass_deadline,
    put_in,
    tender,
    work,
)

NONE = "00" * 32


# Opening


def test_a_round_takes_its_money_from_the_fund_and_its_voters_are_frozen():
    found = house()
    before = found.state.ledger.accounts["fund"]
    number = open_round(found)
    assert found.state.ledger.accounts["fund"] == before - 100 * CREDIT
    assert found.state.ledger.accounts[f"held/{number}"] == 100 * CREDIT
    assert tender(found).voters == tuple(sorted(OWNERS))
    assert found.sums_to_zero()


def test_what_is_no_budget_and_what_is_open_already_is_refused():
    found = house()
    refused(found, r.NotFound, "ana.ai", OpenRound("wars"))
    refused(House(), r.NotFound, "ana.ai", OpenRound("works"))
    open_round(found)
    refused(found, r.AlreadyDone, "bo.ai", OpenRound("works"))


def test_a_fund_that_is_too_low_opens_no_round():
    refused(house(amount=2_000 * CREDIT), r.FundCannotPay, "ana.ai", OpenRound("works"))


def test_who_may_not_propose_opens_none():
    refused(house(), r.NoRight, "ed.ai", OpenRound("works"))
    refused(house(), r.NoRight, "clerk", OpenRound("works"))


# Projects


def test_a_project_waits_in_its_round_with_nothing_but_its_bond():
    found = in_round()
    name = put_in(found, "ana", 10, 1)
    project = found.state.proposals[name]
    assert (project.stage, project.until) == ("round", tender(found).until)
    assert project.purse.bond == found.state.ledger.accounts[f"held/{name}"] == 20 * CREDIT
    assert tender(found).costs == {name: 10 * CREDIT}


def test_a_target_that_is_built_in_rounds_is_never_busy():
    found = in_round()
    put_in(found, "ana", 10, 1)
    put_in(found, "bo", 10, 2)
    assert len(tender(found).costs) == 2


def test_outside_a_round_nothing_is_proposed_that_a_budget_pays_for():
    found = house()
    refused(found, r.NotDue, "ana.ai", work(found))
    open_round(found)
    found.now = tender(found).until
    refused(found, r.NotDue, "ana.ai", work(found))
    pass_deadline(found)
    refused(found, r.NotDue, "ana.ai", work(found))


@pytest.mark.parametrize("size", [0, 101])
def test_what_costs_nothing_or_more_than_there_is_is_refused(size):
    found = in_round()
    refused(found, r.OutOfBounds, "ana.ai", work(found, size))


def test_an_owner_puts_in_as_many_as_any_other():
    found = in_round()
    put_in(found, "ana", 10, 1)
    put_in(found, "ana", 10, 2)
    refused(found, r.NotAllowed, "ana.ai", work(found, 10, 3))
    put_in(found, "bo", 10, 3)


def test_whoever_cannot_post_the_bond_puts_nothing_in():
    found = in_round()
    with_balance(found, ("ana",), 19 * CREDIT)
    refused(found, r.OwnerCannotPay, "ana.ai", work(found))


def test_what_is_in_a_round_stays_in_it():
    found = in_round()
    name = put_in(found, "ana", 10, 1)
    assert "stays in it" in refused(found, r.StageIsOver, "ana.ai", Withdraw(name)).why


def test_an_advance_of_a_project_moves_its_round_once_that_is_due():
    found = in_round()
    name = put_in(found, "ana", 10, 1)
    refused(found, r.NotDue, "bo.ai", Advance(name, "round"))
    found.now = tender(found).until
    found.file("bo.ai", Advance(name, "round"))
    assert tender(found).stage == "voting"
    assert found.state.proposals[name].until == tender(found).until
