"""The order in which members file inside a sealed stage never changes who wins."""

from hypothesis import given, settings
from hypothesis import strategies as st

from moot.core.act import Condition
from moot.core.commands import CastVote, FileForecast, FileReview, Forecast, OfferAmendment, Review, Vote
from moot.core.events import BallotClosed, CandidateRecommended, CandidatesFrozen, ForecastsPooled
from tests.core.house import OWNERS, VALUES, House

STANCES, CHOICES = ("for", "could_live", "against"), ("for", "for", "abstain", "against")


def number(*parts):
    """A number that hangs on its parts alone."""
    return sum(ord(letter) * (place + 7) for place, letter in enumerate("/".join(parts)))


def review(agent, mandate):
    roll = number(agent, mandate)
    return Review(STANCES[roll % 3], (), (Condition("must", "degrees", "<=", (10 + roll % 8,)),))


def decided(mix):
    """Play one decision in which `mix` orders what is filed; return who won, and how."""
    house = House()
    house.propose(degrees=18)
    house.reveal()
    seats = [(mandate, seat.agent) for mandate, panel in house.open.panels.items() for seat in panel.seats]
    for mandate, agent in mix(seats):
        seal = house.sealed(agent, "FileReview", review(agent, mandate), mandate)
        house.file(agent, FileReview(house.open.id, house.open.original, mandate, seal))
    house.tend()
    for owner, degrees in zip(OWNERS[1:], (9, 10, 11, 12, 13, 14), strict=True):
        house.file(f"{owner}.ai", OfferAmendment(house.open.id, house.open.original, {"degrees": degrees}))
    house.advance()
    slate = house.open.slate
    for agent in mix([*slate.pooled, *slate.scored]):
        cells = {
            each.version: {value: 500_000 + number(agent, each.version, value) % 300_000 for value in VALUES}
            for each in slate.candidates
        }
        seal = house.sealed(agent, "FileForecast", Forecast(cells))
        house.file(agent, FileForecast(house.open.id, slate.id, 1_000_000, seal))
    house.tend()
    while house.open.stage.startswith("forecast"):
        house.advance()
        house.tend()
    for owner in mix(list(OWNERS)) if house.open.stage == "ballot" else ():
        seal = house.sealed(f"{owner}.human", "CastVote", Vote(CHOICES[number(owner) % 4]))
        house.file(f"{owner}.human", CastVote(house.open.id, house.open.paper.id, seal))
    house.to("measuring")
    kinds = (CandidatesFrozen, ForecastsPooled, CandidateRecommended, BallotClosed)
    return [house.told(kind) for kind in kinds]


@settings(max_examples=25)
@given(st.randoms(use_true_random=True))
def test_the_order_of_filing_never_matters(chance):
    assert decided(lambda those: chance.sample(those, len(those))) == decided(sorted)
