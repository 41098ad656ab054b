"""Forecasting: drawn reviewers bet on every candidate, the bets are pooled, one candidate is recommended.

Laws: one stake and one forecast per agent; what is staked at once stays within the owner's cap; who
authored a candidate is scored and not pooled; the recommended has the highest score among those that
break no floor; if nothing is better than the status quo there is no ballot.
"""

from collections.abc import Mapping

from moot.core.act import MILLION, AgentId, Ppm, ValueId, VersionId
from moot.core.assembly.floors import excluded
from moot.core.assembly.members import actor
from moot.core.assembly.negotiating import tie_order
from moot.core.assembly.reviewing import next_standin
from moot.core.assembly.sitting import Sitting
from moot.core.assembly.state import open_stakes
from moot.core.canonical import digest
from moot.core.charter import CHARTER, value_ids
from moot.core.commands import FileForecast
from moot.core.dossier import Slate
from moot.core.events import (
    CandidateRecommended,
    ForecastFiled,
    ForecastsPooled,
    NothingBetter,
    Pooled,
    ReviewerReplaced,
    StakeLost,
)
from moot.core.forecast import Bet, capped, lottery, pool, recommend, score
from moot.core.ledger import FUND, held_account, owner_account
from moot.core.proposal import Proposal, filed_by
from moot.core.refusal import AlreadyDone, NotYours, OutOfBounds, VersionIsStale
from moot.core.settlement import stake_limit


def slate_of(proposal: Proposal) -> Slate:
    """Return the frozen slate; refuses with `VersionIsStale` before there is one."""
    if proposal.slate is None:
        raise VersionIsStale("the candidates are not frozen yet", mend="Wait for the forecast stage.")
    return proposal.slate


def file_forecast(sitting: Sitting, command: FileForecast) -> None:
    """File one sealed forecast with its stake; refuses a stranger's, a second one, or too high a stake."""
    proposal, agent = sitting.proposal(command.proposal), actor(sitting)
    sitting.need_stage(proposal, "forecast", "forecast_standins", clause="structure.windows.forecast")
    slate = slate_of(proposal)
    if agent.id not in slate.pooled and agent.id not in slate.scored:
        raise NotYours(
            f"{agent.id} was not drawn to forecast", clause="structure.mandates", mend="Take a mandate, and be drawn."
        )
    if agent.id in filed_by(proposal):
        raise AlreadyDone(f"{agent.id} has filed its forecast", mend="One forecast each; wait for the opening.")
    if command.slate != slate.id:
        raise VersionIsStale("the forecast names another slate", mend="Forecast the frozen candidates.")
    _check_stake(sitting, proposal, command.stake)
    account = owner_account(agent.owner)
    sitting.pay(account, held_account(proposal.id), command.stake, "agency.least_stake", proposal.id)
    sitting.tell(ForecastFiled(proposal.id, sitting.filed.id, agent.id, agent.owner, command.stake, command.seal))


def _check_stake(sitting: Sitting, proposal: Proposal, stake: int) -> None:
    agency, owner = proposal.frozen.charter.agency, actor(sitting).owner
    if stake < agency.least_stake:
        raise OutOfBounds(
            f"the stake is {stake} micro-credits", clause="agency.least_stake", mend=f"Stake {agency.least_stake}."
        )
    limit = stake_limit(sitting.free(owner), open_stakes(sitting.assembly, owner), agency.stake_cap)
    if stake > limit:
        raise OutOfBounds(
            f"the stake is {stake} micro-credits and {owner} may stake {limit} more",
            clause="agency.stake_cap",
            mend="Stake less, or wait for open stakes to settle.",
        )


def awaited_forecasts(proposal: Proposal) -> tuple[AgentId, ...]:
    """Return the pooled forecasters who have not filed."""
    filed = filed_by(proposal)
    return tuple(agent for agent in slate_of(proposal).pooled if agent not in filed)


