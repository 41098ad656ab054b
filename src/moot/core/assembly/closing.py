"""Closing: what was measured settles stakes, influence and the author's gain, and the account is emptied.

Laws: only the version that ran is settled, and only by what meters agreed on; whatever is left in a
proposal's account goes to whom it belongs or to the fund, so that a closed proposal holds nothing.
"""

from collections.abc import Mapping
from itertools import pairwise

from moot.core.act import MILLION, AgentId, OwnerId, Ppm, ValueId
from moot.core.assembly.chance import SIDES
from moot.core.assembly.disputing import Claim, contest
from moot.core.assembly.floors import release_findings
from moot.core.assembly.measuring import agreement, reports
from moot.core.assembly.sitting import Sitting
from moot.core.charter import CHARTER, value_ids
from moot.core.dossier import Run
from moot.core.events import (
    CreditShared,
    InfluenceUpdated,
    Outcome,
    OutcomeMeasured,
    ProposalClosed,
    StakesSettled,
)
from moot.core.forecast import lower_median, score
from moot.core.influence import learn
from moot.core.ledger import FUND, balance, held_account, owner_account
from moot.core.proposal import Proposal, chain, running
from moot.core.settlement import Wager, pay, settle, split_gain


def close(sitting: Sitting, proposal: Proposal, outcome: Outcome, why: str) -> None:
    """Give stakes and the bond back, let the fund have the rest, and close the proposal."""
    return_stakes(sitting, proposal)
    _finish(sitting, proposal, proposal.purse.bond, outcome, why)


def return_stakes(sitting: Sitting, proposal: Proposal) -> None:
    """Give every stake back as it was."""
    for agent, stake in proposal.purse.stakes.items():
        _refund(sitting, proposal, sitting.assembly.agents[agent].owner, stake, "agency.least_stake")


def _refund(sitting: Sitting, proposal: Proposal, owner: OwnerId, amount: int, clause: str) -> None:
    sitting.pay(held_account(proposal.id), owner_account(owner), amount, clause, proposal.id)


def _finish(sitting: Sitting, proposal: Proposal, bond: int, outcome: Outcome, why: str) -> None:
    account = held_account(proposal.id)
    for mandate, held in proposal.purse.deposits.items():
        for agent in held:
            sitting.release(proposal, mandate, agent, back=True)
    if not proposal.stage.endswith("_clerk"):  # later, who has not revealed was charged
        for member, link in proposal.links.get(SIDES.get(proposal.stage, ""), {}).items():
            if link.revealed is None:  # no longer due, so not withheld
                _refund(sitting, proposal, member, link.deposit, "agency.chance_deposit")
    release_findings(sitting, proposal)
    _refund(sitting, proposal, proposal.owner, bond, "agency.bond")
    _refund(sitting, proposal, proposal.owner, proposal.purse.spare, "agency.review_fee")
    if running(proposal).result == "executed":  # what a round gave for it
        executor = sitting.assembly.agents[proposal.kind.executor].owner if proposal.purse.price else ""
        _refund(sitting, proposal, executor, proposal.purse.price, "structure.rounds")
    sitting.pay(account, FUND, balance(sitting.assembly.ledger, account), "agency.fund", proposal.id)
    sitting.tell(ProposalClosed(proposal.id, outcome, why))


