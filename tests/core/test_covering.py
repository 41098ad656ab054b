"""Holes are told as they open, change and close; short panels wait for a while; a fall of influence is told."""

from dataclasses import replace

from moot.core.assembly import holes
from moot.core.commands import Advance, LeaveMandate, Review, SuspendMember, TakeMandate, Withdraw
from moot.core.coverage import is_hole
from moot.core.events import ChanceAssigned, CoverageChanged, StageEntered, StandingDropped
from tests.core.house import MINUTE, OWNERS, House, charter, founding
from tests.core.telling import CREDIT, with_balance


def few(count):
    """A house in which so many owners hold the mandate of safety, and all that of thrift."""
    plain = founding()
    owners = tuple(
        replace(owner, agents=tuple(replace(each, mandates=mandates(owner.id, each, count)) for each in owner.agents))
        for owner in plain.owners
    )
    return House(first=replace(plain, owners=owners))


def mandates(owner, agent, count):
    if owner not in OWNERS or agent.nature == "human":
        return ()
    return ("safety", "thrift") if OWNERS.index(owner) < count else ("thrift",)


def told(house):
    return [(each.cover.mandate, len(each.cover.owners), each.cover.silent) for each in house.told(CoverageChanged)]


# ---- holes --------------------------------------------------------------------------------------


def test_a_moot_that_is_covered_hears_of_no_hole():
    house = few(5)
    assert not told(house)
    assert holes(house.state) == ()


def test_a_hole_at_the_founding_is_told_with_what_is_missing():
    house = few(4)
    [alarm] = house.told(CoverageChanged)
    cover = alarm.cover
    assert (cover.mandate, cover.owners, cover.needed) == ("safety", OWNERS[:4], 5)
    assert cover.families == ("ash", "elm", "oak")
    assert holes(house.state) == ("safety",)


def test_a_mandate_that_is_left_opens_a_hole_with_the_next_epoch_and_one_that_is_taken_closes_it():
    house = few(5)
    house.file("eli.ai", LeaveMandate("safety"))
    assert not told(house)
    house.end_epoch()
    assert told(house) == [("safety", 4, ())]
    house.end_epoch()
    assert len(told(house)) == 1  # nothing has changed
    house.file("gus.ai", TakeMandate("safety"))
    house.end_epoch()
    assert told(house)[1:] == [("safety", 5, ())]
    assert not house.state.holes
    assert not is_hole(house.told(CoverageChanged)[-1].cover)


def test_a_hole_that_grows_is_told_again():
    house = few(4)
    house.file("dee.ai", LeaveMandate("safety"))
    house.end_epoch()
    assert [count for _, count, _ in told(house)] == [4, 3]


def test_what_changes_where_there_is_no_hole_is_told_by_its_own_events_alone():
    house = few(7)
    house.file("gus.ai", LeaveMandate("safety"))
    house.end_epoch()
    assert not told(house)


def test_silence_opens_a_hole_and_an_answer_closes_it():
    house = few(5)
    house.propose()
    house.to("review")
    silent = next(seat.owner for seat in house.open.panels["safety"].seats if seat.owner in OWNERS[:5])
    house.review(lambda agent, mandate: None if (agent, mandate) == (f"{silent}.ai", "safety") else Review("for"))
    assert not told(house)
    house.advance()
    assert told(house) == [("safety", 5, (silent,))]
    house.file("ana.ai", Withdraw(house.open.id))
    house = until_drawn(house, silent)
    house.review()
    assert told(house)[1:] == [("safety", 5, ())]


def until_drawn(house, owner):
    """Return the first of several evenings on which the owner is drawn for safety."""
    for later in range(100):
        twin = house.copy()
        twin.wait(later * MINUTE)
        twin.propose(hours=3)  # other terms than were drawn for before
        twin.to("review")
        if any(seat.owner == owner for seat in twin.open.panels["safety"].seats):
            return twin
    raise AssertionError


def test_silence_is_forgotten_after_some_epochs():
    house = few(5)
    house.propose()
    house.to("review")
    house.advance()
    assert holes(house.state)
    house.file("ana.ai", Withdraw(house.open.id))
    for _ in range(3):
        house.end_epoch()
    assert "safety" in holes(house.state)
    house.end_epoch()
    assert holes(house.state) == ()
    assert not house.state.holes


def test_a_suspension_opens_a_hole_for_as_long_as_it_lasts():
    house = few(5)
    for owner in ("bo", "cy", "dee", "eli"):
        house.file(f"{owner}.human", SuspendMember("ana", 1))
    assert told(house) == [("safety", 4, ())]
    house.end_epoch()
    assert told(house)[1:] == [("safety", 5, ())]


