"""The end of an epoch: values are re-priced from live vectors, influence is spread, the fund has its income."""

from dataclasses import replace

import pytest

from moot.core.assembly import EMPTY, Dues, dues
from moot.core.commands import CloseEpoch, LeaveMandate, TakeMandate, WeighValues
from moot.core.events import InfluenceUpdated, ValuesRepriced
from moot.core.refusal import NotDue
from tests.core.house import OWNERS, House, charter, founding
from tests.core.refusing import refused

CREDIT = 1_000_000


def weigh(house, owner, safety):
    house.file(f"{owner}.human", WeighValues({"safety": safety, "thrift": 1_000_000 - safety}))
    return house.last


def test_three_live_vectors_of_seven_owners_reprice_the_values():
    house = House()
    acts = [weigh(house, owner, 900_000) for owner in OWNERS[:3]]
    house.end_epoch()
    [priced] = house.told(ValuesRepriced)
    assert (priced.vectors, priced.moved_by) == (3, tuple(acts))
    assert priced.new == house.state.weights == {"safety": 900_000, "thrift": 100_000}
    assert priced.old == {"safety": 600_000, "thrift": 400_000}


def test_with_two_vectors_the_weights_stay():
    house = House()
    for owner in OWNERS[:2]:
        weigh(house, owner, 900_000)
    house.end_epoch()
    [priced] = house.told(ValuesRepriced)
    assert priced.vectors == 2
    assert priced.new == priced.old == house.state.weights


def test_a_third_of_the_owners_is_needed_where_that_is_more_than_three():
    plain = founding()
    more = [
        replace(
            plain.owners[0],
            id=f"o{n}",
            tip=None,
            agents=(replace(plain.owners[0].agents[1], id=f"o{n}.human", key=f"{n:064x}", mandates=()),),
        )
        for n in range(4)
    ]
    house = House(first=replace(plain, owners=(*plain.owners, *more)))
    for owner in OWNERS[:3]:
        weigh(house, owner, 900_000)
    house.end_epoch()
    assert house.state.weights["safety"] == 600_000
    weigh(house, "dee", 900_000)
    house.end_epoch()
    assert house.state.weights["safety"] == 900_000


def test_the_last_vector_of_an_owner_counts_and_reweighing_moves_the_weights():
    house = House()
    for owner in OWNERS[:3]:
        weigh(house, owner, 900_000)
        weigh(house, owner, 300_000)
    house.end_epoch()
    assert house.state.weights["safety"] == 300_000
    house.end_epoch()
    assert house.told(ValuesRepriced)[-1].moved_by == ()


def test_a_vector_expires():
    house = House(charter(expiry=2))
    for owner in OWNERS[:3]:
        weigh(house, owner, 900_000)
    counts = []
    for _ in range(3):
        house.end_epoch()
        counts.append(house.told(ValuesRepriced)[-1].vectors)
    assert counts == [3, 3, 0]
    assert house.state.weights["safety"] == 900_000


def test_the_fund_has_its_income_and_influence_is_spread():
    house = House()
    masses = {**house.state.influence["safety"], "ana": 10**12 - 6, **dict.fromkeys(OWNERS[1:], 1)}
    house.state = replace(house.state, influence={**house.state.influence, "safety": masses})
    fund = house.state.ledger.accounts["fund"]
    house.end_epoch()
    assert house.state.ledger.accounts["fund"] == fund + 100 * CREDIT
    found = house.state.influence["safety"]
    assert sum(found.values()) == 10**12
    assert found["bo"] == pytest.approx(2_000 * 10**6 // 7, abs=2)
    assert {each.value for each in house.told(InfluenceUpdated) if each.clause == "agency.spread"} <= {
        "safety",
        "thrift",
    }


def test_an_epoch_closes_once_in_order():
    house = House()
    house.end_epoch()
    assert house.state.epoch == 1
    refused(house, NotDue, "clerk", CloseEpoch(0))
    refused(house, NotDue, "clerk", CloseEpoch(1))


@pytest.mark.parametrize(
    "command",
    [WeighValues({"safety": 1_000_000, "thrift": 0}), TakeMandate("safety"), LeaveMandate("safety")],
)
def test_what_comes_when_the_epoch_is_over_waits_until_it_is_closed(command):
    house = House()
    agent = "bo.ai" if isinstance(command, LeaveMandate) else "bo.human"
    house.now = house.state.founded + house.state.charter.structure.epoch - 1
    house.copy().file(agent, command)
    house.wait(1)
    assert refused(house, NotDue, agent, command).clause == "structure.epoch"
    house.end_epoch()
    house.file(agent, command)


def test_any_member_closes_an_epoch_that_is_over():
    house = House()
    house.now = house.state.founded + house.state.charter.structure.epoch
    house.file("m1.ai", CloseEpoch(0))
    assert house.state.epoch == 1


def test_a_running_proposal_keeps_the_weights_it_was_submitted_under():
    house = House()
    for owner in OWNERS[:3]:
        weigh(house, owner, 900_000)
    house.propose()
    house.to("measuring")
    house.end_epoch()
    assert house.state.weights["safety"] == 900_000
    assert house.open.frozen.weights["safety"] == 600_000


def test_nothing_is_due_before_the_founding():
    assert dues(EMPTY, 0) == Dues()


def test_the_end_of_the_epoch_is_due_and_then_over():
    house = House()
    ends = house.state.founded + house.state.charter.structure.epoch
    assert dues(house.state, ends - 1) == Dues(next=ends)
    assert dues(house.state, ends) == Dues(epoch=0, next=ends)
    house.end_epoch()
    assert dues(house.state, ends).epoch is None


def test_a_stage_is_due_at_its_deadline():
    house = House()
    house.propose()
    assert dues(house.state, house.now).next == house.open.until
    assert dues(house.state, house.open.until - 1).advances == ()
    assert dues(house.state, house.open.until).advances == ((house.open.id, "drawing"),)
