"""Plain averaging of everything, asked the same questions: the rival that the rules have to beat when somebody lies.

Laws: it picks from the candidates of the moot, by the unweighted mean of all forecasts that were opened (those
of candidates' authors too) and the unweighted mean of all weights that owners have stated by then; it knows
no floor, no lot and no ballot; of equals it takes the earlier candidate, and what is in force stands first.

That it picks anew from the moot's candidates each time is generous to it: its own mistakes do not persist.
"""

from collections import Counter
from collections.abc import Mapping

from moot.core.act import MILLION, OwnerId, Ppm, ValueId, VersionId
from moot.kit.door import Shown

Vectors = Mapping[OwnerId, Mapping[ValueId, Ppm]]  # what owners stated the values to be worth to them


def totals(page: Shown, vectors: Vectors) -> dict[VersionId, int]:
    """Return each candidate's score, times forecasts and vectors and a million; empty without a forecast or vector."""
    weights = Counter[ValueId]()
    for vector in vectors.values():
        weights.update(vector)
    said = page["forecasts"].values()
    if not said or not weights:
        return {}
    return {
        each["version"]: sum(
            weight * forecast[each["version"]][name] for forecast in said for name, weight in weights.items()
        )
        for each in page["candidates"]
    }


def scores(page: Shown, vectors: Vectors) -> dict[VersionId, Ppm]:
    """Return each candidate's mean score in ppm, floored."""
    scale = MILLION * len(page["forecasts"]) * len(vectors)
    return {version: total // scale for version, total in totals(page, vectors).items()}


def choice(page: Shown, vectors: Vectors) -> VersionId | None:
    """Return the candidate with the highest mean score, or None without a forecast."""
    found = totals(page, vectors)
    return max(found, key=found.__getitem__) if found else None
