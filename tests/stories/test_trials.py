"""Trials as members live through them: real bets by the kit's guard, in the house of seven owners."""

from dataclasses import replace

from moot.core import refusal as r
from moot.core.act import MILLION
from moot.core.charter import CREDIT
from moot.core.commands import Propose
from moot.core.events import (
    BatchMeasured,
    CreditShared,
    GuardReplaced,
    ProposalClosed,
    TargetSet,
    TrialStopped,
    UnitsGranted,
)
from moot.core.proposal import base_of
from tests.core.house import charter
from tests.core.refusing import refused
from tests.core.tried import BETTER
from tests.stories.watched import COLD, WARM, Watched


def test_a_trial_is_stopped_by_its_guard_when_its_bets_say_so_and_harm_is_all_that_is_consumed():
    house = Watched(charter(risk_budget=MILLION, risk_target=MILLION, risk_total=MILLION))
    house.start(terms={"degrees": 12, "hours": 8}, units=40, batches=20, tolerance=20_000, alpha=50_000)
    # The register's worst case is too low for what happens; the budget that counts is the guard's.
    house.state = replace(house.state, trials={house.trial.id: replace(house.trial, reserve=900_000)})
    house.draw()
    house.go_on(COLD)
    [stop] = house.told(TrialStopped)
    assert stop.wealth >= 20 * MILLION
    assert stop.batch < 6  # 220,000 ppm lost in each, where 20,000 are borne
    assert house.over.ending == "stopped"
    assert house.over.harm == (stop.batch - 1) * 4_400
    assert house.told(UnitsGranted)[-1].units == 0
    assert house.state.targets["hall"].terms["degrees"] == 20


def test_a_trial_whose_harm_exceeds_the_registers_worst_case_stops_by_itself_after_one_batch():
    house = Watched()
    house.start()
    house.draw()
    house.go_on(COLD)
    assert len(house.told(BatchMeasured)) == 1
    assert (house.over.ending, house.over.harm) == ("exhausted", 6_600)


def test_a_trial_becomes_evidence_for_a_proposal_that_cites_it_and_passes():
    house = Watched(charter(exploration=0))
    house.start()
    house.draw()
    house.go_on(WARM)
    trial = house.over
    assert trial.ending == "completed"
    assert trial.effects["thrift"].low <= 100_000 <= trial.effects["thrift"].high
    now = house.state.targets["hall"].terms
    house.file("ana.ai", Propose("set_heat", {**now, "degrees": 18}, base_of("hall", now), reason=trial.trial))
    house.to("measuring")
    house.measure(WARM)
    assert house.told(ProposalClosed)[-1].outcome == "settled"
    assert house.told(CreditShared)
    assert house.state.targets["hall"].terms["degrees"] == 18


def test_nothing_becomes_permanent_by_lapse_of_time():
    house = Watched()
    house.start()
    house.draw()
    house.release()
    house.treat()
    while house.state.trials:
        house.lapse()
    assert house.state.targets["hall"].terms["degrees"] == 20
    assert len(house.told(TargetSet)) == 1


def test_a_guard_that_dies_is_replaced_and_if_that_one_dies_too_the_trial_ends():
    house = Watched()
    house.start()
    house.draw()
    first = house.trial.guard
    house.lapse()
    second = house.trial.guard
    assert second.owner not in {"ana", first.owner}
    house.watch()
    house.treat()
    house.read(BETTER)
    house.lapse()
    assert [each.silent for each in house.told(GuardReplaced)] == [first, second]
    house.treat()
    house.lapse()
    assert (house.over.ending, house.over.why) == ("unguarded", "its guard fell silent")
    assert house.state.ledger.accounts[f"owner/{first.owner}"] == 998 * CREDIT
    assert house.state.ledger.accounts[f"owner/{second.owner}"] == 999 * CREDIT  # its fee for one batch
    assert house.sums_to_zero()


def test_a_trial_beyond_its_scope_is_refused_and_told_what_would_do():
    house = Watched()
    most = refused(house, r.TooMuchRisk, "ana.ai", house.command(terms={"degrees": 40, "hours": 8}, units=60))
    assert "2400 ppm" in most.why
    assert "2000 are left" in most.why
    house.start(terms={"degrees": 40, "hours": 8}, units=50)
