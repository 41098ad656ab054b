"""Minutes as Markdown, for people: the same minutes always give the same text.

Laws: nothing is said that the minutes in JSON do not hold; a heading is there only if something stands
under it; shares are in percent, money in credits, instants in UTC; what members wrote is quoted and escaped.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from moot.core.act import Instant, Ppm
from moot.views.escaping import escaped, quoted

Minutes: TypeAlias = Mapping[str, Any]
_LAST: Final = 253_402_300_799_999  # the last millisecond of the year 9999


def markdown(minutes: Minutes) -> str:
    """Return the minutes of a decision as a text of lines; see `moot.views.minutes` for what they hold."""
    what = minutes["what"]
    title = f"# Decision {minutes['number']}: {escaped(what['kind'])} on {escaped(what['target'])}"
    parts = [title, "", *_outcome(minutes), "", *_asked(minutes)]
    for heading, lines in (
        ("Versions", _versions(minutes)),
        ("Forecasts", _forecasts(minutes)),
        ("Forecast and measured", _measured(minutes)),
        ("Conditions", _conditions(minutes)),
        ("Ballot", _ballot(minutes)),
        ("Dissent", _dissent(minutes)),
        ("Who gained and lost", _money(minutes)),
        ("Who was silent", _silent(minutes)),
        ("Dates", _dates(minutes)),
    ):
        if said := list(lines):
            parts += ["", f"## {heading}", "", *said]
    return "\n".join([*parts, ""])


# Amounts.


def percent(ppm: Ppm) -> str:
    """Return a share in percent.

    >>> percent(661_234), percent(-500)
    ('66.1 %', '-0.1 %')
    """
    return f"{ppm / 10_000:.1f} %"


def _signed(ppm: int) -> str:
    return f"{'+' if ppm > 0 else ''}{ppm / 10_000:.1f}"


def _credits(micro: int) -> str:
    return f"{micro / 1_000_000:+,.2f}"


def _moment(instant: Instant | None) -> str:
    if instant is None:
        return ""
    if instant > _LAST:
        return f"{instant} ms"
    return f"{datetime.fromtimestamp(instant // 1_000, UTC):%Y-%m-%d %H:%M:%S}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table, or nothing if it has no row."""
    lines = [" | ".join(row) for row in rows]
    if lines:
        yield f"| {' | '.join(head)} |"
        yield "|" + " --- |" * len(head)
        yield from (f"| {line} |" for line in lines)


def _named(names: Iterable[str]) -> str:
    return ", ".join(map(escaped, names))


# Parts.


def _outcome(minutes: Minutes) -> Iterator[str]:
    if minutes["outcome"]:
        yield f"**{minutes['outcome'].capitalize()}**: {escaped(minutes['why'])}."
    else:
        yield f"**Running**: in {minutes['stage']} until {_moment(minutes['until'])} UTC."
    measured, gain = minutes["measurement"], minutes["gain"]
    if measured["score"] is not None:
        yield (
            f"What ran scored {percent(measured['score'])}; {percent(measured['score_forecast'])} had been forecast "
            f"for it, {percent(measured['score_before'])} for what was in force."
        )
    if gain:
        yield f"Gain: {_signed(gain['gain'])} points of score."
    if measured["disputed"]:
        yield f"The meters did not agree on {_named(measured['disputed'])}."


def _asked(minutes: Minutes) -> Iterator[str]:
    what, who, entries = minutes["what"], minutes["who"], minutes["entries"]
    changes = _changes(what["changed"], what["units"]) or "nothing new"
    yield f"- Proposed by {escaped(who['author'])} for {escaped(who['owner'])}: {changes}"
    yield f"- Proposal `{minutes['proposal']}`"
    yield f"- Entries {entries['first']} to {entries['last']} of the record"
    if minutes["unheard"]:
        yield f"- Unheard: {_named(minutes['unheard'])}; the ballot needed two thirds"
    yield from (f"- Fault: {escaped(each['member'])}, {escaped(each['fault'])}" for each in minutes["faults"])
    yield from _why(what["reason"], minutes)


def _changes(changed: Mapping[str, Any], units: Mapping[str, str]) -> str:
    return ", ".join(
        f"{escaped(term)} {old} → {new} {escaped(units.get(term, ''))}".rstrip() for term, (old, new) in changed.items()
    )


def _why(reason: str | None, minutes: Minutes) -> Iterator[str]:
    """Yield the reason that is held, on its own, and nothing if it was erased or never given."""
    if reason in minutes["texts"]:
        yield ""
        yield quoted(minutes["texts"][reason])


def _versions(minutes: Minutes) -> Iterator[str]:
    units = minutes["what"]["units"]
    yield from _table(
        ("", "by", "changes", "answers", "support", "score", "chance", ""),
        (
            (
                each["name"],
                escaped(each["agent"] or ""),
                f"of {each['base']}: {_changes(each['changed'], units)}" if each["base"] else "in force before",
                _named(dict.fromkeys(f"{answer['agent']} ({answer['mandate']})" for answer in each["answers"])),
                str(len(each["supporters"])) if each["candidate"] else "no candidate" if each["owner"] else "",
                "" if each["score"] is None else percent(each["score"]),
                "" if each["chance"] is None else percent(each["chance"]),
                _marks(each),
            )
            for each in minutes["versions"]
        ),
    )