def forfeit(sitting: Sitting, proposal: Proposal, outcome: Outcome, why: str) -> None:
    """Close at the author's doing after the draw: stakes back, and the bond to the forecasters, evenly."""
    owners = sorted({sitting.assembly.agents[agent].owner for agent in proposal.purse.stakes})
    for owner in owners:
        _refund(sitting, proposal, owner, proposal.purse.bond // len(owners), "agency.bond")
    return_stakes(sitting, proposal)
    sitting.blame(proposal.owner, proposal.purse.bond)
    _finish(sitting, proposal, 0, outcome, why)


def conclude(sitting: Sitting, proposal: Proposal) -> None:
    """Settle by the opened measurements, let them be challenged, or let a jury judge where meters do not agree."""
    found, challenge = agreement(sitting, proposal), proposal.frozen.charter.structure.windows.challenge
    reported = {name: said for name, said in reports(proposal).items() if found[name] is None}
    if running(proposal).result == "partly_executed":  # nothing hangs on it
        settle_by(sitting, proposal, found)
    elif reported and all(reported.values()):
        contest(sitting, proposal, Claim("measurement", "awareness.metering", "void", reported=reported))
    elif challenge and not reported:
        sitting.enter(proposal.id, "measured", challenge)
    else:
        settle_by(sitting, proposal, found)


def settle_as_measured(sitting: Sitting, proposal: Proposal) -> None:
    """Settle by what the meters agree on."""
    settle_by(sitting, proposal, agreement(sitting, proposal))


def settle_by(sitting: Sitting, proposal: Proposal, found: Mapping[ValueId, Ppm | None]) -> None:
    """Settle by what was found of each value; void if nothing was found of one."""
    run, frozen = running(proposal), proposal.frozen
    measured = {value: each for value, each in found.items() if each is not None}
    disputed = tuple(value for value, each in found.items() if each is None)
    total = None if disputed else score(frozen.weights, measured) // MILLION
    sitting.tell(OutcomeMeasured(proposal.id, run.version, measured, disputed, total))
    if disputed:
        apart = f"the meters do not agree on {', '.join(disputed)}"
        close(sitting, proposal, "void", apart if proposal.measures else "no measurement was opened")
    elif run.result == "partly_executed":
        close(sitting, proposal, "void", "partly executed: measured and published, stakes back, no gain")
    else:
        _settle(sitting, proposal, run, measured)


def _settle(sitting: Sitting, proposal: Proposal, run: Run, measured: Mapping[ValueId, Ppm]) -> None:
    nets = dict.fromkeys(proposal.forecasts, 0)
    for value, found in measured.items():
        settled = _nets(proposal, run, value, found)
        for agent, net in settled.items():
            nets[agent] += net
        sitting.tell(StakesSettled(proposal.id, value, found, settled))
        _learn(sitting, proposal, run, value, found)
    for agent, net in nets.items():
        owner = sitting.assembly.agents[agent].owner
        _refund(sitting, proposal, owner, proposal.purse.stakes[agent] + net, "agency.least_stake")
    bond = proposal.purse.bond
    if run.version == proposal.status_quo and run.grant is None:
        _finish(sitting, proposal, bond, "rejected", _why_rejected(proposal))
        return
    bond -= _share(sitting, proposal, run, measured)
    _finish(sitting, proposal, bond, "settled", "executed, measured and settled")


def _why_rejected(proposal: Proposal) -> str:
    if proposal.paper is None:
        return "nothing better than the status quo"
    return "a block was upheld" if "block" in proposal.judged else "the ballot rejected it"


def _nets(proposal: Proposal, run: Run, value: ValueId, found: Ppm) -> dict[AgentId, int]:
    """Return what each forecaster nets on one value; the stake is spread evenly over the values."""
    count = len(value_ids(proposal.frozen.charter))
    agents = tuple(proposal.forecasts)
    wagers = [
        Wager(proposal.purse.stakes[agent] // count, proposal.forecasts[agent][run.version][value]) for agent in agents
    ]
    least = proposal.paper.least if proposal.paper else MILLION
    return dict(zip(agents, settle(wagers, found, least, run.probability), strict=True))


def _learn(sitting: Sitting, proposal: Proposal, run: Run, value: ValueId, found: Ppm) -> None:
    said: dict[OwnerId, list[Ppm]] = {}
    for agent, cells in proposal.forecasts.items():
        said.setdefault(sitting.assembly.agents[agent].owner, []).append(cells[run.version][value])
    masses = sitting.assembly.influence[value]  # kept, should an amendment have taken the value out
    said = {owner: each for owner, each in said.items() if owner in masses}  # who left since learns no more
    eta = (proposal.frozen.charter.agency.learning, MILLION)
    new = learn(masses, {owner: lower_median(each) for owner, each in said.items()}, found, eta) if said else masses
    changed = {owner: mass for owner, mass in new.items() if mass != masses[owner]}
    if changed:
        sitting.tell(InfluenceUpdated(value, changed, "agency.learning"))


def _share(sitting: Sitting, proposal: Proposal, run: Run, measured: Mapping[ValueId, Ppm]) -> int:
    """Pay the authors along the base chain for the gain over the pooled status quo; return a loss of the bond.

    Nobody gains or loses by what happened after a change of the charter: it is no author's doing; nor by
    what a round decided, of which nobody forecast anything.
    """
    if run.version == proposal.status_quo or proposal.kind.id == CHARTER or not proposal.pools:
        return 0
    weights, agency = proposal.frozen.weights, proposal.frozen.charter.agency
    now = {value: each.value for value, each in proposal.pools[proposal.status_quo].items()}
    gain = score(weights, measured) - score(weights, now)
    amount = pay(gain, agency.gain_rate, proposal.purse.bond, proposal.purse.reserve)
    line = [version for version in chain(proposal, run.version) if version in proposal.scores]
    scores = [*(proposal.scores[version] for version in line), proposal.scores[proposal.status_quo]]
    steps = [higher - lower for higher, lower in pairwise(scores)]
    shares: dict[OwnerId, int] = {}
    for version, share in zip(line, split_gain(max(0, amount), steps), strict=True):
        owner = proposal.versions[version].owner
        if owner and share:
            shares[owner] = shares.get(owner, 0) + share
    for owner, share in shares.items():
        _refund(sitting, proposal, owner, share, "agency.gain_rate")
    loss = max(0, -amount)
    sitting.pay(held_account(proposal.id), FUND, loss, "agency.bond", proposal.id)
    sitting.tell(CreditShared(proposal.id, gain // MILLION, amount, shares))
    return loss
