"""Suspension: two thirds of the others send an owner out, for a while, and it still protects whom it must."""

from dataclasses import replace

import pytest

from moot.core import refusal as r
from moot.core.commands import (
    COMMANDS,
    AddKey,
    CloseEpoch,
    LeaveMandate,
    LeaveMoot,
    OpenEnvelope,
    Propose,
    Review,
    RevokeKey,
    SuspendMember,
    TakeMandate,
    WeighValues,
)
from moot.core.events import OwnerSuspended, ReviewerReplaced, SuspensionEnded
from moot.core.membership import OWED, PROTECTIVE
from moot.core.proposal import base_of
from tests.core.house import OWNERS, House, founding, key_of
from tests.core.newcomers import arrive, evening, sits
from tests.core.refusing import NONE, now, refused, reveal

HALVES = WeighValues({"safety": 500_000, "thrift": 500_000})


def leave(house, owner):
    house.file(f"{owner}.human", LeaveMoot())


def demand(house, owners, accused="gus", epochs=1):
    """Let owners demand a suspension; return what the last of them brought about."""
    told = ()
    for owner in owners:
        told = house.file(f"{owner}.human", SuspendMember(accused, epochs))
    return told


def suspended(epochs=1, accused="gus"):
    house = House()
    demand(house, [owner for owner in OWNERS if owner != accused][:4], accused, epochs)
    return house


def test_two_thirds_of_the_others_suspend_an_owner_and_fewer_do_not():
    house = House()
    told = demand(house, OWNERS[:3])
    assert not [event for event in told if isinstance(event, OwnerSuspended)]
    told = demand(house, ["dee"])
    assert [event for event in told if isinstance(event, OwnerSuspended)] == [
        OwnerSuspended("gus", 1, ("ana", "bo", "cy", "dee"))
    ]
    assert "gus" not in house.propose().frozen.voters


def test_a_suspension_lasts_for_the_least_that_any_of_them_named():
    house = House()
    demand(house, ["ana", "bo"], epochs=4)
    demand(house, ["cy"], epochs=2)
    demand(house, ["ana"], epochs=3)  # changes its mind
    [*_, suspension] = [each for each in demand(house, ["dee"], epochs=4) if isinstance(each, OwnerSuspended)]
    assert suspension.until == 2


def test_a_suspension_ends_by_itself():
    house = suspended(epochs=2)
    house.end_epoch()
    reason = refused(house, r.OwnerIsSuspended, "gus.human", HALVES)
    assert (reason.clause, reason.why) == ("structure.suspension", "gus is suspended until epoch 2 begins")
    assert "RevealChance" in reason.mend
    assert not house.told(SuspensionEnded)
    house.end_epoch()
    assert house.told(SuspensionEnded) == [SuspensionEnded("gus")]
    house.file("gus.human", HALVES)
    assert "gus" in house.propose().frozen.voters


@pytest.mark.parametrize("kind", sorted({*COMMANDS} - PROTECTIVE - {"FoundMoot"}))
def test_a_suspended_owner_may_file_only_what_protects_others(kind):
    house = suspended()
    known = {
        "LeaveMandate": LeaveMandate("safety"),
        "LeaveMoot": LeaveMoot(),
        "Propose": Propose("set_heat", {"degrees": 1, "hours": 1}, now(house)),
        "WeighValues": HALVES,
        "TakeMandate": TakeMandate("safety"),
    }
    if kind in known:
        refused(house, r.OwnerIsSuspended, "gus.human", known[kind])
    assert kind not in PROTECTIVE


def test_a_suspended_owner_reveals_its_link_and_opens_its_envelopes():
    house = House()
    house.propose()
    accused = next(member for member in house.open.links["drawing"] if member != "clerk")
    demand(house, [owner for owner in OWNERS if owner != accused][:4], accused)
    house.file(f"{accused}.ai", reveal(house, accused))
    house = evening(House(), "review", lambda each: sits(each, "gus"))
    for mandate in sits(house, "gus"):
        seal = house.sealed("gus.ai", "FileReview", Review("for"), mandate)
        house.file("gus.ai", COMMANDS["FileReview"](house.open.id, house.open.original, mandate, seal))
    demand(house, OWNERS[:4])
    house.tend = lambda: None
    while house.open.stage != "opening_reviews":
        house.advance()
    for act, envelope in list(house.open.sealed.items()):
        house.file("gus.ai", OpenEnvelope(act, *house.held[envelope.seal]))
    assert "gus" in {each.owner for each in house.open.reviews}


