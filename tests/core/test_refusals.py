"""Each act that is wrong in one way is refused with the right reason, and changes nothing."""

import pytest

from moot.core import refusal as r
from moot.core.act import SAFE
from moot.core.assembly import EMPTY, decide
from moot.core.commands import (
    Act,
    AddKey,
    Advance,
    Answer,
    CastVote,
    CloseEpoch,
    CommitChance,
    Filed,
    FileReview,
    LeaveMandate,
    Object,
    OpenEnvelope,
    Propose,
    RegisterAgent,
    ReportMeasure,
    RevealChance,
    RevokeKey,
    TakeMandate,
    Vote,
    WeighValues,
    Withdraw,
)
from tests.core.house import MINUTE, key_of
from tests.core.refusing import (
    HOUR,
    NONE,
    STAGES,
    amendment,
    at_stage,
    contributor,
    everybody_may,
    forecast,
    forecaster,
    idle,
    now,
    of,
    outsider,
    refused,
    report,
    reveal,
    reviewer,
)


@pytest.fixture(scope="module")
def houses():
    return {name: at_stage(name, everybody_may("OfferAmendment")) for name in (*STAGES, "measuring")}


# ---- the envelope of an act -------------------------------------------------------------------

ENVELOPES = {
    "another moot": ({"moot": NONE}, r.WrongMoot),
    "no moot": ({"moot": ""}, r.WrongMoot),
    "a stranger": ({"by": "nobody.ai"}, r.UnknownMember),
    "an unknown key": ({"key": NONE}, r.KeyNotValid),
    "another agent's key": ({"key": key_of("bo.human"), "nonce": 9}, r.KeyNotValid),
    "a nonce that was spent": ({"nonce": 0}, r.NonceIsSpent),
    "an act that ran out": ({"until": 1_800_000_000_000 - 1}, r.OutOfTime),
    "an act that lives too long": ({"until": 1_800_000_000_000 + HOUR + 1}, r.OutOfTime),
    "a clock that is behind": ({"at": 1_800_000_000_000 - 5 * MINUTE - 1}, r.OutOfTime),
    "a clock that is ahead": ({"at": 1_800_000_000_000 + 5 * MINUTE + 1}, r.OutOfTime),
}


@pytest.mark.parametrize(("changes", "refusal"), ENVELOPES.values(), ids=ENVELOPES)
def test_a_wrong_envelope_is_refused(houses, changes, refusal):
    house = houses["quiet"].copy()
    refused(house, refusal, "ana.human", WeighValues({"safety": 500_000, "thrift": 500_000}), **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"until": 1_800_000_000_000},
        {"until": 1_800_000_000_000 + HOUR},
        {"at": 1_800_000_000_000 - 5 * MINUTE},
        {"at": 1_800_000_000_000 + 5 * MINUTE},
        {"nonce": SAFE},
    ],
)
def test_an_envelope_at_its_limits_is_good(houses, changes):
    houses["quiet"].copy().file("ana.human", WeighValues({"safety": 500_000, "thrift": 500_000}), **changes)


def test_before_the_founding_nothing_can_be_filed():
    act = Act("", "ana.human", key_of("ana.human"), 0, 10, 10, TakeMandate("safety"))
    with pytest.raises(r.NotNow, match="not founded") as caught:
        decide(EMPTY, Filed(act, NONE, 0, 10))
    assert type(caught.value) is r.NotNow


RIGHTS = {
    "an agent whose registration does not list it": ("ana.ai", CommitChance(NONE)),
    "the clerk, who is no member": ("clerk", TakeMandate("safety")),
    "an executor that takes a mandate": ("ed.ai", TakeMandate("safety")),
}


@pytest.mark.parametrize(("by", "command"), RIGHTS.values(), ids=RIGHTS)
def test_an_act_without_the_right_to_it_is_refused(houses, by, command):
    refused(houses["quiet"].copy(), r.NoRight, by, command)


# ---- what is asked, in the wrong stage, of the wrong thing, by the wrong member ------------------

