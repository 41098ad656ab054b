"""Votes, weights and grants: late money, quiet weekends, bought votes, and executors in a hurry."""

from dataclasses import replace

import pytest

from moot.core.commands import (
    Advance,
    CastVote,
    FileReview,
    Object,
    OpenEnvelope,
    ReportExecution,
    Review,
    Vote,
    WeighValues,
)
from moot.core.events import BallotClosed, BallotExtended, VoteOpened
from moot.core.forecast import score
from moot.core.refusal import NoRight, NotAllowed, NotDue, NotFound, StageIsOver, VersionIsStale
from moot.core.sealing import Sealing, seal
from tests.clerk.town import Town
from tests.core.house import MILLION, MINUTE, OWNERS, charter
from tests.stories.attackers import turned_away

NONE = "00" * 32


@pytest.fixture
def town():
    town = Town()
    town.propose()
    return town


def cast(town, owner, choice):
    """Let an owner cast a sealed vote; return its seal."""
    sealing = town.sealed(f"{owner}.human", "CastVote", Vote(choice))
    town.file(f"{owner}.human", CastVote(town.open.id, town.open.paper.id, sealing))
    return sealing


def counted(town):
    closed = town.told(BallotClosed)[-1]
    return closed.in_favour, closed.abstained, closed.against, closed.passed


# What is borrowed for an evening.


def test_weights_that_change_after_submission_weigh_nothing_in_it():
    law = charter()
    town = Town(law=replace(law, structure=replace(law.structure, epoch=9 * MINUTE)))
    town.propose()
    frozen = town.open.frozen
    for owner in OWNERS[:5]:  # a majority that is in a hurry
        town.file(f"{owner}.human", WeighValues({"safety": 0, "thrift": MILLION}))
    town.end_epoch()
    assert town.open.stage == "drawing"
    assert town.state.weights["thrift"] > 700_000
    assert town.open.frozen == frozen
    town.to("ballot")
    assert town.open.frozen.weights == {"safety": 600_000, "thrift": 400_000}
    believed = {value: pooled.value for value, pooled in town.open.pools[town.open.original].items()}
    assert town.open.scores[town.open.original] == score(frozen.weights, believed) // MILLION


def test_one_owner_of_seven_who_wants_one_value_alone_moves_it_by_less_than_a_seventh():
    def weights(of_ana):
        town = Town()
        for owner in OWNERS:
            honest = {"safety": 600_000, "thrift": 400_000}
            town.file(f"{owner}.human", WeighValues(of_ana if owner == "ana" else honest))
        town.end_epoch()
        return town.state.weights["thrift"]

    honest = weights({"safety": 600_000, "thrift": 400_000})
    greedy = weights({"safety": 0, "thrift": MILLION})
    assert honest == 400_000
    assert 0 <= greedy - honest <= MILLION // 7


# Low quorum.


@pytest.mark.parametrize(
    ("votes", "passed"),
    [
        ("for for for", False),  # three of seven: a quiet weekend decides nothing
        ("for for for abstain", True),
        ("for abstain abstain abstain", True),  # one owner's yes, if three others let it
        ("for against abstain abstain", False),
    ],
)
def test_three_of_seven_owners_decide_nothing_on_a_quiet_weekend(town, votes, passed):
    town.to("ballot")
    choices = dict(zip(OWNERS, votes.split(), strict=False))
    town.vote(choices.get)
    town.advance()
    assert town.told(BallotClosed)[-1].passed is passed
    assert town.open.stage == ("timelock" if passed else "measuring")


def test_an_objector_can_bring_about_the_quorum_that_it_wants_to_prevent(town):
    town.to("ballot")
    town.vote(dict.fromkeys(OWNERS[:3], "for").get)
    town.file("gus.human", Object(town.open.id, town.open.paper.id))
    town.advance()
    assert counted(town) == (3, 0, 1, True)


# The last minute.


