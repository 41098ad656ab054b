"""Reviewers and candidates: silence, floods of candidates, copied seals, impossible wishes and captured pools."""

from itertools import product

import pytest

from moot.core.act import Condition
from moot.core.charter import CREDIT
from moot.core.commands import CastVote, FileForecast, FileReview, Forecast, OfferAmendment, OpenEnvelope, Review, Vote
from moot.core.events import BallotClosed, ForecastsPooled, MandateUnheard, ReviewerReplaced, StakeLost, StakesSettled
from moot.core.forecast import Bet, pool
from moot.core.refusal import AlreadyDone, ConflictOfInterest, NotYours, SealIsBroken
from tests.clerk.town import Town
from tests.core.house import OWNERS, VALUES, House
from tests.stories.attackers import FEE, NO_CHANGE, amend, evening, fund, purse, turned_away

DEPOSIT = 2 * CREDIT
MAD = 999_999
OTHERS = tuple(owner for owner in OWNERS if owner != "ana")


@pytest.fixture
def town():
    town = Town()
    town.propose()
    return town


def seated(house):
    return {(seat.agent, mandate) for mandate, panel in house.open.panels.items() for seat in panel.seats}


# Silence.


def test_reviewers_who_stay_silent_pay_and_others_sit_in_their_place(town):
    town.to("review")
    first = seated(town)
    before = fund(town)
    town.advance()
    assert town.open.stage == "review_standins"
    assert fund(town) == before + len(first) * DEPOSIT
    assert len(town.told(ReviewerReplaced)) == len(first)
    assert first.isdisjoint(seated(town))
    town.review()
    assert (town.open.stage, town.open.unheard) == ("negotiation", ())


@pytest.mark.parametrize(("in_favour", "passed"), [(4, False), (5, True)])
def test_a_mandate_that_will_not_review_stops_nothing_but_then_two_thirds_are_needed(town, in_favour, passed):
    town.to("review")
    town.review(lambda _, mandate: None if mandate == "thrift" else Review("for"))
    town.advance()
    town.advance()
    [unheard] = town.told(MandateUnheard)
    assert unheard.mandate == "thrift"
    town.to("ballot")
    town.vote(lambda owner: "for" if owner in OWNERS[:in_favour] else "against")
    town.advance()
    [count] = town.told(BallotClosed)
    assert (count.in_favour, count.against, count.two_thirds, count.passed) == (in_favour, 7 - in_favour, True, passed)


def test_if_everybody_stays_silent_for_good_nothing_changes_and_each_seat_has_paid(town):
    town.to("review")
    before = fund(town)
    town.advance()
    town.advance()
    assert {each.mandate for each in town.told(MandateUnheard)} == {"safety", "thrift"}
    assert fund(town) == before + 12 * DEPOSIT  # six seats and six stand-ins
    town.advance()
    town.measure(NO_CHANGE)
    assert town.closed.why == "nothing better than the status quo"
    assert town.state.targets["hall"].terms["degrees"] == 20


def test_a_lone_forecaster_decides_what_is_recommended_and_nothing_else(town):
    town.to("forecast")
    lone = next(iter(town.open.slate.pooled))
    cells = {
        each.version: dict.fromkeys(VALUES, 600_000 + 50_000 * bool(each.owner)) for each in town.open.slate.candidates
    }
    sealing = town.sealed(lone, "FileForecast", Forecast(cells))
    town.file(lone, FileForecast(town.open.id, town.open.slate.id, CREDIT, sealing))
    town.advance()  # all others stay silent, and lose their deposits
    town.advance()
    assert town.open.stage == "ballot"
    assert {each.forecasts for each in town.open.pools[town.open.original].values()} == {1}
    town.vote(lambda _: "against")
    town.to("measuring")
    town.measure(NO_CHANGE)
    assert (town.closed.outcome, purse(town, "ana")) == ("rejected", 1_000 * CREDIT - FEE)
    # Against nobody it could neither win nor lose.
    assert {net for each in town.told(StakesSettled) for net in each.nets.values()} == {0}


