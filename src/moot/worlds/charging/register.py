"""The action register of a charging commons: one kind of action, five values, five mandates.

Laws: what a proposer may choose are the six terms, within their bounds; horizon, executor, undo and
worst case are fixed here; every value has two meters of different owners and a tolerance that honest
ones keep.
"""

from typing import Final

from moot.core.act import MandateId, Ppm, ValueId
from moot.core.charter import (
    DAY,
    MINUTE,
    Awareness,
    Charter,
    Kind,
    Mandate,
    Metering,
    Purpose,
    Structure,
    Term,
    WorstCase,
    Worth,
)
from moot.worlds.charging.policy import BOUNDS

KIND: Final = "set_policy"
OPERATOR, BOOK, CURRENTS = "operator", "session-book", "current-meter"

UNITS: Final = {
    "headroom": "%",
    "priority": "%",
    "floor": "A",
    "green": "%",
    "trust": "%",
    "guard": "min",
}

# What measures a value, its founding weight and measurement (the founding terms on the training days), its floor.
VALUES: Final[dict[ValueId, tuple[str, Ppm, Ppm, Ppm | None]]] = {
    "safety": ("share of steps 07:00-19:00 without an overload, twice what is missing", 240_000, 792_000, 800_000),
    "efficiency": ("use of the peak that the site pays for, with some service", 240_000, 721_000, None),
    "ethics": ("mean satisfaction of the worst-off fifth of cars", 240_000, 699_000, 200_000),
    "climate": ("carbon avoided per kWh served, between the dirtiest and the cleanest hours", 265_000, 528_000, None),
    "creativity": ("novelty against the last ten policies, times usefulness", 15_000, 0, None),
}

# How far apart honest meters may lie: see docs/evidence.md for what was measured.
TOLERANCES: Final[dict[ValueId, Ppm]] = {
    "safety": 40_000,
    "efficiency": 60_000,
    "ethics": 150_000,
    "climate": 70_000,
    "creativity": 300_000,
}

# A safe policy keeps something free and guarantees no current: each percent kept free takes 5,000 ppm
# of harm away, each guaranteed ampere adds 20,000.
WORST_CASE: Final = WorstCase(400_000, {"headroom": -5_000, "floor": 20_000})

# Five usable days take at least this long from the first opening to the last end.
SHORTEST_HORIZON: Final = 4 * DAY + 17 * 60 * MINUTE


def target(site_name: str) -> str:
    """Return the name of the target that decisions on a site change."""
    return f"site-{site_name}"


def charter(site_name: str, families: tuple[str, ...], *, rivals: int = 2) -> Charter:
    """Return the charter of a charging commons; `rivals` amended candidates stand beside the original."""
    terms = tuple(Term(name, UNITS[name], low, high) for name, (low, high) in BOUNDS.items())
    kind = Kind(KIND, target(site_name), terms, OPERATOR, "the policy before", WORST_CASE, SHORTEST_HORIZON)
    mandates: tuple[MandateId, ...] = tuple(VALUES)
    return Charter(
        Purpose(
            "Share too little power fairly, safely and cleanly among the cars that come.",
            tuple(Worth(name, said, weight, founding, floor) for name, (said, weight, founding, floor) in VALUES.items()),
        ),
        Structure(tuple(Mandate(name, (name,)) for name in mandates), families, (kind,), candidates=rivals),
        Awareness(tuple(Metering(name, (BOOK, CURRENTS), TOLERANCES[name]) for name in VALUES)),
    )
