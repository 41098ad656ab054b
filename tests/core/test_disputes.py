"""Stories of disputes: what opens them, who judges, what follows, and who pays."""

import pytest

from moot.core import refusal as r
from moot.core.commands import (
    Advance,
    Appeal,
    CommitChance,
    Dispute,
    Judge,
    Measure,
    OpenEnvelope,
    ReportMeasure,
    RevealChance,
)
from moot.core.events import (
    ActionExecuted,
    AppealLodged,
    DisputeFaulted,
    DisputeOpened,
    JurorReplaced,
    JuryDrawn,
    OutcomeMeasured,
    StakesSettled,
    SuspensionRecommended,
    VerdictReached,
)
from tests.core.court import (
    CREDIT,
    FAR,
    NEAR,
    appeal,
    case_of,
    court,
    disputed,
    ended,
    file_verdict,
    found,
    guarded,
    judge,
    move_on,
    summon,
    unlike,
)
from tests.core.house import OWNERS, House, charter
from tests.core.many import many
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


# ---- the jury ---------------------------------------------------------------------------------


def test_a_juror_is_paid_from_the_fund_and_gets_its_deposit_back():
    house = unlike(court())
    summon(house)
    fund = house.state.ledger.accounts["fund"]
    seats = case_of(house).seats
    before = {seat.owner: balance(house, seat.owner) for seat in seats}
    for seat in seats[:4]:
        file_verdict(house, seat.agent, HIGH)
    move_on(house)  # the fifth is silent: its deposit is the fund's, and another sits down
    [replaced] = house.told(JurorReplaced)
    assert (replaced.silent, replaced.standin is None) == (seats[4], False)
    assert balance(house, seats[4].owner) == before[seats[4].owner]  # the deposit was taken when it was drawn
    assert house.state.ledger.accounts["fund"] == fund + 2 * CREDIT
    move_on(house)  # nor does the stand-in speak; nobody sits down for it
    assert house.told(JurorReplaced)[-1].standin is None
    house.tend()
    [reached] = house.told(VerdictReached)
    assert (reached.found, reached.seats) == ({"measured": 4}, 5)
    assert {balance(house, seat.owner) >= before[seat.owner] + 4 * CREDIT for seat in seats[:4]} == {True}


def test_a_verdict_that_stays_shut_is_silence():
    house = unlike(court())
    summon(house)
    for seat in case_of(house).seats:
        file_verdict(house, seat.agent, HIGH)
    move_on(house)
    assert house.closed.outcome == "void"
    assert [each.standin for each in house.told(JurorReplaced)] == [None] * 5
    assert house.sums_to_zero()


def test_who_has_no_stake_is_drawn_first():
    house = unlike(court())
    stakers = {house.state.agents[agent].owner for agent in house.open.purse.stakes}
    summon(house)
    for seat in case_of(house).seats:
        assert seat.degraded == (seat.owner in stakers)
    free = set(OWNERS) - stakers - {"ana"}
    assert free <= {seat.owner for seat in case_of(house).seats}


def test_who_cannot_cover_the_deposit_is_not_drawn():
    house = unlike(court())
    with_balance(house, ("bo", "cy"), 0)
    summon(house)
    assert case_of(house).size == 3
    assert not {"bo", "cy"} & {seat.owner for seat in case_of(house).seats}


def test_a_jury_that_can_no_longer_be_seated_when_it_is_drawn_is_none():
    house = unlike(court(charter(juror_deposit=3 * CREDIT)))
    with_balance(house, [owner for owner in OWNERS if owner not in {"bo", "cy"}], 0)
    summon(house)
    assert ended(house).why == "no jury could be seated"
    assert house.closed.outcome == "void"


def test_a_fund_that_is_short_pays_jurors_less_and_none_of_them_nothing_less():
    house = unlike(court())
    accounts = dict(house.state.ledger.accounts)
    with_balance(house, ("ana",), balance(house, "ana") + accounts["fund"] - 3)
    summon(house)
    assert (case_of(house).fee, house.state.ledger.accounts.get("fund", 0)) == (0, 3)


def test_links_of_a_jury_are_links_of_nothing_else():
    house = unlike(court())
    used = {(member, each.number) for links in house.open.links.values() for member, each in links.items()}
    first = {(member, each.number) for member, each in case_of(house).links.items()}
    assert not used & first
    assert "ana" not in case_of(house).links


def test_a_link_that_stays_missing_costs_its_deposit_and_the_clerks_is_waited_for_twice():
    house = unlike(court())
    case = case_of(house)
    silent = next(member for member in case.links if member != "clerk")
    before = balance(house, silent)
    summon(house, but=(silent,))
    assert balance(house, silent) <= before
    assert [each.member for each in house.told(DisputeFaulted)] == [silent]
    again = unlike(court())
    for _ in range(3):
        move_on(again)
    assert [each.member for each in again.told(DisputeFaulted)].count("clerk") == 2
    assert case_of(again).stage == "judging"


def test_a_lot_with_too_few_contributors_says_so():
    house = court(charter(chance_deposit=3 * CREDIT))
    house.propose()
    house.to("measuring")
    with_balance(house, [owner for owner in OWNERS if owner != "bo"], 2 * CREDIT)
    house.measure(NEAR, FAR)
    assert set(case_of(house).links) == {"bo", "clerk"}
    assert [each.member for each in house.told(DisputeFaulted)] == ["the lot"]


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


# ---- appeals ----------------------------------------------------------------------------------


def large():
    """A house of nine more owners."""
    from tests.core.many import many  # noqa: PLC0415

    return court(first=many(16))


