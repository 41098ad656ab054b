"""Stories of a proposal from its reviews to its paper: what is offered, who forecasts, what is recommended."""

from dataclasses import replace

import pytest

from moot.core.act import Condition
from moot.core.assembly.forecasting import slate_of
from moot.core.assembly.voting import paper_of
from moot.core.commands import (
    Answer,
    FileForecast,
    FileReview,
    Forecast,
    OfferAmendment,
    OpenEnvelope,
    Review,
)
from moot.core.events import (
    CandidateRecommended,
    CandidatesFrozen,
    ForecasterCalled,
    ForecastsPooled,
    NothingBetter,
    ReviewerReplaced,
    StakeLost,
    VersionOffered,
)
from moot.core.refusal import NotFound, NotYours, OutOfBounds, VersionIsStale
from tests.core.house import OWNERS, House, charter
from tests.core.refusing import refused

CREDIT = 1_000_000
COLD = Condition("must", "degrees", "<=", (15,))
SHORT = Condition("must", "hours", "<=", (6,))


def balance(house, owner):
    return house.state.ledger.accounts.get(f"owner/{owner}", 0)


def seated(house):
    return {mandate: [seat.agent for seat in panel.seats] for mandate, panel in house.open.panels.items()}


# ---- negotiating ------------------------------------------------------------------------------


def amend(house, by, base=None, **terms):
    house.file(by, OfferAmendment(house.open.id, base or house.open.original, terms))
    return list(house.open.versions)[-1]


def test_every_owner_has_one_candidate_and_the_best_supported_come_first():
    house = House()
    house.propose(degrees=18)
    house.to("review")
    house.review(lambda *_: Review("against", (), (COLD,)))
    house.advance() if house.open.stage == "review" else None
    cold = amend(house, "bo.ai", degrees=14)
    colder = amend(house, "bo.ai", degrees=13)
    warm = amend(house, "cy.ai", degrees=17)
    house.advance()
    [frozen] = house.told(CandidatesFrozen)
    slate = [each.version for each in frozen.candidates]
    assert slate[:2] == [house.open.status_quo, house.open.original]
    assert slate[2] in {cold, colder}
    assert set(slate[2:]) == {slate[2], warm}
    assert frozen.left_out == tuple({cold, colder} - {slate[2]})
    assert frozen.candidates[1].supporters == ()
    assert frozen.candidates[2].supporters == tuple(sorted({each.owner for each in house.open.reviews}))


def test_no_more_than_four_amendments_stand():
    house = House()
    house.propose(degrees=18)
    house.to("negotiation")
    for owner, degrees in zip(OWNERS[1:], (1, 2, 3, 4, 5, 6), strict=True):
        amend(house, f"{owner}.ai", degrees=degrees)
    house.advance()
    [frozen] = house.told(CandidatesFrozen)
    assert len(frozen.candidates) == 6
    assert len(frozen.left_out) == 2


