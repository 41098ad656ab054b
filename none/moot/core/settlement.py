"""Settlement: what a forecast earns or loses once the world was measured, and what a gain is worth.

Laws: nobody loses more than its stake; nobody earns without somebody losing, and what is left over
is the fund's; the truth is the best report; splitting a stake never pays, and neither does
repeating what the others say. Exact but for one division each, floored.

>>> settle([Wager(20_000_000, 700_000), Wager(10_000_000, 100_000)], 680_000, p_min=40_000, p_executed=800_000)
(112000, -112000)
"""

from collections.abc import Sequence
from typing import Final

from moot.core.act import MILLION, WHOLE, Credits, Ppm
from moot.core.value import value

_PER_THOUSAND_PPM: Final = 1_000 * MILLION  # of score, in its units of 10^-12


@value
class Wager:
    """A forecast of one value, and the micro-credits that stand behind it."""

    stake: Credits
    forecast: Ppm


def settle(wagers: Sequence[Wager], measured: Ppm, p_min: Ppm, p_executed: Ppm) -> tuple[int, ...]:
    """Return each wager's net in micro-credits; the fund gets minus their sum (protocol 7, mechanisms 4.2).

    net_i = floor(m_i R_i ((q_i - y)^2 - (p_i - y)^2) p_min / (M P)), 0 where M or R_i is 0: M all
    stakes, R_i those of the others, q_i their mean forecast, y `measured`, P `p_executed`, which
    is not less than `p_min`.
    """
    total = sum(wager.stake for wager in wagers)
    missed = sum(wager.stake * (wager.forecast - measured) for wager in wagers)
    nets = []
    for wager in wagers:
        others = total - wager.stake
        miss = wager.forecast - measured
        others_miss = missed - wager.stake * miss  # R_i (q_i - y)
        numerator = wager.stake * (others_miss**2 - (others * miss) ** 2) * p_min
        denominator = others * total * p_executed * WHOLE
        nets.append(numerator // denominator if denominator else 0)
    return tuple(nets)


def stake_limit(free: Credits, open_stakes: Credits, cap: Ppm) -> Credits:
    """Return the most that may still be staked, in micro-credits.

    All open stakes together stay at most `cap` of what the owner has, free or at stake: measured on
    free credits alone, a stake would lower its own limit.
    """
    return max(0, cap * (free + open_stakes) // MILLION - open_stakes)


def pay(gain: int, rate: Credits, bond: Credits, cap: Credits) -> int:
    """Return what `gain`, a difference of scores in 10^-12, is worth in micro-credits: from -bond to +cap.

    `rate` is paid for each 1,000 ppm of score (protocol 8).
    """
    return max(-bond, min(cap, rate * gain // _PER_THOUSAND_PPM))


def split_gain(amount: int, improvements: Sequence[int]) -> tuple[int, ...]:
    """Return the shares of `amount` for the authors along the base chain, floored; what is left over is the fund's.

    `improvements` are each candidate's score minus its nearest candidate ancestor's, the executed
    version first: to its author falls a loss, and a gain that no step improved on (protocol 8).
    """
    steps = [max(0, improvement) for improvement in improvements]
    whole = sum(steps)
    if amount <= 0 or not whole:
        return (amount, *(0 for _ in steps[1:]))
    return tuple(amount * step // whole for step in steps)
