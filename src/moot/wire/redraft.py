"""A charter redrafted: its settings one by one, with the type, the unit and the bounds of each, and others put in.

Laws: a setting has the id of its clause; what is put in is said as people write it, and is read without rounding or
refused with the clause; what nobody named stays; an id is no setting, for clauses are called by it. Splitting a value
gives it a twin that names it as its parent, is measured and watched like it, and takes half of what its clause states.

>>> from moot.core.charter import Clarity
>>> [(each.id, each.form, each.says) for each in settings(Clarity())][2:4]
[('conditions', 'number', '3'), ('findings', 'number', '16')]
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass, replace
from types import NoneType
from typing import Annotated, Any, Final, Literal, TypeAlias, cast, get_args, get_origin, get_type_hints

from moot.core.act import SAFE, Between, ValueId
from moot.core.canonical import plain
from moot.core.charter import Charter, Worth
from moot.core.refusal import BadShape, NotFound
from moot.core.value import value
from moot.wire.canonical import fields_of
from moot.wire.charter import bare, is_list_of_tables, said, unit_of
from moot.wire.codec import called, read
from moot.wire.units import MONEY, PPM, TIME, Unit

Form: TypeAlias = Literal["share", "money", "time", "number", "choice", "truth", "names", "text"]
Where: TypeAlias = tuple[str | int, ...]

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,16}")
_TRUTHS: Final = {"yes": True, "no": False}
_FIXED: Final = frozenset({"id", "value", "parent"})  # by which clauses and lists are called


@value
class Setting:
    """A clause that can say something else: how it is written, within which bounds, and what it says now.

    `low` and `high` are in the smallest unit (ppm, micro-credits, milliseconds); none: there is no such bound.
    """

    id: str
    form: Form
    says: str  # empty: it is left out
    optional: bool
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()

    @property
    def part(self) -> str:
        """Return in which part of the charter it stands."""
        return self.id.partition(".")[0]

    @property
    def unit(self) -> Unit | None:
        """Return the unit in which it is written, if it has one."""
        return {"share": PPM, "money": MONEY, "time": TIME}.get(self.form)


def settings(charter: object) -> list[Setting]:
    """Return every setting of a charter, or of a part of it, in its order; those that are left out too."""
    return [each for each, _ in _settings(charter, "", ())]


def redrafted(charter: Charter, wanted: Mapping[str, str]) -> Charter:
    """Return `charter` with other settings, by their ids, as people write them; refuses with `BadShape` or `NotFound`.

    An empty text leaves out what may be left out. Whether the charter can stand is for the rules to say.
    """
    tree: Any = plain(charter)
    known = {each.id: (each, where) for each, where in _settings(charter, "", ())}
    for clause, text in wanted.items():
        if clause not in known:
            why = f"the charter has no setting '{clause[:80]}'"
            raise NotFound(why, clause="structure.charter", mend="Choose a clause of /charter.")
        setting, where = known[clause]
        at = tree
        for step in where[:-1]:
            at = at[step]
        at[where[-1]] = _read(setting, text if setting.form == "text" else text.strip())
    return read(Charter, tree)


def split(charter: Charter, parent: ValueId, name: ValueId, measure: str) -> Charter:
    """Return `charter` with a value split off from `parent`; refuses with `BadShape` or `NotFound`.

    The two divide the weight that the parent has when the amendment takes effect (`moot.core.values.carried`); what
    the clauses state is halved, the odd ppm staying with the parent.
    """
    old = next((each for each in charter.purpose.values if each.id == parent), None)
    if old is None:
        raise NotFound(f"'{parent[:64]}' is no value", clause="purpose.values", mend="Choose one that the charter has.")
    half = old.weight // 2
    kept = replace(old, weight=old.weight - half)
    twin = Worth(name, measure, half, old.founding, None, parent)
    worths = tuple(kept if each is old else each for each in charter.purpose.values)
    meterings = [replace(each, value=name) for each in charter.awareness.metering if each.value == parent]
    mandates = tuple(
        replace(each, values=(*each.values, name)) if parent in each.values else each
        for each in charter.structure.mandates
    )
    changed = replace(
        charter,
        purpose=replace(charter.purpose, values=(*worths, twin)),
        structure=replace(charter.structure, mandates=mandates),
        awareness=replace(charter.awareness, metering=(*charter.awareness.metering, *meterings)),
    )
    return read(Charter, cast("Any", plain(changed)))


def _settings(record: object, path: str, where: Where) -> Iterator[tuple[Setting, Where]]:
    hints = get_type_hints(type(record), include_extras=True)
    for name, entry in fields_of(record).items():
        if name not in _FIXED:
            yield from _within(hints[name], entry, f"{path}.{name}".removeprefix("."), (*where, name))


def _within(form: Any, entry: object, path: str, where: Where) -> Iterator[tuple[Setting, Where]]:  # noqa: ANN401
    """Yield the settings of one field: itself, or those of the records, lists and tables in it."""
    if isinstance(entry, Mapping):
        inner = get_args(bare(form))[1]
        for key in entry:
            yield _setting(inner, entry[key], f"{path}.{key}"), (*where, key)
    elif is_dataclass(entry):
        yield from _settings(entry, path, where)
    elif isinstance(entry, tuple) and is_list_of_tables(entry):
        for place, each in enumerate(entry):
            yield from _settings(each, f"{path}.{called(fields_of(each), place)}", (*where, place))
    elif not _holds_records(form):
        yield _setting(form, entry, path), where


def _holds_records(form: Any) -> bool:  # noqa: ANN401 - an annotation
    """Whether a field that is left out or empty would hold records or a table, which are no single setting."""
    inner = bare(form)
    if get_origin(inner) is tuple:
        inner = bare(get_args(inner)[0])
    return is_dataclass(inner) or get_origin(inner) is Mapping


def _setting(form: Any, entry: object, clause: str) -> Setting:  # noqa: ANN401 - an annotation
    optional = NoneType in get_args(form)
    low, high = _bounds(form)
    says = "" if entry is None else ", ".join(entry) if isinstance(entry, tuple) else said(form, entry)
    inner = bare(form)
    choices = tuple(map(str, get_args(inner))) if get_origin(inner) is Literal else ()
    return Setting(clause, _form(form), says, optional, low, high, choices)


def _form(form: Any) -> Form:  # noqa: ANN401 - an annotation
    unit, inner = unit_of(form), bare(form)
    if unit is not None:
        return "share" if unit is PPM else "money" if unit is MONEY else "time"
    if get_origin(inner) is Literal:
        return "choice"
    if get_origin(inner) is tuple:
        return "names"
    return "truth" if inner is bool else "number" if inner is int else "text"


def _bounds(form: Any) -> tuple[int | None, int | None]:  # noqa: ANN401 - an annotation
    """Return between which numbers a field of this form lies."""
    if NoneType in get_args(form):
        return next(((low, high) for low, high in map(_bounds, get_args(form)) if high is not None), (None, None))
    for mark in get_args(form)[1:] if get_origin(form) is Annotated else ():
        if isinstance(mark, Between):
            return mark.low, mark.high
    return (-SAFE, SAFE) if form is int else (None, None)


def _read(setting: Setting, text: str) -> Any:  # noqa: ANN401 - plain JSON
    """Return what `text` says as the JSON of that setting."""
    if not text and setting.optional:
        return None
    match setting.form:
        case "share" | "money" | "time":
            return _within_bounds(setting, _amount(setting, text))
        case "number":
            if not _NUMBER.fullmatch(text):
                raise _misfit(setting, f"{text[:40]!r} is no whole number", "Write it in digits.")
            return _within_bounds(setting, int(text))
        case "truth":
            if text not in _TRUTHS:
                raise _misfit(setting, f"{text[:40]!r} is neither yes nor no", "Say yes or no.")
            return _TRUTHS[text]
        case "names":
            return [each.strip() for each in text.split(",") if each.strip()]
        case _:
            return text


def _amount(setting: Setting, text: str) -> int:
    unit = cast("Unit", setting.unit)
    try:
        return unit.read(text)
    except ValueError as error:
        raise _misfit(setting, str(error), f"Write an amount such as '{unit.example}'.") from None


def _within_bounds(setting: Setting, number: int) -> int:
    low, high = cast("int", setting.low), cast("int", setting.high)
    if low <= number <= high:
        return number
    written = setting.unit.write if setting.unit else str
    bounds = f"Choose between {written(low)} and {written(high)}."
    raise _misfit(setting, f"{written(number)} is {'less' if number < low else 'more'} than may be", bounds)


def _misfit(setting: Setting, why: str, mend: str) -> BadShape:
    return BadShape(f"{setting.id}: {why}", clause=setting.id, mend=mend)
