"""Trials: who may try what, who releases, who may stop, what counts as harm, and how it ends."""

from dataclasses import replace

import pytest

from moot.core import refusal as r
from moot.core.act import MILLION
from moot.core.assembly import dues, examine
from moot.core.assembly.trying import budgets_left
from moot.core.charter import CREDIT, Trials, faults
from moot.core.commands import (
    Act,
    Advance,
    CommitChance,
    FileForecast,
    Forecast,
    HaltTrial,
    Interval,
    Measure,
    OpenEnvelope,
    ReportExecution,
    ReportGuard,
    ReportMeasure,
    ReportTrial,
    StartTrial,
    Vote,
)
from moot.core.events import (
    BatchMeasured,
    FaultPublished,
    GuardDrawn,
    GuardReplaced,
    TargetSet,
    TrialClosed,
    UnitsExecuted,
    UnitsGranted,
)
from moot.core.proposal import base_of
from tests.core.house import OWNERS, charter, founding, key_of, two_targets
from tests.core.refusing import refused
from tests.core.telling import propose_light
from tests.core.tried import BETTER, HOUR, SAME, WORSE, Tried

NONE = "00" * 32


@pytest.fixture
def house():
    house = Tried()
    house.start()
    house.draw()
    return house


def balance(house, owner):
    return house.state.ledger.accounts.get(f"owner/{owner}", 0)


# The start.


def test_a_trial_starts_at_once_and_reserves_its_worst_case():
    house = Tried()
    trial = house.start()
    assert trial.stage == "drawing"
    assert trial.reserve == 216  # 18 degrees at 100 ppm, on 12 of 100 units
    assert house.state.ledger.accounts[f"held/{trial.id}"] == 5 * CREDIT + 4 * CREDIT + 3 * 2 * CREDIT
    assert house.sums_to_zero()
    assert house.state.targets["hall"].terms["degrees"] == 20


def test_a_trial_that_goes_well_returns_its_reserve_and_its_bond_and_pays_its_guard(house):
    guard = house.trial.guard.owner
    before = balance(house, guard)
    house.run()
    assert (house.over.ending, house.over.harm, house.over.reserve) == ("completed", 0, 216)
    assert house.over.points == {"safety": 60_000, "thrift": 40_000}
    assert house.over.effects["thrift"] == Interval(20_000, 60_000)
    assert house.over.reporters == ("ana", guard)
    assert balance(house, guard) == before + 4 * CREDIT + 2 * CREDIT  # four releases, and its deposit
    assert balance(house, "ana") == 996 * CREDIT
    assert not house.state.trials
    assert not [name for name in house.state.ledger.accounts if name.startswith("held/")]
    assert budgets_left(house.state, "ana", "hall", house.now).owner == 2_000


def test_a_trial_changes_nothing_that_is_in_force(house):
    house.run()
    assert house.state.targets["hall"].terms["degrees"] == 20
    assert len(house.told(TargetSet)) == 1
    assert [each.units for each in house.told(UnitsGranted)] == [3, 3, 3, 3, 0]
    assert [each.units for each in house.told(UnitsExecuted)] == [3, 3, 3, 3, 0]


def widened(**changes):
    law = charter()
    [kind] = law.structure.actions
    return replace(law, structure=replace(law.structure, actions=(replace(kind, **changes),)))


