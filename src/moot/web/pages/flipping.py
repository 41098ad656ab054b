"""What would flip, as a page tells it: the nearest crossing of each decision, and how many a step of a weight flips.

Laws: a distance is the one of the view, in points; a decision that no weight flips is firm, and counted, not listed.

>>> row = {"present": "A", "names": {"A": "A", "q": "now"}, "proposal": "p"}
>>> row["values"] = {"a": {"weight": 600_000, "less": {"weight": 500_000, "version": "q"}, "more": None}}
>>> found = least(row)
>>> found["value"], found["by"], found["to"], found["then"]
('a', -100000, 500000, 'now')
"""

from collections.abc import Iterator, Sequence

from moot.web.pages.frame import Shown


def crossings(row: Shown) -> Iterator[Shown]:
    """Yield each way in which a decision flips: which value, from and to which weight, by how much, and to what."""
    for name, told in row["values"].items():
        for side in ("less", "more"):
            if found := told[side]:
                by = found["weight"] - told["weight"]
                then = row["names"][found["version"]]
                yield {"value": name, "weight": told["weight"], "to": found["weight"], "by": by, "then": then}


def nearest(row: Shown) -> list[Shown]:
    """Return each way in which a decision flips, the nearest first."""
    return sorted(crossings(row), key=lambda each: (abs(each["by"]), each["value"], each["by"]))


def least(row: Shown) -> Shown | None:
    """Return the nearest way in which a decision flips, with the decision; nothing if it never does."""
    found = nearest(row)
    chosen = {"proposal": row["proposal"], "present": row["names"][row["present"]]}
    return {**chosen, **found[0], "far": abs(found[0]["by"])} if found else None


def steps_of(rows: Sequence[Shown], names: Sequence[str]) -> list[Shown]:
    """Return for each value how many decisions it would flip to weigh a step less, or a step more."""
    told = [(row["present"], row["values"].get(name), name) for row in rows for name in names]
    return [
        {
            "value": name,
            "down": sum(each["down"] != present for present, each, whose in told if each and whose == name),
            "up": sum(each["up"] != present for present, each, whose in told if each and whose == name),
        }
        for name in names
    ]
