"""Whatever is filed, revealed or opened within one stage, its order changes nothing: not who wins, not who is paid.

By design three orders do matter, and each has its test elsewhere: of two equal amendments the earlier has the
credit, of one owner's votes the last counts, and of two proposals on one target the first is open. One owner's own
agents also share its cap of stakes, which the first of them to file takes from.
"""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moot.core.act import Condition
from moot.core.canonical import digest
from moot.core.commands import (
    CastVote,
    Delegate,
    FileForecast,
    FileReview,
    Forecast,
    Measure,
    Object,
    OfferAmendment,
    OpenEnvelope,
    ReportMeasure,
    RevealChance,
    Review,
    Vote,
)
from moot.core.lot import link
from moot.core.proposal import OPENING
from tests.core.house import LINKS, OWNERS, VALUES, House, secret_of


def links(_, proposal, __):
    for member, each in proposal.links["drawing" if proposal.stage == "drawing" else "lottery"].items():
        if member != "clerk":
            yield (
                f"{member}.ai",
                RevealChance(proposal.id, each.number, link(secret_of(member), each.number, LINKS).hex()),
            )


def reviews(house, proposal, chance):
    for mandate, panel in proposal.panels.items():
        for seat in panel.seats:
            must = Condition("must", "degrees", chance.choice(["<=", ">="]), (chance.randint(8, 30),))
            review = Review(chance.choice(["for", "could_live", "against"]), (), (must,) * chance.randint(0, 1))
            found = house.sealed(seat.agent, "FileReview", review, mandate)
            yield seat.agent, FileReview(proposal.id, proposal.original, mandate, found)


def offers(house, proposal, chance):
    for owner, degrees in zip(OWNERS, chance.sample(range(8, 30), len(OWNERS)), strict=True):
        if degrees not in {18, 20}:
            yield f"{owner}.ai", OfferAmendment(proposal.id, proposal.original, {"degrees": degrees})
    for owner in chance.sample(OWNERS, 4):
        to = chance.choice([each for each in OWNERS if each != owner])
        topic = chance.choice(["all", "kind/set_heat", "value/safety", "value/thrift"])
        yield (
            f"{owner}.human",
            Delegate(topic, to, proposal.frozen.charter.agency.delegation_expiry + house.state.founded),
        )


def forecasts(house, proposal, chance):
    for agent in sorted({**proposal.slate.pooled, **proposal.slate.scored}):
        cells = {
            each.version: {value: 500_000 + chance.randint(0, 300_000) for value in VALUES}
            for each in proposal.slate.candidates
        }
        stake, found = chance.randint(1, 9) * 1_000_001, house.sealed(agent, "FileForecast", Forecast(cells))
        yield agent, FileForecast(proposal.id, proposal.slate.id, stake, found)


def votes(house, proposal, chance):
    for owner in chance.sample(OWNERS, chance.randint(4, 7)):
        found = house.sealed(f"{owner}.human", "CastVote", Vote(chance.choice(["for", "for", "abstain", "against"])))
        yield f"{owner}.human", CastVote(proposal.id, proposal.paper.id, found)


def objections(_, proposal, chance):
    in_favour = [owner for owner, choice in sorted({**proposal.carried, **proposal.votes}.items()) if choice == "for"]
    for owner in chance.sample(in_favour, min(3, len(in_favour))):
        yield f"{owner}.human", Object(proposal.id, proposal.paper.id, chance.choice(["abstain", "against"]))


def measures(house, proposal, chance):
    ran = proposal.run.version if proposal.run else proposal.status_quo
    for meter in ("m1.ai", "m2.ai"):
        measure = Measure({value: 600_000 + chance.randint(0, 20_000) for value in VALUES})
        yield meter, ReportMeasure(proposal.id, ran, house.sealed(meter, "ReportMeasure", measure))


FILED = {
    "drawing": links,
    "review": reviews,
    "negotiation": offers,
    "forecast": forecasts,
    "ballot": votes,
    "objection": objections,
    "timelock": links,
    "measuring": measures,
}


def openings(house, proposal):
    for act, envelope in sorted(proposal.sealed.items(), key=lambda each: each[1].seal):
        yield "clerk", OpenEnvelope(act, *house.held[envelope.seal])


def play(seed, shuffle):
    """Play a decision whose acts hang on `seed`; return its house, and how it looked when each stage began."""
    house, looks = House(), []
    house.propose(degrees=18)
    while house.state.proposals:
        proposal, stage = house.open, house.open.stage
        looks.append(replace(proposal, sealed={}, reviews=tuple(sorted(proposal.reviews, key=digest))))
        if stage == "measuring":
            house.wait(proposal.kind.horizon)
        # What is filed hangs on the seed and the stage alone, when it is filed on the shuffling as well.
        acts = list(FILED[stage](house, proposal, Random(f"{seed} {stage}"))) if stage in FILED else []
        acts = list(openings(house, proposal)) if stage in OPENING else acts
        for by, command in shuffle(acts):
            house.file(by, command)
        go_on(house, stage)
    return house, looks


def go_on(house, stage):
    if house.state.proposals and house.open.stage == stage:
        if stage == "executing":
            house.execute()
        elif stage.endswith("_clerk"):
            house.tend()
        else:
            house.advance()


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_order_within_a_stage_changes_nothing_at_any_later_stage_and_nothing_in_the_books(seed, order):
    chance = Random(order)
    one, looks = play(seed, lambda acts: acts)
    other, again = play(seed, lambda acts: chance.sample(acts, len(acts)))
    for look, same in zip(looks, again, strict=True):
        assert look == same, look.stage
    assert one.closed == other.closed
    assert one.state == other.state


@pytest.mark.parametrize("seed", range(3))
def test_the_decisions_that_are_compared_are_whole(seed):
    house, looks = play(seed, lambda acts: acts)
    assert {"forecast", "measuring"} <= {look.stage for look in looks}
    assert house.closed.outcome in {"settled", "rejected"}