@pytest.mark.parametrize(
    ("changes", "refusal", "clause"),
    [
        ({"kind": "set_fire"}, r.NotFound, "structure.actions"),
        ({"terms": {"degrees": 90, "hours": 8}}, r.OutOfBounds, "structure.actions.set_heat.terms.degrees"),
        ({"terms": {"degrees": 20, "hours": 8}}, r.AlreadyDone, "structure.actions.set_heat"),
        ({"base": NONE}, r.VersionIsStale, "structure.actions.set_heat"),
        ({"units": 101, "batches": 1}, r.OutOfBounds, "structure.actions.set_heat.units"),
        ({"batches": 65, "units": 70}, r.OutOfBounds, "agency.trials.batches"),
        ({"batches": 13}, r.OutOfBounds, "agency.trials.batches"),
        ({"duration": 0}, r.OutOfBounds, "structure.windows.measuring"),
        ({"duration": 14 * 24 * HOUR}, r.OutOfBounds, "structure.windows.measuring"),
        ({"metric": "beauty"}, r.NotFound, "purpose.values"),
    ],
)
def test_a_trial_out_of_its_scope_is_refused(changes, refusal, clause):
    house = Tried()
    assert refused(house, refusal, "ana.ai", house.command(**changes)).clause == clause


def test_what_has_no_units_is_not_tried():
    house = Tried(widened(units=0))
    assert refused(house, r.OutOfBounds, "ana.ai", house.command()).clause == "structure.actions.set_heat.units"


def test_what_cannot_be_undone_is_not_tried():
    house = Tried()
    [kind] = house.state.charter.structure.actions
    law = house.state.charter
    law = replace(law, structure=replace(law.structure, actions=(replace(kind, reversible=False),)))
    house.state = replace(house.state, charter=law)
    assert refused(house, r.OutOfBounds, "ana.ai", house.command()).clause == "structure.actions.set_heat.reversible"


def test_who_executes_or_measures_does_not_try():
    first = founding()
    owners = tuple(
        replace(owner, agents=tuple(replace(each, may=(*each.may, "StartTrial")) for each in owner.agents))
        for owner in first.owners
    )
    house = Tried(first=replace(first, owners=owners))
    refused(house, r.ConflictOfInterest, "ed.ai", house.command())
    refused(house, r.ConflictOfInterest, "m1.ai", house.command())


def test_a_target_has_one_open_trial():
    house = Tried()
    house.start()
    refused(house, r.TargetIsBusy, "bo.ai", house.command())


@pytest.mark.parametrize("stage", ["executing", "measuring"])
def test_nothing_is_tried_where_a_proposals_version_runs(stage):
    house = Tried()
    house.propose()
    house.to(stage)
    refused(house, r.TargetIsBusy, "bo.ai", house.command())


def test_who_cannot_pay_does_not_try():
    house = Tried(charter(grant=32 * CREDIT, bond=20 * CREDIT))
    house.start()
    poor = Tried(charter(grant=40 * CREDIT, trials=replace(charter().agency.trials, bond=37 * CREDIT)))
    assert refused(poor, r.OwnerCannotPay, "ana.ai", poor.command()).clause == "agency.trials.bond"


# The budgets of harm.


@pytest.mark.parametrize(
    ("law", "clause"),
    [
        ({"risk_budget": 215}, "agency.risk_budget"),
        ({"risk_target": 215}, "agency.risk_target"),
        ({"risk_total": 215}, "agency.risk_total"),
    ],
)
def test_a_worst_case_beyond_a_budget_is_refused(law, clause):
    house = Tried(charter(**law))
    assert refused(house, r.TooMuchRisk, "ana.ai", house.command()).clause == clause
    name = clause.split(".")[1]
    Tried(charter(**{name: 216})).start()


def test_small_trials_one_after_another_are_no_cheaper_than_a_large_one():
    house = Tried(charter(risk_budget=240))
    house.start()
    house.draw()
    house.batch(WORSE)
    assert house.told(BatchMeasured)[-1].harm == 9_000  # 300,000 ppm lost on 3 of 100 units
    assert house.trial.ending == "exhausted"
    house.treat()
    house.report()
    assert house.over.harm == 9_000
    assert refused(house, r.TooMuchRisk, "ana.ai", house.command(units=1, batches=1)).clause == "agency.risk_budget"
    left = budgets_left(house.state, "bo", "hall", house.now)
    assert (left.owner, left.target, left.total) == (240, 91_000, 191_000)
    house.now += house.state.charter.structure.epoch
    assert budgets_left(house.state, "ana", "hall", house.now).owner == 240
    house.start(units=1, batches=1)


