"""Leaving: a voice ends with its epoch, what is owed goes on, and enough owners stay."""

from dataclasses import replace

from moot.core import refusal as r
from moot.core.act import WHOLE
from moot.core.commands import (
    AddKey,
    LeaveMoot,
    RegisterAgent,
    RevokeKey,
    TakeMandate,
    WeighValues,
)
from moot.core.events import OwnerLeft, ValuesRepriced
from tests.core.house import MINUTE, OWNERS, House, founding
from tests.core.newcomers import invitation, sits
from tests.core.refusing import NONE, refused
from tests.core.telling import balance

HALVES = WeighValues({"safety": 500_000, "thrift": 500_000})


def leave(house, owner):
    house.file(f"{owner}.human", LeaveMoot())


# ---- leaving ------------------------------------------------------------------------------------


def test_an_owner_that_leaves_has_its_voice_until_the_epochs_end_and_not_after():
    house = House()
    leave(house, "gus")
    house.file("gus.human", HALVES)
    assert "gus" in house.copy().propose().frozen.voters
    house.end_epoch()
    assert [(each.owner, each.epoch) for each in house.told(OwnerLeft)] == [("gus", 1)]
    assert "gus" not in house.propose().frozen.voters
    refused(house, r.NoRight, "gus.human", HALVES)


def test_the_weights_of_who_leaves_count_in_its_last_pricing_and_in_no_later_one():
    house = House()
    for owner in ("ana", "bo", "gus"):
        house.file(f"{owner}.human", HALVES)
    leave(house, "gus")
    house.end_epoch()
    house.end_epoch()
    assert [each.vectors for each in house.told(ValuesRepriced)] == [3, 2]


def test_what_influence_is_left_behind_goes_to_the_others_in_proportion():
    house = House()
    masses = dict(zip(OWNERS, (10, 20, 30, 40, 50, 60, 10**12 - 210), strict=True))
    house.state = replace(house.state, influence={**house.state.influence, "safety": masses})
    agency = replace(house.state.charter.agency, spread=0)
    house.state = replace(house.state, charter=replace(house.state.charter, agency=agency))
    leave(house, "gus")
    house.end_epoch()
    after = house.state.influence["safety"]
    assert "gus" not in after
    assert sum(after.values()) == WHOLE
    for owner, part in zip(OWNERS[:6], range(1, 7), strict=True):
        assert abs(after[owner] * 21 - part * WHOLE) < 21


def test_its_mandates_end_with_its_voice_also_those_that_it_was_about_to_take():
    house = House()
    house.file("gus.human", TakeMandate("safety"))
    leave(house, "gus")
    house.end_epoch()
    assert not house.state.changes
    assert not any(agent.mandates for agent in house.state.agents.values() if agent.owner == "gus")


def test_who_has_left_sees_its_drawn_seats_through_and_is_drawn_for_no_other():
    house = House()
    leave(house, "gus")
    house.now = house.state.founded + house.state.charter.structure.epoch - 15 * MINUTE
    house = evening_before_the_end(house)
    house.end_epoch()
    assert house.state.owners["gus"].left
    house.review()
    assert "gus" in {each.owner for each in house.open.reviews}
    house.to("ballot")
    assert "gus.ai" in house.open.forecasts
    house.to("closed")
    assert house.closed.outcome == "settled"
    assert "gus" not in house.state.influence["safety"]
    assert sum(house.state.influence["safety"].values()) == WHOLE


def evening_before_the_end(house):
    """Return a house just before its epoch's end in which gus is drawn."""
    for later in range(100):
        twin = house.copy()
        twin.wait(later)
        twin.propose()
        twin.to("review")
        if len(sits(twin, "gus")) == 2:
            return twin
    raise AssertionError


