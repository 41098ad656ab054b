"""The action register of a charging commons: one kind of action, five values, five mandates.

Laws: what a proposer may choose are the six terms, within their bounds; horizon, executor, undo and
worst case are fixed here; every value has two meters of different owners and a tolerance that honest
ones keep; what the founders measured is known when the season begins, and tells nothing of its secret seed.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from moot.core.act import MandateId, Ppm, ValueId
from moot.core.charter import (
    DAY,
    MINUTE,
    STANDARD_LANES,
    Agency,
    Awareness,
    Charter,
    Kind,
    LaneRule,
    Mandate,
    Metering,
    Purpose,
    Scope,
    Structure,
    Term,
    Trials,
    WorstCase,
    Worth,
)
from moot.worlds.charging.calendar import HORIZON
from moot.worlds.charging.policy import BOUNDS, STATUS_QUO
from moot.worlds.charging.replay import Replay
from moot.worlds.charging.site import load_site

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

# What measures a value, its founding weight, its floor.
VALUES: Final[dict[ValueId, tuple[str, Ppm, Ppm | None]]] = {
    "safety": ("share of steps 07:00-19:00 without an overload, twice what is missing", 240_000, 800_000),
    "efficiency": ("use of the peak that the site pays for, with some service", 240_000, None),
    "ethics": ("mean satisfaction of the worst-off fifth of cars", 240_000, 200_000),
    "climate": ("carbon avoided per kWh served, between the dirtiest and the cleanest hours", 265_000, None),
    "creativity": ("novelty against the last ten policies, times usefulness", 15_000, None),
}

# How far apart honest meters may lie: about what 98 of 100 of their readings keep, measured over every
# horizon of the year at Caltech for 36 policies. Ethics is that wide because no current says what a car
# that was still charging lacked. Creativity is replayed by both alike.
TOLERANCES: Final[dict[ValueId, Ppm]] = {
    "safety": 40_000,
    "efficiency": 55_000,
    "ethics": 150_000,
    "climate": 65_000,
    "creativity": 40_000,
}

# The largest harm is to safety, in the worst horizon. Each percent kept free takes 14,000 ppm of harm away,
# each guaranteed ampere adds 35,000.
WORST_CASE: Final = WorstCase(770_000, {"headroom": -14_000, "floor": 35_000})

# What at worst does a fifth less harm than the founding terms (770,000 ppm) is adopted if nobody much minds: one such
# step of an owner in a month, two on the site.
LANES: Final = (
    LaneRule("safe-steps", "consent", worst_case=616_000, scope=Scope(30 * DAY, owner=616_000, target=1_232_000)),
    *STANDARD_LANES,
)

# The founders measured the founding terms on the days before the season, under a disturbance of their own.
CAPACITIES: Final = {"caltech": 0.5, "jpl": 0.7}
FOUNDING_DAYS: Final = 20
FOUNDING_SEED: Final = 0

# A trial runs by station and day, and its guards watch the value whose loss the worst case bounds. What its
# meters see of a part of the stations on one day lies farther apart than over a whole horizon.
RISK_BUDGET: Final = 150_000  # half of the stations for three days, with a fifth of each limit kept free
TRIALS: Final = Trials(guards=("safety",))

# Five usable days take at least this long from the first opening to the last end.
SHORTEST_HORIZON: Final = 4 * DAY + 17 * 60 * MINUTE


def target(site_name: str) -> str:
    """Return the name of the target that decisions on a site change."""
    return f"site-{site_name}"


@lru_cache(maxsize=len(CAPACITIES))
def founding_measures(site_name: str) -> Mapping[ValueId, Ppm]:
    """Return what the founders measured; the founding terms were nothing new, so their creativity is 0."""
    site = load_site(site_name, CAPACITIES[site_name])
    [found] = Replay(site).measure([STATUS_QUO], site.days[:FOUNDING_DAYS], FOUNDING_SEED)
    return MappingProxyType({**found._asdict(), "creativity": 0})


def charter(site_name: str, families: tuple[str, ...], *, rivals: int = 2) -> Charter:
    """Return the charter of a charging commons; `rivals` amended candidates stand beside the original."""
    terms = tuple(Term(name, UNITS[name], low, high) for name, (low, high) in BOUNDS.items())
    units = len(load_site(site_name, CAPACITIES[site_name]).network.stations) * HORIZON
    kind = Kind(
        id=KIND,
        target=target(site_name),
        terms=terms,
        executor=OPERATOR,
        undo="the policy before",
        worst_case=WORST_CASE,
        horizon=SHORTEST_HORIZON,
        unit="a station on a day",
        units=units,
    )
    mandates: tuple[MandateId, ...] = tuple(VALUES)
    founding = founding_measures(site_name)
    return Charter(
        Purpose(
            "Share too little power fairly, safely and cleanly among the cars that come.",
            tuple(Worth(name, said, weight, founding[name], floor) for name, (said, weight, floor) in VALUES.items()),
        ),
        Structure(
            tuple(Mandate(name, (name,)) for name in mandates),
            families,
            (kind,),
            candidates=rivals,
            lanes=LANES,
        ),
        Awareness(tuple(Metering(name, (BOOK, CURRENTS), TOLERANCES[name]) for name in VALUES)),
        Agency(risk_budget=RISK_BUDGET, risk_target=RISK_BUDGET, risk_total=2 * RISK_BUDGET, trials=TRIALS),
    )
