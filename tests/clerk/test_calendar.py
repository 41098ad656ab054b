"""What the clerk owes follows from the state and the clock, and is done."""

import pytest

from moot.clerk.clerk import Clerk
from moot.clerk.ports import Held
from moot.core.canonical import canonical
from moot.core.commands import (
    CommitChance,
    Review,
)
from moot.core.refusal import (
    Refused,
)
from tests.clerk.town import CLERK_KEYS, Town, in_review

SALT = "5a" * 32
TIP = CommitChance("77" * 32)


@pytest.fixture
def town():
    return Town()


def test_the_clerk_tends_a_proposal_from_submission_to_settlement(town):
    town.propose()
    town.to("settled")
    assert town.closed.outcome == "settled"
    assert town.clerk.tend() == []
    assert town.clerk.due() == town.state.founded + town.state.charter.structure.epoch


def test_the_clerk_knows_when_it_is_wanted_next(town):
    town.propose()
    assert town.clerk.due() == town.open.until
    town.clock.set(town.open.until)
    assert town.clerk.due() == town.clock.now()


def test_an_epoch_that_is_over_is_closed(town):
    town.end_epoch()
    assert town.state.epoch == 1
    assert town.clerk.tend() == []


def test_years_pass_in_one_tending(town):
    town.clock.advance(20 * town.state.charter.structure.epoch)
    town.tend()
    assert town.state.epoch == 20


def test_a_content_that_is_not_held_is_left_to_its_author(town):
    agent, review = in_review(town)
    town.file(agent, review)
    town.store._held.clear()  # noqa: SLF001 - the drawer burnt
    town.clock.set(town.open.until)
    town.tend()
    town.clock.set(town.open.until)
    town.tend()
    assert all(type(told.act.command).__name__ != "OpenEnvelope" for told in town.clerk.feed.entries(0))


@pytest.mark.parametrize(
    ("salt", "payload"),
    [
        (SALT, b"\xff\x00 torn"),
        (SALT, b'{"choice":"for","what":"vote"}'),
        (SALT, canonical(Review("against"))),
        ("torn", canonical(Review("for"))),
    ],
)
def test_a_content_that_is_not_what_was_sealed_is_left_to_its_author_and_holds_nothing_up(town, salt, payload):
    agent, review = in_review(town)
    town.file(agent, review)
    town.store._held[town.last] = Held(town.last, salt, payload)  # noqa: SLF001 - the drawer got wet
    stages = set()
    while town.open.stage != "negotiation" and len(stages) < 9:
        stages.add(town.open.stage)
        town.clock.set(town.open.until)
        town.tend()
    assert "opening_reviews" in stages
    assert town.open.stage == "negotiation"
    assert all(type(told.act.command).__name__ != "OpenEnvelope" for told in town.clerk.feed.entries(0))


def test_the_clerk_s_own_acts_are_signed_acts_like_any_other(town):
    town.end_epoch()
    told = list(town.clerk.feed.entries(1))
    assert [each.act.by for each in told] == ["clerk"]
    assert told[0].act.key == CLERK_KEYS.signer.public.hex()


def test_a_clerk_whose_acts_are_refused_gives_up_until_the_next_time(town):
    town.end_epoch()
    town.clock.advance(town.state.charter.structure.epoch)

    class Rushed(Clerk):
        def _signed(self, command, now, nonce):
            return super()._signed(command, now - 10**9, nonce)

    clerk = Rushed(town.store, clock=town.clock, keys=CLERK_KEYS)
    [answer] = clerk.tend()
    assert isinstance(answer, Refused)
