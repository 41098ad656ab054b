"""The versions of a proposal as people write them: what each changes, of what it is based on and of what is in force.

Laws: terms are shown with all that stays, other rules only with the clauses that differ, in the words of the charter;
a clause that is no number is told like those that are.

>>> minutes = {"what": {"before": {"a": 1, "b": 2}}, "versions": [{"version": "v", "terms": {"a": 1, "b": 3}}]}
>>> worded(minutes, {"v": {"charter": None}})["versions"][0]["rows"]
[('a', 1, 1), ('b', 2, 3)]
"""

from collections.abc import Callable, Mapping, Sequence

from moot.core.charter import CHARTER, Charter
from moot.views.charter import changed
from moot.web.pages.frame import Shown
from moot.web.pages.press import changes
from moot.wire.codec import read
from moot.wire.redraft import settings


def worded(minutes: Shown, versions: Mapping[str, Shown]) -> Shown:
    """Return minutes in which each version has its `rows` beside what is in force, and those that `differs` holds.

    A row is (name, was, will). `versions` are those of the view of a proposal. What a version of other rules `changed`
    of its base, and what is asked of other rules, is put into words too.
    """
    laws = {named: read(Charter, each["charter"]) for named, each in versions.items() if each["charter"]}
    if not laws:
        before = minutes["what"]["before"]
        return {**minutes, "versions": [_with(each, changes(before, each["terms"])) for each in minutes["versions"]]}
    called = {each["name"]: laws[each["version"]] for each in minutes["versions"]}
    say = written(called["now"])
    conditions = [{**each, "condition": _spoken(each["condition"], say)} for each in minutes["conditions"]]
    return {**minutes, "versions": [_ruled(each, called) for each in minutes["versions"]], "conditions": conditions}


def _with(version: Shown, rows: Sequence[tuple[str, object, object]]) -> Shown:
    return {**version, "rows": rows, "differs": {name: (was, will) for name, was, will in rows if was != will}}


def _ruled(version: Shown, called: Mapping[str, Charter]) -> Shown:
    """Return a version of other rules, in words; `called` are the charters by the names of versions."""
    own = called[version["name"]]
    of = changed(called[version["base"]], own) if version["base"] else {}
    rows = [(name, was, will) for name, (was, will) in changed(called["now"], own).items()]
    return _with({**version, "changed": of}, rows)


def _spoken(condition: Shown, say: Callable[[str, int | None], object]) -> Shown:
    return {**condition, "value": [say(condition["term"], each) for each in condition["value"]]}


def written(law: Charter) -> Callable[[str, int | None], object]:
    """Return how the number of a clause is written in a charter; of a clause that it does not have, as it is."""
    units = {each.id: each.unit for each in settings(law) if each.unit}
    return lambda name, number: number if number is None or name not in units else units[name].write(number)


def terms_of(minutes: Shown) -> list[tuple[str, str]]:
    """Return the terms that a condition can be about, each with how a form lists it: clauses with their number now.

    >>> terms_of({"what": {"kind": "charter", "asked": {"a": 2, "b": 1}, "before": {"a": 1}}})
    [('a', 'a (now 1)'), ('b', 'b')]
    """
    what = minutes["what"]
    numbers = what["before"] if what["kind"] == CHARTER else {}
    return [(name, f"{name} (now {numbers[name]})" if name in numbers else name) for name in what["asked"]]


def spelled(rows: Sequence[Shown], law: Charter) -> list[Shown]:
    """Return rows of decisions in which the numbers of other rules are written as the charter in force writes them."""
    if all(row["kind"] != CHARTER for row in rows):
        return list(rows)
    say = written(law)
    return [
        {**row, "changed": {name: [say(name, each) for each in pair] for name, pair in row["changed"].items()}}
        if row["kind"] == CHARTER
        else row
        for row in rows
    ]
