"""Apportioning: whole shares of a whole, in proportion, with nothing lost.

Laws: the shares sum to the total exactly; each is its exact proportion rounded down or up; who has
nothing gets nothing, unless nobody has anything: then all have alike; a larger number never gets
the smaller share.

>>> largest_remainder([1, 1, 1], 100)
(34, 33, 33)
"""

from collections.abc import Sequence


def largest_remainder(numerators: Sequence[int], total: int) -> tuple[int, ...]:
    """Scale non-negative integers to sum to `total`; the largest remainders round up, ties by lowest index.

    Shares over a common denominator whose exact sum is `total` need no other rule: pass their numerators.
    """
    parts = numerators if any(numerators) else [1] * len(numerators)
    whole = sum(parts)
    divided = [divmod(part * total, whole) for part in parts]
    left = total - sum(share for share, _ in divided)
    # sorted() is stable: equal remainders stay in the order of their index.
    largest = sorted(range(len(parts)), key=lambda index: -divided[index][1])
    lucky = frozenset(largest[:left])
    return tuple(share + (index in lucky) for index, (share, _) in enumerate(divided))