def test_a_quorum_that_is_brought_about_in_the_last_minute_gives_the_others_half_an_hour_once(town):
    town.to("ballot")
    for owner in OWNERS[:3]:
        cast(town, owner, "for")
    end = town.open.until
    town.now = end - 1
    cast(town, "dee", "for")
    assert town.told(BallotExtended)[-1].until == town.open.until == end + 30 * MINUTE
    town.now = end + 30 * MINUTE - 1
    cast(town, "eli", "for")
    assert town.open.until == end + 30 * MINUTE  # and no longer
    town.advance()
    for owner in ("ana", "bo"):  # the votes are open: whoever was hurried may take its own back
        town.file(f"{owner}.human", Object(town.open.id, town.open.paper.id))
    for owner in ("flo", "gus"):
        town.file(f"{owner}.human", Object(town.open.id, town.open.paper.id))
    town.advance()
    assert counted(town) == (3, 0, 4, False)


def test_once_votes_are_open_nobody_can_swing_towards_a_pass(town):
    town.to("ballot")
    town.vote(lambda owner: "against" if owner in OWNERS[:4] else "for")
    late = CastVote(town.open.id, town.open.paper.id, town.sealed("ana.human", "CastVote", Vote("for")))
    turned_away(town, "ana.human", late, StageIsOver)
    turned_away(town, "ana.human", Object(town.open.id, town.open.paper.id, "abstain"), NotAllowed)
    town.advance()
    assert counted(town) == (3, 0, 4, False)


# Bought votes.


def test_a_vote_that_was_shown_to_a_buyer_can_be_cast_again(town):
    town.to("ballot")
    shown = cast(town, "bo", "for")
    salt, payload = town.held[shown]
    sealing = Sealing(town.moot, "bo.human", town.open.id, "CastVote", "")
    assert seal(sealing, salt, payload) == shown  # so much a buyer can check before the ballot closes
    town.vote(lambda owner: "against" if owner == "bo" else "for")
    assert town.open.votes["bo"] == "against"
    # What remains: when votes are open, the buyer sees what it got, as everybody does.
    assert {event.owner: event.choice for event in town.told(VoteOpened)}["bo"] == "against"


def test_until_a_ballot_closes_nobody_not_even_the_clerk_can_put_a_vote_on_the_record(town):
    town.to("ballot")
    shown = cast(town, "bo", "for")
    salt, payload = town.held[shown]
    for by in ("bo.human", "clerk"):
        turned_away(town, by, OpenEnvelope(town.last, salt, payload), StageIsOver, nonce=10**6)


# Past the ballot.


def test_nobody_skips_a_stage(town):
    for stage in ("review", "negotiation", "ballot", "objection", "timelock"):
        town.to(stage)
        turned_away(town, "ana.ai", Advance(town.open.id, stage), NotDue)
        turned_away(town, "ana.ai", Advance(town.open.id, "executing"), StageIsOver)


def test_nothing_is_executed_without_a_grant_nor_twice_nor_otherwise_nor_by_another(town):
    terms = {"degrees": 18, "hours": 8}
    town.to("timelock")  # approved, and not yet granted
    early = ReportExecution(town.open.id, town.open.original, "executed", terms)
    turned_away(town, "ed.ai", early, NotFound)
    town.to("executing")
    run = town.open.run
    granted = town.open.versions[run.version].terms
    other = next(version for version in town.open.versions if version != run.version)
    turned_away(town, "ed.ai", ReportExecution(run.grant, other, "executed", granted), VersionIsStale)
    turned_away(town, "ana.ai", ReportExecution(run.grant, run.version, "executed", granted), NoRight)
    used = ReportExecution(run.grant, run.version, "executed", granted)
    town.file("ed.ai", used)
    turned_away(town, "ed.ai", used, StageIsOver)
    town.measure()
    turned_away(town, "ed.ai", used, NotFound)


def test_what_owners_rejected_is_never_granted(town):
    town.to("ballot")
    town.vote(lambda _: "against")
    town.to("measuring")
    eager = ReportExecution(town.open.id, town.open.original, "executed", {"degrees": 18, "hours": 8})
    turned_away(town, "ed.ai", eager, NotFound)
    assert (town.open.run.version, town.open.run.grant) == (town.open.status_quo, None)


def test_whoever_votes_or_reviews_says_on_what(town):
    agent = town.to("review").panels["safety"].seats[0].agent
    sealing = town.sealed(agent, "FileReview", Review("for"), "safety")
    turned_away(town, agent, FileReview(town.open.id, town.open.status_quo, "safety", sealing), VersionIsStale)
    town.to("ballot")
    sealing = town.sealed("bo.human", "CastVote", Vote("for"))
    turned_away(town, "bo.human", CastVote(town.open.id, NONE, sealing), VersionIsStale)
