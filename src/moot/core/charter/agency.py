"""Agency: what acting costs and earns, and who may cancel or pause, as clauses of the charter.

Laws: money is in micro-credits, shares are in ppm; whoever guards may stop and never approve.

>>> Agency().dispute_bond // CREDIT
4
"""

from typing import Annotated

from moot.core.act import Credits, Duration, Length, Name, Ppm
from moot.core.charter.amounts import CREDIT, Count
from moot.core.charter.lanes import Harm
from moot.core.charter.trials import STANDARD_TRIALS, Trials
from moot.core.charter.windows import DAY
from moot.core.value import value


@value
class Guardian:
    """An agent, or an owner's agents, that may cancel in the timelock or pause, and never approve.

    id: which agent, or which owner.
    until: the epoch from which on it has no power any more.
    powers: how often it may cancel or pause until then.
    """

    id: Name
    until: Count
    powers: Count = 2


@value
class Agency:
    """What acting costs and earns, and how much chance and skill may move.

    grant: what each founding owner with voice begins with.
    fund: what the commons fund begins with.
    income: what the fund receives each epoch.
    bond: what an author posts, times one more than its owner's open proposals.
    review_fee: what an author pays for each seat, in any case.
    reviewer_deposit: what a reviewer posts for its seat; silence loses it.
    reviewer_fee: what a reviewer is paid for an opened review.
    chance_deposit: what an owner posts for its link; withholding loses it.
    least_stake: the least that a forecaster stakes.
    stake_cap: the part of an owner's credits that may be at stake at once.
    gain_rate: what authors are paid for each 1,000 ppm of score gained.
    gain_cap: the most that they are paid for one proposal.
    exploration: the chance with which another eligible candidate than the recommended is drawn.
    learning: how fast influence follows truth.
    spread: the part of all influence that is spread evenly each epoch.
    pool_cap: the most that one owner weighs in a pool.
    contributors: how many owners contribute chance to a proposal, beside the clerk.
    links: how many links a chance chain has; a proposal takes two.
    expiry: after how many epochs a weight vector no longer counts.
    block_bond: what an owner posts for a vote that blocks.
    dispute_bond: what a dispute or an appeal posts for each seat of its jury.
    juror_deposit: what a juror posts for its seat; silence loses it.
    juror_fee: what a juror is paid for an opened verdict, as far as the fund goes.
    guardians: who may cancel or pause; nobody, unless some are named.
    delegation_expiry: how long a vote may be handed on; with none at all nobody can hand its vote on.
    delegation_cap: the part of the frozen owners for whom one may vote, itself included; always two at least.
    floor_bond: what a reviewer posts behind a finding that a floor would be broken; 0: the pool alone excludes.
    risk_budget: the harm that an owner's trials may do within an epoch, reserved in advance; 0 allows none.
    risk_target: the same for all trials on one target.
    risk_total: the same for all trials together.
    trials: how trials are guarded and paid for.
    """

    grant: Credits = 1_000 * CREDIT
    fund: Credits = 1_000 * CREDIT
    income: Credits = 100 * CREDIT
    bond: Credits = 20 * CREDIT
    review_fee: Credits = 2 * CREDIT
    reviewer_deposit: Credits = 2 * CREDIT
    reviewer_fee: Credits = 2 * CREDIT
    chance_deposit: Credits = 2 * CREDIT
    least_stake: Credits = 1 * CREDIT
    stake_cap: Ppm = 200_000
    gain_rate: Credits = 1 * CREDIT
    gain_cap: Credits = 50 * CREDIT
    exploration: Ppm = 100_000
    learning: Ppm = 500_000
    spread: Ppm = 2_000
    pool_cap: Ppm = 150_000
    contributors: Count = 3
    links: Count = 4_096
    expiry: Count = 90
    block_bond: Credits = 20 * CREDIT
    dispute_bond: Credits = 4 * CREDIT
    juror_deposit: Credits = 2 * CREDIT
    juror_fee: Credits = 2 * CREDIT
    guardians: Annotated[tuple[Guardian, ...], Length(0, 16)] = ()
    delegation_expiry: Duration = 180 * DAY
    delegation_cap: Ppm = 150_000
    floor_bond: Credits = 0
    risk_budget: Harm = 0
    risk_target: Harm = 100_000
    risk_total: Harm = 200_000
    trials: Trials = STANDARD_TRIALS
