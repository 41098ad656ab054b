"""Welfare: what a season was worth to its members, beside what fixed policies would have been.

Laws: every arm is measured by the same replay on the same days, under the weights in force on each day;
creativity is left out and the other weights are scaled up, because a fixed policy has no novelty by
construction; a floor is broken by a horizon, never by a day.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from moot.core.act import Ppm, ValueId
from moot.core.value import value
from moot.worlds.charging.disturbance import Seed
from moot.worlds.charging.measures import Measures, measured
from moot.worlds.charging.policy import STATUS_QUO, Policy
from moot.worlds.charging.register import VALUES
from moot.worlds.charging.replay import Replay

FLOORS: Final = {name: floor for name, (_, _, floor) in VALUES.items() if floor is not None}


@value
class Block:
    """A horizon: its days, the policy that the site ran on each, and the weights in force on each (ppm)."""

    days: tuple[date, ...]
    policies: tuple[Policy, ...]
    weights: tuple[Mapping[ValueId, Ppm], ...]


@value
class Arm:
    """What one way of governing came to: mean welfare (ppm), and how many horizons broke a floor."""

    welfare: Ppm
    floors_broken: int
    policy: Policy | None = None  # a fixed arm's


def welfare(weights: Sequence[Mapping[ValueId, Ppm]], measures: Measures) -> Fraction:
    """Return the weighted mean of the four measures in ppm, averaged over the days' weights."""
    found = measures._asdict()
    days = [
        Fraction(sum(day[name] * found[name] for name in found), sum(day[name] for name in found)) for day in weights
    ]
    return sum(days, Fraction()) / len(days)


def executed(replay: Replay, seed: Seed, blocks: Sequence[Block]) -> Arm:
    """Return what the policies that ran came to."""
    found = []
    for block in blocks:
        sums = replay.sums(list(dict.fromkeys(block.policies)), block.days, seed)
        run = zip(block.policies, block.days, strict=True)
        found.append(measured(replay.site.name, [sums[each] for each in run]))
    return _arm(blocks, found, None)


def fixed(replay: Replay, seed: Seed, blocks: Sequence[Block], policies: Sequence[Policy]) -> list[Arm]:
    """Return what each policy would have come to, had it run throughout."""
    replay.sums(policies, [day for block in blocks for day in block.days], seed)  # all at once is quicker
    rows = [replay.measure(policies, block.days, seed) for block in blocks]
    return [_arm(blocks, [row[at] for row in rows], policy) for at, policy in enumerate(policies)]


def status_quo(replay: Replay, seed: Seed, blocks: Sequence[Block]) -> Arm:
    """Return what the founding terms would have come to."""
    return fixed(replay, seed, blocks, [STATUS_QUO])[0]


def best_fixed(replay: Replay, seed: Seed, blocks: Sequence[Block], grid: Sequence[Policy]) -> Arm:
    """Return the best of `grid`, known only in hindsight."""
    return max(fixed(replay, seed, blocks, grid), key=lambda arm: arm.welfare)


def any_fixed(replay: Replay, seed: Seed, blocks: Sequence[Block], pool: Sequence[Policy]) -> Arm:
    """Return what one of `pool`, taken blindly and kept, would have come to on average."""
    arms = fixed(replay, seed, blocks, pool)
    return Arm(_mean([arm.welfare for arm in arms]), _mean([arm.floors_broken for arm in arms]))


def _mean(numbers: Sequence[int]) -> int:
    return round(Fraction(sum(numbers), len(numbers) or 1))


def _arm(blocks: Sequence[Block], measures: Sequence[Measures], policy: Policy | None) -> Arm:
    rows = list(zip(blocks, measures, strict=True))
    mean = sum((welfare(block.weights, found) for block, found in rows), Fraction()) / (len(rows) or 1)
    broken = sum(any(found._asdict()[name] < floor for name, floor in FLOORS.items()) for _, found in rows)
    return Arm(round(mean), broken, policy)