def replace_silent_forecasters(sitting: Sitting, proposal: Proposal, *, again: bool) -> None:
    """Charge each silent forecaster, and call the next in the drawn order if `again`."""
    slate, silent = slate_of(proposal), awaited_forecasts(proposal)
    authors = frozenset(each.owner for each in slate.candidates if each.owner)
    # Who is silent for one mandate does not stand in for another.
    involved = authors | {slate.pooled[agent].owner for agent in silent}
    for agent in silent:
        for mandate, panel in proposal.panels.items():
            seat = next((each for each in panel.seats if each.agent == agent), None)
            if seat is None:
                continue
            sitting.release(proposal, mandate, agent, back=False)
            present = sitting.proposal(proposal.id).panels[mandate]
            standin = next_standin(sitting, proposal, present, involved) if again else None
            sitting.tell(ReviewerReplaced(proposal.id, mandate, "forecast", seat, standin))
            if standin:
                sitting.deposit(proposal, mandate, standin.agent)


def end_forecasts(sitting: Sitting, proposal: Proposal) -> None:
    """Take unopened stakes, give the forecasters' deposits back, pool, and recommend a candidate."""
    for act, envelope in proposal.sealed.items():
        stake = proposal.purse.stakes[envelope.by]
        sitting.pay(held_account(proposal.id), FUND, stake, "agency.least_stake", proposal.id)
        sitting.tell(StakeLost(proposal.id, act, envelope.by, stake))
        sitting.blame(envelope.owner, stake)
    slate = slate_of(proposal)
    for mandate, held in proposal.purse.deposits.items():
        for agent in held:
            sitting.release(proposal, mandate, agent, back=agent in proposal.forecasts or agent in slate.scored)
    pools = _pools(sitting, proposal)
    scores = {
        version: score(proposal.frozen.weights, {value: each.value for value, each in cells.items()})
        for version, cells in pools.items()
    }
    shown = {version: each // MILLION for version, each in scores.items()}
    sitting.tell(ForecastsPooled(proposal.id, pools, shown))
    _recommend(sitting, proposal, pools, scores)


Pools = Mapping[VersionId, Mapping[ValueId, Pooled]]


def _pools(sitting: Sitting, proposal: Proposal) -> Pools:
    slate, charter = slate_of(proposal), proposal.frozen.charter
    return {
        candidate.version: {value: _pool(sitting, proposal, candidate.version, value) for value in value_ids(charter)}
        for candidate in slate.candidates
    }


def _pool(sitting: Sitting, proposal: Proposal, version: VersionId, value: ValueId) -> Pooled:
    slate = slate_of(proposal)
    bets = [
        Bet(seat.owner, seat.family, proposal.forecasts[agent][version][value])
        for agent, seat in slate.pooled.items()
        if agent in proposal.forecasts
    ]
    present = {bet.owner: proposal.frozen.influence[value].get(bet.owner, 0) for bet in bets}
    weights = capped(present, proposal.frozen.charter.agency.pool_cap)
    return pool(bets, weights, sitting.assembly.latest[value])


def _recommend(sitting: Sitting, proposal: Proposal, pools: Pools, scores: Mapping[VersionId, int]) -> None:
    values = {version: {value: each.value for value, each in cells.items()} for version, cells in pools.items()}
    barred = excluded(sitting, proposal, values)
    allowed = tuple(version for version in scores if version not in barred)
    ties = tie_order(proposal, "recommended", scores)
    # What the rules themselves are to be is asked of the owners whatever it is forecast to bring (decision 0008).
    best = recommend(scores, allowed, proposal.status_quo, ties, must_beat=proposal.kind.id != CHARTER)
    if best == proposal.status_quo:
        sitting.tell(NothingBetter(proposal.id))
        return
    printed = lottery(best, [version for version in allowed if version != best], _exploration(proposal))
    odds = dict(printed.odds)
    paper = digest({"proposal": proposal.id, "recommended": best, "lottery": odds, "least": printed.p_min})
    sitting.tell(CandidateRecommended(proposal.id, best, allowed, barred, odds, printed.p_min, paper))


def _exploration(proposal: Proposal) -> Ppm:
    """Return the chance of the others: consent is given to one version, and the charter is no matter for chance."""
    explored = proposal.lane == "panel" and proposal.kind.explorable
    return proposal.frozen.charter.agency.exploration if explored else 0
