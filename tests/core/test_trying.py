"""Trials: who may try what, within which budgets, and what ends a trial from outside."""

from dataclasses import replace

import pytest

from moot.core import refusal as r
from moot.core.assembly import dues
from moot.core.assembly.trying import budgets_left
from moot.core.charter import CREDIT
from moot.core.commands import (
    Advance,
    CommitChance,
    HaltTrial,
    Interval,
    StartTrial,
)
from moot.core.events import (
    BatchMeasured,
    FaultPublished,
    TargetSet,
    TrialClosed,
    UnitsExecuted,
    UnitsGranted,
)
from moot.core.proposal import base_of
from tests.core.house import charter, founding, two_targets
from tests.core.refusing import refused
from tests.core.telling import balance, propose_light
from tests.core.tried import HOUR, WORSE, Tried

NONE = "00" * 32


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
    house = Tried(charter(grant=48 * CREDIT, bond=20 * CREDIT))
    house.start()
    poor = Tried(charter(grant=48 * CREDIT, trials=replace(charter().agency.trials, bond=45 * CREDIT)))
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