# Candidates.


def test_twelve_amendments_make_four_candidates_of_four_owners_and_one_third_is_refused(town):
    town.to("negotiation")
    for number, owner in enumerate(OTHERS):
        amend(town, f"{owner}.ai", degrees=number)
        amend(town, f"{owner}.ai", hours=number)
    third = OfferAmendment(town.open.id, town.open.original, {"degrees": 40})
    turned_away(town, "gus.ai", third, AlreadyDone)
    town.to("forecast")
    owners = [each.owner for each in town.open.slate.candidates]
    assert owners[:2] == [None, "ana"]
    assert len(owners) == len(set(owners)) == 6


@pytest.mark.parametrize(("spammers", "least"), [((), 100_000), (("flo",), 50_000), (OTHERS, 20_000)])
def test_each_candidate_more_thins_out_the_chance_of_the_others_and_what_forecasts_settle_for(spammers, least):
    town = Town()
    town.propose()
    town.to("negotiation")
    for number, owner in enumerate(spammers):
        amend(town, f"{owner}.ai", degrees=number)
    town.to("ballot")
    # What is at stake for a forecast is scaled by this chance: full slates leave a fifth of what two candidates do.
    assert town.open.paper.least == least


def test_clones_take_no_place_from_a_version_that_others_want():
    town = evening(lambda proposal: len(_reviewers(proposal)) <= 4, _in_review)
    first, *_ = _reviewers(town.open)
    wishes = {True: 25, False: 15}

    def wish(agent, _):
        return Review("against", (), (Condition("must", "degrees", "=", (wishes[agent.startswith(first)],)),))

    town.review(wish)
    spare = [owner for owner in OTHERS if owner != first]
    wanted = amend(town, f"{first}.ai", degrees=25)
    for number, owner in enumerate(spare):  # a camp that clones what its other reviewers want
        amend(town, f"{owner}.ai", degrees=15, hours=number)
    town.to("forecast")
    assert wanted in {each.version for each in town.open.slate.candidates}


def _reviewers(proposal):
    return sorted({seat.owner for panel in proposal.panels.values() for seat in panel.seats})


def _in_review(town):
    town.propose()
    town.to("review")


def test_a_reviewer_who_wishes_for_the_impossible_takes_away_its_owners_support_and_no_more(town):
    town.to("review")
    spoiler = next(iter(seated(town)))[0].split(".")[0]
    never = Review("against", (), (Condition("must", "degrees", "=", (-1,)),))
    town.review(lambda agent, _: never if agent.startswith(spoiler) else Review("for"))
    town.to("forecast")
    panels = {agent.split(".")[0] for agent, _ in seated(town)}
    original = next(each for each in town.open.slate.candidates if each.version == town.open.original)
    assert set(original.supporters) == panels - {spoiler}
    town.to("ballot")
    assert town.open.paper.recommended == town.open.original


# One's own work, and others' words.


def test_nobody_reviews_or_pools_its_own_work():
    town = Town()
    town.propose()
    town.to("review")
    assert not [agent for agent, _ in seated(town) if agent.startswith("ana")]
    sealing = town.sealed("ana.ai", "FileReview", Review("for"), "safety")
    own = FileReview(town.open.id, town.open.original, "safety", sealing)
    turned_away(town, "ana.ai", own, ConflictOfInterest)
    author = next(iter(seated(town)))[0]
    town.to("negotiation")
    amend(town, author, degrees=22)
    town.to("forecast")
    assert author in town.open.slate.scored
    assert author not in town.open.slate.pooled
    town.forecast(lambda agent, *_: MAD if agent == author else 600_000)
    [pooled] = town.told(ForecastsPooled)
    assert {cell.value for cells in pooled.pools.values() for cell in cells.values()} == {600_000}


