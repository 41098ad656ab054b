"""What members read of trials: the page, who is awaited, and what is left of the budgets."""

import pytest

from moot.core.phases import PHASES
from moot.views.trial import WAITS_FOR
from moot.views.unknown import Unknown
from moot.views.views import Views
from tests.core.tried import BETTER, SAME, Tried


def views(house):
    found = Views()
    for told in house.record:
        found.tell(told)
    return found


def awaited(house):
    [row] = views(house).view("trials")
    return [(each["act"], each["agent"] or each["owner"]) for each in row["awaits"]]


@pytest.fixture
def house():
    house = Tried()
    house.start()
    return house


def test_whom_a_phase_waits_for_follows_from_the_table():
    assert set(WAITS_FOR) == {phase.acts[0] for phase in PHASES.values()}


def test_at_each_phase_those_are_awaited_whom_the_rules_await(house):
    named = sorted(name for name in house.trial.links["drawing"] if name != "clerk")
    assert awaited(house) == [("RevealChance", name) for name in named]
    row = views(house).view("trials", agent=f"{named[0]}.ai")
    assert [each["number"] for each in row[0]["awaits"]] == [1]
    assert views(house).view("trials", agent="ed.ai") == []
    house.lapse()
    assert awaited(house) == [("RevealChance", "clerk")]
    assert len(views(house).view("trials", agent="clerk")) == 1
    house.tend()
    assert awaited(house) == [("ReportGuard", house.guard)]
    house.release()
    assert awaited(house) == [("ReportExecution", "ed.ai")]
    house.treat()
    house.now += house.trial.wanted.duration
    for version in (house.trial.version, house.trial.status_quo):
        house.reading("m1.ai", version, SAME)
    assert awaited(house) == [("ReportMeasure", "m2.ai")]
    for version in (house.trial.version, house.trial.status_quo):
        house.reading("m2.ai", version, SAME)
    assert awaited(house) == [("OpenEnvelope", "clerk")]
    house.tend()
    house.release("stop")
    house.treat()
    assert awaited(house) == [("ReportTrial", "ana.ai"), ("ReportTrial", house.guard)]
    house.report("ana.ai")
    assert awaited(house) == [("ReportTrial", house.guard)]
    house.report(house.guard)
    [row] = views(house).view("trials")
    assert (row["awaits"], row["closed"], row["ending"]) == ([], house.over.at, "stopped")


def test_the_docket_has_a_row_for_each_open_trial_ranked_by_what_is_at_stake(house):
    [row] = views(house).view("docket")
    [shown] = views(house).view("trials")
    assert {name: row[name] for name in ("trial", "target", "kind", "stage", "until", "owner", "author")} == {
        **{name: shown[name] for name in ("trial", "target", "kind", "stage", "until", "owner")},
        "author": "ana.ai",
    }
    page = views(house).view("trial", trial=row["trial"])
    charter = house.state.charter
    harm = page["reserve"] * charter.agency.gain_rate // 1_000
    assert (page["bond"], page["fees"]) == (charter.agency.trials.bond, 4 * charter.agency.trials.guard_fee)
    assert row["stakes"] == page["bond"] + page["fees"] + harm
    assert row["rank"] == row["stakes"] * row["disagreement"] // row["minutes"]
    assert row["proposal"] is None
    assert row["awaits"] == shown["awaits"]


def test_the_docket_asks_each_for_its_part_in_a_trial_until_it_is_over(house):
    house.draw()
    [row] = views(house).view("docket", agent=house.guard)
    assert [each["act"] for each in row["awaits"]] == ["ReportGuard"]
    assert views(house).view("docket", agent="ana.ai") == []
    house.release("stop")
    assert views(house).view("docket") == []


def test_a_trial_and_a_proposal_stand_on_one_docket_the_more_urgent_first(house):
    house.propose()
    first, second = views(house).view("docket")
    assert first["rank"] >= second["rank"]
    assert {("trial" in row, row["proposal"] is None) for row in (first, second)} == {(True, True), (False, False)}


def test_the_page_says_all_that_came_of_a_trial(house):
    trial = house.trial.id
    house.run()
    page = views(house).view("trial", trial=trial)
    assert (page["stage"], page["ending"], page["harm"], page["batch"]) == ("completed", "completed", 0, 4)
    assert [each["units"] for each in page["batches"]] == [3, 3, 3, 3]
    assert page["batches"][0]["treated"] == BETTER
    assert page["points"] == {"safety": 60_000, "thrift": 40_000}
    assert page["effects"]["thrift"] == {"low": 20_000, "high": 60_000}
    assert [each["verdict"] for each in page["releases"]] == ["release"] * 4
    assert set(page["reports"]) == {"ana.ai", page["guard"]["agent"]}
    assert (page["filed"], page["readings"], page["grant"], page["until"]) == ([], {}, None, None)


def test_what_is_sealed_shows_only_that_it_was_filed(house):
    house.draw()
    house.release()
    house.treat()
    house.now += house.trial.wanted.duration
    house.reading("m1.ai", house.trial.version, BETTER)
    page = views(house).view("trial", trial=house.trial.id)
    assert page["filed"] == [["m1.ai", house.trial.version]]
    assert page["readings"] == {}


def test_halts_stops_silences_and_faults_stand_on_the_page(house):
    trial = house.trial.id
    house.lapse()
    house.tend()
    house.lapse()
    house.release("stop", 21_000_000)
    page = views(house).view("trial", trial=trial)
    assert len(page["faults"]) == 3
    assert page["releases"][-1]["wealth"] == 21_000_000
    house.start("bo.ai")
    house.halt("cy.ai")
    page = views(house).view("trial", trial=house.over.trial)
    assert (page["halted"]["owner"], page["why"]) == ("cy", "cy halted it")


def test_what_is_left_of_the_budgets_is_what_the_rules_leave(house):
    found = views(house).view("risk")
    assert (found["owners"]["ana"], found["owners"]["bo"]) == (1_784, 2_000)
    assert (found["targets"]["hall"], found["total"]) == (99_784, 199_784)
    house.run({**SAME, "safety": 690_000})
    found = views(house).view("risk", owner="ana")
    assert found["owners"] == {"ana": 2_000 - house.over.harm}
    assert house.over.harm == 300


def test_what_is_not_there_is_unknown(house):
    found = views(house)
    for name, arguments in (("trial", {"trial": "x"}), ("trials", {"agent": "x"}), ("risk", {"owner": "x"})):
        with pytest.raises(Unknown):
            found.view(name, **arguments)
    assert Views().view("risk") == {"owners": {}, "targets": {}, "total": 0}
    assert Views().view("trials") == []
