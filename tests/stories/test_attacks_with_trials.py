"""Attacks with trials: what somebody could try under the name of trying things out."""

import pytest

from moot.core import refusal as r
from moot.core.commands import HaltTrial, ReportGuard
from tests.core.house import OWNERS, charter
from tests.core.refusing import refused
from tests.core.tried import SAME
from tests.stories.watched import COLD, Watched


def test_harm_in_small_portions_counts_together_by_owner_and_by_target():
    law = charter(risk_budget=9_000, risk_target=12_000, risk_total=50_000)
    house = Watched(law)
    house.start(units=2, batches=1)
    house.draw()
    house.batch({**SAME, "safety": 100_000}, SAME)
    house.treat()
    house.report()
    assert house.over.harm == 12_000
    one = house.command(units=1, batches=1)
    assert refused(house, r.TooMuchRisk, "ana.ai", one).clause == "agency.risk_budget"
    assert refused(house, r.TooMuchRisk, "bo.ai", one).clause == "agency.risk_target"


def test_starting_again_and_again_draws_no_friendlier_guard():
    house = Watched()
    guards = set()
    for _ in range(5):
        house.start()
        house.draw()
        guards.add(house.guard)
        house.halt("ana.ai")
    assert len(guards) == 1


def test_a_guard_in_league_cannot_release_more_than_the_reserve_allows():
    house = Watched()
    house.start()
    house.draw()
    house.release()
    house.treat()
    house.read(COLD)
    assert house.trial.ending == "exhausted"
    refused(house, r.AlreadyDone, house.guard, ReportGuard(house.trial.id, 2, "release"))


def test_a_meter_that_hides_harm_by_dispute_has_the_worst_case_counted():
    house = Watched()
    house.start()
    house.draw()
    house.release()
    house.treat()
    house.now += house.trial.wanted.duration
    for meter, safety in (("m1.ai", 480_000), ("m2.ai", 700_000)):
        house.reading(meter, house.trial.version, {**SAME, "safety": safety})
        house.reading(meter, house.trial.status_quo, SAME)
    house.tend()
    assert house.trial.ending == "unmeasured"
    assert house.trial.harm == 54


@pytest.mark.parametrize("owner", ["bo", "cy"])
def test_who_would_halt_everything_is_stopped_by_the_limit(owner):
    house = Watched()
    for _ in range(house.state.charter.agency.trials.halts):
        house.start()
        house.draw()
        house.halt(f"{owner}.ai")
    house.start()
    refused(house, r.OutOfBounds, f"{owner}.ai", HaltTrial(house.trial.id, "purpose"))
    assert set(house.state.halts) == {owner}
    assert owner in OWNERS


def test_a_trial_does_not_block_a_target_for_proposals():
    house = Watched()
    house.start()
    house.draw()
    house.release()
    house.treat()
    house.propose("bo.ai", degrees=12)
    house.to("executing")
    assert house.trial.ending == "superseded"