def test_harms_that_are_an_epoch_old_are_forgotten():
    house = Tried()
    house.start(units=2, batches=1)
    house.draw()
    house.batch(WORSE)
    house.treat()
    house.report()
    assert len(house.state.harms) == 1
    house.now += house.state.charter.structure.epoch
    house.start("bo.ai", units=2, batches=1)
    house.halt("bo.ai")
    assert house.state.harms == ()


def test_open_trials_reserve_what_they_could_do():
    house = Tried(two_targets(risk_total=300))
    house.start()
    now = house.state.targets["lamp"].terms
    other = StartTrial("set_light", {**now, "degrees": 18}, base_of("lamp", now), 12, 4, HOUR, "thrift", 0, 50_000)
    assert refused(house, r.TooMuchRisk, "bo.ai", other).clause == "agency.risk_total"


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


# The executor.


def test_only_the_executor_uses_a_grant_for_its_version_in_its_time(house):
    house.release()
    trial = house.trial
    right = ReportExecution(trial.grant, trial.version, "executed", trial.wanted.terms)
    refused(house, r.VersionIsStale, "ed.ai", replace(right, version=trial.status_quo))
    refused(house, r.OutOfBounds, "ed.ai", replace(right, in_force={"degrees": 19, "hours": 8}))
    refused(house, r.OutOfBounds, "ed.ai", replace(right, result="failed", undone=True))
    house.now = trial.until
    refused(house, r.StageIsOver, "ed.ai", right)


def test_somebody_else_with_the_right_does_not_use_the_grant():
    first = founding()
    owners = tuple(
        replace(owner, agents=tuple(replace(each, may=(*each.may, "ReportExecution")) for each in owner.agents))
        for owner in first.owners
    )
    house = Tried(first=replace(first, owners=owners))
    house.start()
    house.draw()
    house.release()
    trial = house.trial
    refused(house, r.NotYours, "m1.ai", ReportExecution(trial.grant, trial.version, "executed", trial.wanted.terms))


def test_an_executor_who_failed_and_undid_it_ends_a_trial_of_which_nothing_came(house):
    house.release()
    house.treat("failed", degrees=20)
    assert (house.over.ending, house.over.harm) == ("failed", 0)


@pytest.mark.parametrize("result", ["failed", "unknown", "partly_executed", "unknown beside the terms before"])
def test_where_units_may_be_treated_they_are_left_alone_and_measured(house, result):
    house.release()
    house.treat(result.split()[0], **({"degrees": 20} if " " in result else {}))
    assert house.trial.stage == "undoing"
    house.treat()
    house.read(WORSE)
    house.report()
    assert (house.over.ending, house.over.harm) == ("failed", 9_000)


def test_a_silent_executor_ends_a_trial_and_its_fault_is_published(house):
    house.release()
    house.lapse()
    assert (house.trial.stage, house.trial.ending) == ("undoing", "failed")
    house.lapse()
    assert house.told(FaultPublished)[-1].member == "ed.ai"
    house.lapse()  # the meters are silent too
    house.lapse()
    assert house.over.harm == 54  # nobody knows: the worst case of three units


def test_units_are_left_alone_before_anything_else(house):
    house.release()
    house.treat()
    house.release("stop")
    trial = house.trial
    still = ReportExecution(trial.grant, trial.status_quo, "executed", trial.wanted.terms)
    refused(house, r.OutOfBounds, "ed.ai", still)
    refused(house, r.OutOfBounds, "ed.ai", replace(still, result="failed", in_force=trial.before))
    house.treat()
    assert not house.trial.treating


# The meters.


