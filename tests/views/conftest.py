"""A moot told by hand: the events of one decision, stage by stage, as the views would hear them."""

from dataclasses import dataclass, field, replace

import pytest

from moot.core import events as e
from moot.core.act import Condition
from moot.core.charter import (
    Awareness,
    Charter,
    Kind,
    Mandate,
    Metering,
    Purpose,
    Structure,
    Term,
    WorstCase,
    Worth,
)
from moot.core.commands import Act, Answer, CommitChance, Finding, FoundingClerk, Review
from moot.core.proposal import base_of, version_of
from moot.views.views import Views
from moot.wire.entry import Told

CHARTER = Charter(
    purpose=Purpose("Share the current.", (Worth("safety", "s", 600_000, 500_000), Worth("thrift", "t", 400_000, 0))),
    structure=Structure(
        mandates=(Mandate("safety", ("safety",), 2), Mandate("thrift", ("thrift",), 1)),
        families=("oak", "elm"),
        actions=(
            Kind(
                id="limit",
                target="garage",
                terms=(Term("amps", "A", 0, 100),),
                executor="switch",
                undo="set it back",
                worst_case=WorstCase(0, {}),
                horizon=10,
            ),
        ),
    ),
    awareness=Awareness(
        (Metering("safety", ("meter.a", "meter.b")), Metering("thrift", ("meter.a", "meter.b"))),
    ),
)
NOW, ASKED, MIDDLE = {"amps": 40}, {"amps": 80}, {"amps": 60}
BASE = base_of("garage", NOW)
QUO, ORIGINAL, AMENDED = (version_of("limit", terms, BASE) for terms in (NOW, ASKED, MIDDLE))
P = "01" * 32
GRANT, PAPER, SLATE, SEAL, TEXT = ("aa" * 32, "bb" * 32, "cc" * 32, "dd" * 32, "ee" * 32)
REVIEW = Review("against", (Finding("major", "purpose.values.safety"),), (Condition("must", "amps", "<=", (60,)),))
CELLS = {
    QUO: {"safety": 500_000, "thrift": 300_000},
    ORIGINAL: {"safety": 400_000, "thrift": 600_000},
    AMENDED: {"safety": 700_000, "thrift": 500_000},
}


def seat(owner, *, degraded=False):
    return e.Seat(owner, f"{owner}.ai", "oak", degraded)


def registered(owner, name, nature="ai", may=()):
    family = None if nature == "human" else "oak"
    return e.AgentRegistered(name, owner, nature, family, "00" * 32, (), may, None)


def members():
    for owner in ("ana", "bo", "cy", "di"):
        yield e.OwnerFounded(owner, voice=True)
        yield registered(owner, f"{owner}.person", "human", ("CastVote", "WeighValues", "RevealChance"))
        yield registered(owner, f"{owner}.ai", may=("FileReview", "FileForecast"))
        yield e.CreditsMoved("mint", f"owner/{owner}", 1_000, "agency.grant", None)
    yield e.OwnerFounded("works", voice=False)
    for name in ("switch", "meter.a"):
        yield registered("works", name)
    yield e.OwnerFounded("lab", voice=False)
    yield registered("lab", "meter.b")


FOUNDING = (
    e.MootFounded("f0" * 32, 7, CHARTER, FoundingClerk("clerk", "01" * 32, "02" * 32), None),
    *members(),
    e.MandateTaken("bo.ai", "safety", 0),
    e.MandateTaken("cy.ai", "safety", 1),
    e.InfluenceUpdated("safety", {"ana": 500, "bo": 500}, "agency.learning"),
    e.TargetSet("garage", "limit", NOW),
)

