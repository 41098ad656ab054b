"""Units that are treated: what the executor, the meters and the reports may say of them."""

from dataclasses import replace

import pytest

from moot.core import refusal as r
from moot.core.charter import CREDIT
from moot.core.commands import (
    Interval,
    OpenEnvelope,
    ReportExecution,
    ReportMeasure,
    ReportTrial,
    Vote,
)
from moot.core.events import (
    BatchMeasured,
    FaultPublished,
)
from tests.core.house import OWNERS, founding
from tests.core.refusing import refused
from tests.core.telling import balance
from tests.core.tried import BETTER, HOUR, SAME, WORSE, Tried

NONE = "00" * 32


# The executor.


def released_where_everybody_may(right):
    """Return a house in whose trial a batch is released, and in which every agent has `right`."""
    first = founding()
    owners = tuple(
        replace(owner, agents=tuple(replace(each, may=(*each.may, right)) for each in owner.agents))
        for owner in first.owners
    )
    house = Tried(first=replace(first, owners=owners))
    house.start()
    house.draw()
    house.release()
    return house


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
    house = released_where_everybody_may("ReportExecution")
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
    house = released_where_everybody_may("ReportMeasure")
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
