"""Stories of guardians: they cancel or pause, never approve, a counted number of times, in their term."""

import pytest

from moot.core import refusal as r
from moot.core.charter import DAY, Guardian, faults
from moot.core.commands import CancelProposal, Pause
from moot.core.events import ProposalCancelled, ProposalPaused
from moot.core.proposal import PAUSABLE
from tests.core.court import CREDIT, FLOOR, WHY, blocked, court, guarded, vote_of
from tests.core.refusing import refused
from tests.core.telling import balance, outcome


def at(stage, *guardians, **windows):
    house = court(guarded(*guardians, **windows))
    house.propose()
    house.to(stage)
    return house


def cancelling(house):
    return CancelProposal(house.open.id, FLOOR, WHY)


def pausing(house, subject=None):
    return Pause(subject or house.open.id, FLOOR, WHY)


def test_a_guardian_cancels_in_the_timelock_and_everything_posted_comes_back():
    house = at("timelock")
    stakes = dict(house.open.purse.stakes)
    before = {owner: balance(house, owner) for owner in house.state.owners}
    house.file("gus.human", cancelling(house))
    [cancelled] = house.told(ProposalCancelled)
    assert (cancelled.guardian, cancelled.agent, cancelled.left, cancelled.reason) == ("gus", "gus.human", 1, WHY)
    assert outcome(house) == ("cancelled", f"cancelled by gus under {FLOOR}")
    assert balance(house, "ana") >= before["ana"] + 20 * CREDIT
    assert sum(balance(house, owner) - before[owner] for owner in before) >= sum(stakes.values()) + 20 * CREDIT
    assert house.sums_to_zero()
    assert not [name for name in house.state.ledger.accounts if name.startswith("held/")]


def test_a_guardian_cancels_once_too_often():
    house = at("timelock")
    for left in (1, 0):
        house.file("gus.ai", cancelling(house))
        assert house.told(ProposalCancelled)[-1].left == left
        house.propose(degrees=17 + left)
        house.to("timelock")
    refused(house, r.NotAllowed, "gus.human", cancelling(house))
    house.to("measuring")
    assert house.open.run.grant


def test_a_term_ends():
    house = at("timelock", Guardian("gus", 0))
    reason = refused(house, r.NoRight, "gus.human", cancelling(house))
    assert reason.why == "the term of gus ended with epoch 0"


def test_who_is_named_twice_has_the_powers_of_both():
    house = at("timelock", Guardian("gus.human", 1, powers=1), Guardian("gus", 7, powers=1))
    house.file("gus.human", pausing(house))
    assert house.told(ProposalPaused)[0].guardian == "gus.human"
    house.advance()
    house.file("gus.human", pausing(house, "hall"))  # as its owner is named
    assert house.told(ProposalPaused)[1].guardian == "gus"
    house.advance()
    refused(house, r.NotAllowed, "gus.human", cancelling(house))


def test_an_owners_other_agents_act_as_the_owner_is_named_and_not_as_the_agent_is():
    house = at("timelock", Guardian("gus.human", 1, powers=1), Guardian("gus", 7, powers=1))
    house.file("gus.ai", cancelling(house))
    assert house.told(ProposalCancelled)[0].guardian == "gus"


def test_strangers_and_whoever_made_a_version_guard_nothing():
    house = at("timelock")
    refused(house, r.NoRight, "bo.human", cancelling(house))
    own = at("timelock", Guardian("ana", 9))
    refused(own, r.ConflictOfInterest, "ana.human", cancelling(own))


@pytest.mark.parametrize("stage", ["drawing", "review", "ballot", "objection", "executing", "measuring"])
def test_nothing_is_cancelled_outside_the_timelock(stage):
    house = at(stage)
    refused(house, r.StageIsOver, "gus.human", cancelling(house))


def test_nothing_is_cancelled_or_paused_once_the_clerk_may_know_the_draw():
    house = at("timelock")
    house.advance()
    assert house.open.stage == "timelock_clerk"
    refused(house, r.StageIsOver, "gus.human", cancelling(house))
    refused(house, r.StageIsOver, "gus.human", pausing(house))


@pytest.mark.parametrize("stage", ["drawing", "review", "negotiation", "forecast", "ballot", "objection", "timelock"])
def test_a_paused_proposal_returns_to_where_it_was_with_the_time_that_it_had(stage):
    house = at(stage)
    plain = at(stage)
    house.wait(1_000)
    before = house.open
    house.file("gus.human", pausing(house, "hall"))
    assert (house.open.stage, house.open.until) == ("paused", house.now + DAY)
    refused(house, r.StageIsOver, "gus.human", pausing(house))
    house.advance()
    assert (house.open.stage, house.open.until - house.now) == (stage, before.until - before.since - 1_000)
    assert (house.open.until - house.open.since, house.open.extended) == (before.until - before.since, before.extended)
    house.to("closed")
    plain.to("closed")
    assert house.closed.outcome == plain.closed.outcome == "settled"
    assert house.sums_to_zero()


def test_what_was_sealed_before_a_pause_is_opened_after_it():
    house = at("ballot")
    for owner in house.open.frozen.voters[:4]:
        vote_of(house, owner, house.open.paper, None)
    house.file("gus.human", pausing(house))
    house.advance()
    assert len(house.open.sealed) == len(house.open.cast) == 4
    house.advance()
    house.tend()
    assert list(house.open.votes.values()) == ["for"] * 4


def test_the_bonds_of_blocks_wait_through_a_pause():
    house = blocked(court(guarded()), "bo")
    house.file("gus.human", pausing(house))
    house.advance()
    assert list(house.open.blocks) == ["bo"]


def test_what_is_not_open_is_not_paused():
    house = court(guarded())
    house.propose()
    refused(house, r.NotFound, "gus.human", Pause("lamp", FLOOR, WHY))
    house.to("executing")
    refused(house, r.StageIsOver, "gus.human", pausing(house))
    assert "executing" not in PAUSABLE


def test_a_guardian_is_named_once_and_exists():
    [fault] = faults(guarded(Guardian("gus", 1), Guardian("gus", 2)))
    assert fault.clause == "agency.guardians"
    with pytest.raises(r.UnknownMember) as caught:
        court(guarded(Guardian("nobody", 1)))
    assert caught.value.clause == "agency.guardians"
    assert court(guarded(Guardian("gus.ai", 1))).state.charter.agency.guardians
