"""The charter: the rules that members gave themselves, as data, each with a clause id.

Laws: a charter is five sections and nothing else; a clause id is the dotted path to a field
(`structure.windows.ballot`), so that refusals and pages can cite it; every number is an integer
(ppm, micro-credits, milliseconds); `faults` names each clause that would lock members out.

>>> STANDARD_WINDOWS.ballot // 60_000
60
"""

from moot.core.charter.clauses import (
    CREDIT,
    DAY,
    MINUTE,
    STANDARD_TRIALS,
    STANDARD_WINDOWS,
    Agency,
    Awareness,
    Charter,
    Clarity,
    Count,
    Kind,
    Mandate,
    Metering,
    Purpose,
    Structure,
    Term,
    Text,
    Trials,
    Windows,
    WorstCase,
    Worth,
    kind_called,
    mandate_called,
    metering,
    meters,
    seats,
    value_ids,
)
from moot.core.charter.faults import LEAST_METERS, Fault, faults

__all__ = [
    "CREDIT",
    "DAY",
    "LEAST_METERS",
    "MINUTE",
    "STANDARD_TRIALS",
    "STANDARD_WINDOWS",
    "Agency",
    "Awareness",
    "Charter",
    "Clarity",
    "Count",
    "Fault",
    "Kind",
    "Mandate",
    "Metering",
    "Purpose",
    "Structure",
    "Term",
    "Text",
    "Trials",
    "Windows",
    "WorstCase",
    "Worth",
    "faults",
    "kind_called",
    "mandate_called",
    "metering",
    "meters",
    "seats",
    "value_ids",
]