def test_a_seal_cannot_be_copied_to_say_what_another_said():
    town = Town()
    town.propose()
    town.to("ballot")
    first = town.sealed("bo.human", "CastVote", Vote("for"))
    town.file("bo.human", CastVote(town.open.id, town.open.paper.id, first))
    # The clerk wants what is inside, and the seal names who sealed it.
    turned_away(town, "gus.human", CastVote(town.open.id, town.open.paper.id, first), SealIsBroken)
    second = town.sealed("gus.human", "CastVote", Vote("for"))
    assert second != first


def test_a_copied_seal_that_got_past_the_clerk_could_not_be_opened_and_loses_its_stake():
    house = House()
    house.propose()
    house.to("forecast")
    honest, copycat, *_ = house.open.slate.pooled
    cells = {each.version: dict.fromkeys(VALUES, 600_000) for each in house.open.slate.candidates}
    sealing = house.sealed(honest, "FileForecast", Forecast(cells))
    for agent in (honest, copycat):
        house.file(agent, FileForecast(house.open.id, house.open.slate.id, CREDIT, sealing))
    copied = house.last
    salt, payload = house.held.pop(sealing)
    while house.open.stage != "opening_forecasts":
        house.advance()
    [first, second] = house.open.sealed
    assert second == copied
    house.file("clerk", OpenEnvelope(first, salt, payload))
    with pytest.raises(SealIsBroken):
        house.file("clerk", OpenEnvelope(second, salt, payload))
    house.advance()
    assert [(each.act, each.agent, each.stake) for each in house.told(StakeLost)] == [(copied, copycat, CREDIT)]


def test_strangers_do_not_review_or_forecast(town):
    town.to("review")
    outsider = next(f"{owner}.ai" for owner in OTHERS if f"{owner}.ai" not in {agent for agent, _ in seated(town)})
    sealing = town.sealed(outsider, "FileReview", Review("against"), "safety")
    turned_away(town, outsider, FileReview(town.open.id, town.open.original, "safety", sealing), NotYours)


# Captured pools.


def test_a_pool_of_two_follows_the_lower_of_both_and_so_one_liar_of_two_is_enough():
    def start(town):
        town.propose()
        town.to("negotiation")
        for number, owner in enumerate(OTHERS):
            amend(town, f"{owner}.ai", degrees=number)
        town.to("forecast")

    town = evening(lambda proposal: len(proposal.slate.pooled) == 2, start)
    # Four owners and the author are on the slate: what they say is not pooled.
    liar, present = next(iter(town.open.slate.pooled)), town.open.status_quo
    town.forecast(lambda by, version, _: 0 if by == liar and version == present else 600_000)
    assert {cell.value for cell in town.open.pools[present].values()} == {0}
    assert town.open.stage == "ballot"


@pytest.mark.parametrize("lie", [0, 100_000, MAD])
def test_two_liars_of_six_neither_lower_nor_raise_a_pool_whatever_their_families(lie):
    weights, honest = dict.fromkeys(OTHERS, 1), 600_000
    for families in product(("oak", "elm", None), repeat=len(OTHERS)):
        for liars in ({"bo", "cy"}, {"bo", "dee"}):
            bets = [
                Bet(owner, family, lie if owner in liars else honest)
                for owner, family in zip(OTHERS, families, strict=True)
            ]
            # An agent in each family would be heard in each, for one owner's weight.
            bets += [Bet(liar, "ash", lie) for liar in sorted(liars)]
            assert pool(bets, weights, 0).value == honest


@pytest.mark.parametrize(("lie", "pooled"), [(100_000, 100_000), (MAD, 600_000)])
def test_three_liars_of_six_lower_a_pool_and_cannot_raise_it(lie, pooled):
    bets = [Bet(owner, None, lie if owner in OTHERS[:3] else 600_000) for owner in OTHERS]
    assert pool(bets, dict.fromkeys(OTHERS, 1), 0).value == pooled
