"""Amending the charter: a draft in an address, clause by clause, and all that it would meet before it is signed.

Laws: the draft is what the address says (`set.structure.quorum=90 %`) and nothing else, so that it can be passed on
and nothing is kept; what differs is shown as it is and as it would be; what the rules would refuse is told with its
clause before anybody signs; what is signed is the whole charter that is shown.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter

from moot.core.assembly import Assembly
from moot.core.assembly.amending import check_amendment
from moot.core.canonical import plain
from moot.core.charter import CHARTER, Charter, Fault, faults, seats, value_ids
from moot.core.commands import Command, OfferAmendment, Propose
from moot.core.refusal import CharterWouldLock, Refused
from moot.core.value import value
from moot.core.values import carried
from moot.views.charter import changed
from moot.web.pages.charter import meanings
from moot.web.pages.entitled import leave
from moot.web.pages.frame import Reader, Shown, page
from moot.web.pages.proposals import find
from moot.web.problems import Turned
from moot.wire.codec import read
from moot.wire.redraft import Setting, redrafted, settings, split

router: Final = APIRouter()
HERE: Final = "/charter/amend"
_SET, _IN, _SPLIT = "set.", "in.", "split."
_CHANGES: Final = 64  # in one draft
_UNITS: Final = {"time": ("day", "h", "min", "s", "ms"), "share": ("%",), "money": ("credit",)}


@value
class Ground:
    """On what a draft stands: a charter, and where it is offered as another version, that proposal and its version."""

    charter: Charter
    proposal: str = ""
    version: str = ""
    number: int = 0


@value
class Draft:
    """What is asked of a charter in an address, what became of it, and what could not be read of it."""

    wanted: Mapping[str, str]
    charter: Charter
    misfits: tuple[Refused, ...]


@page(router, HERE, "amendment.html", here="/charter")
async def amendment(reader: Reader) -> Shown:
    """Show a draft of other rules, a form for one more clause, and what the draft would meet."""
    assembly = reader.porch.hall.clerk.assembly
    if not assembly.moot:
        raise Turned("NoSuchPlace", "this moot is not founded yet, so it has no charter", "Found it first.")
    ground = await _ground(reader, assembly)
    draft = drafted(ground.charter, reader.asked)
    base = (await reader.see("target", target=CHARTER))["base"]
    may = await leave(reader, lambda _agent: _acts(ground, draft.charter, base))
    differs = draft.charter != ground.charter
    return {
        "ground": ground,
        "draft": draft,
        "changes": changed(ground.charter, draft.charter),
        "differs": differs,
        "body": _body(ground, draft.charter, base),
        "troubles": [*draft.misfits, *troubles(assembly, draft.charter)] if differs else draft.misfits,
        "may": may,
        "law": (await reader.see("charter"))["charter"],
        "open": await _busy(reader, ground),
        "costs": _costs(assembly, reader.agent),
        "weights": _weights(assembly, draft.charter),
        **_form(reader, ground.charter, draft),
    }


async def _ground(reader: Reader, assembly: Assembly) -> Ground:
    """Return the charter in force, or that of the leading version of the proposal that the address names."""
    asked = reader.asked.get("on", "")
    if not asked:
        return Ground(assembly.charter)
    row = await find(reader, asked)
    if row["kind"] != CHARTER:
        raise Turned("NoSuchPlace", f"P-{row['number']} is about no charter", "Amend it on its own page.")
    shown = await reader.see("proposal", proposal=row["proposal"])
    named = row["leading"]
    charter = read(Charter, shown["versions"][named]["charter"])
    return Ground(charter, row["proposal"], named, row["number"])


async def _busy(reader: Reader, ground: Ground) -> Shown | None:
    """Return the proposal that is open on the charter already, unless it is the one that is amended."""
    for row in await reader.see_all("docket"):
        if row.get("target") == CHARTER and row["proposal"] != ground.proposal:
            return await find(reader, row["proposal"])
    return None


def drafted(charter: Charter, asked: Mapping[str, str]) -> Draft:
    """Return the draft that an address asks for; what cannot be read stays as it was, and is told."""
    known = {each.id: each for each in settings(charter)}
    misfits: list[Refused] = []
    wanted = {name: text for name, text in _said(asked, known) if name not in known or known[name].says != text}
    after = charter
    for name, text in wanted.items():
        try:
            after = redrafted(after, {name: text})
        except Refused as refused:
            misfits.append(refused)
    parent = asked.get(f"{_SPLIT}parent", "")
    if parent:
        try:
            after = split(after, parent, asked.get(f"{_SPLIT}name", "").strip(), asked.get(f"{_SPLIT}measure", ""))
        except Refused as refused:
            misfits.append(refused)
    return Draft(wanted, after, tuple(misfits))


def _said(asked: Mapping[str, str], known: Mapping[str, Setting]) -> Iterator[tuple[str, str]]:
    """Yield what the address says of each clause, a bare number with its unit."""
    named = [name for name in asked if name.startswith(_SET)][:_CHANGES]
    for name in named:
        clause, text = name.removeprefix(_SET), asked[name]
        setting = known.get(clause)
        units = _UNITS.get(setting.form, ()) if setting else ()
        unit = asked.get(f"{_IN}{clause}", units[0] if len(units) == 1 else "")
        bare = text.strip().replace(".", "", 1).isdecimal()
        yield clause, canonical(setting, f"{text.strip()} {unit}" if bare and unit in units else text)


def canonical(setting: Setting | None, text: str) -> str:
    """Return an amount as the charter writes it, so that what says the same is the same; what is none, as it is."""
    if setting is None or setting.unit is None:
        return text
    try:
        return setting.unit.write(setting.unit.read(text.strip()))
    except ValueError:
        return text


def troubles(assembly: Assembly, charter: Charter) -> list[Refused]:
    """Return all that would lock members out, then what else the rules refuse of a charter, each with its clause."""
    found: list[Refused] = [_locks(each) for each in faults(charter)]
    try:
        check_amendment(assembly, charter)
    except Refused as refused:
        if (refused.clause, refused.why) not in {(each.clause, each.why) for each in found}:
            found.append(refused)
    return found


def _locks(fault: Fault) -> CharterWouldLock:
    return CharterWouldLock(fault.why, clause=fault.clause, mend=f"Please {fault.mend}.")


def _acts(ground: Ground, charter: Charter, base: str) -> Iterator[Command]:
    """Yield the act that puts a draft forward, and while it says nothing new, one that would."""
    if charter == ground.charter:
        comments = (charter.clarity.comments + 1) % 200
        charter = redrafted(charter, {"clarity.comments": str(comments)})
    if ground.proposal:
        yield OfferAmendment(ground.proposal, ground.version, {}, (), (), None, charter)
    else:
        yield Propose(CHARTER, {}, base, None, charter)


def _body(ground: Ground, charter: Charter, base: str) -> Any:  # noqa: ANN401 - the JSON of an act
    if not ground.proposal:
        return {"kind": CHARTER, "terms": {}, "base": base, "reason": None, "charter": plain(charter)}
    offered: Shown = {"proposal": ground.proposal, "base": ground.version, "set": {}, "answers": [], "merges": []}
    return {**offered, "reason": None, "charter": plain(charter)}


def _costs(assembly: Assembly, agent: str) -> Shown:
    """Return what a proposal of other rules costs the owner of `agent`, in micro-credits, and its seats."""
    agency, places = assembly.charter.agency, seats(assembly.charter, "charter")
    owner = assembly.agents[agent].owner if agent else ""
    many = sum(each.owner == owner for each in assembly.proposals.values())
    return {"bond": agency.bond * (1 + many), "fee": agency.review_fee * places, "seats": places}


def _weights(assembly: Assembly, charter: Charter) -> list[tuple[str, int, int]]:
    """Return what each value weighs now and would weigh, in ppm, if the list of values changes."""
    names = value_ids(assembly.charter)
    if value_ids(charter) == names or any(each.parent not in (None, *names) for each in charter.purpose.values):
        return []
    then = carried(assembly.weights, names, charter.purpose.values)
    return [(name, assembly.weights.get(name, 0), weight) for name, weight in then.items()]


def _form(reader: Reader, before: Charter, draft: Draft) -> Shown:
    """Return what the form for one clause shows: every setting to choose from, and the one that is opened."""
    rows, means = settings(before), meanings(before)
    clause = reader.asked.get("clause", "")
    opened = next((each for each in rows if each.id == clause), None)
    says = draft.wanted.get(clause, opened.says) if opened else ""
    number, _, unit = says.partition(" ")
    kept = {f"{_SET}{name}": text for name, text in draft.wanted.items()}
    kept |= {name: text for name, text in reader.asked.items() if name.startswith(_SPLIT) or name == "on"}
    return {
        "parts": [(name, list(those)) for name, those in groupby(rows, key=lambda each: each.part)],
        "means": means,
        "opened": opened,
        "strange": clause if clause and opened is None else "",
        "says": says,
        "number": number,
        "unit": unit.removesuffix("s") if unit != "s" else unit,
        "units": _UNITS,
        "kept": kept,
        "values": value_ids(before),
        "split": {name: reader.asked.get(f"{_SPLIT}{name}", "") for name in ("parent", "name", "measure")},
        "address": lambda without="", **more: f"{HERE}?{urlencode(_but(kept, without) | more)}",
    }


def _but(kept: Mapping[str, str], without: str) -> dict[str, str]:
    """Return what an address keeps, but for one clause, or for what begins with a name that ends in a dot."""
    return {
        name: text
        for name, text in kept.items()
        if not without or (name != f"{_SET}{without}" and not (without.endswith(".") and name.startswith(without)))
    }
