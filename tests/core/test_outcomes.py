"""Stories of a proposal from its grant to its end: what was done, measured and paid."""

from dataclasses import replace

import pytest

from moot.core.assembly import dues
from moot.core.assembly.state import matters
from moot.core.commands import (
    Advance,
    OfferAmendment,
    ReportExecution,
    ReportMeasure,
)
from moot.core.events import (
    ActionExecuted,
    CandidateRecommended,
    CreditShared,
    GrantIssued,
    InfluenceUpdated,
    OutcomeMeasured,
    StakesSettled,
)
from moot.core.refusal import OutOfBounds, StageIsOver
from tests.core.house import OWNERS, House, charter
from tests.core.refusing import refused
from tests.core.telling import CREDIT, at, balance, outcome

# ---- silence ----------------------------------------------------------------------------------

FROM = ("drawing", "review", "negotiation", "forecast", "ballot", "objection", "timelock", "executing", "measuring")


def abandon(house):
    """Let nobody do anything any more, but for the deadlines that anybody may file."""
    while house.state.proposals:
        house.now = max(house.now, min(each.until for each in matters(house.state)))
        [due, *_] = dues(house.state, house.now).advances
        house.file("m1.ai", Advance(*due))


@pytest.mark.parametrize("stage", FROM)
def test_what_nobody_carries_on_ends_as_void_whatever_stage_it_was_left_in(stage):
    house = at(stage)
    abandon(house)
    granted = stage in FROM[FROM.index("objection") : FROM.index("measuring")]  # it had passed, and nobody ran it
    assert outcome(house) == (
        "void",
        "nobody knows what became of the grant" if granted else "no measurement was opened",
    )
    assert not house.told(StakesSettled)
    assert not [account for account in house.state.ledger.accounts if account.startswith("held/")]


def test_what_nobody_votes_on_is_rejected_once_the_meters_have_measured_what_stays():
    house = at("ballot")
    while house.open.stage != "measuring":
        house.advance()
    house.measure()
    assert outcome(house) == ("rejected", "the ballot rejected it")


# ---- executing --------------------------------------------------------------------------------


def test_a_grant_is_for_one_version_and_names_its_base():
    house = at("executing")
    [grant] = house.told(GrantIssued)
    assert grant.terms == {"degrees": 18, "hours": 8} or grant.version == house.open.status_quo
    assert (grant.executor, grant.target, grant.until) == ("ed.ai", "hall", house.open.until)
    assert grant.grant == house.open.run.grant


@pytest.mark.parametrize(("result", "ends"), [("failed", "failed"), ("unknown", "void")])
def test_a_failed_or_unknown_execution_ends_it_with_stakes_and_bond_back(result, ends):
    house = at("executing")
    stakes = sum(house.open.purse.stakes.values())
    before = sum(balance(house, owner) for owner in OWNERS)
    house.execute(result, degrees=19)
    assert house.closed.outcome == ends
    assert sum(balance(house, owner) for owner in OWNERS) == before + stakes + 20 * CREDIT
    assert house.state.targets["hall"].terms["degrees"] == 19
    assert not house.told(StakesSettled)


@pytest.mark.parametrize(("undone", "says"), [(True, "undid once"), (False, "did not undo")])
def test_a_failure_says_whether_it_was_undone(undone, says):
    house = at("executing")
    run, before = house.open.run, house.open.versions[house.open.status_quo].terms
    house.file("ed.ai", ReportExecution(run.grant, run.version, "failed", before, undone=undone))
    assert outcome(house) == ("failed", f"the executor failed and {says}")


@pytest.mark.parametrize("result", ["failed", "partly_executed", "unknown"])
def test_what_is_called_undone_is_back_at_the_terms_before(result):
    house = at("executing")
    run = house.open.run
    report = ReportExecution(run.grant, run.version, result, {"degrees": 19, "hours": 8}, undone=True)
    assert refused(house, OutOfBounds, "ed.ai", report).clause == "structure.actions.set_heat.undo"


def test_an_executor_that_does_not_answer_leaves_it_void():
    house = at("executing")
    terms = house.state.targets["hall"].terms
    house.advance()
    assert outcome(house) == ("void", "nobody knows what became of the grant")
    assert [each.result for each in house.told(ActionExecuted)] == ["unknown"]
    assert house.state.targets["hall"].terms == terms


def test_a_grant_is_used_once():
    house = at("executing")
    run, terms = house.open.run, house.open.versions[house.open.run.version].terms
    house.execute()
    refused(house, StageIsOver, "ed.ai", ReportExecution(run.grant, run.version, "executed", terms))
    assert len(house.told(ActionExecuted)) == 1


