"""Guards of trials: how they are drawn, what they release, when they and others stop a trial."""

from dataclasses import replace

import pytest

from moot.core import refusal as r
from moot.core.act import MILLION
from moot.core.assembly import examine
from moot.core.charter import CREDIT, Trials, faults
from moot.core.commands import (
    Act,
    FileForecast,
    Forecast,
    HaltTrial,
    Measure,
    ReportExecution,
    ReportGuard,
    ReportMeasure,
)
from moot.core.events import (
    GuardDrawn,
    GuardReplaced,
    UnitsGranted,
)
from tests.core.house import OWNERS, charter, founding, key_of
from tests.core.refusing import refused
from tests.core.telling import balance
from tests.core.tried import BETTER, HOUR, SAME, Tried

NONE = "00" * 32


# The guard.


def test_the_guard_is_drawn_from_another_owner_than_who_tries_executes_or_measures(house):
    [drawn] = house.told(GuardDrawn)
    owners = [seat.owner for seat in (drawn.guard, *drawn.standins)]
    assert sorted(owners) == sorted(set(OWNERS) - {"ana"})
    assert not drawn.guard.degraded


def test_starting_again_in_an_epoch_does_not_draw_another_guard(house):
    guard = house.guard
    house.halt("ana.ai")
    assert house.over.ending == "halted"
    house.start()
    assert (house.trial.stage, house.guard) == ("releasing", guard)
    house.halt("ana.human")
    house.end_epoch()
    house.start()
    assert house.trial.stage == "drawing"


def test_who_holds_no_guarding_mandate_guards_only_where_nobody_does():
    first = founding()

    def without(owner):
        return replace(owner, agents=tuple(replace(each, mandates=("thrift",)) for each in owner.agents))

    owners = tuple(owner if owner.id == "cy" or not owner.voice else without(owner) for owner in first.owners)
    house = Tried(first=replace(first, owners=owners))
    house.start()
    house.draw()
    [drawn] = house.told(GuardDrawn)
    assert drawn.guard.owner == "cy"
    assert [seat.degraded for seat in drawn.standins] == [True] * 5


def test_a_trial_that_nobody_can_guard_ends_at_once():
    first = founding()
    owners = tuple(
        replace(
            owner,
            agents=tuple(
                replace(each, may=tuple(right for right in each.may if right != "ReportTrial")) for each in owner.agents
            ),
        )
        for owner in first.owners
    )
    house = Tried(first=replace(first, owners=owners))
    house.start()
    house.draw()
    assert (house.over.ending, house.over.why) == ("unguarded", "nobody can guard it")
    assert balance(house, "ana") == 1_000 * CREDIT


def test_without_a_release_no_unit_is_treated(house):
    assert house.trial.stage == "releasing"
    assert not house.told(UnitsGranted)
    refused(
        house, r.NotFound, "ed.ai", ReportExecution(NONE, house.trial.version, "executed", {"degrees": 18, "hours": 8})
    )
    house.lapse()
    house.lapse()
    assert house.over.ending == "unguarded"
    assert not house.told(UnitsGranted)


def test_a_silent_guard_is_replaced_once_by_the_next_in_the_drawn_order(house):
    first, second = house.trial.guard, house.trial.standins[0]
    house.lapse()
    assert house.trial.guard == second
    assert balance(house, first.owner) == 998 * CREDIT
    house.batch()
    refused(house, r.NotYours, first.agent, ReportGuard(house.trial.id, 2, "release"))
    house.lapse()
    assert house.told(GuardReplaced)[-1].guard is None
    assert house.trial.ending == "unguarded"
    assert house.trial.stage == "undoing"
    house.treat()
    house.report("ana.ai")
    assert house.over.ending == "unguarded"


def test_only_the_guard_releases_and_only_the_next_batch(house):
    refused(house, r.NotYours, house.trial.standins[0].agent, ReportGuard(house.trial.id, 1, "release"))
    refused(house, r.VersionIsStale, house.guard, ReportGuard(house.trial.id, 2, "release"))
    house.release()
    refused(house, r.StageIsOver, house.guard, ReportGuard(house.trial.id, 1, "release"))
    refused(house, r.VersionIsStale, house.guard, ReportGuard(house.trial.id, 2, "release"))


