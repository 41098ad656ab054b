"""What events make of a proposal, between its submission and its end.

Laws: what was sealed stays sealed until its own stage opens it; a proposal that is closed is gone.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from moot.core import events as e
from moot.core.act import MILLION
from moot.core.assembly.evolve import admission
from moot.core.assembly.evolve.trial import seeded as seeded_trial
from moot.core.assembly.evolve.trial import with_trial
from moot.core.assembly.state import Assembly, Drawn, active, matter, voiced
from moot.core.assembly.trial import Trial
from moot.core.charter import Kind, kind_called
from moot.core.dossier import NOWHERE, Envelope, Frozen, Left, Link, Opened, Panel, Paper, Purse, Run, Slate, Version
from moot.core.lane import Venture, kept
from moot.core.persistent import put, without
from moot.core.proposal import OPENING, SUSPENDED, Proposal, running
from moot.core.value import changed


def _with_proposal(a: Assembly, proposal: Proposal) -> Assembly:
    return changed(a, proposals=put(a.proposals, proposal.id, proposal))


def _with_links(a: Assembly, named: Proposal | Trial, side: str, links: Mapping[str, Link]) -> Assembly:
    if isinstance(named, Trial):
        return with_trial(a, changed(named, links={**named.links, side: links}))
    return _with_proposal(a, changed(named, links={**named.links, side: links}))


def submitted(a: Assembly, x: e.ProposalSubmitted) -> Assembly:
    in_force = a.charter if x.charter else None
    proposal = Proposal(
        id=x.proposal,
        author=x.author,
        owner=x.owner,
        kind=cast("Kind", kind_called(a.charter, x.kind)),
        original=x.version,
        status_quo=x.status_quo,
        frozen=Frozen(a.charter, voiced(a), a.weights, a.influence, active(a)),
        versions={
            x.status_quo: Version(a.targets[x.target].terms, None, None, None, charter=in_force),
            x.version: Version(x.terms, None, x.author, x.owner, charter=x.charter),
        },
        lane=x.lane,
        purse=Purse(x.bond, x.fees, x.reserve, x.spare),
    )
    venture = Venture(x.owner, x.target, x.harm, x.at, x.rule)
    return _with_proposal(changed(a, ventures=kept(a.charter, (*a.ventures, venture), x.at)), proposal)


def lane_changed(a: Assembly, x: e.LaneChanged) -> Assembly:
    # What was said for the other lane is in the record; here it begins anew, from the panels on.
    return _with_proposal(
        a,
        changed(
            a.proposals[x.proposal],
            lane=x.lane,
            panels={},
            reviews=(),
            silent=(),
            unheard=(),
            slate=None,
            forecasts={},
            pools={},
            scores={},
            paper=None,
            votes={},
            purse=replace(a.proposals[x.proposal].purse, spare=0, deposits={}, stakes={}),
        ),
    )


def entered(a: Assembly, x: e.StageEntered) -> Assembly:
    proposal = a.proposals[x.proposal]
    if x.stage in SUSPENDED or proposal.left.stage == x.stage:
        return _with_proposal(a, _waiting(proposal, x))
    again = proposal.stage == x.stage and proposal.since != 0
    entered = changed(proposal, stage=x.stage, since=x.since, until=x.until, extended=again, left=NOWHERE)
    # Sealed acts go on to the stand-ins and into the opening of their stage, and no further.
    keeps = x.stage in OPENING or x.stage.endswith("_standins")
    return _with_proposal(a, entered if keeps else changed(entered, sealed={}, cast={}))


def _waiting(proposal: Proposal, x: e.StageEntered) -> Proposal:
    """Return the proposal as it begins or ceases to wait: with all that it had."""
    left = Left(proposal.stage, proposal.since, proposal.until) if x.stage in SUSPENDED else NOWHERE
    return changed(proposal, stage=x.stage, since=x.since, until=x.until, left=left)


def assigned(a: Assembly, x: e.ChanceAssigned) -> Assembly:
    named, chain = matter(a, x.proposal), a.chains[x.member]
    side = {**named.links.get(x.side, {}), x.member: Link(x.number, None, x.deposit)}
    chain = replace(chain, assigned=x.number, ever=chain.ever + 1)
    return _with_links(changed(a, chains=put(a.chains, x.member, chain)), named, x.side, side)


def revealed(a: Assembly, x: e.ChanceRevealed) -> Assembly:
    named, chain = matter(a, x.proposal), a.chains[x.member]
    side = {**named.links[x.side], x.member: Link(x.number, x.link)}
    if x.number > chain.number:
        chain = replace(chain, known=x.link, number=x.number)
    return _with_links(changed(a, chains=put(a.chains, x.member, chain)), named, x.side, side)


def seeded(a: Assembly, x: e.LotSeeded) -> Assembly:
    if x.proposal in a.trials:
        return seeded_trial(a, x)
    proposal = a.proposals[x.proposal]
    if x.side == "drawing" and x.changed:
        kept = Drawn(proposal.owner, proposal.kind.id, x.changed, x.seed)
        a = changed(a, drawn=(*a.drawn, kept))
    return _with_proposal(a, changed(proposal, seeds={**proposal.seeds, x.side: x.seed}))


def _deposited(purse: Purse, mandate: str, agent: str, amount: int) -> Purse:
    held = {**purse.deposits.get(mandate, {}), agent: amount}
    held = {each: kept for each, kept in held.items() if kept}
    return replace(purse, deposits={**purse.deposits, mandate: held})


def panel(a: Assembly, x: e.PanelDrawn) -> Assembly:
    proposal = a.proposals[x.proposal]
    panels = {**proposal.panels, x.mandate: Panel(x.seats, x.standins)}
    return _with_proposal(a, changed(proposal, panels=panels))


def called(a: Assembly, x: e.ForecasterCalled) -> Assembly:
    proposal = a.proposals[x.proposal]
    panel = proposal.panels[x.mandate]
    rest = panel.standins[[each.agent for each in panel.standins].index(x.seat.agent) + 1 :]
    panels = {**proposal.panels, x.mandate: Panel((*panel.seats, x.seat), rest)}
    return _with_proposal(a, changed(proposal, panels=panels))


def deposit_changed(a: Assembly, x: e.DepositChanged) -> Assembly:
    proposal = a.proposals[x.proposal]
    return _with_proposal(a, changed(proposal, purse=_deposited(proposal.purse, x.mandate, x.agent, x.held)))


def reviewer_replaced(a: Assembly, x: e.ReviewerReplaced) -> Assembly:
    proposal = a.proposals[x.proposal]
    panel = proposal.panels[x.mandate]
    seats = tuple(seat for seat in panel.seats if seat.agent != x.silent.agent)
    standins = panel.standins
    if x.standin:
        seats = (*seats, x.standin)
        standins = standins[[each.agent for each in standins].index(x.standin.agent) + 1 :]
    panels = {**proposal.panels, x.mandate: Panel(seats, standins)}
    proposal = changed(proposal, panels=panels)
    if x.stage == "review":
        proposal = changed(proposal, silent=(*proposal.silent, (x.mandate, x.silent.owner)))
    if x.stage == "forecast" and proposal.slate:
        pooled = {agent: seat for agent, seat in proposal.slate.pooled.items() if agent != x.silent.agent}
        if x.standin:
            pooled[x.standin.agent] = x.standin
        proposal = changed(proposal, slate=replace(proposal.slate, pooled=pooled))
    return admission.silent(_with_proposal(a, proposal), x.mandate, x.silent.owner)


def sealed(a: Assembly, x: e.ReviewFiled | e.ForecastFiled | e.MeasureFiled) -> Assembly:
    proposal = a.proposals[x.proposal]
    mandate = x.mandate if isinstance(x, e.ReviewFiled) else ""
    envelope = Envelope(x.agent, a.agents[x.agent].owner, mandate, x.seal)
    proposal = changed(proposal, sealed=put(proposal.sealed, x.act, envelope))
    if isinstance(x, e.ForecastFiled):
        purse = replace(proposal.purse, stakes={**proposal.purse.stakes, x.agent: x.stake})
        proposal = changed(proposal, purse=purse)
    return _with_proposal(a, proposal)


def voted(a: Assembly, x: e.VoteCast) -> Assembly:
    proposal = a.proposals[x.proposal]
    # A later vote replaces the earlier one of its owner.
    others = without(proposal.sealed, proposal.cast.get(x.owner, x.act))
    sealed = put(others, x.act, Envelope(x.agent, x.owner, "", x.seal))
    return _with_proposal(a, changed(proposal, sealed=sealed, cast=put(proposal.cast, x.owner, x.act)))


def _without(proposal: Proposal, act: str) -> Proposal:
    return changed(proposal, sealed=without(proposal.sealed, act))


def review_opened(a: Assembly, x: e.ReviewOpened) -> Assembly:
    proposal = _without(a.proposals[x.proposal], x.act)
    opened = Opened(x.agent, a.agents[x.agent].owner, x.mandate, x.review)
    purse = replace(proposal.purse, fees=proposal.purse.fees - x.fee)
    a = admission.heard(a, x.mandate, opened.owner)
    return _with_proposal(a, changed(proposal, reviews=(*proposal.reviews, opened), purse=purse))


def unheard(a: Assembly, x: e.MandateUnheard) -> Assembly:
    proposal = a.proposals[x.proposal]
    return _with_proposal(a, changed(proposal, unheard=(*proposal.unheard, x.mandate)))


def offered(a: Assembly, x: e.VersionOffered) -> Assembly:
    proposal = a.proposals[x.proposal]
    version = Version(x.terms, x.base, x.agent, x.owner, x.merges, x.charter)
    return _with_proposal(a, changed(proposal, versions=put(proposal.versions, x.version, version)))


def commented(a: Assembly, x: e.CommentMade) -> Assembly:
    proposal = a.proposals[x.proposal]
    made = {**proposal.comments, x.owner: proposal.comments.get(x.owner, 0) + 1}
    return _with_proposal(a, changed(proposal, comments=made))


def frozen(a: Assembly, x: e.CandidatesFrozen) -> Assembly:
    proposal = a.proposals[x.proposal]
    pooled = {seat.agent: seat for seat in x.pooled}
    slate = Slate(x.slate, x.candidates, pooled, {seat.agent: seat for seat in x.scored})
    return _with_proposal(a, changed(proposal, slate=slate))


def forecast_opened(a: Assembly, x: e.ForecastOpened) -> Assembly:
    proposal = _without(a.proposals[x.proposal], x.act)
    return _with_proposal(a, changed(proposal, forecasts=put(proposal.forecasts, x.agent, x.cells)))


def stake_lost(a: Assembly, x: e.StakeLost) -> Assembly:
    proposal = _without(a.proposals[x.proposal], x.act)
    stakes = {agent: stake for agent, stake in proposal.purse.stakes.items() if agent != x.agent}
    return _with_proposal(a, changed(proposal, purse=replace(proposal.purse, stakes=stakes)))


def pooled(a: Assembly, x: e.ForecastsPooled) -> Assembly:
    return _with_proposal(a, changed(a.proposals[x.proposal], pools=x.pools, scores=x.scores))


def recommended(a: Assembly, x: e.CandidateRecommended) -> Assembly:
    paper = Paper(x.paper, x.version, x.lottery, x.least)
    return _with_proposal(a, changed(a.proposals[x.proposal], paper=paper))


def delegations_frozen(a: Assembly, x: e.DelegationsFrozen) -> Assembly:
    given = {owner: each.to for owner, each in x.given.items()}
    return _with_proposal(a, changed(a.proposals[x.proposal], given=given))


def carried(a: Assembly, x: e.VotesCarried) -> Assembly:
    proposal = a.proposals[x.proposal]
    carried = {owner: proposal.votes[each.root] for owner, each in x.followed.items()}
    return _with_proposal(a, changed(proposal, carried=carried))


def extended(a: Assembly, x: e.BallotExtended) -> Assembly:
    return _with_proposal(a, changed(a.proposals[x.proposal], until=x.until, extended=True))


def vote_opened(a: Assembly, x: e.VoteOpened) -> Assembly:
    proposal = a.proposals[x.proposal]
    person = a.agents[proposal.sealed[x.act].by].nature == "human"
    in_person = proposal.in_person | {x.owner} if person else proposal.in_person
    votes = put(proposal.votes, x.owner, x.choice)
    return _with_proposal(a, changed(_without(proposal, x.act), votes=votes, in_person=in_person))


def vote_moved(a: Assembly, x: e.VoteMoved) -> Assembly:
    proposal = a.proposals[x.proposal]
    return _with_proposal(a, changed(proposal, votes=put(proposal.votes, x.owner, x.new)))


def ballot_closed(a: Assembly, x: e.BallotClosed) -> Assembly:
    # The verdict moves the proposal on by the `StageEntered` that follows.
    proposal = a.proposals[x.proposal]
    return _with_proposal(a, changed(proposal, run=None if x.passed else Run(proposal.status_quo, MILLION)))


def block_upheld(a: Assembly, x: e.BlockUpheld) -> Assembly:
    proposal = a.proposals[x.proposal]
    return _with_proposal(a, changed(proposal, run=Run(proposal.status_quo, MILLION)))


def consented(a: Assembly, x: e.ConsentGiven) -> Assembly:
    return _with_proposal(a, changed(a.proposals[x.proposal], run=Run(x.version, MILLION)))


def nothing_better(a: Assembly, x: e.NothingBetter) -> Assembly:
    proposal = a.proposals[x.proposal]
    return _with_proposal(a, changed(proposal, run=Run(proposal.status_quo, MILLION)))


def drawn(a: Assembly, x: e.LotteryDrawn) -> Assembly:
    return _with_proposal(a, changed(a.proposals[x.proposal], run=Run(x.version, x.probability)))


def granted(a: Assembly, x: e.GrantIssued) -> Assembly:
    proposal = a.proposals[x.proposal]
    return _with_proposal(a, changed(proposal, run=replace(running(proposal), grant=x.grant)))


def executed(a: Assembly, x: e.ActionExecuted) -> Assembly:
    proposal = a.proposals[x.proposal]
    return _with_proposal(a, changed(proposal, run=replace(running(proposal), result=x.result)))


def measure_opened(a: Assembly, x: e.MeasureOpened) -> Assembly:
    proposal = _without(a.proposals[x.proposal], x.act)
    return _with_proposal(a, changed(proposal, measures=put(proposal.measures, x.agent, x.values)))


def measured(a: Assembly, x: e.OutcomeMeasured) -> Assembly:
    return changed(a, latest={**a.latest, **x.measured})


def closed(a: Assembly, x: e.ProposalClosed) -> Assembly:
    return changed(a, proposals=without(a.proposals, x.proposal))
