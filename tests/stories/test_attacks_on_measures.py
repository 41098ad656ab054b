"""Meters and executors who lie: what they can move, what it is worth, and to whom."""

from dataclasses import replace

import pytest

from moot.core.charter import CREDIT
from moot.core.commands import Measure, RegisterAgent, ReportExecution, ReportMeasure
from moot.core.events import CreditShared, MeasureOpened
from moot.core.refusal import AlreadyDone, CharterWouldLock, NoRight, NotDue, NotYours, OutOfBounds, StageIsOver
from tests.clerk.town import Town, signer
from tests.core.house import House, founding
from tests.stories.attackers import BOND, FEE, believing, evening, gains, purse, turned_away

TRUTH = {"safety": 640_000, "thrift": 640_000}
TOLERANCE = 40_000
GRANT = 1_000 * CREDIT


@pytest.fixture
def town():
    town = Town()
    town.propose()
    return town


def shifted(by):
    return {value: found + by for value, found in TRUTH.items()}


def to_forecasts(town):
    town.propose()
    town.to("forecast")


def measured(second):
    """A town in which one of two meters reports `second`, and the other the truth."""

    def start(town):
        to_forecasts(town)
        town.forecast(believing({town.open.original: 640_000}))
        town.to("measuring")

    town = evening(lambda proposal: proposal.run.version == proposal.original, start)
    town.measure(TRUTH, second)
    return town


# Meters.


def test_a_moot_whose_meters_are_one_owners_is_not_founded():
    plan = founding()
    one, other = (next(each for each in plan.owners if each.id == name) for name in ("m1", "m2"))
    both = replace(one, agents=(*one.agents, *other.agents))
    rest = tuple(owner for owner in plan.owners if owner not in {one, other})
    with pytest.raises(CharterWouldLock, match="safety is measured by one owner alone"):
        House(first=replace(plan, owners=(*rest, both)))


def test_a_meter_reports_once_and_its_owner_cannot_add_another(town):
    town.to("measuring")
    ran = town.open.run.version
    town.now += town.open.kind.horizon

    def report(by):
        return ReportMeasure(town.open.id, ran, town.sealed(by, "ReportMeasure", Measure(TRUTH)))

    town.file("m1.ai", report("m1.ai"))
    turned_away(town, "m1.ai", report("m1.ai"), AlreadyDone)
    second = RegisterAgent("m1.two", "ai", signer("m1.two").public.hex(), None, (), ("ReportMeasure",))
    turned_away(town, "m1.ai", second, NoRight)
    # Somebody of another owner may have the right: the charter does not name it.
    town.file("bo.human", replace(second, agent="bo.two", key=signer("bo.two").public.hex()))
    turned_away(town, "bo.two", report("bo.two"), NotYours)


def test_a_meter_that_talks_a_result_down_within_tolerance_takes_forty_credits_from_an_author():
    honest, lower = measured(TRUTH), measured(shifted(-TOLERANCE))
    assert honest.told(CreditShared)[0].pay == 40 * CREDIT
    assert lower.told(CreditShared)[0].pay == 0
    assert purse(honest, "ana") - purse(lower, "ana") == 40 * CREDIT


def test_a_meter_that_talks_a_result_up_moves_nothing_within_tolerance_and_voids_it_beyond():
    assert measured(shifted(TOLERANCE)).told(CreditShared)[0].pay == 40 * CREDIT
    for lie in (TOLERANCE + 1, -TOLERANCE - 1):
        town = measured(shifted(lie))
        assert town.closed.outcome == "void"
        assert purse(town, "ana") == GRANT - FEE  # bond and stakes are back, and nobody gains


def test_a_forecaster_in_league_with_a_meter_earns_less_than_its_fee_for_one_review():
    def start(town):
        to_forecasts(town)
        town.friend = next(iter(town.open.slate.pooled))
        honest = believing({town.open.original: 640_000})
        town.forecast(lambda by, version, _: honest(by, version, _) - TOLERANCE * (by == town.friend), 190 * CREDIT)
        town.to("measuring")

    town = evening(lambda proposal: len(proposal.slate.pooled) == 3 and proposal.run.probability == 900_000, start)
    before = purse(town, town.friend.split(".")[0])
    town.measure(TRUTH, shifted(-TOLERANCE))
    earned = purse(town, town.friend.split(".")[0]) - before - 190 * CREDIT
    assert earned == 22_518


def test_nobody_measures_before_the_horizon_or_what_it_was_not_asked(town):
    town.to("measuring")
    sealing = town.sealed("m1.ai", "ReportMeasure", Measure(TRUTH))
    early = ReportMeasure(town.open.id, town.open.run.version, sealing)
    turned_away(town, "m1.ai", early, NotDue)
    town.now += town.open.kind.horizon
    half = town.sealed("m1.ai", "ReportMeasure", Measure({"safety": 640_000}))
    turned_away(town, "m1.ai", ReportMeasure(town.open.id, town.open.run.version, half), OutOfBounds)


# Executors.


def test_an_executor_who_denies_what_it_did_leaves_an_author_with_its_fee_to_pay(town):
    town.to("executing")
    run = town.open.run
    now = town.state.targets["hall"].terms
    found = gains(town, lambda: town.file("ed.ai", ReportExecution(run.grant, run.version, "failed", now)))
    assert town.closed.outcome == "failed"
    assert found["ana"] == BOND
    assert purse(town, "ana") == GRANT - FEE


def test_an_executor_who_puts_something_else_in_force_must_say_so_and_nobody_is_paid_for_it(town):
    town.to("executing")
    run = town.open.run
    else_ = {"degrees": 40, "hours": 24}
    turned_away(town, "ed.ai", ReportExecution(run.grant, run.version, "executed", else_), OutOfBounds)
    town.file("ed.ai", ReportExecution(run.grant, run.version, "partly_executed", else_))
    assert town.state.targets["hall"].terms == else_  # the record says what is in force, though nobody voted for it
    town.measure(TRUTH)
    assert (town.closed.outcome, town.told(CreditShared)) == ("void", [])
    assert town.told(MeasureOpened)


def test_an_executor_who_comes_too_late_changes_nothing(town):
    town.to("executing")
    run, now = town.open.run, town.state.targets["hall"].terms
    late = ReportExecution(run.grant, run.version, "executed", town.open.versions[run.version].terms)
    town.now = town.open.until + 1
    turned_away(town, "ed.ai", late, StageIsOver)
    town.advance()
    assert town.state.targets["hall"].terms == now
