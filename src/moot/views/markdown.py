"""Minutes as Markdown, for people: the same minutes always give the same text.

Laws: nothing is said that the minutes in JSON do not hold; a heading is there only if something stands
under it; shares are in percent, money in credits, instants in UTC; what members wrote is quoted and escaped.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from moot.core.act import Ppm
from moot.views.amounts import moment, money, named, percent, share, signed, table
from moot.views.contested import disputes
from moot.views.escaping import escaped, quoted

Minutes: TypeAlias = Mapping[str, Any]


def markdown(minutes: Minutes) -> str:
    """Return the minutes of a decision as a text of lines; see `moot.views.minutes` for what they hold."""
    what = minutes["what"]
    title = f"# Decision {minutes['number']}: {escaped(what['kind'])} on {escaped(what['target'])}"
    parts = [title, "", *_outcome(minutes), "", *_asked(minutes)]
    for heading, lines in (
        ("Versions", _versions(minutes)),
        ("Forecasts", _forecasts(minutes)),
        ("Forecast and measured", _measured(minutes)),
        ("Reviews", _reviews(minutes)),
        ("Conditions", _conditions(minutes)),
        ("Ballot", _ballot(minutes)),
        ("Dissent", _dissent(minutes)),
        ("Disputes", disputes(minutes)),
        ("Comments", _comments(minutes)),
        ("Who gained and lost", _money(minutes)),
        ("Who is listened to", _influence(minutes)),
        ("Who was silent", _silent(minutes)),
        ("Dates", _dates(minutes)),
    ):
        if said := list(lines):
            parts += ["", f"## {heading}", "", *said]
    return "\n".join([*parts, ""])


def _outcome(minutes: Minutes) -> Iterator[str]:
    if minutes["outcome"]:
        yield f"**{minutes['outcome'].capitalize()}**: {escaped(minutes['why'])}."
    else:
        yield f"**Running**: in {minutes['stage']} until {moment(minutes['until'])} UTC."
    measured, gain = minutes["measurement"], minutes["gain"]
    if measured["score"] is not None:
        yield f"What ran scored {percent(measured['score'])}; {_expected(measured)}."
    if gain:
        yield f"Gain: {signed(gain['gain'])} points of score."
    if measured["disputed"]:
        yield f"The meters did not agree on {named(measured['disputed'])}."


def _expected(measured: Mapping[str, Any]) -> str:
    if measured["score_forecast"] is None:
        return "nobody had been asked for a forecast"
    forecast, before = percent(measured["score_forecast"]), percent(measured["score_before"])
    return f"{forecast} had been forecast for it, {before} for what was in force"


def _asked(minutes: Minutes) -> Iterator[str]:
    what, who, entries = minutes["what"], minutes["who"], minutes["entries"]
    changes = _changes(what["changed"], what["units"]) or "nothing new"
    yield f"- Proposed by {escaped(who['author'])} for {escaped(who['owner'])}: {changes}"
    yield f"- Proposal `{minutes['proposal']}`"
    yield f"- Entries {entries['first']} to {entries['last']} of the record"
    lane = minutes["lane"]
    if lane["lane"] != "panel" or lane["turned"]:
        yield f"- By the lane {lane['lane']}; at worst {percent(lane['harm'])} of harm"
    yield from (f"- From consent to a panel: {escaped(each['why'])} ({each['clause']})" for each in lane["turned"])
    if minutes["unheard"]:
        yield f"- Unheard: {named(minutes['unheard'])}; the ballot needed two thirds"
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


def _comments(minutes: Minutes) -> Iterator[str]:
    """Yield what members said, in the order in which it came; of a text that was erased, that it is."""
    for each in minutes["comments"]:
        who, when = f"{escaped(each['agent'])} ({escaped(each['owner'])})", moment(each["received"])
        text = minutes["texts"].get(each["text"])
        said = "its text is not held" if text is None else f"“{escaped(text)}”"
        yield f"- {who}, {when}, in {each['stage']}: {said}"


def _versions(minutes: Minutes) -> Iterator[str]:
    units = minutes["what"]["units"]
    yield from table(
        ("", "by", "changes", "answers", "support", "score", "chance", ""),
        (
            (
                each["name"],
                escaped(each["agent"] or ""),
                f"of {each['base']}: {_changes(each['changed'], units)}" if each["base"] else "in force before",
                named(dict.fromkeys(f"{answer['agent']} ({answer['mandate']})" for answer in each["answers"])),
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
    yield from table(
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
    yield from table(
        ("value", "weight", "floor", "forecast", "quartiles", "measured", "off by", ""),
        (
            (
                escaped(name),
                percent(weights.get(name, 0)),
                percent(floors[name]) if name in floors else "",
                percent(each["forecast"]["value"]) if each["forecast"] else "",
                _range(each["forecast"]) if each["forecast"] else "",
                percent(each["measured"]),
                "" if each["off"] is None else signed(each["off"]),
                ", ".join(["below its floor"] * each["below_floor"] + ["outside"] * (each["inside"] is False)),
            )
            for name, each in minutes["measurement"]["values"].items()
        ),
    )


def _reviews(minutes: Minutes) -> Iterator[str]:
    stances = {"for": "for", "could_live": "could live with it", "against": "against"}
    yield from table(
        ("reviewer", "owner", "mandate", "stance", "findings"),
        (
            (
                escaped(each["agent"]),
                escaped(each["owner"]),
                escaped(each["mandate"]),
                stances[each["stance"]],
                ", ".join(f"{finding['severity']} on {escaped(finding['clause'])}" for finding in each["findings"]),
            )
            for each in minutes["reviews"]
        ),
    )


def _conditions(minutes: Minutes) -> Iterator[str]:
    words = {True: "met", False: "unmet", None: ""}
    yield from table(
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
    elif consent := ballot["consent"]:
        yield f"- Adopted by consent: {consent['objections']} owners objected, {consent['limit']} would have stopped it"
    elif ballot["paper"] and minutes["stage"] != "consent":
        yield f"- {len(ballot['voted'])} of {len(minutes['who']['voters'])} owners voted so far, sealed"
    for each in ballot["moved"]:
        yield f"- {escaped(each['owner'])} moved from {each['old'] or 'no vote'} to {each['new']}"
    if ballot["number"] is not None:
        name = next(each["name"] for each in minutes["versions"] if each["version"] == ballot["drawn"])
        chance = percent(ballot["probability"])
        yield f"- Number {ballot['number']:,} of a million drew {name}, whose chance was {chance}"


def _dissent(minutes: Minutes) -> Iterator[str]:
    for each in minutes["dissent"]["reviewers"]:
        clauses = f", for {named(each['clauses'])}" if each["clauses"] else ""
        yield f"- {escaped(each['agent'])} reviewed against it on {escaped(each['mandate'])}{clauses}"
    for each in minutes["dissent"]["voters"]:
        clause = f", and blocks it for {escaped(each['clause'])}" if each["clause"] else ""
        yield f"- {escaped(each['owner'])} voted against it{clause}"
        for said in (each["reason"], each["finding"]):
            yield from ("  " * bool(line) + line for line in _why(said, minutes))


def _money(minutes: Minutes) -> Iterator[str]:
    yield from table(
        ("account", "credits", "of which"),
        (
            (
                escaped(account),
                money(each["net"]),
                ", ".join(f"{escaped(clause)} {money(amount)}" for clause, amount in each["by_clause"].items()),
            )
            for account, each in minutes["money"].items()
            if each["net"] or each["by_clause"]
        ),
    )


def _influence(minutes: Minutes) -> Iterator[str]:
    yield from table(
        ("value", "owner", "influence before", "after"),
        (
            (escaped(name), escaped(owner), share(each["before"]), share(each["after"]))
            for name, owners in minutes["influence"].items()
            for owner, each in owners.items()
            if share(each["before"]) != share(each["after"])
        ),
    )


def _silent(minutes: Minutes) -> Iterator[str]:
    for each in minutes["silent"]:
        who = escaped(each["agent"] or each["owner"])
        seat = f" for {escaped(each['mandate'])}" if each["mandate"] else ""
        instead = f"; {escaped(each['instead'])} was called instead" if each["instead"] else ""
        yield f"- {who} in the {each['stage']}{seat}{instead}"


def _dates(minutes: Minutes) -> Iterator[str]:
    yield from table(
        ("stage", "since", "left", "entry"),
        ((each["stage"], moment(each["since"]), moment(each["left"]), str(each["entry"])) for each in minutes["dates"]),
    )
