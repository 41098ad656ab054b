"""What was contested, as Markdown: blocks, what guardians did, what each jury found, and who paid for it.

Laws: nothing is said that the minutes in JSON do not hold, and nothing of a verdict that is still sealed.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from moot.views.amounts import money, named, percent
from moot.views.escaping import escaped

Minutes: TypeAlias = Mapping[str, Any]


def disputes(minutes: Minutes) -> Iterator[str]:
    """Yield a line for each block and each stop, and a few for each dispute."""
    for each in minutes["blocks"]:
        bond = f", with {_credits(each['bond'])}" if "bond" in each else ""
        lapsed = f"; {escaped(each['state'])}" * (each["state"] != "posted")
        yield f"- {escaped(each['owner'])} blocked it under {escaped(each['clause'])}{bond}{lapsed}"
    for each in minutes["guarded"]:
        did = f"paused it in the {each['stage']}" if each["did"] == "ProposalPaused" else "cancelled it"
        yield f"- {escaped(each['guardian'])} {did} under {escaped(each['clause'])}"
    for each in minutes["disputes"]:
        yield from _dispute(each)


def _dispute(dispute: Mapping[str, Any]) -> Iterator[str]:
    bonds = dispute["bonds"]
    by = f"{named(bonds)}, with {_credits(sum(bonds.values()))}" if bonds else "nobody: it came by itself"
    said = "; ".join(f"{escaped(name)} {_either(reports)}" for name, reports in dispute["reported"].items())
    reported = f"; reported: {said}" * bool(said)
    yield f"- The {dispute['about']}, under {escaped(dispute['clause'])}, by {by}{reported}"
    yield from (_round(each) for each in dispute["reached"])
    for each in dispute["appeals"]:
        yield f"  - {escaped(each['owner'])} appealed against round {each['round']}, with {_credits(each['bond'])}"
    if outcome := dispute["outcome"]:
        yield f"  - Closed: {_ruling(outcome)}, {escaped(outcome['why'])}{''.join(_paid(outcome['nets']))}"
    else:
        yield f"  - Still in {dispute['stage']}"


def _either(reports: list[int]) -> str:
    return " or ".join(map(percent, reports))


def _round(reached: Mapping[str, Any]) -> str:
    counts = ", ".join(f"{number} {_words(ruling)}" for ruling, number in sorted(reached["found"].items()))
    found = _ruling(reached) if reached["ruling"] else "no majority"
    return f"  - Round {reached['round']}, {reached['seats']} seats: {found} ({counts or 'nobody spoke'})"


def _ruling(found: Mapping[str, Any]) -> str:
    values = ", ".join(f"{escaped(name)} {percent(each)}" for name, each in found["values"].items())
    return f"{_words(found['ruling'])}{f' ({values})' * bool(values)}"


def _words(ruling: str) -> str:
    return ruling.replace("_", " ")


def _paid(nets: Mapping[str, int]) -> Iterator[str]:
    for owner, net in nets.items():
        if net:
            yield f"; {escaped(owner)} {'won' if net > 0 else 'lost'} {_credits(abs(net))}"


def _credits(micro: int) -> str:
    return f"{money(micro).removeprefix('+')} credits"