def test_nobody_guards_before_the_draw_and_no_release_counts_that_comes_too_late():
    house = Tried()
    house.start()
    refused(house, r.StageIsOver, "bo.ai", ReportGuard(house.trial.id, 1, "release"))
    house.draw()
    house.now = house.trial.until
    refused(house, r.StageIsOver, house.guard, ReportGuard(house.trial.id, 1, "release"))


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_the_guard_stops_a_trial_in_any_phase_and_no_unit_is_left_treated(house, steps):
    if steps:
        house.release()
    if steps > 1:
        house.treat()
    if steps > 2:
        house.now += HOUR
        house.reading("m1.ai", house.trial.version, BETTER)
    house.release("stop", 20 * MILLION)
    if steps == 0:
        assert house.over.ending == "stopped"
        return
    assert house.trial.stage == "undoing"
    refused(house, r.AlreadyDone, house.guard, ReportGuard(house.trial.id, 1, "stop"))
    refused(house, r.AlreadyDone, "ana.ai", HaltTrial(house.trial.id, "purpose"))
    house.treat()
    assert house.trial.stage == "measuring"
    if steps == 3:
        refused(house, r.AlreadyDone, "m1.ai", ReportMeasure(house.trial.id, house.trial.version, NONE))
        house.reading("m1.ai", house.trial.status_quo, SAME)
        for version in (house.trial.version, house.trial.status_quo):
            house.reading("m2.ai", version, SAME)
        house.tend()
    else:
        house.read()
    house.report()
    assert house.over.ending == "stopped"


def test_a_guard_comes_from_the_first_guarding_mandate_as_long_as_anybody_holds_it():
    first = founding(charter(trials=Trials(guards=("thrift", "safety"))))

    def holding(owner, mandates):
        return replace(owner, agents=tuple(replace(each, mandates=mandates) for each in owner.agents))

    owners = tuple(
        holding(owner, ("thrift", "safety") if owner.id == "gus" else ("safety",)) if owner.voice else owner
        for owner in first.owners
    )
    house = Tried(first=replace(first, owners=owners))
    house.start()
    house.draw()
    [drawn] = house.told(GuardDrawn)
    assert drawn.guard.owner == "gus"
    assert len({seat.owner for seat in (drawn.guard, *drawn.standins)}) == 6


@pytest.mark.parametrize(
    ("agency", "clause"),
    [
        ({"trials": Trials(guards=("beauty",))}, "agency.trials.guards"),
        ({"trials": Trials()}, "agency.trials.guards"),
        ({"trials": Trials(guards=("safety",), release=0)}, "agency.trials.release"),
        ({"trials": Trials(guards=("safety",), report=0)}, "agency.trials.report"),
    ],
)
def test_a_charter_without_guards_or_time_for_them_cannot_stand(agency, clause):
    assert clause in [fault.clause for fault in faults(charter(**agency))]


def test_a_trial_takes_no_envelope_but_measurements(house):
    house.release()
    house.treat()
    act = Act(house.state.moot, "m1.ai", key_of("m1.ai"), 9, 0, 0, FileForecast(house.trial.id, NONE, 1, NONE))
    with pytest.raises(r.NotFound, match="measurements alone"):
        examine(house.state, act, Forecast({}))
    right = replace(act, command=ReportMeasure(house.trial.id, house.trial.version, NONE))
    with pytest.raises(r.OutOfBounds):
        examine(house.state, right, Measure({"safety": 1}))
    examine(house.state, right, Measure(SAME))


# Halting.


def test_a_holder_of_the_guarding_mandate_halts_so_often_in_an_epoch_and_on_the_record(house):
    halts = house.state.charter.agency.trials.halts
    for _ in range(halts):
        house.halt("bo.ai", "purpose.values.safety.floor")
        assert house.over.why == "bo halted it"
        house.start()
        house.draw()
    reason = refused(house, r.OutOfBounds, "bo.ai", HaltTrial(house.trial.id, "purpose"))
    assert reason.clause == "agency.trials.halts"
    house.halt("cy.ai")
    house.end_epoch()
    house.start()
    house.halt("bo.ai")


def test_who_holds_no_guarding_mandate_halts_its_own_trial_alone(house):
    refused(house, r.NotYours, "bo.human", HaltTrial(house.trial.id, "purpose"))
    house.halt("ana.human")
    assert house.over.ending == "halted"
    assert not house.state.halts


def test_a_trial_that_is_halted_during_the_draw_gives_all_deposits_back():
    house = Tried()
    house.start()
    house.halt("ana.ai")
    assert house.over.ending == "halted"
    assert {balance(house, owner) for owner in OWNERS} == {1_000 * CREDIT}
