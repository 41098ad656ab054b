"""Stories of disputes: what opens them, who judges, what follows, and who pays."""

import pytest

from moot.core import refusal as r
from moot.core.commands import (
    Dispute,
    Measure,
    ReportMeasure,
)
from moot.core.events import (
    ActionExecuted,
    DisputeOpened,
    JuryDrawn,
    OutcomeMeasured,
    StakesSettled,
    SuspensionRecommended,
)
from tests.core.court import (
    CREDIT,
    FAR,
    NEAR,
    case_of,
    court,
    disputed,
    ended,
    found,
    guarded,
    judge,
    summon,
    unlike,
)
from tests.core.house import House
from tests.core.refusing import NONE, everybody_may, refused
from tests.core.telling import balance, outcome, with_balance

LOW, HIGH, VOID = found("measured", safety=300_000), found("measured", safety=700_000), found("void")
RAN, FAILED = found("executed"), found("failed")
CLAUSE = "structure.actions.set_heat.executor"


def unanswered(house=None):
    """A house whose executor let its grant run out."""
    house = house or court()
    house.propose()
    house.to("executing")
    house.advance()
    return house


def challenged(stage="measuring", law=None):
    """A house at a stage in which a bond is posted against what was reported."""
    house = court(law)
    house.propose()
    house.to(stage)
    disputed(house, about="measurement" if stage == "measured" else "execution")
    return house


# ---- meters that do not agree -----------------------------------------------------------------


def test_meters_that_do_not_agree_are_judged_and_the_report_that_a_jury_believes_is_settled():
    house = unlike(court())
    case = case_of(house)
    assert house.open.stage == "disputed"
    assert (case.about, case.bonds, case.reported) == ("measurement", (), {"safety": (300_000, 700_000)})
    summon(house)
    [drawn] = house.told(JuryDrawn)
    assert len({seat.owner for seat in drawn.seats}) == 5
    assert house.open.owner not in {seat.owner for seat in drawn.seats}
    judge(house, lambda place: HIGH if place < 3 else LOW)
    assert house.closed.outcome == "settled"
    [measured] = house.told(OutcomeMeasured)
    assert (measured.measured, measured.disputed) == (NEAR, ())
    assert house.told(StakesSettled)
    assert house.sums_to_zero()
    assert not house.state.cases


def test_what_a_jury_cannot_establish_is_void():
    house = unlike(court())
    summon(house)
    judge(house, lambda place: VOID if place < 3 else LOW)
    assert outcome(house) == ("void", "the meters do not agree on safety")
    assert (ended(house).ruling, ended(house).upheld) == ("void", False)


def test_without_three_jurors_it_is_void_in_the_same_act():
    house = unlike(House())  # nobody's registration lists `Judge`
    assert house.closed.outcome == "void"
    assert ended(house).why == "no jury could be seated"


def test_a_jury_that_comes_to_no_majority_leaves_it_void():
    house = unlike(court())
    summon(house)
    judge(house, lambda place: [HIGH, HIGH, LOW, LOW, VOID][place])
    assert house.closed.outcome == "void"
    assert ended(house).why == "no majority of a jury found the same"


def test_what_no_meter_reported_is_void_without_a_jury():
    house = court()
    house.propose()
    house.to("measuring")
    house.advance()
    house.tend()
    assert house.closed.outcome == "void"
    assert not house.told(DisputeOpened)


def test_what_was_partly_executed_needs_no_jury():
    house = court()
    house.propose()
    house.to("executing")
    house.execute("partly_executed")
    house.measure(NEAR, FAR)
    assert house.closed.outcome == "void"
    assert not house.told(DisputeOpened)


# ---- executions -------------------------------------------------------------------------------


def test_a_grant_of_which_nobody_spoke_was_executed_after_all():
    house = unanswered()
    case = case_of(house)
    assert (case.about, case.stands.ruling, case.reported) == ("execution", "void", {})
    summon(house)
    judge(house, lambda _: RAN)
    assert house.open.stage == "measuring"
    assert house.state.targets["hall"].terms == house.open.versions[house.open.run.version].terms
    house.measure(NEAR, NEAR)
    assert house.closed.outcome == "settled"
    assert [each.result for each in house.told(ActionExecuted)] == ["unknown"]


@pytest.mark.parametrize(
    ("verdict", "end"),
    [
        (found("partly_executed"), ("void", "partly executed: measured and published, stakes back, no gain")),
        (FAILED, ("failed", "a jury found that it was not executed")),
        (VOID, ("void", "nobody knows what became of the grant")),
    ],
)
def test_what_else_a_jury_may_find_of_a_grant(verdict, end):
    house = unanswered()
    summon(house)
    judge(house, lambda _: verdict)
    if house.state.proposals:
        house.measure(NEAR, NEAR)
    assert outcome(house) == end
    assert house.sums_to_zero()


def test_a_report_that_a_jury_finds_false_is_undone_in_the_record_and_the_bond_comes_back():
    house = challenged()
    before = house.open.versions[house.open.status_quo].terms
    assert house.state.targets["hall"].terms != before
    paid = balance(house, "gus")
    summon(house)
    judge(house, lambda _: FAILED)
    assert outcome(house) == ("failed", "a jury found that it was not executed")
    assert house.state.targets["hall"].terms == before
    assert (ended(house).upheld, ended(house).nets) == (True, {"gus": 0})
    assert balance(house, "gus") >= paid + 20 * CREDIT