def test_an_appeal_goes_to_a_larger_jury_and_the_loser_pays_the_winner():
    house = unlike(large())
    summon(house)
    judge(house, lambda place: LOW if place < 3 else HIGH)
    assert case_of(house).stage == "appealing"
    least = 11 * 4 * CREDIT
    refused(house, r.OutOfBounds, "ana.human", appealing(house, least - 1))
    refused(house, r.VersionIsStale, "ana.human", appealing(house, least, round_=2))
    first = {seat.owner for seat in case_of(house).seats}
    appeal(house, "ana.human", least)
    [lodged] = house.told(AppealLodged)
    assert (lodged.owner, lodged.round) == ("ana", 1)
    summon(house)
    case = case_of(house)
    assert (case.size, case.round) == (11, 2)
    assert len(first) == 5
    judge(house, lambda _: HIGH)
    assert case_of(house).stage == "appealing"
    appeal(house, "bo.human", 13 * 4 * CREDIT)
    summon(house)
    judge(house, lambda _: HIGH)
    assert house.closed.outcome == "settled"
    assert ended(house).ruling == "measured"
    spent = (5 + 11 + 13) * 2 * CREDIT
    assert ended(house).nets == {"ana": max(0, 52 * CREDIT - spent), "bo": -52 * CREDIT}
    assert house.sums_to_zero()


def appealing(house, bond, round_=1):
    return Appeal(case_of(house).id, round_, bond)


def test_a_verdict_that_nobody_appeals_is_final():
    house = unlike(large())
    summon(house)
    judge(house, lambda _: HIGH)
    move_on(house)
    assert house.closed.outcome == "settled"
    assert ended(house).why == "by a jury of 5"


def test_an_appeal_without_a_verdict_leaves_the_one_before():
    house = unlike(large())
    summon(house)
    judge(house, lambda _: HIGH)
    appeal(house, "ana.human", 44 * CREDIT)
    summon(house)
    for _ in range(2):
        move_on(house)
    assert house.closed.outcome == "settled"
    assert ended(house).nets == {"ana": -44 * CREDIT}


def test_where_no_larger_jury_is_left_there_is_no_appeal():
    house = unlike(court())  # six are uninvolved: five judge, and five would again
    summon(house)
    judge(house, lambda _: HIGH)
    assert house.closed.outcome == "settled"
    eight = unlike(court(first=many(8)))  # seven are: an appeal by one of them leaves six
    summon(eight)
    judge(eight, lambda _: HIGH)
    assert case_of(eight).stage == "appealing"
    refused(eight, r.NotAllowed, "bo.human", appealing(eight, 28 * CREDIT))
    refused(eight, r.OwnerCannotPay, "ana.human", appealing(eight, 10**12))
    appeal(eight, "ana.human", 28 * CREDIT)
    assert case_of(eight).round == 2


def test_a_dispute_that_takes_too_long_ends_with_what_holds_by_then():
    house = unlike(court())
    house.advance()  # of the proposal, whose time is over, while the jury is being drawn
    assert (house.closed.outcome, ended(house).why) == ("void", "its time is over")
    other = unlike(court())
    summon(other)
    other.advance()
    assert other.closed.outcome == "void"
    assert other.sums_to_zero()
    assert not [name for name in other.state.ledger.accounts if name.startswith("held/")]


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


def test_what_a_juror_cannot_do():
    house = unlike(court())
    case = case_of(house)
    assert case.stage == "summoning"
    refused(house, r.StageIsOver, "bo.ai", Judge(case.id, NONE))
    refused(house, r.NotFound, "bo.ai", Judge(NONE, NONE))
    refused(house, r.NotDue, "bo.ai", Advance(case.id, "summoning"))
    refused(house, r.StageIsOver, "bo.ai", Advance(case.id, "judging"))
    member = next(name for name in case.links if name != "clerk")
    refused(house, r.NotYours, f"{member}.ai", RevealChance(case.id, case.links[member].number + 1, NONE))
    refused(house, r.LinkDoesNotFit, f"{member}.ai", RevealChance(case.id, case.links[member].number, NONE))
    summon(house)
    seats = case_of(house).seats
    refused(house, r.NotYours, "ana.ai", Judge(case.id, NONE))
    file_verdict(house, seats[0].agent, HIGH)
    refused(house, r.AlreadyDone, seats[0].agent, Judge(case.id, NONE))
    [act] = case_of(house).sealed
    refused(house, r.StageIsOver, "clerk", OpenEnvelope(act, NONE, HIGH))
    house.now = case_of(house).until
    refused(house, r.StageIsOver, seats[1].agent, Judge(case.id, NONE))


@pytest.mark.parametrize(
    "verdict",
    [
        found("upheld"),
        found("measured"),
        found("void", safety=300_000),
        found("measured", safety=500_000),
        found("measured", safety=300_000, thrift=600_000),
    ],
)
def test_a_verdict_on_something_else_is_not_opened(verdict):
    house = unlike(court())
    summon(house)
    seats = case_of(house).seats
    for seat in seats:
        file_verdict(house, seat.agent, verdict)
    act, envelope = next(iter(case_of(house).sealed.items()))
    refused(house, r.OutOfBounds, "clerk", OpenEnvelope(act, *house.held[envelope.seal]))


def test_a_chain_on_which_a_jury_draws_is_not_changed():
    house = court()
    house.file("gus.human", Dispute("conduct", "bo.ai", "protocol.rights", 20 * CREDIT))
    member = next(name for name in case_of(house).links if name != "clerk")
    refused(house, r.AlreadyDone, f"{member}.human", CommitChance(NONE))
