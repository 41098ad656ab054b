"""The charter as people write it: TOML in, the record of `moot.core.charter` out, and back.

Laws: what the text leaves out is the standard; percentages become ppm, durations milliseconds,
credits micro-credits, each without rounding; numbers with a fraction and dates are refused with the
clause they stand in; a charter that would lock its members out is refused; what is written reads
back as the same charter.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

from moot.core.act import Credits, Duration, Ppm
from moot.core.canonical import Plain
from moot.core.canonical import plain as as_plain
from moot.core.charter import Charter, Harm, faults
from moot.core.refusal import BadShape, CharterWouldLock
from moot.core.value import value
from moot.wire.canonical import fields_of
from moot.wire.codec import called, read, shown
from moot.wire.units import MONEY, PPM, TIME, Unit


@value
class Rule:
    """A rule of the charter: its id, and what it says, with its unit."""

    id: str
    text: str


def read_charter(text: str) -> Charter:
    """Return the charter that a TOML text says; refuses with `BadShape` or `CharterWouldLock` and the clause."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadShape(f"the charter is not TOML: {error}", clause="charter", mend="Correct that line.") from error
    except RecursionError:
        raise BadShape("the charter nests too deep", clause="charter", mend="Use the tables of a charter.") from None
    charter = read(Charter, _spelled_out(Charter, tables, ""))
    require_sound(charter)
    return charter


def require_sound(charter: Charter) -> None:
    """Refuse with `CharterWouldLock` and the clause a charter that cannot stand."""
    for fault in faults(charter):
        raise CharterWouldLock(fault.why, clause=fault.clause, mend=f"Please {fault.mend}.")


def clauses(charter: Charter) -> list[Rule]:
    """Return every rule of `charter` under its clause id, in the charter's order."""
    return list(_clauses(charter, ""))


def write_charter(charter: Charter) -> str:
    """Return `charter` as TOML that people can read and change."""
    return "\n".join(_table(charter, "")).lstrip() + "\n"


def _spelled_out(form: Any, plain: Any, where: str) -> Plain:  # noqa: ANN401 - any part of a charter
    """Return `plain` with amounts as integers and what is left out filled in, for the strict reader."""
    form = bare(form)
    if is_dataclass(form) and isinstance(plain, dict):
        return _record_spelled_out(cast(type, form), plain, where)
    if isinstance(plain, list):
        inner = get_args(form)[0] if get_origin(form) is tuple else None
        return [_spelled_out(inner, each, f"{where}.{called(each, place)}") for place, each in enumerate(plain)]
    if isinstance(plain, dict):
        return {key: _spelled_out(None, each, f"{where}.{key}") for key, each in plain.items()}
    if isinstance(plain, int | str):
        return plain
    raise BadShape(
        f"{where}: {shown(plain)} is neither a whole number nor text nor an amount such as '20 %'",
        clause=where,
        mend="Write a share as '20 %', a duration as '60 min', money as '20 credits'.",
    )


def _record_spelled_out(form: type, plain: Mapping[str, Any], where: str) -> Plain:
    hints = get_type_hints(form, include_extras=True)
    table: dict[str, Plain] = dict(plain)  # what is unknown stays, for the strict reader to name
    for field in fields(form):
        clause = f"{where}.{field.name}".removeprefix(".")
        unit = unit_of(hints[field.name])
        if field.name not in plain:
            if field.default is not MISSING:
                table[field.name] = as_plain(field.default)
        elif unit is not None and isinstance(plain[field.name], str):
            table[field.name] = _amount(unit, plain[field.name], clause)
        else:
            table[field.name] = _spelled_out(hints[field.name], plain[field.name], clause)
    return table


def _amount(unit: Unit, text: str, clause: str) -> int:
    try:
        return unit.read(text)
    except ValueError as error:
        mend = f"Write a whole number, or an amount such as '{unit.example}'."
        raise BadShape(f"{clause}: {error}", clause=clause, mend=mend) from error


def bare(form: Any) -> Any:  # noqa: ANN401 - an annotation
    """Return `form` without its marks, and without the choice of leaving it out."""
    if get_origin(form) is Annotated:
        return bare(get_args(form)[0])
    some = [each for each in get_args(form) if each is not NoneType]
    return bare(some[0]) if get_origin(form) in {Union, UnionType} and len(some) == 1 else form


def unit_of(form: Any) -> Unit | None:  # noqa: ANN401 - an annotation
    """Return in which unit people write a field of this form."""
    forms = (form, *get_args(form))
    units = ((Ppm, PPM), (Harm, PPM), (Credits, MONEY), (Duration, TIME))
    return next((unit for kind, unit in units if kind in forms), None)


def said(form: Any, entry: object) -> str:  # noqa: ANN401 - an annotation
    """Return what a field says, as people write it."""
    unit = unit_of(form)
    if unit is not None and isinstance(entry, int):
        return unit.write(entry)
    return {True: "yes", False: "no"}[entry] if isinstance(entry, bool) else str(entry)


def _parts(record: object) -> Iterator[tuple[str, Any, object]]:
    """Yield the name, the annotation and the content of each field that is there, lists and tables last."""
    hints = get_type_hints(type(record), include_extras=True)
    parts = [(field.name, hints[field.name], getattr(record, field.name)) for field in fields(cast(Any, record))]
    yield from sorted((part for part in parts if part[2] is not None), key=lambda part: _is_table(part[2]))


def _is_table(entry: object) -> bool:
    return is_dataclass(entry) or isinstance(entry, Mapping) or is_list_of_tables(entry)


def is_list_of_tables(entry: object) -> bool:
    return isinstance(entry, tuple) and bool(entry) and is_dataclass(entry[0])


def _table(record: object, path: str) -> Iterator[str]:
    for name, form, entry in _parts(record):
        within = f"{path}.{name}".removeprefix(".")
        if isinstance(entry, Mapping):
            yield from ("", f"[{within}]", *(f"{json.dumps(key)} = {each}" for key, each in entry.items()))
        elif is_dataclass(entry):
            yield from ("", f"[{within}]", *_table(entry, within))
        elif isinstance(entry, tuple) and is_list_of_tables(entry):
            for each in entry:
                yield from ("", f"[[{within}]]", *_table(each, within))
        else:
            yield f"{name} = {_literal(form, entry)}"


def _literal(form: Any, entry: object) -> str:  # noqa: ANN401 - an annotation
    if isinstance(entry, int) and unit_of(form) is None:
        return json.dumps(entry)
    if isinstance(entry, tuple):
        return f"[{', '.join(_quoted(each) for each in entry)}]"
    return _quoted(said(form, entry))


def _quoted(text: str) -> str:
    # TOML's basic strings are JSON's, but for DEL, which it wants escaped as well.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _clauses(record: object, path: str) -> Iterator[Rule]:
    for name, form, entry in _parts(record):
        within = f"{path}.{name}".removeprefix(".")
        if isinstance(entry, Mapping):
            yield from (Rule(f"{within}.{key}", str(each)) for key, each in entry.items())
        elif is_dataclass(entry):
            yield from _clauses(entry, within)
        elif isinstance(entry, tuple) and is_list_of_tables(entry):
            for place, each in enumerate(entry):
                yield from _clauses(each, f"{within}.{called(fields_of(each), place)}")
        elif isinstance(entry, tuple):
            yield Rule(within, ", ".join(entry) or "none")
        else:
            yield Rule(within, said(form, entry))