def test_nothing_is_measured_before_its_batch_has_run_nor_by_strangers_nor_of_anything_else(house):
    house.release()
    house.treat()
    refused(house, r.NotDue, "m1.ai", ReportMeasure(house.trial.id, house.trial.version, NONE))
    house.now += HOUR
    refused(house, r.VersionIsStale, "m1.ai", ReportMeasure(house.trial.id, NONE, NONE))
    house.reading("m1.ai", house.trial.version, BETTER)
    refused(house, r.AlreadyDone, "m1.ai", ReportMeasure(house.trial.id, house.trial.version, NONE))


def test_a_stranger_with_the_right_measures_nothing():
    first = founding()
    owners = tuple(
        replace(owner, agents=tuple(replace(each, may=(*each.may, "ReportMeasure")) for each in owner.agents))
        for owner in first.owners
    )
    house = Tried(first=replace(first, owners=owners))
    house.start()
    house.draw()
    house.release()
    house.treat()
    house.now += HOUR
    refused(house, r.NotYours, "bo.ai", ReportMeasure(house.trial.id, house.trial.version, NONE))


def test_what_the_meters_dispute_counts_as_the_worst_case_and_ends_the_trial(house):
    house.release()
    house.treat()
    house.now += HOUR
    for meter, values in (("m1.ai", BETTER), ("m2.ai", {**BETTER, "safety": 100_000})):
        house.reading(meter, house.trial.version, values)
        house.reading(meter, house.trial.status_quo, SAME)
    house.tend()
    [found] = house.told(BatchMeasured)
    assert (found.disputed, found.harm, found.treated) == (("safety",), 54, {"thrift": 640_000})
    assert house.trial.ending == "unmeasured"


def test_a_dispute_on_what_is_not_guarded_ends_nothing(house):
    house.release()
    house.treat()
    house.now += HOUR
    for meter, values in (("m1.ai", BETTER), ("m2.ai", {**BETTER, "thrift": 100_000})):
        house.reading(meter, house.trial.version, values)
        house.reading(meter, house.trial.status_quo, SAME)
    house.tend()
    assert house.told(BatchMeasured)[-1].disputed == ("thrift",)
    assert house.trial.stage == "releasing"


def test_a_meter_opens_its_own_envelope_and_nobody_anothers(house):
    house.release()
    house.treat()
    house.now += HOUR
    for meter in ("m1.ai", "m2.ai"):
        for version in (house.trial.version, house.trial.status_quo):
            house.reading(meter, version, SAME)
    act, envelope = next(iter(house.trial.sealed.items()))
    salt, payload = house.held[envelope.seal]
    refused(house, r.NotYours, "bo.ai", OpenEnvelope(act, salt, payload))
    refused(house, r.SealIsBroken, envelope.by, OpenEnvelope(act, NONE, payload))
    refused(house, r.SealIsBroken, envelope.by, OpenEnvelope(act, salt, Vote("for")))
    house.file(envelope.by, OpenEnvelope(act, salt, payload))
    assert len(house.trial.sealed) == 3


def test_measurements_that_were_not_opened_do_not_count(house):
    house.release()
    house.treat()
    house.now += HOUR
    for meter in ("m1.ai", "m2.ai"):
        for version in (house.trial.version, house.trial.status_quo):
            house.reading(meter, version, SAME)
    house.lapse()
    assert house.trial.ending == "unmeasured"
    assert not house.trial.sealed


# The report.


@pytest.fixture
def measured(house):
    for _ in range(4):
        house.batch()
    house.treat()
    return house


