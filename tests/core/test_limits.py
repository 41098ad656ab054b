"""What may be done once, twice, by whom, and up to which limit."""

from dataclasses import replace

import pytest

from moot.core import refusal as r
from moot.core.act import Condition
from moot.core.assembly import decide, examine, step
from moot.core.assembly.reviewing import NEEDED
from moot.core.commands import (
    Act,
    CastVote,
    Filed,
    FileForecast,
    FileReview,
    Finding,
    Forecast,
    LeaveMandate,
    Measure,
    Object,
    OpenEnvelope,
    Propose,
    RegisterAgent,
    ReportMeasure,
    Review,
    TakeMandate,
    Vote,
    WeighValues,
)
from tests.core.house import House, founding, key_of
from tests.core.refusing import (
    HOUR,
    NONE,
    STAGES,
    amendment,
    at_stage,
    everybody_may,
    forecast,
    forecaster,
    now,
    of,
    reads_well,
    refused,
    report,
    reviewer,
)


@pytest.fixture(scope="module")
def houses():
    return {name: at_stage(name) for name in (*STAGES, "measuring")}


def test_a_moot_is_founded_once(houses):
    refused(houses["quiet"].copy(), r.AlreadyDone, "ana.human", founding())


def test_a_review_is_filed_once_for_a_seat(houses):
    house = houses["review"].copy()
    command = FileReview(of(house), house.open.original, "safety", NONE)
    house.file(reviewer(house), command)
    refused(house, r.AlreadyDone, reviewer(house), command)


def test_a_forecast_is_filed_once(houses):
    house = houses["forecast"].copy()
    agent, command = forecaster(house), forecast(house)
    house.file(agent, command)
    refused(house, r.AlreadyDone, agent, command)


def test_without_voice_nobody_votes_proposes_or_takes_a_mandate():
    plain = founding()
    voiceless = replace(plain.owners[-1].agents[0], may=("CastVote", "TakeMandate", "Propose", "WeighValues"))
    owners = (*plain.owners[:-1], replace(plain.owners[-1], agents=(voiceless,)))
    house = House(first=replace(plain, owners=owners))
    refused(house, r.NoRight, "m2.ai", TakeMandate("safety"))
    refused(house, r.NoRight, "m2.ai", WeighValues({"safety": 500_000, "thrift": 500_000}))
    house.propose()
    house.to("ballot")
    refused(house, r.NoRight, "m2.ai", CastVote(of(house), house.open.paper.id, NONE))


def test_whose_owner_executes_or_measures_does_not_propose():
    house = House(first=everybody_may("Propose"))
    for by in ("ed.ai", "m1.ai", "m2.ai"):
        refused(house, r.ConflictOfInterest, by, Propose("set_heat", {"degrees": 1, "hours": 1}, now(house)))


def test_an_owner_without_voice_does_not_propose():
    plain = founding()
    house = House(
        first=replace(plain, owners=(*plain.owners[:6], replace(plain.owners[6], voice=False), *plain.owners[7:]))
    )
    refused(house, r.NoRight, "gus.ai", Propose("set_heat", {"degrees": 1, "hours": 1}, now(house)))


def test_whose_owner_executes_or_measures_is_not_seated_even_with_voice():
    house = at_stage("drawing", everybody_may("FileReview"))
    owners, agents, voters = dict(house.state.owners), dict(house.state.agents), house.open.frozen.voters
    for name in ("ed", "m1", "m2"):
        owners[name] = replace(owners[name], voice=True)
        agents[f"{name}.ai"] = replace(
            agents[f"{name}.ai"], may=frozenset(NEEDED), mandates=frozenset({"safety", "thrift"})
        )
    wider = replace(house.open, frozen=replace(house.open.frozen, voters=(*voters, "ed", "m1", "m2")))
    accounts = {**house.state.ledger.accounts, **dict.fromkeys(("owner/ed", "owner/m1", "owner/m2"), 10**9)}
    ledger = replace(house.state.ledger, accounts=accounts)
    house.state = replace(house.state, owners=owners, agents=agents, proposals={wider.id: wider}, ledger=ledger)
    house.to("review")
    drawn = {seat.owner for panel in house.open.panels.values() for seat in (*panel.seats, *panel.standins)}
    assert drawn.isdisjoint({"ed", "m1", "m2"})
    assert drawn == set(voters) - {"ana"}


def test_an_owner_offers_two_amendments_and_no_third(houses):
    house = houses["negotiation"].copy()
    house.file("bo.ai", amendment(house))
    house.file("bo.human", amendment(house, terms={"hours": 10}))
    refused(house, r.AlreadyDone, "bo.ai", amendment(house, terms={"hours": 11}))
    house.file("ana.ai", amendment(house, terms={"hours": 11}))
    house.file("ana.ai", amendment(house, terms={"hours": 12}))
    refused(house, r.AlreadyDone, "ana.ai", amendment(house, terms={"hours": 13}))


