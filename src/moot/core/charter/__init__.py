"""The charter: the rules that members gave themselves, as data, each with a clause id.

Laws: a charter is five sections and nothing else; a clause id is the dotted path to a field
(`structure.windows.ballot`), so that refusals and pages can cite it; every number is an integer
(ppm, micro-credits, milliseconds); `faults` names each clause that would lock members out.

>>> STANDARD_WINDOWS.ballot // 60_000
60
"""

from moot.core.charter.admission import Admission
from moot.core.charter.agency import Agency, Guardian
from moot.core.charter.amounts import CREDIT, Count, Text
from moot.core.charter.clauses import (
    CHARTER,
    Alarms,
    Awareness,
    Charter,
    Clarity,
    Kind,
    Mandate,
    Metering,
    Purpose,
    Structure,
    Term,
    WorstCase,
    Worth,
    budget_called,
    budget_of,
    kind_called,
    kind_clause,
    mandate_called,
    metering,
    meters,
    places,
    seats,
    serving,
    value_ids,
)
from moot.core.charter.faults import LEAST_METERS, Fault, faults
from moot.core.charter.lanes import STANDARD_LANES, CharterLane, ConsentLane, Harm, Lane, LaneRule, Scope
from moot.core.charter.numbers import numbers
from moot.core.charter.rounds import Budget, BudgetRule, Completion, Points, Priced
from moot.core.charter.trials import STANDARD_TRIALS, Trials
from moot.core.charter.windows import DAY, MINUTE, STANDARD_WINDOWS, Windows

__all__ = [
    "CHARTER",
    "CREDIT",
    "DAY",
    "LEAST_METERS",
    "MINUTE",
    "STANDARD_LANES",
    "STANDARD_TRIALS",
    "STANDARD_WINDOWS",
    "Admission",
    "Agency",
    "Alarms",
    "Awareness",
    "Budget",
    "BudgetRule",
    "Charter",
    "CharterLane",
    "Clarity",
    "Completion",
    "ConsentLane",
    "Count",
    "Fault",
    "Guardian",
    "Harm",
    "Kind",
    "Lane",
    "LaneRule",
    "Mandate",
    "Metering",
    "Points",
    "Priced",
    "Purpose",
    "Scope",
    "Structure",
    "Term",
    "Text",
    "Trials",
    "Windows",
    "WorstCase",
    "Worth",
    "budget_called",
    "budget_of",
    "faults",
    "kind_called",
    "kind_clause",
    "mandate_called",
    "metering",
    "meters",
    "numbers",
    "places",
    "seats",
    "serving",
    "value_ids",
]