ROWS = {
    # Members
    "an agent that is called like another": ("quiet", "ana.human", RegisterAgent("bo.ai", "ai", NONE), r.AlreadyDone),
    "an agent that is called like the clerk": ("quiet", "ana.human", RegisterAgent("clerk", "ai", NONE), r.AlreadyDone),
    "an agent with a used key": ("quiet", "ana.human", RegisterAgent("new.ai", "ai", key_of("bo.ai")), r.AlreadyDone),
    "an agent with a strange right": (
        "quiet",
        "ana.human",
        RegisterAgent("new.ai", "ai", NONE, may=("Rule",)),
        r.BadShape,
    ),
    "a key for nobody": ("quiet", "ana.human", AddKey("nobody", NONE), r.UnknownMember),
    "a key for another owner's agent": ("quiet", "ana.human", AddKey("bo.ai", NONE), r.NotYours),
    "a used key": ("quiet", "ana.human", AddKey("ana.ai", key_of("bo.ai")), r.AlreadyDone),
    "a recovery key out of order": ("quiet", "ana.human", AddKey("ana.human", NONE, 2), r.OutOfBounds),
    "revoking nobody's key": ("quiet", "ana.human", RevokeKey("ana.ai", NONE), r.NotFound),
    "revoking a key of another of one's agents": (
        "quiet",
        "ana.human",
        RevokeKey("ana.ai", key_of("ana.human")),
        r.NotFound,
    ),
    "revoking another owner's key": ("quiet", "ana.human", RevokeKey("bo.ai", key_of("bo.ai")), r.NotYours),
    "taking no mandate": ("quiet", "ana.ai", TakeMandate("beauty"), r.NotFound),
    "taking a mandate twice": ("quiet", "ana.ai", TakeMandate("safety"), r.AlreadyDone),
    "leaving what one does not hold": ("quiet", "ana.human", LeaveMandate("safety"), r.AlreadyDone),
    "weights of other values": ("quiet", "ana.human", WeighValues({"beauty": 1_000_000}), r.OutOfBounds),
    "weights that sum to less": ("quiet", "ana.human", WeighValues({"safety": 1, "thrift": 1}), r.OutOfBounds),
    "committing while a link is due": (
        "drawing",
        lambda h: f"{contributor(h)}.human",
        CommitChance(NONE),
        r.AlreadyDone,
    ),
    "closing an epoch early, as a member": ("quiet", "ana.human", CloseEpoch(0), r.NotDue),
    "closing an epoch early": ("quiet", "clerk", CloseEpoch(0), r.NotDue),
    "closing another epoch": ("quiet", "clerk", CloseEpoch(3), r.NotDue),
    # Proposing
    "no kind of action": ("quiet", "ana.ai", Propose("dance", {}, NONE), r.NotFound),
    "a term too many": (
        "quiet",
        "ana.ai",
        lambda h: Propose("set_heat", {"degrees": 1, "hours": 1, "x": 1}, now(h)),
        r.OutOfBounds,
    ),
    "a term too few": ("quiet", "ana.ai", lambda h: Propose("set_heat", {"degrees": 1}, now(h)), r.OutOfBounds),
    "a term out of bounds": (
        "quiet",
        "ana.ai",
        lambda h: Propose("set_heat", {"degrees": 41, "hours": 1}, now(h)),
        r.OutOfBounds,
    ),
    "a stale base": ("quiet", "ana.ai", Propose("set_heat", {"degrees": 1, "hours": 1}, NONE), r.VersionIsStale),
    "what is in force": (
        "quiet",
        "ana.ai",
        lambda h: Propose("set_heat", {"degrees": 20, "hours": 8}, now(h)),
        r.AlreadyDone,
    ),
    "a busy target": (
        "drawing",
        "bo.ai",
        lambda h: Propose("set_heat", {"degrees": 1, "hours": 1}, now(h)),
        r.TargetIsBusy,
    ),
    "withdrawing another's": ("drawing", "bo.ai", lambda h: Withdraw(of(h)), r.NotYours),
    "withdrawing too late": ("ballot", "ana.ai", lambda h: Withdraw(of(h)), r.StageIsOver),
    "withdrawing what is not there": ("quiet", "ana.ai", Withdraw(NONE), r.NotFound),
    # Chance
    "the clerk before the owners": ("drawing", "clerk", reveal, r.StageIsOver),
    "a link in the review": ("review", "bo.ai", lambda h: RevealChance(of(h), 1, NONE), r.StageIsOver),
    "another's link": ("drawing", "ana.ai", lambda h: reveal(h, contributor(h)), r.NotYours),
    "another number": ("drawing", lambda h: f"{contributor(h)}.ai", lambda h: reveal(h, contributor(h), 2), r.NotYours),
    "a link off the chain": (
        "drawing",
        lambda h: f"{contributor(h)}.ai",
        lambda h: RevealChance(of(h), 1, NONE),
        r.LinkDoesNotFit,
    ),
    # Reviewing
    "a review before the draw": (
        "drawing",
        "bo.ai",
        lambda h: FileReview(of(h), h.open.original, "safety", NONE),
        r.StageIsOver,
    ),
    "a review for no mandate": (
        "review",
        reviewer,
        lambda h: FileReview(of(h), h.open.original, "beauty", NONE),
        r.NotFound,
    ),
    "a review by the author": (
        "review",
        "ana.ai",
        lambda h: FileReview(of(h), h.open.original, "safety", NONE),
        r.ConflictOfInterest,
    ),
    "a review without a seat": (
        "review",
        outsider,
        lambda h: FileReview(of(h), h.open.original, "safety", NONE),
        r.NotYours,
    ),
    "a review of another version": (
        "review",
        reviewer,
        lambda h: FileReview(of(h), h.open.status_quo, "safety", NONE),
        r.VersionIsStale,
    ),
    # Negotiating
    "an amendment before the reviews are open": ("review", "bo.ai", amendment, r.StageIsOver),
    "an amendment of nothing": ("negotiation", "bo.ai", lambda h: amendment(h, base=NONE), r.NotFound),
    "an amendment that merges nothing": ("negotiation", "bo.ai", lambda h: amendment(h, merges=(NONE,)), r.NotFound),
    "an amendment that sets nothing": ("negotiation", "bo.ai", lambda h: amendment(h, terms={}), r.OutOfBounds),
    "an amendment out of bounds": ("negotiation", "bo.ai", lambda h: amendment(h, terms={"hours": 25}), r.OutOfBounds),
    "an amendment with a strange term": (
        "negotiation",
        "bo.ai",
        lambda h: amendment(h, terms={"beauty": 2}),
        r.OutOfBounds,
    ),
    "an amendment that changes nothing": (
        "negotiation",
        "bo.ai",
        lambda h: amendment(h, terms={"hours": 8}),
        r.AlreadyDone,
    ),
    "an amendment of the status quo": (
        "negotiation",
        "bo.ai",
        lambda h: amendment(h, base=h.open.status_quo),
        r.NotAllowed,
    ),
    "a merge that takes nothing over": (
        "negotiation",
        "bo.ai",
        lambda h: amendment(h, merges=(h.open.status_quo,)),
        r.OutOfBounds,
    ),
    "a merge with what it is based on": (
        "negotiation",
        "bo.ai",
        lambda h: amendment(h, merges=(h.open.original,)),
        r.OutOfBounds,
    ),
    "an amendment by an owner of a meter": ("negotiation", "m1.ai", amendment, r.ConflictOfInterest),
    "an amendment by the executor's owner": ("negotiation", "ed.ai", amendment, r.ConflictOfInterest),
    "an answer to no condition": (
        "negotiation",
        "bo.ai",
        lambda h: amendment(h, answers=(Answer("cy.ai", "safety", 0),)),
        r.NotFound,
    ),
    # Forecasting
    "a forecast before the slate": ("negotiation", reviewer, lambda h: forecast(h, slate=NONE), r.StageIsOver),
    "a forecast by who was not drawn": ("forecast", idle, forecast, r.NotYours),
    "a forecast of another slate": ("forecast", forecaster, lambda h: forecast(h, slate=NONE), r.VersionIsStale),
    "a stake too small": ("forecast", forecaster, lambda h: forecast(h, 999_999), r.OutOfBounds),
    "a stake too large": ("forecast", forecaster, lambda h: forecast(h, 200_000_001), r.OutOfBounds),
    # Voting
    "a vote before the ballot": ("forecast", "bo.human", lambda h: CastVote(of(h), NONE, NONE), r.StageIsOver),
    "a vote on another paper": ("ballot", "bo.human", lambda h: CastVote(of(h), NONE, NONE), r.VersionIsStale),
    "an objection before its stage": ("ballot", "bo.human", lambda h: Object(of(h), h.open.paper.id), r.StageIsOver),
    "an objection to another paper": ("objection", "bo.human", lambda h: Object(of(h), NONE), r.VersionIsStale),
    # Opening and moving
    "opening nothing": ("ballot", "clerk", OpenEnvelope(NONE, NONE, Vote("for")), r.NotFound),
    "advancing too early": ("ballot", "clerk", lambda h: Advance(of(h), "ballot"), r.NotDue),
    "advancing another stage": ("ballot", "clerk", lambda h: Advance(of(h), "review"), r.StageIsOver),
    "advancing nothing": ("ballot", "clerk", Advance(NONE, "ballot"), r.NotFound),
    # Executing and measuring
    "a report on no grant": ("executing", "ed.ai", lambda h: report(h, grant=NONE), r.NotFound),
    "a report on another version": ("executing", "ed.ai", lambda h: report(h, version=NONE), r.VersionIsStale),
    "a report of other terms": (
        "executing",
        "ed.ai",
        lambda h: report(h, terms={"degrees": 1, "hours": 1}),
        r.OutOfBounds,
    ),
    "a report out of bounds": (
        "executing",
        "ed.ai",
        lambda h: report(h, terms={"degrees": 99, "hours": 1}, result="failed"),
        r.OutOfBounds,
    ),
    "a grant that was used": ("measuring", "ed.ai", report, r.StageIsOver),
    "a measurement before its stage": ("executing", "m1.ai", lambda h: ReportMeasure(of(h), NONE, NONE), r.StageIsOver),
    "a measurement before its horizon": (
        "measuring",
        "m1.ai",
        lambda h: ReportMeasure(of(h), h.open.run.version, NONE),
        r.NotDue,
    ),
    "a measurement of what did not run": (
        "measuring",
        "m1.ai",
        lambda h: ReportMeasure(of(h), NONE, NONE),
        r.VersionIsStale,
    ),
}


@pytest.mark.parametrize(("stage", "by", "write", "refusal"), ROWS.values(), ids=ROWS)
def test_it_is_refused_and_changes_nothing(houses, stage, by, write, refusal):
    house = houses[stage].copy()
    refused(house, refusal, by(house) if callable(by) else by, write(house) if callable(write) else write)
