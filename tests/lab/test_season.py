import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from moot.clerk.audit import audit
from moot.core.commands import FileForecast
from moot.core.events import (
    ActionExecuted,
    CandidatesFrozen,
    CreditsMoved,
    ForecastsPooled,
    GrantIssued,
    LaneChanged,
    NothingBetter,
    OutcomeMeasured,
    ProposalClosed,
    ProposalSubmitted,
    StakesSettled,
    ValuesRepriced,
    VoteOpened,
)
from moot.lab.season import WARM_UP, Plan, Season, Standing
from moot.worlds.charging.site import load_site

DECISIONS = 2
RUN = """
import json
from moot.lab.season import Plan, Season
with Season(Plan(seed=5, days=5)) as season:
    season.run()
    print(json.dumps([season.hall.clerk.checkpoint.size, season.hall.clerk.checkpoint.root.hex()]))
"""


@pytest.fixture(scope="module")
def season():
    with Season(Plan(seed=3, days=5 * DECISIONS)) as played:
        played.told = []
        played.run(played.told.append)
        yield played


def events(season, kind):
    return [event for told in season.told for event in told.events if isinstance(event, kind)]


def test_a_season_decides_as_often_as_its_days_allow(season):
    assert season.closed == DECISIONS
    assert len(season.blocks) == DECISIONS
    assert all(len(block.days) == 5 for block in season.blocks)
    assert season.blocks[0].days[-1] < season.blocks[1].days[0]


def test_what_was_begun_has_ended(season):
    assert season.standing() == Standing(DECISIONS, DECISIONS, 0, 0)


def test_a_decision_that_the_days_cut_short_is_counted_as_that():
    whole = load_site("caltech", 0.5)
    short = replace(whole, calendar={day: whole.calendar[day] for day in whole.days[: WARM_UP + 3]})
    with Season(Plan(seed=3, days=5), site=short) as season:
        season.run()
        assert season.standing() == Standing(begun=1, ended=0, running=1, hanging=0)
        [left] = season.hall.clerk.assembly.proposals.values()
        assert left.stage == "measuring"
        season.clock.set(left.until)
        assert season.standing() == Standing(begun=1, ended=0, running=0, hanging=1)
        season.hall.tend()  # by deadlines alone it ends all the same
        assert not season.hall.clerk.assembly.proposals


def test_candidates_are_forecast_and_outcomes_measured(season):
    # What was to be decided by consent and went to a panel is forecast again.
    assert len(events(season, ForecastsPooled)) == DECISIONS + len(events(season, LaneChanged))
    assert len(events(season, OutcomeMeasured)) == DECISIONS
    lanes = {each.proposal: each.lane for each in events(season, ProposalSubmitted)}
    assert set(lanes.values()) == {"consent", "panel"}
    turned = {each.proposal for each in events(season, LaneChanged)}
    for each in events(season, CandidatesFrozen):
        if each.proposal not in turned:
            assert len(each.candidates) == 2 if lanes[each.proposal] == "consent" else len(each.candidates) > 2


def test_values_are_priced_by_what_members_said(season):
    first = events(season, ValuesRepriced)[0]
    assert first.vectors == 22
    assert first.new != first.old


def test_all_balances_sum_to_0(season):
    assert season.summary().ledger_sum == 0
    assert events(season, CreditsMoved)


def test_the_record_is_derived_again_from_entry_0(season):
    audited = audit(season.hall.store)
    assert (audited.moot, audited.size) == (season.hall.clerk.assembly.moot, season.hall.clerk.size)


def test_a_summary_compares_the_same_days(season):
    summary = season.summary()
    assert summary.horizons == DECISIONS
    assert summary.best_fixed.welfare >= summary.status_quo.welfare * 0.9
    assert 0 < summary.executed.welfare < 1_000_000


def test_stakes_are_settled_votes_cast_and_versions_executed(season):
    assert len(events(season, StakesSettled)) == 5 * DECISIONS
    assert len(events(season, VoteOpened)) > 10 * DECISIONS
    assert {each.result for each in events(season, ActionExecuted)} == {"executed"}
    assert {each.outcome for each in events(season, ProposalClosed)} <= {"settled", "rejected", "void"}


def until_granted(site):
    """Play to the first grant and return every act before it."""
    told = []
    with Season(Plan(seed=6, days=5), site=site) as season:
        while not any(isinstance(event, GrantIssued | NothingBetter) for each in told for event in each.events):
            season.turn(told.append)
        return [each.act for each in told]


def test_days_to_come_change_nothing_that_anybody_says_before_them():
    site = load_site("caltech", 0.5)
    first, *_ = (day for day in site.days[WARM_UP:])
    later = [day for day in site.days if day >= first]
    # Every day to come has the cars of another, and its emissions backwards.
    altered = {
        day: replace(site.day(other), date=day, two_days=site.day(day).two_days[::-1].copy())
        for day, other in zip(later, [*later[1:], later[0]], strict=True)
    }
    other = replace(site, calendar={**site.calendar, **altered})
    assert other.day(first).cars != site.day(first).cars
    said = until_granted(site)
    assert any(isinstance(act.command, FileForecast) for act in said)
    assert until_granted(other) == said


def test_nobody_can_look_into_days_to_come(season):
    with pytest.raises(ValueError, match="has not come yet"):
        season.world.history.replay([season.world.in_force], 5, season.clock.now() + 1)


@pytest.mark.parametrize("hashes", ["0", "12345"])
def test_the_same_seed_gives_the_same_record_under_any_hash_seed(hashes):
    environment = {**os.environ, "PYTHONHASHSEED": hashes, "OMP_NUM_THREADS": "1"}
    answer = subprocess.run(
        [sys.executable, "-c", RUN], env=environment, capture_output=True, text=True, check=True, timeout=300
    )
    with Season(Plan(seed=5, days=5)) as season:
        season.run()
        head = season.hall.clerk.checkpoint
    assert json.loads(answer.stdout) == [head.size, head.root.hex()]


def test_another_seed_gives_another_record(season):
    with Season(Plan(seed=4, days=5)) as other:
        assert other.hall.clerk.assembly.moot != season.hall.clerk.assembly.moot
