"""Whoever goes for good, at any moment of a decision, it still comes to an end, and it is always said who must act.

A member is gone when it never acts again. Nobody is told, nothing is repaired: deadlines and stand-ins do it.
With one owner, agent, family of models, or the clerk's own agent gone, what is decided is even decided well:
executed, measured and settled. Without the executor, or with fewer than two meters, nobody can know what
happened: the proposal is void and stakes come back.
"""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from moot.core.assembly import dues
from moot.core.assembly.measuring import awaited_measures
from moot.core.assembly.reviewing import awaited_reviews
from moot.core.charter import Awareness, Metering
from moot.core.commands import (
    Advance,
    CastVote,
    FileForecast,
    FileReview,
    Forecast,
    LeaveMoot,
    Measure,
    OfferAmendment,
    OpenEnvelope,
    ReportExecution,
    ReportMeasure,
    RevealChance,
    Review,
    SuspendMember,
    Vote,
)
from moot.core.lot import link
from moot.core.proposal import FINAL, OPENING, STAGES, filed_by
from moot.views.views import Views
from tests.core.house import FAMILIES, LINKS, OWNERS, VALUES, House, charter, founding, key_of, secret_of

PEOPLE = tuple(f"{owner}.human" for owner in OWNERS)
MODELS = tuple(f"{owner}.ai" for owner in OWNERS)
METERS = ("m1.ai", "m2.ai", "m3.ai")
OWNER = {owner: {f"{owner}.ai", f"{owner}.human"} for owner in OWNERS}
AGENT = {agent: {agent} for agent in (*PEOPLE, *MODELS)}
FAMILY = {family: {f"{OWNERS[at]}.ai" for at in range(index, 7, 3)} for index, family in enumerate(FAMILIES)}
CLERK = {"clerk": {"clerk"}}
METER = {meter: {meter} for meter in METERS}
EXECUTOR = {"ed.ai": {"ed.ai"}}
UNNEEDED = {**OWNER, **AGENT, **FAMILY, **CLERK}  # any one of them
EVERYBODY = {**UNNEEDED, **METER, **EXECUTOR}
STEPS = 80  # more than a whole decision takes


def with_meters(meters):
    """Return the founding of the house with so many meters of different owners."""
    law = replace(charter(), awareness=Awareness(tuple(Metering(each, meters) for each in VALUES)))
    plan = founding(law)
    [*_, last] = plan.owners
    third = replace(last.agents[0], id="m3.ai", key=key_of("m3.ai"))
    return replace(plan, owners=(*plan.owners, replace(last, id="m3", agents=(third,))))


def with_few_holders(plan):
    """Return a founding at which two owners beside the author hold the mandate of safety, so that a seat is short."""

    def fewer(owner):
        agents = tuple(replace(each, mandates=tuple(set(each.mandates) - {"safety"})) for each in owner.agents)
        return owner if owner.id in {"ana", "bo", "cy"} else replace(owner, agents=agents)

    return replace(plan, owners=tuple(map(fewer, plan.owners)))