def test_what_is_partly_executed_is_measured_and_void():
    house = at("executing")
    before = {owner: balance(house, owner) for owner in OWNERS}
    stakes = {}
    for agent, stake in house.open.purse.stakes.items():
        owner = agent.split(".")[0]
        stakes[owner] = stakes.get(owner, 0) + stake
    house.execute("partly_executed", degrees=19)
    house.measure()
    assert house.closed.outcome == "void"
    assert house.told(OutcomeMeasured)[0].measured == {"safety": 700_000, "thrift": 600_000}
    assert not house.told(CreditShared)
    bond = {"ana": 20 * CREDIT}
    assert {owner: balance(house, owner) for owner in OWNERS} == {
        owner: before[owner] + stakes.get(owner, 0) + bond.get(owner, 0) for owner in OWNERS
    }


# ---- measuring --------------------------------------------------------------------------------


def test_meters_that_disagree_leave_it_void_with_stakes_back():
    house = at("measuring")
    influence = house.state.influence
    house.measure({"safety": 700_000, "thrift": 600_000}, {"safety": 800_000, "thrift": 600_000})
    assert outcome(house) == ("void", "the meters do not agree on safety")
    [found] = house.told(OutcomeMeasured)
    assert (found.measured, found.disputed, found.score) == ({"thrift": 600_000}, ("safety",), None)
    assert not house.told(StakesSettled)
    assert house.state.influence == influence
    assert house.state.latest == {"safety": 800_000, "thrift": 600_000}


def test_meters_within_tolerance_agree_on_the_lower():
    house = at("measuring")
    house.measure({"safety": 740_000, "thrift": 600_000}, {"safety": 700_000, "thrift": 600_000})
    assert house.told(OutcomeMeasured)[0].measured["safety"] == 700_000
    assert house.told(OutcomeMeasured)[0].score == 660_000


def test_a_meter_that_does_not_report_leaves_it_void():
    house = at("measuring")
    house.wait(house.open.kind.horizon)
    run = house.open.run
    house.file("m1.ai", ReportMeasure(house.open.id, run.version, "00" * 32))
    house.advance()
    house.advance()
    assert outcome(house) == ("void", "no measurement was opened")


def test_influence_follows_the_truth_and_keeps_its_joint_mass():
    house = at("forecast")
    wise = next(iter(house.open.slate.pooled))
    owner = house.open.slate.pooled[wise].owner
    house.forecast(lambda agent, version, _: 700_000 if agent == wise else house.hopeful(agent, version, ""))
    house.to("measuring")
    before = house.state.influence["safety"]
    house.measure({"safety": 700_000, "thrift": 700_000})
    after = house.state.influence["safety"]
    assert after[owner] > before[owner]
    assert sum(after.values()) == sum(before.values()) == 10**12


def test_a_gain_is_paid_to_the_author_up_to_the_cap():
    house = at("measuring")
    before, stakes = balance(house, "ana"), house.open.purse.stakes
    assert not [agent for agent in stakes if agent.startswith("ana")]
    house.measure({"safety": 1_000_000, "thrift": 1_000_000})
    [shared] = house.told(CreditShared)
    assert (shared.gain, shared.pay, shared.shares) == (400_000, 50 * CREDIT, {"ana": 50 * CREDIT})
    assert balance(house, "ana") == before + 20 * CREDIT + 50 * CREDIT


def test_a_loss_is_taken_from_the_bond_alone():
    house = at("measuring")
    before = balance(house, "ana")
    house.measure({"safety": 590_000, "thrift": 590_000})
    [shared] = house.told(CreditShared)
    assert (shared.gain, shared.pay, shared.shares) == (-10_000, -10 * CREDIT, {})
    assert balance(house, "ana") == before + 10 * CREDIT


def test_a_gain_is_split_along_the_base_chain():
    house = at("negotiation", law=replace(charter(exploration=0)))
    house.file("bo.ai", OfferAmendment(house.open.id, house.open.original, {"hours": 3}))
    best = list(house.open.versions)[-1]
    house.advance()
    quo, first = house.open.status_quo, house.open.original
    house.forecast(lambda _, version, __: {quo: 600_000, first: 610_000, best: 640_000}[version])
    assert house.told(CandidateRecommended)[0].version == best
    house.to("measuring")
    before = {owner: balance(house, owner) for owner in ("ana", "bo")}
    house.measure({"safety": 620_000, "thrift": 620_000})
    [shared] = house.told(CreditShared)
    assert (shared.gain, shared.pay) == (20_000, 20 * CREDIT)
    assert shared.shares == {"ana": 5 * CREDIT, "bo": 15 * CREDIT}
    assert balance(house, "ana") == before["ana"] + 25 * CREDIT


def test_no_proposal_leaves_anything_in_its_account():
    house = House()
    for degrees in (18, 25, 3):
        house.propose(degrees=degrees)
        house.to("gone")
        assert not [name for name in house.state.ledger.accounts if name.startswith("held/")]
        assert house.sums_to_zero()
    assert house.told(InfluenceUpdated)


def test_anybody_may_move_a_stage_whose_deadline_is_over():
    house = at("ballot")
    house.now = house.open.until
    house.file("m1.ai", Advance(house.open.id, "ballot"))
    assert house.open.stage == "objection"
