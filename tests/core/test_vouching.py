"""Vouching: sponsors pay along for what a newcomer loses by its own fault, and for nothing else."""

from dataclasses import replace

import pytest

from moot.core.charter import Admission
from moot.core.commands import FileForecast, OpenEnvelope, Review, Withdraw
from moot.core.events import SponsorCharged
from tests.core.house import House, charter
from tests.core.newcomers import arrive, evening, settle_in, sits
from tests.core.refusing import NONE
from tests.core.telling import CREDIT, balance, with_balance


def ruled(**admission):
    """A house under other rules of admission."""
    law = charter()
    return House(replace(law, structure=replace(law.structure, admission=Admission(**admission))))


def with_newcomer(**admission):
    house = ruled(**admission)
    arrive(house, "ned")
    settle_in(house, "ned")
    return house


def charges(house):
    return [(each.sponsor, each.owner, each.lost, each.paid) for each in house.told(SponsorCharged)]


def paid_along(lost, times=1):
    return [(sponsor, "ned", lost, lost // 10) for sponsor in ("ana", "bo")] * times


def but_ned(agent, _):
    return None if agent == "ned.ai" else Review("for")


def test_for_a_newcomers_silence_in_a_seat_each_sponsor_pays_a_tenth_of_its_deposit_as_well():
    house = evening(with_newcomer(), "review", lambda each: sits(each, "ned"))
    times = len(sits(house, "ned"))
    house.review(but_ned)
    before = house.state.ledger
    house.advance()
    assert charges(house) == paid_along(2 * CREDIT, times)
    after = house.state.ledger
    gained = after.accounts["fund"] - before.accounts["fund"]
    assert gained == times * (2 * CREDIT + 2 * 200_000)
    assert house.sums_to_zero()


def test_for_a_link_that_a_newcomer_keeps_back_each_sponsor_pays_as_well():
    house = with_newcomer()
    house.propose()
    while "ned" not in house.open.links["drawing"]:
        house.to("closed")
        house.end_epoch()  # in which a draw is kept
        house.propose(degrees=house.state.targets["hall"].terms["degrees"] + 1)
    house.reveal(but=("ned",))
    assert charges(house) == paid_along(2 * CREDIT)


def test_for_an_envelope_that_a_newcomer_keeps_shut_each_sponsor_pays_a_part_of_the_stake_as_well():
    house = evening(with_newcomer(), "forecast", lambda each: "ned.ai" in each.open.slate.pooled)
    house.forecast(lambda agent, *_: None if agent == "ned.ai" else 600_000)
    house.file(
        "ned.ai", FileForecast(house.open.id, house.open.slate.id, 30 * CREDIT, NONE)
    )  # which opens with nothing
    house.tend = lambda: None
    while house.open.stage != "opening_forecasts":
        house.advance()
    for act, envelope in list(house.open.sealed.items()):
        if envelope.by != "ned.ai":
            house.file("clerk", OpenEnvelope(act, *house.held[envelope.seal]))
    house.advance()
    assert charges(house) == paid_along(30 * CREDIT) + paid_along(2 * CREDIT, len(sits(house, "ned")))


def test_for_a_bond_that_a_newcomer_gives_up_each_sponsor_pays_as_well():
    house = with_newcomer()
    house.propose("ned.ai")
    house.to("negotiation")
    house.file("ned.ai", Withdraw(house.open.id))
    assert charges(house) == paid_along(20 * CREDIT)


def test_for_an_error_nobody_pays_along():
    house = with_newcomer()
    house.propose("ned.ai")
    house.to("measuring")
    house.measure({"safety": 0, "thrift": 0})
    assert house.closed.outcome == "settled"
    assert not charges(house)


def test_a_sponsor_pays_no_more_than_it_has_free():
    house = evening(with_newcomer(), "review", lambda each: len(sits(each, "ned")) == 1)
    with_balance(house, ["ana"], 50_000)
    with_balance(house, ["bo"], 0)
    house.review(but_ned)
    house.advance()
    assert charges(house) == [("ana", "ned", 2 * CREDIT, 50_000)]
    assert balance(house, "ana") == 0
    assert house.sums_to_zero()


@pytest.mark.parametrize(("liability", "liable"), [(1, False), (2, True)])
def test_sponsors_pay_along_while_they_are_liable_and_no_longer(liability, liable):
    # With its mandates, which it takes as its voice begins, the newcomer is in its second epoch of voice.
    house = evening(with_newcomer(liability=liability), "review", lambda each: sits(each, "ned"))
    house.review(but_ned)
    house.advance()
    assert bool(charges(house)) == liable


def test_sponsors_pay_by_the_rules_under_which_they_vouched():
    house = with_newcomer()
    structure = house.state.charter.structure
    lighter = replace(structure, admission=Admission(share=0))
    house.state = replace(house.state, charter=replace(house.state.charter, structure=lighter))
    house = evening(house, "review", lambda each: sits(each, "ned"))
    house.review(but_ned)
    house.advance()
    assert charges(house)


def test_for_a_founder_nobody_pays_along():
    house = House()
    house.propose()
    house.to("review")
    house.advance()
    assert not charges(house)