def test_a_suspended_owners_thief_can_still_be_thrown_out():
    house = suspended()
    house.file("gus.human", AddKey("gus.human", NONE))
    house.file("gus.human", RevokeKey("gus.human", key_of("gus.human")), key=NONE)


def test_a_suspended_executor_still_reports():
    house = House()
    house.propose()
    house.to("executing")
    demand(house, OWNERS[:5], "ed")
    assert house.state.owners["ed"].suspended
    house.execute()
    assert house.open.stage == "measuring"


def test_a_suspended_owner_is_not_drawn_and_does_not_stand_in():
    house = House()
    house.propose()
    demand(house, OWNERS[:4])
    house.reveal()
    assert "gus" in house.open.frozen.voters
    drawn = {each.owner for panel in house.open.panels.values() for each in (*panel.seats, *panel.standins)}
    assert "gus" not in drawn
    house = evening(House(), "review", lambda each: each.open.panels["safety"].standins[0].owner == "gus")
    demand(house, OWNERS[:4])
    house.advance()
    called = {each.standin.owner for each in house.told(ReviewerReplaced) if each.standin}
    assert called
    assert "gus" not in called


def test_demands_count_in_their_own_epoch():
    house = House()
    demand(house, OWNERS[:3])
    house.end_epoch()
    demand(house, ["dee"])
    assert not house.told(OwnerSuspended)


def test_who_is_suspended_suspends_nobody_and_still_counts_among_the_others():
    house = suspended()
    refused(house, r.OwnerIsSuspended, "gus.human", SuspendMember("flo", 1))
    demand(house, ["ana", "bo", "cy"], "flo")
    assert not house.state.owners["flo"].suspended
    demand(house, ["dee"], "flo")
    assert house.state.owners["flo"].suspended
    demand(house, ["ana", "bo", "cy"], "eli")
    assert not house.state.owners["eli"].suspended  # two thirds of six it stays: no way leads down to ever fewer
    demand(house, ["dee"], "eli")
    refused(house, r.NotAllowed, "ana.human", SuspendMember("dee", 1))


def test_a_demand_of_who_was_suspended_since_does_not_count():
    house = House()
    demand(house, ["gus"], "flo")
    demand(house, OWNERS[:4])
    demand(house, OWNERS[:3], "flo")
    assert not house.state.owners["flo"].suspended


WRONG = {
    "oneself": (SuspendMember("ana", 1), r.ConflictOfInterest),
    "a stranger": (SuspendMember("nobody", 1), r.UnknownMember),
    "too long": (SuspendMember("gus", 5), r.OutOfBounds),
}


@pytest.mark.parametrize(("command", "refusal"), WRONG.values(), ids=WRONG)
def test_a_demand_that_is_wrong_is_refused(command, refusal):
    refused(House(), refusal, "ana.human", command)


def test_a_demand_is_made_once_and_a_suspension_is_not_made_twice():
    house = House()
    demand(house, ["ana"])
    refused(house, r.AlreadyDone, "ana.human", SuspendMember("gus", 1))
    demand(house, ["bo", "cy", "dee"])
    refused(house, r.AlreadyDone, "eli.human", SuspendMember("gus", 1))


def test_who_has_left_is_not_suspended():
    house = House()
    leave(house, "gus")
    house.end_epoch()
    refused(house, r.UnknownMember, "ana.human", SuspendMember("gus", 1))


def test_without_voice_nobody_suspends():
    plain = founding()
    may = tuple(replace(each, may=(*each.may, "SuspendMember")) for each in plain.owners[-1].agents)
    house = House(first=replace(plain, owners=(*plain.owners[:-1], replace(plain.owners[-1], agents=may))))
    refused(house, r.NoRight, "m2.ai", SuspendMember("gus", 1))


def test_an_epoch_is_closed_by_a_suspended_member_as_by_any_other():
    house = suspended()
    house.now = house.state.founded + house.state.charter.structure.epoch
    house.file("gus.human", CloseEpoch(0))


def test_a_newcomer_gains_its_voice_while_it_is_suspended_and_has_it_afterwards():
    house = House()
    arrive(house, "ned")
    demand(house, OWNERS[:5], "ned", epochs=2)
    now_in_force = house.state.targets["hall"].terms
    command = Propose("set_heat", {**now_in_force, "hours": 2}, base_of("hall", now_in_force))
    refused(house, r.OwnerIsSuspended, "ned.ai", command)
    house.end_epoch()
    house.end_epoch()
    house.file("ned.ai", command)


def test_what_protects_others_is_owed_too():
    assert PROTECTIVE < OWED < {*COMMANDS}