class Decision:
    """One proposal that everybody who is left wants to succeed, act by act."""

    def __init__(self, meters=3, change=lambda plan: plan):
        self.house = House(first=change(with_meters(METERS[:meters])))
        self.house.propose()
        self.gone = set()
        self.views, self.seen = Views(), 0
        windows = self.house.state.charter.structure.windows
        every = sum(getattr(windows, name) for name in windows.__slots__)
        self.latest = self.house.now + 2 * every  # each stage may be extended once, and has an opening

    @property
    def over(self):
        return not self.house.state.proposals

    def wanted(self):
        """Yield what the present stage is for, as (whoever may do it, what), in no order that matters."""
        proposal = self.house.open
        if proposal.stage in OPENING:
            yield from self.openings(proposal)
        elif proposal.stage != "objection":
            yield from WANTED[proposal.stage.removesuffix("_standins").removesuffix("_clerk")](self, proposal)

    def openings(self, proposal):
        if self.house.now < proposal.until:
            for act, envelope in proposal.sealed.items():
                yield ("clerk", envelope.by), OpenEnvelope(act, *self.house.held[envelope.seal])

    def reviews(self, proposal):
        for mandate, seat in awaited_reviews(proposal):
            found = self.house.sealed(seat.agent, "FileReview", Review("for"), mandate)
            yield (seat.agent,), FileReview(proposal.id, proposal.original, mandate, found)

    def offers(self, proposal):
        if len(proposal.versions) == 2:
            yield ("bo.ai", "cy.ai"), OfferAmendment(proposal.id, proposal.original, {"hours": 9})

    def votes(self, proposal):
        voted = {each.owner for each in proposal.sealed.values()}
        for owner in sorted({*proposal.frozen.voters} - voted):
            found = self.house.sealed(f"{owner}.human", "CastVote", Vote("for"))
            yield (f"{owner}.human",), CastVote(proposal.id, proposal.paper.id, found)

    def report(self, proposal):
        terms = proposal.versions[proposal.run.version].terms
        yield ("ed.ai",), ReportExecution(proposal.run.grant, proposal.run.version, "executed", terms)

    def links(self, proposal):
        clerk = proposal.stage.endswith("_clerk")
        for member, each in proposal.links["drawing" if proposal.stage.startswith("drawing") else "lottery"].items():
            if each.revealed is None and (member == "clerk") == clerk:
                by = ("clerk",) if clerk else (f"{member}.ai", f"{member}.human")
                disclosed = link(secret_of(member), each.number, LINKS).hex()
                yield by, RevealChance(proposal.id, each.number, disclosed)

    def forecasts(self, proposal):
        slate = proposal.slate
        for agent in sorted({*slate.pooled, *slate.scored} - filed_by(proposal)):
            cells = {
                each.version: dict.fromkeys(VALUES, self.house.hopeful(agent, each.version, ""))
                for each in slate.candidates
            }
            found = self.house.sealed(agent, "FileForecast", Forecast(cells))
            yield (agent,), FileForecast(proposal.id, slate.id, 1_000_000, found)

    def measures(self, proposal):
        if self.house.now < proposal.since + proposal.kind.horizon:
            return
        ran = proposal.run.version if proposal.run else proposal.status_quo
        for meter in awaited_measures(proposal):
            found = self.house.sealed(meter, "ReportMeasure", Measure(dict.fromkeys(VALUES, 640_000)))
            yield (meter,), ReportMeasure(proposal.id, ran, found)

    def step(self):
        """Let one act that is wanted be filed by somebody who is left; if there is none, wait for the next instant."""
        self.is_accounted_for()
        for may, command in self.wanted():
            by = next((each for each in may if each not in self.gone), None)
            if by:
                self.house.file(by, command)
                return
        proposal = self.house.open
        if proposal.stage == "measuring" and self.house.now < proposal.since + proposal.kind.horizon:
            self.house.now = proposal.since + proposal.kind.horizon
            return
        self.house.now = max(self.house.now, proposal.until)
        self.is_accounted_for()
        left = next(each for each in ("clerk", *PEOPLE, *MODELS, "ed.ai", *METERS) if each not in self.gone)
        self.house.file(left, Advance(proposal.id, proposal.stage))  # as anybody may

    def is_accounted_for(self):
        """Check that the docket says until when, names whoever can act, and that the deadline is known to the clerk."""
        for told in self.house.record[self.seen :]:
            self.views.tell(told)
        self.seen = len(self.house.record)
        proposal, now = self.house.open, self.house.now
        [row] = self.views.view("docket")
        assert (row["stage"], row["until"]) == (proposal.stage, proposal.until)
        named = {each["agent"] or each["owner"] for each in row["awaits"]}
        if proposal.stage != "negotiation":  # which waits for nobody in particular
            for may, _ in self.wanted():
                assert named & {*may, may[0].split(".")[0]}
        assert STAGES[proposal.stage].otherwise
        owed = dues(self.house.state, now)
        assert owed.next <= proposal.until <= self.latest
        assert (now >= proposal.until) == ((proposal.id, proposal.stage) in owed.advances)

    def outcome_without(self, gone, after):
        """Let `gone` go after so many steps; return how it ends."""
        for taken in range(4 * STEPS):
            if taken == after:
                self.gone |= gone
            if self.over:
                assert self.house.sums_to_zero()
                assert self.house.closed.outcome in FINAL
                return self.house.closed.outcome
            self.step()
        raise AssertionError(self.house.open.stage)


