"""Bonds, fees and gains: what authors, friends and rings can take out of a moot, to the micro-credit."""

import pytest

from moot.core.charter import CREDIT
from moot.core.commands import FileForecast, Forecast, OfferAmendment, Propose
from moot.core.events import CreditShared, ReviewOpened
from moot.core.ledger import FUND
from moot.core.proposal import base_of
from moot.core.refusal import FundCannotPay, OutOfBounds, StageIsOver
from tests.clerk.town import Town
from tests.core.house import OWNERS, VALUES, charter, two_targets
from tests.stories.attackers import (
    BOND,
    CAP,
    FEE,
    NO_CHANGE,
    amend,
    believing,
    evening,
    fund,
    gains,
    of,
    purse,
    turned_away,
    withdraw,
)

STAKE = CREDIT


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def sure():
    """A town that does not explore: what is recommended runs."""
    return Town(law=charter(exploration=0))


def decide(town, measured, scores=None):
    """Let everybody be honest but for what is forecast, and the meters find `measured`."""
    town.to("forecast")
    town.forecast(believing(scores or {}))
    town.to("measuring")
    town.measure(measured)


# The bond game.


def test_an_author_who_changes_its_mind_once_reviewers_are_drawn_loses_bond_and_fee(town):
    town.propose()
    town.to("review")
    withdraw(town)
    assert (purse(town, "ana"), fund(town)) == (1_000 * CREDIT - BOND - FEE, 1_000 * CREDIT + BOND + FEE)


def test_a_change_that_does_harm_costs_its_author_the_bond_and_the_fee_and_no_more(sure):
    harm = dict.fromkeys(VALUES, 0)
    sure.propose()
    sure.to("executing")
    sure.execute()
    sure.measure(harm)
    assert sure.told(CreditShared)[0].pay == -BOND
    assert purse(sure, "ana") == 1_000 * CREDIT - BOND - FEE


def test_a_bond_given_up_goes_to_a_friend_who_was_the_first_to_stake(town):
    def give_up():
        town.propose()
        town.to("forecast")
        friend = next(iter(town.open.slate.pooled))
        cells = {each.version: dict.fromkeys(VALUES, 600_000) for each in town.open.slate.candidates}
        sealing = town.sealed(friend, "FileForecast", Forecast(cells))
        town.file(friend, FileForecast(town.open.id, town.open.slate.id, STAKE, sealing))
        withdraw(town)

    found = gains(town, give_up)
    friend = max(found, key=found.__getitem__)
    # The ring lost the review fees, as reviewers got them; the bond stayed in the ring.
    assert found["ana"] == -BOND - FEE
    assert found[friend] >= BOND
    assert found["ana"] + found[friend] >= -FEE
    assert FUND not in found


# Draining the fund.


def test_empty_proposals_take_nothing_out_of_the_fund_however_many_come(town):
    def flood():
        for time in range(5):
            town.propose(degrees=21 + time)
            decide(town, NO_CHANGE)  # nothing better is forecast

    found = gains(town, flood)
    assert found["ana"] == -5 * FEE
    assert FUND not in found  # what the author paid is what its reviewers earned
    assert sum(found.values()) == 0


def test_two_owners_who_review_each_other_pay_more_than_they_earn(town):
    def trade():
        for time in range(6):
            town.propose(("ana.ai", "bo.ai")[time % 2], degrees=21 + time)
            decide(town, NO_CHANGE)

    found = gains(town, trade)
    assert found["ana"] + found["bo"] == -6 * FEE + 2 * CREDIT * _seats_held(town, "ana", "bo")
    assert found["ana"] + found["bo"] <= -6 * FEE + 6 * 2 * 2 * CREDIT < 0  # of six seats each holds two at most


def _seats_held(town, *owners):
    return sum(event.agent.split(".")[0] in owners for event in town.told(ReviewOpened))


def test_whoever_opens_many_proposals_pays_a_rising_bond_and_binds_only_a_gain_for_each():
    town = Town(law=two_targets())
    now = town.state.targets["hall"].terms
    town.propose()
    assert purse(town, "ana") == 1_000 * CREDIT - BOND - FEE
    town.file("ana.ai", Propose("set_light", {**now, "degrees": 18}, base_of("lamp", now)))
    assert purse(town, "ana") == 1_000 * CREDIT - BOND - 2 * BOND - 2 * FEE
    assert fund(town) == 1_000 * CREDIT - 2 * CAP


def test_a_fund_that_could_not_pay_takes_no_proposal_rather_than_break_its_word():
    town = Town(law=charter(fund=CAP, exploration=0))
    town.propose()
    town.to("closed")  # a gain was paid
    now = town.state.targets["hall"].terms
    poor = Propose("set_heat", {**now, "degrees": 25}, base_of("hall", now))
    turned_away(town, "bo.ai", poor, FundCannotPay)
    assert fund(town) >= 0


# Gains that are none.


def to_forecasts(town):
    town.propose()
    town.to("forecast")


def of_three(liars, choice="for", **agency):
    """A change that does nothing; the first `liars` of three forecasters talk the present terms down."""
    town = evening(lambda proposal: len(proposal.slate.pooled) == 3, to_forecasts, **agency)
    pooled, present = list(town.open.slate.pooled), town.open.status_quo
    town.forecast(lambda by, version, _: 0 if by in pooled[:liars] and version == present else 600_000, STAKE)
    if town.open.stage == "ballot":
        town.vote(lambda _: choice)
    town.to("measuring")
    town.measure(NO_CHANGE)
    return town, [agent.split(".")[0] for agent in pooled]


