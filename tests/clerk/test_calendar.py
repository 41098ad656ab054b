"""What the clerk owes follows from the state and the clock, and is done."""

from dataclasses import replace

import pytest

from moot.clerk.calendar import chain_secret, errands, next_due
from moot.clerk.clerk import Clerk
from moot.clerk.ports import Held
from moot.core.canonical import canonical
from moot.core.commands import (
    CommitChance,
    Dispute,
    Review,
)
from moot.core.events import ChanceCommitted, ChanceRevealed, FaultPublished
from moot.core.lot import chain_tip, link
from moot.core.refusal import (
    Refused,
)
from tests.clerk.town import CLERK_KEYS, Town, in_review
from tests.core.court import case_of, found, judge, summon, unlike, with_rights
from tests.core.house import LINKS, House, founding, secret_of

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


# The clerk's chance chain: here it has 64 links, and a proposal takes two.


def settled(town: Town, count: int) -> None:
    """Bring `count` proposals to their end, one after another, and the epoch of each."""
    for _ in range(count):
        town.propose(degrees=18 if town.state.targets["hall"].terms["degrees"] == 20 else 20)
        town.to("gone")
        town.end_epoch()


def own(town: Town, kind) -> list:
    return [each for each in town.told(kind) if each.member == "clerk"]


def used(assembly, number: int, before: int = 0):
    """Return `assembly` as it is when the clerk's chain gave `number` links after `before` of earlier ones."""
    chain = replace(assembly.chains["clerk"], assigned=number, ever=before + number)
    return replace(assembly, chains={**assembly.chains, "clerk": chain})


def test_a_clerk_commits_its_next_chain_once_half_of_one_is_used_and_never_runs_out():
    town = Town()
    settled(town, 15)
    assert own(town, ChanceCommitted) == []
    settled(town, 18)
    tips = [each.tip for each in own(town, ChanceCommitted)]
    assert tips == [chain_tip(chain_secret(secret_of("clerk"), before), LINKS).hex() for before in (32, 64)]
    assert [each.number for each in own(town, ChanceRevealed)] == [*range(1, 33), *range(1, 33), 1, 2]
    assert own(town, FaultPublished) == []


def test_a_clerk_waits_with_its_next_chain_until_no_open_proposal_draws_on_the_present_one():
    town = Town()
    settled(town, 15)
    town.propose(degrees=18 if town.state.targets["hall"].terms["degrees"] == 20 else 20)
    town.to("timelock")
    assert town.state.chains["clerk"].assigned == LINKS // 2
    assert town.clerk.tend() == []
    assert town.clerk.due() > town.clock.now()
    town.to("gone")  # in a tending, which also files what the end of the proposal makes due
    assert len(own(town, ChanceCommitted)) == 1
    assert town.clerk.due() > town.clock.now()


def test_a_next_chain_falls_due_at_once_when_nothing_else_does():
    house = House()
    assert next_due(used(house.state, LINKS // 2 - 1), house.now) > house.now
    assert next_due(used(house.state, LINKS // 2), house.now) == house.now


def test_a_clerk_that_is_opened_again_goes_on_with_its_present_chain():
    town = Town()
    settled(town, 16)
    town.clerk = town.another_clerk()
    settled(town, 1)
    assert [each.number for each in own(town, ChanceRevealed)][-2:] == [1, 2]


@pytest.mark.parametrize(("before", "shown"), [(0, False), (32, True)])
def test_the_last_link_of_the_first_chain_stays_secret_for_all_others_come_of_it(before, shown):
    house = House()
    house.state = used(house.state, LINKS - 1, before)  # as in a moot that never was at rest since
    house.propose()
    house.advance()
    found = errands(house.state, house.now, secret=secret_of("clerk"), held=lambda _: None)
    assert [each.number for each in found] == ([LINKS] if shown else [])
    assert next_due(house.state, house.now) == (house.now if shown else house.open.until)


def test_chains_share_no_links():
    ends = [chain_secret(secret_of("clerk"), before) for before in (0, 32, 33)]
    links = [link(end, number, LINKS) for end in ends for number in range(LINKS + 1)]
    assert len(set(links)) == len(links)


def test_the_clerk_tends_a_dispute_from_its_opening_to_its_end():
    town = Town(first=with_rights(founding()))
    unlike(town)
    assert town.clerk.due() == case_of(town).until
    summon(town)
    judge(town, lambda _: found("measured", safety=700_000))
    assert town.closed.outcome == "settled"
    assert town.clerk.tend() == []


def test_a_jury_whose_members_and_contributors_sleep_ends_by_the_calendar_alone():
    town = Town(first=with_rights(founding()))
    unlike(town)
    while town.state.cases:
        town.now = town.clerk.due()
        town.tend()
    assert (town.closed.outcome, town.closed.why) == ("void", "the meters do not agree on safety")


def test_no_new_chain_is_committed_while_a_jury_draws_on_the_old_one():
    town = Town(first=with_rights(founding()))
    town.file("gus.human", Dispute("conduct", "bo.ai", "protocol.rights", 20_000_000))
    assert town.state.chains["clerk"].assigned == 1
    case = case_of(town)
    later = replace(
        town.state, chains={**town.state.chains, "clerk": replace(town.state.chains["clerk"], assigned=LINKS // 2)}
    )
    assert errands(later, town.now, secret=CLERK_KEYS.secret, held=lambda _: None) == ()
    free = replace(later, cases={})
    [commits] = errands(free, town.now, secret=CLERK_KEYS.secret, held=lambda _: None)
    assert isinstance(commits, CommitChance)
    assert case.links["clerk"].number == 1
