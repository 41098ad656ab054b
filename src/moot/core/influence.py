"""Influence on one value: earned by forecasts that come true, and never for good.

Laws: learning keeps the joint mass of those who forecast and leaves the others alone; who was
nearer grows against who was not; spreading keeps the mass of all, and nobody stays at nothing; who
enters has at most an even share, and the others keep their proportions; the order of owners never
matters.

>>> learn(founding(["ana", "bo"]), {"ana": 500_000, "bo": 900_000}, measured=500_000, eta=(1, 2))
{'ana': 520000000000, 'bo': 480000000000}
"""

from collections.abc import Collection, Mapping, Sequence

from moot.core.act import MILLION, WHOLE, Mass, OwnerId, Ppm
from moot.core.apportion import largest_remainder


def founding(owners: Collection[OwnerId]) -> dict[OwnerId, Mass]:
    """Return equal masses that sum to 10^12, in id order."""
    return dict(zip(sorted(owners), largest_remainder([1] * len(owners), WHOLE), strict=True))


def learn(
    masses: Mapping[OwnerId, Mass], forecasts: Mapping[OwnerId, Ppm], measured: Ppm, eta: tuple[int, int]
) -> dict[OwnerId, Mass]:
    """Return all masses after a measurement: pi (1 + eta (s - mean)) for owners that forecast (mechanisms 4.2).

    s = 1 - (p - y)^2, its mean weighted by pi. `eta` is a numerator and a denominator, at most 1.
    """
    owners = sorted(forecasts)
    joint = sum(masses[owner] for owner in owners)
    misses = {owner: (forecasts[owner] - measured) ** 2 for owner in owners}  # 1 - s, in 10^-12
    mean = sum(masses[owner] * misses[owner] for owner in owners)  # times joint
    numerator, denominator = eta
    grown = [
        masses[owner] * (joint * denominator * WHOLE + numerator * (mean - joint * misses[owner])) for owner in owners
    ]
    return {**masses, **dict(zip(owners, largest_remainder(grown, joint), strict=True))}


def enter(masses: Mapping[OwnerId, Mass], newcomers: Collection[OwnerId], share: Ppm) -> dict[OwnerId, Mass]:
    """Return masses that sum to 10^12, each newcomer's being `share` of an even one among all, floored.

    Whoever has influence keeps its proportion to the others who have. Without newcomers they share what
    somebody who left has left behind.
    """
    each = WHOLE * share // (MILLION * (len(masses) + len(newcomers)))
    owners = sorted(masses)
    kept = largest_remainder([masses[owner] for owner in owners], WHOLE - each * len(newcomers))
    return {**dict(zip(owners, kept, strict=True)), **dict.fromkeys(newcomers, each)}


def fell(history: Sequence[Mass], drop: Ppm) -> bool:
    """Whether the last mass, and not yet the one before, lies more than `drop` below the most that came earlier."""
    return _low(history, drop) and not _low(history[:-1], drop)


def _low(history: Sequence[Mass], drop: Ppm) -> bool:
    *earlier, last = history
    return bool(earlier) and last * MILLION < max(earlier) * (MILLION - drop)


def spread(masses: Mapping[OwnerId, Mass], share: Ppm) -> dict[OwnerId, Mass]:
    """Return the masses of all owners with voice, newcomers at 0 included, after `share` of all was spread evenly."""
    owners = sorted(masses)
    total = sum(masses.values())
    mixed = [masses[owner] * (MILLION - share) * len(owners) + total * share for owner in owners]
    return dict(zip(owners, largest_remainder(mixed, total), strict=True))