STAGES = {
    "waiting": (
        e.ProposalSubmitted(
            P, "ana.person", "ana", "limit", "garage", ORIGINAL, ASKED, QUO, TEXT, {"safety": 600_000}, 20, 2, 50
        ),
        e.CreditsMoved("owner/ana", f"held/{P}", 20, "agency.bond", P),
        e.StageEntered(P, "waiting", 90, 100),
    ),
    "drawing": (
        *(e.ChanceAssigned(P, "drawing", member, number, 2) for member, number in (("bo", 1), ("cy", 4), ("clerk", 9))),
        e.StageEntered(P, "drawing", 100, 200),
    ),
    "drawing_clerk": (
        e.ChanceRevealed(P, "drawing", "bo", 1, "03" * 32),
        e.FaultPublished(P, "cy", "its chance link is missing"),
        e.StageEntered(P, "drawing_clerk", 200, 300),
    ),
    "review": (
        e.ChanceRevealed(P, "drawing", "clerk", 9, "04" * 32),
        e.LotSeeded(P, "drawing", "05" * 32, ("amps",)),
        e.PanelDrawn(P, "safety", (seat("bo"), seat("cy")), (seat("di"),)),
        e.PanelDrawn(P, "thrift", (seat("di", degraded=True),), ()),
        e.StageEntered(P, "review", 300, 400),
    ),
    "review_standins": (
        e.ReviewFiled(P, "11" * 32, "bo.ai", "safety", SEAL),
        e.ReviewerReplaced(P, "safety", "review", seat("cy"), seat("di")),
        e.ReviewerReplaced(P, "thrift", "review", seat("di", degraded=True), None),
        e.StageEntered(P, "review_standins", 400, 450),
    ),
    "opening_reviews": (
        e.ReviewFiled(P, "12" * 32, "di.ai", "safety", SEAL),
        e.StageEntered(P, "opening_reviews", 450, 460),
    ),
    "negotiation": (
        e.ReviewOpened(P, "11" * 32, "bo.ai", "safety", REVIEW, 2),
        e.MandateUnheard(P, "thrift", 0, 1),
        e.StageEntered(P, "negotiation", 460, 500),
    ),
    "forecast": (
        e.VersionOffered(
            P, AMENDED, "di.ai", "di", ORIGINAL, MIDDLE, (Answer("bo.ai", "safety", 0),), (ORIGINAL,), None
        ),
        e.VersionOffered(P, AMENDED, "cy.ai", "cy", QUO, MIDDLE, (), (), None),
        e.CandidatesFrozen(
            P,
            SLATE,
            (e.Candidate(QUO, None, ()), e.Candidate(ORIGINAL, "ana", ()), e.Candidate(AMENDED, "di", ("bo",))),
            (),
            (seat("bo"), seat("cy")),
            (seat("di"),),
        ),
        e.StageEntered(P, "forecast", 500, 560),
    ),
    "forecast_standins": (
        e.ForecastFiled(P, "13" * 32, "bo.ai", "bo", 8, SEAL),
        e.ReviewerReplaced(P, "safety", "forecast", seat("cy"), seat("ana")),
        e.StageEntered(P, "forecast_standins", 560, 600),
    ),
    "opening_forecasts": (
        e.ForecastFiled(P, "14" * 32, "di.ai", "di", 6, SEAL),
        e.StageEntered(P, "opening_forecasts", 600, 610),
    ),
    "ballot": (
        e.ForecastOpened(P, "13" * 32, "bo.ai", CELLS),
        e.StakeLost(P, "14" * 32, "di.ai", 6),
        e.ForecastsPooled(
            P,
            {
                version: {name: e.Pooled(p, p - 100_000, p + 100_000, 1) for name, p in each.items()}
                for version, each in CELLS.items()
            },
            {QUO: 420_000, ORIGINAL: 480_000, AMENDED: 620_000},
        ),
        e.CandidateRecommended(
            P,
            AMENDED,
            (QUO, AMENDED),
            {ORIGINAL: "purpose.values.safety.floor"},
            {AMENDED: 900_000, QUO: 100_000},
            100_000,
            PAPER,
        ),
        e.StageEntered(P, "ballot", 610, 700),
    ),
    "opening_votes": (
        e.VoteCast(P, "15" * 32, "bo", "bo.person", SEAL),
        e.VoteCast(P, "16" * 32, "bo", "bo.person", SEAL),
        e.VoteCast(P, "17" * 32, "cy", "cy.person", SEAL),
        e.BallotExtended(P, 745),
        e.StageEntered(P, "opening_votes", 745, 750),
    ),
    "objection": (
        e.VoteOpened(P, "16" * 32, "bo", "for", None, TEXT),
        e.VoteOpened(P, "17" * 32, "cy", "for", None, None),
        e.StageEntered(P, "objection", 750, 800),
    ),
    "timelock": (
        e.VoteMoved(P, "cy", "for", "abstain", TEXT),
        e.BallotClosed(P, 1, 1, 0, 4, 2, passed=True, two_thirds=True),
        *(e.ChanceAssigned(P, "lottery", member, number, 0) for member, number in (("bo", 2), ("clerk", 10))),
        e.StageEntered(P, "timelock", 800, 850),
    ),
    "timelock_clerk": (
        e.ChanceRevealed(P, "lottery", "bo", 2, "06" * 32),
        e.StageEntered(P, "timelock_clerk", 850, 860),
    ),
    "executing": (
        e.ChanceRevealed(P, "lottery", "clerk", 10, "07" * 32),
        e.LotteryDrawn(P, AMENDED, 7, 900_000),
        e.GrantIssued(P, GRANT, AMENDED, "limit", "garage", MIDDLE, BASE, "switch", 900),
        e.StageEntered(P, "executing", 860, 900),
    ),
    "measuring": (
        e.ActionExecuted(P, AMENDED, "executed", MIDDLE, undone=False),
        e.TargetSet("garage", "limit", MIDDLE),
        e.StageEntered(P, "measuring", 880, 1_000),
    ),
    "opening_measures": (
        e.MeasureFiled(P, "18" * 32, "meter.a", SEAL),
        e.MeasureFiled(P, "19" * 32, "meter.b", SEAL),
        e.StageEntered(P, "opening_measures", 990, 1_010),
    ),
    "settled": (
        e.MeasureOpened(P, "18" * 32, "meter.a", {"safety": 650_000, "thrift": 500_001}),
        e.OutcomeMeasured(P, AMENDED, {"safety": 650_000, "thrift": 500_001}, (), 590_000),
        e.StakesSettled(P, "safety", 650_000, {"bo.ai": 3}),
        e.StakesSettled(P, "thrift", 500_001, {"bo.ai": -1}),
        e.InfluenceUpdated("safety", {"bo": 700}, "agency.learning"),
        e.CreditShared(P, 170_000, 10, {"di": 10}),
        e.ProposalClosed(P, "settled", "executed, measured and settled"),
    ),
}


