"""Welfare: what a season was worth to its members, beside what fixed policies would have been.

Laws: every arm is measured by the same replay on the same days under the weights in force when each
horizon began; creativity is left out and the other weights are scaled up, because a fixed policy has
no novelty by construction; a floor is broken by a horizon, never by a day.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from moot.core.act import MILLION, Ppm, ValueId
from moot.core.value import value
from moot.worlds.charging.disturbance import Seed
from moot.worlds.charging.measures import Measures
from moot.worlds.charging.policy import STATUS_QUO, Policy
from moot.worlds.charging.replay import Replay

FLOORS = {"safety": 800_000, "ethics": 200_000}


@value
class Block:
    """A horizon: its days, what ran on them, and the weights in force when it began (ppm)."""

    days: tuple[date, ...]
    policy: Policy
    weights: dict[ValueId, Ppm]


@value
class Arm:
    """What one way of governing came to: mean welfare (ppm), and how many horizons broke a floor."""

    welfare: Ppm
    floors_broken: int
    policy: Policy | None = None  # a fixed arm's


def welfare(weights: dict[ValueId, Ppm], measures: Measures) -> Fraction:
    """Return the weighted mean of the four measures, in ppm."""
    found = measures._asdict()
    total = sum(weights[name] for name in found)
    return Fraction(sum(weights[name] * found[name] for name in found), total or 1)


def executed(replay: Replay, seed: Seed, blocks: Sequence[Block]) -> Arm:
    """Return what the policies that ran came to."""
    return _arm(blocks, [replay.measure([block.policy], block.days, seed)[0] for block in blocks], None)


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


def _arm(blocks: Sequence[Block], measures: Sequence[Measures], policy: Policy | None) -> Arm:
    rows = list(zip(blocks, measures, strict=True))
    mean = sum((welfare(block.weights, found) for block, found in rows), Fraction()) / (len(rows) or 1)
    broken = sum(any(found._asdict()[name] < floor for name, floor in FLOORS.items()) for _, found in rows)
    return Arm(min(MILLION, round(mean)), broken, policy)