def test_a_report_that_a_jury_believes_costs_the_bond_and_measuring_goes_on_with_its_horizon():
    house = challenged()
    since, until, opened = house.open.left.since, house.open.left.until, house.open.since
    summon(house)
    house.wait(1_000)
    judge(house, lambda _: RAN)
    assert (house.open.stage, house.open.since) == ("measuring", since)
    assert house.open.until == until + house.now - opened
    assert ended(house).nets == {"gus": -20 * CREDIT}
    refused(house, r.AlreadyDone, "gus.human", Dispute("execution", house.open.id, CLAUSE, 20 * CREDIT))
    house.measure(NEAR, NEAR)
    assert house.closed.outcome == "settled"


def test_measurements_that_were_filed_before_a_dispute_stay_filed():
    house = court()
    house.propose()
    house.to("measuring")
    house.wait(house.open.kind.horizon)
    sealed = house.sealed("m1.ai", "ReportMeasure", Measure(NEAR))
    house.file("m1.ai", ReportMeasure(house.open.id, house.open.run.version, sealed))
    disputed(house)
    summon(house)
    judge(house, lambda _: RAN)
    assert len(house.open.sealed) == 1


def test_a_verdict_that_it_was_done_in_part_changes_what_is_measured():
    house = challenged()
    summon(house)
    judge(house, lambda _: found("partly_executed"))
    house.measure(NEAR, NEAR)
    assert house.closed.outcome == "void"
    assert ended(house).upheld


# ---- measurements that agree ------------------------------------------------------------------


def test_what_meters_agree_on_can_be_challenged_where_the_charter_gives_time():
    law = guarded(challenge=60_000)
    house = challenged("measured", law)
    assert case_of(house).stands.values == NEAR
    assert case_of(house).reported == {"safety": (700_000,), "thrift": (600_000,)}
    summon(house)
    judge(house, lambda _: VOID)
    assert house.closed.outcome == "void"
    assert ended(house).nets == {"gus": 0}


def test_an_unchallenged_or_confirmed_measurement_is_settled():
    law = guarded(challenge=60_000)
    house = court(law)
    house.propose()
    house.to("measured")
    house.advance()
    assert house.closed.outcome == "settled"
    other = challenged("measured", law)
    summon(other)
    judge(other, lambda _: found("measured", **NEAR))
    assert other.closed.outcome == "settled"
    assert (ended(other).upheld, ended(other).nets) == (False, {"gus": -20 * CREDIT})


# ---- conduct ----------------------------------------------------------------------------------


def test_a_jury_may_recommend_a_suspension():
    house = court()
    house.file("gus.human", Dispute("conduct", "bo.ai", "protocol.rights", 20 * CREDIT))
    assert "bo" not in case_of(house).links
    summon(house)
    assert not {"bo", "gus"} & {seat.owner for seat in case_of(house).seats}
    refused(house, r.AlreadyDone, "cy.human", Dispute("conduct", "bo.ai", "protocol.rights", 20 * CREDIT))
    judge(house, lambda _: found("upheld"))
    [recommended] = house.told(SuspensionRecommended)
    assert (recommended.agent, recommended.clause) == ("bo.ai", "protocol.rights")
    assert ended(house).nets == {"gus": 0}


def test_whose_conduct_is_found_right_has_the_bond_that_is_left():
    house = court()
    house.file("gus.human", Dispute("conduct", "bo.ai", "protocol.rights", 20 * CREDIT))
    summon(house)
    before = balance(house, "bo")
    judge(house, lambda _: found("dismissed"))
    assert not house.told(SuspensionRecommended)
    assert balance(house, "bo") == before + (20 - 5 * 2) * CREDIT


# ---- what is refused --------------------------------------------------------------------------


def test_what_cannot_be_disputed():
    house = court()
    house.propose()
    dispute = Dispute("execution", house.open.id, CLAUSE, 20 * CREDIT)
    refused(house, r.StageIsOver, "gus.human", dispute)
    refused(house, r.NotFound, "gus.human", Dispute("execution", NONE, CLAUSE, 20 * CREDIT))
    refused(house, r.NotFound, "gus.human", Dispute("conduct", "nobody", CLAUSE, 20 * CREDIT))
    refused(house, r.ConflictOfInterest, "gus.human", Dispute("conduct", "gus.ai", CLAUSE, 20 * CREDIT))
    house.to("measuring")
    refused(house, r.OutOfBounds, "gus.human", Dispute("execution", house.open.id, CLAUSE, 20 * CREDIT - 1))
    refused(house, r.StageIsOver, "gus.human", Dispute("measurement", house.open.id, CLAUSE, 20 * CREDIT))
    with_balance(house, ("gus",), 20 * CREDIT - 1)
    refused(house, r.OwnerCannotPay, "gus.human", dispute)


def test_where_nothing_was_executed_there_is_nothing_to_dispute():
    house = court()
    house.propose()
    house.to("ballot")
    house.vote(lambda _: "against")
    house.to("measuring")
    refused(house, r.NotFound, "gus.human", Dispute("execution", house.open.id, CLAUSE, 20 * CREDIT))


def test_who_executes_or_measures_disputes_nothing():

    first = everybody_may("Dispute")
    house = court(first=first)
    house.propose()
    house.to("measuring")
    refused(house, r.ConflictOfInterest, "m1.ai", Dispute("execution", house.open.id, CLAUSE, 20 * CREDIT))
    refused(house, r.NoRight, "ed.ai", Dispute("conduct", "bo.ai", CLAUSE, 20 * CREDIT))