@dataclass
class Chronicle:
    """Views, and the entries that they were told."""

    views: Views = field(default_factory=Views)
    size: int = 0

    def happens(self, *events, at=0):
        act = Act("", "ana", "00" * 32, self.size, 0, 0, CommitChance("00" * 32))
        self.views.tell(Told(self.size, f"{self.size:064x}", at, act, events))
        self.size += 1

    def until(self, stage):
        for name, events in STAGES.items():
            self.happens(*events, at=1_000 + self.size)
            if name == stage:
                return self
        raise KeyError(stage)

    def decides(self, number, said, pool, measured, **more):
        """Tell of a decision in which agents `said` what safety would be, on a pool of (lower, value, upper)."""
        proposal, version, quo = (f"{kind}{number:062x}" for kind in ("de", "ef", "00"))
        lower, middle, upper = pool
        ran = version if more.get("ran", True) else quo
        pools = {each: {"safety": e.Pooled(middle, lower, upper, len(said))} for each in (version, quo)}
        events = [
            e.ProposalSubmitted(
                proposal,
                "ana.person",
                "ana",
                "limit",
                "garage",
                version,
                ASKED,
                quo,
                None,
                {"safety": 600_000},
                0,
                0,
                0,
            ),
            *(e.ForecastFiled(proposal, SEAL, agent, agent.split(".")[0], 1, SEAL) for agent in said),
            *(e.ForecastOpened(proposal, SEAL, agent, {ran: {"safety": ppm}}) for agent, ppm in said.items()),
            e.ForecastsPooled(proposal, pools, {quo: middle, version: middle}),
            *more.get("before", lambda *_: ())(proposal, version),
        ]
        if ran == version:
            events += [
                e.LotteryDrawn(proposal, version, 7, 900_000),
                e.ActionExecuted(proposal, version, more.get("result", "executed"), ASKED, undone=False),
            ]
        disputed = () if "score" in more else ("thrift",)
        events += [
            e.OutcomeMeasured(proposal, ran, {"safety": measured}, disputed, more.get("score")),
            e.ProposalClosed(proposal, more.get("outcome", "settled"), "told for a test"),
        ]
        self.happens(*events, at=more.get("at", 5_000 + number))
        return proposal

    def page(self):
        return self.views.view("proposal", proposal=P)

    def awaits(self):
        [row] = self.views.view("docket")
        return [(each["agent"], each["owner"], each["act"], each["mandate"], each["number"]) for each in row["awaits"]]


@pytest.fixture
def chronicle():
    told = Chronicle()
    told.happens(*FOUNDING)
    return told


@pytest.fixture
def floored():
    """Give a founding under a charter in which safety has a floor of 20 %."""
    safety, thrift = CHARTER.purpose.values
    purpose = replace(CHARTER.purpose, values=(replace(safety, floor=200_000), thrift))
    return replace(FOUNDING[0], charter=replace(CHARTER, purpose=purpose))


@pytest.fixture(params=list(STAGES))
def at_every_stage(request, chronicle):
    return request.param, chronicle.until(request.param)
