"""What a sealed act holds is checked when it comes, and opened when it is due."""

from dataclasses import replace

import pytest

from moot.core.act import Condition
from moot.core.canonical import canonical
from moot.core.commands import (
    CastVote,
    CommitChance,
    Review,
    Vote,
)
from moot.core.refusal import (
    BadShape,
    NotCanonical,
    OutOfBounds,
    SealIsBroken,
    StageIsOver,
)
from tests.clerk.town import Town, in_review, refused

SALT = "5a" * 32
TIP = CommitChance("77" * 32)


@pytest.fixture
def town():
    return Town()


def test_the_content_of_a_sealed_act_is_held_and_stands_in_no_entry(town):
    agent, review = in_review(town)
    town.file(agent, review)
    assert town.store.held([town.last])[town.last].payload == canonical(Review("for"))
    assert all(b"stance" not in entry.act + entry.events for entry in town.store.read(1, 99))


def test_a_sealed_act_without_its_content_is_refused(town):
    agent, review = in_review(town)
    message = refused(town, replace(town.write(agent, review), payload=None), BadShape)
    assert "the content of this FileReview is missing" in message


def test_content_that_was_not_sealed_is_refused(town):
    agent, review = in_review(town)
    act = town.write(agent, review)
    other = canonical(Review("against"))
    message = refused(town, replace(act, payload=(act.payload[0], other)), SealIsBroken)
    assert "do not give the seal" in message
    refused(town, replace(act, payload=(SALT, act.payload[1])), SealIsBroken)


@pytest.mark.parametrize(
    ("salt", "content", "kind"),
    [
        ("salt", canonical(Review("for")), BadShape),
        (SALT, canonical(Vote("for")), BadShape),
        (SALT, b'{"stance": "for"}', NotCanonical),
        (SALT, b"x" * 59_001, BadShape),
    ],
)
def test_content_that_cannot_be_read_is_refused(town, salt, content, kind):
    agent, review = in_review(town)
    refused(town, replace(town.write(agent, review), payload=(salt, content)), kind)


def test_content_that_is_out_of_bounds_is_refused_on_receipt(town):
    agent, review = in_review(town)
    wrong = town.sealed(
        agent, "FileReview", Review("for", (), (Condition("must", "wings", "<=", (1,)),)), review.mandate
    )
    message = refused(town, town.write(agent, replace(review, seal=wrong)), OutOfBounds)
    assert "'wings'" in message


def test_content_beside_an_open_act_is_refused(town):
    act = replace(town.write("ana.human", TIP), payload=(SALT, b"{}"))
    assert "CommitChance, which seals nothing" in refused(town, act, BadShape)


def test_a_sealed_act_at_the_wrong_time_is_refused(town):
    proposal = town.propose()
    town.held["11" * 32] = (SALT, Vote("for"))
    sealing = town.sealed("ana.human", "CastVote", Vote("for"))
    assert refused(town, town.write("ana.human", CastVote(proposal.id, "22" * 32, sealing)), StageIsOver)