def _marks(version: Mapping[str, Any]) -> str:
    marks = ["recommended"] * version["recommended"] + ["ran"] * version["ran"]
    if version["excluded"]:
        marks.append(f"excluded by {escaped(version['excluded'])}")
    return ", ".join(marks)


def _forecasts(minutes: Minutes) -> Iterator[str]:
    """Yield what the pool says of each candidate, with its quartiles."""
    values = list(minutes["weights"])
    yield from _table(
        ("", *map(escaped, values)),
        (
            (each["name"], *(_pooled(each["forecast"].get(name)) for name in values))
            for each in minutes["versions"]
            if each["forecast"]
        ),
    )


def _pooled(pool: Mapping[str, Ppm] | None) -> str:
    return f"{percent(pool['value'])} ({_range(pool)})" if pool else ""


def _range(pool: Mapping[str, Ppm]) -> str:
    return f"{pool['lower'] / 10_000:.1f} to {pool['upper'] / 10_000:.1f}"


def _measured(minutes: Minutes) -> Iterator[str]:
    floors, weights = minutes["floors"], minutes["weights"]
    yield from _table(
        ("value", "weight", "floor", "forecast", "quartiles", "measured", "off by", ""),
        (
            (
                escaped(name),
                percent(weights.get(name, 0)),
                percent(floors[name]) if name in floors else "",
                percent(each["forecast"]["value"]) if each["forecast"] else "",
                _range(each["forecast"]) if each["forecast"] else "",
                percent(each["measured"]),
                "" if each["off"] is None else _signed(each["off"]),
                ", ".join(["below its floor"] * each["below_floor"] + ["outside"] * (each["inside"] is False)),
            )
            for name, each in minutes["measurement"]["values"].items()
        ),
    )


def _conditions(minutes: Minutes) -> Iterator[str]:
    words = {True: "met", False: "unmet", None: ""}
    yield from _table(
        ("reviewer", "mandate", "condition", "answered by", "original", "recommended", "ran"),
        (
            (
                escaped(each["agent"]),
                escaped(each["mandate"]),
                _condition(each["condition"]),
                ", ".join(each["answered_by"]),
                *(words[each["met"][which]] for which in ("original", "recommended", "ran")),
            )
            for each in minutes["conditions"]
        ),
    )


def _condition(condition: Mapping[str, Any]) -> str:
    numbers = ", ".join(map(str, condition["value"]))
    relation = {"<=": "≤", ">=": "≥"}.get(condition["relation"], condition["relation"])
    return f"{condition['strength']} have {escaped(condition['term'])} {relation} {numbers}"


def _ballot(minutes: Minutes) -> Iterator[str]:
    ballot = minutes["ballot"]
    if tally := ballot["tally"]:
        verdict = "passed" if tally["passed"] else "rejected"
        yield (
            f"- {tally['in_favour']} for, {tally['abstained']} abstained, {tally['against']} against, of "
            f"{tally['owners']} owners; quorum {tally['quorum']}: {verdict}"
        )
    elif ballot["paper"]:
        yield f"- {len(ballot['voted'])} of {len(minutes['who']['voters'])} owners voted so far, sealed"
    for each in ballot["moved"]:
        yield f"- {escaped(each['owner'])} moved from {each['old'] or 'no vote'} to {each['new']}"
    if ballot["drawn"]:
        name = next(each["name"] for each in minutes["versions"] if each["version"] == ballot["drawn"])
        chance = percent(ballot["probability"])
        yield f"- Number {ballot['number']:,} of a million drew {name}, whose chance was {chance}"


def _dissent(minutes: Minutes) -> Iterator[str]:
    for each in minutes["dissent"]["reviewers"]:
        clauses = f", for {_named(each['clauses'])}" if each["clauses"] else ""
        yield f"- {escaped(each['agent'])} reviewed against it on {escaped(each['mandate'])}{clauses}"
    for each in minutes["dissent"]["voters"]:
        clause = f", and blocks it for {escaped(each['clause'])}" if each["clause"] else ""
        yield f"- {escaped(each['owner'])} voted against it{clause}"
        for named in (each["reason"], each["finding"]):
            yield from ("  " * bool(line) + line for line in _why(named, minutes))


def _money(minutes: Minutes) -> Iterator[str]:
    yield from _table(
        ("account", "credits", "of which"),
        (
            (
                escaped(account),
                _credits(each["net"]),
                ", ".join(f"{escaped(clause)} {_credits(amount)}" for clause, amount in each["by_clause"].items()),
            )
            for account, each in minutes["money"].items()
            if each["net"] or each["by_clause"]
        ),
    )


def _silent(minutes: Minutes) -> Iterator[str]:
    for each in minutes["silent"]:
        who = escaped(each["agent"] or each["owner"])
        seat = f" for {escaped(each['mandate'])}" if each["mandate"] else ""
        instead = f"; {escaped(each['instead'])} was called instead" if each["instead"] else ""
        yield f"- {who} in the {each['stage']}{seat}{instead}"


def _dates(minutes: Minutes) -> Iterator[str]:
    yield from _table(
        ("stage", "since", "left", "entry"),
        (
            (each["stage"], _moment(each["since"]), _moment(each["left"]), str(each["entry"]))
            for each in minutes["dates"]
        ),
    )