def test_clones_do_not_crowd_out_what_others_support():
    house = House()
    house.propose(degrees=18)
    house.to("review")
    owners = sorted({agent.split(".")[0] for agents in seated(house).values() for agent in agents})
    keen = owners[: len(owners) // 2]  # they are for a short day, the others for a cold one
    house.review(lambda agent, _: Review("against", (), (SHORT if agent.split(".")[0] in keen else COLD,)))
    colds = [
        amend(house, f"{owner}.ai", degrees=degrees)
        for owner, degrees in (("bo", 15), ("cy", 14), ("dee", 13), ("eli", 12))
    ]
    short = amend(house, "flo.ai", hours=5)
    house.advance()
    slate = [each.version for each in house.told(CandidatesFrozen)[0].candidates]
    assert short in slate
    assert len(set(colds) & set(slate)) == 3


def test_an_amendment_may_answer_conditions_and_name_what_it_merges():
    house = House()
    house.propose(degrees=18)
    house.to("review")
    house.review(lambda *_: Review("against", (), (COLD, SHORT)))
    agent = house.open.reviews[0]
    answers = tuple(Answer(agent.agent, agent.mandate, index) for index in (0, 1))
    cold = amend(house, "bo.ai", degrees=14)
    short = amend(house, "bo.ai", hours=5)
    command = OfferAmendment(house.open.id, cold, {"hours": 5}, answers, (short,))
    refused(house, OutOfBounds, "cy.ai", replace(command, merges=(short, house.open.original)))
    house.file("cy.ai", command)
    [_, _, offered] = house.told(VersionOffered)
    assert (offered.answers, offered.merges, offered.base) == (answers, command.merges, cold)
    assert offered.terms == {"degrees": 14, "hours": 5}
    refused(house, NotFound, "cy.ai", replace(command, set={"hours": 4}, answers=(replace(answers[0], condition=2),)))


def file_review(house, seat, mandate):
    sealed = house.sealed(seat.agent, "FileReview", Review("for"), mandate)
    house.file(seat.agent, FileReview(house.open.id, house.open.original, mandate, sealed))
    return house.last


def silent_once(house, silent, how):
    """Let everybody review but one, who stays silent in one of three ways."""
    closed = ""
    for mandate, panel in house.open.panels.items():
        for seat in panel.seats:
            if (seat.agent, mandate) != silent:
                file_review(house, seat, mandate)
    if how == "its envelope stays closed":
        seat = next(each for each in house.open.panels[silent[1]].seats if each.agent == silent[0])
        closed = file_review(house, seat, silent[1])
    else:
        house.advance()
    if how == "a stand-in comes":
        file_review(house, house.open.panels[silent[1]].seats[-1], silent[1])
    elif how == "nobody comes":
        house.advance()
    for act in set(house.open.sealed) - {closed}:
        house.file("clerk", OpenEnvelope(act, *house.held[house.open.sealed[act].seal]))


@pytest.mark.parametrize("how", ["a stand-in comes", "nobody comes", "its envelope stays closed"])
def test_an_owner_with_a_silent_reviewer_supports_nothing_though_its_other_is_for_it(how):
    house = House()
    house.propose(degrees=18)
    house.to("review")
    twice = next(agent for agent in seated(house)["safety"] if agent in seated(house)["thrift"])
    silent_once(house, (twice, "safety"), how)
    if house.open.stage == "opening_reviews":
        house.advance()
    assert house.open.stage == "negotiation"
    assert ("thrift", twice) in {(each.mandate, each.agent) for each in house.open.reviews}
    house.advance()
    silent = {owner for _, owner in house.open.silent}  # a stand-in who did not come may sit for the other mandate too
    assert twice.split(".")[0] in silent
    others = {each.owner for each in house.open.reviews} - silent
    assert set(house.told(CandidatesFrozen)[0].candidates[1].supporters) == others


# ---- forecasting ------------------------------------------------------------------------------


def authored(house=None):
    """A house in which a drawn reviewer's owner offered an amendment."""
    house = house or House()
    house.propose(degrees=18)
    house.to("negotiation")
    author = house.open.panels["safety"].seats[0]
    amend(house, author.agent, degrees=15)
    house.advance()
    return house, author


def test_an_author_is_scored_but_not_pooled_and_the_next_fills_in():
    house, author = authored()
    slate = house.open.slate
    assert author.agent in slate.scored
    assert author.agent not in slate.pooled
    called = house.told(ForecasterCalled)
    assert called
    assert all(each.seat.owner != author.owner and each.seat.agent in slate.pooled for each in called)
    house.forecast(lambda agent, version, _: 1_000_000 if agent == author.agent else house.hopeful(agent, version, ""))
    [pooled] = house.told(ForecastsPooled)
    counts = {each.forecasts for cells in pooled.pools.values() for each in cells.values()}
    assert counts == {len(slate.pooled)}
    assert author.agent in house.open.forecasts


def test_a_silent_forecaster_loses_its_deposit_and_is_replaced_once():
    for later in range(20):  # until a stand-in is left who has not forecast for another mandate
        house = House(now=1_800_000_000_000 + later)
        house.propose()
        house.to("forecast")
        silent = next(iter(house.open.slate.pooled))
        house.forecast(lambda agent, version, _: None if agent == silent else house.hopeful(agent, version, ""))  # noqa: B023
        house.advance()
        if house.open.stage == "forecast_standins":
            break
    assert house.open.stage == "forecast_standins"
    standins = {each.standin.agent for each in house.told(ReviewerReplaced)}
    assert silent not in house.open.slate.pooled
    assert standins <= set(house.open.slate.pooled)
    refused(house, NotYours, silent, FileForecast(house.open.id, house.open.slate.id, CREDIT, "00" * 32))
    house.advance()
    house.tend()
    assert house.open.stage == "ballot"
    assert house.told(ReviewerReplaced)[-1].standin is None


@pytest.mark.parametrize("degrees", range(6))
def test_when_all_are_silent_no_silent_one_is_called_for_another_mandate(degrees):
    house = House()
    house.propose(degrees=degrees)
    house.to("forecast")
    silent = {seat.owner for seat in house.open.slate.pooled.values()}
    house.advance()
    called = {each.standin.owner for each in house.told(ReviewerReplaced) if each.standin}
    assert called.isdisjoint(silent)
    held = {agent for held in house.open.purse.deposits.values() for agent in held}
    assert held == set(house.open.slate.pooled)


def test_without_forecasts_the_last_measurement_stands_and_nothing_is_better():
    house = House()
    house.propose()
    house.to("forecast")
    while house.open.stage != "measuring":
        house.advance()
    [pooled] = house.told(ForecastsPooled)
    assert {each.value for cells in pooled.pools.values() for each in cells.values()} == {800_000, 500_000}
    assert house.told(NothingBetter)


def test_an_unopened_forecast_loses_its_stake():
    house = House()
    house.propose()
    house.to("forecast")
    slate = house.open.slate
    owners = {agent: seat.owner for agent, seat in slate.pooled.items()}
    cells = {each.version: {"safety": 900_000, "thrift": 900_000} for each in slate.candidates}
    for agent in owners:
        house.file(
            agent, FileForecast(house.open.id, slate.id, CREDIT, house.sealed(agent, "FileForecast", Forecast(cells)))
        )
    assert house.open.stage == "opening_forecasts"
    before = {agent: balance(house, owner) for agent, owner in owners.items()}
    house.advance()
    assert {each.agent for each in house.told(StakeLost)} == set(owners)
    assert house.open.purse.stakes == {}
    assert {agent: balance(house, owner) for agent, owner in owners.items()} == before


def test_a_candidate_below_a_floor_is_not_eligible():
    house = House()
    house.propose(degrees=18)
    house.to("negotiation")
    risky = amend(house, "ana.ai", degrees=40)
    house.advance()

    def guess(_, version, value):
        if version == risky:
            return {"safety": 499_999, "thrift": 1_000_000}[value]
        return 600_000 if version == house.open.status_quo else 610_000

    house.forecast(guess)
    [paper] = house.told(CandidateRecommended)
    assert paper.excluded == {risky: "purpose.values.safety.floor"}
    assert paper.version == house.open.original
    assert risky not in paper.lottery
    assert paper.lottery == {house.open.original: 900_000, house.open.status_quo: 100_000}
    assert paper.least == 100_000


def test_a_candidate_below_a_floor_that_raises_it_is_eligible():
    house = House()
    house.propose()
    house.to("forecast")
    house.forecast(
        lambda _, version, value: 400_000 if version == house.open.status_quo and value == "safety" else 450_000
    )
    [paper] = house.told(CandidateRecommended)
    assert paper.version == house.open.original
    assert not paper.excluded


def test_a_kind_that_cannot_be_explored_is_certain_and_unscaled():
    law = charter()
    [heat] = law.structure.actions
    law = replace(law, structure=replace(law.structure, actions=(replace(heat, explorable=False),)))
    house = House(law)
    house.propose()
    house.to("ballot")
    assert house.open.paper.lottery == {house.open.original: 1_000_000}
    assert house.open.paper.least == 1_000_000


def test_a_proposal_that_is_not_in_forecast_has_no_slate_and_no_paper():
    house = House()
    house.propose()
    with pytest.raises(VersionIsStale, match="not frozen"):
        slate_of(house.open)
    with pytest.raises(VersionIsStale, match="no paper"):
        paper_of(house.open)
