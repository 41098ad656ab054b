"""Budgets: being first, voting twice, voting late, letting programs vote, and keeping the fund busy."""

import pytest

from moot.core.commands import CloseRound, OpenRound, RegisterAgent
from moot.core.events import RoundClosed, RoundFaulted
from moot.core.refusal import AlreadyDone, NoRight, NotAllowed, NotDue, StageIsOver
from tests.clerk.town import Town
from tests.core.house import OWNERS
from tests.core.tenders import CREDIT, ballot, decided, founded, open_round, pass_deadline, put_in, street, tender
from tests.stories.attackers import fund, turned_away


@pytest.fixture
def town():
    town = Town(law=street(), first=founded(street()))
    open_round(town)
    return town


def works_of(town, hands):
    return {owner: put_in(town, owner, 60, place) for place, owner in enumerate(hands)}


def test_whoever_is_first_with_its_work_gains_nothing_by_it():
    for hands in (("ana", "bo"), ("bo", "ana")):
        town = Town(law=street(), first=founded(street()))
        open_round(town)
        works = works_of(town, hands)
        decided(town, {"cy": {works["ana"]: 1, works["bo"]: 1}, "dee": {works["bo"]: 1}})
        [closed] = town.told(RoundClosed)
        [chosen] = [fate.proposal for fate in closed.fates if fate.verdict == "greedy"]
        assert chosen == works["bo"]  # two points against one, whoever came first


def test_nobody_fills_a_round_with_works_of_its_own(town):
    for place in range(2):
        put_in(town, "ana", 10, place)
    with pytest.raises(NotAllowed):
        put_in(town, "ana", 10, 2)
    put_in(town, "bo", 10, 3)
    assert town.state.ledger.accounts["owner/ana"] == (1_000 - 20 - 40) * CREDIT  # and its bonds rise


def test_who_votes_twice_has_voted_once(town):
    work = put_in(town, "ana", 90, 1)
    pass_deadline(town)
    for _ in range(3):
        ballot(town, "ana", {work: 1})
    assert [each.owner for each in tender(town).sealed.values()] == ["ana"]


def test_nobody_votes_once_ballots_are_open(town):
    put_in(town, "ana", 90, 1)
    pass_deadline(town)
    ballot(town, "bo", {})
    pass_deadline(town)
    with pytest.raises(StageIsOver):
        ballot(town, "ana", {})
    assert [*tender(town).ballots] == ["bo"]


def test_a_program_neither_votes_on_a_budget_nor_is_given_the_right(town):
    pass_deadline(town)
    with pytest.raises(NoRight):
        ballot(town, "ana", {}, kind="ai")
    spy = RegisterAgent("ana.spy", "ai", town.key("ana.spy"), "oak", may=("FileBallot",))
    turned_away(town, "ana.ai", spy, NoRight)


def test_nobody_counts_a_round_before_its_time(town):
    turned_away(town, "ana.ai", CloseRound(tender(town).id), NotDue)
    pass_deadline(town)
    turned_away(town, "ana.ai", CloseRound(tender(town).id), NotDue)


def test_who_withholds_its_link_pays_for_it_and_stops_nothing(town):
    work = put_in(town, "ana", 10, 1)
    pass_deadline(town)
    for owner in OWNERS:
        ballot(town, owner, {work: 1})
    pass_deadline(town)
    town.tend()
    before = fund(town)
    pass_deadline(town)  # nobody reveals
    assert [each.member for each in town.told(RoundFaulted)] == ["ana", "bo", "cy"]
    assert town.told(RoundClosed)[0].spent == 10 * CREDIT
    assert fund(town) == before + 3 * 2 * CREDIT + 90 * CREDIT


def test_a_budget_is_taken_from_the_fund_once_at_a_time_and_comes_back(town):
    turned_away(town, "bo.ai", OpenRound("works"), AlreadyDone)
    before = fund(town)
    decided(town, {})
    assert fund(town) == before + 100 * CREDIT + 100 * CREDIT  # and the income of an epoch that ended meanwhile