def test_a_report_covers_what_was_measured_and_its_intervals_hold_the_point(measured):
    right = dict.fromkeys(("safety", "thrift"), Interval(0, 100_000))
    trial = measured.trial.id
    refused(measured, r.OutOfBounds, "ana.ai", ReportTrial(trial, {"safety": Interval(0, 100_000)}, right))
    refused(measured, r.OutOfBounds, "ana.ai", ReportTrial(trial, right, {"safety": Interval(0, 100_000)}))
    refused(measured, r.OutOfBounds, "ana.ai", ReportTrial(trial, {**right, "thrift": Interval(0, 39_999)}, right))
    refused(measured, r.OutOfBounds, "ana.ai", ReportTrial(trial, {**right, "thrift": Interval(40_001, 50_000)}, right))
    stranger = next(owner for owner in OWNERS if owner not in {"ana", measured.trial.guard.owner})
    refused(measured, r.NotYours, f"{stranger}.ai", ReportTrial(trial, right, right))
    measured.file("ana.ai", ReportTrial(trial, {**right, "thrift": Interval(40_000, 40_000)}, right))
    refused(measured, r.AlreadyDone, "ana.human", ReportTrial(trial, right, right))
    measured.file(measured.guard, ReportTrial(trial, right, right))
    assert measured.over.effects["thrift"] == Interval(0, 100_000)  # the wider of the two


def test_who_tried_and_does_not_report_loses_its_bond_and_a_silent_guard_its_deposit(measured):
    guard = measured.trial.guard.owner
    held = balance(measured, guard)
    measured.lapse()
    assert measured.over.reporters == ()
    assert measured.over.points == {"safety": 60_000, "thrift": 40_000}
    assert measured.over.effects == {}
    assert balance(measured, "ana") == 991 * CREDIT
    assert balance(measured, guard) == held


# What ends it from outside, and what is due.


@pytest.mark.parametrize("how", ["granted", "rejected"])
def test_a_proposals_version_that_runs_on_the_target_supersedes_a_trial(how):
    house = Tried()
    house.propose("bo.ai", degrees=12)
    house.start()
    house.draw()
    house.release()
    house.treat()
    house.to("ballot")
    assert not house.trial.ending
    if how == "rejected":
        house.vote(lambda _: "against")
        house.advance()
    else:
        house.to("executing")
    assert (house.trial.ending, house.trial.stage) == ("superseded", "undoing")
    if how == "granted":
        house.execute()
    house.treat(**house.state.targets["hall"].terms)
    house.read()
    house.report()
    assert house.over.ending == "superseded"


def test_a_proposal_elsewhere_supersedes_nothing():
    house = Tried(two_targets())
    house.start()
    house.draw()
    house.release()
    house.treat()
    propose_light(house, "bo.ai", degrees=12)
    house.to("executing")
    assert house.trial.ending is None


def test_a_deadline_of_a_trial_is_moved_by_anybody_once_it_is_over(house):
    refused(house, r.NotDue, "bo.ai", Advance(house.trial.id, "releasing"))
    refused(house, r.StageIsOver, "bo.ai", Advance(house.trial.id, "measuring"))
    house.now = house.trial.until
    assert dues(house.state, house.now).advances == ((house.trial.id, "releasing"),)
    house.file("bo.ai", Advance(house.trial.id, "releasing"))


def test_a_silent_owner_and_a_silent_clerk_do_not_hold_up_the_draw():
    house = Tried()
    house.start()
    house.lapse()
    assert house.trial.stage == "drawing_clerk"
    house.lapse()
    assert (house.trial.stage, house.trial.extended) == ("drawing_clerk", True)
    house.lapse()
    assert house.trial.stage == "releasing"
    assert len(house.told(FaultPublished)) == 3 + 2
    assert house.sums_to_zero()


def test_a_chain_on_which_an_open_trial_draws_is_not_replaced():
    house = Tried()
    house.start()
    member = next(name for name in house.trial.links["drawing"] if name != "clerk")
    refused(house, r.AlreadyDone, f"{member}.human", CommitChance(NONE))


def test_what_is_over_is_not_found(house):
    trial = house.trial.id
    house.run()
    refused(house, r.NotFound, "bo.ai", HaltTrial(trial, "purpose"))
    refused(house, r.NotFound, "bo.ai", Advance(trial, "releasing"))


def test_a_trial_gives_its_bytes_back_the_same_way_twice():
    one, other = Tried(), Tried()
    for house in (one, other):
        house.start()
        house.run()
    assert one.record == other.record
    assert one.told(TrialClosed)
