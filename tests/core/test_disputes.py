"""Stories of disputes: what opens them, who judges, what follows."""

from dataclasses import replace

from moot.core.events import (
    DisputeOpened,
    JurorReplaced,
    JuryDrawn,
    OutcomeMeasured,
    ProposalClosed,
    StakesSettled,
    VerdictReached,
)
from tests.core.court import (
    CREDIT,
    FAR,
    NEAR,
    appeal,
    blocked,
    case_of,
    court,
    disputed,
    ended,
    found,
    judge,
    move_on,
    summon,
    unlike,
)
from tests.core.telling import balance, outcome, with_balance

LOW = found("measured", safety=300_000)
HIGH = found("measured", safety=700_000)
VOID = found("void")


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
    assert ended(house).ruling == "void"
