"""Disputes, blocks and guardians where consent is asked for, and where the charter itself is changed."""

from dataclasses import replace

import pytest

from moot.core import refusal as r
from moot.core.charter import CHARTER, Guardian
from moot.core.commands import Block, CancelProposal, Dispute, Object, Pause, Propose
from moot.core.events import BallotClosed, BlockUpheld, ConsentGiven, DisputeClosed, LaneChanged, StageEntered
from moot.core.proposal import base_of
from tests.core.court import (
    CREDIT,
    FAR,
    FLOOR,
    NEAR,
    WHY,
    case_of,
    court,
    ended,
    found,
    judge,
    move_on,
    summon,
    vote_of,
)
from tests.core.house import charter, with_consent
from tests.core.many import many
from tests.core.refusing import refused
from tests.core.telling import balance
from tests.core.test_amending import amending, with_structure
from tests.core.test_lane import asked

DAY = 86_400_000
HIGH = found("measured", safety=700_000)


def consenting(number=7):
    """A house with a guardian in which consent is asked for."""
    house = court(first=many(number, with_consent(charter(guardians=(Guardian("gus", 9),)), kinds=("set_heat",))))
    asked(house)
    return house


def changing(**agency):
    """A house of sixteen owners in which another quorum is proposed, or another agency."""
    house = court(first=many(16, charter(guardians=(Guardian("gus", 9),))))
    law = with_structure(house.state.charter, quorum=400_000)
    amending(house, replace(law, agency=replace(law.agency, **agency)))
    return house


def contested(**agency):
    """An amendment in force of whose results the meters say different things."""
    house = changing(**agency)
    house.to("measuring")
    house.measure(NEAR, FAR)
    return house


# ---- consent ----------------------------------------------------------------------------------


def test_consent_that_is_paused_waits_with_its_objections_and_goes_on_where_it_was():
    house = consenting()
    house.file("bo.human", Object(house.open.id, house.open.paper.id))
    left = house.open.until - house.now
    house.file("gus.human", Pause(house.open.id, FLOOR, WHY))
    assert house.open.stage == "paused"
    refused(house, r.StageIsOver, "cy.human", Object(house.open.id, house.open.paper.id))
    house.advance()
    assert (house.open.stage, house.open.until - house.now) == ("consent", left)
    assert house.open.votes == {"bo": "against"}
    house.file("cy.human", Object(house.open.id, house.open.paper.id))
    assert house.told(LaneChanged)[-1].clause == "structure.consent.objections"
    assert house.open.stage == "review"


def test_consent_that_was_paused_is_given_at_its_later_end():
    house = consenting()
    house.file("gus.human", Pause("hall", FLOOR, WHY))
    house.advance()
    house.advance()
    assert house.told(ConsentGiven)[0].version == house.open.original
    assert house.open.stage == "executing"


def test_a_measurement_of_what_was_adopted_by_consent_is_judged_like_any_other():
    house = consenting(16)
    house.advance()
    house.execute()
    house.measure(NEAR, FAR)
    assert (house.open.stage, case_of(house).about) == ("disputed", "measurement")
    summon(house)
    judge(house, lambda _: HIGH)
    move_on(house)
    assert house.closed.outcome == "settled"
    assert house.sums_to_zero()


# ---- the charter ------------------------------------------------------------------------------


def test_meters_that_disagree_after_an_amendment_are_judged_and_nobody_executed_it():
    house = contested()
    assert (house.open.stage, house.open.kind.id) == ("disputed", CHARTER)
    assert case_of(house).barred == {"ana", "m1", "m2"}
    summon(house)
    judge(house, lambda _: HIGH)
    move_on(house)
    assert (ended(house).ruling, house.closed.outcome) == ("measured", "settled")
    assert house.state.charter.structure.quorum == 400_000
    assert not [name for name in house.state.ledger.accounts if name.startswith("held/")]


def test_an_amendment_has_no_execution_that_could_be_disputed():
    house = changing()
    house.to("measuring")
    disputing = Dispute("execution", house.open.id, "structure.charter", 20 * CREDIT)
    refused(house, r.NotFound, "gus.human", disputing)


def test_a_jury_is_judged_by_the_charter_that_the_proposal_began_with_and_chains_by_the_present_one():
    house = contested(links=2, juror_deposit=9 * CREDIT)
    case, used = case_of(house), {owner: chain.assigned for owner, chain in house.state.chains.items()}
    named = set(case.links) - {"clerk"}
    assert named
    assert all(used[owner] <= 2 for owner in named)
    assert case.charter.agency.juror_deposit == 2 * CREDIT


@pytest.mark.parametrize(("ruling", "stage"), [("dismissed", "timelock"), ("upheld", "measuring")])
def test_a_block_of_an_amendment_is_judged_once_two_thirds_have_passed_it(ruling, stage):
    house = changing()
    house.to("ballot")
    paper = house.open.paper
    for owner in house.open.frozen.voters:
        vote_of(house, owner, paper, Block(FLOOR, WHY) if owner == "bo" else None)
    house.advance()
    house.tend()
    house.advance()
    assert (house.told(BallotClosed)[0].passed, house.open.stage) == (True, "disputed")
    summon(house)
    judge(house, lambda _: found(ruling))
    move_on(house)
    assert house.told(DisputeClosed)[0].ruling == ruling
    assert house.open.stage == stage
    assert bool(house.told(BlockUpheld)) == (ruling == "upheld")
    if ruling == "dismissed":  # what the charter lane waits is not shortened by a block
        entered = house.told(StageEntered)[-1]
        assert entered.until - entered.since == 3 * DAY
    house.to("closed")
    assert house.state.charter.structure.quorum == (400_000 if ruling == "dismissed" else 500_000)
    assert house.closed.outcome == ("settled" if ruling == "dismissed" else "rejected")
    assert house.sums_to_zero()


def test_a_block_of_an_amendment_that_a_third_votes_against_lapses():
    house = changing()
    house.to("ballot")
    paper = house.open.paper
    for place, owner in enumerate(house.open.frozen.voters):
        vote_of(house, owner, paper, Block(FLOOR, WHY) if place < 6 else None)
    house.advance()
    house.tend()
    bonds = balance(house, "bo")
    house.advance()
    assert (house.told(BallotClosed)[0].passed, house.open.stage) == (False, "measuring")
    assert balance(house, "bo") == bonds + 20 * CREDIT


def test_a_guardian_cancels_an_amendment_in_its_timelock():
    house = changing()
    house.to("timelock")
    house.file("gus.human", CancelProposal(house.open.id, FLOOR, WHY))
    assert house.closed.outcome == "cancelled"
    assert house.state.charter.structure.quorum == 500_000


def test_an_amendment_names_guardians_who_are_there_for_proposals_to_come():
    house = court(first=many(16))
    law, base = house.state.charter, base_of(CHARTER, house.state.charter)
    nobody = replace(law, agency=replace(law.agency, guardians=(Guardian("nobody", 9),)))
    reason = refused(house, r.UnknownMember, "ana.ai", Propose(CHARTER, {}, base, charter=nobody))
    assert reason.clause == "agency.guardians"
    amending(house, replace(law, agency=replace(law.agency, guardians=(Guardian("flo", 9),))))
    refused(house, r.NoRight, "flo.human", Pause(house.open.id, FLOOR, WHY))
    house.to("closed")
    house.propose()
    house.file("flo.human", Pause(house.open.id, FLOOR, WHY))
    assert house.open.stage == "paused"