def test_who_leaves_between_the_submission_and_the_draw_is_not_drawn():
    house = House()
    leave(house, "gus")
    house.now = house.state.founded + house.state.charter.structure.epoch - 1
    house.propose()
    assert "gus" in house.open.frozen.voters
    house.end_epoch()
    house.reveal()
    drawn = {each.owner for panel in house.open.panels.values() for each in (*panel.seats, *panel.standins)}
    assert "gus" not in drawn
    assert len(drawn) == 5


def test_its_credits_go_to_the_fund_once_nothing_counts_on_them():
    house = House()
    leave(house, "gus")
    house.now = house.state.founded + house.state.charter.structure.epoch - 1
    house.propose()
    house.end_epoch()
    assert balance(house, "gus") > 0  # it has a voice in what is open
    house.to("closed")
    fund, left = house.state.ledger.accounts["fund"], balance(house, "gus")
    house.end_epoch()
    assert balance(house, "gus") == 0
    assert house.state.ledger.accounts["fund"] == fund + left + house.state.charter.agency.income
    assert house.sums_to_zero()


def test_whoever_executes_or_measures_does_not_leave():
    plain = founding()
    may = tuple(replace(each, may=(*each.may, "LeaveMoot")) for each in plain.owners[-1].agents)
    house = House(first=replace(plain, owners=(*plain.owners[:-1], replace(plain.owners[-1], agents=may))))
    refused(house, r.ConflictOfInterest, "m2.ai", LeaveMoot())


def test_an_owner_leaves_once():
    house = House()
    leave(house, "gus")
    refused(house, r.AlreadyDone, "gus.human", LeaveMoot())
    house.end_epoch()
    refused(house, r.NoRight, "gus.human", LeaveMoot())


def test_the_last_four_of_seven_stay_so_that_one_can_propose_and_three_give_chance():
    house = House()
    for owner in ("gus", "flo", "eli"):
        leave(house, owner)
    reason = refused(house, r.NotAllowed, "dee.human", LeaveMoot())
    assert (reason.clause, "3 owners" in reason.why, "4 are needed" in reason.why) == (
        "agency.contributors", True, True,
    )  # fmt: skip
    house.end_epoch()
    refused(house, r.NotAllowed, "dee.human", LeaveMoot())
    house.propose()
    house.to("closed")
    assert house.closed.outcome == "settled"


def test_where_sponsors_are_more_than_contributors_so_many_stay():
    house = House()
    law = house.state.charter
    admission = replace(law.structure.admission, sponsors=7)
    house.state = replace(house.state, charter=replace(law, structure=replace(law.structure, admission=admission)))
    assert refused(house, r.NotAllowed, "gus.human", LeaveMoot()).clause == "structure.admission.sponsors"


def test_owners_without_a_chain_do_not_count_among_those_who_stay():
    house = House()
    house.state = replace(house.state, chains={name: each for name, each in house.state.chains.items() if name < "e"})
    refused(house, r.NotAllowed, "ana.human", LeaveMoot())
    leave(house, "gus")


def test_it_is_announced_while_the_epoch_is_open():
    house = House()
    house.now = house.state.founded + house.state.charter.structure.epoch
    refused(house, r.NotDue, "gus.human", LeaveMoot())


def test_who_has_left_may_file_what_it_owes_and_nothing_else():
    house = House()
    leave(house, "gus")
    house.end_epoch()
    for command in (RegisterAgent("gus.new", "ai", NONE), invitation("ned"), TakeMandate("safety")):
        refused(house, r.NoRight, "gus.human", command)
    house.file("gus.human", AddKey("gus.human", NONE))
    house.file("gus.human", RevokeKey("gus.human", NONE))


def test_a_silent_seat_of_who_left_is_forgotten():
    house = House()
    house.propose()
    house.to("review")
    silent = house.open.panels["safety"].seats[0].owner
    house.advance()
    assert silent in house.state.missed["safety"]
    if silent != "ana":
        leave(house, silent)
        house.end_epoch()
        assert silent not in house.state.missed["safety"]