def test_one_liar_of_three_brings_its_friend_nothing_and_pays_for_the_lie():
    town, (liar, *honest) = of_three(1)
    assert town.closed.outcome == "rejected"
    assert purse(town, "ana") == 1_000 * CREDIT - FEE
    # Each has earned 4 credits with two reviews; a miss of 60 % takes 0.24 of the stake, half of it for the fund.
    assert [purse(town, each) - 1_004 * CREDIT for each in (liar, *honest)] == [-240_000, 60_000, 60_000]
    assert fund(town) == 1_000 * CREDIT + 120_000


def test_a_captured_pool_is_paid_for_nothing_up_to_the_cap_if_the_owners_vote_for_it():
    town, pooled = of_three(2, exploration=0)
    assert town.closed.outcome == "settled"
    assert town.told(CreditShared)[0].pay == CAP
    assert purse(town, "ana") == 1_000 * CREDIT - FEE + CAP
    # What did not run is not settled: the lie cost nothing.
    assert {purse(town, each) for each in pooled} == {1_004 * CREDIT}
    assert fund(town) == 1_000 * CREDIT - CAP


def test_owners_who_vote_against_it_leave_a_captured_pool_with_a_lie_to_pay_for():
    town, pooled = of_three(2, "against")
    assert (town.closed.outcome, purse(town, "ana")) == ("rejected", 1_000 * CREDIT - FEE)
    assert [purse(town, each) - 1_004 * CREDIT for each in pooled] == [-18_000, -18_000, 24_000]
    assert fund(town) == 1_000 * CREDIT + 12_000


# Other people's work.


def test_whoever_keeps_a_target_busy_pays_each_time_and_better_ideas_run_all_the_same(sure):
    def hog():
        sure.propose(degrees=0)
        sure.to("negotiation")
        better = amend(sure, "bo.ai", degrees=22)
        decide(sure, dict.fromkeys(VALUES, 640_000), {better: 640_000, sure.open.original: 550_000})

    found = gains(sure, hog)
    assert (found["ana"], found["bo"]) == (-FEE, 40 * CREDIT + 2 * CREDIT * _seats_held(sure, "bo"))
    assert sure.state.targets["hall"].terms["degrees"] == 22


def test_an_author_who_withdraws_to_bury_better_amendments_pays_bond_and_fee_each_time(town):
    def bury():
        for time in range(3):
            town.propose(degrees=time)
            town.to("negotiation")
            better = amend(town, "bo.ai", degrees=22)
            town.to("forecast")
            assert better in {each.version for each in town.open.slate.candidates}
            withdraw(town)

    assert gains(town, bury)["ana"] == -3 * (BOND + FEE)
    town.propose("bo.ai", degrees=22)  # the target is free at once, for bo too
    assert town.open.owner == "bo"


def test_an_amendment_copied_with_a_better_last_touch_takes_the_gain_of_the_one_it_copies():
    def story(copied):
        town = Town(law=charter(exploration=0))
        town.propose()
        town.to("negotiation")
        good = amend(town, "bo.ai", degrees=22)
        scores = {good: 640_000, town.open.original: 610_000}
        if copied:
            scores[amend(town, "gus.ai", degrees=22, hours=9)] = 640_001
        decide(town, dict.fromkeys(VALUES, 640_000), scores)
        return town.told(CreditShared)[0].shares

    assert story(copied=False) == {"ana": 10_000_000, "bo": 30_000_000}
    # Together they get what bo and ana would have got: copying moves a gain, and makes none.
    assert story(copied=True) == {"ana": 9_999_750, "gus": 30_000_249}


def test_a_harmful_amendment_that_the_lottery_draws_costs_the_author_of_the_proposal_its_bond():
    def start(town):
        town.propose()
        town.to("negotiation")
        harmful = amend(town, "gus.ai", degrees=40)
        town.to("forecast")
        town.forecast(believing({town.open.original: 650_000, harmful: 590_000}))
        town.to("executing")

    town = evening(lambda proposal: proposal.run.version == of(proposal, "gus"), start, exploration=500_000)
    assert town.open.paper.lottery[town.open.run.version] == 250_000  # half of all, for two; a tenth is the standard
    town.execute()
    found = gains(town, lambda: town.measure(dict.fromkeys(VALUES, 0)))
    assert town.told(CreditShared)[0].pay == -BOND
    assert "ana" not in found  # her bond did not come back
    assert found.get("gus", 0) >= 0  # and who offered it paid nothing


def test_nobody_stakes_more_than_a_fifth_nor_too_little_to_feel(town):
    town.propose()
    town.to("forecast")
    agent, slate = next(iter(town.open.slate.pooled)), town.open.slate
    for stake in (0, CREDIT - 1, 1_000 * CREDIT):
        cells = {each.version: dict.fromkeys(VALUES, 0) for each in slate.candidates}
        sealing = town.sealed(agent, "FileForecast", Forecast(cells))
        turned_away(town, agent, FileForecast(town.open.id, slate.id, stake, sealing), OutOfBounds)


def test_an_amendment_comes_in_its_window_or_not_at_all(town):
    town.propose()
    town.to("forecast")
    late = OfferAmendment(town.open.id, town.open.original, {"hours": 9})
    turned_away(town, "gus.ai", late, StageIsOver)
    assert {each.owner for each in town.open.slate.candidates} <= {None, *OWNERS}
