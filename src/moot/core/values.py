"""What members want together: the weights of the values, a moving-phantom median of all vectors.

Laws: everybody counts alike, and the order of vectors never matters; the weights sum to a million;
nobody comes nearer to its own vector by reporting another (summed distances); who moves weight to a
value never takes weight from it; a camp that wants one value alone gets its share of voices. All of
it up to the last few ppm, which rounding takes.

>>> ladder([(500_000, 300_000, 200_000), (200_000, 500_000, 300_000), (400_000, 400_000, 200_000)])
(2200000, (400000, 400000, 200000))
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from math import lcm

from moot.core.act import MILLION, Ppm, ValueId
from moot.core.apportion import largest_remainder
from moot.core.charter import Worth


def ladder(vectors: Sequence[Sequence[Ppm]]) -> tuple[int, tuple[Ppm, ...]]:
    """Return t, in units of 1/n ppm, and the weights, in ppm, for n vectors that sum to a million each.

    t is the smallest integer at which the medians of all values sum to a million ppm or more
    (protocol 6); the excess, less than one unit a value, is then scaled away.
    """
    n = len(vectors)
    columns = [[*sorted(column), MILLION] for column in zip(*vectors, strict=True)]
    # The sum of medians never falls as t rises, and at 2n million every median is whole.
    t = bisect_left(range(2 * n * MILLION), n * MILLION, key=lambda t: sum(median(column, t) for column in columns))
    return t, largest_remainder([median(column, t) for column in columns], MILLION)


def median(rising: Sequence[Ppm], t: int) -> int:
    """Return the median of n reports and the n+1 phantoms max(0, t - k million), in units of 1/n ppm.

    `rising` holds the reports in rising order and a million after them; t is at most 2n million.
    """
    n = len(rising) - 1
    # mechanisms 1.2: the median is max over k of min(phantom k, rising[k]). Phantoms fall with k and
    # reports rise, so one search finds where they cross, and the best k is beside that place.
    k = bisect_right(range(n + 1), t, key=lambda k: rising[k] * n + k * MILLION)
    return max(rising[k - 1] * n, t - k * MILLION) if k else t


def carried(weights: Mapping[ValueId, Ppm], before: Collection[ValueId], after: Sequence[Worth]) -> dict[ValueId, Ppm]:
    """Return `weights` (ppm) over the values of an amended charter, those `before` it being given.

    A new value with a parent shares the parent's weight evenly with it, and with others split off from it,
    so that clones gain nothing; one without takes the weight that its clause states. The rest keep
    their proportions. The weights sum to a million.
    """
    stated = {each.id: each.weight for each in after if each.id not in before and each.parent is None}
    held = [each for each in after if each.id not in stated]
    roots = [each.id if each.id in before else each.parent or each.id for each in held]
    # Over a common denominator, so that nothing is lost before the one rounding.
    whole = lcm(*map(roots.count, roots))
    parts = [weights[root] * whole // roots.count(root) for root in roots]
    kept = largest_remainder(parts, MILLION - sum(stated.values()))
    return {**stated, **dict(zip((each.id for each in held), kept, strict=True))}
