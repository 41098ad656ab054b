"""Comments: said in any stage, for everybody to read, so many an owner, and without any effect on the decision."""

from dataclasses import replace

import pytest

from moot.core import refusal as r
from moot.core.charter import Clarity
from moot.core.commands import Comment, SuspendMember
from moot.core.events import CommentMade, MeasureFiled, NonceSpent, ProposalClosed
from tests.core.house import House, charter
from tests.core.refusing import NONE, STAGES, at_stage, everybody_may, of, refused

TEXT = "5a" * 32


def talkative(comments):
    return House(replace(charter(), clarity=Clarity(comments=comments)))


def test_what_is_said_stands_with_who_said_it_for_whom():
    house = at_stage("drawing")
    [made, _] = house.file("bo.ai", Comment(of(house), TEXT))
    assert made == CommentMade(of(house), "bo.ai", "bo", TEXT)


@pytest.mark.parametrize("stage", [*STAGES[1:], "measuring"])
def test_a_comment_stands_in_every_stage_and_moves_nothing(stage):
    house = at_stage(stage)
    before = house.state
    told = house.file("bo.ai", Comment(of(house), TEXT))
    assert [type(each) for each in told] == [CommentMade, NonceSpent]
    assert replace(house.open, comments={}) == before.proposals[of(house)]
    assert replace(house.state, proposals=before.proposals, keys=before.keys, owners=before.owners) == before


def test_who_has_no_voice_may_say_something_too():
    house = at_stage("executing", everybody_may("Comment"))
    house.file("ed.ai", Comment(of(house), TEXT))
    house.file("m1.ai", Comment(of(house), TEXT))
    assert house.open.comments == {"ed": 1, "m1": 1}


def decided(*, talk):
    """A whole decision, in which the executor talks in every stage, or never."""
    house = House(first=everybody_may("Comment"))
    house.propose()
    for stage in (*STAGES[2:], "measuring"):
        if talk:
            house.file("ed.ai", Comment(of(house), TEXT))
        house.to(stage)
    house.measure()
    return house


def test_what_is_said_changes_nothing_of_what_is_decided():
    silent, loud = decided(talk=False), decided(talk=True)
    assert len(loud.told(CommentMade)) == len(STAGES) - 1
    besides = (CommentMade, NonceSpent)
    assert [each for each in loud.events if not isinstance(each, besides)] == [
        each for each in silent.events if not isinstance(each, besides)
    ]
    assert silent.told(MeasureFiled)
    assert silent.told(ProposalClosed)
    assert replace(loud.state, keys={}) == replace(silent.state, keys={})


@pytest.mark.parametrize("most", [0, 1, 3])
def test_an_owner_comments_as_often_as_the_charter_says_whoever_acts_for_it(most):
    house = talkative(most)
    house.propose()
    for number in range(most):
        house.file(("bo.ai", "bo.human")[number % 2], Comment(of(house), TEXT))
    for by in ("bo.ai", "bo.human"):
        reason = refused(house, r.AlreadyDone, by, Comment(of(house), TEXT))
        assert reason.clause == "clarity.comments"
    assert house.open.comments.get("bo", 0) == most


def test_each_owner_has_its_own_number_on_each_proposal():
    house = talkative(1)
    for degrees in (18, 19):
        house.propose(degrees=degrees)
        for owner in ("ana", "bo"):
            house.file(f"{owner}.ai", Comment(of(house), TEXT))
        assert house.open.comments == {"ana": 1, "bo": 1}
        house.to("measuring")
        house.measure()


def test_a_newer_charter_changes_the_number_of_no_open_proposal():
    house = talkative(1)
    house.propose()
    house.state = replace(house.state, charter=replace(house.state.charter, clarity=Clarity(comments=0)))
    house.file("bo.ai", Comment(of(house), TEXT))
    house.state = replace(house.state, charter=replace(house.state.charter, clarity=Clarity(comments=9)))
    refused(house, r.AlreadyDone, "bo.ai", Comment(of(house), TEXT))


def test_nothing_is_said_about_what_is_closed_or_never_was():
    house = at_stage("measuring")
    closed = of(house)
    house.measure()
    refused(house, r.NotFound, "bo.ai", Comment(closed, TEXT))
    refused(house, r.NotFound, "bo.ai", Comment(NONE, TEXT))


def test_the_clerk_says_nothing():
    house = at_stage("review")
    refused(house, r.NoRight, "clerk", Comment(of(house), TEXT))


def test_who_is_suspended_says_nothing_meanwhile():
    house = at_stage("review")
    for owner in ("ana", "cy", "dee", "eli"):
        house.file(f"{owner}.human", SuspendMember("bo", 1))
    assert house.state.owners["bo"].suspended
    refused(house, r.OwnerIsSuspended, "bo.ai", Comment(of(house), TEXT))