def test_a_holder_without_the_rights_of_a_reviewer_does_not_count():
    plain = few(5).state
    agents = {**plain.agents, "ana.ai": replace(plain.agents["ana.ai"], may=frozenset({"FileReview"}))}
    assert holes(replace(plain, agents=agents)) == ("safety",)


def test_how_many_are_to_spare_is_a_clause():
    law = charter()
    house = few(4)
    assert holes(house.state) == ("safety",)
    sparing = replace(law, structure=replace(law.structure, spare=1))
    assert holes(replace(house.state, charter=sparing)) == ()


# ---- waiting ------------------------------------------------------------------------------------


def test_a_proposal_whose_panels_can_be_drawn_does_not_wait():
    assert few(4).propose().stage == "drawing"  # three of the four are not the author's


def test_a_short_panel_waits_and_then_others_fill_its_seats_degraded():
    house = few(3)
    house.propose()
    assert house.open.stage == "waiting"
    assert house.open.until == house.now + 10 * MINUTE
    assert not house.told(ChanceAssigned)  # nothing is known yet of what the wait could be used for
    house.advance()
    house.to("review")
    seats = house.open.panels["safety"].seats
    assert sorted(seat.owner for seat in seats if not seat.degraded) == ["bo", "cy"]
    assert len(seats) == 3
    house.to("closed")
    assert house.closed.outcome == "settled"


def test_the_wait_is_over_as_soon_as_the_mandate_is_held_again():
    house = few(3)
    house.file("dee.ai", TakeMandate("safety"))
    house.now = house.state.founded + house.state.charter.structure.epoch - MINUTE
    house.propose()
    assert house.open.stage == "waiting"
    house.end_epoch()
    assert house.open.stage == "drawing"
    house.to("review")
    assert not any(seat.degraded for seat in house.open.panels["safety"].seats)


def test_owners_who_cannot_pay_for_a_seat_leave_it_short_as_well():
    house = few(7)
    with_balance(house, OWNERS[1:5], CREDIT)
    assert house.propose().stage == "waiting"


def test_a_waiting_proposal_is_withdrawn_at_the_price_of_its_fee():
    house = few(3)
    house.propose()
    house.file("ana.ai", Withdraw(house.open.id))
    assert house.closed.outcome == "withdrawn"
    assert house.state.ledger.accounts["owner/ana"] == (1_000 - 12) * CREDIT


def test_a_kept_draw_does_not_wait_again():
    house = few(3)
    house.propose()
    house.advance()
    house.to("review")
    house.file("ana.ai", Withdraw(house.open.id))
    house.propose()
    assert house.open.stage == "review"


def test_anybody_may_end_the_wait_at_its_deadline():
    house = few(3)
    house.propose()
    house.now = house.open.until
    house.file("m1.ai", Advance(house.open.id, "waiting"))
    assert house.told(StageEntered)[-1].stage == "drawing"


# ---- a fall of influence -------------------------------------------------------------------------


def with_mass(house, **masses):
    influence = {**house.state.influence, "safety": {**house.state.influence["safety"], **masses}}
    house.state = replace(house.state, influence=influence)


def test_whose_influence_falls_by_more_than_half_within_four_epochs_is_named_once():
    house = House()
    share = house.state.influence["safety"]["ana"]
    house.end_epoch()
    with_mass(house, ana=share * 6 // 10, bo=share * 14 // 10)
    house.end_epoch()
    assert not house.told(StandingDropped)
    with_mass(house, ana=share * 4 // 10, bo=share * 16 // 10)
    house.end_epoch()
    house.end_epoch()
    [alarm] = house.told(StandingDropped)
    assert (alarm.owner, alarm.value, alarm.before) == ("ana", "safety", share)
    assert alarm.now == house.state.past[-2]["safety"]["ana"]


def test_a_slow_fall_is_not_told():
    house = House()
    share = house.state.influence["safety"]["ana"]
    for tenths in (10, 9, 8, 7, 6, 5, 4):
        with_mass(house, ana=share * tenths // 10, bo=share * (20 - tenths) // 10)
        house.end_epoch()
        assert len(house.state.past) <= 5
    assert not house.told(StandingDropped)


def test_an_alarm_changes_nothing_but_what_was_told():
    house = House()
    share = house.state.influence["safety"]["ana"]
    house.end_epoch()
    with_mass(house, ana=share // 10, bo=share * 19 // 10)
    told = house.end_epoch()
    assert any(isinstance(each, StandingDropped) for each in told)
    assert house.state.owners["ana"].voice
    assert house.state.influence["safety"]["ana"] > share // 10  # by the epoch's spread alone