def test_a_stake_may_be_the_whole_of_its_limit(houses):
    house = houses["forecast"].copy()
    agent = forecaster(house)
    free = house.state.ledger.accounts[f"owner/{agent.split('.')[0]}"]
    refused(house, r.OutOfBounds, agent, forecast(house, free // 5 + 1))
    house.file(agent, forecast(house, free // 5))


@pytest.mark.parametrize(
    ("first", "then", "right"),
    [
        ("for", "abstain", True),
        ("for", "against", True),
        ("abstain", "against", True),
        (None, "against", True),
        ("against", "abstain", False),
        ("abstain", "abstain", False),
        ("against", "against", False),
        (None, "abstain", False),
    ],
)
def test_votes_move_only_towards_against_once_they_are_open(houses, first, then, right):
    house = houses["ballot"].copy()
    house.vote(lambda owner: first if owner == "bo" else "for")
    command = Object(of(house), house.open.paper.id, then)
    if right:
        house.file("bo.human", command)
        assert house.open.votes["bo"] == then
    else:
        refused(house, r.NotAllowed, "bo.human", command)


def test_only_the_clerk_and_its_author_open_an_envelope(houses):
    house = houses["review"].copy()
    agent = reviewer(house)
    seal = house.sealed(agent, "FileReview", Review("for"), "safety")
    house.file(agent, FileReview(of(house), house.open.original, "safety", seal))
    act, (salt, review) = house.last, house.held[seal]
    refused(house, r.StageIsOver, "clerk", OpenEnvelope(act, salt, review))
    while house.open.stage != "opening_reviews":
        house.advance()
    refused(house, r.NotYours, "ana.ai", OpenEnvelope(act, salt, review))
    refused(house, r.SealIsBroken, "clerk", OpenEnvelope(act, salt, Review("against")))
    refused(house, r.SealIsBroken, "clerk", OpenEnvelope(act, NONE, review))
    house.file(agent, OpenEnvelope(act, salt, review))
    refused(house, r.NotFound, agent, OpenEnvelope(act, salt, review))


def test_a_stranger_does_not_measure_and_a_meter_measures_once(houses):
    house = houses["measuring"].copy()
    house.wait(HOUR)
    command = ReportMeasure(of(house), house.open.run.version, NONE)
    house.file(
        "ana.human", RegisterAgent("ana.meter", "ai", key_of("ana.meter"), may=("ReportMeasure", "ReportExecution"))
    )
    refused(house, r.NotYours, "ana.meter", command)
    house.file("m1.ai", command)
    refused(house, r.AlreadyDone, "m1.ai", command)


def test_only_the_named_executor_uses_a_grant(houses):
    house = houses["executing"].copy()
    house.file("ana.human", RegisterAgent("ana.hand", "ai", key_of("ana.hand"), may=("ReportExecution",)))
    refused(house, r.NotYours, "ana.hand", report(house))


def test_a_grant_that_ran_out_is_not_used(houses):
    house = houses["executing"].copy()
    house.wait(house.open.until - house.now + 1)
    refused(house, r.StageIsOver, "ed.ai", report(house))


# ---- what the clerk checks on receipt of a sealed act ------------------------------------------

CONDITION = Condition("must", "hours", "<=", (9,))


def cells(house, low=1):
    return {each.version: {"safety": low, "thrift": 2} for each in house.open.slate.candidates}


PAYLOADS = {
    "a vote in a review's envelope": ("review", "FileReview", Vote("for"), r.BadShape),
    "too many conditions": ("review", "FileReview", Review("for", (), (CONDITION,) * 4), r.OutOfBounds),
    "too many findings": ("review", "FileReview", Review("for", (Finding("note", "x"),) * 17), r.OutOfBounds),
    "a condition on no term": (
        "review",
        "FileReview",
        Review("for", (), (Condition("must", "x", "=", (1,)),)),
        r.OutOfBounds,
    ),
    "a comparison with two numbers": (
        "review",
        "FileReview",
        Review("for", (), (Condition("must", "hours", "=", (1, 2)),)),
        r.BadShape,
    ),
    "a forecast before the slate": ("review", "FileForecast", Forecast({}), r.VersionIsStale),
    "a forecast without a candidate": ("forecast", "FileForecast", Forecast({}), r.OutOfBounds),
    "a forecast without a value": (
        "forecast",
        "FileForecast",
        lambda h: Forecast({each: {"safety": 1} for each in cells(h)}),
        r.OutOfBounds,
    ),
    "a measurement of one value": ("measuring", "ReportMeasure", Measure({"safety": 1}), r.OutOfBounds),
    "a right review": (
        "review",
        "FileReview",
        Review("against", (), (CONDITION, Condition("should", "hours", "in", (1, 2)))),
        None,
    ),
    "a right forecast": ("forecast", "FileForecast", lambda h: Forecast(cells(h)), None),
    "a right vote": ("ballot", "CastVote", Vote("against"), None),
    "a right measurement": ("measuring", "ReportMeasure", Measure({"safety": 1, "thrift": 2}), None),
}
SEALED = {
    "FileReview": lambda p: FileReview(p, NONE, "safety", NONE),
    "FileForecast": lambda p: FileForecast(p, NONE, 1, NONE),
    "CastVote": lambda p: CastVote(p, NONE, NONE),
    "ReportMeasure": lambda p: ReportMeasure(p, NONE, NONE),
}


@pytest.mark.parametrize(("stage", "kind", "write", "refusal"), PAYLOADS.values(), ids=PAYLOADS)
def test_what_could_not_be_opened_is_refused_on_receipt(houses, stage, kind, write, refusal):
    house = houses[stage]
    act = Act(house.state.moot, "m1.ai", NONE, 0, 0, 0, SEALED[kind](of(house)))
    payload = write(house) if callable(write) else write
    if refusal is None:
        examine(house.state, act, payload)
        return
    with pytest.raises(r.Refused) as caught:
        examine(house.state, act, payload)
    assert type(caught.value) is refusal
    reads_well(caught.value, house.state.charter)


def test_what_seals_nothing_is_not_examined(houses):
    examine(houses["review"].state, Act("", "m1.ai", NONE, 0, 0, 0, TakeMandate("safety")), Vote("for"))


def test_step_and_decide_say_the_same(houses):
    house = houses["quiet"].copy()
    act = Act(house.state.moot, "bo.ai", key_of("bo.ai"), 0, house.now, house.now, LeaveMandate("safety"))
    filed = Filed(act, NONE, house.index, house.now)
    assert decide(house.state, filed) == step(house.state, filed)[1]
