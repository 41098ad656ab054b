"""Trials while the house changes: owners are suspended or leave, and the charter is amended."""

from dataclasses import replace

import pytest

from moot.core import refusal as r
from moot.core.assembly import evolve
from moot.core.charter import CHARTER, CREDIT, Charter
from moot.core.commands import HaltTrial, LeaveMoot, SuspendMember
from moot.core.events import CharterAmended, GuardDrawn, GuardReplaced, SponsorCharged
from moot.core.proposal import base_of
from moot.core.value import changed
from tests.core.court import blocked, disputed, with_rights
from tests.core.house import MINUTE, OWNERS, founding
from tests.core.refusing import refused
from tests.core.telling import with_balance
from tests.core.tried import Tried

NONE = "00" * 32


@pytest.fixture
def house():
    house = Tried()
    house.start()
    return house


def suspend(house, accused):
    others = [owner for owner in OWNERS if owner != accused and not house.state.owners[owner].suspended]
    for owner in others[:4]:
        house.file(f"{owner}.human", SuspendMember(accused, 2))


def vouched_for(house, owner):
    """Let cy and dee answer for `owner`, as for a newcomer, with a tenth of what it loses."""
    found = replace(house.state.owners[owner], sponsors=("cy", "dee"), share=100_000)
    house.state = changed(house.state, owners={**house.state.owners, owner: found})


def amended(house, law: Charter):
    house.state = evolve(house.state, CharterAmended(NONE, NONE, law, house.state.weights))


# Owners who are suspended.


def test_who_is_suspended_is_drawn_as_no_guard(house):
    suspend(house, "bo")
    house.draw()
    [drawn] = house.told(GuardDrawn)
    assert {seat.owner for seat in (drawn.guard, *drawn.standins)} == set(OWNERS) - {"ana", "bo"}


def test_who_is_suspended_stands_in_for_no_guard(house):
    house.draw()
    [drawn] = house.told(GuardDrawn)
    first, second, *_ = drawn.standins
    suspend(house, first.owner)
    house.lapse()
    assert [each.guard for each in house.told(GuardReplaced)] == [second]


def test_a_suspended_guard_goes_on_so_that_nobody_waits_for_it(house):
    house.draw()
    suspend(house, house.trial.guard.owner)
    house.batch()
    assert house.trial.batch == 1
    house.release("stop")
    assert house.trial.ending == "stopped"


def test_a_suspended_owner_halts_its_own_trial_and_no_other(house):
    house.draw()
    suspend(house, "bo")
    halt = HaltTrial(house.trial.id, "purpose.values.safety")
    assert refused(house, r.OwnerIsSuspended, "bo.ai", halt).clause == "structure.suspension"
    suspend(house, "ana")
    house.file("ana.ai", halt)
    assert house.over.ending == "halted"
    refused(house, r.OwnerIsSuspended, "ana.ai", house.command())


# Sponsors pay along for silence.


def test_sponsors_pay_for_a_silent_guard(house):
    house.draw()
    guard = house.trial.guard.owner
    vouched_for(house, guard)
    house.lapse()
    assert {(each.owner, each.lost) for each in house.told(SponsorCharged)} == {(guard, 2 * CREDIT)}


def test_sponsors_pay_for_whoever_tried_and_for_a_guard_who_do_not_report(house):
    house.draw()
    while house.trial.stage == "releasing":
        house.batch()
    house.treat()
    guard = house.trial.guard.owner
    vouched_for(house, "ana")
    vouched_for(house, guard)
    house.lapse()
    assert {(each.owner, each.lost) for each in house.told(SponsorCharged)} == {
        ("ana", 5 * CREDIT),
        (guard, 2 * CREDIT),
    }
    assert sum(house.state.ledger.accounts.values()) == 0


# Owners who leave.


def test_who_leaves_sees_its_trial_through_and_its_credits_wait_for_that():
    house = Tried()
    house.now = house.state.epoch_began + house.state.charter.structure.epoch - 20 * MINUTE
    house.start()
    house.draw()
    house.file("ana.human", LeaveMoot())
    house.end_epoch()
    assert house.state.owners["ana"].left
    while house.trial.stage == "releasing":
        house.batch()
    house.treat()
    house.report()
    assert house.over.ending == "completed"
    assert house.state.ledger.accounts["owner/ana"] > 0
    house.end_epoch()
    assert "owner/ana" not in house.state.ledger.accounts


def test_who_is_to_measure_a_trial_does_not_leave(house):
    law = house.state.charter
    metering = tuple(replace(each, meters=("m2.ai", "ed.ai")) for each in law.awareness.metering)
    amended(house, replace(law, awareness=replace(law.awareness, metering=metering)))
    meter = replace(house.state.agents["m1.ai"], may=frozenset({"LeaveMoot"}))
    house.state = changed(house.state, agents={**house.state.agents, "m1.ai": meter})
    refused(house, r.ConflictOfInterest, "m1.ai", LeaveMoot())


# The charter changes.


def test_a_trial_keeps_the_charter_that_it_began_with(house):
    law = house.state.charter
    house.draw()
    safety, _ = law.purpose.values
    alone = replace(law, purpose=replace(law.purpose, values=(replace(safety, weight=1_000_000),)))
    [kind] = law.structure.actions
    structure = replace(law.structure, actions=(replace(kind, executor="m1.ai", units=0),))
    agency = replace(law.agency, trials=replace(law.agency.trials, guards=()))
    amended(house, replace(alone, structure=structure, agency=agency))
    while house.trial.stage == "releasing":
        house.batch()
    house.treat()
    house.report()
    assert house.over.ending == "completed"
    assert set(house.over.points) == {"safety", "thrift"}
    refused(house, r.OutOfBounds, "bo.ai", house.command())


def test_the_charter_itself_is_not_tried():
    house = Tried()
    command = house.command(kind=CHARTER, terms={}, base=base_of(CHARTER, house.state.charter))
    assert refused(house, r.OutOfBounds, "ana.ai", command).clause == "structure.charter"


def test_nothing_is_tried_where_a_jury_judges_what_runs():
    house = Tried(first=with_rights(founding()))
    house.propose()
    house.to("measuring")
    disputed(house)
    assert house.open.stage == "disputed"
    refused(house, r.TargetIsBusy, "bo.ai", house.command())


def test_where_a_jury_judges_a_block_something_may_be_tried():
    house = Tried(first=with_rights(founding()))
    blocked(house, "bo")
    house.advance()
    assert house.open.stage == "disputed"
    house.start("bo.ai")


# What waits for owners.


def test_a_proposal_that_waits_moves_on_with_the_credits_that_a_trial_frees(house):
    house.draw()
    while house.trial.stage == "releasing":
        house.batch()
    house.treat()
    with_balance(house, sorted(set(OWNERS) - {"bo", "cy", "dee"}), 0)
    house.propose("bo.ai", degrees=25)
    assert house.open.stage == "waiting"
    house.report()  # whoever tried has its bond back, and can pay for a seat
    assert not house.state.trials
    assert house.open.stage == "drawing"