def nobody_in_particular(*_):
    return ()


WANTED = {
    "waiting": nobody_in_particular,
    "drawing": Decision.links,
    "review": Decision.reviews,
    "negotiation": Decision.offers,
    "forecast": Decision.forecasts,
    "ballot": Decision.votes,
    "timelock": Decision.links,
    "executing": Decision.report,
    "measuring": Decision.measures,
}
MOMENTS = st.integers(0, STEPS)


def one_of(*groups):
    return st.sampled_from([each for group in groups for each in group.values()])


def test_when_nobody_goes_it_is_settled_in_fewer_steps_than_are_tried():
    decision = Decision()
    assert decision.outcome_without(set(), 0) == "settled"
    assert 50 < len(decision.house.record) < STEPS


@given(one_of(UNNEEDED), MOMENTS)
def test_without_any_one_owner_agent_family_or_the_clerks_agent_it_is_settled_all_the_same(gone, after):
    assert Decision(meters=2).outcome_without(gone, after) == "settled"


@given(one_of(UNNEEDED), MOMENTS)
def test_where_a_mandate_is_short_of_owners_any_one_can_go_as_well(gone, after):
    decision = Decision(meters=2, change=with_few_holders)
    assert decision.house.open.stage == "waiting"
    assert decision.outcome_without(gone, after) == "settled"


@given(st.sampled_from(OWNERS), MOMENTS, st.booleans())
def test_whoever_is_suspended_or_leaves_at_any_moment_it_is_settled_all_the_same(owner, after, leaves):
    decision = Decision(meters=2)
    for _ in range(after):
        if not decision.over:
            decision.step()
    if leaves:
        decision.house.file(f"{owner}.human", LeaveMoot())
    else:
        for other in [each for each in OWNERS if each != owner][:4]:
            decision.house.file(f"{other}.human", SuspendMember(owner, 2))
    assert decision.outcome_without(OWNER[owner], 0) == "settled"
    decision.house.end_epoch()
    assert decision.house.state.owners[owner].left == leaves
    assert decision.house.propose("ana.ai" if owner != "ana" else "bo.ai", hours=1)
    assert owner not in decision.house.open.frozen.voters


@given(one_of(METER), MOMENTS)
def test_of_three_meters_any_one_can_go(gone, after):
    assert Decision().outcome_without(gone, after) == "settled"


@given(st.sampled_from(METERS[:2]), MOMENTS)
def test_of_two_meters_none_can_go_before_it_reported(meter, after):
    decision = Decision(meters=2)
    outcome = decision.outcome_without({meter}, after)
    reported = any(told.act.by == meter for told in decision.house.record)
    assert outcome == ("settled" if reported else "void")


@given(MOMENTS)
def test_without_its_executor_a_grant_runs_out_and_stakes_come_back(after):
    decision = Decision()
    outcome = decision.outcome_without({"ed.ai"}, after)
    reported = any(told.act.by == "ed.ai" for told in decision.house.record)
    assert outcome == ("settled" if reported else "void")
    assert not [name for name in decision.house.state.ledger.accounts if name.startswith("held/")]


@given(one_of(EVERYBODY), one_of(EVERYBODY), MOMENTS, MOMENTS)
def test_without_any_two_it_ends_and_is_void_only_if_nobody_can_know_what_happened(one, other, first, then):
    """Two may leave too few to be heard or to forecast, which can only keep things as they are: rejected."""
    decision = Decision()
    gone, later = (one, other) if first <= then else (other, one)
    for _ in range(min(first, then)):
        if not decision.over:
            decision.step()
    decision.gone |= gone
    outcome = decision.outcome_without(later, abs(first - then))
    if len(METER.keys() & decision.gone) < 2 and "ed.ai" not in decision.gone:
        assert outcome in {"settled", "rejected"}
    assert outcome in {"settled", "rejected", "void"}


@settings(max_examples=20)
@given(st.sets(st.sampled_from(sorted({*PEOPLE, *MODELS[1:], *METERS, "ed.ai", "clerk"}))), MOMENTS)
def test_with_one_member_left_to_advance_it_ends_whoever_is_gone(gone, after):
    assert Decision().outcome_without(gone, after) in {"settled", "rejected", "void"}
