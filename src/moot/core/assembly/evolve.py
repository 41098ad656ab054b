"""What each event makes of the assembly: a table from events to a few assignments each.

Laws: nothing is refused here, for what happened, happened; a fold of `evolve` over a moot's events
is its state; the table has a row for every event.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from moot.core import events as e
from moot.core.assembly.state import Assembly, Drawn, Target, voiced
from moot.core.ledger import moved
from moot.core.membership import Agent, Chain, Change, Key, Owner
from moot.core.proposal import (
    OPENING,
    Envelope,
    Frozen,
    Link,
    Opened,
    Panel,
    Paper,
    Proposal,
    Purse,
    Run,
    Slate,
    Version,
)


def evolve(assembly: Assembly, event: e.Event) -> Assembly:
    """Return the assembly after `event`."""
    return _TABLE[type(event)](assembly, event)


# The moot, its members and their keys.


def _founded(a: Assembly, x: e.MootFounded) -> Assembly:
    return replace(
        a,
        moot=x.moot,
        founded=x.founded,
        charter=x.charter,
        clerk=x.clerk,
        keys={x.clerk.key: Key(x.clerk.agent)},
        chains={x.clerk.agent: Chain(x.clerk.tip)},
        weights={each.id: each.weight for each in x.charter.purpose.values},
        latest={each.id: each.founding for each in x.charter.purpose.values},
        influence={each.id: {} for each in x.charter.purpose.values},
    )


def _nonce(a: Assembly, x: e.NonceSpent) -> Assembly:
    # A recovery key stands in no list of keys until it is first used.
    key = a.keys.get(x.key) or Key(x.agent, x.level)
    return replace(a, keys={**a.keys, x.key: replace(key, nonce=x.nonce)})


def _owner(a: Assembly, x: e.OwnerFounded) -> Assembly:
    return replace(a, owners={**a.owners, x.owner: Owner(x.owner, x.voice)})


def _agent(a: Assembly, x: e.AgentRegistered) -> Assembly:
    agent = Agent(x.agent, x.owner, x.nature, x.family, x.recovery, frozenset(x.may))
    return replace(a, agents={**a.agents, x.agent: agent}, keys={**a.keys, x.key: Key(x.agent)})


def _target(a: Assembly, x: e.TargetSet) -> Assembly:
    return replace(a, targets={**a.targets, x.target: Target(x.kind, x.terms)})


def _key_added(a: Assembly, x: e.KeyAdded) -> Assembly:
    if x.level == 0:
        return replace(a, keys={**a.keys, x.key: Key(x.agent)})
    agent = a.agents[x.agent]
    return replace(a, agents={**a.agents, x.agent: replace(agent, recovery=(*agent.recovery, x.key))})


def _key_revoked(a: Assembly, x: e.KeyRevoked) -> Assembly:
    key = a.keys.get(x.key) or Key(x.agent, x.level)
    return replace(a, keys={**a.keys, x.key: replace(key, revoked=True)})


def _committed(a: Assembly, x: e.ChanceCommitted) -> Assembly:
    return replace(a, chains={**a.chains, x.member: Chain(x.tip)})


def _mandate(a: Assembly, x: e.MandateTaken | e.MandateLeft) -> Assembly:
    change = Change(x.agent, x.mandate, isinstance(x, e.MandateTaken), x.epoch)
    return _due_changes(replace(a, changes=(*a.changes, change)))


def _due_changes(a: Assembly) -> Assembly:
    agents = dict(a.agents)
    for change in a.changes:
        if change.epoch <= a.epoch:
            agent, one = agents[change.agent], frozenset({change.mandate})
            mandates = agent.mandates | one if change.takes else agent.mandates - one
            agents[change.agent] = replace(agent, mandates=mandates)
    return replace(a, agents=agents, changes=tuple(each for each in a.changes if each.epoch > a.epoch))


# Values, money, influence, epochs.


def _weighed(a: Assembly, x: e.ValuesWeighed) -> Assembly:
    owner = replace(a.owners[x.owner], weights=x.weights, weighed=x.epoch)
    return replace(a, owners={**a.owners, x.owner: owner}, moved_by=(*a.moved_by, x.act))


def _epoch(a: Assembly, x: e.EpochClosed) -> Assembly:
    return _due_changes(replace(a, epoch=x.epoch + 1, drawn=()))


def _repriced(a: Assembly, x: e.ValuesRepriced) -> Assembly:
    return replace(a, weights=x.new, moved_by=())


def _credits(a: Assembly, x: e.CreditsMoved) -> Assembly:
    return replace(a, ledger=moved(a.ledger, x.source, x.target, x.amount))


def _influence(a: Assembly, x: e.InfluenceUpdated) -> Assembly:
    return replace(a, influence={**a.influence, x.value: {**a.influence[x.value], **x.masses}})


# The life of a proposal.


def _change(a: Assembly, proposal: Proposal) -> Assembly:
    return replace(a, proposals={**a.proposals, proposal.id: proposal})


def _submitted(a: Assembly, x: e.ProposalSubmitted) -> Assembly:
    kind = next(each for each in a.charter.structure.actions if each.id == x.kind)
    proposal = Proposal(
        id=x.proposal,
        author=x.author,
        owner=x.owner,
        kind=kind,
        original=x.version,
        status_quo=x.status_quo,
        frozen=Frozen(a.charter, voiced(a), a.weights, a.influence, a.epoch),
        versions={
            x.status_quo: Version(a.targets[x.target].terms, None, None, None),
            x.version: Version(x.terms, None, x.author, x.owner),
        },
        purse=Purse(x.bond, x.fees, x.reserve),
    )
    return _change(a, proposal)


def _entered(a: Assembly, x: e.StageEntered) -> Assembly:
    proposal = a.proposals[x.proposal]
    again = proposal.stage == x.stage and proposal.since != 0
    entered = replace(proposal, stage=x.stage, since=x.since, until=x.until, extended=again)
    # Sealed acts go on to the stand-ins and into the opening of their stage, and no further.
    keeps = x.stage in OPENING or x.stage.endswith("_standins")
    return _change(a, entered if keeps else replace(entered, sealed={}))


def _assigned(a: Assembly, x: e.ChanceAssigned) -> Assembly:
    proposal, chain = a.proposals[x.proposal], a.chains[x.member]
    side = {**proposal.links.get(x.side, {}), x.member: Link(x.number, None, x.deposit)}
    chain = replace(chain, assigned=x.number)
    return _change(
        replace(a, chains={**a.chains, x.member: chain}),
        replace(proposal, links={**proposal.links, x.side: side}),
    )


def _revealed(a: Assembly, x: e.ChanceRevealed) -> Assembly:
    proposal, chain = a.proposals[x.proposal], a.chains[x.member]
    side = {**proposal.links[x.side], x.member: Link(x.number, x.link)}
    if x.number > chain.number:
        chain = replace(chain, known=x.link, number=x.number)
    return _change(
        replace(a, chains={**a.chains, x.member: chain}),
        replace(proposal, links={**proposal.links, x.side: side}),
    )


def _seeded(a: Assembly, x: e.LotSeeded) -> Assembly:
    proposal = a.proposals[x.proposal]
    if x.side == "drawing" and x.changed:
        kept = Drawn(proposal.owner, proposal.kind.id, x.changed, x.seed)
        a = replace(a, drawn=(*a.drawn, kept))
    return _change(a, replace(proposal, seeds={**proposal.seeds, x.side: x.seed}))


def _deposited(purse: Purse, mandate: str, agent: str, amount: int) -> Purse:
    held = {**purse.deposits.get(mandate, {}), agent: amount}
    held = {each: kept for each, kept in held.items() if kept}
    return replace(purse, deposits={**purse.deposits, mandate: held})


def _panel(a: Assembly, x: e.PanelDrawn) -> Assembly:
    proposal = a.proposals[x.proposal]
    panels = {**proposal.panels, x.mandate: Panel(x.seats, x.standins)}
    return _change(a, replace(proposal, panels=panels))


def _called(a: Assembly, x: e.ForecasterCalled) -> Assembly:
    proposal = a.proposals[x.proposal]
    panel = proposal.panels[x.mandate]
    rest = panel.standins[[each.agent for each in panel.standins].index(x.seat.agent) + 1 :]
    panels = {**proposal.panels, x.mandate: Panel((*panel.seats, x.seat), rest)}
    return _change(a, replace(proposal, panels=panels))


def _deposit_changed(a: Assembly, x: e.DepositChanged) -> Assembly:
    proposal = a.proposals[x.proposal]
    return _change(a, replace(proposal, purse=_deposited(proposal.purse, x.mandate, x.agent, x.held)))


def _reviewer_replaced(a: Assembly, x: e.ReviewerReplaced) -> Assembly:
    proposal = a.proposals[x.proposal]
    panel = proposal.panels[x.mandate]
    seats = tuple(seat for seat in panel.seats if seat.agent != x.silent.agent)
    standins = panel.standins
    if x.standin:
        seats = (*seats, x.standin)
        standins = standins[[each.agent for each in standins].index(x.standin.agent) + 1 :]
    panels = {**proposal.panels, x.mandate: Panel(seats, standins)}
    changed = replace(proposal, panels=panels)
    if x.stage == "forecast" and changed.slate:
        pooled = {agent: seat for agent, seat in changed.slate.pooled.items() if agent != x.silent.agent}
        if x.standin:
            pooled[x.standin.agent] = x.standin
        changed = replace(changed, slate=replace(changed.slate, pooled=pooled))
    return _change(a, changed)


def _sealed(a: Assembly, x: e.ReviewFiled | e.ForecastFiled | e.VoteCast | e.MeasureFiled) -> Assembly:
    proposal = a.proposals[x.proposal]
    mandate = x.mandate if isinstance(x, e.ReviewFiled) else ""
    envelope = Envelope(x.agent, a.agents[x.agent].owner, mandate, x.seal)
    sealed = proposal.sealed
    if isinstance(x, e.VoteCast):  # a later vote replaces the owner's earlier one
        sealed = {act: each for act, each in sealed.items() if each.owner != x.owner}
    proposal = replace(proposal, sealed={**sealed, x.act: envelope})
    if isinstance(x, e.ForecastFiled):
        purse = replace(proposal.purse, stakes={**proposal.purse.stakes, x.agent: x.stake})
        proposal = replace(proposal, purse=purse)
    return _change(a, proposal)


def _without(proposal: Proposal, act: str) -> Proposal:
    return replace(proposal, sealed={each: envelope for each, envelope in proposal.sealed.items() if each != act})


def _review_opened(a: Assembly, x: e.ReviewOpened) -> Assembly:
    proposal = _without(a.proposals[x.proposal], x.act)
    opened = Opened(x.agent, a.agents[x.agent].owner, x.mandate, x.review)
    purse = replace(proposal.purse, fees=proposal.purse.fees - x.fee)
    return _change(a, replace(proposal, reviews=(*proposal.reviews, opened), purse=purse))


def _unheard(a: Assembly, x: e.MandateUnheard) -> Assembly:
    proposal = a.proposals[x.proposal]
    return _change(a, replace(proposal, unheard=(*proposal.unheard, x.mandate)))


def _offered(a: Assembly, x: e.VersionOffered) -> Assembly:
    proposal = a.proposals[x.proposal]
    version = Version(x.terms, x.base, x.agent, x.owner, x.merges)
    return _change(a, replace(proposal, versions={**proposal.versions, x.version: version}))


def _frozen(a: Assembly, x: e.CandidatesFrozen) -> Assembly:
    proposal = a.proposals[x.proposal]
    pooled = {seat.agent: seat for seat in x.pooled}
    slate = Slate(x.slate, x.candidates, pooled, {seat.agent: seat for seat in x.scored})
    return _change(a, replace(proposal, slate=slate))


def _forecast_opened(a: Assembly, x: e.ForecastOpened) -> Assembly:
    proposal = _without(a.proposals[x.proposal], x.act)
    return _change(a, replace(proposal, forecasts={**proposal.forecasts, x.agent: x.cells}))


def _stake_lost(a: Assembly, x: e.StakeLost) -> Assembly:
    proposal = _without(a.proposals[x.proposal], x.act)
    stakes = {agent: stake for agent, stake in proposal.purse.stakes.items() if agent != x.agent}
    return _change(a, replace(proposal, purse=replace(proposal.purse, stakes=stakes)))


def _pooled(a: Assembly, x: e.ForecastsPooled) -> Assembly:
    return _change(a, replace(a.proposals[x.proposal], pools=x.pools, scores=x.scores))


def _recommended(a: Assembly, x: e.CandidateRecommended) -> Assembly:
    paper = Paper(x.paper, x.version, x.lottery, x.least)
    return _change(a, replace(a.proposals[x.proposal], paper=paper))


def _extended(a: Assembly, x: e.BallotExtended) -> Assembly:
    return _change(a, replace(a.proposals[x.proposal], until=x.until, extended=True))


def _vote_opened(a: Assembly, x: e.VoteOpened) -> Assembly:
    proposal = _without(a.proposals[x.proposal], x.act)
    return _change(a, replace(proposal, votes={**proposal.votes, x.owner: x.choice}))


def _vote_moved(a: Assembly, x: e.VoteMoved) -> Assembly:
    proposal = a.proposals[x.proposal]
    return _change(a, replace(proposal, votes={**proposal.votes, x.owner: x.new}))


def _ballot_closed(a: Assembly, x: e.BallotClosed) -> Assembly:
    # The verdict moves the proposal on by the `StageEntered` that follows.
    proposal = a.proposals[x.proposal]
    return _change(a, replace(proposal, run=None if x.passed else Run(proposal.status_quo, 1_000_000)))


def _nothing_better(a: Assembly, x: e.NothingBetter) -> Assembly:
    proposal = a.proposals[x.proposal]
    return _change(a, replace(proposal, run=Run(proposal.status_quo, 1_000_000)))


def _drawn(a: Assembly, x: e.LotteryDrawn) -> Assembly:
    return _change(a, replace(a.proposals[x.proposal], run=Run(x.version, x.probability)))


def _granted(a: Assembly, x: e.GrantIssued) -> Assembly:
    proposal = a.proposals[x.proposal]
    run = proposal.run or Run(x.version, 0)
    return _change(a, replace(proposal, run=replace(run, grant=x.grant)))


def _executed(a: Assembly, x: e.ActionExecuted) -> Assembly:
    proposal = a.proposals[x.proposal]
    run = proposal.run or Run(x.version, 0)
    return _change(a, replace(proposal, run=replace(run, result=x.result)))


def _measure_opened(a: Assembly, x: e.MeasureOpened) -> Assembly:
    proposal = _without(a.proposals[x.proposal], x.act)
    return _change(a, replace(proposal, measures={**proposal.measures, x.agent: x.values}))


def _measured(a: Assembly, x: e.OutcomeMeasured) -> Assembly:
    return replace(a, latest={**a.latest, **x.measured})


def _closed(a: Assembly, x: e.ProposalClosed) -> Assembly:
    return replace(a, proposals={each: left for each, left in a.proposals.items() if each != x.proposal})


def _told(a: Assembly, _: e.Event) -> Assembly:
    return a  # told for readers; what follows from it stands in other events


_TABLE: Final[Mapping[type[e.Event], Callable[..., Assembly]]] = {
    e.MootFounded: _founded,
    e.NonceSpent: _nonce,
    e.OwnerFounded: _owner,
    e.AgentRegistered: _agent,
    e.TargetSet: _target,
    e.KeyAdded: _key_added,
    e.KeyRevoked: _key_revoked,
    e.ChanceCommitted: _committed,
    e.ChanceAssigned: _assigned,
    e.ChanceRevealed: _revealed,
    e.MandateTaken: _mandate,
    e.MandateLeft: _mandate,
    e.ValuesWeighed: _weighed,
    e.EpochClosed: _epoch,
    e.ValuesRepriced: _repriced,
    e.CreditsMoved: _credits,
    e.InfluenceUpdated: _influence,
    e.ProposalSubmitted: _submitted,
    e.StageEntered: _entered,
    e.FaultPublished: _told,
    e.PanelDrawn: _panel,
    e.LotSeeded: _seeded,
    e.DepositChanged: _deposit_changed,
    e.ReviewFiled: _sealed,
    e.ReviewerReplaced: _reviewer_replaced,
    e.MandateUnheard: _unheard,
    e.ReviewOpened: _review_opened,
    e.VersionOffered: _offered,
    e.CandidatesFrozen: _frozen,
    e.ForecasterCalled: _called,
    e.ForecastFiled: _sealed,
    e.ForecastOpened: _forecast_opened,
    e.StakeLost: _stake_lost,
    e.ForecastsPooled: _pooled,
    e.NothingBetter: _nothing_better,
    e.CandidateRecommended: _recommended,
    e.VoteCast: _sealed,
    e.BallotExtended: _extended,
    e.VoteOpened: _vote_opened,
    e.VoteMoved: _vote_moved,
    e.BallotClosed: _ballot_closed,
    e.LotteryDrawn: _drawn,
    e.GrantIssued: _granted,
    e.ActionExecuted: _executed,
    e.MeasureFiled: _sealed,
    e.MeasureOpened: _measure_opened,
    e.OutcomeMeasured: _measured,
    e.StakesSettled: _told,
    e.CreditShared: _told,
    e.ProposalClosed: _closed,
}
